using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Det som formulären för en regel visar: ett tomt för en ny, eller regeln så som den är sparad.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record PlanregelbladQuery(Guid NamndId, Guid? RegelId = null, Guid? AvtalId = null) : IQuery<Planregelblad>, INamndbunden;

public sealed record Planregelblad
{
    public required Guid NamndId { get; init; }

    public required string Namnd { get; init; }

    /// <summary>Regeln så som den är sparad nu; null för en ny.</summary>
    public Planregel? Regel { get; init; }

    /// <summary>Det som formuläret börjar med.</summary>
    public required SparaPlanregelCommand Forval { get; init; }

    public required IReadOnlyList<string> Verksamhetsomraden { get; init; }

    public required IReadOnlyList<(Guid Id, string Text)> Avtal { get; init; }

    public required DateOnly Idag { get; init; }

    public required Mojlighet KanTaBort { get; init; }
}

public sealed class PlanregelbladHandler(DbSession db, TimeProvider clock) : IRequestHandler<PlanregelbladQuery, Result<Planregelblad>>
{
    private const string NamndSql = "SELECT Namn FROM Namnd WHERE Id = @NamndId";

    private const string OmradenSql = "SELECT Namn FROM Verksamhetsomrade WHERE NamndId = @NamndId ORDER BY Namn";

    public async Task<Result<Planregelblad>> Handle(PlanregelbladQuery request, CancellationToken cancellationToken)
    {
        var namnd = await db.SingleOrDefaultAsync<string>(NamndSql, new { request.NamndId }, cancellationToken);
        var rad = request.RegelId is { } id ? await Planregelrad.LasAsync(db, request.NamndId, id, cancellationToken) : null;
        if (namnd is null || (request.RegelId is not null && rad is null)) { return Result<Planregelblad>.NotFound(); }

        var idag = clock.Idag();
        var hindret = rad is null ? null : TaBortPlanregelHandler.Hindret(rad.Regel, idag, await Planregelverksomgang.BeslutatArAsync(db, request.NamndId, cancellationToken));
        return Result<Planregelblad>.Ok(new Planregelblad
        {
            NamndId = request.NamndId,
            Namnd = namnd,
            Regel = rad?.Regel,
            Forval = rad is not null
                ? SparaPlanregelCommand.Av(request.NamndId, rad.Regel)
                : new SparaPlanregelCommand
                {
                    NamndId = request.NamndId,
                    Slag = request.AvtalId is null ? null : Regelslag.Avtal,
                    AvtalId = request.AvtalId,
                    GallerFran = new DateOnly(Plangang.Planar(idag), 1, 1),
                },
            Verksamhetsomraden = await db.QueryAsync<string>(OmradenSql, new { request.NamndId }, cancellationToken),
            Avtal = await Planregelavtal.ValbaraAsync(db, request.NamndId, rad?.Regel.AvtalId ?? request.AvtalId, idag, cancellationToken),
            Idag = idag,
            KanTaBort = hindret is null ? Mojlighet.Ja : Mojlighet.Nej(hindret.Text),
        });
    }
}
