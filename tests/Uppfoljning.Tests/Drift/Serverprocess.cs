using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Uppfoljning.Tests.Kommandorad;
using Uppfoljning.Tests.Web;

namespace Uppfoljning.Tests.Drift;

/// <summary>Webbplatsen som en egen process i produktionsmiljö: det den skriver, var den svarar, och hur den stannar.</summary>
internal sealed partial class Serverprocess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _rader = new();
    private readonly TaskCompletionSource<Uri> _adress = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Serverprocess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, e) => Las(e.Data);
        process.ErrorDataReceived += (_, e) => Las(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Adress { get; private set; } = null!;

    public IReadOnlyList<string> Rader => [.. _rader];

    public int Id => _process.Id;

    public static async Task<Serverprocess> StartaAsync(Testdatabas databas, Dictionary<string, string>? miljo = null) =>
        await StartadAsync(Vardprocess.StartaMed(databas, miljo ?? [], "--urls", "http://127.0.0.1:0"));

    public static async Task<Serverprocess> StartadAsync(Process process)
    {
        var server = new Serverprocess(process);
        var klar = await Task.WhenAny(server._adress.Task, process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(90)));
        if (klar != server._adress.Task)
        {
            var text = string.Join("\n", server.Rader);
            await server.DisposeAsync();
            Assert.Fail($"Servern startade inte.\n{text}");
        }
        server.Adress = await server._adress.Task;
        return server;
    }

    /// <summary>En webbläsare med egna kakor; de skickas också när de bara är tänkta för https.</summary>
    public Sida Webblasare() => new(new HttpClient(new Kakburk { InnerHandler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false } }) { BaseAddress = Adress });

    /// <summary>Ber servern stanna, som systemd gör.</summary>
    public void Stoppa()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<int> SlutAsync()
    {
        using var tid = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(tid.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private void Las(string? rad)
    {
        if (rad is null) { return; }
        _rader.Enqueue(rad);
        if (AdressRegex().Match(rad) is { Success: true } traff) { _adress.TrySetResult(new Uri(traff.Groups[1].Value)); }
    }

    [GeneratedRegex(@"Now listening on: (http://[\w.:\[\]]+)")]
    private static partial Regex AdressRegex();

    private sealed class Kakburk : DelegatingHandler
    {
        private readonly ConcurrentDictionary<string, string> _kakor = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!_kakor.IsEmpty) { request.Headers.Add("Cookie", string.Join("; ", _kakor.Select(k => $"{k.Key}={k.Value}"))); }
            var svar = await base.SendAsync(request, cancellationToken);
            foreach (var kaka in svar.Headers.TryGetValues("Set-Cookie", out var satta) ? satta : [])
            {
                var delar = kaka.Split(';', 2)[0].Split('=', 2);
                _kakor[delar[0]] = delar[1];
            }
            return svar;
        }
    }
}
