using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Enheter;

/// <summary>Anger om en enhet i egen regi verkar i konkurrens med privata utförare. Det avgör om den ska ha en rad i planen (UPP-01).</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record AndraEnhetCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid EnhetId { get; init; }

    public int Version { get; init; }

    public bool? Konkurrens { get; init; }

    public string? Anmarkning { get; init; }

    Guid IArendebunden.ArendeId => EnhetId;
}

public sealed class AndraEnhetValidator : AbstractValidator<AndraEnhetCommand>
{
    public AndraEnhetValidator() =>
        RuleFor(c => c.Anmarkning).MaximumLength(2000).WithMessage("Anmärkningen får ha högst 2 000 tecken.");
}

public sealed class AndraEnhetHandler(DbSession db) : IRequestHandler<AndraEnhetCommand, Result<Unit>>
{
    private const string ForeSql = "SELECT Namn FROM Enhet WHERE Id = @EnhetId";
    private const string AndraSql = "UPDATE Enhet SET Konkurrens = @Konkurrens, Anmarkning = @Anmarkning WHERE Id = @EnhetId";

    public async Task<Result<Unit>> Handle(AndraEnhetCommand request, CancellationToken cancellationToken)
    {
        var namn = await db.SingleOrDefaultAsync<string>(ForeSql, new { request.EnhetId }, cancellationToken);
        if (namn is null) { return Result<Unit>.NotFound(); }

        await db.ExecuteAsync(AndraSql,
            new { request.EnhetId, request.Konkurrens, Anmarkning = string.IsNullOrWhiteSpace(request.Anmarkning) ? null : request.Anmarkning.Trim() }, cancellationToken);
        var mening = request.Konkurrens switch
        {
            true => $"Enheten {namn} verkar i konkurrens.",
            false => $"Enheten {namn} verkar inte i konkurrens.",
            null => $"Om enheten {namn} verkar i konkurrens är inte känt.",
        };
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Enhet ändrad", mening, new { request.EnhetId, request.Konkurrens }));
    }
}
