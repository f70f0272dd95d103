using Microsoft.Playwright;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Browser.Tests;

/// <summary>
/// Produktens huvudväg från början till slut, så som README beskriver den: en administratör lägger till nämnden och ger roller, den
/// avtalsansvariga läser in det verkliga registret från Hässelby-Vällingby 2007, planen görs, ändras och beslutas, och skrivs ut.
/// </summary>
public sealed class VagenTests
{
    private const string Namnd = "Hässelby-Vällingby stadsdelsnämnd";

    [TestCase(1280)]
    [TestCase(390)]
    public async Task Fran_tom_databas_till_beslutad_plan_for_Hasselby_Vallingby(int bredd)
    {
        await using var vard = await Vard.StartaAsync();
        await vard.Administrator();
        await vard.Person("Avtalsansvarig", Roll.Ingen);
        await vard.Person("Nämndsekreterare", Roll.Ingen);

        await using var fonster = await Fonster.Oppna(vard.Bas, "vagen", bredd);
        var sida = fonster.Sida;

        // 1. Nämnden och rollerna.
        await LoggaIn(sida, "Administratör");
        await fonster.Prova("oversikt-utan-namnd");
        await sida.GotoAsync("/administration/namnder");
        await fonster.Prova("inga-namnder");
        await Lank(sida, "Lägg till nämnd").ClickAsync();
        await sida.GetByLabel("Namn").FillAsync(Namnd);
        await sida.GetByLabel("Förkortning").FillAsync("hv");
        await Knapp(sida, "Lägg till nämnden").ClickAsync();
        await fonster.Prova("namnd-fel");
        await sida.GetByLabel("Förkortning").FillAsync("HV");
        await Knapp(sida, "Lägg till nämnden").ClickAsync();
        await fonster.Prova("namnder");
        await GeRoll(fonster, "Avtalsansvarig", "Avtalsansvarig");
        await GeRoll(fonster, "Nämndsekreterare", "Nämndsekreterare");

        // 2. Registret läses in: provning först, sedan allt på en gång.
        await LoggaIn(sida, "Avtalsansvarig");
        await Importera(fonster, "hasselby-vallingby-2007-avtal.csv", 8);
        await Importera(fonster, "hasselby-vallingby-2007-enheter.csv", 17);

        // 3. Avtal och utförare; det som filen lämnade tomt är inte känt.
        await sida.GotoAsync("/avtal");
        await fonster.Prova("avtal");
        Assert.That(await sida.Locator(".antal").InnerTextAsync(), Is.EqualTo("8 avtal"));
        await Lank(sida, "Drift och underhåll av strandbad").ClickAsync();
        await fonster.Prova("avtal-blad");
        Assert.That(await sida.Locator("main").InnerTextAsync(), Does.Contain("Mandresa").And.Contain("inte känt"));
        await sida.GotoAsync("/utforare");
        await fonster.Prova("utforare");
        await sida.GotoAsync("/enheter");
        await fonster.Prova("enheter");

        // 4. Planen görs: 6 avtal som kan löpa och 17 enheter där konkurrensen inte är känd; två avtal gick ut 2008.
        await sida.GotoAsync("/planer");
        await Lank(sida, "Gör en ny plan").ClickAsync();
        await Knapp(sida, "Visa förslaget").ClickAsync();
        await fonster.Prova("forslag");
        await Knapp(sida, "Spara som utkast").ClickAsync();
        await fonster.Prova("plan-utkast");
        Assert.That(await sida.Locator("main").InnerTextAsync(), Does.Contain("23 rader").And.Contain("2008-09-30"));

        // 5. Nämndsekreteraren registrerar beslutet; planen är därefter fryst.
        await LoggaIn(sida, "Nämndsekreterare");
        await sida.GotoAsync("/planer");
        await sida.Locator("main table tbody a").First.ClickAsync();
        await Lank(sida, "Registrera nämndens beslut").ClickAsync();
        await sida.GetByLabel("Sammanträde").FillAsync("2026-11-19");
        await sida.GetByLabel("Paragraf").FillAsync("§ 12");
        await sida.GetByLabel("Jag vet att planen fryses").CheckAsync();
        await fonster.Prova("beslut");
        await Knapp(sida, "Registrera beslutet").ClickAsync();
        await fonster.Prova("plan-beslutad");
        Assert.That(await sida.Locator("h1").InnerTextAsync(), Does.Contain("Beslutad"));
        Assert.That(await Lank(sida, "Generera om").CountAsync(), Is.Zero);

        // 6. Papperet och historiken.
        var hamtning = await sida.RunAndWaitForDownloadAsync(() => Lank(sida, "Hämta PDF").ClickAsync());
        Assert.That(hamtning.SuggestedFilename, Is.EqualTo("Uppfoljningsplan-HV-2027.pdf"));
        var pdf = await File.ReadAllBytesAsync(await hamtning.PathAsync());
        Assert.That(System.Text.Encoding.ASCII.GetString(pdf, 0, 5), Is.EqualTo("%PDF-"));
        if (Fonster.Bildmapp is { } mapp) { await File.WriteAllBytesAsync(Path.Combine(mapp, "vagen.pdf"), pdf); }
        var historik = await sida.Locator(".historik").InnerTextAsync();
        Assert.That(historik, Does.Contain("Nämndsekreterare").And.Contain("genererad: 23 rader, 2 utan rad").And.Contain("§ 12"));
    }

    private static ILocator Lank(IPage sida, string namn) => sida.GetByRole(AriaRole.Link, new() { Name = namn, Exact = true });

    private static ILocator Knapp(IPage sida, string namn) => sida.GetByRole(AriaRole.Button, new() { Name = namn, Exact = true });

    private static async Task LoggaIn(IPage sida, string namn)
    {
        await sida.Context.ClearCookiesAsync();
        await sida.GotoAsync("/konto/logga-in");
        await Knapp(sida, namn).ClickAsync();
        await sida.WaitForURLAsync("**/");
    }

    private static async Task GeRoll(Fonster fonster, string person, string roll)
    {
        var sida = fonster.Sida;
        await sida.GotoAsync("/administration/anvandare");
        await fonster.Prova("anvandare");
        await sida.Locator("main").GetByRole(AriaRole.Link, new() { Name = person, Exact = true }).ClickAsync();
        await sida.GetByLabel("Nämnd", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = Namnd });
        await sida.GetByLabel("Roll", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = roll });
        await Knapp(sida, "Ge rollen").ClickAsync();
        await fonster.Prova("anvandare-roll");
        Assert.That(await sida.GetByRole(AriaRole.Status).First.InnerTextAsync(), Is.EqualTo($"{person} är {roll.ToLowerInvariant()} i {Namnd}."));
    }

    private static async Task Importera(Fonster fonster, string fil, int nya)
    {
        var sida = fonster.Sida;
        await sida.GotoAsync("/oversikt");
        await Lank(sida, "Importera register").ClickAsync();
        await fonster.Prova("import");
        await sida.GetByLabel("CSV-fil").SetInputFilesAsync(Path.Combine(AppContext.BaseDirectory, "Data", fil));
        await Knapp(sida, "Prova filen").ClickAsync();
        await fonster.Prova("import-provning");
        await Lank(sida, "För in filen…").ClickAsync();
        await fonster.Prova("import-bekrafta");
        await sida.GetByRole(AriaRole.Button, new() { NameRegex = new("^För in ") }).ClickAsync();
        await Lank(sida, "Lämna en fil till").WaitForAsync();
        await fonster.Prova("import-klar");
        Assert.That(await sida.Locator(".import-tal div").First.InnerTextAsync(), Does.Match($"Nya\\s+{nya}"));
    }
}
