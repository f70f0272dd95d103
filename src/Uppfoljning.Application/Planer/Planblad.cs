using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Historik;
using Uppfoljning.Application.Program;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Program;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Planer;

/// <summary>En plan med sina rader. Varje del av urvalet kan stå i adressen.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record PlanbladQuery : IQuery<Planblad>, IArendebunden, IPaged
{
    /// <summary>Så skrivs det okända i urvalet, för verksamhetsområde och driftsform.</summary>
    public const string Okant = "okant";

    public Guid PlanId { get; init; }

    public string? Omrade { get; init; }

    public Uppfoljningsform? Form { get; init; }

    public string? Ansvarig { get; init; }

    /// <summary>Driftsformens namn, eller <see cref="Okant"/>.</summary>
    public string? Driftsform { get; init; }

    /// <summary>Ord ur avtalets eller enhetens namn, utföraren, avtalsnumret eller ansvarig.</summary>
    public string? Q { get; init; }

    public int Sida { get; init; } = 1;

    Guid IArendebunden.ArendeId => PlanId;
}

public sealed record Planblad
{
    public required Plan Plan { get; init; }

    /// <summary>Tillståndet i dag.</summary>
    public required Plantillstand Tillstand { get; init; }

    public required Page<Planrad> Rader { get; init; }

    /// <summary>Alla rader i planen, oavsett urval.</summary>
    public required int AntalRader { get; init; }

    public required int AntalAndrade { get; init; }

    /// <summary>Antal rader i urvalet per verksamhetsområde; okänt har nyckeln "".</summary>
    public required IReadOnlyDictionary<string, int> PerOmrade { get; init; }

    /// <summary>Antal rader i urvalet som pågår per månad, januari först.</summary>
    public required IReadOnlyList<int> PerManad { get; init; }

    public required Planurval Urval { get; init; }

    public required IReadOnlyList<UtanRad> Utan { get; init; }

    public required Page<Historikrad> Historik { get; init; }

    public required Planmojligheter Kan { get; init; }

    /// <summary>Att mandatperioden saknar program; bara för ett utkast, en beslutad plan bär det som gällde då.</summary>
    public Hinder? Programbrist { get; init; }
}

/// <summary>Det som går att välja bland i planen, i den ordning det visas; null är okänt.</summary>
public sealed record Planurval
{
    public required IReadOnlyList<string?> Verksamhetsomraden { get; init; }

    public required IReadOnlyList<Uppfoljningsform> Former { get; init; }

    public required IReadOnlyList<string> Ansvariga { get; init; }

    public required IReadOnlyList<Driftsform?> Driftsformer { get; init; }
}

public sealed class PlanbladHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<PlanbladQuery, Result<Planblad>>
{
    // Det som urvalet prövas mot: smala rader för hela planen. Texterna hämtas bara för den sida som visas.
    private const string NycklarSql = """
        SELECT Nr, Andrad, Verksamhetsomrade, Objekt, Utforare, Driftsform, Avtalsnummer, Former, Ansvarig, ForstaManad, SistaManad
        FROM Planrad
        WHERE PlanId = @PlanId
        ORDER BY Nr
        """;

    public async Task<Result<Planblad>> Handle(PlanbladQuery request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        if (plan is null) { return Result<Planblad>.NotFound(); }

        var alla = await db.QueryAsync<Nyckel>(NycklarSql, new { request.PlanId }, cancellationToken);
        var sokord = Sokord.I(request.Q);
        var valda = alla.Where(n => Passar(n, request, sokord)).ToList();
        var sida = Page<Planrad>.Inom(request.Sida, valda.Count);
        List<int> nummer = [.. valda.Skip(Page<Planrad>.Offset(sida)).Take(Page<Planrad>.Storlek).Select(n => n.Nr)];
        var rader = nummer.Count == 0 ? [] : await Planrader.LasAsync(db, plan.Id, nummer, cancellationToken);

        return Result<Planblad>.Ok(new Planblad
        {
            Plan = plan,
            Tillstand = Plangang.Visat(plan.Tillstand, plan.Ar, clock.Idag()),
            Rader = new Page<Planrad>(rader, valda.Count, sida),
            AntalRader = alla.Count,
            AntalAndrade = alla.Count(n => n.Andrad),
            PerOmrade = valda.GroupBy(n => n.Verksamhetsomrade ?? "").ToDictionary(g => g.Key, g => g.Count()),
            PerManad = [.. Enumerable.Range(1, 12).Select(m => valda.Count(n => n.ForstaManad <= m && m <= n.SistaManad))],
            Urval = new Planurval
            {
                Verksamhetsomraden = [.. alla.Select(n => n.Verksamhetsomrade).Distinct()],
                Former = [.. alla.SelectMany(n => n.Valda).Distinct().Order()],
                Ansvariga = [.. alla.Select(n => n.Ansvarig).Distinct().Order(StringComparer.Create(Svenska, ignoreCase: true))],
                Driftsformer = [.. alla.Select(n => n.Driftsform).Distinct().OrderBy(d => d is null).ThenBy(d => d)],
            },
            Utan = await Planrader.LasUtanAsync(db, plan.Id, cancellationToken),
            Historik = await Arendehistorik.LasAsync(db, plan.Id, 1, cancellationToken),
            Kan = Planmojligheter.For(plan, anvandare),
            Programbrist = plan.Tillstand == Plantillstand.Utkast
                ? Programregler.Brist(await Programversioner.LasAsync(db, cancellationToken), clock.Idag())
                : null,
        });
    }

    private static readonly System.Globalization.CultureInfo Svenska = System.Globalization.CultureInfo.GetCultureInfo("sv-SE");

    private static bool Passar(Nyckel n, PlanbladQuery q, IReadOnlyList<string> sokord) =>
        (string.IsNullOrEmpty(q.Omrade) || (q.Omrade == PlanbladQuery.Okant ? n.Verksamhetsomrade is null : n.Verksamhetsomrade == q.Omrade))
        && (q.Form is not { } form || n.Valda.Contains(form))
        && (string.IsNullOrEmpty(q.Ansvarig) || n.Ansvarig == q.Ansvarig)
        && (string.IsNullOrEmpty(q.Driftsform) || (q.Driftsform == PlanbladQuery.Okant ? n.Driftsform is null : n.Driftsform?.ToString() == q.Driftsform))
        && (sokord.Count == 0 || Innehaller(n, sokord));

    /// <summary>Varje sökt ord är början på något ord i raden.</summary>
    private static bool Innehaller(Nyckel n, IReadOnlyList<string> sokord)
    {
        var ord = Sokord.I(n.Objekt, n.Utforare, n.Avtalsnummer, n.Ansvarig);
        return sokord.All(s => ord.Any(o => o.StartsWith(s, StringComparison.Ordinal)));
    }

    private sealed record Nyckel
    {
        private IReadOnlyList<Uppfoljningsform>? _valda;

        public int Nr { get; init; }

        public bool Andrad { get; init; }

        public string? Verksamhetsomrade { get; init; }

        public string Objekt { get; init; } = "";

        public string? Utforare { get; init; }

        public Driftsform? Driftsform { get; init; }

        public string? Avtalsnummer { get; init; }

        public string Former { get; init; } = "";

        public string Ansvarig { get; init; } = "";

        public int? ForstaManad { get; init; }

        public int? SistaManad { get; init; }

        public IReadOnlyList<Uppfoljningsform> Valda => _valda ??= Uppfoljningsformer.Las(Former);
    }
}
