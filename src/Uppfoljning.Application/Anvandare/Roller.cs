using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Anvandare;

/// <summary>Ger en person en roll i en nämnd.</summary>
[Kraver(Common.Roll.Administrator | Common.Roll.System)]
public sealed record GeRollCommand : ICommand<Unit>, IKommunbunden
{
    public Guid AnvandareId { get; init; }

    public Guid? NamndId { get; init; }

    public Roll? Roll { get; init; }
}

public sealed class GeRollValidator : AbstractValidator<GeRollCommand>
{
    public GeRollValidator()
    {
        RuleFor(c => c.NamndId).NotNull().WithMessage("Välj nämnd.");
        RuleFor(c => c.Roll).Must(r => r is { } roll && Roller.INamnd.Contains(roll)).WithMessage("Välj roll.");
    }
}

public sealed class GeRollHandler(DbSession db) : IRequestHandler<GeRollCommand, Result<Unit>>
{
    private const string FaktaSql = """
        SELECT a.Namn AS Anvandare, n.Namn AS Namnd,
               (SELECT COUNT(*) FROM Rolltilldelning r WHERE r.AnvandareId = a.Id AND r.NamndId = n.Id AND r.Roll = @Roll) AS Antal
        FROM Anvandare a
        CROSS JOIN Namnd n
        WHERE a.Id = @AnvandareId AND n.Id = @NamndId
        """;

    private const string GeSql = "INSERT INTO Rolltilldelning (Id, AnvandareId, NamndId, Roll) VALUES (@Id, @AnvandareId, @NamndId, @Roll)";

    public async Task<Result<Unit>> Handle(GeRollCommand request, CancellationToken cancellationToken)
    {
        var roll = request.Roll!.Value;
        var fakta = await db.SingleOrDefaultAsync<Rollfakta>(FaktaSql, new { request.AnvandareId, request.NamndId, Roll = roll.ToString() }, cancellationToken);
        if (fakta is null) { return Result<Unit>.NotFound(); }
        if (fakta.Antal > 0)
        {
            return Result<Unit>.Refused(new Hinder("finns-redan", $"{fakta.Anvandare} är redan {roll.Text().ToLowerInvariant()} i {fakta.Namnd}.", Falt: nameof(request.Roll)));
        }

        await db.ExecuteAsync(GeSql, new { Id = Guid.CreateVersion7(), request.AnvandareId, request.NamndId, Roll = roll.ToString() }, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Roll given",
            $"{fakta.Anvandare} är {roll.Text().ToLowerInvariant()} i {fakta.Namnd}.", new { request.AnvandareId, request.NamndId, Roll = roll }));
    }
}

/// <summary>Tar ifrån en person en roll i en nämnd.</summary>
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

    public int Antal { get; init; }
}
