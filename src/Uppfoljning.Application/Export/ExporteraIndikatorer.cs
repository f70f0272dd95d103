using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Mal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Mal;
using K = Uppfoljning.Application.Mal.Malkolumner;

namespace Uppfoljning.Application.Export;

/// <summary>Indikatorerna för målen i urvalet, med värdet för alla år för år. Uppdelningen efter kön, ålder och område följer inte med: små grupper skyddas.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record ExporteraIndikatorerQuery(MallistaQuery Lista, Filformat Format) : IQuery<Exportfil>, INamndfiltrerad
{
    IReadOnlyList<Guid> INamndfiltrerad.Namnder
    {
        get => Lista.Namnder;
        set => Lista.Namnder = value;
    }
}

/// <remarks>
/// En rad per indikator och en kolumn per år: så ser en controller utvecklingen i en blick, ritar ett diagram av raden, och fyller i det nya årets
/// kolumn uppifrån och ned. Innevarande år har därför alltid en kolumn, också innan någon har skrivit något värde för det.
/// </remarks>
public sealed class ExporteraIndikatorerHandler(DbSession db, ITabellfil filer, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<ExporteraIndikatorerQuery, Result<Exportfil>>
{
    private const string FranDel = """
        FROM Indikator i
        JOIN Namndmal m ON m.Id = i.NamndmalId
        JOIN Namnd n ON n.Id = m.NamndId
        WHERE m.NamndId IN @Namnder
        """;

    private const string VardenDel = """
        FROM Indikatorvarde v
        JOIN Indikator i ON i.Id = v.IndikatorId
        JOIN Namndmal m ON m.Id = i.NamndmalId
        WHERE m.NamndId IN @Namnder
        """;

    private const string KolumnerDel = "i.Id, n.Namn AS Namnd, m.Namn AS Mal, i.Namn, i.Enhet, i.Riktning, i.Malvarde";

    public async Task<Result<Exportfil>> Handle(ExporteraIndikatorerQuery request, CancellationToken cancellationToken)
    {
        var lista = request.Lista;
        var parametrar = MallistaHandler.Parametrar(lista);
        var urval = await Malurval.LasAsync(db, lista, cancellationToken);
        var varden = await db.QueryAsync<Arsvarde>(MallistaHandler.Urval(VardenDel, lista).Alla("v.IndikatorId, v.Ar, v.Varde", "v.Ar, v.IndikatorId"), parametrar, cancellationToken);
        var per = varden.ToDictionary(v => (v.IndikatorId, v.Ar), v => v.Varde);
        var rader = db.StreamAsync<Rad>(MallistaHandler.Urval(FranDel, lista).Alla(KolumnerDel, "n.Namn, m.Namn, i.Namn, i.Id"), parametrar, cancellationToken);
        return Result<Exportfil>.Ok(await Exportskrivning.SkrivAsync(
            filer, request.Format,
            new Exportlista("Indikatorer", "Nämnd, mål och indikator", urval.Urval)
            {
                Upplysningar =
                [
                    ("Värden", "Ett år utan värde är inte känt. Värdena gäller alla; uppdelningen efter kön, ålder och område visas på indikatorns sida."),
                    ("Läsa in igen", "Filen går att läsa in igen där målbilagan läses in, en nämnd i taget. En indikator känns igen på mål och namn. En tom cell ändrar inget; det som står i filen ersätter det som står i registret."),
                ],
            },
            [.. Kolumner(varden.Select(v => v.Ar).Append(clock.Idag().Year).Distinct().Order(), per)],
            rader, lista.Namnder, urval.Namnder, anvandare, clock.GetUtcNow(), cancellationToken));
    }

    private static IEnumerable<Exportkolumn<Rad>> Kolumner(IEnumerable<int> aren, Dictionary<(Guid, int), long?> varden)
    {
        yield return Exportkolumn<Rad>.Text(K.Namnd, 28, i => i.Namnd);
        yield return Exportkolumn<Rad>.Text(K.Mal, 50, i => i.Mal);
        yield return Exportkolumn<Rad>.Text(K.Indikator, 40, i => i.Namn);
        yield return Exportkolumn<Rad>.Text(K.Enhet, 14, i => i.Enhet);
        yield return Exportkolumn<Rad>.Text(K.Riktning, 10, i => i.Riktning?.Text());
        yield return Exportkolumn<Rad>.Decimal(K.Malvarde, i => i.Malvarde);
        foreach (var ar in aren) { yield return Exportkolumn<Rad>.Decimal(ar, i => varden.GetValueOrDefault((i.Id, ar))); }
    }

    private sealed record Rad
    {
        public Guid Id { get; init; }

        public string Namnd { get; init; } = "";

        public string Mal { get; init; } = "";

        public string Namn { get; init; } = "";

        public string? Enhet { get; init; }

        public Riktning? Riktning { get; init; }

        public long? Malvarde { get; init; }
    }

    private sealed record Arsvarde
    {
        public Guid IndikatorId { get; init; }

        public int Ar { get; init; }

        public long? Varde { get; init; }
    }
}
