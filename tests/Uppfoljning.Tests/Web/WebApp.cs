using System.Net;
using AngleSharp;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Tests.Web;

/// <summary>Produkten med webb, på samma databas som en <see cref="TestApp"/>: testet skickar kommandon och öppnar sidor mot samma data.</summary>
public sealed class WebApp : IAsyncDisposable
{
    private readonly WebApplicationFactory<Program> _factory;

    // The file provider of wwwroot is never disposed by a host and holds an inotify instance; the system has 128, and each test a host.
    static WebApp() => Environment.SetEnvironmentVariable("DOTNET_USE_POLLING_FILE_WATCHER", "1");

    private readonly bool _agerApp;

    private WebApp(TestApp app, bool jobb, Action<IWebHostBuilder>? mer = null, Action<IServiceCollection>? tjanster = null, bool agerApp = true)
    {
        App = app;
        _agerApp = agerApp;
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            Stall(builder, app);
            if (jobb) { builder.UseSetting("Jobb:Pa", "true"); }
            builder.ConfigureTestServices(services =>
            {
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(app.Klocka));
                services.ProvaTsql();
                services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
                tjanster?.Invoke(services);
            });
            mer?.Invoke(builder);
        });
    }

    /// <summary>Samma databas utan webb, för att ställa i ordning och kontrollera.</summary>
    public TestApp App { get; }

    public IServiceProvider Services => _factory.Services;

    /// <summary>Inställningarna för en webb på testets databas.</summary>
    public static void Stall(IWebHostBuilder builder, TestApp app)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("Databas:Typ", Testdatabas.ArSqlServer ? "SqlServer" : "Sqlite");
        builder.UseSetting("Databas:Anslutning", app.Databas.Anslutning);
        builder.UseSetting("Filer:Mapp", Path.Combine(app.Databas.Mapp, "filer"));
        builder.UseSetting("Nycklar:Mapp", "");
        builder.UseSetting("Kommun:Namn", "Provkommun");
        builder.UseSetting("Logg:Nyckel", Testdatabas.Loggnyckel);
        builder.UseSetting("Logg:Ankare:Fil", Path.Combine(app.Databas.Mapp, "ankare.jsonl"));
        builder.UseSetting("Jobb:Pa", "false");
        // A test is one address and often one user; the limits have tests of their own.
        foreach (var grans in new[] { "Inloggning:PerAdress", "Inloggning:PerNamn", "Sok:PerAnvandare", "Filer:Samtidiga" }) { builder.UseSetting($"Granser:{grans}", "0"); }
        builder.UseSetting("Logging:LogLevel:Default", "Error");
    }

    /// <param name="jobb">Startar schemaläggaren också. Den går efter testets klocka, så inget händer av sig självt utom det som körs vid start.</param>
    /// <param name="tjanster">Det som testet lägger till i webben.</param>
    /// <param name="installningar">Inställningar utöver testernas egna.</param>
    public static async Task<WebApp> StartaAsync(bool jobb = false, Action<IServiceCollection>? tjanster = null, params (string Namn, string Varde)[] installningar) =>
        new(await TestApp.StartaAsync(), jobb, builder =>
        {
            foreach (var (namn, varde) in installningar) { builder.UseSetting(namn, varde); }
        }, tjanster);

    /// <summary>En webb till på samma databas, som en andra server. Den som äger databasen stänger den.</summary>
    public static WebApp Pa(TestApp app, Action<IWebHostBuilder> mer, bool jobb = false) => new(app, jobb, mer, agerApp: false);

    /// <summary>En webbläsare som inte är inloggad och inte följer omdirigeringar.</summary>
    public Sida Oppen() => new(_factory.CreateClient(new WebApplicationFactoryClientOptions
    {
        AllowAutoRedirect = false,
        HandleCookies = true,
        // As the browsers of the address that is set: over http they would not send the cookies that are only for https.
        BaseAddress = new Uri(_factory.Services.GetRequiredService<Uppfoljning.Web.Inloggning.Inloggningskaka>().Saker ? "https://localhost" : "http://localhost"),
    }));

    /// <summary>En webbläsare inloggad som en ny person med rollerna i nämnderna.</summary>
    public async Task<Sida> Som(Roll roller, params Guid[] namnder)
    {
        var administrator = roller.HasFlag(Roll.Administrator);
        App.SomAdministrator();
        var id = await App.Gor(SkapaAnvandareCommand.Demoanvandare($"prov.{Guid.NewGuid():N}", $"{roller} (prov)", administrator));
        foreach (var namnd in namnder)
        {
            foreach (var roll in Roller.INamnd.Where(r => roller.HasFlag(r))) { await App.Gor(new GeRollCommand { AnvandareId = id, NamndId = namnd, Roll = roll }); }
        }

        var sida = Oppen();
        await sida.Oppna("/konto/logga-in");
        var svar = await sida.Skicka($"/konto/demo/{id}");
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        return sida;
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        if (_agerApp) { await App.DisposeAsync(); }
    }
}

/// <summary>En webbläsare utan fönster: öppnar sidor, fyller i formulär efter deras namn och skickar dem med formulärets egen nyckel.</summary>
public sealed class Sida(HttpClient client)
{
    private static readonly HtmlParser Parser = new(default, BrowsingContext.New(Configuration.Default));

    public HttpClient Client => client;

    /// <summary>Kakorna som svaren har satt, så som webbläsaren skickar dem.</summary>
    public string Kakor => string.Join("; ", _kakor.Select(k => $"{k.Key}={k.Value}"));

    private readonly Dictionary<string, string> _kakor = [];

    public IHtmlDocument Dokument { get; private set; } = Parser.ParseDocument("");

    public HttpStatusCode Status { get; private set; }

    /// <summary>Öppnar sidan, och ger den även när den är en felsida.</summary>
    public async Task<IHtmlDocument> Oppna(string adress) => await Las(await client.GetAsync(new Uri(adress, UriKind.Relative)));

    /// <summary>Skickar ett formulär till adressen med fälten och den nyckel som den senast öppnade sidan har.</summary>
    public async Task<HttpResponseMessage> Skicka(string adress, params (string Falt, string Varde)[] falt)
    {
        var nyckel = Dokument.QuerySelector("input[name=formularnyckel]")?.GetAttribute("value") ?? "";
        using var innehall = new FormUrlEncodedContent(falt.Select(f => KeyValuePair.Create(f.Falt, f.Varde)).Append(new("formularnyckel", nyckel)));
        var svar = await client.PostAsync(new Uri(adress, UriKind.Relative), innehall);
        await Las(svar);
        return svar;
    }

    /// <summary>Skickar en fil i ett fält, så som en webbläsare gör.</summary>
    public async Task<HttpResponseMessage> SkickaFil(string adress, string falt, byte[] fil, string filnamn)
    {
        var nyckel = Dokument.QuerySelector("input[name=formularnyckel]")?.GetAttribute("value") ?? "";
        using var innehall = new MultipartFormDataContent { { new ByteArrayContent(fil), falt, filnamn }, { new StringContent(nyckel), "formularnyckel" } };
        var svar = await client.PostAsync(new Uri(adress, UriKind.Relative), innehall);
        await Las(svar);
        return svar;
    }

    /// <summary>Skickar ett färdigt innehåll och läser svaret.</summary>
    public async Task<HttpResponseMessage> Las(string adress, HttpContent innehall)
    {
        var svar = await client.PostAsync(new Uri(adress, UriKind.Relative), innehall);
        await Las(svar);
        return svar;
    }

    /// <summary>Skickar sidans formulär så som det står, med några fält ändrade.</summary>
    public Task<HttpResponseMessage> SkickaFormular(params (string Falt, string Varde)[] andrade)
    {
        var formular = (IHtmlFormElement)Dokument.QuerySelector("main form[method=post]")!;
        var falt = formular.Elements
            .Where(e => e.GetAttribute("name") is not null and not "formularnyckel")
            .Where(e => e is not IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false })
            .Select(e => (Falt: e.GetAttribute("name")!, Varde: e switch
            {
                IHtmlSelectElement val => val.Value ?? "",
                IHtmlTextAreaElement text => text.Value,
                _ => e.GetAttribute("value") ?? "",
            }))
            .Where(f => andrade.All(a => a.Falt != f.Falt))
            .Concat(andrade);
        var adress = formular.GetAttribute("action") is { Length: > 0 } action ? action : Adress;
        return Skicka(adress, [.. falt]);
    }

    /// <summary>Adressen till den senast öppnade sidan.</summary>
    public string Adress { get; private set; } = "/";

    /// <summary>Felet vid fältet, eller null.</summary>
    public string? FelVid(string falt) => Dokument.GetElementById($"Command_{falt}-fel")?.TextContent;

    private async Task<IHtmlDocument> Las(HttpResponseMessage svar)
    {
        Status = svar.StatusCode;
        foreach (var kaka in svar.Headers.TryGetValues("Set-Cookie", out var satta) ? satta : [])
        {
            var delar = kaka.Split(';', 2)[0].Split('=', 2);
            _kakor[delar[0]] = delar[1];
        }
        if (svar.Content.Headers.ContentType?.MediaType == "text/html")
        {
            Dokument = Parser.ParseDocument(await svar.Content.ReadAsStringAsync());
            Assert.That(Dokument.QuerySelectorAll("form[method=post]").Where(f => f.QuerySelectorAll("input[name=formularnyckel]").Length != 1).Select(f => f.GetAttribute("action")),
                Is.Empty, "Varje formulär som postas ska ha formulärnyckeln en gång.");
            Adress = svar.RequestMessage!.RequestUri!.PathAndQuery;
        }
        return Dokument;
    }
}
