using System.Text.Json;
using Microsoft.Playwright;

namespace Uppfoljning.Browser.Tests;

/// <summary>Ett webbläsarfönster som prövar varje sida den öppnar: inget fel i konsolen, ingenting som axe anmärker på, inget som sticker ut i sidled.</summary>
public sealed class Fonster : IAsyncDisposable
{
    private static readonly string Axe = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "axe.min.js"));

    /// <summary>Mappen för bilder av sidorna, eller null när inga ska tas.</summary>
    public static readonly string? Bildmapp = Environment.GetEnvironmentVariable("UPPFOLJNING_BILDER");

    private readonly IBrowserContext _context;
    private readonly List<string> _konsolfel = [];
    private readonly string _namn;
    private int _bild;

    private Fonster(IBrowserContext context, IPage sida, string namn)
    {
        _context = context;
        Sida = sida;
        _namn = namn;
        sida.Console += (_, rad) => { if (rad.Type == "error" && !rad.Text.Contains("status of 4", StringComparison.Ordinal)) { _konsolfel.Add(rad.Text); } };
        sida.PageError += (_, fel) => _konsolfel.Add(fel);
    }

    public IPage Sida { get; }

    /// <summary>Öppnar ett fönster. Bredd 1280 är en kontorsskärm, 390 en telefon.</summary>
    public static async Task<Fonster> Oppna(string bas, string namn, int bredd = 1280, int hojd = 900)
    {
        // CSP stays on: the page is tested as it is served. axe is evaluated from the outside, not loaded by the page.
        var context = await Webblasare.Chromium.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = bas,
            Locale = "sv-SE",
            TimezoneId = "Europe/Stockholm",
            ViewportSize = new ViewportSize { Width = bredd, Height = hojd },
            AcceptDownloads = true,
        });
        context.SetDefaultTimeout(15_000);
        return new Fonster(context, await context.NewPageAsync(), namn);
    }

    /// <summary>Prövar sidan så som den ser ut nu, och tar en bild när UPPFOLJNING_BILDER anger en mapp.</summary>
    public async Task Prova(string vad)
    {
        await Sida.WaitForLoadStateAsync(LoadState.Load);
        if (Bildmapp is not null)
        {
            Directory.CreateDirectory(Bildmapp);
            await Sida.ScreenshotAsync(new PageScreenshotOptions
            {
                FullPage = true,
                Path = Path.Combine(Bildmapp, $"{_namn}-{Sida.ViewportSize!.Width}-{++_bild:00}-{vad}.png"),
            });
        }

        await Sida.EvaluateAsync(Axe);
        var svar = await Sida.EvaluateAsync<JsonElement>("""
            async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }))
                .violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.map(n => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '')).join(' | '))
            """);
        Assert.That(svar.EnumerateArray().Select(v => v.GetString()), Is.Empty, $"axe på {vad} ({Sida.Url})");
        Assert.That(_konsolfel, Is.Empty, $"Fel i konsolen på {vad}");
        var bredare = await Sida.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.That(bredare, Is.LessThanOrEqualTo(0), $"{vad} är bredare än fönstret");
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
