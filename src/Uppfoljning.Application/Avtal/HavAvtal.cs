using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>Registrerar nämndens eller delegatens beslut att häva avtalet (K9, AVV-06).</summary>
[Kraver(Roll.Beslutsfattare)]
public sealed record HavAvtalCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid AvtalId { get; init; }

    public int Version { get; init; }

    public string? Avtalspunkt { get; init; }

    public string? AvslutSkal { get; init; }

    public DateOnly? UtforarenHord { get; init; }

    public bool KanInteRattas { get; init; }

    public string? KanInteRattasSkal { get; init; }

    public string? Beslut { get; init; }

    public DateOnly? Beslutad { get; init; }

    public DateOnly? Upphor { get; init; }

    public string? PlanForBrukarna { get; init; }

    public bool Bekraftat { get; init; }

    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed class HavAvtalValidator : AbstractValidator<HavAvtalCommand>
{
    public HavAvtalValidator()
    {
        RuleFor(c => c.Avtalspunkt).MaximumLength(100).WithMessage("Avtalspunkten får ha högst 100 tecken.");
        RuleFor(c => c.AvslutSkal).MaximumLength(1000).WithMessage("Beskrivningen får ha högst 1 000 tecken.");
        RuleFor(c => c.KanInteRattasSkal).MaximumLength(300).WithMessage("Skälet får ha högst 300 tecken.");
        RuleFor(c => c.Beslut).MaximumLength(150).WithMessage("Beslutet får ha högst 150 tecken.");
        RuleFor(c => c.PlanForBrukarna).MaximumLength(2000).WithMessage("Planen får ha högst 2 000 tecken.");
        RuleFor(c => c.Bekraftat).Equal(true).WithMessage("Bekräfta att avtalet ska hävas. Det går inte att ångra.");
    }
}

public sealed class HavAvtalHandler(DbSession db, TimeProvider clock) : IRequestHandler<HavAvtalCommand, Result<Unit>>
{
    // Är avtalet redan uppsagt står dess ursprungliga slut kvar.
    private const string HavSql = """
        UPDATE Avtal
        SET Tillstand = 'Havt', AvslutSort = 'Havning', AvslutBesked = @Beslutad, AvslutAv = 'Kommunen',
            SlutForeAvslut = CASE WHEN AvslutSort IS NULL THEN Slut ELSE SlutForeAvslut END, Slut = @Upphor, AvslutSkal = @Skal, AvslutBeslut = @Beslut
        WHERE Id = @AvtalId
        """;

    public async Task<Result<Unit>> Handle(HavAvtalCommand request, CancellationToken cancellationToken)
    {
        var idag = clock.Idag();
        if (await Avtalsganglasning.UnderlagAsync(db, request.AvtalId, idag, cancellationToken) is not { } avtal) { return Result<Unit>.NotFound(); }

        var hinder = Avtalsgang.Prova(avtal.Fakta() with
        {
            Avtalspunkt = request.Avtalspunkt,
            AvslutSkal = request.AvslutSkal,
            UtforarenHord = request.UtforarenHord,
            KanInteRattas = request.KanInteRattas,
            KanInteRattasSkal = request.KanInteRattasSkal,
            Beslut = request.Beslut,
            Beslutad = request.Beslutad,
            Upphor = request.Upphor,
            PlanForBrukarna = request.PlanForBrukarna,
        }, Avtalstillstand.Havt, idag);
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }

        var upphor = request.Upphor!.Value;
        var beslut = $"{request.Beslut!.Trim()}, {request.Beslutad!.Value.Iso()}";
        var skal = $"{request.Avtalspunkt!.Trim()}. {request.AvslutSkal!.Trim()}";
        await db.ExecuteAsync(HavSql, new { request.AvtalId, request.Beslutad, Upphor = upphor, Skal = skal, Beslut = beslut }, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Avtal hävt",
            $"Avtalet {avtal.Benamning} hävt från {upphor.Iso()}. {skal} Utföraren hördes {request.UtforarenHord!.Value.Iso()}. Beslut: {beslut}.",
            new { request.AvtalId, Upphor = upphor, SlutFore = avtal.Slut, avtal.RattelseSenast, request.KanInteRattas, request.KanInteRattasSkal, Plan = request.PlanForBrukarna!.Trim() }));
    }
}
