namespace Uppfoljning.Domain.Dokument;

/// <summary>De sorters filer som tas emot. Vilken sort en fil är avgör innehållet, aldrig namnet.</summary>
public enum Filtyp
{
    Pdf,
    Png,
    Jpeg,
    Docx,
    Xlsx,
    Odt,
    Ods,
    Txt,
    Csv,
}

/// <summary>Vad som följer av filens sort.</summary>
public static class Filtyper
{
    /// <summary>Alla sorter, så som de räknas upp för den som väljer en fil.</summary>
    public const string Uppraknade = "PDF, PNG, JPEG, DOCX, XLSX, ODT, ODS, TXT och CSV";

    public static string Text(this Filtyp typ) => typ switch
    {
        Filtyp.Pdf => "PDF",
        Filtyp.Png => "PNG-bild",
        Filtyp.Jpeg => "JPEG-bild",
        Filtyp.Docx => "Word-dokument (DOCX)",
        Filtyp.Xlsx => "Excel-arbetsbok (XLSX)",
        Filtyp.Odt => "OpenDocument-text (ODT)",
        Filtyp.Ods => "OpenDocument-kalkyl (ODS)",
        Filtyp.Txt => "textfil (TXT)",
        Filtyp.Csv => "CSV-fil",
        _ => throw new ArgumentOutOfRangeException(nameof(typ), typ, null),
    };

    /// <summary>Den medietyp som filen alltid lämnas ut med.</summary>
    public static string Medietyp(this Filtyp typ) => typ switch
    {
        Filtyp.Pdf => "application/pdf",
        Filtyp.Png => "image/png",
        Filtyp.Jpeg => "image/jpeg",
        Filtyp.Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Filtyp.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Filtyp.Odt => "application/vnd.oasis.opendocument.text",
        Filtyp.Ods => "application/vnd.oasis.opendocument.spreadsheet",
        Filtyp.Txt => "text/plain",
        Filtyp.Csv => "text/csv",
        _ => throw new ArgumentOutOfRangeException(nameof(typ), typ, null),
    };

    /// <summary>De ändelser som hör till sorten, med punkt och små bokstäver; den vanligaste först.</summary>
    public static IReadOnlyList<string> Andelser(this Filtyp typ) => typ == Filtyp.Jpeg ? [".jpg", ".jpeg"] : [$".{typ.ToString().ToLowerInvariant()}"];

    /// <summary>Om webbläsaren kan visa filen i sidan.</summary>
    public static bool Visas(this Filtyp typ) => typ is Filtyp.Pdf or Filtyp.Png or Filtyp.Jpeg;

    /// <summary>Sorten som ändelsen säger, eller null när den inte är någon som tas emot.</summary>
    public static Filtyp? Av(string filnamn)
    {
        var andelse = Path.GetExtension(filnamn).ToLowerInvariant();
        foreach (var typ in Enum.GetValues<Filtyp>())
        {
            if (typ.Andelser().Contains(andelse)) { return typ; }
        }
        return null;
    }
}
