using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Uppfoljning.Tests.Skydd;

/// <summary>Värden som ingen skriver av misstag, och några som många skriver av misstag.</summary>
internal static class Fientligt
{
    /// <summary>Känns igen var det än hamnar: som element, attribut, skript, adress eller rubrik i ett svar.</summary>
    public const string Marke = "x-prov";

    public static readonly string[] Eko =
    [
        "\"'><x-prov a=1>", "</textarea><x-prov>", "</title></style></script><x-prov>", "<script>/*x-prov*/</script>", "javascript:alert('x-prov')", "\" onx-prov=\"1",
        "' onx-prov='1", "x onx-prov=1", "--><x-prov>", "<!--x-prov", "&lt;x-prov&gt;&#x3c;x-prov&#x3e;", "{{x-prov}}", "<svg/onload=x-prov>", "\u3008x-prov\u3009\uFF1Cx-prov\uFF1E",
        "rad\r\nX-Prov: 1\r\n\r\n<x-prov>", "\nSet-Cookie: x-prov=1", "//x-prov.example/", "/\\x-prov.example", "https://x-prov.example/", "\tjavascript:x-prov", "data:text/html,<x-prov>",
    ];

    public static readonly string[] Tal =
    [
        "-1", "0", "1", "2", "12", "13", "99999", "2147483647", "2147483648", "-2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "1e40", "1e308", "NaN",
        "Infinity", "-0", "0x10", "1,5", "1.5", "１２", "٣", "1 000", "1\u00A0000", "+5", "٪", "1;2", "00000000000000000000000000000000000000012", "10000000000000000000000000000000000000000",
        "92233720368547758,07", "92233720368547758,08", "-92233720368547758,08", "1-1", "999999999999", "21474836", "21474836,48",
    ];

    public static readonly string[] Datum =
    [
        "0001-01-01", "9999-12-31", "99999-01-01", "2026-02-30", "-0001-01-01", "0000-00-00", "2026-13-01", "1-1-1", "1/1/1", "31/12", "20261121", "2026-11-21T10:00:00Z", "２０２６-１１-２１",
        "9999", "0001", "２０２６", "２０２６-１１", "５ maj", "٢٠٢٦", "10000", "2026-02-29", "1582-10-10", "9999-12", "2026-W47", "00:00", "24:00", "23:59:60", "99:99", "2026-11-21\0",
    ];

    public static readonly string[] Text =
    [
        "", " ", "\u00A0", "\t", "\0", "a\0b", "\uD800", "\uDC00a", "a\uD83D", "\uD83D\uDE00", "\u202Eabc", "\u200F\u200E\u2066", "\uFEFF", "\uFFFE\uFFFF", "e\u0301", "\u0130\u0131\u00DF", "A\u0300\u0301\u0302\u0303\u0304\u0305",
        "'", "''", "'; DROP TABLE Avtal; --", "' OR 1=1 --", "%", "_", "[", "]", "[a-z]", "*", "\"", "\\", "NEAR(", "a AND", "(", ")", "^", "-", "--", "=1+1", "+1", "@SUM(A1)", "\tx", "\rx", "\nx", "|",
        "../../../etc/passwd", "..\\..\\x", "CON", "NUL.txt", "C:\\x", "file:///etc/passwd", "${jndi:ldap://x}", "%s%s%n", "{0}{1}{99999999}", "null", "undefined", "true", "false", "on", "[object Object]",
        "a+b@example.se", "@@@", "a@b", "(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(((((((((((((((((((((", "<", ">", "&", "VON-2026/0123", "VON-99999999999/9999999999999", "/2026", "556677-8899", "19121212-1212", "000000-0000",
        "{", "[]", "{\"a\":1}", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "{00000000-0000-0000-0000-000000000000}", "0x00000000",
    ];

    /// <summary>Namn på fält som bindningen kan snubbla på.</summary>
    public static readonly string[] Namn =
    [
        "Command.A.B[999999999].C", "Command[0]", "Command[", "Command]", "Command[].A", "Command..A", ".Command", "Command.", "[", "]", "[0]", "[0][0]", "a[b]c", "Command.Valda[2000000000]", "Command.Valda[-1]",
        "Command.Valda[x]", "Command.index", "Command.Valda.index", "__proto__", "Command.GetType", "Command.Context", "", " ", "\0", "\u202E", "Id", "command", "COMMAND.VERSION", "Sida", "Sida[0]", "Sida.A",
    ];

    public static readonly string[] Filnamn =
    [
        "..\\..\\x.pdf", "../../x.pdf", "CON", "con.pdf", "a\0.pdf", "\u202Efdp.exe", "x.pdf.exe", ".pdf", "", " ", "x", "a\r\nX-Prov: 1.pdf", "\"><x-prov>.pdf", "å ä ö.pdf", "x;y.pdf", "C:\\temp\\x.pdf", "/etc/passwd", "x.PDF",
        "\uD800.pdf", "x.pdf:$DATA", "%2e%2e%2fx.pdf", "-x.csv", "x.xlsx", "x.docx", "x.csv",
    ];

    public static string Lang(Random slump, int langd) => slump.Next(4) switch
    {
        0 => new string('a', langd),
        1 => string.Concat(Enumerable.Repeat("<x-prov>", langd / 8)),
        2 => new string('9', langd),
        _ => string.Concat(Enumerable.Repeat("ord ", langd / 4)),
    };

    /// <summary>Vilket värde som helst, oftast ett av de kända.</summary>
    public static string Varde(Random slump) => slump.Next(100) switch
    {
        < 30 => Ur(slump, Eko),
        < 48 => Ur(slump, Tal),
        < 62 => Ur(slump, Datum),
        < 88 => Ur(slump, Text),
        < 92 => Lang(slump, slump.Next(4) == 0 ? 5_000 : slump.Next(1, 400)),
        < 96 => Ur(slump, Text) + Ur(slump, Eko),
        _ => Skrap(slump),
    };

    public static T Ur<T>(Random slump, IReadOnlyList<T> av) => av[slump.Next(av.Count)];

    /// <summary>Slumpade tecken ur hela det första planet, också de som inte är tecken.</summary>
    private static string Skrap(Random slump)
    {
        var text = new StringBuilder();
        for (var i = slump.Next(1, 40); i > 0; i--) { text.Append((char)slump.Next(0, slump.Next(2) == 0 ? 0x180 : 0x10000)); }
        return text.ToString();
    }

    /// <summary>Texten så som den står i en adress eller ett formulär. Halva tecken skickas som de bytes de skulle ha blivit.</summary>
    public static string Kodad(string text)
    {
        var ut = new StringBuilder(text.Length + 16);
        Span<byte> bytes = stackalloc byte[4];
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~') { ut.Append(c); continue; }
            int antal;
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                antal = rune.EncodeToUtf8(bytes);
                if (!rune.IsBmp) { i++; }
            }
            else
            {
                (bytes[0], bytes[1], bytes[2], antal) = ((byte)(0xE0 | (c >> 12)), (byte)(0x80 | ((c >> 6) & 0x3F)), (byte)(0x80 | (c & 0x3F)), 3);
            }
            for (var b = 0; b < antal; b++) { ut.Append('%').Append(bytes[b].ToString("X2", CultureInfo.InvariantCulture)); }
        }
        return ut.ToString();
    }

    /// <summary>Filer som utger sig för att vara något annat, är trasiga eller blir stora.</summary>
    public static byte[] Fil(Random slump) => slump.Next(16) switch
    {
        0 => [],
        1 => Provfiler.Pdf,
        2 => Encoding.Latin1.GetBytes("%PDF-1.7\n<script>alert('x-prov')</script><x-prov>\n%%EOF\n"),
        3 => Encoding.UTF8.GetBytes("<html><x-prov><script>alert(1)</script></html>"),
        4 => Encoding.UTF8.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x-prov\"/>"),
        5 => Encoding.Latin1.GetBytes("GIF89a/*<x-prov>*/=1;//"),
        6 => [.. Provfiler.Png, .. Provfiler.Docx],
        7 => Provfiler.Avklippt(Provfiler.Docx),
        8 => Bomb(),
        9 => Provfiler.Zip(("../../x", "y"), ("[Content_Types].xml", "<x-prov/>"), ("/etc/passwd", "z")),
        10 => Encoding.UTF8.GetBytes("Benämning;Avtalsslut\r\n\"><x-prov>;99999-01-01\r\n=1+1;２０２６-01-01\r\n\uFEFF;\r\n"),
        11 => Encoding.UTF8.GetBytes("Benämning;Avtalsslut\r\n" + new string('"', 5001)),
        12 => Encoding.UTF8.GetBytes(string.Join(';', Enumerable.Range(0, 3000).Select(i => $"k{i}")) + "\r\n" + new string(';', 3000)),
        13 => Provfiler.Xlsx,
        14 => Bomb("xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"),
        _ => Bytes(slump),
    };

    private static byte[] Bytes(Random slump)
    {
        var bytes = new byte[slump.Next(1, 5000)];
        slump.NextBytes(bytes);
        return bytes;
    }

    /// <summary>En liten zip som är stor när den packas upp.</summary>
    private static byte[] Bomb(params string[] namn)
    {
        using var ut = new MemoryStream();
        using (var zip = new ZipArchive(ut, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var del in namn.DefaultIfEmpty("word/document.xml"))
            {
                using var strom = zip.CreateEntry(del, CompressionLevel.Fastest).Open();
                var stycke = new byte[1024 * 1024];
                for (var i = 0; i < 60; i++) { strom.Write(stycke); }
            }
        }
        return ut.ToArray();
    }
}
