using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>Lägger till en förlängning som avtalet ger rätt till, efter dem som redan finns.</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record LaggTillForlangningCommand : Forlangningsuppgifter, ICommand<Guid>, IVersionsbunden
{
    public Guid AvtalId { get; init; }

    public int Version { get; init; }

    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed class LaggTillForlangningValidator : ForlangningsuppgifterValidator<LaggTillForlangningCommand>;

public sealed class LaggTillForlangningHandler(DbSession db, TimeProvider clock) : IRequestHandler<LaggTillForlangningCommand, Result<Guid>>
{
    public async Task<Result<Guid>> Handle(LaggTillForlangningCommand request, CancellationToken cancellationToken)
    {
        if (await Avtalsganglasning.UnderlagAsync(db, request.AvtalId, clock.Idag(), cancellationToken) is not { } avtal) { return Result<Guid>.NotFound(); }

        var rader = await Forlangningsskrivning.RaderAsync(db, avtal, cancellationToken);
        var rad = new Forlangningsrad
        {
            Id = Guid.CreateVersion7(),
            Nr = rader.Count == 0 ? 1 : rader[^1].Nr + 1,
            Manader = request.Manader!.Value,
            BeskedManader = request.BeskedManader,
            SistaBesked = request.SistaBesked,
        };
        IReadOnlyList<Forlangningsrad> alla = [.. rader, rad];
        var hinder = Forlangningsskrivning.Prova(avtal, alla, rad.Nr);
        if (hinder.Count > 0) { return Result<Guid>.Refused(hinder); }

        await Forlangningsskrivning.LaggInAsync(db, avtal.Id, rad, cancellationToken);
        await Forlangningsskrivning.FaltenAsync(db, avtal, alla, cancellationToken);
        return Result<Guid>.Ok(rad.Id, new AuditEntry("Förlängning tillagd", $"Förlängning {rad.Nr} av avtalet {avtal.Benamning} tillagd: {Forlangningsskrivning.Mening(rad)}.",
            new { request.AvtalId, rad.Nr, rad.Manader, rad.BeskedManader, rad.SistaBesked }));
    }
}
