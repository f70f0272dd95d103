using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Demo;
using Uppfoljning.Infrastructure;
using Uppfoljning.Infrastructure.Data;
using Uppfoljning.Tests.Web;

namespace Uppfoljning.Tests.Skydd;

/// <summary>Ett svar, läst och tolkat.</summary>
internal sealed record Svar(HttpStatusCode Status, string Text, IHtmlDocument? Html, string? Plats, TimeSpan Tid, IReadOnlyList<string> Fel, string? Undantag);

/// <summary>Produkten på demokommunen, och en inloggad i taget som skickar vad som helst till den.</summary>
internal sealed class Fuzzvard : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> Mall = new(LaddaAsync);

    private readonly TestApp _app;
    private readonly WebApplicationFactory<Program> _factory;
    private readonly Undantagsfangare _fangare = new();

    private Fuzzvard(TestApp app)
    {
        _app = app;
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            WebApp.Stall(builder, app);
            builder.ConfigureTestServices(services =>
            {
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(app.Klocka));
                services.AddLogging(logging => logging.ClearProviders().AddProvider(_fangare).SetMinimumLevel(LogLevel.Error));
            });
        });
    }

    public IServiceProvider Services => _factory.Services;

    public TestApp App => _app;

    public HttpClient Client { get; private set; } = null!;

    public string Nyckel { get; private set; } = "";

    public (Guid Id, string Namn) Anvandare { get; private set; }

    public static async Task<Fuzzvard> StartaAsync()
    {
        var app = await TestApp.StartaAsync();
        if (Testdatabas.ArSqlServer) { await LaddaAsync(app.Databas); }
        else { File.Copy(await Mall.Value, app.Databas.Namn, overwrite: true); }
        return new Fuzzvard(app);
    }

    public async Task<IReadOnlyList<(Guid Id, string Namn)>> DemoanvandareAsync() =>
        [.. (await _app.Las<Guid>("SELECT Id FROM Anvandare WHERE Demo = 1 AND Inaktiv = 0 ORDER BY Id")).Zip(await _app.Las<string>("SELECT Namn FROM Anvandare WHERE Demo = 1 AND Inaktiv = 0 ORDER BY Id"))];

    public HttpClient Oppen() => _factory.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true });

    /// <summary>Loggar in, eller ger falskt när användaren inte längre finns att välja.</summary>
    public async Task<bool> LoggaInAsync((Guid Id, string Namn) anvandare)
    {
        Anvandare = anvandare;
        Client?.Dispose();
        Client = Oppen();
        Nyckel = await LasNyckelAsync("/konto/logga-in");
        using var innehall = new FormUrlEncodedContent([new("formularnyckel", Nyckel)]);
        using var svar = await Client.PostAsync(new Uri($"/konto/demo/{anvandare.Id}", UriKind.Relative), innehall);
        if ((int)svar.StatusCode >= 400) { TestContext.Out.WriteLine($"inloggningen svarade {(int)svar.StatusCode}: {Undantag()}"); }
        if (svar.StatusCode != HttpStatusCode.Redirect) { return false; }
        Nyckel = await LasNyckelAsync("/");
        return true;
    }

    public async Task<string> LasNyckelAsync(string adress) =>
        Svarsprov.Tolka(await Client.GetStringAsync(new Uri(adress, UriKind.Relative))).QuerySelector("input[name=formularnyckel]")?.GetAttribute("value") ?? "";

    public async Task<Svar> SkickaAsync(HttpRequestMessage begaran, CancellationToken cancellationToken = default)
    {
        // A server refuses such a path before the program sees it; the test host throws at it instead.
        if (begaran.RequestUri!.OriginalString.Split('?')[0].Contains("%00", StringComparison.Ordinal)) { return new(System.Net.HttpStatusCode.BadRequest, "", null, null, TimeSpan.Zero, [], null); }
        _fangare.Senaste.Clear();
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var svar = await Client.SendAsync(begaran, cancellationToken);
            var typ = svar.Content.Headers.ContentType?.MediaType;
            var text = typ is null || typ.StartsWith("text/", StringComparison.Ordinal) || typ.EndsWith("json", StringComparison.Ordinal) ? await svar.Content.ReadAsStringAsync(cancellationToken) : await Svalj(svar);
            var tid = Stopwatch.GetElapsedTime(start);
            var html = typ == "text/html" ? Svarsprov.Tolka(text) : null;
            var fel = Svarsprov.Prova(svar, text, html, tid).ToList();
            return new(svar.StatusCode, text, html, svar.Headers.Location?.OriginalString, tid, fel, fel.Count > 0 ? Undantag() : null);
        }
        catch (Exception fel) when (fel is not AssertionException)
        {
            return new(0, "", null, null, Stopwatch.GetElapsedTime(start), [$"inget svar: {fel.GetType().Name} {fel.Message}"], Undantag() ?? fel.ToString());
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await _factory.DisposeAsync();
        await _app.DisposeAsync();
    }

    private string? Undantag() => _fangare.Senaste.IsEmpty ? null : string.Join("\n", _fangare.Senaste.Take(2));

    private static async Task<string> Svalj(HttpResponseMessage svar)
    {
        await svar.Content.CopyToAsync(Stream.Null);
        return "";
    }

    /// <summary>Demokommunen läses in en gång; varje frö får en egen kopia.</summary>
    private static async Task<string> LaddaAsync()
    {
        var databas = await Testdatabas.SkapaAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(databas.Mapp, recursive: true);
        await LaddaAsync(databas);
        var fil = Path.Combine(databas.Mapp, "demo.db");
        using var sqlite = new SqliteDatabase(databas.Anslutning);
        await using var anslutning = await sqlite.OpenAsync(CancellationToken.None);
        await using var kopia = anslutning.CreateCommand();
        kopia.CommandText = $"VACUUM INTO '{fil}'";
        await kopia.ExecuteNonQueryAsync();
        return fil;
    }

    private static async Task LaddaAsync(Testdatabas databas)
    {
        var services = new ServiceCollection().AddLogging().AddUppfoljningInfrastructure(databas.Installningar).AddUppfoljningApplication();
        await using var provider = Demoladdning.Registrera(services).BuildServiceProvider();
        await provider.GetRequiredService<Demoladdning>().KorAsync(DateOnly.FromDateTime(new Testklocka().Nu.Date), CancellationToken.None);
    }

    /// <summary>Undantagen som programmet skriver i loggen, för att ett fel ska gå att förstå.</summary>
    private sealed class Undantagsfangare : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Senaste { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && Senaste.Count < 8) { Senaste.Enqueue(exception?.ToString() ?? formatter(state, exception)); }
        }

        public void Dispose()
        {
        }
    }
}
