using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>Registrerar nämndens eller delegatens beslut att häva avtalet (K9, AVV-06).</summary>
[Kraver(Roll.Beslutsfattare)]
public sealed record HavAvtalCommand : Avtalsavslut
{
    public bool KanInteRattas { get; init; }

    public string? KanInteRattasSkal { get; init; }

    public string? PlanForBrukarna { get; init; }
}

public sealed class HavAvtalValidator : AvtalsavslutValidator<HavAvtalCommand>
{
    public HavAvtalValidator() : base("Beskrivningen", "hävas")
    {
        RuleFor(c => c.KanInteRattasSkal).MaximumLength(300).WithMessage("Skälet får ha högst 300 tecken.");
        RuleFor(c => c.PlanForBrukarna).MaximumLength(2000).WithMessage("Planen får ha högst 2 000 tecken.");
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

        var hinder = Avtalsgang.Prova(request.Med(avtal.Fakta()) with
        {
            KanInteRattas = request.KanInteRattas,
            KanInteRattasSkal = request.KanInteRattasSkal,
            PlanForBrukarna = request.PlanForBrukarna,
        }, Avtalstillstand.Havt, idag);
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }

        var upphor = request.Upphor!.Value;
        var beslut = $"{request.Beslut!.Trim()}, {request.Beslutad!.Value.Iso()}";
        var skal = request.Skal();
        await db.ExecuteAsync(HavSql, new { request.AvtalId, request.Beslutad, Upphor = upphor, Skal = skal, Beslut = beslut }, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Avtal hävt",
            $"Avtalet {avtal.Benamning} hävt från {upphor.Iso()}. {skal} Utföraren hördes {request.UtforarenHord!.Value.Iso()}. Beslut: {beslut}.",
            new { request.AvtalId, Upphor = upphor, SlutFore = avtal.Slut, avtal.RattelseSenast, request.KanInteRattas, request.KanInteRattasSkal, Plan = request.PlanForBrukarna!.Trim() }));
    }
}
