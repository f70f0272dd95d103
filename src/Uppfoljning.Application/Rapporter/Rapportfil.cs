using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Rapporter;

/// <summary>En färdig fil att lämna ut: namn, medietyp och innehåll.</summary>
public sealed record Rapportfil(string Namn, string Typ, byte[] Innehall) : ILoggadLasning
{
    /// <summary>Nämnderna vars uppgifter står i rapporten, när de är flera och begäran inte själv säger vilken.</summary>
    public IReadOnlyList<string> Ur { get; init; } = [];

    public AuditEntry? Lasning => new("Fil hämtad", $"Filen {Namn} hämtad.", new { Fil = Namn });
}

/// <summary>Vad en rapport skrivs som. Det är samma dokument i alla tre.</summary>
public enum Rapportformat
{
    /// <summary>Till arkivet och till den som ska läsa eller skriva ut: PDF/A och PDF/UA.</summary>
    Pdf,

    /// <summary>Till den som ska lägga till något, till exempel nämndsekreteraren.</summary>
    Word,

    /// <summary>Till sidan där rapporten läses innan den hämtas: innehållet utan ram.</summary>
    Html,
}

/// <summary>Gör ett dokument av en rapport. Numren och orden står i rapporten; vilken motor som skriver är en sak för den som genomför det.</summary>
public interface IRapportdokument<in T>
{
    byte[] Skriv(T rapport, Rapportformat format);
}

internal static class Rapportfiler
{
    /// <summary>Rapporten som fil. Namnet ges utan ändelse.</summary>
    public static Rapportfil Fil<T>(this IRapportdokument<T> dokument, T rapport, Rapportformat format, string namn) =>
        new($"{namn}.{Andelse(format)}", Typ(format), dokument.Skriv(rapport, format));

    /// <summary>Rapporten att visa på en sida.</summary>
    public static string Html<T>(this IRapportdokument<T> dokument, T rapport) => System.Text.Encoding.UTF8.GetString(dokument.Skriv(rapport, Rapportformat.Html));

    private static string Andelse(Rapportformat format) => format switch
    {
        Rapportformat.Pdf => "pdf",
        Rapportformat.Word => "docx",
        _ => "html",
    };

    private static string Typ(Rapportformat format) => format switch
    {
        Rapportformat.Pdf => "application/pdf",
        Rapportformat.Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _ => "text/html; charset=utf-8",
    };
}
