using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Domain.Utforare;
using K = Uppfoljning.Application.Import.Enhetskolumner;

namespace Uppfoljning.Application.Export;

/// <summary>Enhetslistan som fil: samma nämnder, filter och ordning som på sidan, med importens rubriker så att filen går att läsa in igen.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record ExporteraEnheterQuery(EnhetslistaQuery Lista, Filformat Format) : IQuery<Exportfil>, INamndfiltrerad
{
    IReadOnlyList<Guid> INamndfiltrerad.Namnder
    {
        get => Lista.Namnder;
        set => Lista.Namnder = value;
    }
}

public sealed class ExporteraEnheterHandler(DbSession db, ITabellfil filer, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<ExporteraEnheterQuery, Result<Exportfil>>
{
    private const string KolumnerDel = "n.Namn AS Namnd, v.Namn AS Verksamhetsomrade, e.Namn, e.Antal, e.Driftsform, e.MojligFor, e.Konkurrens, e.Anmarkning";

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    private static readonly IReadOnlyList<Exportkolumn<Rad>> Kolumner =
    [
        Exportkolumn<Rad>.Text(K.Namnd, 28, e => e.Namnd),
        Exportkolumn<Rad>.Text(K.Verksamhetsomrade, 22, e => e.Verksamhetsomrade),
        Exportkolumn<Rad>.Text(K.Enhet, 40, e => e.Namn),
        Exportkolumn<Rad>.Tal(K.Antal, e => e.Antal),
        Exportkolumn<Rad>.Text(K.Driftsform, 18, e => e.Driftsform?.Text()),
        Exportkolumn<Rad>.Text(K.MojligFor, 22, e => e.MojligFor),
        Exportkolumn<Rad>.Text(K.Konkurrens, 12, e => e.Konkurrens is { } i ? i ? "Ja" : "Nej" : null),
        Exportkolumn<Rad>.Flerradig(K.Anmarkning, 50, e => e.Anmarkning),
    ];

    public async Task<Result<Exportfil>> Handle(ExporteraEnheterQuery request, CancellationToken cancellationToken)
    {
        var lista = request.Lista;
        var namnder = await db.QueryAsync<Namndval>(NamnderSql, new { lista.Namnder }, cancellationToken);
        var sortering = lista.Sortering is { } s && EnhetslistaHandler.Ordningar.ContainsKey(s) ? s : "namn";
        var (fran, parametrar) = EnhetslistaHandler.Urval(lista);
        var rader = db.StreamAsync<Rad>(fran.Alla(KolumnerDel, EnhetslistaHandler.Ordningar[sortering]), parametrar, cancellationToken);
        var ordning = (sortering.TrimStart('-') == "namn" ? "Enhet" : "Verksamhetsområde") + (sortering.StartsWith('-') ? ", fallande" : "");
        return Result<Exportfil>.Ok(await Exportskrivning.SkrivAsync(
            filer, request.Format,
            new Exportlista("Enheter", ordning, [.. Urval(lista)])
            {
                Upplysningar = [("Läsa in igen", "Filen går att läsa in igen under Import, en nämnd i taget. En tom cell ändrar inget; det som står i filen ersätter det som står i registret.")],
            },
            Kolumner, rader, lista.Namnder, namnder.Where(n => lista.Namnd is null || n.Id == lista.Namnd).Select(n => n.Namn), anvandare, clock.GetUtcNow(), cancellationToken));
    }

    private static IEnumerable<(string, string)> Urval(EnhetslistaQuery lista)
    {
        if (!string.IsNullOrWhiteSpace(lista.Q)) { yield return ("Sök", lista.Q); }
        if (!string.IsNullOrEmpty(lista.Omrade)) { yield return ("Verksamhetsområde", lista.Omrade); }
        if (lista.Konkurrens is { } konkurrens)
        {
            yield return ("I konkurrens", konkurrens switch { Konkurrenslage.IKonkurrens => "Ja", Konkurrenslage.InteIKonkurrens => "Nej", _ => "Inte känt" });
        }
    }

    private sealed record Rad
    {
        public string Namnd { get; init; } = "";

        public string? Verksamhetsomrade { get; init; }

        public string Namn { get; init; } = "";

        public int? Antal { get; init; }

        public Driftsform? Driftsform { get; init; }

        public string? MojligFor { get; init; }

        public bool? Konkurrens { get; init; }

        public string? Anmarkning { get; init; }
    }
}
