using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Program;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Program;

namespace Uppfoljning.Application.Planer;

/// <summary>Registrerar nämndens beslut om planen. Planen fryses: innehållet får en checksumma och ändras inte mer.</summary>
[Kraver(Planmojligheter.Beslutar)]
public sealed record RegistreraPlanbeslutCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid PlanId { get; init; }

    public int Version { get; init; }

    /// <summary>Dagen för sammanträdet; beslutet är fattat då.</summary>
    public DateOnly? Sammantrade { get; init; }

    /// <summary>Paragrafen i protokollet: 112, eller § 112.</summary>
    public string Paragraf { get; init; } = "";

    /// <summary>Att den som registrerar vet att det inte går att ångra.</summary>
    public bool Bekraftat { get; init; }

    Guid IArendebunden.ArendeId => PlanId;
}

public sealed class RegistreraPlanbeslutValidator : AbstractValidator<RegistreraPlanbeslutCommand>
{
    public RegistreraPlanbeslutValidator()
    {
        RuleFor(c => c.Sammantrade).NotNull().WithMessage("Ange vilken dag nämnden sammanträdde.");
        RuleFor(c => c.Paragraf)
            .NotEmpty().WithMessage("Ange paragrafen i protokollet.")
            .Matches(@"^\s*§?\s*[1-9]\d{0,3}\s?[a-zåäö]?\s*$").When(c => !string.IsNullOrWhiteSpace(c.Paragraf), ApplyConditionTo.CurrentValidator)
            .WithMessage("Ange paragrafen som ett nummer, till exempel 112.");
        RuleFor(c => c.Bekraftat).Equal(true).WithMessage("Bekräfta att planen ska frysas. Det går inte att ångra.");
    }
}

public sealed class RegistreraPlanbeslutHandler(DbSession db, TimeProvider clock) : IRequestHandler<RegistreraPlanbeslutCommand, Result<Unit>>
{
    private const string BeslutaSql = """
        UPDATE Uppfoljningsplan
        SET Tillstand = 'Beslutad', Sammantrade = @Sammantrade, Paragraf = @Paragraf, Beslutsdatum = @Sammantrade, Checksumma = @Checksumma, ProgramId = @ProgramId
        WHERE Id = @PlanId AND Tillstand = 'Utkast'
        """;

    public async Task<Result<Unit>> Handle(RegistreraPlanbeslutCommand request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        if (plan is null) { return Result<Unit>.NotFound(); }

        var underlag = await Planunderlag.LasAsync(db, plan.NamndId, plan.Ar, plan.Id, clock.Idag(), cancellationToken);
        var (rader, register) = (underlag.Rader, underlag.Forslag());
        var sammantrade = request.Sammantrade!.Value;
        var program = await Programversioner.LasAsync(db, cancellationToken);
        List<Hinder> hinder = [.. Plangang.ProvaBeslut(new Planbeslut
        {
            Tillstand = plan.Tillstand,
            Ar = plan.Ar,
            Sammantrade = sammantrade,
            Idag = clock.Idag(),
            Rader = rader,
            Register = register,
        }), .. Programregler.ProvaPlanbeslut(program, sammantrade)];
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }

        // Vad som står utan rad skrivs om, så att planen bär hela registret som det var när den beslutades.
        await Planrader.SkrivUtanAsync(db, plan.Id, register.Utan, ny: false, cancellationToken);
        var paragraf = request.Paragraf.Replace("§", "", StringComparison.Ordinal).Trim();
        var checksumma = Plansumma.Av(plan.NamndId, plan.Ar, rader, register.Utan);
        var programId = Programregler.Gallande(program, sammantrade)?.Id;
        await db.ExecuteAsync(BeslutaSql,
            new { PlanId = plan.Id, Sammantrade = sammantrade, Paragraf = paragraf, Checksumma = checksumma, ProgramId = programId }, cancellationToken);

        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Plan beslutad",
            $"Uppföljningsplan {plan.Ar} beslutad av {plan.Namnd} {sammantrade.Iso()}, § {paragraf}: {Plantext.Antal(rader.Count, "rad", "rader")}, {register.Utan.Count} utan rad. Planen är fryst.",
            new { PlanId = plan.Id, plan.Ar, Sammantrade = sammantrade, Paragraf = paragraf, Rader = rader.Count, UtanRad = register.Utan.Count, Checksumma = checksumma, ProgramId = programId }));
    }
}
