using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Namnder;

namespace Uppfoljning.Application.Sammantraden;

/// <summary>Lägger in ett sammanträde, kommande eller redan hållet.</summary>
[Kraver(Skoter)]
public sealed record RegistreraSammantradeCommand : Sammantradesuppgifter, ICommand<Guid>, INamndbunden
{
    public Guid NamndId { get; init; }
}

public sealed class RegistreraSammantradeValidator : SammantradesuppgifterValidator<RegistreraSammantradeCommand>;

public sealed class RegistreraSammantradeHandler(DbSession db) : IRequestHandler<RegistreraSammantradeCommand, Result<Guid>>
{
    private const string FinnsSql = "SELECT COUNT(*) FROM Sammantrade WHERE NamndId = @NamndId AND Datum = @Datum";

    private const string NyttArendeSql = "INSERT INTO Arende (Id, NamndId, Sort, Version) VALUES (@Id, @NamndId, 'Sammantrade', 1)";

    private const string NyttSql = """
        INSERT INTO Sammantrade (Id, NamndId, Datum, Tid, SistaHandlingsdag, Plats, Installt)
        VALUES (@Id, @NamndId, @Datum, @Tid, @SistaHandlingsdag, @Plats, 0)
        """;

    public async Task<Result<Guid>> Handle(RegistreraSammantradeCommand request, CancellationToken cancellationToken)
    {
        var datum = request.Datum!.Value;
        var hinder = Sammantradesregler.ProvaDatum(datum, request.SistaHandlingsdag).ToList();
        if (await db.SingleOrDefaultAsync<int>(FinnsSql, new { request.NamndId, Datum = datum }, cancellationToken) > 0)
        {
            hinder.Add(new("finns-redan", "Nämnden har redan ett sammanträde den dagen.", Falt: nameof(request.Datum)));
        }
        if (hinder.Count > 0) { return Result<Guid>.Refused(hinder); }

        var id = Guid.CreateVersion7();
        var rad = new { Id = id, request.NamndId, Datum = datum, Tid = request.Klockslag, request.SistaHandlingsdag, Plats = request.Platsen };
        await db.ExecuteAsync(NyttArendeSql, rad, cancellationToken);
        await db.ExecuteAsync(NyttSql, rad, cancellationToken);
        return Result<Guid>.Ok(id, new AuditEntry("Sammanträde inlagt", $"Sammanträdet {datum.Iso()} inlagt.", request.Fakta(id), id));
    }
}
