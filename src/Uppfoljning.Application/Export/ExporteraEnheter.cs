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
    private const string KolumnerDel = """
        n.Namn AS Namnd, v.Namn AS Verksamhetsomrade, e.Namn, u.Namn AS Utforare, u.Organisationsnummer, COALESCE(e.Driftsform, u.Driftsform) AS Driftsform, e.Plats,
        e.Antal, e.Platser, e.Brukare, e.MojligFor, e.Konkurrens, e.UppdragDiarienummer, e.UppdragBeslutat, e.UppdragGallerTill, e.Anmarkning
        """;

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    private static readonly IReadOnlyList<Exportkolumn<Rad>> Kolumner =
    [
        Exportkolumn<Rad>.Text(K.Namnd, 28, e => e.Namnd),
        Exportkolumn<Rad>.Text(K.Verksamhetsomrade, 22, e => e.Verksamhetsomrade),
        Exportkolumn<Rad>.Text(K.Enhet, 40, e => e.Namn),
        Exportkolumn<Rad>.Text(K.Utforare, 36, e => e.Utforare),
        Exportkolumn<Rad>.Text(K.Organisationsnummer, 20, e => e.Organisationsnummer is { } n ? Organisationsnummer.Maskerat(n) : null),
        Exportkolumn<Rad>.Text(K.Driftsform, 18, e => e.Driftsform?.Text()),
        Exportkolumn<Rad>.Text(K.Plats, 24, e => e.Plats),
        Exportkolumn<Rad>.Tal(K.Antal, e => e.Antal),
        Exportkolumn<Rad>.Tal(K.Platser, e => e.Platser),
        Exportkolumn<Rad>.Tal(K.Brukare, e => e.Brukare),
        Exportkolumn<Rad>.Text(K.MojligFor, 22, e => e.MojligFor),
        Exportkolumn<Rad>.Text(K.Konkurrens, 12, e => e.Konkurrens is { } i ? i ? "Ja" : "Nej" : null),
        Exportkolumn<Rad>.Text(K.UppdragDiarienummer, 22, e => e.UppdragDiarienummer),
        Exportkolumn<Rad>.Datum(K.UppdragBeslutat, e => e.UppdragBeslutat),
        Exportkolumn<Rad>.Datum(K.UppdragGallerTill, e => e.UppdragGallerTill),
        Exportkolumn<Rad>.Flerradig(K.Anmarkning, 50, e => e.Anmarkning),
    ];

    public async Task<Result<Exportfil>> Handle(ExporteraEnheterQuery request, CancellationToken cancellationToken)
    {
        var lista = request.Lista;
        var namnder = await db.QueryAsync<Namndval>(NamnderSql, new { lista.Namnder }, cancellationToken);
        var sortering = lista.Sortering is { } s && EnhetslistaHandler.Ordningar.ContainsKey(s) ? s : "namn";
        var (fran, parametrar) = EnhetslistaHandler.Urval(lista);
        var rader = db.StreamAsync<Rad>(fran.Alla(KolumnerDel, EnhetslistaHandler.Ordningar[sortering]), parametrar, cancellationToken);
        var ordning = (sortering.TrimStart('-') switch { "namn" => "Enhet", "utforare" => "Utförare", _ => "Verksamhetsområde" }) + (sortering.StartsWith('-') ? ", fallande" : "");
        return Result<Exportfil>.Ok(await Exportskrivning.SkrivAsync(
            filer, request.Format,
            new Exportlista("Enheter", ordning, [.. Urval(lista)])
            {
                Upplysningar = [("Personnummer", Exportskrivning.Dolt), ("Läsa in igen", "Filen går att läsa in igen under Import, en nämnd i taget. En tom cell ändrar inget; det som står i filen ersätter det som står i registret.")],
            },
            Kolumner, rader, lista.Namnder, namnder.Where(n => lista.Namnd is null || n.Id == lista.Namnd).Select(n => n.Namn), anvandare, clock.GetUtcNow(), cancellationToken));
    }

    private static IEnumerable<(string, string)> Urval(EnhetslistaQuery lista)
    {
        if (!string.IsNullOrWhiteSpace(lista.Q)) { yield return ("Sök", lista.Q); }
        if (!string.IsNullOrEmpty(lista.Omrade)) { yield return ("Verksamhetsområde", lista.Omrade); }
        if (lista.Driftsform.Count > 0) { yield return ("Driftsform", string.Join(", ", lista.Driftsform.Select(d => d.Text()))); }
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

        public string? Utforare { get; init; }

        public string? Organisationsnummer { get; init; }

        public string? Plats { get; init; }

        public int? Antal { get; init; }

        public int? Platser { get; init; }

        public int? Brukare { get; init; }

        public string? UppdragDiarienummer { get; init; }

        public DateOnly? UppdragBeslutat { get; init; }

        public DateOnly? UppdragGallerTill { get; init; }

        public Driftsform? Driftsform { get; init; }

        public string? MojligFor { get; init; }

        public bool? Konkurrens { get; init; }

        public string? Anmarkning { get; init; }
    }
}
