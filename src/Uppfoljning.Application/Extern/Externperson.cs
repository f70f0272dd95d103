using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Extern;

/// <summary>Den som identitetstjänsten har intygat, så som den beskriver henne.</summary>
public sealed record Externperson
{
    public required string Utfardare { get; init; }

    /// <summary>Utfärdarens eget, oföränderliga namn på personen. Tillsammans med utfärdaren är det hon.</summary>
    public required string Amne { get; init; }

    public string? Anvandarnamn { get; init; }

    public string? Namn { get; init; }

    public string? Epost { get; init; }

    /// <summary>Null när tjänsten inte sade något alls om grupper; det är inte samma sak som inga grupper.</summary>
    public IReadOnlyList<string>? Grupper { get; init; }

    /// <summary>Det som visas när en människa ska känna igen henne.</summary>
    public string Visningsnamn => Namn ?? Anvandarnamn ?? Epost ?? Amne;
}

/// <summary>En roll, i en nämnd eller i hela kommunen, och varifrån den kommer.</summary>
public sealed record Rollplats(Guid? NamndId, Roll Roll);

/// <summary>Vilka roller som grupperna ger, jämfört med dem som personen har.</summary>
public static class Grupproller
{
    /// <summary>Källan för en roll som en administratör har gett.</summary>
    public const string Hand = "Hand";

    /// <summary>Källan för en roll som följer av en grupp.</summary>
    public const string Grupp = "Grupp";

    /// <summary>
    /// Rollerna från grupper ska bli precis de som mappningen ger. De som är givna för hand rörs inte, och en roll som redan är given för hand
    /// ges inte en gång till.
    /// </summary>
    public static (IReadOnlyList<Rollplats> Nya, IReadOnlyList<Rollplats> Bort) Jamfor(
        IEnumerable<Rollplats> mappade, IEnumerable<Rollplats> forHand, IEnumerable<Rollplats> franGrupp)
    {
        var onskade = mappade.ToHashSet();
        onskade.ExceptWith(forHand);
        var har = franGrupp.ToHashSet();
        return ([.. onskade.Where(r => !har.Contains(r))], [.. har.Where(r => !onskade.Contains(r))]);
    }
}
