using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Historik;
using Uppfoljning.Application.Program;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Program;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Planer;

/// <summary>Hur planen visas.</summary>
public enum Planvy
{
    Tabell,
    Arshjul,
    Matris,
}

/// <summary>En plan med sina rader. Varje del av urvalet kan stå i adressen.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record PlanbladQuery : IQuery<Planblad>, IArendebunden, IPaged
{
    /// <summary>Så skrivs det okända i urvalet.</summary>
    public const string Okant = "okant";

    /// <summary>Så skrivs egen regi utan namngiven utförare i urvalet.</summary>
    public const string EgenRegi = "egen-regi";

    public Guid PlanId { get; init; }

    public Planvy Vy { get; init; }

    public string? Omrade { get; init; }

    public Uppfoljningsform? Form { get; init; }

    public string? Ansvarig { get; init; }

    /// <summary>Driftsformens namn, eller <see cref="Okant"/>.</summary>
    public string? Driftsform { get; init; }

    /// <summary>Risknivåns namn, eller <see cref="Okant"/> för rader som inte är bedömda.</summary>
    public string? Niva { get; init; }

    public Bestams? Bestams { get; init; }

    /// <summary>Rader som följs upp i månaden.</summary>
    public int? Manad { get; init; }

    /// <summary>Utförarens namn, <see cref="EgenRegi"/> eller <see cref="Okant"/>.</summary>
    public string? Utforare { get; init; }

    public Radslag? Slag { get; init; }

    /// <summary>Ord ur avtalets eller enhetens namn, utföraren, avtalsnumret eller ansvarig.</summary>
    public string? Q { get; init; }

    public string? Sortering { get; init; }

    public int Sida { get; init; } = 1;

    /// <summary>Vilket slag av det som står utan rad som visas; null är alla.</summary>
    public Utanslag? UtanSlag { get; init; }

    public int UtanSida { get; init; } = 1;

    Guid IArendebunden.ArendeId => PlanId;

    public static string Text(Radslag slag) => slag == Radslag.SarskildGranskning ? "Särskild granskning" : "Regelbunden uppföljning";

    public static string Utforartext(string nyckel) => nyckel switch
    {
        Okant => "Utföraren är inte känd",
        EgenRegi => "Egen regi",
        _ => nyckel,
    };

    public static string Text(Utanslag slag) => slag switch
    {
        Utanslag.Register => "Ska inte följas upp enligt registret",
        Utanslag.Intervall => "Följs upp ett annat år",
        Utanslag.Utelamnad => "Utelämnade",
        _ => "Ingår i en annan rad",
    };
}

public sealed record Planblad
{
    public required Plan Plan { get; init; }

    /// <summary>Tillståndet i dag.</summary>
    public required Plantillstand Tillstand { get; init; }

    /// <summary>Sidans rader; tom i andra vyer än tabellen.</summary>
    public required Page<Planrad> Rader { get; init; }

    /// <summary>Alla rader i planen, oavsett urval.</summary>
    public required int AntalRader { get; init; }

    public required int AntalAndrade { get; init; }

    /// <summary>Antalet särskilda granskningar i hela planen.</summary>
    public required int AntalSarskilda { get; init; }

    /// <summary>Timmarna i hela planen, och i urvalet.</summary>
    public required int TimmarAlla { get; init; }

    public required int Timmar { get; init; }

    /// <summary>Antal ordinarie rader i urvalet per verksamhetsområde; okänt har nyckeln "".</summary>
    public required IReadOnlyDictionary<string, int> PerOmrade { get; init; }

    /// <summary>Urvalets rader och timmar per grupp i tabellen.</summary>
    public required IReadOnlyDictionary<Plangrupp, Plangruppsumma> Grupper { get; init; }

    /// <summary>Hela planens rader och timmar per risknivå, den högsta först; null är rader som inte är bedömda.</summary>
    public required IReadOnlyList<Nivasumma> PerNiva { get; init; }

    /// <summary>Antal rader i urvalet som pågår per månad, januari först.</summary>
    public required IReadOnlyList<int> PerManad { get; init; }

    /// <summary>Urvalets timmar per månad, januari först. De är tillsammans <see cref="Timmar"/>.</summary>
    public required IReadOnlyList<int> TimmarPerManad { get; init; }

    /// <summary>Månader gånger utförare; bara i den vyn.</summary>
    public Planmatris? Matris { get; init; }

    public required IReadOnlyList<Filterval> Filter { get; init; }

    public required string Sortering { get; init; }

    public required Planurval Urval { get; init; }

    public required IReadOnlyList<UtanRad> Utan { get; init; }

    /// <summary>Den sida av det utan rad som visas.</summary>
    public required Page<UtanRad> Utansida { get; init; }

    public required IReadOnlyDictionary<Utanslag, int> UtanPerSlag { get; init; }

    public required Page<Historikrad> Historik { get; init; }

    public required Planmojligheter Kan { get; init; }

    /// <summary>Om den som tittar har en roll som planerar, respektive registrerar beslut; säger inget om planens tillstånd.</summary>
    public required bool Planerar { get; init; }

    public required bool Beslutar { get; init; }

    public required IReadOnlyDictionary<Uppfoljningsform, int> Formtider { get; init; }

    /// <summary>Att mandatperioden saknar program; bara för ett utkast, en beslutad plan bär det som gällde då.</summary>
    public Hinder? Programbrist { get; init; }

    public Radtimmar TimmarFor(Planrad rad) => Radtimmar.For(rad, Formtider);

    /// <summary>Risknivåns plats, noll för den högsta.</summary>
    public int Nivaplats(string? niva)
    {
        for (var i = 0; i < PerNiva.Count; i++)
        {
            if (PerNiva[i].Niva == niva) { return i; }
        }
        return PerNiva.Count;
    }
}

/// <summary>En grupp i tabellen: ett verksamhetsområde, eller de särskilda granskningarna. Okänt område är "".</summary>
public readonly record struct Plangrupp(Radslag Slag, string Omrade)
{
    public static Plangrupp For(Radslag slag, string? omrade) => slag == Radslag.SarskildGranskning ? new(slag, "") : new(slag, omrade ?? "");
}

public readonly record struct Plangruppsumma(int Antal, int Timmar);

public sealed record Nivasumma(string? Niva, int Antal, int Timmar);

/// <summary>Vilka månader varje utförare får uppföljningar, en sida av utförarna.</summary>
public sealed record Planmatris(Page<Planmatrisrad> Sida);

/// <param name="Utforare">Så som utföraren skrivs i urvalet.</param>
/// <param name="PerManad">Antal rader som pågår per månad, januari först.</param>
/// <param name="Tillfallen">Tillfällen under året; färre än månadernas summa när ett tillfälle har en längre period.</param>
/// <param name="Timmar">Timmar under året.</param>
public sealed record Planmatrisrad(string Utforare, IReadOnlyList<int> PerManad, int Tillfallen, int Timmar);

/// <summary>Det som går att välja bland i planen, i den ordning det visas; null är okänt.</summary>
public sealed record Planurval
{
    public required IReadOnlyList<string?> Verksamhetsomraden { get; init; }

    public required IReadOnlyList<Uppfoljningsform> Former { get; init; }

    public required IReadOnlyList<string> Ansvariga { get; init; }

    public required IReadOnlyList<Driftsform?> Driftsformer { get; init; }

    public required IReadOnlyList<string> Utforare { get; init; }

    public required IReadOnlyList<Bestams> Bestams { get; init; }
}

public sealed class PlanbladHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<PlanbladQuery, Result<Planblad>>
{
    /// <summary>Så många händelser visas på planens sida; hela historiken har en egen.</summary>
    public const int FlestHandelser = 10;

    private const string HistorikSql = """
        SELECT Tid, Anvandare, Vad, Mening, COUNT(*) OVER () AS Antal
        FROM Handelse
        WHERE ArendeId = @PlanId
        ORDER BY Tid DESC, Id DESC
        OFFSET 0 ROWS FETCH NEXT @Flest ROWS ONLY
        """;

    private static readonly StringComparer Svenska = StringComparer.Create(System.Globalization.CultureInfo.GetCultureInfo("sv-SE"), ignoreCase: true);

    public async Task<Result<Planblad>> Handle(PlanbladQuery request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        if (plan is null) { return Result<Planblad>.NotFound(); }

        var formtider = (await Planformtider.LasAsync(db, [plan.NamndId], plan.Ar, cancellationToken))[plan.NamndId];
        var alla = await Plannyckel.LasAsync(db, plan.Id, formtider, cancellationToken);
        var sokord = Sokord.I(request.Q);
        var sortering = Plannyckel.Sortering(request.Sortering);
        var valda = alla.Where(n => n.Passar(request, sokord)).ToList();
        var sida = Page<Planrad>.Inom(request.Sida, valda.Count);
        var utan = await Planrader.LasUtanAsync(db, plan.Id, cancellationToken);
        var historik = await db.QueryAsync<Handelse>(HistorikSql, new { request.PlanId, Flest = FlestHandelser }, cancellationToken);

        var timmarPerManad = new int[Plantillfallen.ManaderPerAr];
        foreach (var n in valda) { n.LaggTimmar(timmarPerManad); }

        return Result<Planblad>.Ok(new Planblad
        {
            Plan = plan,
            Tillstand = Plangang.Visat(plan.Tillstand, plan.Ar, clock.Idag()),
            Rader = new Page<Planrad>(request.Vy == Planvy.Tabell ? await SidanAsync(plan.Id, Plannyckel.Ordna(valda, sortering), sida, cancellationToken) : [], valda.Count, sida),
            AntalRader = alla.Count,
            AntalAndrade = alla.Count(n => n.Andrad),
            AntalSarskilda = alla.Count(n => n.Slag == Radslag.SarskildGranskning),
            TimmarAlla = alla.Sum(n => n.Tid.Aret),
            Timmar = valda.Sum(n => n.Tid.Aret),
            PerOmrade = valda.Where(n => n.Slag == Radslag.Ordinarie).GroupBy(n => n.Omrade).ToDictionary(g => g.Key, g => g.Count()),
            Grupper = valda.GroupBy(n => Plangrupp.For(n.Slag, n.Verksamhetsomrade)).ToDictionary(g => g.Key, g => new Plangruppsumma(g.Count(), g.Sum(n => n.Tid.Aret))),
            PerNiva =
            [
                .. alla.Where(n => n.Slag == Radslag.Ordinarie).GroupBy(n => n.Riskniva).OrderBy(g => g.Key is null).ThenByDescending(g => g.Max(n => n.Riskpoang))
                    .Select(g => new Nivasumma(g.Key, g.Count(), g.Sum(n => n.Tid.Aret))),
            ],
            PerManad = PerManad(valda),
            TimmarPerManad = timmarPerManad,
            Matris = request.Vy == Planvy.Matris ? Matris(valda, request.Sida) : null,
            Filter = [.. Planfilter.Valda(request)],
            Sortering = sortering,
            Urval = Urval(alla),
            Utan = utan,
            Utansida = Utansidan(utan, request),
            UtanPerSlag = utan.GroupBy(u => u.Slag).OrderBy(g => g.Key).ToDictionary(g => g.Key, g => g.Count()),
            Historik = new Page<Historikrad>([.. historik.Select(h => h.Rad)], historik.Count == 0 ? 0 : historik[0].Antal, 1),
            Kan = Planmojligheter.For(plan, anvandare),
            Planerar = anvandare.Har(plan.NamndId, Planmojligheter.Planerar),
            Beslutar = anvandare.Har(plan.NamndId, Planmojligheter.Beslutar),
            Formtider = formtider,
            Programbrist = plan.Tillstand == Plantillstand.Utkast
                ? Programregler.Brist(await Programversioner.LasAsync(db, cancellationToken), clock.Idag())
                : null,
        });
    }

    private async Task<IReadOnlyList<Planrad>> SidanAsync(Guid planId, IReadOnlyList<Plannyckel> ordnade, int sida, CancellationToken cancellationToken)
    {
        List<int> nummer = [.. ordnade.Skip(Page<Planrad>.Offset(sida)).Take(Page<Planrad>.Storlek).Select(n => n.Nr)];
        if (nummer.Count == 0) { return []; }
        var rader = (await Planrader.LasAsync(db, planId, nummer, cancellationToken)).ToDictionary(r => r.Nr);
        // A row may have gone since the keys were read.
        return [.. nummer.Where(rader.ContainsKey).Select(nr => rader[nr])];
    }

    private static Page<UtanRad> Utansidan(IReadOnlyList<UtanRad> utan, PlanbladQuery request)
    {
        var valda = request.UtanSlag is { } slag ? [.. utan.Where(u => u.Slag == slag)] : utan;
        var sida = Page<UtanRad>.Inom(request.UtanSida, valda.Count);
        return new([.. valda.Skip(Page<UtanRad>.Offset(sida)).Take(Page<UtanRad>.Storlek)], valda.Count, sida);
    }

    private static Planmatris Matris(IEnumerable<Plannyckel> valda, int begard)
    {
        var utforare = valda.GroupBy(n => n.Utforarnyckel).OrderBy(g => g.Key is PlanbladQuery.Okant).ThenBy(g => PlanbladQuery.Utforartext(g.Key), Svenska).ToList();
        var sida = Page<Planmatrisrad>.Inom(begard, utforare.Count);
        return new(new Page<Planmatrisrad>(
        [
            .. utforare.Skip(Page<Planmatrisrad>.Offset(sida)).Take(Page<Planmatrisrad>.Storlek)
                .Select(g => new Planmatrisrad(g.Key, PerManad([.. g]), g.Sum(n => n.Tid.Tillfallen), g.Sum(n => n.Tid.Aret))),
        ], utforare.Count, sida));
    }

    private static List<int> PerManad(List<Plannyckel> rader) => [.. Enumerable.Range(1, Plantillfallen.ManaderPerAr).Select(m => rader.Count(n => n.I(m)))];

    private static Planurval Urval(IReadOnlyList<Plannyckel> alla) => new()
    {
        Verksamhetsomraden = [.. alla.Where(n => n.Slag == Radslag.Ordinarie).Concat(alla).Select(n => n.Verksamhetsomrade).Distinct()],
        Former = [.. alla.SelectMany(n => n.Valda).Distinct().Order()],
        Ansvariga = [.. alla.Select(n => n.Ansvarig).Distinct().Order(Svenska)],
        Driftsformer = [.. alla.Select(n => n.Driftsform).Distinct().OrderBy(d => d is null).ThenBy(d => d)],
        Utforare = [.. alla.Select(n => n.Utforarnyckel).Distinct().OrderBy(u => u is PlanbladQuery.Okant).ThenBy(PlanbladQuery.Utforartext, Svenska)],
        Bestams = [.. alla.Where(n => n.Bestams is not null).Select(n => n.Bestams!.Value).Distinct().Order()],
    };

    private sealed record Handelse
    {
        public DateTimeOffset Tid { get; init; }

        public string Anvandare { get; init; } = "";

        public string Vad { get; init; } = "";

        public string Mening { get; init; } = "";

        public int Antal { get; init; }

        public Historikrad Rad => new() { Tid = Tid, Anvandare = Anvandare, Vad = Vad, Mening = Mening };
    }
}
