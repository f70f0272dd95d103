using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Motiverar en skillnad mellan egen regi och privata utförare, eller ändrar motivet.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record MotiveraOlikhetCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid PlanId { get; init; }

    public int Version { get; init; }

    public string Nyckel { get; init; } = "";

    public string Motiv { get; init; } = "";

    Guid IArendebunden.ArendeId => PlanId;
}

public sealed class MotiveraOlikhetValidator : AbstractValidator<MotiveraOlikhetCommand>
{
    public MotiveraOlikhetValidator() => RuleFor(c => c.Motiv)
        .Must(m => m.Any(char.IsLetter)).WithMessage("Skriv varför de behandlas olika.")
        .MaximumLength(1000).WithMessage("Motivet får ha högst 1 000 tecken.");
}

public sealed class MotiveraOlikhetHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<MotiveraOlikhetCommand, Result<Unit>>
{
    private const string AndraSql = "UPDATE Planolikhet SET Motiv = @Motiv, AndradAv = @AndradAv, AndradTid = @AndradTid WHERE PlanId = @PlanId AND Nyckel = @Nyckel";

    private const string NySql = """
        INSERT INTO Planolikhet (PlanId, Nyckel, Motiv, AndradAv, AndradTid)
        VALUES (@PlanId, @Nyckel, @Motiv, @AndradAv, @AndradTid)
        """;

    public async Task<Result<Unit>> Handle(MotiveraOlikhetCommand request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        if (plan is null) { return Result<Unit>.NotFound(); }
        if (Plangang.ProvaAndring(plan.Tillstand) is { Count: > 0 } beslutad) { return Result<Unit>.Refused(beslutad); }

        var olikhet = Likabehandling.Av(await Planrader.LasAsync(db, plan.Id, cancellationToken)).AttMotivera
            .FirstOrDefault(o => string.Equals(o.Nyckel, request.Nyckel, StringComparison.OrdinalIgnoreCase));
        if (olikhet is null) { return Result<Unit>.Refused(new Hinder("ingen-skillnad", "Skillnaden finns inte längre i planen.")); }

        var motiv = request.Motiv.Trim();
        var rad = new { request.PlanId, olikhet.Nyckel, Motiv = motiv, AndradAv = anvandare.Namn, AndradTid = clock.GetUtcNow() };
        if (await db.ExecuteAsync(AndraSql, rad, cancellationToken) == 0) { await db.ExecuteAsync(NySql, rad, cancellationToken); }
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Olikhet motiverad", $"Skillnaden motiverad: {olikhet.Verksamhetsomrade}. {olikhet.Text}",
            new { request.PlanId, olikhet.Nyckel, Motiv = motiv }));
    }
}
