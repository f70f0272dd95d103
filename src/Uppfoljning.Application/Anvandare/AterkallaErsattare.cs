using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Atkomst;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Anvandare;

/// <summary>Återkallar ett ersättarskap som pågår eller ska börja. Det slutar gälla genast och står kvar i listan.</summary>
[Kraver(Roll.Administrator)]
public sealed record AterkallaErsattareCommand : ICommand<Unit>, IKommunbunden
{
    public Guid ErsattareId { get; init; }

    public bool Bekraftat { get; init; }
}

/// <summary>Återkallar ett ersättarskap för en själv.</summary>
[Oppen(Ersattarregler.Egna)]
public sealed record AterkallaMinErsattareCommand : ICommand<Unit>
{
    public Guid ErsattareId { get; init; }

    public bool Bekraftat { get; init; }
}

public sealed class AterkallaErsattareValidator : AbstractValidator<AterkallaErsattareCommand>
{
    public AterkallaErsattareValidator() => RuleFor(c => c.Bekraftat).Equal(true).WithMessage("Bekräfta att ersättarskapet ska återkallas.");
}

public sealed class AterkallaMinErsattareValidator : AbstractValidator<AterkallaMinErsattareCommand>
{
    public AterkallaMinErsattareValidator() => RuleFor(c => c.Bekraftat).Equal(true).WithMessage("Bekräfta att ersättarskapet ska återkallas.");
}

public sealed class AterkallaErsattareHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<AterkallaErsattareCommand, Result<Unit>>, IRequestHandler<AterkallaMinErsattareCommand, Result<Unit>>
{
    private const string AterkallaSql = "UPDATE Ersattare SET Aterkallad = @Aterkallad, AterkalladAv = @AterkalladAv WHERE Id = @ErsattareId AND Aterkallad IS NULL";

    public Task<Result<Unit>> Handle(AterkallaErsattareCommand request, CancellationToken cancellationToken) => AterkallaAsync(request.ErsattareId, egen: false, cancellationToken);

    public Task<Result<Unit>> Handle(AterkallaMinErsattareCommand request, CancellationToken cancellationToken) => AterkallaAsync(request.ErsattareId, egen: true, cancellationToken);

    private async Task<Result<Unit>> AterkallaAsync(Guid ersattareId, bool egen, CancellationToken cancellationToken)
    {
        var rad = await db.SingleOrDefaultAsync<Ersattarrad>(ErsattarbladHandler.RadSql, new { ErsattareId = ersattareId }, cancellationToken);
        if (rad is null || (egen && rad.ForAnvandareId != anvandare.Id)) { return Result<Unit>.NotFound(); }
        var lage = rad.Lage(clock.Idag());
        if (lage is Ersattarlage.Avslutat or Ersattarlage.Aterkallat)
        {
            return Result<Unit>.Refused(new Hinder("redan-slut", lage == Ersattarlage.Avslutat ? "Ersättarskapet har redan slutat." : "Ersättarskapet är redan återkallat."));
        }
        if (await db.ExecuteAsync(AterkallaSql, new { ErsattareId = ersattareId, Aterkallad = clock.GetUtcNow(), AterkalladAv = anvandare.Namn }, cancellationToken) == 0)
        {
            return Result<Unit>.Refused(new Hinder("redan-slut", "Ersättarskapet är redan återkallat."));
        }
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Ersättare återkallad",
            $"{rad.Ersattare} är inte längre ersättare för {rad.Ordinarie} i {rad.Namnd}.", new { ErsattareId = ersattareId, rad.ForAnvandareId, rad.AnvandareId, rad.NamndId }));
    }
}
