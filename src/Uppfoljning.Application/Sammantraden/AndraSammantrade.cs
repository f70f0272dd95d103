using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Namnder;

namespace Uppfoljning.Application.Sammantraden;

/// <summary>Ändrar ett sammanträde. Dagen kan inte ändras när nämnden har fattat beslut då.</summary>
[Kraver(Skoter)]
public sealed record AndraSammantradeCommand : Sammantradesuppgifter, ICommand<Unit>, IVersionsbunden
{
    public Guid SammantradeId { get; init; }

    public int Version { get; init; }

    Guid IArendebunden.ArendeId => SammantradeId;

    internal static AndraSammantradeCommand Av(Sammantrade s) => new()
    {
        SammantradeId = s.Id,
        Version = s.Version,
        Datum = s.Datum,
        Tid = s.Tid,
        SistaHandlingsdag = s.SistaHandlingsdag,
        Plats = s.Plats,
    };
}

public sealed class AndraSammantradeValidator : SammantradesuppgifterValidator<AndraSammantradeCommand>;

public sealed class AndraSammantradeHandler(DbSession db) : IRequestHandler<AndraSammantradeCommand, Result<Unit>>
{
    private const string UpptagetSql = "SELECT COUNT(*) FROM Sammantrade WHERE NamndId = @NamndId AND Datum = @Datum AND Id <> @Id";

    private const string AndraSql = """
        UPDATE Sammantrade
        SET Datum = @Datum, Tid = @Tid, SistaHandlingsdag = @SistaHandlingsdag, Plats = @Plats
        WHERE Id = @Id
        """;

    public async Task<Result<Unit>> Handle(AndraSammantradeCommand request, CancellationToken cancellationToken)
    {
        var fore = await Sammantrade.LasAsync(db, request.SammantradeId, cancellationToken);
        if (fore is null) { return Result<Unit>.NotFound(); }

        var datum = request.Datum!.Value;
        var rad = new { fore.Id, fore.NamndId, Datum = datum, Tid = request.Klockslag, request.SistaHandlingsdag, Plats = request.Platsen };
        var hinder = Sammantradesregler.ProvaDatum(datum, request.SistaHandlingsdag).ToList();
        if (datum != fore.Datum)
        {
            hinder.AddRange(Sammantradesregler.ProvaBort(fore.AntalBeslut, "flyttas till en annan dag", nameof(request.Datum)));
            if (await db.SingleOrDefaultAsync<int>(UpptagetSql, rad, cancellationToken) > 0)
            {
                hinder.Add(new("finns-redan", "Nämnden har redan ett sammanträde den dagen.", Falt: nameof(request.Datum)));
            }
        }
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }

        await db.ExecuteAsync(AndraSql, rad, cancellationToken);
        var mening = datum == fore.Datum
            ? $"Uppgifterna om sammanträdet {datum.Iso()} ändrade."
            : $"Sammanträdet {fore.Datum.Iso()} flyttat till {datum.Iso()}.";
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Sammanträde ändrat", mening, request.Fakta(fore.Id)));
    }
}
