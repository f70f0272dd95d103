namespace Uppfoljning.Web.Drift;

/// <summary>
/// Stoppet i ordning: först svarar /halsa/redo nej, så att lastbalanseraren slutar skicka hit; sedan, efter den tid som behövs för att den ska märka
/// det, tar servern inte emot fler; sist väntar den på det som pågår.
/// </summary>
public sealed partial class Stoppvakt(IConfiguration configuration, IHostEnvironment environment, ILogger<Stoppvakt> logger) : IHostedLifecycleService
{
    private readonly TimeSpan _avvakta = TimeSpan.FromSeconds(configuration.GetValue("Drift:AvvaktaSekunder", environment.IsDevelopment() ? 0 : 2));
    private volatile bool _redo;

    /// <summary>Om servern har startat och inte håller på att stanna.</summary>
    public bool Redo => _redo;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _redo = true;
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _redo = false;
        LoggaStopp(_avvakta.TotalSeconds);
        if (_avvakta > TimeSpan.Zero) { await Task.Delay(_avvakta, cancellationToken); }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "Servern stannar: tar emot i {Sekunder} sekunder till och gör sedan klart det som pågår.")]
    private partial void LoggaStopp(double sekunder);
}
