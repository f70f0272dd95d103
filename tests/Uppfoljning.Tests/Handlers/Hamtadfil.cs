using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Export;

namespace Uppfoljning.Tests.Handlers;

/// <summary>En fil som är hämtad, så som den som får den läser den, ändrar en cell och lämnar den igen.</summary>
internal static class Hamtadfil
{
    public static readonly Filformat[] Format = [Filformat.Xlsx, Filformat.Csv];

    public static async Task<byte[]> Hamta(this TestApp app, IRequest<Result<Exportfil>> query)
    {
        await using var strom = (await app.Gor(query)).Innehall;
        using var minne = new MemoryStream();
        await strom.CopyToAsync(minne);
        return minne.ToArray();
    }

    public static string[] Rader(byte[] csv) => new UTF8Encoding(true).GetString(csv.AsSpan(3)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Filen med en cell ändrad: den på raden med <paramref name="rad"/> i någon cell, under rubriken.</summary>
    public static byte[] MedCell(byte[] fil, string rad, string rubrik, string text) =>
        fil.AsSpan().StartsWith("PK"u8) ? IArbetsboken(fil, rad, rubrik, text) : ITexten(fil, rad, rubrik, text);

    private static byte[] IArbetsboken(byte[] fil, string rad, string rubrik, string text)
    {
        using var minne = new MemoryStream();
        minne.Write(fil);
        using (var bok = SpreadsheetDocument.Open(minne, true))
        {
            var data = ((WorksheetPart)bok.WorkbookPart!.GetPartById("rId1")).Worksheet.GetFirstChild<SheetData>()!;
            var kolumn = Bokstaver(data.Descendants<Cell>().First(c => c.InnerText == rubrik));
            var raden = data.Elements<Row>().Single(r => r.Elements<Cell>().Any(c => c.InnerText == rad));
            var adress = $"{kolumn}{raden.RowIndex}";
            var cell = raden.Elements<Cell>().FirstOrDefault(c => c.CellReference == adress);
            if (cell is null)
            {
                cell = new Cell { CellReference = adress };
                var efter = raden.Elements<Cell>().LastOrDefault(c => Bokstaver(c).Length < kolumn.Length || (Bokstaver(c).Length == kolumn.Length && string.CompareOrdinal(Bokstaver(c), kolumn) < 0));
                if (efter is null) { raden.PrependChild(cell); } else { raden.InsertAfter(cell, efter); }
            }
            cell.DataType = CellValues.InlineString;
            cell.CellValue = null;
            cell.InlineString = new InlineString(new Text(text));
        }
        return minne.ToArray();
    }

    private static string Bokstaver(Cell cell) => string.Concat(cell.CellReference!.Value!.TakeWhile(char.IsAsciiLetter));

    private static byte[] ITexten(byte[] fil, string rad, string rubrik, string text)
    {
        var rader = Rader(fil);
        var kolumn = Array.FindIndex(rader[0].Split(';'), r => r.Trim('"') == rubrik);
        var nr = Array.FindIndex(rader, r => r.Split(';').Any(c => c.Trim('"') == rad));
        var celler = rader[nr].Split(';');
        celler[kolumn] = text;
        rader[nr] = string.Join(';', celler);
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(string.Join("\r\n", rader) + "\r\n")];
    }
}
