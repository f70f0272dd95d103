using System.Collections;
using System.Collections.Concurrent;
using System.Data.Common;
using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Uppfoljning.Application.Common;

/// <summary>Hur ofta och hur länge en begäran körs om när databasen tillfälligt säger nej: sektionen Databas:Omforsok.</summary>
public sealed record Omforsoksinstallning
{
    /// <summary>Så många gånger körs begäran om, utöver den första; noll stänger av.</summary>
    public int Antal { get; init; } = 5;

    /// <summary>Så länge får omförsöken hålla på, räknat från att begäran började.</summary>
    public int HogstSekunder { get; init; } = 30;

    /// <summary>Väntan före det första omförsöket; den dubblas för varje nytt och kortas slumpvis, så att de som krockade inte krockar igen.</summary>
    public int ForstMs { get; init; } = 100;
}

/// <summary>
/// Det som följer en begäran genom dess omgångar: id för dess händelse, bestämt i förväg, så att den som inte fick veta om COMMIT gick igenom kan
/// fråga databasen, och så att samma sak aldrig kan skrivas två gånger (villkoret PK_Handelse).
/// </summary>
public sealed class Omtag
{
    private readonly List<Guid> _bestamda = [];
    private bool _pagar;
    private int _nasta;

    /// <summary>Id för begärans händelse; null tills någon har skrivit den.</summary>
    public Guid? HandelseId => _bestamda.Count > 0 ? _bestamda[0] : null;

    /// <summary>En tidigare omgång skickade COMMIT och fick inget svar.</summary>
    public bool Ovisst { get; set; }

    public void Borja()
    {
        _bestamda.Clear();
        (_pagar, _nasta, Ovisst) = (true, 0, false);
    }

    /// <summary>En ny omgång av samma begäran: samma id delas ut igen, i samma ordning.</summary>
    public void Omgang() => _nasta = 0;

    public void Sluta()
    {
        _bestamda.Clear();
        _pagar = false;
    }

    /// <summary>Id för nästa händelse. Samma i varje omgång av samma begäran; utanför en begäran alltid ett nytt.</summary>
    public Guid Handelse(DateTimeOffset tid)
    {
        if (!_pagar) { return Guid.CreateVersion7(tid); }
        if (_nasta == _bestamda.Count) { _bestamda.Add(Guid.CreateVersion7(tid)); }
        return _bestamda[_nasta++];
    }
}

/// <summary>
/// Kör om det som föll för att databasen tillfälligt sa nej: en låsning som bröts, en server som tog över, en fil som någon annan skrev i.
/// Varje omgång börjar från början på en ny anslutning.
/// </summary>
public sealed partial class Omforsok(DbSession db, Omforsoksinstallning installning, ILogger<Omforsok> logger)
{
    private static readonly TimeSpan LangstaVantan = TimeSpan.FromSeconds(5);

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Stromegenskaper = new();

    /// <summary>Kör <paramref name="omgang"/> tills den går, felet inte är tillfälligt, eller det har hållit på för länge.</summary>
    public async Task<T> KorAsync<T>(string vad, object? begaran, Func<Task<T>> omgang, CancellationToken cancellationToken)
    {
        // Inside a transaction it is the outermost request that is run again, whole.
        if (db.InTransaction) { return await omgang(); }

        var strommar = begaran is null ? [] : Strommar(begaran).Select(s => (Strom: s, Fran: s.CanSeek ? s.Position : -1)).ToList();
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        for (var forsok = 0; ; forsok++)
        {
            try
            {
                return await omgang();
            }
            catch (Exception fel) when (Tillfalligt(fel) && forsok < installning.Antal && strommar.All(s => s.Fran >= 0)
                && System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds < installning.HogstSekunder && !cancellationToken.IsCancellationRequested)
            {
                Telemetri.OmforsokGjort(vad);
                LoggaOmforsok(fel, vad, forsok + 1, installning.Antal);
                await db.GlomAnslutningenAsync();
                foreach (var (strom, fran) in strommar) { strom.Position = fran; }
                await Task.Delay(Vantan(forsok), cancellationToken);
            }
        }
    }

    /// <summary>Om felet, eller det som orsakade det, är ett som går över.</summary>
    public bool Tillfalligt(Exception fel)
    {
        for (var e = fel; e is not null; e = e.InnerException)
        {
            if (e is DbException fran && db.Database.IsTransient(fran)) { return true; }
        }
        return false;
    }

    private TimeSpan Vantan(int forsok)
    {
        var hogst = Math.Min(installning.ForstMs * Math.Pow(2, forsok), LangstaVantan.TotalMilliseconds);
        // Between half and the whole of it.
        return TimeSpan.FromMilliseconds(hogst * (0.5 + (Random.Shared.NextDouble() / 2)));
    }

    /// <summary>Strömmarna i begäran, också de i dess listor. En ström som inte kan spolas tillbaka är läst när omgången faller, och då körs begäran inte om.</summary>
    private static IEnumerable<Stream> Strommar(object begaran)
    {
        foreach (var egenskap in Stromegenskaper.GetOrAdd(begaran.GetType(), Egenskaper))
        {
            var varde = egenskap.GetValue(begaran);
            if (varde is Stream strom) { yield return strom; }
            else if (varde is IEnumerable rader)
            {
                foreach (var inre in rader.Cast<object?>().Where(r => r is not null).SelectMany(r => r is Stream s ? [s] : Strommar(r!))) { yield return inre; }
            }
        }
    }

    private static PropertyInfo[] Egenskaper(Type typ) =>
    [
        .. typ.GetProperties().Where(p => p.GetIndexParameters().Length == 0
            && (typeof(Stream).IsAssignableFrom(p.PropertyType) || (Postens(p.PropertyType) is { } post && BarStrom(post)))),
    ];

    private static bool BarStrom(Type post) => typeof(Stream).IsAssignableFrom(post) || post.GetProperties().Any(p => typeof(Stream).IsAssignableFrom(p.PropertyType));

    private static Type? Postens(Type typ) => typ == typeof(string) ? null
        : typ.GetInterfaces().Append(typ).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Begaran} körs om, omgång {Omgang} av {Antal}: databasen sa tillfälligt nej.")]
    private partial void LoggaOmforsok(Exception fel, string begaran, int omgang, int antal);
}
