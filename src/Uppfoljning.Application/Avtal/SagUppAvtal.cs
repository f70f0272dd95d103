using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>Registrerar att avtalet är uppsagt, av kommunen eller utföraren (K8). Slutdatumet räknas av uppsägningstiden om ingen annan dag anges med skäl.</summary>
[Kraver(Roll.Beslutsfattare)]
public sealed record SagUppAvtalCommand : Avtalsavslut
{
    public Avtalspartsida? AvslutAv { get; init; }

    public DateOnly? AvslutBesked { get; init; }

    public string? UpphorSkal { get; init; }
}

public sealed class SagUppAvtalValidator : AvtalsavslutValidator<SagUppAvtalCommand>
{
    public SagUppAvtalValidator() : base("Skälet", "sägas upp") =>
        RuleFor(c => c.UpphorSkal).MaximumLength(300).WithMessage("Skälet får ha högst 300 tecken.");
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

        var hinder = Avtalsgang.Prova(request.Med(avtal.Fakta()) with
        {
            AvslutAv = request.AvslutAv,
            AvslutBesked = request.AvslutBesked,
            UpphorSkal = request.UpphorSkal,
        }, Avtalstillstand.Uppsagt, idag);
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }

        var av = request.AvslutAv!.Value;
        var besked = request.AvslutBesked!.Value;
        var raknad = Avtalsgang.Uppsagningsslut(besked, avtal.UppsagningstidManader, avtal.Slut);
        var upphor = request.Upphor ?? raknad!.Value.Dag;
        var hur = upphor == raknad?.Dag ? string.Join(" ", raknad.Value.Steg) : request.UpphorSkal!.Trim();
        var beslut = av == Avtalspartsida.Kommunen ? $"{request.Beslut!.Trim()}, {request.Beslutad!.Value.Iso()}" : null;
        var skal = request.Skal();
        await db.ExecuteAsync(SagUppSql, new { request.AvtalId, request.AvslutBesked, Av = av.ToString(), Upphor = upphor, Skal = skal, Beslut = beslut }, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Avtal uppsagt",
            $"{av.Text()} sade upp avtalet {avtal.Benamning} {besked.Iso()}. Det upphör {upphor.Iso()}. {skal}{(beslut is null ? "" : $" Beslut: {beslut}.")}",
            new { request.AvtalId, Av = av, Besked = besked, Upphor = upphor, SlutFore = avtal.Slut, Hur = hur, request.UtforarenHord }));
    }
}
