using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Avtal;

/// <summary>Lägger till en part i avtalet, eller ändrar den.</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record SparaAvtalspartCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid AvtalId { get; init; }

    /// <summary>Parten som ändras; null när den är ny.</summary>
    public Guid? PartId { get; init; }

    public int Version { get; init; }

    public Avtalspartsort? Sort { get; init; }

    public string Namn { get; init; } = "";

    public string? Organisationsnummer { get; init; }

    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed class SparaAvtalspartValidator : AbstractValidator<SparaAvtalspartCommand>
{
    public SparaAvtalspartValidator()
    {
        RuleFor(c => c.Sort).NotNull().WithMessage("Välj vad parten är i avtalet.");
        RuleFor(c => c.Namn).NotEmpty().WithMessage("Ange partens namn.").MaximumLength(200).WithMessage("Namnet får ha högst 200 tecken.");
        RuleFor(c => c.Organisationsnummer)
            .Must(text => Organisationsnummer.TryTolka(text, out _))
            .When(c => !string.IsNullOrWhiteSpace(c.Organisationsnummer))
            .WithMessage("Organisationsnumret stämmer inte. Skriv tio siffror, till exempel 556677-8899; den sista är en kontrollsiffra.");
    }
}

/// <summary>Det som formuläret för en part i avtalet visar.</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record AvtalspartQuery(Guid AvtalId, Guid? PartId) : IQuery<Avtalsdel<SparaAvtalspartCommand>>, IArendebunden
{
    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed class SparaAvtalspartHandler(DbSession db)
    : IRequestHandler<SparaAvtalspartCommand, Result<Unit>>, IRequestHandler<AvtalspartQuery, Result<Avtalsdel<SparaAvtalspartCommand>>>
{
    private const string EnSql = "SELECT Id AS PartId, AvtalId, Sort, Namn, Organisationsnummer FROM Avtalspart WHERE Id = @PartId AND AvtalId = @AvtalId";

    private const string LaggTillSql = """
        INSERT INTO Avtalspart (Id, AvtalId, Sort, Namn, Organisationsnummer)
        VALUES (@Id, @AvtalId, @Sort, @Namn, @Organisationsnummer)
        """;

    private const string AndraSql = """
        UPDATE Avtalspart
        SET Sort = @Sort, Namn = @Namn, Organisationsnummer = @Organisationsnummer
        WHERE Id = @Id AND AvtalId = @AvtalId
        """;

    public async Task<Result<Unit>> Handle(SparaAvtalspartCommand request, CancellationToken cancellationToken)
    {
        var rad = new
        {
            Id = request.PartId ?? Guid.CreateVersion7(),
            request.AvtalId,
            Sort = request.Sort!.Value.ToString(),
            Namn = request.Namn.Trim(),
            Organisationsnummer = Organisationsnummer.TryTolka(request.Organisationsnummer, out var nummer) ? nummer : null,
        };
        if (await db.ExecuteAsync(request.PartId is null ? LaggTillSql : AndraSql, rad, cancellationToken) == 0) { return Result<Unit>.NotFound(); }

        var sort = request.Sort.Value.Text().ToLowerInvariant();
        return Result<Unit>.Ok(Unit.Value, request.PartId is null
            ? new AuditEntry("Avtalspart tillagd", $"{rad.Namn} tillagd som {sort} i avtalet.", new { PartId = rad.Id, rad.Sort })
            : new AuditEntry("Avtalspart ändrad", $"Uppgifterna om {rad.Namn}, {sort} i avtalet, ändrade.", new { PartId = rad.Id, rad.Sort }));
    }

    public async Task<Result<Avtalsdel<SparaAvtalspartCommand>>> Handle(AvtalspartQuery request, CancellationToken cancellationToken)
    {
        var huvud = await Avtalshuvud.LasAsync(db, request.AvtalId, cancellationToken);
        var nu = request.PartId is null
            ? new SparaAvtalspartCommand { AvtalId = request.AvtalId }
            : await db.SingleOrDefaultAsync<SparaAvtalspartCommand>(EnSql, request, cancellationToken);
        return huvud is null || nu is null
            ? Result<Avtalsdel<SparaAvtalspartCommand>>.NotFound()
            : Result<Avtalsdel<SparaAvtalspartCommand>>.Ok(new(request.AvtalId, huvud.Benamning, huvud.Version, nu with { Version = huvud.Version }));
    }
}
