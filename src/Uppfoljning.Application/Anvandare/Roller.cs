using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Atkomst;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Anvandare;

/// <summary>Ger en person en roll i en nämnd, tills vidare eller för en tid. Har hon redan rollen får den den tid som anges.</summary>
[Kraver(Common.Roll.Administrator | Common.Roll.System)]
public sealed record GeRollCommand : ICommand<Unit>, IKommunbunden
{
    public Guid AnvandareId { get; init; }

    public Guid? NamndId { get; init; }

    public Roll? Roll { get; init; }

    /// <summary>Första dagen; null är genast.</summary>
    public DateOnly? FranDag { get; init; }

    /// <summary>Sista dagen; null är tills vidare.</summary>
    public DateOnly? TillDag { get; init; }
}

public sealed class GeRollValidator : AbstractValidator<GeRollCommand>
{
    public GeRollValidator()
    {
        RuleFor(c => c.NamndId).NotNull().WithMessage("Välj nämnd.");
        RuleFor(c => c.Roll).Must(r => r is { } roll && Roller.INamnd.Contains(roll)).WithMessage("Välj roll.");
    }
}

public sealed class GeRollHandler(DbSession db, TimeProvider clock) : IRequestHandler<GeRollCommand, Result<Unit>>
{
    private const string FaktaSql = """
        SELECT a.Namn AS Anvandare, n.Namn AS Namnd, r.Id AS RollId, r.Kalla, r.FranDag, r.TillDag
        FROM Anvandare a
        CROSS JOIN Namnd n
        LEFT JOIN Rolltilldelning r ON r.AnvandareId = a.Id AND r.NamndId = n.Id AND r.Roll = @Roll
        WHERE a.Id = @AnvandareId AND n.Id = @NamndId
        """;

    private const string GeSql = "INSERT INTO Rolltilldelning (Id, AnvandareId, NamndId, Roll, FranDag, TillDag) VALUES (@Id, @AnvandareId, @NamndId, @Roll, @FranDag, @TillDag)";

    private const string TidSql = "UPDATE Rolltilldelning SET FranDag = @FranDag, TillDag = @TillDag WHERE Id = @RollId";

    public async Task<Result<Unit>> Handle(GeRollCommand request, CancellationToken cancellationToken)
    {
        var roll = request.Roll!.Value;
        var fakta = await db.SingleOrDefaultAsync<Rollfakta>(FaktaSql, new { request.AnvandareId, request.NamndId, Roll = roll.ToString() }, cancellationToken);
        if (fakta is null) { return Result<Unit>.NotFound(); }

        var idag = clock.Idag();
        var tid = new Rollperiod(request.FranDag, request.TillDag);
        if (tid.Prova(idag) is { Count: > 0 } hinder) { return Result<Unit>.Refused(hinder); }
        var heter = roll.Text().ToLowerInvariant();
        if (fakta.Kalla == Extern.Grupproller.Grupp)
        {
            return Result<Unit>.Refused(new Hinder("fran-grupp",
                $"{fakta.Anvandare} är redan {heter} i {fakta.Namnd} av en grupp. En sådan roll gäller så länge gruppen ger den och får ingen egen tid.", Falt: nameof(request.Roll)));
        }
        if (fakta.RollId is not null && fakta.Tid == tid)
        {
            return Result<Unit>.Refused(new Hinder("finns-redan", $"{fakta.Anvandare} är redan {heter} i {fakta.Namnd}{Tidstext(tid)}.", Falt: nameof(request.Roll)));
        }

        var ny = fakta.RollId is null || fakta.Tid.Slut(idag);
        await db.ExecuteAsync(fakta.RollId is null ? GeSql : TidSql, new
        {
            Id = Guid.CreateVersion7(),
            request.AnvandareId,
            request.NamndId,
            Roll = roll.ToString(),
            request.FranDag,
            request.TillDag,
            fakta.RollId,
        }, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry(ny ? "Roll given" : "Rollens tid ändrad",
            $"{fakta.Anvandare} är {heter} i {fakta.Namnd}{Tidstext(tid)}.", new { request.AnvandareId, request.NamndId, Roll = roll, request.FranDag, request.TillDag }));
    }

    internal static string Tidstext(Rollperiod tid) => tid switch
    {
        { Fran: { } fran, Till: { } till } => $" från och med {fran.Iso()} till och med {till.Iso()}",
        { Fran: { } fran } => $" från och med {fran.Iso()}",
        { Till: { } till } => $" till och med {till.Iso()}",
        _ => "",
    };
}

/// <summary>Vad som händer om en person blir av med en roll, innan den tas bort.</summary>
[Kraver(Common.Roll.Administrator)]
public sealed record RollborttagningQuery(Guid AnvandareId, Guid NamndId, Roll Roll) : IQuery<Rollborttagning>, IKommunbunden;

public sealed record Rollborttagning
{
    public Guid AnvandareId { get; init; }

    public required string Anvandare { get; init; }

    public Guid NamndId { get; init; }

    public required string Namnd { get; init; }

    public Roll Roll { get; init; }

    public DateOnly? FranDag { get; init; }

    public DateOnly? TillDag { get; init; }

    /// <summary>Personens övriga roller i nämnden i dag; utan någon finns nämnden inte längre för henne.</summary>
    public int AndraRoller { get; init; }

    /// <summary>Andra med öppna konton som har samma roll i nämnden i dag.</summary>
    public int AndraPersoner { get; init; }

    /// <summary>De som har rollen som personens ersättare, nu eller senare.</summary>
    public int Ersattare { get; init; }
}

public sealed class RollborttagningHandler(DbSession db, TimeProvider clock) : IRequestHandler<RollborttagningQuery, Result<Rollborttagning>>
{
    private const string FoljdSql = """
        SELECT a.Id AS AnvandareId, a.Namn AS Anvandare, n.Id AS NamndId, n.Namn AS Namnd, r.Roll, r.FranDag, r.TillDag,
               (SELECT COUNT(*) FROM Rolltilldelning x WHERE x.AnvandareId = a.Id AND x.NamndId = n.Id AND x.Id <> r.Id
                    AND (x.FranDag IS NULL OR x.FranDag <= @Idag) AND (x.TillDag IS NULL OR x.TillDag >= @Idag)) AS AndraRoller,
               (SELECT COUNT(*) FROM Rolltilldelning x JOIN Anvandare b ON b.Id = x.AnvandareId WHERE x.NamndId = n.Id AND x.Roll = r.Roll AND x.Id <> r.Id AND b.Inaktiv = 0
                    AND (x.FranDag IS NULL OR x.FranDag <= @Idag) AND (x.TillDag IS NULL OR x.TillDag >= @Idag)) AS AndraPersoner,
               (SELECT COUNT(*) FROM Ersattare e JOIN Ersattarroll l ON l.ErsattareId = e.Id
                    WHERE e.ForAnvandareId = a.Id AND e.NamndId = n.Id AND l.Roll = r.Roll AND e.Aterkallad IS NULL AND e.TillDag >= @Idag) AS Ersattare
        FROM Rolltilldelning r
        JOIN Anvandare a ON a.Id = r.AnvandareId
        JOIN Namnd n ON n.Id = r.NamndId
        WHERE r.AnvandareId = @AnvandareId AND r.NamndId = @NamndId AND r.Roll = @Roll
        """;

    public async Task<Result<Rollborttagning>> Handle(RollborttagningQuery request, CancellationToken cancellationToken)
    {
        var foljd = await db.SingleOrDefaultAsync<Rollborttagning>(FoljdSql,
            new { request.AnvandareId, request.NamndId, Roll = request.Roll.ToString(), Idag = clock.Idag() }, cancellationToken);
        return foljd is null ? Result<Rollborttagning>.NotFound() : Result<Rollborttagning>.Ok(foljd);
    }
}

/// <summary>Tar ifrån en person en roll i en nämnd. Den som har rollen som hennes ersättare har den inte heller längre.</summary>
[Kraver(Common.Roll.Administrator)]
public sealed record TaBortRollCommand : ICommand<Unit>, IKommunbunden
{
    public Guid AnvandareId { get; init; }

    public Guid NamndId { get; init; }

    public Roll Roll { get; init; }
}

public sealed class TaBortRollHandler(DbSession db) : IRequestHandler<TaBortRollCommand, Result<Unit>>
{
    private const string FaktaSql = """
        SELECT a.Namn AS Anvandare, n.Namn AS Namnd,
               (SELECT COUNT(*) FROM Rolltilldelning r WHERE r.AnvandareId = a.Id AND r.NamndId = n.Id AND r.Roll = @Roll AND r.Kalla = 'Grupp') AS Antal
        FROM Anvandare a
        CROSS JOIN Namnd n
        WHERE a.Id = @AnvandareId AND n.Id = @NamndId
        """;

    private const string TaBortSql = "DELETE FROM Rolltilldelning WHERE AnvandareId = @AnvandareId AND NamndId = @NamndId AND Roll = @Roll";

    public async Task<Result<Unit>> Handle(TaBortRollCommand request, CancellationToken cancellationToken)
    {
        var parametrar = new { request.AnvandareId, request.NamndId, Roll = request.Roll.ToString() };
        var fakta = await db.SingleOrDefaultAsync<Rollfakta>(FaktaSql, parametrar, cancellationToken);
        if (fakta is { Antal: > 0 })
        {
            return Result<Unit>.Refused(new Hinder("fran-grupp",
                $"Rollen {request.Roll.Text().ToLowerInvariant()} i {fakta.Namnd} följer av en grupp och går inte att ta bort här. Ändra vilken grupp som ger den under Grupper, eller ta personen ur gruppen i kommunens identitetstjänst."));
        }
        if (fakta is null || await db.ExecuteAsync(TaBortSql, parametrar, cancellationToken) == 0) { return Result<Unit>.NotFound(); }
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Roll borttagen",
            $"{fakta.Anvandare} är inte längre {request.Roll.Text().ToLowerInvariant()} i {fakta.Namnd}.", new { request.AnvandareId, request.NamndId, request.Roll }));
    }
}

internal sealed record Rollfakta
{
    public required string Anvandare { get; init; }

    public required string Namnd { get; init; }

    /// <summary>Så många rader som hindrar.</summary>
    public int Antal { get; init; }

    public Guid? RollId { get; init; }

    /// <summary>Varifrån rollen kommer; null när hon inte har den.</summary>
    public string? Kalla { get; init; }

    public DateOnly? FranDag { get; init; }

    public DateOnly? TillDag { get; init; }

    public Rollperiod Tid => new(FranDag, TillDag);
}
