using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Uppfoljning.Tests.Kommandorad;

namespace Uppfoljning.Tests.Fel;

/// <summary>Webbplatsen som en egen process i produktionsmiljö på en egen port; startas, dödas med -9 och startas igen på samma data.</summary>
internal sealed class Felvard : IAsyncDisposable
{
    private readonly Testdatabas _databas;
    private readonly IReadOnlyDictionary<string, string> _miljo;
    private readonly StringBuilder _ut = new();
    private Process? _process;

    public Felvard(Testdatabas databas, IReadOnlyDictionary<string, string>? miljo = null)
    {
        // The operator's rows are read as text in these tests.
        (_databas, _miljo) = (databas, new Dictionary<string, string>(miljo ?? new Dictionary<string, string>()) { ["Loggning__Format"] = "text" });
        Adress = new Uri($"http://127.0.0.1:{LedigPort()}");
        Klient = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, MaxConnectionsPerServer = 64 })
        {
            BaseAddress = Adress,
            Timeout = TimeSpan.FromSeconds(100),
        };
    }

    public Uri Adress { get; }

    /// <summary>Kakor sköts av var och en; klienten delas.</summary>
    public HttpClient Klient { get; }

    /// <summary>Allt som processerna har skrivit.</summary>
    public string Ut
    {
        get
        {
            lock (_ut) { return _ut.ToString(); }
        }
    }

    public bool Lever => _process is { HasExited: false };

    public int Id => _process!.Id;

    /// <summary>Startar och väntar tills sidan för inloggning svarar. Ger tiden det tog.</summary>
    public async Task<TimeSpan> StartaAsync()
    {
        var tid = Stopwatch.StartNew();
        BorjaStarta();
        while (true)
        {
            Assert.That(Lever, Is.True, $"Servern dog när den startade.\n{Slutet()}");
            Assert.That(tid.Elapsed, Is.LessThan(TimeSpan.FromMinutes(2)), $"Servern svarar inte.\n{Slutet()}");
            try
            {
                using var svar = await Klient.GetAsync(new Uri("/konto/logga-in", UriKind.Relative));
                if (svar.StatusCode == HttpStatusCode.OK) { return tid.Elapsed; }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await Task.Delay(15);
        }
    }

    public void BorjaStarta()
    {
        _process = Vardprocess.StartaMed(_databas, _miljo, "--urls", Adress.ToString());
        _process.StandardInput.Close();
        _process.OutputDataReceived += (_, rad) => Skriv(rad.Data);
        _process.ErrorDataReceived += (_, rad) => Skriv(rad.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Väntar på att processen slutar av sig själv.</summary>
    public async Task<int> VantaPaSlutAsync()
    {
        using var grans = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await _process!.WaitForExitAsync(grans.Token);
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>kill -9: inget hinner stängas, tömmas eller sägas.</summary>
    public async Task DodaAsync()
    {
        if (_process is not { } process) { return; }
        if (!process.HasExited) { process.Kill(entireProcessTree: true); }
        await process.WaitForExitAsync();
    }

    /// <summary>Det sista som processerna skrev.</summary>
    public string Slutet() => Ut is { Length: > 6000 } lang ? lang[^6000..] : Ut;

    public async ValueTask DisposeAsync()
    {
        await DodaAsync();
        _process?.Dispose();
        Klient.Dispose();
    }

    private void Skriv(string? rad)
    {
        if (rad is null) { return; }
        lock (_ut) { _ut.AppendLine(rad); }
    }

    private static int LedigPort()
    {
        using var lyssnare = new TcpListener(IPAddress.Loopback, 0);
        lyssnare.Start();
        return ((IPEndPoint)lyssnare.LocalEndpoint).Port;
    }
}
