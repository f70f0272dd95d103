using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Avtal;

namespace Uppfoljning.Application.Avtal;

/// <summary>Lägger till en sanktion som avtalet ger, eller ändrar den (AVV-05, AVV-08).</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record SparaAvtalssanktionCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid AvtalId { get; init; }

    /// <summary>Sanktionen som ändras; null när den är ny.</summary>
    public Guid? SanktionId { get; init; }

    public int Version { get; init; }

    public Sanktionssort? Sort { get; init; }

    public long? BeloppOre { get; init; }

    public int? RattelseDagar { get; init; }

    public string? Punkt { get; init; }

    public string? Villkor { get; init; }

    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed class SparaAvtalssanktionValidator : AbstractValidator<SparaAvtalssanktionCommand>
{
    public SparaAvtalssanktionValidator()
    {
        RuleFor(c => c.Sort).NotNull().WithMessage("Välj vilken sanktion det är.");
        RuleFor(c => c.BeloppOre).InclusiveBetween(0, Belopp.StorstOre).WithMessage("Beloppet ska vara noll eller mer, och högst en biljon kronor.");
        RuleFor(c => c.BeloppOre)
            .Null().When(c => c.Sort is { } sort && !sort.HarBelopp())
            .WithMessage("Bara vite, prisavdrag och skadestånd har ett belopp. Töm fältet, eller välj en annan sanktion.");
        RuleFor(c => c.RattelseDagar).InclusiveBetween(0, 1000).WithMessage("Rättelsetiden ska vara mellan 0 och 1000 dagar.");
        RuleFor(c => c.Punkt).MaximumLength(50).WithMessage("Punkten får ha högst 50 tecken.");
        RuleFor(c => c.Villkor).MaximumLength(1000).WithMessage("Villkoret får ha högst 1000 tecken.");
    }
}

/// <summary>Det som formuläret för en sanktion i avtalet visar.</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record AvtalssanktionQuery(Guid AvtalId, Guid? SanktionId) : IQuery<Avtalsdel<SparaAvtalssanktionCommand>>, IArendebunden
{
    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed class SparaAvtalssanktionHandler(DbSession db)
    : IRequestHandler<SparaAvtalssanktionCommand, Result<Unit>>, IRequestHandler<AvtalssanktionQuery, Result<Avtalsdel<SparaAvtalssanktionCommand>>>
{
    private const string EnSql = """
        SELECT Id AS SanktionId, AvtalId, Sort, BeloppOre, RattelseDagar, Punkt, Villkor
        FROM Avtalssanktion
        WHERE Id = @SanktionId AND AvtalId = @AvtalId
        """;

    private const string LaggTillSql = """
        INSERT INTO Avtalssanktion (Id, AvtalId, Sort, BeloppOre, RattelseDagar, Punkt, Villkor)
        VALUES (@Id, @AvtalId, @Sort, @BeloppOre, @RattelseDagar, @Punkt, @Villkor)
        """;

    private const string AndraSql = """
        UPDATE Avtalssanktion
        SET Sort = @Sort, BeloppOre = @BeloppOre, RattelseDagar = @RattelseDagar, Punkt = @Punkt, Villkor = @Villkor
        WHERE Id = @Id AND AvtalId = @AvtalId
        """;

    public async Task<Result<Unit>> Handle(SparaAvtalssanktionCommand request, CancellationToken cancellationToken)
    {
        var rad = new
        {
            Id = request.SanktionId ?? Guid.CreateVersion7(),
            request.AvtalId,
            Sort = request.Sort!.Value.ToString(),
            request.BeloppOre,
            request.RattelseDagar,
            Punkt = string.IsNullOrWhiteSpace(request.Punkt) ? null : request.Punkt.Trim(),
            Villkor = string.IsNullOrWhiteSpace(request.Villkor) ? null : request.Villkor.Trim(),
        };
        if (await db.ExecuteAsync(request.SanktionId is null ? LaggTillSql : AndraSql, rad, cancellationToken) == 0) { return Result<Unit>.NotFound(); }

        var sort = request.Sort.Value.Text().ToLowerInvariant();
        var fakta = new { SanktionId = rad.Id, rad.Sort, rad.BeloppOre, rad.RattelseDagar, rad.Punkt };
        return Result<Unit>.Ok(Unit.Value, request.SanktionId is null
            ? new AuditEntry("Sanktion tillagd", $"Sanktionen {sort} tillagd i avtalet.", fakta)
            : new AuditEntry("Sanktion ändrad", $"Sanktionen {sort} i avtalet ändrad.", fakta));
    }

    public async Task<Result<Avtalsdel<SparaAvtalssanktionCommand>>> Handle(AvtalssanktionQuery request, CancellationToken cancellationToken)
    {
        var huvud = await Avtalshuvud.LasAsync(db, request.AvtalId, cancellationToken);
        var nu = request.SanktionId is null
            ? new SparaAvtalssanktionCommand { AvtalId = request.AvtalId }
            : await db.SingleOrDefaultAsync<SparaAvtalssanktionCommand>(EnSql, request, cancellationToken);
        return huvud is null || nu is null
            ? Result<Avtalsdel<SparaAvtalssanktionCommand>>.NotFound()
            : Result<Avtalsdel<SparaAvtalssanktionCommand>>.Ok(new(request.AvtalId, huvud.Benamning, huvud.Version, nu with { Version = huvud.Version }));
    }
}
