using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Enheter;

/// <summary>Det som formuläret för en ny enhet visar.</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record EnhetsformularQuery(Guid NamndId) : IQuery<Enhetsformular>, INamndbunden;

/// <summary>Det som formuläret för att ändra en enhet visar: uppgifterna så som de är sparade nu.</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record EnhetsandringQuery(Guid EnhetId) : IQuery<Enhetsandring>, IArendebunden
{
    Guid IArendebunden.ArendeId => EnhetId;
}

/// <summary>Utforare: de som nämnden kan välja bland, utom nämndens egen regi.</summary>
public sealed record Enhetsformular(Guid NamndId, string Namnd, IReadOnlyList<string> Verksamhetsomraden, IReadOnlyList<Utforarval> Utforare);

public sealed record Enhetsandring(AndraEnhetCommand Nu, Enhetsformular Formular);

/// <summary>En utförare att välja.</summary>
public sealed record Utforarval
{
    public Guid Id { get; init; }

    public required string Namn { get; init; }

    public Driftsform? Driftsform { get; init; }
}

public sealed class EnhetsformularHandler(DbSession db)
    : IRequestHandler<EnhetsformularQuery, Result<Enhetsformular>>, IRequestHandler<EnhetsandringQuery, Result<Enhetsandring>>
{
    private const string NamndSql = "SELECT Namn FROM Namnd WHERE Id = @NamndId";
    private const string OmradenSql = "SELECT Namn FROM Verksamhetsomrade WHERE NamndId = @NamndId ORDER BY Namn";

    private const string UtforareSql = """
        SELECT u.Id, u.Namn, u.Driftsform
        FROM Utforare u
        WHERE u.Namn <> @EgenRegi
          AND (u.Id = @Nuvarande
            OR EXISTS (SELECT 1 FROM Avtal a WHERE a.UtforareId = u.Id AND a.NamndId = @NamndId)
            OR EXISTS (SELECT 1 FROM Enhet e WHERE e.UtforareId = u.Id AND e.NamndId = @NamndId)
            OR (NOT EXISTS (SELECT 1 FROM Avtal a WHERE a.UtforareId = u.Id) AND NOT EXISTS (SELECT 1 FROM Enhet e WHERE e.UtforareId = u.Id)))
        ORDER BY u.Namn, u.Id
        """;

    private const string EnhetSql = """
        SELECT e.Id AS EnhetId, e.NamndId, n.Namn AS Namnd, ar.Version, e.Namn, v.Namn AS Verksamhetsomrade,
               e.UtforareId, u.Namn AS Utforare, e.Driftsform, e.Antal, e.Plats, e.Platser, e.Brukare, e.Konkurrens, e.MojligFor,
               e.UppdragDiarienummer, e.UppdragBeslutat, e.UppdragGallerTill, e.Anmarkning
        FROM Enhet e
        JOIN Arende ar ON ar.Id = e.Id
        JOIN Namnd n ON n.Id = e.NamndId
        LEFT JOIN Verksamhetsomrade v ON v.Id = e.VerksamhetsomradeId
        LEFT JOIN Utforare u ON u.Id = e.UtforareId
        WHERE e.Id = @EnhetId
        """;

    private const string NamndenSql = "SELECT n.Namn FROM Enhet e JOIN Namnd n ON n.Id = e.NamndId WHERE e.Id = @EnhetId";

    public async Task<Result<Enhetsformular>> Handle(EnhetsformularQuery request, CancellationToken cancellationToken)
    {
        var namnd = await db.SingleOrDefaultAsync<string>(NamndSql, new { request.NamndId }, cancellationToken);
        return namnd is null ? Result<Enhetsformular>.NotFound() : Result<Enhetsformular>.Ok(await FormularAsync(request.NamndId, namnd, null, cancellationToken));
    }

    public async Task<Result<Enhetsandring>> Handle(EnhetsandringQuery request, CancellationToken cancellationToken)
    {
        var namnd = await db.SingleOrDefaultAsync<string>(NamndenSql, new { request.EnhetId }, cancellationToken);
        if (namnd is null) { return Result<Enhetsandring>.NotFound(); }
        var rad = (await db.SingleOrDefaultAsync<Rad>(EnhetSql, new { request.EnhetId }, cancellationToken))!;
        return Result<Enhetsandring>.Ok(new Enhetsandring(rad.Kommando(RegistreraEnhetHandler.EgenRegi(namnd)), await FormularAsync(rad.NamndId, namnd, rad.UtforareId, cancellationToken)));
    }

    private async Task<Enhetsformular> FormularAsync(Guid namndId, string namnd, Guid? nuvarande, CancellationToken cancellationToken) => new(
        namndId, namnd,
        await db.QueryAsync<string>(OmradenSql, new { NamndId = namndId }, cancellationToken),
        await db.QueryAsync<Utforarval>(UtforareSql, new { NamndId = namndId, Nuvarande = nuvarande, EgenRegi = RegistreraEnhetHandler.EgenRegi(namnd) }, cancellationToken));

    private sealed record Rad : Enhetsuppgifter
    {
        public Guid EnhetId { get; init; }

        public Guid NamndId { get; init; }

        public int Version { get; init; }

        public string? Utforare { get; init; }

        public string? Driftsform { get; init; }

        public AndraEnhetCommand Kommando(string egenRegi) => new()
        {
            EnhetId = EnhetId,
            Version = Version,
            Namn = Namn,
            Verksamhetsomrade = Verksamhetsomrade,
            UtforareId = Utforare == egenRegi || (UtforareId is null && Driftsform == nameof(Domain.Utforare.Driftsform.EgenRegi)) ? null : UtforareId ?? IngenKand,
            Antal = Antal,
            Plats = Plats,
            Platser = Platser,
            Brukare = Brukare,
            Konkurrens = Konkurrens,
            MojligFor = MojligFor,
            UppdragDiarienummer = UppdragDiarienummer,
            UppdragBeslutat = UppdragBeslutat,
            UppdragGallerTill = UppdragGallerTill,
            Anmarkning = Anmarkning,
        };
    }
}
