using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

public enum Planjobbutfall
{
    /// <summary>Nämnden hade ingen plan och har nu ett utkast.</summary>
    Ny,

    /// <summary>Nämndens utkast gjordes om.</summary>
    Omgjord,

    /// <summary>Planen är beslutad och rördes inte.</summary>
    Hoppad,

    Misslyckad,
}

/// <summary>En körning som gör planer för många nämnder, i namnet på den som startade den.</summary>
public sealed record Planjobb
{
    /// <summary>Så många gånger får servern stanna utan att en enda nämnd blir klar innan den som står på tur hoppas över.</summary>
    public const int FlestForsok = 3;

    public Guid Id { get; init; }

    public int Ar { get; init; }

    public Guid? StartadAvId { get; init; }

    public string StartadAv { get; init; } = "";

    public DateTimeOffset Startad { get; init; }

    public DateTimeOffset? Avslutad { get; init; }

    public bool Pagar { get; init; }

    public int Forsok { get; init; }

    public int Antal { get; init; }

    public int Klara { get; init; }

    /// <summary>De nämnder som inte är gjorda.</summary>
    public IReadOnlyList<Planjobbrad> Kvar { get; init; } = [];

    private const string KolumnerDel = """
        SELECT j.Id, j.Ar, j.StartadAvId, j.StartadAv, j.Startad, j.Avslutad, j.Pagar, j.Forsok,
               (SELECT COUNT(*) FROM Planjobbrad r WHERE r.PlanjobbId = j.Id) AS Antal,
               (SELECT COUNT(*) FROM Planjobbrad r WHERE r.PlanjobbId = j.Id AND r.Utfall IS NOT NULL) AS Klara
        FROM Planjobb j
        """;

    private const string PagaendeSql = $"{KolumnerDel} WHERE j.Pagar = 1";

    private const string PlanjobbSql = $"{KolumnerDel} WHERE j.Id = @Id";

    internal static Task<Planjobb?> PagaendeAsync(DbSession db, CancellationToken cancellationToken) =>
        db.SingleOrDefaultAsync<Planjobb>(PagaendeSql, null, cancellationToken);

    internal static Task<Planjobb?> LasAsync(DbSession db, Guid id, CancellationToken cancellationToken) =>
        db.SingleOrDefaultAsync<Planjobb>(PlanjobbSql, new { Id = id }, cancellationToken);
}

public sealed record Planjobbrad
{
    public Guid NamndId { get; init; }

    public string Namnd { get; init; } = "";

    public Plantillstand? Fore { get; init; }

    public Planjobbutfall? Utfall { get; init; }

    public string? Besked { get; init; }

    public Guid? PlanId { get; init; }

    public DateTimeOffset? Klar { get; init; }
}

/// <summary>Körningen som står på tur och det som är kvar av den.</summary>
[Kraver(Roll.System)]
public sealed record NastaPlanjobbQuery : IQuery<Planjobb?>, IKommunbunden;

/// <summary>Börjar på körningen, eller fortsätter där den slutade när servern stannade.</summary>
[Kraver(Roll.System)]
public sealed record PaborjaPlanjobbCommand(Guid PlanjobbId) : ICommand<Unit>, IKommunbunden;

/// <summary>Säger hur det gick för en nämnd. Den sista avslutar körningen.</summary>
[Kraver(Roll.System)]
public sealed record NoteraPlanjobbradCommand : ICommand<Unit>, INamndbunden
{
    public Guid NamndId { get; init; }

    public Guid PlanjobbId { get; init; }

    public Planjobbutfall Utfall { get; init; }

    public string Besked { get; init; } = "";

    public Guid? PlanId { get; init; }
}

public sealed class PlanjobbsgangHandler(DbSession db, TimeProvider clock) : IRequestHandler<NastaPlanjobbQuery, Result<Planjobb?>>,
    IRequestHandler<PaborjaPlanjobbCommand, Result<Unit>>, IRequestHandler<NoteraPlanjobbradCommand, Result<Unit>>
{
    private const int LangstaBesked = 2000;

    private const string KvarSql = """
        SELECT r.NamndId, n.Namn AS Namnd, r.Fore
        FROM Planjobbrad r
        JOIN Namnd n ON n.Id = r.NamndId
        WHERE r.PlanjobbId = @Id AND r.Utfall IS NULL
        ORDER BY r.Nr
        """;

    private const string PaborjaSql = "UPDATE Planjobb SET Forsok = Forsok + 1 WHERE Id = @PlanjobbId AND Pagar = 1";

    private const string NoteraSql = """
        UPDATE Planjobbrad
        SET Utfall = @Utfall, Besked = @Besked, PlanId = @PlanId, Klar = @Klar
        WHERE PlanjobbId = @PlanjobbId AND NamndId = @NamndId AND Utfall IS NULL
        """;

    // En nämnd blev klar, så försöken räknas om från början.
    private const string FramatSql = "UPDATE Planjobb SET Forsok = 0 WHERE Id = @PlanjobbId";

    private const string AvslutaSql = """
        UPDATE Planjobb
        SET Pagar = 0, Avslutad = @Klar
        WHERE Id = @PlanjobbId AND Pagar = 1 AND NOT EXISTS (SELECT 1 FROM Planjobbrad r WHERE r.PlanjobbId = @PlanjobbId AND r.Utfall IS NULL)
        """;

    private const string NamndSql = "SELECT Namn FROM Namnd WHERE Id = @NamndId";

    public async Task<Result<Planjobb?>> Handle(NastaPlanjobbQuery request, CancellationToken cancellationToken) =>
        Result<Planjobb?>.Ok(await Planjobb.PagaendeAsync(db, cancellationToken) is { } jobb
            ? jobb with { Kvar = await db.QueryAsync<Planjobbrad>(KvarSql, new { jobb.Id }, cancellationToken) }
            : null);

    public async Task<Result<Unit>> Handle(PaborjaPlanjobbCommand request, CancellationToken cancellationToken)
    {
        var tagen = await db.ExecuteAsync(PaborjaSql, request, cancellationToken) == 1;
        if (await Planjobb.LasAsync(db, request.PlanjobbId, cancellationToken) is not { } jobb) { return Result<Unit>.NotFound(); }
        return tagen
            ? Result<Unit>.Ok(Unit.Value, new AuditEntry(jobb.Klara == 0 ? "Planer för alla nämnder påbörjade" : "Planer för alla nämnder återupptagna",
                $"Planer för {jobb.Ar}: {jobb.Klara} av {jobb.Antal} nämnder är klara, resten görs nu. Körningen startades av {jobb.StartadAv}.", new { PlanjobbId = jobb.Id, jobb.Forsok }))
            : Result<Unit>.Refused(new Domain.Hinder("planjobb-avslutad", "Körningen är redan avslutad."));
    }

    public async Task<Result<Unit>> Handle(NoteraPlanjobbradCommand request, CancellationToken cancellationToken)
    {
        var besked = request.Besked.Length <= LangstaBesked ? request.Besked : request.Besked[..(LangstaBesked - 1)] + "…";
        var klar = clock.GetUtcNow();
        var noterad = await db.ExecuteAsync(NoteraSql,
            new { request.PlanjobbId, request.NamndId, Utfall = request.Utfall.ToString(), Besked = besked, request.PlanId, Klar = klar }, cancellationToken) == 1;
        if (!noterad) { return Result<Unit>.Refused(new Domain.Hinder("redan-noterad", "Nämnden är redan klar i körningen.")); }

        await db.ExecuteAsync(FramatSql, new { request.PlanjobbId }, cancellationToken);
        var sista = await db.ExecuteAsync(AvslutaSql, new { request.PlanjobbId, Klar = klar }, cancellationToken) == 1;
        var namnd = await db.SingleOrDefaultAsync<string>(NamndSql, new { request.NamndId }, cancellationToken);
        var mening = $"{namnd}: {request.Utfall.Text().ToLowerInvariant()}. {besked}{(sista ? " Körningen är avslutad." : "")}";
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Plan i körning för alla nämnder", mening[..Math.Min(mening.Length, LangstaBesked)],
            new { request.PlanjobbId, request.Utfall, request.PlanId }));
    }
}

public static class Planjobbtext
{
    public static string Text(this Planjobbutfall utfall) => utfall switch
    {
        Planjobbutfall.Ny => "Nytt utkast",
        Planjobbutfall.Omgjord => "Utkastet gjordes om",
        Planjobbutfall.Hoppad => "Hoppades över",
        _ => "Misslyckades",
    };
}
