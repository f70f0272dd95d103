using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Post;

namespace Uppfoljning.Application.Anvandare;

/// <summary>En persons konto så som administratören ser det.</summary>
[Kraver(Roll.Administrator)]
public sealed record KontobladQuery(Guid AnvandareId) : IQuery<Kontoblad>, IKommunbunden;

public sealed record Kontoblad
{
    public Guid Id { get; init; }

    public required string Anvandarnamn { get; init; }

    public required string Namn { get; init; }

    public string? Epost { get; init; }

    public bool Inaktiv { get; init; }

    public bool Demo { get; init; }

    public bool HarLosenord { get; init; }

    public DateTimeOffset? SenastInloggad { get; init; }

    public DateTimeOffset? LosenordBytt { get; init; }

    /// <summary>Så länge tas inga försök emot; null när kontot inte är låst.</summary>
    public DateTimeOffset? LastTill { get; init; }

    public DateTimeOffset? Aktiverad { get; init; }

    public bool Administrator { get; init; }

    /// <summary>Så länge gäller en länk som ännu inte är använd; null när ingen gör det.</summary>
    public DateTimeOffset? LankTill { get; init; }

    public IReadOnlyList<Sessionsrad> Sessioner { get; init; } = [];

    public required Postlage Post { get; init; }

    /// <summary>Om personen kan få en länk att välja lösenord med.</summary>
    public bool KanFaLank { get; init; }

    /// <summary>Om det är den som frågar.</summary>
    public bool Egen { get; init; }
}

public sealed class KontobladHandler(DbSession db, IAnvandarkontext anvandare, IPost post, Kontoinstallning installning, TimeProvider clock)
    : IRequestHandler<KontobladQuery, Result<Kontoblad>>
{
    private const string KontoSql = $"""
        SELECT a.Id, a.Anvandarnamn, a.Namn, a.Epost, a.Inaktiv, a.Demo, CASE WHEN a.Losenord IS NULL THEN 0 ELSE 1 END AS HarLosenord, a.SenastInloggad, a.LosenordBytt,
               CASE WHEN a.LastTill > @Nu THEN a.LastTill ELSE NULL END AS LastTill, t.Aktiverad,
               CASE WHEN {Gallanderoller.Administrator} THEN 1 ELSE 0 END AS Administrator,
               (SELECT MAX(l.GallerTill) FROM Engangslank l WHERE l.AnvandareId = a.Id AND l.Avslutad IS NULL AND l.GallerTill > @Nu) AS LankTill
        FROM Anvandare a
        LEFT JOIN Tvafaktor t ON t.AnvandareId = a.Id
        WHERE a.Id = @AnvandareId
        """;

    public async Task<Result<Kontoblad>> Handle(KontobladQuery request, CancellationToken cancellationToken)
    {
        var nu = clock.GetUtcNow();
        var rad = await db.SingleOrDefaultAsync<Rad>(KontoSql, new { request.AnvandareId, Nu = nu }, cancellationToken);
        return rad is null ? Result<Kontoblad>.NotFound() : Result<Kontoblad>.Ok(new Kontoblad
        {
            Id = rad.Id,
            Anvandarnamn = rad.Anvandarnamn,
            Namn = rad.Namn,
            Epost = rad.Epost,
            Inaktiv = rad.Inaktiv,
            Demo = rad.Demo,
            HarLosenord = rad.HarLosenord,
            SenastInloggad = rad.SenastInloggad,
            LosenordBytt = rad.LosenordBytt,
            LastTill = rad.LastTill,
            Aktiverad = rad.Aktiverad,
            Administrator = rad.Administrator,
            LankTill = rad.LankTill,
            Sessioner = await Sessioner.OppnaAsync(db, request.AnvandareId, installning, nu, cancellationToken),
            Post = await Postlage.LasAsync(db, post, nu, cancellationToken),
            KanFaLank = !rad.Demo && !rad.Inaktiv && (!installning.BaraExtern || rad.Administrator),
            Egen = anvandare.Id == request.AnvandareId,
        });
    }

    private sealed record Rad
    {
        public Guid Id { get; init; }

        public required string Anvandarnamn { get; init; }

        public required string Namn { get; init; }

        public string? Epost { get; init; }

        public bool Inaktiv { get; init; }

        public bool Demo { get; init; }

        public bool HarLosenord { get; init; }

        public DateTimeOffset? SenastInloggad { get; init; }

        public DateTimeOffset? LosenordBytt { get; init; }

        public DateTimeOffset? LastTill { get; init; }

        public DateTimeOffset? Aktiverad { get; init; }

        public bool Administrator { get; init; }

        public DateTimeOffset? LankTill { get; init; }
    }
}
