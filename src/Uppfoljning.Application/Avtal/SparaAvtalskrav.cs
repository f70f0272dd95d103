using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Avtal;

/// <summary>Lägger ett krav att följa upp sist i avtalets lista, eller ändrar det och dess plats.</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record SparaAvtalskravCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid AvtalId { get; init; }

    /// <summary>Kravet som ändras; null när det är nytt.</summary>
    public Guid? KravId { get; init; }

    public int Version { get; init; }

    /// <summary>Platsen i listan; tomt är sist för ett nytt krav, och oförändrat för ett som finns.</summary>
    public int? Nr { get; init; }

    public string? Punkt { get; init; }

    public string Krav { get; init; } = "";

    public string? Utlovat { get; init; }

    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed class SparaAvtalskravValidator : AbstractValidator<SparaAvtalskravCommand>
{
    public SparaAvtalskravValidator()
    {
        RuleFor(c => c.Nr).GreaterThan(0).WithMessage("Platsen ska vara 1 eller mer.");
        RuleFor(c => c.Punkt).MaximumLength(50).WithMessage("Punkten får ha högst 50 tecken.");
        RuleFor(c => c.Krav).NotEmpty().WithMessage("Ange vad som krävs.").MaximumLength(1000).WithMessage("Kravet får ha högst 1000 tecken.");
        RuleFor(c => c.Utlovat).MaximumLength(1000).WithMessage("Det utlovade får ha högst 1000 tecken.");
    }
}

/// <summary>Det som formuläret för ett krav i avtalet visar.</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record AvtalskravQuery(Guid AvtalId, Guid? KravId) : IQuery<Avtalsdel<SparaAvtalskravCommand>>, IArendebunden
{
    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed class SparaAvtalskravHandler(DbSession db)
    : IRequestHandler<SparaAvtalskravCommand, Result<Unit>>, IRequestHandler<AvtalskravQuery, Result<Avtalsdel<SparaAvtalskravCommand>>>
{
    private const string EttSql = "SELECT Id AS KravId, AvtalId, Nr, Punkt, Krav, Utlovat FROM Avtalskrav WHERE Id = @KravId AND AvtalId = @AvtalId";

    private const string LaggTillSql = "INSERT INTO Avtalskrav (Id, AvtalId, Nr, Punkt, Krav, Utlovat) VALUES (@Id, @AvtalId, @Nr, @Punkt, @Krav, @Utlovat)";

    private const string AndraSql = "UPDATE Avtalskrav SET Punkt = @Punkt, Krav = @Krav, Utlovat = @Utlovat WHERE Id = @Id AND AvtalId = @AvtalId";

    public async Task<Result<Unit>> Handle(SparaAvtalskravCommand request, CancellationToken cancellationToken)
    {
        var antal = await Avtalskrav.AntalAsync(db, request.AvtalId, cancellationToken);
        int nr;
        if (request.KravId is null) { nr = antal + 1; }
        else
        {
            var fore = await db.SingleOrDefaultAsync<SparaAvtalskravCommand>(EttSql, new { request.KravId, request.AvtalId }, cancellationToken);
            if (fore is null) { return Result<Unit>.NotFound(); }
            nr = fore.Nr!.Value;
        }

        var rad = new { Id = request.KravId ?? Guid.CreateVersion7(), request.AvtalId, Nr = nr, Punkt = Text(request.Punkt), Krav = request.Krav.Trim(), Utlovat = Text(request.Utlovat) };
        await db.ExecuteAsync(request.KravId is null ? LaggTillSql : AndraSql, rad, cancellationToken);

        var till = Math.Min(request.Nr ?? nr, request.KravId is null ? nr : antal);
        await Avtalskravordning.FlyttaAsync(db, request.AvtalId, rad.Id, nr, till, cancellationToken);
        var fakta = new { KravId = rad.Id, Nr = till, rad.Punkt };
        return Result<Unit>.Ok(Unit.Value, request.KravId is null
            ? new AuditEntry("Krav tillagt", $"Krav {till} att följa upp tillagt i avtalet.", fakta)
            : new AuditEntry("Krav ändrat", till == nr ? $"Krav {nr} i avtalet ändrat." : $"Krav {nr} i avtalet ändrat och flyttat till plats {till}.", fakta));
    }

    public async Task<Result<Avtalsdel<SparaAvtalskravCommand>>> Handle(AvtalskravQuery request, CancellationToken cancellationToken)
    {
        var huvud = await Avtalshuvud.LasAsync(db, request.AvtalId, cancellationToken);
        var nu = request.KravId is null
            ? new SparaAvtalskravCommand { AvtalId = request.AvtalId }
            : await db.SingleOrDefaultAsync<SparaAvtalskravCommand>(EttSql, request, cancellationToken);
        return huvud is null || nu is null
            ? Result<Avtalsdel<SparaAvtalskravCommand>>.NotFound()
            : Result<Avtalsdel<SparaAvtalskravCommand>>.Ok(new(request.AvtalId, huvud.Benamning, huvud.Version, nu with { Version = huvud.Version }));
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>Håller kravens nummer 1, 2, 3 utan luckor när ett krav flyttas eller tas bort.</summary>
internal static class Avtalskravordning
{
    private const string PlatsSql = "UPDATE Avtalskrav SET Nr = @Nr WHERE Id = @KravId";

    // A number is taken by one row at a time, also in the middle of a statement; so the rows step aside below zero first.
    private const string UndanSql = "UPDATE Avtalskrav SET Nr = -Nr WHERE AvtalId = @AvtalId AND Nr BETWEEN @Lagst AND @Hogst";

    private const string TillbakaSql = "UPDATE Avtalskrav SET Nr = @Steg - Nr WHERE AvtalId = @AvtalId AND Nr < 0";

    public static async Task FlyttaAsync(DbSession db, Guid avtalId, Guid kravId, int fran, int till, CancellationToken cancellationToken)
    {
        if (fran == till) { return; }
        await db.ExecuteAsync(PlatsSql, new { KravId = kravId, Nr = 0 }, cancellationToken);
        await StegAsync(db, avtalId, Math.Min(fran, till), Math.Max(fran, till), till < fran ? 1 : -1, cancellationToken);
        await db.ExecuteAsync(PlatsSql, new { KravId = kravId, Nr = till }, cancellationToken);
    }

    /// <summary>Flyttar numren i intervallet ett steg; platsen som de flyttas till är ledig.</summary>
    public static async Task StegAsync(DbSession db, Guid avtalId, int lagst, int hogst, int steg, CancellationToken cancellationToken)
    {
        await db.ExecuteAsync(UndanSql, new { AvtalId = avtalId, Lagst = lagst, Hogst = hogst }, cancellationToken);
        await db.ExecuteAsync(TillbakaSql, new { AvtalId = avtalId, Steg = steg }, cancellationToken);
    }
}
