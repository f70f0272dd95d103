using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Export;

/// <summary>Risklistan som fil: samma urval och ordning som på sidan, med varje faktors värde.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record ExporteraRiskQuery(RisklistaQuery Lista, Filformat Format) : IQuery<Exportfil>, INamndbunden
{
    Guid INamndbunden.NamndId => Lista.NamndId;
}

public sealed class ExporteraRiskHandler(DbSession db, ITabellfil filer, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<ExporteraRiskQuery, Result<Exportfil>>
{
    private const string NamndSql = "SELECT Namn FROM Namnd WHERE Id = @NamndId";

    public async Task<Result<Exportfil>> Handle(ExporteraRiskQuery request, CancellationToken cancellationToken)
    {
        var lista = request.Lista;
        var namnd = await db.SingleOrDefaultAsync<string>(NamndSql, new { lista.NamndId }, cancellationToken);
        if (namnd is null) { return Result<Exportfil>.NotFound(); }

        var urval = await Riskurval.LasAsync(db, lista, clock.Idag(), cancellationToken);
        IReadOnlyList<Exportkolumn<Riskrad>> kolumner =
        [
            Exportkolumn<Riskrad>.Text("Avtal eller enhet", 40, r => r.Objekt.Namn),
            Exportkolumn<Riskrad>.Text("Sort", 10, r => r.Objekt.Sort.ToString()),
            Exportkolumn<Riskrad>.Text("Verksamhetsområde", 22, r => r.Objekt.Verksamhetsomrade),
            Exportkolumn<Riskrad>.Text("Utförare", 36, r => r.Objekt.Utforare),
            Exportkolumn<Riskrad>.Text("Driftsform", 18, r => r.Objekt.Driftsform?.Text()),
            Exportkolumn<Riskrad>.Text("Avtalsnummer", 18, r => r.Objekt.Avtalsnummer),
            Exportkolumn<Riskrad>.Belopp("Riskpoäng", r => r.Risk.Poang),
            Exportkolumn<Riskrad>.Text("Risknivå", 14, r => r.Frekvens?.Niva),
            Exportkolumn<Riskrad>.Tal("Intervall i månader", r => r.Frekvens?.IntervallManader),
            Exportkolumn<Riskrad>.Text("Bestäms av", 14, r => r.Frekvens?.Bestams.Text()),
            Exportkolumn<Riskrad>.Tal("Okända faktorer", r => r.Risk.Okanda),
            .. Enum.GetValues<Riskfaktor>().Where(f => urval.Regler.Vikter.GetValueOrDefault(f) > 0)
                .Select(f => Exportkolumn<Riskrad>.Text(f.Text(), 26, r => r.Risk.Andelar.Single(a => a.Faktor == f).Varde)),
            Exportkolumn<Riskrad>.Text("Varför det inte följs upp", 40, r => r.Skal),
        ];
        return Result<Exportfil>.Ok(await Exportskrivning.SkrivAsync(
            filer, request.Format,
            new Exportlista("Risk", Ordning(urval.Sortering), [("Planår", $"{urval.Ar}"), .. Urval(lista)])
            {
                Upplysningar = [("Poäng", $"Högst {urval.Regler.Vikter.Values.Sum()}. Vikterna är nämndens egna regler och inte lag.")],
            },
            kolumner, urval.Rader.ToAsyncEnumerable(), [lista.NamndId], [namnd], anvandare, clock.GetUtcNow(), cancellationToken));
    }

    private static string Ordning(string sortering) => (sortering.TrimStart('-') switch
    {
        "namn" => "Avtal eller enhet",
        "omrade" => "Verksamhetsområde",
        "utforare" => "Utförare",
        "okanda" => "Okända faktorer",
        _ => "Riskpoäng",
    }) + (sortering.StartsWith('-') ? ", fallande" : "");

    private static IEnumerable<(string, string)> Urval(RisklistaQuery lista)
    {
        if (!string.IsNullOrWhiteSpace(lista.Q)) { yield return ("Sök", lista.Q); }
        if (!string.IsNullOrEmpty(lista.Omrade)) { yield return ("Verksamhetsområde", lista.Omrade); }
        if (lista.Saknas) { yield return ("Uppgifter saknas", "Ja"); }
        yield return ("Omfattar", lista.Alla ? "Alla avtal och enheter" : "Det som följs upp");
    }
}
