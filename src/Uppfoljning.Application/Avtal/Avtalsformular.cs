using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Logg;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>Det som formuläret för ett nytt avtal visar.</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record AvtalsformularQuery(Guid NamndId) : IQuery<Avtalsformular>, INamndbunden;

public sealed record Avtalsformular(Guid NamndId, string Namnd, IReadOnlyList<string> Verksamhetsomraden)
{
    /// <summary>Användare som kan väljas som avtalsansvariga.</summary>
    public IReadOnlyList<Avtalsansvarsval> Ansvariga { get; init; } = [];
}

/// <summary>Det som formuläret för att ändra ett avtal visar: uppgifterna så som de är sparade nu.</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record AvtalsandringQuery(Guid AvtalId) : IQuery<Avtalsandring>, IArendebunden
{
    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed record Avtalsandring(AndraAvtalCommand Nu, string Namnd, IReadOnlyList<string> Verksamhetsomraden, IReadOnlyList<Avtalsansvarsval> Ansvariga) : ILoggadLasning
{
    AuditEntry? ILoggadLasning.Lasning => Personnummerlasning.Av(Nu.Organisationsnummer, Nu.Utforare, Nu.AvtalId);

    string? ILoggadLasning.Upprepning => Personnummerlasning.Nyckel(Nu.AvtalId);
}

public sealed class AvtalsformularHandler(DbSession db, TimeProvider clock)
    : IRequestHandler<AvtalsformularQuery, Result<Avtalsformular>>, IRequestHandler<AvtalsandringQuery, Result<Avtalsandring>>
{
    private const string NamndSql = "SELECT Namn FROM Namnd WHERE Id = @NamndId";
    private const string OmradenSql = "SELECT Namn FROM Verksamhetsomrade WHERE NamndId = @NamndId ORDER BY Namn";

    private const string AvtalSql = """
        SELECT a.Id AS AvtalId, a.NamndId, n.Namn AS Namnd, ar.Version, a.Avtalsnummer, a.Benamning, v.Namn AS Verksamhetsomrade, u.Namn AS Utforare,
               u.Organisationsnummer, COALESCE(a.Driftsform, u.Driftsform) AS Driftsform, a.Upphandlingsform, a.Start, a.Slut, a.ForlangningManader,
               a.AntalForlangningar, a.UppsagningstidManader, a.ArsvardeOre, a.Omrade, a.Avtalsansvarig, a.Anmarkning,
               a.Diarienummer, a.Cpv, a.Regler, a.VardeOre, a.Indexering, a.AvtalsansvarigId
        FROM Avtal a
        JOIN Arende ar ON ar.Id = a.Id
        JOIN Namnd n ON n.Id = a.NamndId
        LEFT JOIN Verksamhetsomrade v ON v.Id = a.VerksamhetsomradeId
        LEFT JOIN Utforare u ON u.Id = a.UtforareId
        WHERE a.Id = @AvtalId
        """;

    public async Task<Result<Avtalsformular>> Handle(AvtalsformularQuery request, CancellationToken cancellationToken)
    {
        var namnd = await db.SingleOrDefaultAsync<string>(NamndSql, new { request.NamndId }, cancellationToken);
        return namnd is null
            ? Result<Avtalsformular>.NotFound()
            : Result<Avtalsformular>.Ok(new Avtalsformular(request.NamndId, namnd, await OmradenAsync(request.NamndId, cancellationToken))
            {
                Ansvariga = await Avtalsansvarsval.LasAsync(db, request.NamndId, null, clock.Idag(), cancellationToken),
            });
    }

    public async Task<Result<Avtalsandring>> Handle(AvtalsandringQuery request, CancellationToken cancellationToken)
    {
        var rad = await db.SingleOrDefaultAsync<Rad>(AvtalSql, new { request.AvtalId }, cancellationToken);
        return rad is null
            ? Result<Avtalsandring>.NotFound()
            : Result<Avtalsandring>.Ok(new Avtalsandring(rad.Kommando(), rad.Namnd, await OmradenAsync(rad.NamndId, cancellationToken),
                await Avtalsansvarsval.LasAsync(db, rad.NamndId, rad.AvtalsansvarigId, clock.Idag(), cancellationToken)));
    }

    private Task<IReadOnlyList<string>> OmradenAsync(Guid namndId, CancellationToken cancellationToken) =>
        db.QueryAsync<string>(OmradenSql, new { NamndId = namndId }, cancellationToken);

    private sealed record Rad : Avtalsuppgifter
    {
        public Guid AvtalId { get; init; }

        public Guid NamndId { get; init; }

        public required string Namnd { get; init; }

        public int Version { get; init; }

        public AndraAvtalCommand Kommando() => new()
        {
            AvtalId = AvtalId,
            Version = Version,
            Avtalsnummer = Avtalsnummer,
            Benamning = Benamning,
            Verksamhetsomrade = Verksamhetsomrade,
            Utforare = Utforare,
            Organisationsnummer = Organisationsnummer,
            Driftsform = Driftsform,
            Upphandlingsform = Upphandlingsform,
            Start = Start,
            Slut = Slut,
            ForlangningManader = ForlangningManader,
            AntalForlangningar = AntalForlangningar,
            UppsagningstidManader = UppsagningstidManader,
            ArsvardeOre = ArsvardeOre,
            Omrade = Omrade,
            VardeOre = VardeOre,
            Indexering = Indexering,
            Diarienummer = Diarienummer,
            Cpv = Cpv,
            Regler = Regler,
            AvtalsansvarigId = AvtalsansvarigId,
            Avtalsansvarig = AvtalsansvarigId is null ? Avtalsansvarig : null,
            Anmarkning = Anmarkning,
        };
    }
}
