using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Kalender;

/// <summary>Lägger till en dag i kalendern som inte är arbetsdag.</summary>
[Kraver(Roll.Administrator)]
public sealed record LaggTillKalenderdagCommand : ICommand<Guid>, IKommunbunden
{
    public DateOnly? Dag { get; init; }

    public string Namn { get; init; } = "";

    /// <summary>Sant när dagen har blivit helgdag i lag, falskt när kommunen håller stängt.</summary>
    public bool Helgdag { get; init; }
}

public sealed class LaggTillKalenderdagValidator : AbstractValidator<LaggTillKalenderdagCommand>
{
    public LaggTillKalenderdagValidator()
    {
        RuleFor(c => c.Dag)
            .NotNull().WithMessage("Ange dagen, till exempel 2026-05-15.")
            .InclusiveBetween(new DateOnly(Datumtext.MinstAr, 1, 1), new DateOnly(Datumtext.StorstAr, 12, 31))
            .WithMessage($"Dagen ska ligga mellan år {Datumtext.MinstAr} och {Datumtext.StorstAr}.");
        RuleFor(c => c.Namn).NotEmpty().WithMessage("Ange vad dagen kallas, till exempel Klämdag.").MaximumLength(100).WithMessage("Namnet får ha högst 100 tecken.");
    }
}

public sealed class LaggTillKalenderdagHandler(DbSession db) : IRequestHandler<LaggTillKalenderdagCommand, Result<Guid>>
{
    private const string FinnsSql = "SELECT Namn FROM Kalenderdag WHERE Dag = @Dag";
    private const string LaggTillSql = "INSERT INTO Kalenderdag (Id, Dag, Namn, Helgdag) VALUES (@Id, @Dag, @Namn, @Helgdag)";

    public async Task<Result<Guid>> Handle(LaggTillKalenderdagCommand request, CancellationToken cancellationToken)
    {
        var dag = request.Dag!.Value;
        if (Arbetskalender.Lagens.Ledig(dag) is { } ledig)
        {
            return Result<Guid>.Refused(new Hinder("redan-ledig", $"{dag.Iso()} är {ledig} och räknas redan som ledig.", Tidsrakning.NastaArbetsdag, nameof(request.Dag)));
        }
        if (await db.SingleOrDefaultAsync<string>(FinnsSql, new { Dag = dag }, cancellationToken) is { } finns)
        {
            return Result<Guid>.Refused(new Hinder("finns-redan", $"{dag.Iso()} är redan tillagd som {finns}. Ta bort den först om den ska ändras.", Falt: nameof(request.Dag)));
        }

        var id = Guid.CreateVersion7();
        var namn = request.Namn.Trim();
        await db.ExecuteAsync(LaggTillSql, new { Id = id, Dag = dag, Namn = namn, request.Helgdag }, cancellationToken);
        return Result<Guid>.Ok(id, new AuditEntry("Kalenderdag tillagd",
            $"{Arbetskalender.Utskriven(dag)}, {namn}, tillagd i kalendern {(request.Helgdag ? "som helgdag enligt lag" : "som stängd dag")}.",
            new { KalenderdagId = id, Dag = dag, Namn = namn, request.Helgdag }));
    }
}
