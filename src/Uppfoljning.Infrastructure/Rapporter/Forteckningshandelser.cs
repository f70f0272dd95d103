using Uppfoljning.Application.Avtal;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Pdf;

namespace Uppfoljning.Infrastructure.Rapporter;

/// <summary>Det som löper ut, ska sägas upp eller måste upphandlas inom två år, som tidslinje och tabell.</summary>
internal static class Forteckningshandelser
{
    private const int FlestPaTidslinjen = 30;

    public static List<Block> Av(Avtalsforteckning f)
    {
        var (kommande, passerade) = (f.Kommande(), f.Passerade());
        var rubrik = new Heading(1, $"Inom {Avtalsforteckning.Manader} månader");
        var mening = new Paragraph(Mening(f, kommande));
        // The tables lie down: most of what they say is names.
        List<Block> block = [], liggande = [];
        if (kommande.Count == 0) { block.AddRange([rubrik, mening]); }
        else
        {
            block.Add(new Section([rubrik, mening, Tidslinje(f, kommande)]) { KeepTogether = true });
            liggande.Add(Tabell(kommande, $"Det som händer från {f.Dag.Iso()} till {f.Till.Iso()}"));
        }
        if (passerade.Count > 0)
        {
            liggande.Add(new Heading(2, "Skulle redan ha börjat"));
            liggande.Add(new Paragraph($"{Ord.Antal(passerade.Count, "upphandling", "upphandlingar")} skulle ha börjat före {f.Dag.Iso()} för att ett nytt avtal säkert ska kunna gälla när det löpande slutar.") { KeepWithNext = true });
            liggande.Add(Tabell(passerade, "Upphandlingar vars senaste startdag har passerat"));
        }
        if (liggande.Count > 0) { block.Add(new Section(liggande, PageFormat.A4Landscape)); }
        return block;
    }

    private static string Mening(Avtalsforteckning f, IReadOnlyList<Forteckningshandelse> kommande)
    {
        if (kommande.Count == 0) { return $"Inget avtal i urvalet slutar, kräver besked eller måste upphandlas före {f.Till.Iso()}, så långt registret vet."; }
        int Antal(Avtalsdatumsort sort) => kommande.Where(h => h.Dag.Sort == sort).Select(h => h.Avtal.Id).Distinct().Count();
        return $"Till och med {f.Till.Iso()} slutar {Ord.Antal(Antal(Avtalsdatumsort.Slut), "avtal", "avtal")}, {Ord.Antal(Antal(Avtalsdatumsort.Besked), "avtal kräver", "avtal kräver")} besked om uppsägning eller förlängning, "
            + $"och för {Ord.Antal(Antal(Avtalsdatumsort.NastaUpphandling), "avtal", "avtal")} måste nästa upphandling börja. Dagarna räknas av avtalens uppgifter, lagens tider och kommunens egna; avtalets egna villkor går före.";
    }

    private static Timeline Tidslinje(Avtalsforteckning f, IReadOnlyList<Forteckningshandelse> kommande)
    {
        // One line for each contract: from the first thing that must be done until it ends, when that is within the two years.
        var avtal = kommande.GroupBy(h => h.Avtal.Id).Select(g => (g.First().Avtal, Forst: g.First().Dag, Sist: g.Last().Dag)).Take(FlestPaTidslinjen).ToList();
        var fler = kommande.Select(h => h.Avtal.Id).Distinct().Count() - avtal.Count;
        var forst = avtal[0];
        return new Timeline($"Avtal där något händer till och med {f.Till.Iso()}, från det första till det sista",
            $"Varje avtals första och sista händelse i tidsordning. Först är {forst.Avtal.Benamning}, {forst.Forst.Dag.Iso()}: {Ord.Liten(forst.Forst.Rubrik)}."
                + (fler > 0 ? $" De {avtal.Count} första avtalen visas; {Ord.Antal(fler, "avtal till står", "avtal till står")} i tabellen." : ""),
            f.Dag, f.Till,
            [.. avtal.Select(a => new TimelineItem(a.Avtal.Benamning, a.Forst.Dag, a.Sist.Dag > a.Forst.Dag ? a.Sist.Dag : null, Slag(a.Forst.Sort)))])
        {
            // The table below has the same days and more.
            ShowData = false,
        };
    }

    private static Table Tabell(IReadOnlyList<Forteckningshandelse> handelser, string rubrik) => new(
    [
        new Column("Dag") { Width = ColumnWidth.Fixed(62) },
        new Column("Vad") { Width = ColumnWidth.Relative(2.6) },
        new Column("Avtal") { RowHeader = true, Width = ColumnWidth.Relative(2.6) },
        new Column("Utförare") { Width = ColumnWidth.Relative(1.8) },
        new Column("Ansvarig") { Width = ColumnWidth.Relative(1.5) },
    ])
    {
        Caption = rubrik,
        Rows =
        [
            .. handelser.Select(h => new Row([h.Dag.Dag.Iso(), h.Dag.Rubrik, Forteckningstext.Kort(h.Avtal), h.Avtal.Utforare ?? Ord.Okant, h.Avtal.Ansvarig ?? Ord.Okant])),
        ],
    };

    private static string Slag(Avtalsdatumsort sort) => sort switch
    {
        Avtalsdatumsort.Slut => "Först slutar avtalet",
        Avtalsdatumsort.Besked => "Först ska besked ges",
        _ => "Först ska en upphandling börja",
    };
}
