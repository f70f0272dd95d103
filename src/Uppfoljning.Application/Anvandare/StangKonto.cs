using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Konton;

namespace Uppfoljning.Application.Anvandare;

/// <summary>Stänger kontot och avslutar dess inloggningar. Rollerna och historiken står kvar.</summary>
[Kraver(Roll.Administrator)]
public sealed record StangKontoCommand(Guid AnvandareId) : ICommand<Unit>, IKommunbunden;

/// <summary>Öppnar ett stängt konto.</summary>
[Kraver(Roll.Administrator)]
public sealed record OppnaKontoCommand(Guid AnvandareId) : ICommand<Unit>, IKommunbunden;

/// <summary>Öppnar nu ett konto som är låst efter för många försök.</summary>
[Kraver(Roll.Administrator)]
public sealed record LasUppKontoCommand(Guid AnvandareId) : ICommand<Unit>, IKommunbunden;

/// <summary>Avslutar alla personens inloggningar.</summary>
[Kraver(Roll.Administrator)]
public sealed record AvslutaPersonensSessionerCommand(Guid AnvandareId) : ICommand<Unit>, IKommunbunden;

/// <summary>Gör en person till administratör för kommunen, eller tar ifrån henne det.</summary>
[Kraver(Roll.Administrator)]
public sealed record SattAdministratorCommand(Guid AnvandareId, bool Administrator) : ICommand<Unit>, IKommunbunden;

/// <summary>Det som avgör om någon annan administratör finns kvar.</summary>
internal sealed record Kontofakta
{
    // Every command that can take away an administrator first writes all their rows as they are: two who take each other away then go one at a time,
    // and the second sees what the first did, also when the database reads snapshots.
    private const string TurordningSql = "UPDATE Rolltilldelning SET Roll = 'Administrator' WHERE NamndId IS NULL AND Roll = 'Administrator'";

    private const string FaktaSql = $"""
        SELECT a.Namn, a.Epost, a.Inaktiv,
               CASE WHEN {Gallanderoller.Administrator} THEN 1 ELSE 0 END AS Administrator,
               (SELECT COUNT(*) FROM Rolltilldelning r JOIN Anvandare b ON b.Id = r.AnvandareId
                WHERE r.NamndId IS NULL AND r.Roll = 'Administrator' AND b.Id <> a.Id AND b.Inaktiv = 0) AS Andra,
               CASE WHEN EXISTS (SELECT 1 FROM Rolltilldelning r WHERE r.AnvandareId = a.Id AND r.NamndId IS NULL AND r.Roll = 'Administrator' AND r.Kalla = 'Grupp') THEN 1 ELSE 0 END AS AvGrupp
        FROM Anvandare a
        WHERE a.Id = @AnvandareId
        """;

    public required string Namn { get; init; }

    public string? Epost { get; init; }

    public bool Inaktiv { get; init; }

    public bool Administrator { get; init; }

    /// <summary>Rollen administratör följer av en grupp.</summary>
    public bool AvGrupp { get; init; }

    /// <summary>Andra öppna konton som är administratörer.</summary>
    public int Andra { get; init; }

    public static async Task<Kontofakta?> LasAsync(DbSession db, Guid anvandareId, CancellationToken cancellationToken)
    {
        await db.ExecuteAsync(TurordningSql, null, cancellationToken);
        return await db.SingleOrDefaultAsync<Kontofakta>(FaktaSql, new { AnvandareId = anvandareId }, cancellationToken);
    }

    public IReadOnlyList<Hinder> Prova(string vad) => Kontoregler.ProvaSistaAdministrator(Administrator && !Inaktiv, Andra, vad);
}

public sealed class StangKontoHandler(DbSession db, TimeProvider clock)
    : IRequestHandler<StangKontoCommand, Result<Unit>>, IRequestHandler<OppnaKontoCommand, Result<Unit>>, IRequestHandler<LasUppKontoCommand, Result<Unit>>,
        IRequestHandler<AvslutaPersonensSessionerCommand, Result<Unit>>, IRequestHandler<SattAdministratorCommand, Result<Unit>>
{
    internal const string LasUppSql = "UPDATE Anvandare SET MisslyckadeForsok = 0, LastTill = NULL WHERE Id = @AnvandareId";

    private const string StangSql = "UPDATE Anvandare SET Inaktiv = 1 WHERE Id = @AnvandareId";

    private const string OppnaSql = "UPDATE Anvandare SET Inaktiv = 0, MisslyckadeForsok = 0, LastTill = NULL WHERE Id = @AnvandareId";

    private const string GeSql = "INSERT INTO Rolltilldelning (Id, AnvandareId, NamndId, Roll) VALUES (@Id, @AnvandareId, NULL, 'Administrator')";

    private const string TaSql = "DELETE FROM Rolltilldelning WHERE AnvandareId = @AnvandareId AND NamndId IS NULL AND Roll = 'Administrator'";

    public async Task<Result<Unit>> Handle(StangKontoCommand request, CancellationToken cancellationToken)
    {
        if (await Kontofakta.LasAsync(db, request.AnvandareId, cancellationToken) is not { } fakta) { return Result<Unit>.NotFound(); }
        if (fakta.Inaktiv) { return Result<Unit>.Refused(new Hinder("redan-stangt", "Kontot är redan stängt.")); }
        if (fakta.Prova("stängas") is { Count: > 0 } hinder) { return Result<Unit>.Refused(hinder); }
        var nu = clock.GetUtcNow();
        await db.ExecuteAsync(StangSql, request, cancellationToken);
        await db.ExecuteAsync(BytLosenordHandler.AvslutaLankarSql, new { Id = request.AnvandareId, Nu = nu }, cancellationToken);
        await Sessioner.AvslutaAsync(db, request.AnvandareId, null, nu, cancellationToken);
        return Gjort("Konto stängt", $"Kontot för {fakta.Namn} är stängt.", request.AnvandareId);
    }

    public async Task<Result<Unit>> Handle(OppnaKontoCommand request, CancellationToken cancellationToken)
    {
        if (await Kontofakta.LasAsync(db, request.AnvandareId, cancellationToken) is not { } fakta) { return Result<Unit>.NotFound(); }
        if (!fakta.Inaktiv) { return Result<Unit>.Refused(new Hinder("redan-oppet", "Kontot är redan öppet.")); }
        await db.ExecuteAsync(OppnaSql, request, cancellationToken);
        return Gjort("Konto öppnat", $"Kontot för {fakta.Namn} är öppet igen.", request.AnvandareId);
    }

    public async Task<Result<Unit>> Handle(LasUppKontoCommand request, CancellationToken cancellationToken)
    {
        if (await Kontofakta.LasAsync(db, request.AnvandareId, cancellationToken) is not { } fakta) { return Result<Unit>.NotFound(); }
        await db.ExecuteAsync(LasUppSql, request, cancellationToken);
        return Gjort("Konto upplåst", $"Kontot för {fakta.Namn} tar emot försök igen.", request.AnvandareId);
    }

    public async Task<Result<Unit>> Handle(AvslutaPersonensSessionerCommand request, CancellationToken cancellationToken)
    {
        if (await Kontofakta.LasAsync(db, request.AnvandareId, cancellationToken) is not { } fakta) { return Result<Unit>.NotFound(); }
        var antal = await Sessioner.AvslutaAsync(db, request.AnvandareId, null, clock.GetUtcNow(), cancellationToken);
        return Gjort("Inloggningar avslutade", $"{Sessioner.Antal(antal)} för {fakta.Namn} avslutades.", request.AnvandareId);
    }

    public async Task<Result<Unit>> Handle(SattAdministratorCommand request, CancellationToken cancellationToken)
    {
        if (await Kontofakta.LasAsync(db, request.AnvandareId, cancellationToken) is not { } fakta) { return Result<Unit>.NotFound(); }
        if (fakta.Administrator == request.Administrator)
        {
            return Result<Unit>.Refused(new Hinder("oforandrat", request.Administrator ? $"{fakta.Namn} är redan administratör." : $"{fakta.Namn} är inte administratör."));
        }
        if (request.Administrator)
        {
            await db.ExecuteAsync(GeSql, new { Id = Guid.CreateVersion7(), request.AnvandareId }, cancellationToken);
            return Gjort("Administratör utsedd", $"{fakta.Namn} är administratör för hela kommunen.", request.AnvandareId);
        }
        if (fakta.AvGrupp)
        {
            return Result<Unit>.Refused(new Hinder("fran-grupp",
                $"{fakta.Namn} är administratör av en grupp, och det går inte att ta bort här. Ändra vilken grupp som ger rollen under Grupper, eller ta personen ur gruppen i kommunens identitetstjänst."));
        }
        if (fakta.Prova("sluta vara administratör") is { Count: > 0 } hinder) { return Result<Unit>.Refused(hinder); }
        await db.ExecuteAsync(TaSql, request, cancellationToken);
        return Gjort("Administratör entledigad", $"{fakta.Namn} är inte längre administratör.", request.AnvandareId);
    }

    private static Result<Unit> Gjort(string vad, string mening, Guid anvandareId) => Result<Unit>.Ok(Unit.Value, new AuditEntry(vad, mening, new { AnvandareId = anvandareId }));
}
