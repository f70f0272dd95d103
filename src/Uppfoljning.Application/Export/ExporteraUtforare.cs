using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Utforare;
using K = Uppfoljning.Application.Import.Avtalskolumner;

namespace Uppfoljning.Application.Export;

/// <summary>Utförarlistan som fil: samma nämnder, filter och ordning som på sidan.</summary>
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

    private static readonly IReadOnlyList<Exportkolumn<Utforarrad>> Kolumner =
    [
        Exportkolumn<Utforarrad>.Text(K.Utforare, 40, u => u.Namn),
        Exportkolumn<Utforarrad>.Text(K.Organisationsnummer, 20, u => u.Organisationsnummer is { } n ? Organisationsnummer.Maskerat(n) : null),
        Exportkolumn<Utforarrad>.Text(K.Driftsform, 24, u => u.Driftsform?.Text()),
        Exportkolumn<Utforarrad>.Tal("Antal avtal", u => u.AntalAvtal),
        Exportkolumn<Utforarrad>.Tal("Antal enheter", u => u.AntalEnheter),
    ];

    public async Task<Result<Exportfil>> Handle(ExporteraUtforareQuery request, CancellationToken cancellationToken)
    {
        var lista = request.Lista;
        var namnder = await db.QueryAsync<Namndval>(NamnderSql, new { lista.Namnder }, cancellationToken);
        var sortering = lista.Sortering is { } s && UtforarlistaHandler.Ordningar.ContainsKey(s) ? s : "namn";
        var (fran, parametrar) = UtforarlistaHandler.Urval(lista);
        var rader = db.StreamAsync<Utforarrad>(fran.Alla(UtforarlistaHandler.KolumnerDel, UtforarlistaHandler.Ordningar[sortering]), parametrar, cancellationToken);
        var ordning = (sortering.TrimStart('-') == "namn" ? "Utförare" : "Antal avtal") + (sortering.StartsWith('-') ? ", fallande" : "");
        return Result<Exportfil>.Ok(await Exportskrivning.SkrivAsync(
            filer, request.Format,
            new Exportlista("Utförare", ordning, [.. Urval(lista)])
            {
                Upplysningar = [("Personnummer", Exportskrivning.Dolt), ("Antal", "Antalet avtal och enheter i de nämnder som står ovan.")],
            },
            Kolumner, rader, lista.Namnder, namnder.Where(n => lista.Namnd is null || n.Id == lista.Namnd).Select(n => n.Namn), anvandare, clock.GetUtcNow(), cancellationToken));
    }

    private static IEnumerable<(string, string)> Urval(UtforarlistaQuery lista)
    {
        if (!string.IsNullOrWhiteSpace(lista.Q)) { yield return ("Sök", lista.Q); }
        if (lista.Driftsform.Count > 0) { yield return ("Driftsform", string.Join(", ", lista.Driftsform.Select(d => d.Text()))); }
    }
}
