using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Konton;

namespace Uppfoljning.Application.Anvandare;

/// <summary>Det egna kontot: inloggningar, lösenord och engångskoder.</summary>
[Oppen("Gäller bara den som frågar: kontot tas ur inloggningen.")]
public sealed record MittKontoQuery : IQuery<MittKonto>;

public sealed record MittKonto
{
    public Guid Id { get; init; }

    public required string Anvandarnamn { get; init; }

    public required string Namn { get; init; }

    public string? Epost { get; init; }

    public bool HarLosenord { get; init; }

    /// <summary>Kontot är kopplat till en identitet hos kommunens inloggning.</summary>
    public bool HarIdentitet { get; init; }

    public DateTimeOffset? LosenordBytt { get; init; }

    /// <summary>När engångskoder började gälla; null när de inte gör det.</summary>
    public DateTimeOffset? Aktiverad { get; init; }

    public int KoderKvar { get; init; }

    /// <summary>Kommunen kräver engångskoder av den här personen.</summary>
    public bool Kravs { get; init; }

    /// <summary>En ny nyckel som väntar på att bekräftas med en kod; null när ingen gör det.</summary>
    public NyTvafaktor? Ny { get; init; }

    public IReadOnlyList<Sessionsrad> Sessioner { get; init; } = [];
}

/// <summary>Nyckeln som text i grupper om fyra, och adressen som QR-koden bär.</summary>
public sealed record NyTvafaktor(string Nyckel, string Adress);

public sealed class MittKontoHandler(DbSession db, IAnvandarkontext anvandare, Tvafaktorprov prov, Kontoinstallning installning, TimeProvider clock)
    : IRequestHandler<MittKontoQuery, Result<MittKonto>>
{
    private const string KontoSql = """
        SELECT a.Id, a.Anvandarnamn, a.Namn, a.Epost, CASE WHEN a.Losenord IS NULL THEN 0 ELSE 1 END AS HarLosenord, a.LosenordBytt, t.Aktiverad,
               CASE WHEN EXISTS (SELECT 1 FROM ExternIdentitet i WHERE i.AnvandareId = a.Id) THEN 1 ELSE 0 END AS HarIdentitet,
               (SELECT COUNT(*) FROM Reservkod r WHERE r.AnvandareId = a.Id AND r.Anvand IS NULL) AS KoderKvar
        FROM Anvandare a
        LEFT JOIN Tvafaktor t ON t.AnvandareId = a.Id
        WHERE a.Id = @Id
        """;

    private const string NySql = "SELECT NyHemlighet FROM Tvafaktor WHERE AnvandareId = @Id";

    public async Task<Result<MittKonto>> Handle(MittKontoQuery request, CancellationToken cancellationToken)
    {
        if (anvandare.Id is not { } id || await db.SingleOrDefaultAsync<MittKonto>(KontoSql, new { Id = id }, cancellationToken) is not { } konto) { return Result<MittKonto>.NotFound(); }
        var ny = prov.Nyckel(await db.SingleOrDefaultAsync<string?>(NySql, new { Id = id }, cancellationToken));
        return Result<MittKonto>.Ok(konto with
        {
            Kravs = anvandare.Kravs(installning),
            Ny = ny is null ? null : new(string.Join(' ', Base32.Text(ny).Chunk(4).Select(g => new string(g))),
                Engangskod.Adress($"Uppföljning {installning.Kommun}".Trim(), konto.Anvandarnamn, ny)),
            Sessioner = await Anvandare.Sessioner.OppnaAsync(db, id, installning, clock.GetUtcNow(), cancellationToken),
        });
    }
}

public static class Tvafaktorkravet
{
    /// <summary>Om kommunen kräver engångskoder av personen.</summary>
    public static bool Kravs(this IAnvandarkontext anvandare, Kontoinstallning installning) => installning.KravTvafaktor switch
    {
        Tvafaktorkrav.Alla => true,
        Tvafaktorkrav.Administrator => anvandare.KommunRoller.HarNagon(Roll.Administrator),
        _ => false,
    };
}

/// <summary>Avslutar en av de egna inloggningarna.</summary>
[Oppen("Gäller bara den som begär: satsen kräver att inloggningen är hennes.")]
public sealed record AvslutaSessionCommand(Guid SessionId) : ICommand<Unit>;

/// <summary>Avslutar alla egna inloggningar utom den som begäran kom från.</summary>
[Oppen("Gäller bara den som begär.")]
public sealed record AvslutaAndraSessionerCommand(Guid Behall) : ICommand<Unit>;

public sealed class AvslutaSessionHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<AvslutaSessionCommand, Result<Unit>>, IRequestHandler<AvslutaAndraSessionerCommand, Result<Unit>>
{
    private const string AvslutaEnSql = "UPDATE Inloggningssession SET Avslutad = @Nu WHERE Id = @SessionId AND AnvandareId = @AnvandareId AND Avslutad IS NULL";

    public async Task<Result<Unit>> Handle(AvslutaSessionCommand request, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(AvslutaEnSql, new { request.SessionId, AnvandareId = anvandare.Id ?? Guid.Empty, Nu = clock.GetUtcNow() }, cancellationToken) == 0
            ? Result<Unit>.NotFound()
            : Result<Unit>.Ok(Unit.Value, new AuditEntry("Inloggning avslutad", "En av dina inloggningar är avslutad.", new { AnvandareId = anvandare.Id }));

    public async Task<Result<Unit>> Handle(AvslutaAndraSessionerCommand request, CancellationToken cancellationToken)
    {
        if (anvandare.Id is not { } id) { return Result<Unit>.NotFound(); }
        var antal = await Sessioner.AvslutaAsync(db, id, request.Behall, clock.GetUtcNow(), cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Inloggningar avslutade", antal == 0 ? "Du var inte inloggad någon annanstans." : $"{Sessioner.Antal(antal)} någon annanstans avslutades.", new { AnvandareId = id, Antal = antal }));
    }
}
