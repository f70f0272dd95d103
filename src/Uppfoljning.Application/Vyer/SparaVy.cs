using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Vyer;

/// <summary>Sparar urvalet i en lista under ett namn.</summary>
[Oppen(Vyregler.Skal)]
public sealed record SparaVyCommand : ICommand<SparadVy>
{
    public Vylista Lista { get; init; }

    public string Namn { get; init; } = "";

    public string Fraga { get; init; } = "";
}

public sealed class SparaVyValidator : AbstractValidator<SparaVyCommand>
{
    public SparaVyValidator()
    {
        RuleFor(c => c.Namn).Namn();
        RuleFor(c => c.Fraga)
            .NotEmpty().WithMessage("Välj minst ett filter eller en ordning i listan innan du sparar vyn.")
            .MaximumLength(Vyregler.LangstaFraga).WithMessage("Urvalet är för stort för att sparas. Välj färre filter.");
    }
}

public sealed class SparaVyHandler(DbSession db, IAnvandarkontext anvandare) : IRequestHandler<SparaVyCommand, Result<SparadVy>>
{
    private const string AntalSql = "SELECT COUNT(*) FROM SparadVy WHERE AnvandareId = @AnvandareId AND Lista = @Lista AND Namn = @Namn";

    private const string SparaSql = "INSERT INTO SparadVy (Id, AnvandareId, Lista, Namn, Fraga) VALUES (@Id, @AnvandareId, @Lista, @Namn, @Fraga)";

    public async Task<Result<SparadVy>> Handle(SparaVyCommand request, CancellationToken cancellationToken)
    {
        if (anvandare.Id is not { } anvandareId) { return Result<SparadVy>.NotFound(); }
        var vy = new SparadVy { Id = Guid.CreateVersion7(), Lista = request.Lista, Namn = request.Namn.Trim(), Fraga = request.Fraga };
        var rad = new { vy.Id, AnvandareId = anvandareId, Lista = vy.Lista.ToString(), vy.Namn, vy.Fraga };
        if (await db.SingleOrDefaultAsync<int>(AntalSql, rad, cancellationToken) > 0)
        {
            return Result<SparadVy>.Refused(new Hinder("finns-redan", "Du har redan en vy med det namnet i listan.", Falt: nameof(request.Namn)));
        }
        await db.ExecuteAsync(SparaSql, rad, cancellationToken);
        return Result<SparadVy>.Ok(vy, new AuditEntry("Vy sparad", $"Vyn {vy.Namn} sparad.", new { VyId = vy.Id, vy.Lista, vy.Fraga }));
    }
}
