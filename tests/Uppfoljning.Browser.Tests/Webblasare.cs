using Microsoft.Playwright;

namespace Uppfoljning.Browser.Tests;

/// <summary>Chromium ur operativsystemet, en gång för hela körningen.</summary>
[SetUpFixture]
public sealed class Webblasare
{
    private static IPlaywright? _playwright;

    /// <summary>Webbläsaren; varje test öppnar ett eget fönster i den.</summary>
    public static IBrowser Chromium { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task Starta()
    {
        _playwright = await Playwright.CreateAsync();
        Chromium = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("UPPFOLJNING_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    [OneTimeTearDown]
    public async Task Stang()
    {
        await Chromium.DisposeAsync();
        _playwright?.Dispose();
    }
}
