using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Import;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Utforare;
using K = Uppfoljning.Application.Import.Utforarkolumner;

namespace Uppfoljning.Application.Export;

/// <summary>Utförarlistan som fil: samma nämnder, filter och ordning som på sidan, med importens rubriker så att filen går att läsa in igen.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record ExporteraUtforareQuery(UtforarlistaQuery Lista, Filformat Format) : IQuery<Exportfil>, INamndfiltrerad
{
    IReadOnlyList<Guid> INamndfiltrerad.Namnder
    {
        get => Lista.Namnder;
        set => Lista.Namnder = value;
    }
}

public sealed class ExporteraUtforareHandler(DbSession db, ITabellfil filer, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<ExporteraUtforareQuery, Result<Exportfil>>
{
    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    private const string KolumnerDel = UtforarlistaHandler.KolumnerDel + ", u.Adress, u.Webbplats, u.Anmarkning";

    private static readonly IReadOnlyList<Exportkolumn<Rad>> Registret =
    [
        Exportkolumn<Rad>.Text(K.Namn, 40, u => u.Namn),
        Exportkolumn<Rad>.Text(K.Organisationsnummer, 20, u => u.Organisationsnummer is { } n ? Organisationsnummer.Maskerat(n) : null),
        Exportkolumn<Rad>.Text(K.Driftsform, 24, u => u.Driftsform?.Text()),
        Exportkolumn<Rad>.Flerradig(K.Adress, 40, u => u.Adress),
        Exportkolumn<Rad>.Text(K.Webbplats, 30, u => u.Webbplats),
        Exportkolumn<Rad>.Flerradig(K.Anmarkning, 50, u => u.Anmarkning),
        Exportkolumn<Rad>.Tal("Antal avtal", u => u.AntalAvtal),
        Exportkolumn<Rad>.Tal("Antal enheter", u => u.AntalEnheter),
    ];

    /// <summary>Registrets kolumner, och för varje sorts kontroll den senaste dagen och vad den visade.</summary>
    private static IReadOnlyList<Exportkolumn<Rad>> Kolumner(IReadOnlyDictionary<(Guid UtforareId, Kontrollsort Sort), Kontroll> senaste) =>
    [
        .. Registret,
        .. Kontrollkolumn.Alla.SelectMany(k => new[]
        {
            Exportkolumn<Rad>.Datum(k.Gjord, u => senaste.GetValueOrDefault((u.Id, k.Sort))?.Gjord),
            Exportkolumn<Rad>.Text(k.Resultat, 18, u => senaste.GetValueOrDefault((u.Id, k.Sort))?.Resultat?.Text()),
        }),
    ];

    public async Task<Result<Exportfil>> Handle(ExporteraUtforareQuery request, CancellationToken cancellationToken)
    {
        var lista = request.Lista;
        var namnder = await db.QueryAsync<Namndval>(NamnderSql, new { lista.Namnder }, cancellationToken);
        var sortering = lista.Sortering is { } s && UtforarlistaHandler.Ordningar.ContainsKey(s) ? s : "namn";
        var (fran, parametrar) = UtforarlistaHandler.Urval(lista);
        var senaste = await Kontrollimport.SenasteAsync(db, cancellationToken);
        var rader = db.StreamAsync<Rad>(fran.Alla(KolumnerDel, UtforarlistaHandler.Ordningar[sortering]), parametrar, cancellationToken);
        var ordning = (sortering.TrimStart('-') == "namn" ? "Utförare" : "Antal avtal") + (sortering.StartsWith('-') ? ", fallande" : "");
        return Result<Exportfil>.Ok(await Exportskrivning.SkrivAsync(
            filer, request.Format,
            new Exportlista("Utförare", ordning, [.. Urval(lista)])
            {
                Upplysningar = [("Personnummer", Exportskrivning.Dolt), ("Antal", "Antalet avtal och enheter i de nämnder som står ovan."), ("Läsa in igen", "Filen går att läsa in igen under Import. En tom cell ändrar inget.")],
            },
            Kolumner(senaste), rader, lista.Namnder, namnder.Where(n => lista.Namnd is null || n.Id == lista.Namnd).Select(n => n.Namn), anvandare, clock.GetUtcNow(), cancellationToken));
    }

    private static IEnumerable<(string, string)> Urval(UtforarlistaQuery lista)
    {
        if (!string.IsNullOrWhiteSpace(lista.Q)) { yield return ("Sök", lista.Q); }
        if (lista.Driftsform.Count > 0) { yield return ("Driftsform", string.Join(", ", lista.Driftsform.Select(d => d.Text()))); }
    }

    private sealed record Rad
    {
        public Guid Id { get; init; }

        public string Namn { get; init; } = "";

        public string? Organisationsnummer { get; init; }

        public Driftsform? Driftsform { get; init; }

        public string? Adress { get; init; }

        public string? Webbplats { get; init; }

        public string? Anmarkning { get; init; }

        public int AntalAvtal { get; init; }

        public int AntalEnheter { get; init; }
    }
}
