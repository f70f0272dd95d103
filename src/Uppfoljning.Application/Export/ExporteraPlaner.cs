using System.Globalization;
using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Export;

/// <summary>Listan över uppföljningsplaner som fil: samma nämnder, filter och ordning som på sidan. En plan förs inte in ur en fil; den genereras och beslutas.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record ExporteraPlanerQuery(PlanlistaQuery Lista, Filformat Format) : IQuery<Exportfil>, INamndfiltrerad
{
    IReadOnlyList<Guid> INamndfiltrerad.Namnder
    {
        get => Lista.Namnder;
        set => Lista.Namnder = value;
    }
}

public sealed class ExporteraPlanerHandler(DbSession db, ITabellfil filer, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<ExporteraPlanerQuery, Result<Exportfil>>
{
    private const string KolumnerDel = """
        p.Id, n.Namn AS Namnd, p.Ar, p.Tillstand, p.Versionsnr, p.Genererad, p.Sammantrade, p.Paragraf, p.Beslutsdatum, p.Revideringsskal,
        d.Beteckning AS Diariebeteckning, d.Ar AS Diariear, d.Lopnummer AS Diarielopnummer,
        (SELECT COUNT(*) FROM Planrad r WHERE r.PlanId = p.Id) AS AntalRader,
        (SELECT COUNT(*) FROM PlanUtanRad u WHERE u.PlanId = p.Id) AS AntalUtan
        """;

    private const string RaderDel = """
        FROM Planrad r
        JOIN Uppfoljningsplan p ON p.Id = r.PlanId
        WHERE p.NamndId IN @Namnder
        """;

    private const string TimkolumnerDel = "p.Id, p.NamndId, p.Ar, r.Former, r.ForstaManad, r.FlerManader, r.Timmar";

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    public async Task<Result<Exportfil>> Handle(ExporteraPlanerQuery request, CancellationToken cancellationToken)
    {
        var lista = request.Lista;
        var idag = clock.Idag();
        var parametrar = PlanlistaHandler.Parametrar(lista, idag);
        var namnder = await db.QueryAsync<Namndval>(NamnderSql, new { lista.Namnder }, cancellationToken);
        var timmar = await TimmarAsync(lista, parametrar, cancellationToken);
        var sortering = PlanlistaHandler.Sortering(lista);
        var rader = db.StreamAsync<Rad>(PlanlistaHandler.Urval(PlanlistaHandler.FranDel, lista).Alla(KolumnerDel, PlanlistaHandler.Ordningar[sortering]), parametrar, cancellationToken);
        return Result<Exportfil>.Ok(await Exportskrivning.SkrivAsync(
            filer, request.Format,
            new Exportlista("Uppföljningsplaner", Ordningen(sortering), [.. Urval(lista)])
            {
                Upplysningar = [("Läsa in igen", "Planer läses inte in: en plan genereras ur registret och beslutas av nämnden. Raderna i en plan hämtas på planens sida.")],
            },
            [.. Kolumner(timmar, idag)], rader, lista.Namnder, namnder.Where(n => lista.Namnd is null || n.Id == lista.Namnd).Select(n => n.Namn), anvandare, clock.GetUtcNow(), cancellationToken));
    }

    private static IEnumerable<Exportkolumn<Rad>> Kolumner(IReadOnlyDictionary<Guid, int> timmar, DateOnly idag) =>
    [
        Exportkolumn<Rad>.Text("Diarienummer", 16, p => Diarium.Nummer(p.Diariebeteckning, p.Diariear, p.Diarielopnummer)?.ToString()),
        Exportkolumn<Rad>.Text("Nämnd", 32, p => p.Namnd),
        Exportkolumn<Rad>.Tal("År", p => p.Ar),
        Exportkolumn<Rad>.Text("Tillstånd", 14, p => Plangang.Visat(p.Tillstand, p.Ar, idag).Text()),
        Exportkolumn<Rad>.Tal("Version", p => p.Versionsnr),
        Exportkolumn<Rad>.Datum("Genererad", p => DateOnly.FromDateTime(SvenskTid.Lokal(p.Genererad).DateTime)),
        Exportkolumn<Rad>.Datum("Sammanträde", p => p.Sammantrade),
        Exportkolumn<Rad>.Text("Paragraf", 12, p => p.Paragraf),
        Exportkolumn<Rad>.Datum("Beslutad", p => p.Beslutsdatum),
        Exportkolumn<Rad>.Tal("Rader", p => p.AntalRader),
        Exportkolumn<Rad>.Tal("Utan rad", p => p.AntalUtan),
        Exportkolumn<Rad>.Tal("Timmar under året", p => timmar.GetValueOrDefault(p.Id)),
        Exportkolumn<Rad>.Flerradig("Skäl till revideringen", 50, p => p.Revideringsskal),
    ];

    private static string Ordningen(string sortering) => (sortering.TrimStart('-') switch { "diarienummer" => "Diarienummer", "namnd" => "Nämnd", "tillstand" => "Tillstånd", _ => "År" }) + (sortering.StartsWith('-') ? ", fallande" : "");

    private static IEnumerable<(string, string)> Urval(PlanlistaQuery lista)
    {
        if (lista.Ar is { } ar) { yield return ("År", ar.ToString(CultureInfo.InvariantCulture)); }
        if (lista.Tillstand is { } tillstand) { yield return ("Tillstånd", tillstand.Text()); }
    }

    /// <summary>Timmarna under året i varje plan, med nämndens egna tal för formerna.</summary>
    private async Task<IReadOnlyDictionary<Guid, int>> TimmarAsync(PlanlistaQuery lista, Dictionary<string, object?> parametrar, CancellationToken cancellationToken)
    {
        var rader = await db.QueryAsync<Timrad>(PlanlistaHandler.Urval(RaderDel, lista).Alla(TimkolumnerDel, "p.Id, r.Nr"), parametrar, cancellationToken);
        var timmar = new Dictionary<Guid, int>();
        foreach (var aret in rader.GroupBy(r => r.Ar))
        {
            var formtider = await Planformtider.LasAsync(db, [.. aret.Select(r => r.NamndId).Distinct()], aret.Key, cancellationToken);
            foreach (var r in aret)
            {
                var tid = Radtimmar.For(r.Timmar, Uppfoljningsformer.Las(r.Former), (r.ForstaManad is null ? 0 : 1) + Plantillfallen.Las(r.FlerManader).Count, formtider[r.NamndId]);
                timmar[r.Id] = timmar.GetValueOrDefault(r.Id) + tid.Aret;
            }
        }
        return timmar;
    }

    private sealed record Rad
    {
        public Guid Id { get; init; }

        public string Namnd { get; init; } = "";

        public int Ar { get; init; }

        public string? Diariebeteckning { get; init; }

        public int? Diariear { get; init; }

        public int? Diarielopnummer { get; init; }

        public Plantillstand Tillstand { get; init; }

        public int? Versionsnr { get; init; }

        public DateTimeOffset Genererad { get; init; }

        public DateOnly? Sammantrade { get; init; }

        public string? Paragraf { get; init; }

        public DateOnly? Beslutsdatum { get; init; }

        public string? Revideringsskal { get; init; }

        public int AntalRader { get; init; }

        public int AntalUtan { get; init; }
    }

    private sealed record Timrad
    {
        public Guid Id { get; init; }

        public Guid NamndId { get; init; }

        public int Ar { get; init; }

        public string Former { get; init; } = "";

        public int? ForstaManad { get; init; }

        public string? FlerManader { get; init; }

        public int? Timmar { get; init; }
    }
}
