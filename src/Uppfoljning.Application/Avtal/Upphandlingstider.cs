using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Avtal;

namespace Uppfoljning.Application.Avtal;

/// <summary>Kommunens egna tider för en upphandling, för administration: de som gäller och de som har gällt.</summary>
[Kraver(Roll.Administrator)]
public sealed record UpphandlingstiderQuery : IQuery<Upphandlingstiderblad>, IKommunbunden;

/// <summary>Installda: de som inställningarna ger innan någon har sparat på sidan.</summary>
public sealed record Upphandlingstiderblad(Avtalsdatumtider Installda, IReadOnlyList<Upphandlingstidrad> Historik)
{
    public Upphandlingstidrad? Galler => Historik.Count > 0 ? Historik[0] : null;

    public AndraUpphandlingstiderCommand Andring => AndraUpphandlingstiderCommand.Av(Galler?.Tider ?? Installda, Galler?.Nr ?? 0);
}

public sealed record Upphandlingstidrad
{
    public int Nr { get; init; }

    public int ForberedelseDagar { get; init; }

    public int AnbudDagar { get; init; }

    public int UtvarderingDagar { get; init; }

    public int BeredningDagar { get; init; }

    public int OverprovningDagar { get; init; }

    public int InforandeDagar { get; init; }

    public DateTimeOffset Andrad { get; init; }

    public string AndradAv { get; init; } = "";

    public Avtalsdatumtider Tider => new()
    {
        ForberedelseDagar = ForberedelseDagar,
        AnbudDagar = AnbudDagar,
        UtvarderingDagar = UtvarderingDagar,
        BeredningDagar = BeredningDagar,
        OverprovningDagar = OverprovningDagar,
        InforandeDagar = InforandeDagar,
    };
}

/// <summary>Sparar kommunens egna tider. De gamla står kvar som historik.</summary>
[Kraver(Roll.Administrator)]
public sealed record AndraUpphandlingstiderCommand : ICommand<Unit>, IKommunbunden
{
    /// <summary>Numret på de tider som användaren såg; noll när inga var sparade.</summary>
    public int Nr { get; init; }

    public int? ForberedelseDagar { get; init; }

    public int? AnbudDagar { get; init; }

    public int? UtvarderingDagar { get; init; }

    public int? BeredningDagar { get; init; }

    public int? OverprovningDagar { get; init; }

    public int? InforandeDagar { get; init; }

    internal static AndraUpphandlingstiderCommand Av(Avtalsdatumtider tider, int nr) => new()
    {
        Nr = nr,
        ForberedelseDagar = tider.ForberedelseDagar,
        AnbudDagar = tider.AnbudDagar,
        UtvarderingDagar = tider.UtvarderingDagar,
        BeredningDagar = tider.BeredningDagar,
        OverprovningDagar = tider.OverprovningDagar,
        InforandeDagar = tider.InforandeDagar,
    };
}

public sealed class AndraUpphandlingstiderValidator : AbstractValidator<AndraUpphandlingstiderCommand>
{
    public AndraUpphandlingstiderValidator()
    {
        Dagar(RuleFor(c => c.ForberedelseDagar));
        Dagar(RuleFor(c => c.AnbudDagar));
        Dagar(RuleFor(c => c.UtvarderingDagar));
        Dagar(RuleFor(c => c.BeredningDagar));
        Dagar(RuleFor(c => c.OverprovningDagar));
        Dagar(RuleFor(c => c.InforandeDagar));
    }

    private static void Dagar(IRuleBuilderInitial<AndraUpphandlingstiderCommand, int?> regel) => regel
        .Cascade(CascadeMode.Stop)
        .NotNull().WithMessage("Ange antal dagar som ett heltal.")
        .InclusiveBetween(0, Avtalsdatumtider.Hogst).WithMessage($"Antalet dagar ska vara mellan 0 och {Avtalsdatumtider.Hogst}.");
}

public sealed class UpphandlingstiderHandler(DbSession db, Avtalsdatumtider installda, TimeProvider clock, IAnvandarkontext anvandare)
    : IRequestHandler<UpphandlingstiderQuery, Result<Upphandlingstiderblad>>, IRequestHandler<AndraUpphandlingstiderCommand, Result<Unit>>
{
    private const string HistorikSql = """
        SELECT Nr, ForberedelseDagar, AnbudDagar, UtvarderingDagar, BeredningDagar, OverprovningDagar, InforandeDagar, Andrad, AndradAv
        FROM Upphandlingstid
        ORDER BY Nr DESC
        OFFSET 0 ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    private const string NySql = """
        INSERT INTO Upphandlingstid (Id, Nr, ForberedelseDagar, AnbudDagar, UtvarderingDagar, BeredningDagar, OverprovningDagar, InforandeDagar, Andrad, AndradAv)
        VALUES (@Id, @Nr, @ForberedelseDagar, @AnbudDagar, @UtvarderingDagar, @BeredningDagar, @OverprovningDagar, @InforandeDagar, @Andrad, @AndradAv)
        """;

    public async Task<Result<Upphandlingstiderblad>> Handle(UpphandlingstiderQuery request, CancellationToken cancellationToken) =>
        Result<Upphandlingstiderblad>.Ok(new(installda, await db.QueryAsync<Upphandlingstidrad>(HistorikSql, new { Limit = Page<int>.Storlek }, cancellationToken)));

    public async Task<Result<Unit>> Handle(AndraUpphandlingstiderCommand request, CancellationToken cancellationToken)
    {
        var galler = await db.SingleOrDefaultAsync<Upphandlingstidrad>(HistorikSql, new { Limit = 1 }, cancellationToken);
        if ((galler?.Nr ?? 0) != request.Nr)
        {
            return Result<Unit>.Conflict(new Hinder("andrad-av-annan", $"{galler?.AndradAv ?? "Någon annan"} ändrade tiderna efter att du öppnade sidan. Det du skrev finns kvar; jämför och spara igen."));
        }

        var ny = new Upphandlingstidrad
        {
            Nr = request.Nr + 1,
            ForberedelseDagar = request.ForberedelseDagar!.Value,
            AnbudDagar = request.AnbudDagar!.Value,
            UtvarderingDagar = request.UtvarderingDagar!.Value,
            BeredningDagar = request.BeredningDagar!.Value,
            OverprovningDagar = request.OverprovningDagar!.Value,
            InforandeDagar = request.InforandeDagar!.Value,
            Andrad = clock.GetUtcNow(),
            AndradAv = anvandare.Namn,
        };
        var fore = galler?.Tider ?? installda;
        if (ny.Tider == fore) { return Result<Unit>.Refused(new Hinder("oforandrat", "Tiderna är desamma som de som gäller. Ändra någon av dem, eller avbryt.")); }

        await db.ExecuteAsync(NySql, new
        {
            Id = Guid.CreateVersion7(),
            ny.Nr,
            ny.ForberedelseDagar,
            ny.AnbudDagar,
            ny.UtvarderingDagar,
            ny.BeredningDagar,
            ny.OverprovningDagar,
            ny.InforandeDagar,
            ny.Andrad,
            ny.AndradAv,
        }, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Upphandlingstider ändrade", "Kommunens tider för en upphandling sparade. Avtalens datum räknas om med dem.", new { Fore = fore, Efter = ny.Tider }));
    }
}

/// <summary>De tider som gäller: de som en administratör har sparat senast, annars inställningarnas.</summary>
internal static class Upphandlingstidregister
{
    private const string GallerSql = """
        SELECT Nr, ForberedelseDagar, AnbudDagar, UtvarderingDagar, BeredningDagar, OverprovningDagar, InforandeDagar, Andrad, AndradAv
        FROM Upphandlingstid
        ORDER BY Nr DESC
        OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY
        """;

    public static async Task<Avtalsdatumtider> LasAsync(DbSession db, Avtalsdatumtider installda, CancellationToken cancellationToken) =>
        (await db.SingleOrDefaultAsync<Upphandlingstidrad>(GallerSql, null, cancellationToken))?.Tider ?? installda;
}
