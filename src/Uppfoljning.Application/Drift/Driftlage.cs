using System.Collections.Concurrent;
using System.Diagnostics;
using MediatR;
using Microsoft.Extensions.Logging;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Drift;

public enum Driftstatus
{
    /// <summary>Svarar som det ska.</summary>
    Frisk,

    /// <summary>Fungerar, men något bör rättas.</summary>
    Varning,

    /// <summary>Fungerar inte; servern ska inte få fler begäranden.</summary>
    Sjuk,
}

/// <summary>Hur en del mår. Texten är till den som sköter servern och har aldrig lösenord, nycklar eller uppgifter om personer.</summary>
public sealed record Driftsvar(Driftstatus Status, string Text)
{
    public static Driftsvar Frisk(string text) => new(Driftstatus.Frisk, text);

    public static Driftsvar Varning(string text) => new(Driftstatus.Varning, text);

    public static Driftsvar Sjuk(string text) => new(Driftstatus.Sjuk, text);
}

/// <summary>En del som programmet behöver för att fungera. Den som registreras i tjänsterna är med i /halsa/redo och på driftsidan.</summary>
public interface IDriftdel
{
    string Namn { get; }

    Task<Driftsvar> ProvaAsync(CancellationToken cancellationToken);
}

/// <summary>Hur en del mår nu, och sedan när den har mått så.</summary>
public sealed record Dellage(string Namn, Driftstatus Status, string Text, DateTimeOffset Sedan);

/// <summary>Frågar varje del hur den mår, med en gräns för hur länge den får tänka, och minns sedan när svaret har varit detsamma.</summary>
public sealed partial class Driftprov(IEnumerable<IDriftdel> delar, Driftminne minne, TimeProvider clock, ILogger<Driftprov> logger)
{
    private static readonly TimeSpan Hogst = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<Dellage>> ProvaAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(delar.Select(del => ProvaAsync(del, cancellationToken)));

    private async Task<Dellage> ProvaAsync(IDriftdel del, CancellationToken cancellationToken)
    {
        Driftsvar svar;
        try
        {
            svar = await del.ProvaAsync(cancellationToken).WaitAsync(Hogst, cancellationToken);
        }
        catch (TimeoutException)
        {
            svar = Driftsvar.Sjuk($"Svarade inte på {Hogst.TotalSeconds:0} sekunder.");
        }
        catch (Exception fel) when (fel is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // What an exception says may name a server or a person; the log has it.
            svar = Driftsvar.Sjuk(fel is DriftException ? fel.Message : $"Går inte att använda ({fel.GetType().Name}). Felet står i serverns logg.");
            LoggaSjuk(fel, del.Namn);
        }
        return new(del.Namn, svar.Status, svar.Text, minne.Sedan(del.Namn, svar.Status, clock.GetUtcNow()));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Driftprovet av {Driftdel} föll.")]
    private partial void LoggaSjuk(Exception fel, string driftdel);
}

/// <summary>Sedan när varje del har mått som den mår, på den här servern sedan den startade.</summary>
public sealed class Driftminne
{
    private readonly ConcurrentDictionary<string, (Driftstatus Status, DateTimeOffset Sedan)> _lagen = new();

    public DateTimeOffset Sedan(string del, Driftstatus status, DateTimeOffset nu) =>
        _lagen.AddOrUpdate(del, (status, nu), (_, fore) => fore.Status == status ? fore : (status, nu)).Sedan;
}

/// <summary>Hur servern mår, för den som sköter den.</summary>
[Kraver(Roll.Administrator)]
public sealed record DriftlageQuery : IQuery<Driftlage>, IKommunbunden;

public sealed record Driftlage(string Version, string Maskin, DateTimeOffset Startad, string Databas, IReadOnlyList<Dellage> Delar, IReadOnlyList<string> Varningar);

public sealed class DriftlageHandler(Driftprov prov, Driftfakta fakta, IDatabase database, TimeProvider clock) : IRequestHandler<DriftlageQuery, Result<Driftlage>>
{
    public async Task<Result<Driftlage>> Handle(DriftlageQuery request, CancellationToken cancellationToken)
    {
        return Result<Driftlage>.Ok(new(Driftfakta.Version, Environment.MachineName, clock.GetUtcNow() - Stopwatch.GetElapsedTime(Driftfakta.Start), fakta.Databas ?? database.Namn, await prov.ProvaAsync(cancellationToken), fakta.Varningar));
    }
}

/// <summary>Det som blev känt när programmet startade och gäller tills det startar om.</summary>
public sealed class Driftfakta
{
    /// <summary>När processen läste in programmet, på den klocka som bara går framåt.</summary>
    public static long Start { get; } = Stopwatch.GetTimestamp();

    public static string Version { get; } = typeof(Driftfakta).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>Databasen och dess version.</summary>
    public string? Databas { get; set; }

    /// <summary>Inställningar i programmet och i databasen som bör rättas.</summary>
    public IReadOnlyList<string> Varningar { get; set; } = [];
}
