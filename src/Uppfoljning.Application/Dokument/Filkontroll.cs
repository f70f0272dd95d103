using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Uppfoljning.Application.Import;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Dokument;

namespace Uppfoljning.Application.Dokument;

/// <summary>Vilken sort en fil är, efter sitt innehåll, och om den är hel. Namnet ska säga samma sak som innehållet.</summary>
internal static class Filkontroll
{
    private const int Svans = 2048;

    private static readonly SearchValues<char> Styrtecken =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (char)i).Except("\t\n\r\f"), '\u007F', '\uFFFD']);

    private static readonly byte[] Pngborjan = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly byte[] Jpegborjan = [0xFF, 0xD8, 0xFF];
    private static readonly byte[] Aldreoffice = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <summary>Filens sort, eller varför den inte tas emot.</summary>
    /// <param name="innehall">En sökbar ström; läses från början.</param>
    /// <param name="filnamn">Det rensade namnet.</param>
    /// <param name="storst">Största tillåtna storlek i byte.</param>
    /// <param name="cancellationToken">Avbryter läsningen.</param>
    public static async Task<(Filtyp? Typ, Hinder? Hinder)> ProvaAsync(Stream innehall, string filnamn, long storst, CancellationToken cancellationToken)
    {
        if (innehall.Length == 0) { return Nej("tom-fil", "filen är tom."); }
        if (innehall.Length > storst) { return Nej("for-stor", $"filen är större än {storst / 1024 / 1024} MB."); }

        var sagd = Filtyper.Av(filnamn);
        var (typ, fel) = await InnehalletAsync(innehall, sagd, cancellationToken);
        if (fel is not null) { return (null, fel); }
        if (typ is not { } funnen) { return Nej("fel-filtyp", $"filer av den här sorten tas inte emot. Det som tas emot är {Filtyper.Uppraknade}."); }
        return sagd == funnen
            ? (funnen, null)
            : Nej("fel-andelse", $"innehållet är {En(funnen)} men filändelsen är {(Path.GetExtension(filnamn) is { Length: > 1 } andelse ? andelse : "tom")}. Byt ändelsen till {string.Join(" eller ", funnen.Andelser())}, eller spara filen på nytt.");
    }

    private static (Filtyp? Typ, Hinder? Hinder) Nej(string kod, string text) => (null, new Hinder(kod, text));

    private static string En(Filtyp typ) => typ switch
    {
        Filtyp.Docx or Filtyp.Pdf => $"{(typ == Filtyp.Docx ? "ett" : "en")} {typ.Text()}",
        _ => $"en {typ.Text()}",
    };

    private static async Task<(Filtyp? Typ, Hinder? Hinder)> InnehalletAsync(Stream fil, Filtyp? sagd, CancellationToken cancellationToken)
    {
        fil.Position = 0;
        var borjan = new byte[16];
        var antal = await fil.ReadAtLeastAsync(borjan, borjan.Length, throwOnEndOfStream: false, cancellationToken);
        borjan = borjan[..antal];

        if (Borjar("%PDF-"u8)) { return await PdfArHelAsync(fil, cancellationToken) ? (Filtyp.Pdf, null) : Avklippt("PDF-filen"); }
        if (Borjar(Pngborjan)) { return PngArHel(fil) ? (Filtyp.Png, null) : Avklippt("PNG-bilden"); }
        if (Borjar(Jpegborjan)) { return JpegArHel(fil) ? (Filtyp.Jpeg, null) : Avklippt("JPEG-bilden"); }
        if (Arbetsbok.ArZip(borjan)) { return Kontorsfil.Prova(fil); }
        if (Borjar(Aldreoffice))
        {
            return Nej("aldre-office", "filen är en äldre Office-fil (till exempel DOC eller XLS), ett sparat mejl (MSG) eller skyddad med lösenord. Spara den som DOCX, XLSX eller PDF utan lösenord.");
        }
        // Any text is a text file; the name says which kind, and a name of another kind does not agree with it.
        return await ArTextAsync(fil, cancellationToken) ? (sagd == Filtyp.Csv ? Filtyp.Csv : sagd is null ? null : Filtyp.Txt, null) : (null, null);

        bool Borjar(ReadOnlySpan<byte> tecken) => borjan.AsSpan().StartsWith(tecken);
    }

    private static (Filtyp? Typ, Hinder? Hinder) Avklippt(string vad) =>
        Nej("avklippt", $"{vad} är avklippt eller skadad. Hämta eller spara den på nytt och försök igen.");

    private static async Task<bool> PdfArHelAsync(Stream fil, CancellationToken cancellationToken)
    {
        fil.Position = Math.Max(0, fil.Length - Svans);
        var svans = new byte[(int)(fil.Length - fil.Position)];
        await fil.ReadExactlyAsync(svans, cancellationToken);
        var slut = svans.AsSpan().LastIndexOf("%%EOF"u8);
        return slut >= 0 && svans.AsSpan(0, slut).LastIndexOf("startxref"u8) >= 0;
    }

    /// <summary>Varje del med sin längd, från IHDR över bilddata till IEND.</summary>
    private static bool PngArHel(Stream fil)
    {
        fil.Position = Pngborjan.Length;
        Span<byte> huvud = stackalloc byte[8];
        var forsta = true;
        var data = false;
        while (fil.ReadAtLeast(huvud, huvud.Length, throwOnEndOfStream: false) == huvud.Length)
        {
            var langd = BinaryPrimitives.ReadUInt32BigEndian(huvud);
            var namn = huvud[4..];
            if (forsta && !namn.SequenceEqual("IHDR"u8)) { return false; }
            forsta = false;
            data |= namn.SequenceEqual("IDAT"u8);
            var nasta = fil.Position + langd + sizeof(uint);
            if (nasta > fil.Length) { return false; }
            if (namn.SequenceEqual("IEND"u8)) { return data; }
            fil.Position = nasta;
        }
        return false;
    }

    /// <summary>Segment för segment till bildens slut. Det som kameror lägger efter bilden hör inte till den.</summary>
    private static bool JpegArHel(Stream strom)
    {
        strom.Position = 0;
        // Not disposed: the stream belongs to the caller.
        var fil = new BufferedStream(strom, 64 * 1024);
        fil.Position = 2;
        var ram = false;
        var bild = false;
        while (Markor(fil, bild) is var markor and >= 0)
        {
            if (markor == 0xD9) { return ram && bild; }
            if (markor is 0x01 or (>= 0xD0 and <= 0xD8)) { continue; }
            int hog = fil.ReadByte(), lag = fil.ReadByte();
            var langd = (hog << 8) | lag;
            if (lag < 0 || langd < 2 || fil.Position + langd - 2 > fil.Length) { return false; }
            ram |= markor is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
            bild |= markor == 0xDA;
            fil.Position += langd - 2;
        }
        return false;
    }

    /// <summary>Nästa markör, eller -1. I bilddata är FF 00 ett tecken och FF D0–D7 en omstart.</summary>
    private static int Markor(Stream fil, bool iBild)
    {
        int b;
        while ((b = fil.ReadByte()) >= 0)
        {
            if (b != 0xFF)
            {
                if (!iBild) { return -1; }
                continue;
            }
            while ((b = fil.ReadByte()) == 0xFF) { }
            if (b < 0) { return -1; }
            if (iBild && b is 0x00 or (>= 0xD0 and <= 0xD7)) { continue; }
            return b;
        }
        return -1;
    }

    /// <summary>Text utan styrtecken: UTF-8, UTF-16 med märke, eller Windows-1252.</summary>
    private static async Task<bool> ArTextAsync(Stream fil, CancellationToken cancellationToken)
    {
        fil.Position = 0;
        var buffert = new byte[64 * 1024];
        var antal = await fil.ReadAtLeastAsync(buffert, buffert.Length, throwOnEndOfStream: false, cancellationToken);
        var utf16 = antal >= 2 && (buffert[0], buffert[1]) is (0xFF, 0xFE) or (0xFE, 0xFF);
        if (utf16)
        {
            if (fil.Length % 2 != 0) { return false; }
            var kodning = buffert[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode;
            fil.Position = 2;
            using var lasare = new StreamReader(fil, kodning, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
            var tecken = new char[16 * 1024];
            int last;
            while ((last = await lasare.ReadAsync(tecken.AsMemory(), cancellationToken)) > 0)
            {
                if (tecken.AsSpan(0, last).ContainsAny(Styrtecken)) { return false; }
            }
            return true;
        }
        while (antal > 0)
        {
            foreach (var b in buffert.AsSpan(0, antal))
            {
                if (b is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f') or 0x7F) { return false; }
            }
            antal = await fil.ReadAsync(buffert, cancellationToken);
        }
        return true;
    }
}
