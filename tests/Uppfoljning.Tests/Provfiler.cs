using System.IO.Compression;
using System.Text;

namespace Uppfoljning.Tests;

/// <summary>Små filer av varje sort, och sätt att förstöra dem.</summary>
public static class Provfiler
{
    public const string Ordtyp = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    public const string Bladtyp = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

    public static byte[] Pdf { get; } = Encoding.Latin1.GetBytes("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n");

    public static byte[] Png { get; } = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public static byte[] Jpeg { get; } =
    [
        0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x04, 0x4A, 0x46,
        0xFF, 0xC0, 0x00, 0x0B, 0x08, 0x00, 0x01, 0x00, 0x01, 0x01, 0x01, 0x11, 0x00,
        0xFF, 0xDA, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3F, 0x00,
        0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56,
        0xFF, 0xD9,
    ];

    public static byte[] Docx { get; } = Office(Ordtyp, "word/document.xml");

    public static byte[] Xlsx { get; } = Office(Bladtyp, "xl/workbook.xml");

    public static byte[] Odt { get; } = Zip(("mimetype", "application/vnd.oasis.opendocument.text"), ("META-INF/manifest.xml", "<m/>"), ("content.xml", "<office/>"));

    public static byte[] Ods { get; } = Zip(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("META-INF/manifest.xml", "<m/>"), ("content.xml", "<office/>"));

    public static byte[] Office(string typ, string del, params (string Namn, string Text)[] fler) => Zip(
        [("[Content_Types].xml", $"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/{del}" ContentType="{typ}"/></Types>"""), (del, "<x/>"), .. fler]);

    public static byte[] Zip(params (string Namn, string Text)[] delar)
    {
        using var minne = new MemoryStream();
        using (var arkiv = new ZipArchive(minne, ZipArchiveMode.Create))
        {
            foreach (var (namn, text) in delar)
            {
                using var del = arkiv.CreateEntry(namn).Open();
                del.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return minne.ToArray();
    }

    /// <summary>De första byten av filen.</summary>
    public static byte[] Avklippt(byte[] fil, int bort = 14) => fil[..^bort];
}
