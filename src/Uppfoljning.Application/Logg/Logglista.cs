using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Logg;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Logg;

/// <summary>
/// Loggens händelser, den senaste först: revisorn ser dem i sina nämnder, administratören dem som gäller hela kommunen och ingen nämnds ärenden.
/// </summary>
[Kraver(Roll.Revisor | Roll.Administrator)]
public sealed record LogglistaQuery : IQuery<Logglista>, INamndfiltrerad
{
    /// <summary>Ord i händelsen eller meningen.</summary>
    public string? Q { get; init; }

    /// <summary>Den som gjorde det: början av namnet.</summary>
    public string? Vem { get; init; }

    /// <summary>Händelsens sort: hur den börjar.</summary>
    public string? Vad { get; init; }

    public Guid? Namnd { get; init; }

    /// <summary>Bara det som gäller hela kommunen.</summary>
    public bool Kommun { get; init; }

    public Guid? Arende { get; init; }

    public Guid? Anvandare { get; init; }

    public DateOnly? Fran { get; init; }

    public DateOnly? Till { get; init; }

    /// <summary>Händelser före det här numret; så bläddrar man bakåt.</summary>
    public long? Fore { get; init; }

    /// <summary>Händelser efter det här numret; så bläddrar man framåt.</summary>
    public long? Efter { get; init; }

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

/// <param name="Rader">Sidans händelser, den senaste först.</param>
/// <param name="Namnder">Nämnderna att välja bland.</param>
/// <param name="SerKommun">Om läsaren ser det som gäller hela kommunen.</param>
/// <param name="Filtrerad">Om något filter är valt.</param>
/// <param name="Aldre">Numret att bläddra bakåt från; null när det inte finns fler.</param>
/// <param name="Nyare">Numret att bläddra framåt från; null när sidan är den senaste.</param>
/// <param name="Sokt">Numret som sökningen har kommit till utan att fylla sidan; den fortsätter därifrån.</param>
public sealed record Logglista(
    IReadOnlyList<Loggpunkt> Rader, IReadOnlyList<Namndval> Namnder, bool SerKommun, bool Filtrerad, long? Aldre, long? Nyare, long? Sokt);

/// <summary>En händelse i listan, med personnummer dolda.</summary>
public sealed record Loggpunkt
{
    public long Nr { get; init; }

    public DateTimeOffset Tid { get; init; }

    public string Anvandare { get; init; } = "";

    public string? Namnd { get; init; }

    public string Vad { get; init; } = "";

    public string Mening { get; init; } = "";
}

public sealed class LogglistaHandler(DbSession db, IAnvandarkontext anvandare) : IRequestHandler<LogglistaQuery, Result<Logglista>>
{
    public const int Storlek = 50;

    /// <summary>Listan läses i spann av nummer som växer tills sidan är full, så att ingen sida läser hela loggen för att sortera den.</summary>
    private const long ForstaSpann = 20_000;

    /// <summary>Ord och namn har inget index. Så många nummer söks igenom innan sidan lämnas, med en länk som fortsätter.</summary>
    private const long FlestSokta = 300_000;

    private const string KolumnerDel = "h.Nr, h.Tid, h.Anvandare, n.Namn AS Namnd, h.Vad, h.Mening";

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    private const string SistaSql = "SELECT Nr FROM Logghuvud WHERE Id = 1";

    private const string SpannSql = "SELECT MIN(Nr) AS Forsta, MAX(Nr) AS Sista FROM Handelse WHERE Nr IS NOT NULL AND Tid >= @FranTid AND Tid < @TillTid";

    public async Task<Result<Logglista>> Handle(LogglistaQuery request, CancellationToken cancellationToken)
    {
        var (lista, parametrar) = Loggurval.Av(request, anvandare);
        var namnder = await db.QueryAsync<Namndval>(NamnderSql, new { request.Namnder }, cancellationToken);
        var (forsta, sista) = await SpannAsync(request, parametrar, cancellationToken);
        var framat = request.Efter is not null;
        var (rader, sokt) = framat
            ? await FramatAsync(lista, parametrar, Math.Max(forsta - 1, request.Efter!.Value), sista, Loggurval.UtanIndex(request), cancellationToken)
            : await BakatAsync(lista, parametrar, Math.Min(sista + 1, request.Fore ?? long.MaxValue), forsta, Loggurval.UtanIndex(request), cancellationToken);

        var fler = rader.Count > Storlek;
        var sida = rader.Take(Storlek).Select(r => r with { Mening = Doltpersonnummer.I(r.Mening), Anvandare = Doltpersonnummer.I(r.Anvandare) }).ToList();
        if (framat) { sida.Reverse(); }
        return Result<Logglista>.Ok(new(
            sida, namnder, anvandare.KommunRoller.HarNagon(Roll.Administrator), Loggurval.Filtrerad(request),
            Aldre: sida.Count > 0 && (framat || fler) ? sida[^1].Nr : null,
            Nyare: sida.Count > 0 && (framat ? fler : request.Fore is not null) ? sida[0].Nr : null,
            Sokt: sokt));
    }

    private async Task<(List<Loggpunkt> Rader, long? Sokt)> BakatAsync(
        SqlList lista, Dictionary<string, object?> parametrar, long tak, long golv, bool utanIndex, CancellationToken cancellationToken)
    {
        var rader = new List<Loggpunkt>();
        var borjan = tak;
        for (var spann = ForstaSpann; tak > golv && rader.Count <= Storlek; spann *= 2)
        {
            if (utanIndex && borjan - tak >= FlestSokta) { return (rader, tak); }
            var under = Math.Max(golv, tak - spann);
            await LasAsync(lista, parametrar, rader, (under, tak), "h.Nr DESC", cancellationToken);
            tak = under;
        }
        return (rader, null);
    }

    private async Task<(List<Loggpunkt> Rader, long? Sokt)> FramatAsync(
        SqlList lista, Dictionary<string, object?> parametrar, long efter, long sista, bool utanIndex, CancellationToken cancellationToken)
    {
        var rader = new List<Loggpunkt>();
        var borjan = efter;
        for (var spann = ForstaSpann; efter < sista && rader.Count <= Storlek; spann *= 2)
        {
            if (utanIndex && efter - borjan >= FlestSokta) { return (rader, null); }
            var over = Math.Min(sista, efter + spann);
            await LasAsync(lista, parametrar, rader, (efter + 1, over + 1), "h.Nr", cancellationToken);
            efter = over;
        }
        return (rader, null);
    }

    private async Task LasAsync(
        SqlList lista, Dictionary<string, object?> parametrar, List<Loggpunkt> rader, (long Fran, long Fore) spann, string ordning, CancellationToken cancellationToken)
    {
        (parametrar["FranNr"], parametrar["ForeNr"]) = spann;
        (parametrar["Offset"], parametrar["Limit"]) = (0, Storlek + 1 - rader.Count);
        rader.AddRange(await db.QueryAsync<Loggpunkt>(lista.Sida(KolumnerDel, ordning), parametrar, cancellationToken));
    }

    /// <summary>Numren som tidsspannet rymmer, eller hela loggen. Numren följer tiden bara så länge ingen klocka går bakåt, så tiden prövas också.</summary>
    private async Task<(long Forsta, long Sista)> SpannAsync(LogglistaQuery request, Dictionary<string, object?> parametrar, CancellationToken cancellationToken)
    {
        if (request is { Fran: null, Till: null }) { return (1, await db.SingleOrDefaultAsync<long?>(SistaSql, null, cancellationToken) ?? 0); }
        var spann = await db.SingleOrDefaultAsync<Spann>(SpannSql, parametrar, cancellationToken);
        return (spann?.Forsta ?? 1, spann?.Sista ?? 0);
    }

    private sealed record Spann
    {
        public long? Forsta { get; init; }

        public long? Sista { get; init; }
    }
}

/// <summary>Vilka händelser som syns och passar filtren; samma för listan, den enskilda händelsen och exporten.</summary>
internal static class Loggurval
{
    /// <summary>Fler ord än så gör sökningen långsammare, inte bättre.</summary>
    private const int FlestOrd = 6;

    private const string UrvalDel = "WHERE h.Nr IS NOT NULL AND h.Nr >= @FranNr AND h.Nr < @ForeNr";

    private const string FranDel = $"""
        FROM Handelse h
        LEFT JOIN Namnd n ON n.Id = h.NamndId
        {UrvalDel}
        """;

    private const string MedForeDel = $"""
        FROM Handelse h
        LEFT JOIN Namnd n ON n.Id = h.NamndId
        LEFT JOIN Handelse f ON f.Nr = h.Nr - 1 AND f.Nr IS NOT NULL
        {UrvalDel}
        """;

    private static readonly DateOnly Forst = new(1900, 1, 1), Sist = new(9000, 1, 1);

    public static (SqlList Lista, Dictionary<string, object?> Parametrar) Av(LogglistaQuery request, IAnvandarkontext anvandare, bool medFore = false)
    {
        var kommun = anvandare.KommunRoller.HarNagon(Roll.Administrator);
        var parametrar = new Dictionary<string, object?>
        {
            ["Namnder"] = request.Namnder,
            ["Namnd"] = request.Namnd,
            ["Arende"] = request.Arende,
            ["Anvandare"] = request.Anvandare,
            ["Vem"] = Borjan(request.Vem),
            ["Vad"] = Borjan(request.Vad),
            ["FranTid"] = SvenskTid.Borjan(request.Fran is { } fran && fran > Forst ? fran : Forst),
            ["TillTid"] = SvenskTid.Borjan(request.Till is { } till && till < Sist ? till.AddDays(1) : Sist),
            ["FranNr"] = 1L,
            ["ForeNr"] = long.MaxValue,
        };
        var lista = new SqlList(medFore ? MedForeDel : FranDel)
            .Och(!kommun, "h.NamndId IN @Namnder")
            .Och(kommun && request.Namnder.Count == 0, "h.NamndId IS NULL")
            .Och(kommun && request.Namnder.Count > 0, "(h.NamndId IN @Namnder OR h.NamndId IS NULL)")
            .Och(request.Namnd is not null, "h.NamndId = @Namnd")
            .Och(request.Kommun, "h.NamndId IS NULL")
            .Och(request.Arende is not null, "h.ArendeId = @Arende")
            .Och(request.Anvandare is not null, "h.AnvandareId = @Anvandare")
            .Och(request.Fran is not null || request.Till is not null, "h.Tid >= @FranTid AND h.Tid < @TillTid")
            .Och(parametrar["Vem"] is not null, @"h.Anvandare LIKE @Vem ESCAPE '\'")
            .Och(parametrar["Vad"] is not null, @"h.Vad LIKE @Vad ESCAPE '\'");
        foreach (var (ord, i) in Ord(request.Q).Select((ord, i) => (ord, i)))
        {
            // SQLite folds the case of a to z only: a word is also looked for as it stands first in a sentence.
            parametrar[$"Ord{i}"] = $"%{Ordagrant(ord.ToLower(SvenskKultur))}%";
            parametrar[$"Stor{i}"] = $"%{Ordagrant(char.ToUpper(ord[0], SvenskKultur) + ord[1..].ToLower(SvenskKultur))}%";
            lista.Och(true, $@"(h.Mening LIKE @Ord{i} ESCAPE '\' OR h.Mening LIKE @Stor{i} ESCAPE '\' OR h.Vad LIKE @Ord{i} ESCAPE '\' OR h.Vad LIKE @Stor{i} ESCAPE '\')");
        }
        return (lista, parametrar);
    }

    /// <summary>Om filtren måste prövas rad för rad.</summary>
    public static bool UtanIndex(LogglistaQuery request) =>
        !string.IsNullOrWhiteSpace(request.Q) || !string.IsNullOrWhiteSpace(request.Vem) || !string.IsNullOrWhiteSpace(request.Vad) || request.Anvandare is not null;

    public static bool Filtrerad(LogglistaQuery request) =>
        UtanIndex(request) || request is not { Namnd: null, Arende: null, Fran: null, Till: null, Kommun: false };

    private static System.Globalization.CultureInfo SvenskKultur => System.Globalization.CultureInfo.GetCultureInfo("sv-SE");

    private static IEnumerable<string> Ord(string? text) => (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(FlestOrd);

    private static string? Borjan(string? text) => string.IsNullOrWhiteSpace(text) ? null : Ordagrant(text.Trim()) + "%";

    private static string Ordagrant(string text) => (text.Length > 100 ? text[..100] : text)
        .Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal).Replace("[", @"\[", StringComparison.Ordinal);
}

/// <summary>En händelse med allt som står om den.</summary>
[Kraver(Roll.Revisor | Roll.Administrator)]
public sealed record LogghandelseQuery(long Nr) : IQuery<Logghandelse>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

/// <param name="Rad">Händelsen, med personnummer dolda.</param>
/// <param name="Namnd">Nämndens namn.</param>
/// <param name="Fakta">Det som skrevs om händelsen, namn för namn.</param>
/// <param name="Stammer">Om kontrollsumman är den som innehållet och händelsen före ger; null när nyckeln saknas.</param>
public sealed record Logghandelse(Loggrad Rad, string? Namnd, IReadOnlyList<(string Namn, string Varde)> Fakta, bool? Stammer);

public sealed class LogghandelseHandler(DbSession db, IAnvandarkontext anvandare, ILoggnycklar nycklar) : IRequestHandler<LogghandelseQuery, Result<Logghandelse>>
{
    internal const string KolumnerDel = """
        h.Nr, h.Format, h.Nyckel, h.Kedja, h.Id, h.Tid, h.AnvandareId, h.Anvandare, h.NamndId, h.ArendeId, h.Vad, h.Mening, h.Fakta,
        n.Namn AS Namnd, f.Kedja AS Fore
        """;

    public async Task<Result<Logghandelse>> Handle(LogghandelseQuery request, CancellationToken cancellationToken)
    {
        var (lista, parametrar) = Loggurval.Av(new LogglistaQuery { Namnder = request.Namnder }, anvandare, medFore: true);
        (parametrar["FranNr"], parametrar["ForeNr"]) = (request.Nr, request.Nr == long.MaxValue ? request.Nr : request.Nr + 1);
        var rader = await db.QueryAsync<Loggexportrad>(lista.Alla(KolumnerDel, "h.Nr"), parametrar, cancellationToken);
        if (rader is not [var rad, ..]) { return Result<Logghandelse>.NotFound(); }

        bool? stammer = nycklar.Med(rad.Nyckel) is { } nyckel ? Loggkedja.Stammer(nyckel.Varde, rad.Rad, rad.Nr, rad.Fore ?? Loggkedja.Borjan) : null;
        return Result<Logghandelse>.Ok(new(rad.Dold().Rad.Rad, rad.Namnd, Loggfakta.Av(rad.Fakta), stammer));
    }
}
