using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Export;

/// <summary>Listan över kontroller som fil: samma nämnder, filter och ordning som på sidan.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record ExporteraKontrollerQuery(KontrollistaQuery Lista, Filformat Format) : IQuery<Exportfil>, INamndfiltrerad
{
    IReadOnlyList<Guid> INamndfiltrerad.Namnder
    {
        get => Lista.Namnder;
        set => Lista.Namnder = value;
    }
}

public sealed class ExporteraKontrollerHandler(DbSession db, ITabellfil filer, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<ExporteraKontrollerQuery, Result<Exportfil>>
{
    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    private static readonly IReadOnlyList<Exportkolumn<Kontrollistrad>> Kolumner =
    [
        Exportkolumn<Kontrollistrad>.Text("Utförare", 40, k => k.Utforare),
        Exportkolumn<Kontrollistrad>.Text("Kontroll", 30, k => k.Sort.Text()),
        Exportkolumn<Kontrollistrad>.Text("Läge", 16, k => k.Lage.Text()),
        Exportkolumn<Kontrollistrad>.Datum("Görs om senast", k => k.SkaGorasSenast),
        Exportkolumn<Kontrollistrad>.Datum("Gjord", k => k.Senaste?.Gjord),
        Exportkolumn<Kontrollistrad>.Text("Resultat", 18, k => k.Senaste?.Resultat?.Text()),
        Exportkolumn<Kontrollistrad>.Text("Källa", 26, k => k.Senaste?.Kalla),
        Exportkolumn<Kontrollistrad>.Text("Gjord av", 26, k => k.Senaste?.GjordAv),
        Exportkolumn<Kontrollistrad>.Text("Beteckning", 20, k => k.Senaste?.Beteckning),
        Exportkolumn<Kontrollistrad>.Datum("Gäller från", k => k.Senaste?.GallerFran),
        Exportkolumn<Kontrollistrad>.Datum("Gäller till", k => k.Senaste?.GallerTill),
        Exportkolumn<Kontrollistrad>.Flerradig("Anmärkning", 50, k => k.Senaste?.Anmarkning),
    ];

    public async Task<Result<Exportfil>> Handle(ExporteraKontrollerQuery request, CancellationToken cancellationToken)
    {
        var lista = request.Lista;
        var namnder = await db.QueryAsync<Namndval>(NamnderSql, new { lista.Namnder }, cancellationToken);
        var rader = await KontrollistaHandler.RaderAsync(db, lista, clock.Idag(), cancellationToken);
        return Result<Exportfil>.Ok(await Exportskrivning.SkrivAsync(
            filer, request.Format,
            new Exportlista("Kontroller", "Ej uppfyllt och förfallet först, sedan dagen då kontrollen senast görs om", [.. Urval(lista)]),
            Kolumner, Strom(rader), lista.Namnder, namnder.Where(n => lista.Namnd is null || n.Id == lista.Namnd).Select(n => n.Namn), anvandare, clock.GetUtcNow(), cancellationToken));
    }

    private static IEnumerable<(string, string)> Urval(KontrollistaQuery lista)
    {
        yield return ("Visa", lista.Visa.Text());
        if (lista.Sort is { } sort) { yield return ("Kontroll", sort.Text()); }
    }

    private static async IAsyncEnumerable<Kontrollistrad> Strom(IReadOnlyList<Kontrollistrad> rader)
    {
        await Task.CompletedTask;
        foreach (var rad in rader) { yield return rad; }
    }
}
