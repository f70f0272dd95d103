namespace Uppfoljning.Domain.Atkomst;

/// <summary>De svenska dygn som en roll gäller. Båda dagarna räknas med; en tom första eller sista dag sätter ingen gräns.</summary>
public readonly record struct Rollperiod(DateOnly? Fran, DateOnly? Till)
{
    public bool Galler(DateOnly dag) => (Fran is null || Fran <= dag) && !Slut(dag);

    /// <summary>Den sista dagen har passerat.</summary>
    public bool Slut(DateOnly dag) => Till < dag;

    /// <summary>Hinder mot att ge rollen för tiden.</summary>
    public IReadOnlyList<Hinder> Prova(DateOnly idag)
    {
        var hinder = new List<Hinder>();
        if (Till is { } till && Fran is { } fran && till < fran)
        {
            hinder.Add(new("slut-fore-start", "Den sista dagen ska vara samma dag som den första eller senare.", Falt: "TillDag"));
        }
        else if (Slut(idag))
        {
            hinder.Add(new("har-passerat", "Den sista dagen har redan passerat.", Falt: "TillDag"));
        }
        return hinder;
    }
}
