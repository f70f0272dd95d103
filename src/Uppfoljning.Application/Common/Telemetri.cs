using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Uppfoljning.Application.Common;

/// <summary>
/// Programmets egna mätare och spår. De kostar nästan inget när ingen lyssnar, och bär aldrig värden ur en begäran: bara begärans namn, utfallet
/// och satsens text, som är en konstant.
/// </summary>
public static class Telemetri
{
    public const string Namn = "Uppfoljning";

    private static readonly Meter Matare = new(Namn);

    private static readonly ActivitySource Kalla = new(Namn);

    private static readonly Histogram<double> Begaranstid = Matare.CreateHistogram<double>(
        "uppfoljning.begaran.tid", "s", "Hur lång tid ett kommando eller en fråga tog, med begärans namn, sort och utfall.");

    private static readonly Counter<long> Omforsok = Matare.CreateCounter<long>(
        "uppfoljning.begaran.omforsok", "{omgång}", "Hur ofta en begäran kördes om för att databasen tillfälligt sa nej.");

    private static readonly Histogram<double> Satstid = Matare.CreateHistogram<double>(
        "uppfoljning.databas.satstid", "s", "Hur lång tid en SQL-sats tog, till första svaret.");

    private static readonly Counter<long> Handelser = Matare.CreateCounter<long>(
        "uppfoljning.logg.handelser", "{händelse}", "Händelser som har skrivits i loggen.");

    private static readonly Histogram<double> Jobbtid = Matare.CreateHistogram<double>(
        "uppfoljning.jobb.tid", "s", "Hur lång tid ett jobb tog, med jobbets namn och utfall.");

    public static Activity? Begaran(string namn) => Kalla.StartActivity(namn);

    public static void BegaranKlar(string namn, bool kommando, string utfall, TimeSpan tid) => Begaranstid.Record(tid.TotalSeconds,
        new("begaran", namn), new("sort", kommando ? "kommando" : "fraga"), new("utfall", utfall));

    public static void OmforsokGjort(string namn) => Omforsok.Add(1, new KeyValuePair<string, object?>("begaran", namn));

    public static void HandelserSkrivna(int antal) => Handelser.Add(antal);

    public static void JobbKlart(string kod, string utfall, TimeSpan tid) => Jobbtid.Record(tid.TotalSeconds, new("jobb", kod), new("utfall", utfall));

    /// <summary>En SQL-sats, från att den skickas tills dess svar är läst.</summary>
    internal static Satsmatning Sats(string sql, string databas) => new(sql, databas);

    internal readonly struct Satsmatning : IDisposable
    {
        private readonly Activity? _spar;
        private readonly long _start;
        private readonly string _databas;

        public Satsmatning(string sql, string databas)
        {
            _databas = databas;
            _start = Satstid.Enabled ? Stopwatch.GetTimestamp() : 0;
            if (!Kalla.HasListeners()) { return; }
            _spar = Kalla.StartActivity("SQL", ActivityKind.Client);
            _spar?.SetTag("db.system.name", databas == "SQLite" ? "sqlite" : "microsoft.sql_server").SetTag("db.query.text", sql);
        }

        public void Dispose()
        {
            if (_start > 0) { Satstid.Record(Stopwatch.GetElapsedTime(_start).TotalSeconds, new KeyValuePair<string, object?>("databas", _databas)); }
            _spar?.Dispose();
        }
    }
}
