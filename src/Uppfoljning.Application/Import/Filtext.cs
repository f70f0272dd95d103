using System.Text;
using System.Text.Unicode;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Import;

/// <summary>Avgör hur en fils tecken är skrivna, och om det alls är text.</summary>
internal static class Filtext
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>En läsare över filens text, eller null och varför. UTF-8 och UTF-16 med märke, UTF-8 utan, och annars Windows-1252.</summary>
    public static Encoding? Kodning(ReadOnlySpan<byte> fil, out Hinder? hinder)
    {
        hinder = Binar(fil);
        if (hinder is not null) { return null; }

        if (fil.StartsWith((byte[])[0xFF, 0xFE])) { return Encoding.Unicode; }
        if (fil.StartsWith((byte[])[0xFE, 0xFF])) { return Encoding.BigEndianUnicode; }
        if (Utf8.IsValid(fil)) { return Encoding.UTF8; }
        if (fil.StartsWith(Encoding.UTF8.Preamble) || HarSvenskaIUtf8(fil))
        {
            hinder = new("skadad-text", "Filen är skriven i UTF-8 men är skadad eller avklippt: alla tecken går inte att läsa. Spara den på nytt från Excel.");
            return null;
        }
        return Windows1252;
    }

    private static Hinder? Binar(ReadOnlySpan<byte> fil)
    {
        if (fil.IsEmpty || (fil.Length <= 3 && fil.SequenceEqual(Encoding.UTF8.Preamble[..fil.Length])))
        {
            return new("tom-fil", "Filen är tom.");
        }
        if (fil.StartsWith((byte[])[0xD0, 0xCF, 0x11, 0xE0]))
        {
            return fil.IndexOf(Encoding.Unicode.GetBytes("EncryptedPackage")) >= 0
                ? new("losenord", "Filen är en Excel-arbetsbok som är skyddad med lösenord. Ta bort lösenordet i Excel, spara och lämna den igen.")
                : new("fel-filtyp", "Filen är en äldre Excel-arbetsbok (XLS). Öppna den i Excel och spara som Excel-arbetsbok (XLSX).");
        }
        if (fil.StartsWith("%PDF"u8))
        {
            return new("fel-filtyp", "Filen är en PDF. Registret ska vara en Excel-arbetsbok (XLSX) eller en CSV-fil.");
        }
        var utf16 = fil.StartsWith((byte[])[0xFF, 0xFE]) || fil.StartsWith((byte[])[0xFE, 0xFF]);
        return (utf16 ? fil.Length % 2 != 0 || HarNolltecken(fil) : fil.Contains((byte)0))
            ? new("fel-filtyp", "Filen är inte text. Registret ska vara en Excel-arbetsbok (XLSX) eller en CSV-fil.")
            : null;
    }

    private static bool HarNolltecken(ReadOnlySpan<byte> utf16)
    {
        for (var i = 0; i + 1 < utf16.Length; i += 2)
        {
            if (utf16[i] == 0 && utf16[i + 1] == 0) { return true; }
        }
        return false;
    }

    /// <summary>å, ä eller ö skrivna som i UTF-8; i Windows-1252 vore det "Ã¥", "Ã¤" eller "Ã¶", som ingen skriver.</summary>
    private static bool HarSvenskaIUtf8(ReadOnlySpan<byte> fil) =>
        fil.IndexOf("å"u8) >= 0 || fil.IndexOf("ä"u8) >= 0 || fil.IndexOf("ö"u8) >= 0;
}
