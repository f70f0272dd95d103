using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>Registrerar att avtalet är uppsagt, av kommunen eller utföraren (K8). Slutdatumet räknas av uppsägningstiden om ingen annan dag anges med skäl.</summary>
[Kraver(Roll.Beslutsfattare)]
public sealed record SagUppAvtalCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid AvtalId { get; init; }

    public int Version { get; init; }

    public Avtalspartsida? AvslutAv { get; init; }

    public DateOnly? AvslutBesked { get; init; }

    public string? Avtalspunkt { get; init; }

    public string? AvslutSkal { get; init; }

    public string? Beslut { get; init; }

    public DateOnly? Beslutad { get; init; }

    public DateOnly? UtforarenHord { get; init; }

    /// <summary>Null när uppsägningstiden avgör.</summary>
    public DateOnly? Upphor { get; init; }

    public string? UpphorSkal { get; init; }

    public bool Bekraftat { get; init; }

    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed class SagUppAvtalValidator : AbstractValidator<SagUppAvtalCommand>
{
    public SagUppAvtalValidator()
    {
        RuleFor(c => c.Avtalspunkt).MaximumLength(100).WithMessage("Avtalspunkten får ha högst 100 tecken.");
        RuleFor(c => c.AvslutSkal).MaximumLength(1000).WithMessage("Skälet får ha högst 1 000 tecken.");
        RuleFor(c => c.Beslut).MaximumLength(150).WithMessage("Beslutet får ha högst 150 tecken.");
        RuleFor(c => c.UpphorSkal).MaximumLength(300).WithMessage("Skälet får ha högst 300 tecken.");
        RuleFor(c => c.Bekraftat).Equal(true).WithMessage("Bekräfta att avtalet ska sägas upp. Det går inte att ångra.");
    }
}

public sealed class SagUppAvtalHandler(DbSession db, TimeProvider clock) : IRequestHandler<SagUppAvtalCommand, Result<Unit>>
{
    private const string SagUppSql = """
        UPDATE Avtal
        SET Tillstand = 'Uppsagt', AvslutSort = 'Uppsagning', AvslutBesked = @AvslutBesked, AvslutAv = @Av, SlutForeAvslut = Slut, Slut = @Upphor,
            AvslutSkal = @Skal, AvslutBeslut = @Beslut
        WHERE Id = @AvtalId
        """;

    public async Task<Result<Unit>> Handle(SagUppAvtalCommand request, CancellationToken cancellationToken)
    {
        var idag = clock.Idag();
        if (await Avtalsganglasning.UnderlagAsync(db, request.AvtalId, idag, cancellationToken) is not { } avtal) { return Result<Unit>.NotFound(); }

        var hinder = Avtalsgang.Prova(avtal.Fakta() with
        {
            AvslutAv = request.AvslutAv,
            AvslutBesked = request.AvslutBesked,
            Avtalspunkt = request.Avtalspunkt,
            AvslutSkal = request.AvslutSkal,
            Beslut = request.Beslut,
            Beslutad = request.Beslutad,
            UtforarenHord = request.UtforarenHord,
            Upphor = request.Upphor,
            UpphorSkal = request.UpphorSkal,
        }, Avtalstillstand.Uppsagt, idag);
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }

        var av = request.AvslutAv!.Value;
        var besked = request.AvslutBesked!.Value;
        var raknad = Avtalsgang.Uppsagningsslut(besked, avtal.UppsagningstidManader, avtal.Slut);
        var upphor = request.Upphor ?? raknad!.Value.Dag;
        var hur = upphor == raknad?.Dag ? string.Join(" ", raknad.Value.Steg) : request.UpphorSkal!.Trim();
        var beslut = av == Avtalspartsida.Kommunen ? $"{request.Beslut!.Trim()}, {request.Beslutad!.Value.Iso()}" : null;
        var skal = $"{request.Avtalspunkt!.Trim()}. {request.AvslutSkal!.Trim()}";
        await db.ExecuteAsync(SagUppSql, new { request.AvtalId, request.AvslutBesked, Av = av.ToString(), Upphor = upphor, Skal = skal, Beslut = beslut }, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Avtal uppsagt",
            $"{av.Text()} sade upp avtalet {avtal.Benamning} {besked.Iso()}. Det upphör {upphor.Iso()}. {skal}{(beslut is null ? "" : $" Beslut: {beslut}.")}",
            new { request.AvtalId, Av = av, Besked = besked, Upphor = upphor, SlutFore = avtal.Slut, Hur = hur, request.UtforarenHord }));
    }
}
