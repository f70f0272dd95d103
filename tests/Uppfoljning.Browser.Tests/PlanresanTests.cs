using Microsoft.Playwright;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Browser.Tests;

/// <summary>
/// Uppföljaren och nämndsekreteraren: nämndens regler, planen för 2027, varför en utförare besöks tre gånger, det som timmarna inte räcker till,
/// en särskild granskning efter en ny lag, beslutet i december, en ändring i mars och skillnaden mot det som nämnden beslutade.
/// </summary>
public sealed class PlanresanTests
{
    [TestCase(1280)]
    [TestCase(390)]
    public async Task Planen_forklaras_beslutas_och_andras(int bredd)
    {
        await using var vard = await Vard.StartaAsync(styrdTid: true);
        var namnd = await vard.App.Namnd();
        await vard.Person("Uppföljare", Roll.Uppfoljare, namnd);
        await vard.Person("Nämndsekreterare", Roll.Namndsekreterare, namnd);
        await Register(vard, namnd);

        await using var fonster = await Fonster.Oppna(vard.Bas, "planresan", bredd);
        var sida = fonster.Sida;
        await LoggaIn(sida, "Uppföljare");

        // Nämndens regler: värdet väger tyngre. Vad som ändras visas innan något sparas.
        await sida.GotoAsync($"/namnder/{namnd}/planregler");
        await fonster.Prova("regler");
        await sida.GotoAsync($"/namnder/{namnd}/planregler/andra");
        await sida.GetByLabel("Gäller från").FillAsync("2027-01-01");
        await sida.GetByLabel("Avtalets värde").FillAsync("40");
        await Knapp(sida, "Visa vad som ändras").ClickAsync();
        await fonster.Prova("regler-andring");
        await Knapp(sida, "Spara reglerna").ClickAsync();

        // Planen för 2027.
        await sida.GotoAsync($"/planer/forslag?Namnd={namnd}&Ar=2027");
        await Knapp(sida, "Spara som utkast").ClickAsync();
        await sida.WaitForURLAsync(new System.Text.RegularExpressions.Regex("/planer/[0-9a-f-]{36}$"));
        var plan = new Uri(sida.Url).AbsolutePath;
        await fonster.Prova("plan");

        // Varför besöks den här utföraren tre gånger?
        await sida.GotoAsync($"{plan}?Sortering=-risk");
        await sida.Locator("#lista tbody th[scope=row] a").First.ClickAsync();
        await fonster.Prova("varfor");
        var svar = await sida.Locator("section.svar").InnerTextAsync();
        Assert.That(svar, Does.Contain("Tre gånger per år").And.Contain("40").And.Contain("poäng"));

        // Timmarna räcker inte; det som bör vika lämnas, med skäl.
        await sida.GotoAsync($"/namnder/{namnd}/bemanning/2027");
        await sida.GetByLabel("Namn", new() { Exact = true }).FillAsync("Två uppföljare på halvtid");
        await sida.GetByLabel("Samma timmar varje månad").FillAsync("30");
        await Knapp(sida, "Lägg in personen").ClickAsync();
        await fonster.Prova("bemanning");
        await sida.GotoAsync($"{plan}/timmar");
        await fonster.Prova("timmar");
        await Knapp(sida, "Granska de valda förslagen").ClickAsync();
        await sida.Locator("[name='Command.Skal']").FillAsync("Timmarna räcker inte under 2027.");
        await fonster.Prova("forslag");
        await sida.Locator("form[action$='/rader/flera/gor'] button[type=submit]").ClickAsync();
        await sida.GotoAsync($"{plan}/timmar");
        Assert.That(await sida.Locator("main").InnerTextAsync(), Does.Contain("Timmarna räcker i varje månad"));

        // En ny lag utlöser en särskild granskning.
        await sida.GotoAsync($"{plan}/granskningar/ny");
        await sida.GetByLabel("Utlöses av").SelectOptionAsync("NyLag");
        await sida.Locator("[name='Command.Utlosardatum']").FillAsync("2027-01-01");
        await sida.GetByLabel("Lagen eller beslutet").FillAsync("Den nya lagen om dokumentation i hemtjänsten");
        await sida.GetByLabel("Tema").FillAsync("Dokumentation i hemtjänsten");
        await sida.GetByLabel("Vad som ska granskas").FillAsync("Om journalföringen följer den nya lagen.");
        await sida.GetByLabel("Ansvarig").FillAsync("Uppföljare");
        await sida.GetByLabel("Tidigast").SelectOptionAsync("8");
        await sida.GetByLabel("Senast").SelectOptionAsync("9");
        foreach (var falt in new[] { "nämnden", "utföraren", "allmänheten" })
        {
            await sida.GetByLabel($"Återkoppling till {falt}").FillAsync("En skriftlig rapport.");
        }
        await fonster.Prova("granskning");
        await Knapp(sida, "Lägg till granskningen").ClickAsync();
        await fonster.Prova("med-granskning");
        await sida.GotoAsync($"{plan}/fullstandighet");
        await fonster.Prova("fullstandighet");
        Assert.That(await sida.Locator("main").InnerTextAsync(), Does.Contain("Planen är fullständig"));

        // December: nämnden beslutar.
        vard.App.Klocka.Nu = new DateTimeOffset(2026, 12, 17, 9, 0, 0, TimeSpan.Zero);
        await LoggaIn(sida, "Nämndsekreterare");
        await sida.GotoAsync($"{plan}/likabehandling");
        await fonster.Prova("likabehandling");
        await Besluta(sida, plan, "2026-12-16", "112");
        await fonster.Prova("beslutad");

        // Mars: planen revideras med skäl och beslutas på nytt.
        vard.App.Klocka.Nu = new DateTimeOffset(2027, 3, 18, 9, 0, 0, TimeSpan.Zero);
        await LoggaIn(sida, "Uppföljare");
        await sida.GotoAsync($"{plan}/revidera");
        await sida.GetByLabel("Varför planen ändras").FillAsync("Två utförare har bytt verksamhetschef.");
        await Knapp(sida, "Börja revidera").ClickAsync();
        await fonster.Prova("revidering");
        await sida.GotoAsync(plan);
        await sida.Locator("#lista tbody th[scope=row] a").First.ClickAsync();
        await sida.GetByRole(AriaRole.Link, new() { Name = "Ändra raden" }).ClickAsync();
        await sida.GetByLabel("Ansvarig").FillAsync("Medicinskt ansvarig sjuksköterska");
        await sida.GetByLabel("Skäl till ändringen").FillAsync("Ny verksamhetschef.");
        await Knapp(sida, "Spara ändringarna").ClickAsync();
        await LoggaIn(sida, "Nämndsekreterare");
        await Besluta(sida, plan, "2027-03-17", "31");
        await fonster.Prova("ny-version");

        await sida.GotoAsync($"{plan}/skillnad?Fran=1&Till=2");
        await fonster.Prova("skillnad");
        Assert.That(await sida.Locator("main").InnerTextAsync(), Does.Contain("Två utförare har bytt verksamhetschef.").And.Contain("Medicinskt ansvarig sjuksköterska"));
    }

    private static async Task Besluta(IPage sida, string plan, string sammantrade, string paragraf)
    {
        await sida.GotoAsync($"{plan}/beslut");
        await sida.GetByLabel("Sammanträde").FillAsync(sammantrade);
        await sida.GetByLabel("Paragraf").FillAsync(paragraf);
        await sida.GetByLabel("Jag vet att planen fryses").CheckAsync();
        await Knapp(sida, "Registrera beslutet").ClickAsync();
        await sida.WaitForURLAsync($"**{plan}");
    }

    private static async Task LoggaIn(IPage sida, string namn)
    {
        await sida.Context.ClearCookiesAsync();
        await sida.GotoAsync("/konto/logga-in");
        await Knapp(sida, namn).ClickAsync();
        await sida.WaitForURLAsync(url => !url.Contains("/konto/", StringComparison.Ordinal));
    }

    private static ILocator Knapp(IPage sida, string namn) => sida.GetByRole(AriaRole.Button, new() { Name = namn, Exact = true });

    private static async Task Register(Vard vard, Guid namnd)
    {
        vard.App.Som(Roll.Avtalsansvarig, namnd);
        for (var i = 1; i <= 20; i++)
        {
            await vard.App.Gor(new RegistreraAvtalCommand
            {
                NamndId = namnd,
                Benamning = $"Hemtjänst, område {i:00}",
                Avtalsnummer = $"VON-{i:00}",
                Verksamhetsomrade = i % 4 == 0 ? "Daglig verksamhet" : "Hemtjänst",
                Utforare = $"Omsorgsbolaget {i:00} AB",
                Driftsform = Driftsform.Aktiebolag,
                Undertecknat = true,
                Start = new DateOnly(2022, 1, 1),
                // Bara ett är värt mer än 100 miljoner.
                VardeOre = i * 5_200_000_00L,
            });
        }
        await vard.App.Gor(new RegistreraEnhetCommand { NamndId = namnd, Namn = "Kommunens hemtjänst", Verksamhetsomrade = "Hemtjänst", Konkurrens = true });
    }
}
