using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Atkomst;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Anvandare;

/// <summary>Det som den som utser en ersättare fyller i.</summary>
public abstract record Ersattaruppgifter
{
    public Guid? NamndId { get; init; }

    public Guid? AnvandareId { get; init; }

    /// <summary>De roller som ersättaren får; tom betyder alla som den ersatta har och som får lånas ut.</summary>
    public IReadOnlyList<Roll> Roller { get; init; } = [];

    public DateOnly? FranDag { get; init; }

    public DateOnly? TillDag { get; init; }

    public string Skal { get; init; } = "";
}

/// <summary>Utser en ersättare för en person: hon har personens roller i en nämnd, alla eller några, från en dag till en annan.</summary>
[Kraver(Roll.Administrator)]
public sealed record UtseErsattareCommand : Ersattaruppgifter, ICommand<Guid>, IKommunbunden
{
    public Guid? ForAnvandareId { get; init; }
}

/// <summary>Utser en ersättare för en själv. Beslutsfattarens och revisorns roller lånas inte ut så; det gör en administratör efter nämndens beslut.</summary>
[Oppen("Gäller bara den inloggades egna roller; handlaren läser dem på hennes id.")]
public sealed record UtseMinErsattareCommand : Ersattaruppgifter, ICommand<Guid>;

internal static class Ersattarregler
{
    public const int LangstaSkal = 500;

    /// <summary>Nämnden avgör vem som beslutar på dess vägnar (7 kap. 5 § KL), och den som granskas utser inte granskaren.</summary>
    public const Roll UtsesAvAdministrator = Roll.Beslutsfattare | Roll.Revisor;

    public static readonly Lagrum Delegation = Lagrum.Kl(7, 5);

    /// <summary>Skälet till att det egna inte prövas mot någon roll.</summary>
    public const string Egna = "Visar bara den inloggades egna ersättarskap; varje sats går på hennes id.";

    public static void Uppgifter<T>(this AbstractValidator<T> v) where T : Ersattaruppgifter
    {
        v.RuleFor(c => c.NamndId).NotNull().WithMessage("Välj nämnd.");
        v.RuleFor(c => c.AnvandareId).NotNull().WithMessage("Välj vem som ska vara ersättare.");
        v.RuleFor(c => c.Roller).Must(r => r.All(Common.Roller.INamnd.Contains)).WithMessage("Välj roller som ges i nämnder.");
        v.RuleFor(c => c.FranDag).NotNull().WithMessage("Ange första dagen.");
        v.RuleFor(c => c.TillDag).NotNull().WithMessage("Ange sista dagen.");
        v.RuleFor(c => c.Skal).NotEmpty().WithMessage("Ange varför, till exempel semester eller föräldraledighet. Skriv inget om sjukdom.")
            .MaximumLength(LangstaSkal).WithMessage($"Skälet får ha högst {LangstaSkal} tecken.");
    }
}

public sealed class UtseErsattareValidator : AbstractValidator<UtseErsattareCommand>
{
    public UtseErsattareValidator()
    {
        RuleFor(c => c.ForAnvandareId).NotNull().WithMessage("Välj vem som ska ersättas.");
        this.Uppgifter();
    }
}

public sealed class UtseMinErsattareValidator : AbstractValidator<UtseMinErsattareCommand>
{
    public UtseMinErsattareValidator() => this.Uppgifter();
}

public sealed class UtseErsattareHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<UtseErsattareCommand, Result<Guid>>, IRequestHandler<UtseMinErsattareCommand, Result<Guid>>
{
    private const string FaktaSql = """
        SELECT o.Namn AS Ordinarie, o.Inaktiv AS OrdinarieInaktiv, e.Namn AS Ersattare, e.Inaktiv, n.Namn AS Namnd
        FROM Anvandare o
        CROSS JOIN Anvandare e
        CROSS JOIN Namnd n
        WHERE o.Id = @ForAnvandareId AND e.Id = @AnvandareId AND n.Id = @NamndId
        """;

    // Bara egna roller, och bara sådana som gäller någon av dagarna: en lånad roll lånas inte vidare.
    private const string RollerSql = """
        SELECT t.Roll
        FROM Rolltilldelning t
        WHERE t.AnvandareId = @ForAnvandareId AND t.NamndId = @NamndId
          AND (t.FranDag IS NULL OR t.FranDag <= @TillDag) AND (t.TillDag IS NULL OR t.TillDag >= @FranDag)
        """;

    private const string KrockSql = """
        SELECT e.FranDag, e.TillDag
        FROM Ersattare e
        WHERE e.ForAnvandareId = @ForAnvandareId AND e.AnvandareId = @AnvandareId AND e.NamndId = @NamndId
          AND e.Aterkallad IS NULL AND e.FranDag <= @TillDag AND e.TillDag >= @FranDag
        ORDER BY e.FranDag
        OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY
        """;

    private const string ArbetarSql = "SELECT COUNT(*) FROM Rolltilldelning WHERE AnvandareId = @AnvandareId AND NamndId = @NamndId AND (TillDag IS NULL OR TillDag >= @Idag)";

    private const string UtseSql = """
        INSERT INTO Ersattare (Id, ForAnvandareId, AnvandareId, NamndId, FranDag, TillDag, Skal, Utsedd, UtseddAv)
        VALUES (@Id, @ForAnvandareId, @AnvandareId, @NamndId, @FranDag, @TillDag, @Skal, @Utsedd, @UtseddAv)
        """;

    private const string RollSql = "INSERT INTO Ersattarroll (ErsattareId, Roll) VALUES (@ErsattareId, @Roll)";

    public Task<Result<Guid>> Handle(UtseErsattareCommand request, CancellationToken cancellationToken) =>
        UtseAsync(request, request.ForAnvandareId!.Value, egen: false, cancellationToken);

    public async Task<Result<Guid>> Handle(UtseMinErsattareCommand request, CancellationToken cancellationToken) =>
        anvandare.Id is { } id ? await UtseAsync(request, id, egen: true, cancellationToken) : Result<Guid>.NotFound();

    private async Task<Result<Guid>> UtseAsync(Ersattaruppgifter u, Guid forAnvandareId, bool egen, CancellationToken cancellationToken)
    {
        var (fran, till, idag) = (u.FranDag!.Value, u.TillDag!.Value, clock.Idag());
        var rad = new { Id = Guid.CreateVersion7(), ForAnvandareId = forAnvandareId, u.AnvandareId, u.NamndId, FranDag = fran, TillDag = till, Skal = u.Skal.Trim(), Utsedd = clock.GetUtcNow(), UtseddAv = anvandare.Namn, Idag = idag };
        var fakta = await db.SingleOrDefaultAsync<Fakta>(FaktaSql, rad, cancellationToken);
        if (fakta is null || (egen && !anvandare.NamndRoller.ContainsKey(u.NamndId!.Value)))
        {
            return Result<Guid>.Refused(new Hinder("finns-inte", "Personen eller nämnden finns inte. Välj igen.", Falt: nameof(u.NamndId)));
        }

        var har = (await db.QueryAsync<string>(RollerSql, rad, cancellationToken)).Select(Enum.Parse<Roll>).Distinct().ToList();
        var sparrade = egen ? Ersattarregler.UtsesAvAdministrator : Roll.Ingen;
        var valda = u.Roller.Count > 0 ? u.Roller.Distinct().ToList() : [.. har.Where(r => !sparrade.HasFlag(r))];
        var krock = await db.QueryAsync<Tid>(KrockSql, rad, cancellationToken) is [var forsta, ..] ? forsta : null;
        var hinder = Ersattarskap.Prova(new Ersattarfakta(
            forAnvandareId == u.AnvandareId, fakta.Inaktiv, fakta.OrdinarieInaktiv, har.Count > 0,
            [.. valda.Except(har).Select(r => r.Text())], krock is null ? null : (krock.FranDag, krock.TillDag)), fran, till, idag).ToList();
        if (egen && har.Count > 0 && (valda.Count == 0 || valda.Any(r => sparrade.HasFlag(r))))
        {
            hinder.Add(new("utses-av-administrator",
                "Rollerna beslutsfattare och revisor lånar man inte ut själv: nämnden avgör vem som beslutar på dess vägnar. En administratör lägger in ersättaren efter nämndens beslut.",
                Ersattarregler.Delegation, nameof(u.Roller)));
        }
        // The person chooses among those who already work for the nämnd; who else has an account is not hers to see.
        if (egen && forAnvandareId != u.AnvandareId && await db.SingleOrDefaultAsync<int>(ArbetarSql, rad, cancellationToken) == 0)
        {
            hinder.Add(new("arbetar-inte", "Personen arbetar inte för nämnden. En administratör kan utse någon annan.", Falt: nameof(u.AnvandareId)));
        }
        if (hinder.Count > 0) { return Result<Guid>.Refused(hinder); }

        await db.ExecuteAsync(UtseSql, rad, cancellationToken);
        await db.ExecuteAsync(RollSql, valda.Select(r => new { ErsattareId = rad.Id, Roll = r.ToString() }).ToList(), cancellationToken);
        return Result<Guid>.Ok(rad.Id, new AuditEntry("Ersättare utsedd",
            $"{fakta.Ersattare} är ersättare för {fakta.Ordinarie} i {fakta.Namnd} {fran.Iso()}–{till.Iso()} som {string.Join(", ", valda.Select(r => r.Text().ToLowerInvariant()))}. Skäl: {rad.Skal}",
            new { ErsattareId = rad.Id, ForAnvandareId = forAnvandareId, u.AnvandareId, u.NamndId, FranDag = fran, TillDag = till, Roller = valda }));
    }

    private sealed record Fakta
    {
        public required string Ordinarie { get; init; }

        public bool OrdinarieInaktiv { get; init; }

        public required string Ersattare { get; init; }

        public bool Inaktiv { get; init; }

        public required string Namnd { get; init; }
    }

    private sealed record Tid
    {
        public DateOnly FranDag { get; init; }

        public DateOnly TillDag { get; init; }
    }
}
