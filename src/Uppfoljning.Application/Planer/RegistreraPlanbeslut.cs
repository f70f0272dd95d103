using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Program;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Program;

namespace Uppfoljning.Application.Planer;

/// <summary>
/// Registrerar beslutet om planen (P1), eller om den ändring som den revideras för (P3). Planen fryses till en version: innehållet får en
/// checksumma och ändras inte mer.
/// </summary>
[Kraver(Planmojligheter.Beslutar)]
public sealed record RegistreraPlanbeslutCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid PlanId { get; init; }

    public int Version { get; init; }

    /// <summary>Dagen för sammanträdet, eller för delegatens beslut.</summary>
    public DateOnly? Sammantrade { get; init; }

    /// <summary>Paragrafen i protokollet: 112, eller § 112.</summary>
    public string Paragraf { get; init; } = "";

    /// <summary>Punkten i delegationsordningen, när en ändring av bara tiden är beslutad på delegation (KL-09). Då finns ingen paragraf.</summary>
    public string? Delegationspunkt { get; init; }

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
            .NotEmpty().When(c => string.IsNullOrWhiteSpace(c.Delegationspunkt), ApplyConditionTo.CurrentValidator).WithMessage("Ange paragrafen i protokollet.")
            .Empty().When(c => !string.IsNullOrWhiteSpace(c.Delegationspunkt), ApplyConditionTo.CurrentValidator)
            .WithMessage("Ange antingen paragrafen eller delegationspunkten: beslutet är fattat av nämnden eller på delegation.")
            .Matches(@"^\s*§?\s*[1-9]\d{0,3}\s?[a-zåäö]?\s*$").When(c => !string.IsNullOrWhiteSpace(c.Paragraf), ApplyConditionTo.CurrentValidator)
            .WithMessage("Ange paragrafen som ett nummer, till exempel 112.");
        RuleFor(c => c.Delegationspunkt).MaximumLength(Planbeslutspunkt.LangstDelegationspunkt)
            .WithMessage($"Delegationspunkten får ha högst {Planbeslutspunkt.LangstDelegationspunkt} tecken, till exempel 4.2.");
        RuleFor(c => c.Bekraftat).Equal(true).WithMessage("Bekräfta att planen ska frysas. Det går inte att ångra.");
    }
}

public sealed class RegistreraPlanbeslutHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<RegistreraPlanbeslutCommand, Result<Unit>>
{
    private const string BeslutaSql = """
        UPDATE Uppfoljningsplan
        SET Tillstand = 'Beslutad', Sammantrade = @Sammantrade, Paragraf = @Paragraf, Beslutsdatum = @Sammantrade, Checksumma = @Checksumma, ProgramId = @ProgramId,
            Versionsnr = @Nr, Revideringsskal = NULL
        WHERE Id = @PlanId AND Tillstand IN ('Utkast', 'Reviderad')
        """;

    // Planen är beslutad av nämnden; en delegat ändrar bara tiden i den.
    private const string DelegeratSql = """
        UPDATE Uppfoljningsplan
        SET Tillstand = 'Beslutad', Checksumma = @Checksumma, Versionsnr = @Nr, Revideringsskal = NULL
        WHERE Id = @PlanId AND Tillstand = 'Reviderad'
        """;

    public async Task<Result<Unit>> Handle(RegistreraPlanbeslutCommand request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        if (plan is null) { return Result<Unit>.NotFound(); }

        var underlag = await Planunderlag.LasAsync(db, plan.NamndId, plan.Ar, plan.Id, clock.Idag(), cancellationToken);
        return plan.Tillstand == Plantillstand.Reviderad
            ? await RevideringAsync(request, plan, underlag, cancellationToken)
            : await ForstaAsync(request, plan, underlag, cancellationToken);
    }

    private async Task<Result<Unit>> ForstaAsync(RegistreraPlanbeslutCommand request, Plan plan, Planunderlag underlag, CancellationToken cancellationToken)
    {
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
        })];
        if (plan.Tillstand == Plantillstand.Utkast)
        {
            if (!string.IsNullOrWhiteSpace(request.Delegationspunkt))
            {
                hinder.Add(new("inte-delegerbart", "Planen beslutas av nämnden. Ange paragrafen.", Plangang.EjDelegerbartLagrum, nameof(request.Delegationspunkt)));
            }
            hinder.AddRange(Programregler.ProvaPlanbeslut(program, sammantrade));
            hinder.AddRange(await Planolikheter.ProvaAsync(db, plan.Id, rader, cancellationToken));
        }
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }

        // Vad som står utan rad skrivs om, så att planen bär hela registret som det var när den beslutades.
        var utan = Plangang.Utan(rader, register);
        var version = Version(plan, rader, utan, 1, sammantrade, Paragraf(request), Programregler.Gallande(program, sammantrade)?.Id, null);
        await FrysAsync(plan, version, utan, BeslutaSql, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry(Planversioner.Beslutad,
            $"Uppföljningsplan {plan.Ar} beslutad av {plan.Namnd} {sammantrade.Iso()}, § {version.Paragraf}: {Plantext.Antal(rader.Count, "rad", "rader")}, {utan.Count} utan rad. Planen är fryst.",
            new
            {
                PlanId = plan.Id,
                plan.Ar,
                Sammantrade = sammantrade,
                version.Paragraf,
                Rader = rader.Count,
                UtanRad = utan.Count,
                version.Checksumma,
                version.ProgramId,
                Version = version.Nr,
                Forutsattningar = (await Planforutsattningar.LasAsync(db, plan, underlag.Regler, cancellationToken)).AttSpara(),
            }));
    }

    private async Task<Result<Unit>> RevideringAsync(RegistreraPlanbeslutCommand request, Plan plan, Planunderlag underlag, CancellationToken cancellationToken)
    {
        var forra = (await Planversioner.LasAsync(db, plan, cancellationToken))[^1];
        if (await Planversioner.InnehallAsync(db, plan, forra, cancellationToken) is not { } fryst) { return Result<Unit>.Refused(Planversioner.Ostamd); }

        var (rader, register) = (underlag.Rader, underlag.Forslag());
        var beslutad = request.Sammantrade!.Value;
        var delegerad = !string.IsNullOrWhiteSpace(request.Delegationspunkt);
        var skillnad = Planskillnad.MellanVersioner(fryst.Rader, rader, fryst.Utan, underlag.Utan, plan.Ar);
        var program = await Programversioner.LasAsync(db, cancellationToken);
        List<Hinder> hinder =
        [
            .. Plangang.ProvaRevideringsbeslut(new Planrevideringsbeslut
            {
                Tillstand = plan.Tillstand,
                Beslutad = beslutad,
                Delegerad = delegerad,
                ForraBeslutet = forra.Sammantrade,
                Idag = clock.Idag(),
                Skillnad = skillnad,
                Rader = rader,
                Utan = underlag.Utan,
                Register = register,
            }),
            .. delegerad ? [] : Programregler.ProvaPlanbeslut(program, beslutad),
            .. await Planolikheter.ProvaAsync(db, plan.Id, rader, cancellationToken),
        ];
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }

        var utan = Plangang.Utan(rader, underlag.Utan, register);
        var paragraf = delegerad ? Planbeslutspunkt.Delegerad(request.Delegationspunkt!) : Paragraf(request);
        var version = Version(plan, rader, utan, forra.Nr + 1, beslutad, paragraf, delegerad ? plan.ProgramId : Programregler.Gallande(program, beslutad)?.Id, plan.Revideringsskal);
        await FrysAsync(plan, version, utan, delegerad ? DelegeratSql : BeslutaSql, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry(Planversioner.Andrad,
            $"Ändring av uppföljningsplan {plan.Ar} beslutad {(delegerad ? "på delegation " : $"av {plan.Namnd} ")}{beslutad.Iso()}, {Planbeslutspunkt.Text(paragraf)}: version {version.Nr}, "
                + $"{Antal(skillnad.Tillkomna.Count, "ny", "nya")}, {Antal(skillnad.Borttagna.Count, "borttagen", "borttagna")} och {Antal(skillnad.Andrade.Count, "ändrad rad", "ändrade rader")}. Planen är fryst.",
            new
            {
                PlanId = plan.Id,
                plan.Ar,
                Version = version.Nr,
                Beslutad = beslutad,
                version.Paragraf,
                version.Skal,
                Nya = skillnad.Tillkomna.Count,
                Borttagna = skillnad.Borttagna.Count,
                Andrade = skillnad.Andrade.Count,
                version.Checksumma,
                Forutsattningar = (await Planforutsattningar.LasAsync(db, plan, underlag.Regler, cancellationToken)).AttSpara(version.Skal),
            }));
    }

    private Planversion Version(Plan plan, IReadOnlyList<Planrad> rader, IReadOnlyList<UtanRad> utan, int nr, DateOnly beslutad, string paragraf, Guid? programId, string? skal) => new()
    {
        Nr = nr,
        Sammantrade = beslutad,
        Paragraf = paragraf,
        Checksumma = Plansumma.Av(plan.NamndId, plan.Ar, rader, utan),
        ProgramId = programId,
        Skal = skal,
        RegistreradAv = anvandare.Namn,
        Registrerad = clock.GetUtcNow(),
    };

    private async Task FrysAsync(Plan plan, Planversion version, IReadOnlyList<UtanRad> utan, string planSql, CancellationToken cancellationToken)
    {
        // En plan från innan diariet fördes här får sitt nummer senast när den beslutas (OFF-01).
        if (plan.Diarienummer is null) { await Diarium.GeAsync(db, plan.NamndId, plan.Id, clock.GetUtcNow(), cancellationToken); }
        await Planrader.SkrivUtanAsync(db, plan.Id, utan, ny: false, cancellationToken);
        await Planversioner.FrysAsync(db, plan.Id, version, medGranskningar: true, cancellationToken);
        await db.ExecuteAsync(planSql, new { PlanId = plan.Id, version.Sammantrade, version.Paragraf, version.Checksumma, version.ProgramId, version.Nr }, cancellationToken);
    }

    private static string Paragraf(RegistreraPlanbeslutCommand request) => request.Paragraf.Replace("§", "", StringComparison.Ordinal).Trim();

    private static string Antal(int antal, string ental, string flertal) => Plantext.Antal(antal, ental, flertal);
}
