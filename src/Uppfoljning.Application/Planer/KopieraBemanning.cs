using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Kopierar förra årets bemanning. Den som redan är inlagd för året rörs inte.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record KopieraBemanningCommand(Guid NamndId, int Ar) : ICommand<int>, INamndbunden;

public sealed class KopieraBemanningHandler(DbSession db) : IRequestHandler<KopieraBemanningCommand, Result<int>>
{
    private const string NySql = "INSERT INTO Planbemanning (Id, NamndId, Ar, Namn, AnvandareId, Version) VALUES (@Id, @NamndId, @Ar, @Namn, @AnvandareId, 1)";

    public async Task<Result<int>> Handle(KopieraBemanningCommand request, CancellationToken cancellationToken)
    {
        var finns = (await Bemanning.LasAsync(db, request.NamndId, request.Ar, cancellationToken)).Select(b => b.Namn).ToHashSet(StringComparer.CurrentCultureIgnoreCase);
        var nya = (await Bemanning.LasAsync(db, request.NamndId, request.Ar - 1, cancellationToken)).Where(b => !finns.Contains(b.Namn))
            .Select(b => b with { Id = Guid.CreateVersion7(), Ar = request.Ar }).ToList();
        if (nya.Count == 0) { return Result<int>.Refused(new Hinder("inget-att-kopiera", $"Det finns ingen i bemanningen för {request.Ar - 1} som inte redan är inlagd för {request.Ar}.")); }

        await db.ExecuteAsync(NySql, nya.Select(b => new { b.Id, b.NamndId, b.Ar, b.Namn, b.AnvandareId }), cancellationToken);
        await db.ExecuteAsync(SparaBemanningHandler.ManadSql, nya.SelectMany(b => b.Timmar.Select((t, i) => new { b.Id, Manad = i + 1, Timmar = t })), cancellationToken);
        return Result<int>.Ok(nya.Count, new AuditEntry("Bemanning kopierad",
            $"Bemanningen för {request.Ar - 1} kopierad till {request.Ar}: {Plantext.Antal(nya.Count, "person", "personer")}, {Plantext.Antal(nya.Sum(b => b.Summa), "timme", "timmar")}.",
            new { request.Ar, Personer = nya.Count }));
    }
}
