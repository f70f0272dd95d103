namespace Uppfoljning.Application.Jobb;

/// <summary>Schemaläggaren: vet när jobben ska köras, kommer ihåg hur det gick och överlever att servern stannar.</summary>
public interface IJobbschema
{
    /// <summary>Om jobben körs på den här servern. Annars går inget av det andra att göra.</summary>
    bool Pa { get; }

    Task<Jobblage> LageAsync(string kod, CancellationToken cancellationToken);

    /// <summary>Körningarna, den senaste först.</summary>
    Task<Jobbhistorik> HistorikAsync(string kod, int offset, int antal, CancellationToken cancellationToken);

    /// <summary>Ber om en körning genast. Pågår redan en körs nästa när den är klar.</summary>
    Task KorNuAsync(string kod, string vem, CancellationToken cancellationToken);

    Task PausaAsync(string kod, string vem, CancellationToken cancellationToken);

    Task AterupptaAsync(string kod, CancellationToken cancellationToken);
}

public sealed record Jobblage
{
    /// <summary>Nästa gång enligt schemat; null när jobbet bara körs på begäran eller är pausat.</summary>
    public DateTimeOffset? Nasta { get; init; }

    public Jobbpaus? Paus { get; init; }

    /// <summary>Den körning som pågår nu.</summary>
    public Jobbforlopp? Pagar { get; init; }

    /// <summary>En körning är begärd men har inte hunnit börja.</summary>
    public bool Vantar { get; init; }

    public Jobbrapport? Senaste { get; init; }
}

public sealed record Jobbpaus(string? Vem, DateTimeOffset? Nar);

public sealed record Jobbforlopp(DateTimeOffset Startad, int? Procent, string? Text);

public sealed record Jobbhistorik(IReadOnlyList<Jobbrapport> Rader, int Antal);

public enum Jobbutgang
{
    Gick,

    /// <summary>Det fanns inget att göra.</summary>
    IngetAttGora,

    Misslyckades,

    /// <summary>Servern stängdes av under körningen.</summary>
    Avbrots,
}

/// <summary>Hur en körning gick.</summary>
public sealed record Jobbrapport
{
    public required DateTimeOffset Startad { get; init; }

    public required TimeSpan Tid { get; init; }

    public required Jobbutgang Utgang { get; init; }

    /// <summary>Vad som gjordes, eller varför det inte gick.</summary>
    public string? Text { get; init; }

    /// <summary>Den som bad om körningen; null när schemat gjorde det.</summary>
    public string? Vem { get; init; }

    /// <summary>Körningen gjordes för att servern startade, eller för att en tidigare avbröts.</summary>
    public bool VidStart { get; init; }
}

public static class Jobbtext
{
    public static string Text(this Jobbutgang utgang) => utgang switch
    {
        Jobbutgang.Gick => "Gick bra",
        Jobbutgang.IngetAttGora => "Inget att göra",
        Jobbutgang.Misslyckades => "Misslyckades",
        _ => "Avbröts",
    };
}
