using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Historik;
using Uppfoljning.Application.Logg;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Utforare;

/// <summary>
/// En utförare med det som användarens nämnder har med den att göra. Har bara andra nämnder avtal eller enheter med den finns den inte för
/// användaren; har ingen nämnd det finns den för alla.
/// </summary>
[Kraver(Roll.NagonINamnden)]
public sealed record UtforarbladQuery(Guid UtforareId) : IQuery<Utforarblad>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed record Utforarblad : ILoggadLasning
{
    AuditEntry? ILoggadLasning.Lasning => Personnummerlasning.Av(Organisationsnummer, Namn, Id);

    string? ILoggadLasning.Upprepning => Personnummerlasning.Nyckel(Id);

    public Guid Id { get; init; }

    public required string Namn { get; init; }

    /// <summary>Ett personnummer är dolt för den som inte sköter registret (GDPR-03).</summary>
    public string? Organisationsnummer { get; init; }

    public Driftsform? Driftsform { get; init; }

    public string? Adress { get; init; }

    public string? Webbplats { get; init; }

    public string? Anmarkning { get; init; }

    public int Version { get; init; }

    /// <summary>Om utföraren utför hemtjänst åt någon av användarens nämnder; då väntas IVO:s tillstånd.</summary>
    public bool Hemtjanst { get; init; }

    public IReadOnlyList<Avtalslistrad> Avtal { get; init; } = [];

    public IReadOnlyList<Utforarenhet> Enheter { get; init; } = [];

    public IReadOnlyList<Kontakt> Kontakter { get; init; } = [];

    /// <summary>Den senaste kontrollen av varje sort, och de sorter som väntas men saknas.</summary>
    public IReadOnlyList<Kontrollpost<Kontroll>> Kontrollposter { get; init; } = [];

    /// <summary>Alla kontroller, den senaste först.</summary>
    public IReadOnlyList<Kontroll> Kontroller { get; init; } = [];

    /// <summary>Om IVO:s tillstånd gäller i dag; null när det inte är känt.</summary>
    public bool? TillstandGaller { get; init; }

    public DateOnly Idag { get; init; }

    public bool KanAndras { get; init; }

    public bool KanKontrolleras { get; init; }

    /// <summary>De senaste händelserna.</summary>
    public Page<Historikrad> Historik { get; init; } = new([], 0, 1);
}

public sealed record Utforarenhet
{
    public Guid Id { get; init; }

    public Guid NamndId { get; init; }

    public required string Namn { get; init; }

    public string? Verksamhetsomrade { get; init; }

    public string? Plats { get; init; }

    public int? Platser { get; init; }

    public bool? Konkurrens { get; init; }

    public required string Namnd { get; init; }
}

public sealed class UtforarbladHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<UtforarbladQuery, Result<Utforarblad>>
{
    private const string UtforareSql = "SELECT Id, Namn, Organisationsnummer, Driftsform, Adress, Webbplats, Anmarkning, Version FROM Utforare WHERE Id = @UtforareId";

    private const string AvtalSql = """
        SELECT a.Id, a.Avtalsnummer, a.Benamning, v.Namn AS Verksamhetsomrade, a.UtforareId, a.Driftsform AS AvtaletsDriftsform, a.Upphandlingsform, a.Tillstand, a.Start, a.Slut,
               a.ArsvardeOre, a.Avtalsansvarig, n.Forkortning AS Namnd
        FROM Avtal a
        JOIN Namnd n ON n.Id = a.NamndId
        LEFT JOIN Verksamhetsomrade v ON v.Id = a.VerksamhetsomradeId
        WHERE a.UtforareId = @UtforareId AND a.NamndId IN @Namnder
        ORDER BY CASE WHEN a.Slut IS NULL THEN 1 ELSE 0 END, a.Slut DESC, a.Benamning
        """;

    private const string EnheterSql = """
        SELECT e.Id, e.NamndId, e.Namn, v.Namn AS Verksamhetsomrade, e.Plats, e.Platser, e.Konkurrens, n.Forkortning AS Namnd
        FROM Enhet e
        JOIN Namnd n ON n.Id = e.NamndId
        LEFT JOIN Verksamhetsomrade v ON v.Id = e.VerksamhetsomradeId
        WHERE e.UtforareId = @UtforareId AND e.NamndId IN @Namnder
        ORDER BY e.Namn
        """;

    public async Task<Result<Utforarblad>> Handle(UtforarbladQuery request, CancellationToken cancellationToken)
    {
        var utforare = await Utforaratkomst.NamnAsync(db, request.UtforareId, request.Namnder, cancellationToken) is null
            ? null
            : await db.SingleOrDefaultAsync<Utforarblad>(UtforareSql, new { request.UtforareId }, cancellationToken);
        if (utforare is null) { return Result<Utforarblad>.NotFound(); }

        var idag = clock.Idag();
        var avtal = await db.QueryAsync<Avtalslistrad>(AvtalSql, new { request.UtforareId, request.Namnder }, cancellationToken);
        var enheter = await db.QueryAsync<Utforarenhet>(EnheterSql, new { request.UtforareId, request.Namnder }, cancellationToken);
        var kontroller = await Kontroll.AllaAsync(db, utforare.Id, cancellationToken);
        var hemtjanst = Kontrollregler.ArHemtjanst([.. avtal.SelectMany(a => new[] { a.Verksamhetsomrade, a.Benamning }), .. enheter.SelectMany(e => new[] { e.Verksamhetsomrade, e.Namn })]);
        var kanAndras = await FarAsync(request, Utforaruppgifter.Skoter, cancellationToken);
        return Result<Utforarblad>.Ok(utforare with
        {
            Organisationsnummer = utforare.Organisationsnummer is { } nummer && !kanAndras ? Organisationsnummer.Maskerat(nummer) : utforare.Organisationsnummer,
            Hemtjanst = hemtjanst,
            Avtal = avtal,
            Enheter = enheter,
            Kontakter = await Kontakt.AllaAsync(db, utforare.Id, request.Namnder, cancellationToken),
            Kontroller = kontroller,
            Kontrollposter = Kontrollregler.Poster(kontroller, utforare.Driftsform, hemtjanst, idag),
            TillstandGaller = Kontrollregler.GiltigtTillstand(kontroller, idag),
            Idag = idag,
            KanAndras = kanAndras,
            KanKontrolleras = kanAndras || await FarAsync(request, Roll.Uppfoljare, cancellationToken),
            Historik = await Arendehistorik.LasAsync(db, utforare.Id, 1, cancellationToken),
        });
    }

    /// <summary>Om användaren har rollen i någon nämnd som utföraren finns för.</summary>
    private async Task<bool> FarAsync(UtforarbladQuery request, Roll roll, CancellationToken cancellationToken)
    {
        var namnder = request.Namnder.Where(n => anvandare.Har(n, roll)).ToList();
        return namnder.Count > 0 && (namnder.Count == request.Namnder.Count || await Utforaratkomst.NamnAsync(db, request.UtforareId, namnder, cancellationToken) is not null);
    }
}
