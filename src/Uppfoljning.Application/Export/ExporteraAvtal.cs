using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;
using K = Uppfoljning.Application.Import.Avtalskolumner;

namespace Uppfoljning.Application.Export;

/// <summary>Avtalslistan som fil: samma nämnder, filter och ordning som på sidan, med importens rubriker så att filen går att läsa in igen.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record ExporteraAvtalQuery(AvtalslistaQuery Lista, Filformat Format) : IQuery<Exportfil>, INamndfiltrerad
{
    IReadOnlyList<Guid> INamndfiltrerad.Namnder
    {
        get => Lista.Namnder;
        set => Lista.Namnder = value;
    }
}

public sealed class ExporteraAvtalHandler(DbSession db, ITabellfil filer, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<ExporteraAvtalQuery, Result<Exportfil>>
{
    private const string KolumnerDel = """
        a.Avtalsnummer, n.Namn AS Namnd, v.Namn AS Verksamhetsomrade, a.Benamning, u.Namn AS Utforare, u.Organisationsnummer, a.Driftsform,
        a.Upphandlingsform, a.Start, a.Slut, a.ForlangningManader, a.AntalForlangningar, a.UppsagningstidManader, a.ArsvardeOre, a.Omrade,
        a.Avtalsansvarig, a.Anmarkning, a.Diarienummer, a.Cpv, a.Regler, a.VardeOre, a.Indexering
        """;

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    private static readonly IReadOnlyList<Exportkolumn<Rad>> Kolumner =
    [
        Exportkolumn<Rad>.Text(K.Avtalsnummer, 15, a => a.Avtalsnummer),
        Exportkolumn<Rad>.Text(K.Namnd, 28, a => a.Namnd),
        Exportkolumn<Rad>.Text(K.Verksamhetsomrade, 22, a => a.Verksamhetsomrade),
        Exportkolumn<Rad>.Text(K.Benamning, 40, a => a.Benamning),
        Exportkolumn<Rad>.Text(K.Utforare, 30, a => a.Utforare),
        Exportkolumn<Rad>.Text(K.Organisationsnummer, 20, a => a.Organisationsnummer is { } n ? Organisationsnummer.Maskerat(n) : null),
        Exportkolumn<Rad>.Text(K.Driftsform, 18, a => a.Driftsform?.Text()),
        Exportkolumn<Rad>.Text(K.Upphandlingsform, 24, a => a.Upphandlingsform?.Text()),
        Exportkolumn<Rad>.Datum(K.Start, a => a.Start),
        Exportkolumn<Rad>.Datum(K.Slut, a => a.Slut),
        Exportkolumn<Rad>.Tal(K.ForlangningManader, a => a.ForlangningManader),
        Exportkolumn<Rad>.Tal(K.AntalForlangningar, a => a.AntalForlangningar),
        Exportkolumn<Rad>.Tal(K.UppsagningstidManader, a => a.UppsagningstidManader),
        Exportkolumn<Rad>.Belopp(K.Arsvarde, a => a.ArsvardeOre),
        Exportkolumn<Rad>.Text(K.Omrade, 22, a => a.Omrade),
        Exportkolumn<Rad>.Text(K.Avtalsansvarig, 24, a => a.Avtalsansvarig),
        Exportkolumn<Rad>.Flerradig(K.Anmarkning, 50, a => a.Anmarkning),
        Exportkolumn<Rad>.Text(K.Diarienummer, 18, a => a.Diarienummer),
        Exportkolumn<Rad>.Text(K.Cpv, 12, a => a.Cpv),
        Exportkolumn<Rad>.Text(K.Regler, 18, a => a.Regler?.Text()),
        Exportkolumn<Rad>.Belopp(K.Varde, a => a.VardeOre),
        Exportkolumn<Rad>.Text(K.Indexering, 30, a => a.Indexering),
    ];

    private static readonly Dictionary<string, string> Ordning = new()
    {
        ["benamning"] = "Benämning",
        ["utforare"] = "Utförare",
        ["omrade"] = "Verksamhetsområde",
        ["tillstand"] = "Tillstånd",
        ["ansvarig"] = "Avtalsansvarig",
        ["namnd"] = "Nämnd",
        ["start"] = "Avtalsstart",
        ["slut"] = "Avtalsslut",
        ["varde"] = "Årsvärde",
    };

    public async Task<Result<Exportfil>> Handle(ExporteraAvtalQuery request, CancellationToken cancellationToken)
    {
        var lista = request.Lista;
        var namnder = await db.QueryAsync<Namndval>(NamnderSql, new { lista.Namnder }, cancellationToken);
        var sortering = lista.Sortering is { } s && AvtalslistaHandler.Ordningar.ContainsKey(s) ? s : "benamning";
        var (fran, parametrar) = AvtalslistaHandler.Urval(lista, new Urvalsgrund(anvandare.Id, clock.Idag()), sortering, hela: true);
        var rader = db.StreamAsync<Rad>(fran.Alla(KolumnerDel, AvtalslistaHandler.Ordningar[sortering]), parametrar, cancellationToken);
        return Result<Exportfil>.Ok(await Exportskrivning.SkrivAsync(
            filer, request.Format,
            new Exportlista("Avtal", Ordningen(sortering), [.. Urval(lista, namnder)])
            {
                Upplysningar =
                [
                    ("Personnummer", Exportskrivning.Dolt),
                    ("Läsa in igen", "Filen går att läsa in igen under Import, en nämnd i taget. En tom cell ändrar inget; det som står i filen ersätter det som står i registret."),
                ],
            },
            Kolumner, rader, lista.Namnder, namnder.Where(n => lista.Namnd.Count == 0 || lista.Namnd.Contains(n.Id)).Select(n => n.Namn), anvandare, clock.GetUtcNow(), cancellationToken));
    }

    private static string Ordningen(string sortering) => Ordning[sortering.TrimStart('-')] + (sortering.StartsWith('-') ? ", fallande" : "");

    // The nämnder have a line of their own in the file.
    private static IEnumerable<(string, string)> Urval(AvtalslistaQuery lista, IReadOnlyList<Namndval> namnder) => Avtalsfilter.Valda(lista, namnder)
        .Where(f => f.Namn != nameof(lista.Namnd))
        .GroupBy(f => f.Rubrik, f => f.Text)
        .Select(g => (g.Key, string.Join(", ", g)));

    private sealed record Rad
    {
        public string? Avtalsnummer { get; init; }

        public string Namnd { get; init; } = "";

        public string? Verksamhetsomrade { get; init; }

        public string Benamning { get; init; } = "";

        public string? Utforare { get; init; }

        public string? Organisationsnummer { get; init; }

        public Driftsform? Driftsform { get; init; }

        public Upphandlingsform? Upphandlingsform { get; init; }

        public DateOnly? Start { get; init; }

        public DateOnly? Slut { get; init; }

        public int? ForlangningManader { get; init; }

        public int? AntalForlangningar { get; init; }

        public int? UppsagningstidManader { get; init; }

        public long? ArsvardeOre { get; init; }

        public string? Omrade { get; init; }

        public string? Avtalsansvarig { get; init; }

        public string? Anmarkning { get; init; }

        public string? Diarienummer { get; init; }

        public string? Cpv { get; init; }

        public Upphandlingsregler? Regler { get; init; }

        public long? VardeOre { get; init; }

        public string? Indexering { get; init; }
    }
}
