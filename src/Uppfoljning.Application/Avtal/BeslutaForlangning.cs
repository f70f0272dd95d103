using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>Beslutar nästa förlängning (K3): slutdatumet flyttas, och det som gällde står kvar på förlängningen och i historiken.</summary>
[Kraver(Roll.Beslutsfattare)]
public sealed record BeslutaForlangningCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid AvtalId { get; init; }

    public int Version { get; init; }

    public DateOnly? Beslutad { get; init; }

    public string Beslut { get; init; } = "";

    /// <summary>Om avtalet är ett direktivstyrt ramavtal; frågas när den sammanlagda tiden passerar fyra år eller inte kan räknas.</summary>
    public bool? Ramavtal { get; init; }

    public string? SarskildaSkal { get; init; }

    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed class BeslutaForlangningValidator : AbstractValidator<BeslutaForlangningCommand>
{
    public BeslutaForlangningValidator()
    {
        RuleFor(c => c.Beslut).NotEmpty().WithMessage("Ange beslutet, till exempel paragrafen eller delegationsbeslutets nummer.").MaximumLength(200).WithMessage("Beslutet får ha högst 200 tecken.");
        RuleFor(c => c.SarskildaSkal).MaximumLength(1000).WithMessage("Skälen får ha högst 1 000 tecken.");
    }
}

public sealed class BeslutaForlangningHandler(DbSession db, TimeProvider clock) : IRequestHandler<BeslutaForlangningCommand, Result<Unit>>
{
    private const string BeslutaSql = """
        UPDATE Avtalsforlangning
        SET Beslutad = @Beslutad, Beslut = @Beslut, SlutFore = @SlutFore, NyttSlut = @NyttSlut
        WHERE AvtalId = @AvtalId AND Nr = @Nr AND Beslutad IS NULL
        """;

    private const string SlutSql = "UPDATE Avtal SET Slut = @NyttSlut WHERE Id = @AvtalId";

    public async Task<Result<Unit>> Handle(BeslutaForlangningCommand request, CancellationToken cancellationToken)
    {
        var idag = clock.Idag();
        if (await Avtalsganglasning.UnderlagAsync(db, request.AvtalId, idag, cancellationToken) is not { } avtal) { return Result<Unit>.NotFound(); }

        var rader = await Forlangningsskrivning.RaderAsync(db, avtal, cancellationToken);
        IReadOnlyList<Forlangning> forlangningar = [.. rader.Select(r => r.Forlangning())];
        var hinder = Forlangningar.Prova(new()
        {
            Tillstand = avtal.Tillstand,
            Start = avtal.Start,
            Slut = avtal.Slut,
            Regler = avtal.Regler,
            Forlangningar = forlangningar,
            Beslutad = request.Beslutad,
            Ramavtal = request.Ramavtal,
            SarskildaSkal = request.SarskildaSkal,
        }, idag);
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }

        var slut = avtal.Slut!.Value;
        var period = Forlangningar.Kommande(slut, forlangningar)[0];
        var nr = period.Forlangning.Nr;
        var beslut = request.Beslut.Trim();
        await db.ExecuteAsync(BeslutaSql, new { request.AvtalId, Nr = nr, request.Beslutad, Beslut = beslut, SlutFore = slut, NyttSlut = period.Till }, cancellationToken);
        await db.ExecuteAsync(SlutSql, new { request.AvtalId, NyttSlut = period.Till }, cancellationToken);
        await Forlangningsskrivning.FaltenAsync(db, avtal, rader.Where(r => r.Nr != nr), cancellationToken);
        var skal = request.Ramavtal == true ? $" Särskilda skäl för ett ramavtal längre än fyra år: {request.SarskildaSkal!.Trim()}" : "";
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Förlängning beslutad",
            $"Förlängning {nr} av avtalet {avtal.Benamning} beslutad {request.Beslutad!.Value.Iso()} ({beslut}). Avtalet slutar {period.Till.Iso()} i stället för {slut.Iso()}.{skal}",
            new { request.AvtalId, Nr = nr, request.Beslutad, SlutFore = slut, NyttSlut = period.Till, request.Ramavtal }));
    }
}
