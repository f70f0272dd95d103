using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Import;

/// <summary>Nästa fil att föra in: först den som redan påbörjats men avbröts när servern stannade, sedan den som har väntat längst.</summary>
[Kraver(Roll.System)]
public sealed record NastaImportQuery : IQuery<Koadimport?>, IKommunbunden;

/// <summary>En fil i kön, och den som startade inläsningen.</summary>
public sealed record Koadimport
{
    public Guid Id { get; init; }

    public Guid NamndId { get; init; }

    public required string Filnamn { get; init; }

    public string? Avtryck { get; init; }

    public Guid? StartadAvId { get; init; }

    public string? StartadAv { get; init; }

    public int Forsok { get; init; }
}

public sealed class NastaImportHandler(DbSession db) : IRequestHandler<NastaImportQuery, Result<Koadimport?>>
{
    private const string NastaSql = """
        SELECT Id, NamndId, Filnamn, Avtryck, StartadAvId, StartadAv, COALESCE(Forsok, 0) AS Forsok
        FROM Import
        WHERE Tillstand IN ('Koad', 'Pagar')
        ORDER BY CASE WHEN Tillstand = 'Pagar' THEN 0 ELSE 1 END, Startad, Id
        OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY
        """;

    public async Task<Result<Koadimport?>> Handle(NastaImportQuery request, CancellationToken cancellationToken) =>
        Result<Koadimport?>.Ok(await db.SingleOrDefaultAsync<Koadimport>(NastaSql, null, cancellationToken));
}

/// <summary>Tar filen ur kön. Den som redan påbörjats tas igen: det som då skrevs rullades tillbaka när servern stannade.</summary>
[Kraver(Roll.System)]
public sealed record PaborjaImportCommand : ICommand<Unit>, INamndbunden
{
    public Guid NamndId { get; init; }

    public Guid ImportId { get; init; }
}

public sealed class PaborjaImportHandler(DbSession db) : IRequestHandler<PaborjaImportCommand, Result<Unit>>
{
    private const string PaborjaSql = """
        UPDATE Import
        SET Tillstand = 'Pagar', Forsok = COALESCE(Forsok, 0) + 1
        WHERE Id = @ImportId AND NamndId = @NamndId AND Tillstand IN ('Koad', 'Pagar')
        """;

    public async Task<Result<Unit>> Handle(PaborjaImportCommand request, CancellationToken cancellationToken)
    {
        var tagen = await db.ExecuteAsync(PaborjaSql, request, cancellationToken) == 1;
        if (await Importpost.LasAsync(db, request.NamndId, request.ImportId, cancellationToken) is not { } post) { return Result<Unit>.NotFound(); }
        return tagen
            ? Result<Unit>.Ok(Unit.Value, new AuditEntry("Inläsning påbörjad",
                $"Filen {post.Filnamn} läses in i {post.Sort.Registret()}{(post.Forsok > 1 ? $", försök {post.Forsok}: servern stannade under det förra" : "")}.", new { ImportId = post.Id, post.Forsok }))
            : Result<Unit>.Refused(post.RedanAvslutad());
    }
}

/// <summary>Säger varför en fil ur kön inte gick att föra in. Inget av den har förts in.</summary>
[Kraver(Roll.System)]
public sealed record MisslyckaImportCommand : ICommand<Unit>, INamndbunden
{
    public Guid NamndId { get; init; }

    public Guid ImportId { get; init; }

    public string Fel { get; init; } = "";
}

public sealed class MisslyckaImportHandler(DbSession db) : IRequestHandler<MisslyckaImportCommand, Result<Unit>>
{
    private const string MisslyckaSql = """
        UPDATE Import
        SET Tillstand = 'Misslyckad', Fel = @Fel
        WHERE Id = @ImportId AND NamndId = @NamndId AND Tillstand = 'Pagar'
        """;

    public async Task<Result<Unit>> Handle(MisslyckaImportCommand request, CancellationToken cancellationToken)
    {
        var fel = request.Fel.Length <= 1900 ? request.Fel : request.Fel[..1900] + "…";
        var forst = await db.ExecuteAsync(MisslyckaSql, new { request.ImportId, request.NamndId, Fel = fel }, cancellationToken) == 1;
        if (await Importpost.LasAsync(db, request.NamndId, request.ImportId, cancellationToken) is not { } post) { return Result<Unit>.NotFound(); }
        return forst
            ? Result<Unit>.Ok(Unit.Value, new AuditEntry("Import misslyckad", $"Filen {post.Filnamn} gick inte att föra in. {fel}"[..Math.Min(2000, $"Filen {post.Filnamn} gick inte att föra in. {fel}".Length)], new { ImportId = post.Id }))
            : Result<Unit>.Refused(post.RedanAvslutad());
    }
}
