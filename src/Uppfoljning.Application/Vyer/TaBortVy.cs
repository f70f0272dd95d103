using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Vyer;

/// <summary>Tar bort en av användarens vyer. Det som vyn visade berörs inte.</summary>
[Oppen(Vyregler.Skal)]
public sealed record TaBortVyCommand : ICommand<SparadVy>
{
    public Guid VyId { get; init; }

    public bool Bekraftat { get; init; }
}

public sealed class TaBortVyValidator : AbstractValidator<TaBortVyCommand>
{
    public TaBortVyValidator() => RuleFor(c => c.Bekraftat).Equal(true).WithMessage("Bekräfta att vyn ska tas bort. Det går inte att ångra.");
}

public sealed class TaBortVyHandler(DbSession db, IAnvandarkontext anvandare) : IRequestHandler<TaBortVyCommand, Result<SparadVy>>
{
    private const string TaBortSql = "DELETE FROM SparadVy WHERE Id = @VyId AND AnvandareId = @AnvandareId";

    public async Task<Result<SparadVy>> Handle(TaBortVyCommand request, CancellationToken cancellationToken)
    {
        var rad = new { request.VyId, AnvandareId = anvandare.Id };
        var vy = await db.SingleOrDefaultAsync<SparadVy>(SparadVyHandler.VySql, rad, cancellationToken);
        if (vy is null) { return Result<SparadVy>.NotFound(); }
        await db.ExecuteAsync(TaBortSql, rad, cancellationToken);
        return Result<SparadVy>.Ok(vy, new AuditEntry("Vy borttagen", $"Vyn {vy.Namn} borttagen.", new { request.VyId, vy.Lista, vy.Fraga }));
    }
}
