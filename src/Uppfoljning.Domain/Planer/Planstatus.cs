using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Domain.Planer;

/// <summary>Hur det gick med ett tillfälle, sett från en dag.</summary>
public enum Tillfalleslage
{
    Gjord,
    Forsenad,
    Flyttad,
    InteGjord,
    Planerad,
}

/// <summary>Ett tillfälle och hur det gick. SistaDag är den dag då det senast ska vara gjort, efter en flytt den nya.</summary>
public sealed record Tillfallesstatus(Planrad Rad, Plantillfalle Tillfalle, Tillfalleslage Lage, DateOnly SistaDag, Planutfall? Utfall)
{
    /// <summary>Gjord efter den tid som planen angav.</summary>
    public bool GjordSent => Lage == Tillfalleslage.Gjord && Utfall?.Datum > SistaDag;
}

/// <summary>Tillfällena i en grupp. De fem lägena är tillsammans alla.</summary>
public sealed record Statussumma(string? Namn, int Antal, int Gjorda, int GjordaSent, int Forsenade, int Flyttade, int InteGjorda, int Planerade, int Timmar)
{
    public static Statussumma Av(string? namn, IReadOnlyCollection<Tillfallesstatus> t) => new(namn, t.Count, Antalet(t, Tillfalleslage.Gjord), t.Count(x => x.GjordSent),
        Antalet(t, Tillfalleslage.Forsenad), Antalet(t, Tillfalleslage.Flyttad), Antalet(t, Tillfalleslage.InteGjord), Antalet(t, Tillfalleslage.Planerad),
        t.Where(x => x.Lage == Tillfalleslage.Gjord).Sum(x => x.Utfall?.Timmar ?? 0));

    private static int Antalet(IReadOnlyCollection<Tillfallesstatus> t, Tillfalleslage lage) => t.Count(x => x.Lage == lage);
}

/// <summary>Läget i planen en viss dag, för delårsrapporten och årsredovisningen (UPP-07, KL-12).</summary>
public sealed record Planstatus(int Ar, DateOnly Dag, IReadOnlyList<Tillfallesstatus> Tillfallen)
{
    /// <summary>Läget dagen. En uppföljning är försenad dagen efter den sista i sin månad.</summary>
    public static Planstatus Av(IEnumerable<Planrad> rader, IEnumerable<Planutfall> utfall, int ar, DateOnly dag)
    {
        var registrerade = utfall.ToDictionary(u => (u.RadId, u.Tillfalle));
        return new(ar, dag,
        [
            .. rader.OrderBy(r => r.Nr).SelectMany(r => Plantillfallen.For(r).Select(t =>
            {
                var u = registrerade.GetValueOrDefault((r.Id, t.Nr));
                var manad = u is { Utfall: Utfall.Flyttad, NyManad: { } ny } ? ny : t.Sista;
                var sista = new DateOnly(ar, manad, DateTime.DaysInMonth(ar, manad));
                return new Tillfallesstatus(r, t, Laget(u, sista, dag), sista, u);
            })),
        ]);
    }

    private static Tillfalleslage Laget(Planutfall? u, DateOnly sista, DateOnly dag) => u?.Utfall switch
    {
        Utfall.Gjord when u.Datum <= dag => Tillfalleslage.Gjord,
        Utfall.InteGjord => Tillfalleslage.InteGjord,
        _ when sista < dag => Tillfalleslage.Forsenad,
        Utfall.Flyttad => Tillfalleslage.Flyttad,
        _ => Tillfalleslage.Planerad,
    };

    public Statussumma Totalt => Statussumma.Av(null, [.. Tillfallen]);

    public IReadOnlyList<Statussumma> PerOmrade =>
        [.. Tillfallen.GroupBy(t => t.Rad.Verksamhetsomrade).OrderBy(g => g.Key is null).ThenBy(g => g.Key, Plantext.Ordning).Select(g => Statussumma.Av(g.Key, [.. g]))];

    /// <summary>Per form. Ett tillfälle med flera former räknas i var och en, så summan kan bli större än antalet tillfällen.</summary>
    public IReadOnlyList<Statussumma> PerForm => [.. Enum.GetValues<Uppfoljningsform>()
        .Select(f => (Form: f, Tillfallen: Tillfallen.Where(t => Uppfoljningsformer.Las(t.Rad.Former).Contains(f)).ToList()))
        .Where(x => x.Tillfallen.Count > 0).Select(x => Statussumma.Av(x.Form.Text(), x.Tillfallen))];

    /// <summary>Tillfällen som skulle ha varit gjorda dagen, efter vad planen sade innan något flyttades.</summary>
    public int Forfallna => Tillfallen.Count(t => new DateOnly(Ar, t.Tillfalle.Sista, DateTime.DaysInMonth(Ar, t.Tillfalle.Sista)) <= Dag);

    /// <summary>Läget som text, att klistra in i rapporten.</summary>
    public string Text(string namnd)
    {
        var s = Totalt;
        var stycken = new List<string>
        {
            $"{namnd} har i sin uppföljningsplan för {Ar} planerat {Plantext.Antal(s.Antal, "uppföljning", "uppföljningar")}. Till och med {Dag.Iso()} skulle {Forfallna} ha gjorts. "
                + $"{s.Gjorda} är gjorda{(s.GjordaSent == 0 ? "" : $", varav {s.GjordaSent} efter den planerade tiden")}, {s.Forsenade} är försenade, {s.Flyttade} är flyttade till en annan månad, "
                + $"{s.InteGjorda} blir inte gjorda och {s.Planerade} återstår enligt planen.",
        };
        if (s.Antal > 0)
        {
            stycken.Add(string.Join('\n', PerOmrade.Select(o => $"{o.Namn ?? "Verksamhetsområdet är inte känt"}: {o.Gjorda} av {o.Antal} gjorda, {o.Forsenade} försenade, {o.Flyttade} flyttade, {o.InteGjorda} blir inte gjorda.")));
        }
        Lista("Försenade:", Tillfalleslage.Forsenad, t => $"skulle ha varit gjord senast {t.SistaDag.Iso()}{Skal(t)}");
        Lista("Flyttade:", Tillfalleslage.Flyttad, t => $"flyttad till {Plantext.Manad(t.SistaDag.Month)}{Skal(t)}");
        Lista("Blir inte gjorda:", Tillfalleslage.InteGjord, t => $"planerad till {Plantext.Period(t.Tillfalle.Forsta, t.Tillfalle.Sista, Ar)}{Skal(t)}");
        return string.Join("\n\n", stycken);

        void Lista(string rubrik, Tillfalleslage lage, Func<Tillfallesstatus, string> text)
        {
            var rader = Tillfallen.Where(t => t.Lage == lage).Select(t => $"– {t.Rad.Objekt}: {text(t)}").ToList();
            if (rader.Count > 0) { stycken.Add(string.Join('\n', rader.Prepend(rubrik))); }
        }
    }

    private static string Skal(Tillfallesstatus t) => t.Utfall?.Skal is { Length: > 0 } skal ? $" ({skal.TrimEnd('.')})" : "";
}
