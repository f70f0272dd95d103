using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>Ändrar villkoren för en förlängning som inte är beslutad.</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record AndraForlangningCommand : Forlangningsuppgifter, ICommand<Unit>, IVersionsbunden
{
    public Guid AvtalId { get; init; }

    public int Nr { get; init; }

    public int Version { get; init; }

    Guid IArendebunden.ArendeId => AvtalId;

    public static AndraForlangningCommand Av(Avtalsgangblad blad, Forlangningsrad rad) => new()
    {
        AvtalId = blad.Avtal.Id,
        Nr = rad.Nr,
        Version = blad.Avtal.Version,
        Manader = rad.Manader,
        BeskedManader = rad.BeskedManader,
        SistaBesked = rad.SistaBesked,
    };
}

public sealed class AndraForlangningValidator : ForlangningsuppgifterValidator<AndraForlangningCommand>;

public sealed class AndraForlangningHandler(DbSession db, TimeProvider clock) : IRequestHandler<AndraForlangningCommand, Result<Unit>>
{
    private const string AndraSql = """
        UPDATE Avtalsforlangning
        SET Manader = @Manader, BeskedManader = @BeskedManader, SistaBesked = @SistaBesked
        WHERE AvtalId = @AvtalId AND Nr = @Nr AND Beslutad IS NULL
        """;

    public async Task<Result<Unit>> Handle(AndraForlangningCommand request, CancellationToken cancellationToken)
    {
        if (await Avtalsganglasning.UnderlagAsync(db, request.AvtalId, clock.Idag(), cancellationToken) is not { } avtal) { return Result<Unit>.NotFound(); }
        var rader = await Forlangningsskrivning.RaderAsync(db, avtal, cancellationToken);
        if (rader.FirstOrDefault(r => r.Nr == request.Nr) is not { } fore) { return Result<Unit>.NotFound(); }
        if (fore.Beslutad is not null) { return Result<Unit>.Refused(new Domain.Hinder("beslutad", $"Förlängning {fore.Nr} är beslutad och kan inte ändras.")); }

        var rad = fore with { Manader = request.Manader!.Value, BeskedManader = request.BeskedManader, SistaBesked = request.SistaBesked };
        IReadOnlyList<Forlangningsrad> alla = [.. rader.Select(r => r.Nr == rad.Nr ? rad : r)];
        var hinder = Forlangningsskrivning.Prova(avtal, alla, rad.Nr);
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }

        await db.ExecuteAsync(AndraSql, new { request.AvtalId, rad.Nr, rad.Manader, rad.BeskedManader, rad.SistaBesked }, cancellationToken);
        await Forlangningsskrivning.FaltenAsync(db, avtal, alla, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Förlängning ändrad", $"Förlängning {rad.Nr} av avtalet {avtal.Benamning} ändrad: {Forlangningsskrivning.Mening(rad)}.",
            new { request.AvtalId, rad.Nr, rad.Manader, rad.BeskedManader, rad.SistaBesked }));
    }
}
