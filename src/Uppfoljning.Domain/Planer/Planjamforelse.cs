namespace Uppfoljning.Domain.Planer;

/// <summary>Vad som händer med ett utkast när planen genereras om.</summary>
/// <param name="Nya">Rader för objekt som inte hade någon.</param>
/// <param name="Kvar">Rader som fanns, i det skick de ska ha; deras id är oförändrat.</param>
/// <param name="Borttagna">Rader vars objekt inte längre ska ha någon.</param>
public sealed record Plansammanslagning(IReadOnlyList<Planrad> Nya, IReadOnlyList<Planrad> Kvar, IReadOnlyList<Planrad> Borttagna)
{
    /// <summary>Rader vars innehåll skiljer sig från det som stod; deras version är höjd.</summary>
    public required int AntalErsatta { get; init; }

    /// <summary>Rader som någon har ändrat och som har behållits.</summary>
    public required int AntalBehallna { get; init; }

    public int AntalRader => Nya.Count + Kvar.Count;

    public int AntalBorttagnaAndrade => Borttagna.Count(r => r.Andrad);
}

/// <summary>
/// Slår ihop ett nytt förslag med det utkast som finns. Det som någon har ändrat står kvar; bara uppgifterna från registret förnyas där.
/// </summary>
public static class Planjamforelse
{
    public static Plansammanslagning Sla(IReadOnlyList<Planrad> befintliga, IReadOnlyList<Planrad> forslag)
    {
        var gamla = befintliga.Where(r => r.Slag == Radslag.Ordinarie).ToLookup(r => r.ObjektId);
        var nya = new List<Planrad>();
        var kvar = new List<Planrad>();
        var kvarId = new HashSet<Guid>();
        var ersatta = 0;
        var nr = 0;
        foreach (var ny in forslag)
        {
            if (!gamla.Contains(ny.ObjektId))
            {
                nya.Add(ny with { Nr = ++nr });
                continue;
            }
            foreach (var gammal in gamla[ny.ObjektId].OrderBy(r => r.Del)) { Behall(gammal, Forenad(gammal, ny)); }
        }
        // En särskild granskning hör inte till registret: den står kvar, efter de ordinarie.
        foreach (var granskning in befintliga.Where(r => r.Slag == Radslag.SarskildGranskning).OrderBy(r => r.Nr)) { Behall(granskning, granskning); }

        return new Plansammanslagning(nya, kvar, [.. befintliga.Where(r => !kvarId.Contains(r.Id))])
        {
            AntalErsatta = ersatta,
            AntalBehallna = kvar.Count(r => r.Andrad),
        };

        void Behall(Planrad gammal, Planrad rad)
        {
            rad = rad with { Nr = ++nr };
            if (rad with { Nr = gammal.Nr } != gammal)
            {
                rad = rad with { Version = gammal.Version + 1 };
                if (!gammal.Andrad) { ersatta++; }
            }
            kvar.Add(rad);
            kvarId.Add(gammal.Id);
        }
    }

    private static Planrad Forenad(Planrad gammal, Planrad ny)
    {
        var forenad = ny with { Id = gammal.Id, Version = gammal.Version, Andrad = gammal.Andrad, Del = gammal.Del, Timmar = gammal.Timmar };
        if (!gammal.Andrad) { return forenad; }

        // Varför raden finns följer registret; varför den ser ut som den gör följer den som ändrade den.
        var skal = Planskal.Las(ny.Skal).Where(s => s.Sort == Skalsort.Raden).Concat(Planskal.Las(gammal.Skal).Where(s => s.Sort != Skalsort.Raden));
        return forenad with
        {
            VadSomFoljsUpp = gammal.VadSomFoljsUpp,
            Former = gammal.Former,
            Ansvarig = gammal.Ansvarig,
            ForstaManad = gammal.ForstaManad,
            SistaManad = gammal.SistaManad,
            FlerManader = gammal.FlerManader,
            IntervallManader = gammal.IntervallManader,
            // Intervallet är fortfarande valt för hand, så länge det är ett annat än reglernas.
            Bestams = gammal.Bestams == Bestams.Hand && gammal.IntervallManader != ny.IntervallManader ? Bestams.Hand : ny.Bestams,
            AterkopplingNamnd = gammal.AterkopplingNamnd,
            AterkopplingUtforare = gammal.AterkopplingUtforare,
            AterkopplingAllmanhet = gammal.AterkopplingAllmanhet,
            Skal = Planskal.Skriv(skal),
        };
    }
}
