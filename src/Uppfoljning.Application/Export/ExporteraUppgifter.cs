using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Uppgifter;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Uppgifter;

namespace Uppfoljning.Application.Export;

/// <summary>Uppgifterna på startsidan som fil: samma urval och ordning, alla och inte bara de som visas.</summary>
/// <remarks>Registret läses, med @Namnder, i uppgiftsläsningen.</remarks>
[Kraver(Roll.NagonINamnden | Roll.Administrator)]
public sealed record ExporteraUppgifterQuery(MinaUppgifterQuery Lista, Filformat Format) : IQuery<Exportfil>, INamndfiltrerad
{
    IReadOnlyList<Guid> INamndfiltrerad.Namnder
    {
        get => Lista.Namnder;
        set => Lista.Namnder = value;
    }
}

public sealed class ExporteraUppgifterHandler(DbSession db, ITabellfil filer, IAnvandarkontext anvandare, TimeProvider clock, Avtalsdatumtider installda)
    : IRequestHandler<ExporteraUppgifterQuery, Result<Exportfil>>
{
    public async Task<Result<Exportfil>> Handle(ExporteraUppgifterQuery request, CancellationToken cancellationToken)
    {
        var lista = request.Lista;
        var idag = clock.Idag();
        var (last, uppgifter) = await MinaUppgifterHandler.RaknaAsync(db, lista, anvandare, installda, idag, cancellationToken);
        List<(string, string)> upplysningar = [("Dagar", "Försenat är det vars dag har passerat, eller som borde ha varit på plats. Uppgifterna räknas fram ur registret varje gång.")];
        if (last.FlerAvtal) { upplysningar.Add(("Fler avtal", $"Uppgifterna är räknade för de {Uppgiftslasning.FlestAvtal} avtal som slutar först. Välj en nämnd för att få med fler.")); }
        return Result<Exportfil>.Ok(await Exportskrivning.SkrivAsync(
            filer, request.Format,
            new Exportlista(lista.Alla ? "Uppgifter" : "Mina uppgifter", "Försenat, denna vecka, senare; i varje grupp närmaste dag först", [.. Urval(lista)]) { Upplysningar = upplysningar },
            Kolumner(idag), Strom(uppgifter.OrderBy(u => Uppgiftsrakning.Grupp(u.Dag, idag))), lista.Namnder,
            last.Namnder.Where(n => lista.Namnd is null || n.Id == lista.Namnd).Select(n => n.Namn), anvandare, clock.GetUtcNow(), cancellationToken));
    }

    private static IReadOnlyList<Exportkolumn<Uppgift>> Kolumner(DateOnly idag) =>
    [
        Exportkolumn<Uppgift>.Text("Grupp", 14, u => Uppgiftsrakning.Grupp(u.Dag, idag).Text()),
        Exportkolumn<Uppgift>.Datum("Senast", u => u.Dag),
        Exportkolumn<Uppgift>.Text("Uppgift", 44, u => u.Rubrik),
        Exportkolumn<Uppgift>.Text("Gäller", 40, u => u.Ting),
        Exportkolumn<Uppgift>.Text("Nämnd", 12, u => u.Namnd),
        Exportkolumn<Uppgift>.Text("Sort", 32, u => u.Sort.Text()),
        Exportkolumn<Uppgift>.Text("Min", 6, u => u.Min ? "Ja" : "Nej"),
        Exportkolumn<Uppgift>.Flerradig("Varför", 50, u => u.Varfor),
        Exportkolumn<Uppgift>.Flerradig("Grund", 60, u => u.Grund),
        Exportkolumn<Uppgift>.Text("Lagrum", 30, u => u.Lagrum.Count == 0 ? null : string.Join(", ", u.Lagrum)),
    ];

    private static IEnumerable<(string, string)> Urval(MinaUppgifterQuery lista)
    {
        yield return ("Visa", lista.Alla ? "Alla i mina nämnder" : "Mina");
        if (lista.Sort is { } sort) { yield return ("Sort", sort.Text()); }
    }

    private static async IAsyncEnumerable<Uppgift> Strom(IEnumerable<Uppgift> uppgifter)
    {
        await Task.CompletedTask;
        foreach (var uppgift in uppgifter) { yield return uppgift; }
    }
}
