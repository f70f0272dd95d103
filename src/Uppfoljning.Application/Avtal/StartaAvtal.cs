using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>
/// Noterar att kraven inför start är uppfyllda och startar avtalet när dagen är inne (K2). Är den inte det blir avtalet aktivt av sig självt på
/// startdagen, om IVO-tillståndet då fortfarande gäller.
/// </summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record StartaAvtalCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid AvtalId { get; init; }

    public int Version { get; init; }

    /// <summary>Om verksamheten kräver IVO-tillstånd. Null är inget svar.</summary>
    public bool? IvoKravs { get; init; }

    public string? IvoSkal { get; init; }

    public bool StartkravUppfyllda { get; init; }

    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed class StartaAvtalValidator : AbstractValidator<StartaAvtalCommand>
{
    public StartaAvtalValidator() => RuleFor(c => c.IvoSkal).MaximumLength(500).WithMessage("Skälet får ha högst 500 tecken.");
}

public sealed class StartaAvtalHandler(DbSession db, TimeProvider clock) : IRequestHandler<StartaAvtalCommand, Result<Unit>>
{
    private const string StartaSql = """
        UPDATE Avtal
        SET Tillstand = @Tillstand, IvoKravs = @IvoKravs, IvoSkal = @IvoSkal, StartkravUppfyllda = @Idag
        WHERE Id = @AvtalId
        """;

    public async Task<Result<Unit>> Handle(StartaAvtalCommand request, CancellationToken cancellationToken)
    {
        var idag = clock.Idag();
        if (await Avtalsganglasning.UnderlagAsync(db, request.AvtalId, idag, cancellationToken) is not { } avtal) { return Result<Unit>.NotFound(); }

        var fakta = avtal.Fakta() with { IvoKravs = request.IvoKravs, IvoSkal = request.IvoSkal, StartkravUppfyllda = request.StartkravUppfyllda };
        var hinder = Avtalsgang.Prova(fakta, Avtalstillstand.Aktivt, idag);
        if (avtal.Tillstand != Avtalstillstand.Tecknat)
        {
            hinder = [new("ej-tecknat", $"Bara ett tecknat avtal kan startas. Avtalet är {avtal.Tillstand.Text().ToLowerInvariant()}.")];
        }
        var forTidigt = hinder is [{ Kod: "fore-start" }];
        if (hinder.Count > 0 && !forTidigt) { return Result<Unit>.Refused(hinder); }

        var till = forTidigt ? Avtalstillstand.Tecknat : Avtalstillstand.Aktivt;
        var skal = request.IvoSkal!.Trim();
        await db.ExecuteAsync(StartaSql, new { request.AvtalId, Tillstand = till.ToString(), request.IvoKravs, IvoSkal = skal, Idag = idag }, cancellationToken);
        var ivo = request.IvoKravs == true ? $"IVO-tillstånd krävs och gäller: {skal}" : $"IVO-tillstånd krävs inte: {skal}";
        return Result<Unit>.Ok(Unit.Value, new AuditEntry(forTidigt ? "Startkrav noterade" : "Avtal startat", forTidigt
            ? $"Kraven inför start av avtalet {avtal.Benamning} är uppfyllda. Avtalet blir aktivt {avtal.Start!.Value.Iso()}. {ivo}"
            : $"Avtalet {avtal.Benamning} gick från tecknat till aktivt. {ivo}",
            new { request.AvtalId, request.IvoKravs, Till = till }));
    }
}
