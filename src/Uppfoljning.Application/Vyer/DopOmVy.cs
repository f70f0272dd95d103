using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Vyer;

/// <summary>Ger en av användarens vyer ett annat namn.</summary>
[Oppen(Vyregler.Skal)]
public sealed record DopOmVyCommand : ICommand<SparadVy>
{
    public Guid VyId { get; init; }

    public string Namn { get; init; } = "";
}

public sealed class DopOmVyValidator : AbstractValidator<DopOmVyCommand>
{
    public DopOmVyValidator() => RuleFor(c => c.Namn).Namn();
}

public sealed class DopOmVyHandler(DbSession db, IAnvandarkontext anvandare) : IRequestHandler<DopOmVyCommand, Result<SparadVy>>
{
    private const string AntalSql = "SELECT COUNT(*) FROM SparadVy WHERE AnvandareId = @AnvandareId AND Lista = @Lista AND Namn = @Namn AND Id <> @VyId";

    private const string DopOmSql = "UPDATE SparadVy SET Namn = @Namn WHERE Id = @VyId AND AnvandareId = @AnvandareId";

    public async Task<Result<SparadVy>> Handle(DopOmVyCommand request, CancellationToken cancellationToken)
    {
        var fore = await db.SingleOrDefaultAsync<SparadVy>(SparadVyHandler.VySql, new { request.VyId, AnvandareId = anvandare.Id }, cancellationToken);
        if (fore is null) { return Result<SparadVy>.NotFound(); }

        var rad = new { request.VyId, AnvandareId = anvandare.Id, Lista = fore.Lista.ToString(), Namn = request.Namn.Trim() };
        if (await db.SingleOrDefaultAsync<int>(AntalSql, rad, cancellationToken) > 0)
        {
            return Result<SparadVy>.Refused(new Hinder("finns-redan", "Du har redan en vy med det namnet i listan.", Falt: nameof(request.Namn)));
        }
        await db.ExecuteAsync(DopOmSql, rad, cancellationToken);
        return Result<SparadVy>.Ok(fore with { Namn = rad.Namn }, new AuditEntry("Vy omdöpt", $"Vyn {fore.Namn} heter nu {rad.Namn}.", new { request.VyId }));
    }
}
