namespace Uppfoljning.Domain.Avtal;

/// <summary>Vad en part utöver nämnden och utföraren är i avtalet.</summary>
public enum Avtalspartsort
{
    Underleverantor,
    Medbestallare,
    Borgensman,
    Annan,
}

public static class Avtalsparter
{
    public static string Text(this Avtalspartsort sort) => sort switch
    {
        Avtalspartsort.Underleverantor => "Underleverantör",
        Avtalspartsort.Medbestallare => "Medbeställare",
        Avtalspartsort.Borgensman => "Borgensman",
        Avtalspartsort.Annan => "Annan part",
        _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, null),
    };
}
