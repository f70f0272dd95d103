using System.IO.Compression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Logg;
using Uppfoljning.Tests;

namespace Uppfoljning.Browser.Tests;

/// <summary>Loggens sidor i en webbläsare, och sidan i exporten som prövar den utan programmet, öppnad som en fil.</summary>
public sealed class LoggprovareTests
{
    [TestCase(1280)]
    [TestCase(390)]
    public async Task Loggens_sidor_gar_att_anvanda(int bredd)
    {
        await using var vard = await Vard.StartaAsync();
        var namnd = await vard.App.Namnd();
        for (var i = 0; i < 60; i++) { await vard.App.Som(Roll.Avtalsansvarig, namnd).Gor(new RegistreraAvtalCommand { NamndId = namnd, Benamning = $"Hemtjänst {i}", Utforare = "Omsorg AB" }); }
        await vard.Person("Revisor", Roll.Revisor, namnd);
        await using var fonster = await Fonster.Oppna(vard.Bas, "logg", bredd);
        var sida = fonster.Sida;
        await sida.GotoAsync("/konto/logga-in");
        await sida.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Revisor" }).ClickAsync();
        await sida.GotoAsync("/logg");
        await fonster.Prova("lista");
        await sida.GotoAsync("/logg?Q=finnsinte");
        await fonster.Prova("tomt");
        await sida.GotoAsync("/logg/5");
        await fonster.Prova("handelse");
        await sida.GotoAsync("/logg/skydd");
        await fonster.Prova("skydd");
    }

    [Test]
    public async Task Exporten_provas_i_en_webblasare_utan_programmet()
    {
        await using var app = await TestApp.StartaAsync();
        var namnd = await app.Namnd();
        app.Som(Roll.Avtalsansvarig, namnd);
        for (var i = 0; i < 1200; i++) { await app.Gor(new RegistreraAvtalCommand { NamndId = namnd, Benamning = $"Åtgärd ”{i}” 🏠" }); }
        var huvud = (await app.SomSystem().Gor(new LogghuvudQuery())).Huvud;
        await app.Services.GetRequiredService<ILoggankare>().SkrivAsync(new(huvud.Nr, huvud.Kedja, huvud.Nyckel, app.Klocka.Nu), CancellationToken.None);
        var mapp = Path.Combine(app.Databas.Mapp, "export");
        await using (var fil = (await app.Som(Roll.Revisor, namnd).Gor(new ExporteraLoggQuery(new LogglistaQuery()))).Innehall) { await ZipFile.ExtractToDirectoryAsync(fil, mapp); }

        await using var fonster = await Fonster.Oppna("about:blank", "loggprovare");
        var sida = fonster.Sida;
        await sida.GotoAsync(new Uri(Path.Combine(mapp, "kontrollera.html")).AbsoluteUri);
        await fonster.Prova("tom");

        Assert.That(await Kontrollera(sida, mapp, ""), Does.Contain("Loggen stämmer").And.Contain("1 200 händelser är inte omräknade: nyckeln saknas").And.Contain("1 av 1 ankare"));
        Assert.That(await Kontrollera(sida, mapp, Testdatabas.Loggnyckel), Does.Contain("Loggen stämmer").And.Contain("1 200 händelser är omräknade").And.Contain("På 1 ställen är händelser inte med"));
        await fonster.Prova("stammer");

        var logg = Path.Combine(mapp, "logg.jsonl");
        var rader = await File.ReadAllLinesAsync(logg);
        async Task<string> Med(IEnumerable<string> andrade, string nyckel)
        {
            await File.WriteAllTextAsync(logg, string.Join('\n', andrade) + "\n");
            return await Kontrollera(sida, mapp, nyckel);
        }
        Assert.That(await Med(rader.Select((r, i) => i == 700 ? r.Replace("Åtgärd ”700”", "Åtgärd ”7000”", StringComparison.Ordinal) : r), Testdatabas.Loggnyckel), Does.Contain("Loggen stämmer inte").And.Contain("Händelse 702 är ändrad"));
        await fonster.Prova("andrad");
        Assert.That(await Med(rader.Select((r, i) => i == 700 ? r.Replace("Åtgärd ”700”", "Åtgärd ”7000”", StringComparison.Ordinal) : r), ""), Does.Contain("Filen logg.jsonl är inte den som hämtades"));
        Assert.That(await Med(rader.Where((_, i) => i != 5), ""), Does.Contain("ska den ha 1200. Slutet är avklippt").Or.Contain("hämtades"));
        Assert.That(await Med([.. rader[..5], rader[6], rader[5], .. rader[7..]], ""), Does.Contain("Händelse 7 står efter händelse 8"));
        Assert.That(await Med(rader[..^1], Testdatabas.Loggnyckel), Does.Contain("har 1199 händelser, men enligt manifestet"));
        Assert.That(await Kontrollera(sida, mapp, "inte base64!"), Does.Contain("En nyckel går inte att läsa"));
    }

    private static async Task<string> Kontrollera(IPage sida, string mapp, string nyckel)
    {
        await sida.GetByLabel("Filerna ur zip-filen").SetInputFilesAsync(new[] { "logg.jsonl", "manifest.json", "ankare.jsonl" }.Select(f => Path.Combine(mapp, f)));
        await sida.GetByLabel("Nyckel (frivilligt)").FillAsync(nyckel);
        await sida.EvaluateAsync("() => { document.getElementById('svar').hidden = true; }");
        await sida.Locator("#knapp").ClickAsync();
        await sida.Locator("#svar:not([hidden])").WaitForAsync();
        return (await sida.Locator("#svar").InnerTextAsync()).Replace('\u00A0', ' ');
    }
}
