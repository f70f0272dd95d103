using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Browser.Tests;

/// <summary>Registrets sidor i en riktig webbläsare, på skärm och telefon.</summary>
public sealed class RegisterTests
{
    [TestCase(1280)]
    [TestCase(390)]
    public async Task Registrets_sidor_gar_att_anvanda_och_axe_anmarker_inte_pa_nagot(int bredd)
    {
        await using var vard = await Vard.StartaAsync();
        await vard.Administrator();
        var namnd = await vard.App.Namnd();
        var annan = await vard.App.Namnd("Tekniska nämnden", "TN");
        await vard.Person("Avtalsansvarig", Roll.Avtalsansvarig, namnd, annan);
        vard.App.Som(Roll.Avtalsansvarig, namnd, annan);
        for (var i = 0; i < 60; i++)
        {
            await vard.App.Gor(new RegistreraAvtalCommand
            {
                NamndId = i % 3 == 0 ? annan : namnd,
                Benamning = $"Hemtjänst område {i}",
                Utforare = i % 5 == 0 ? null : $"Omsorg {i % 7} AB",
                Verksamhetsomrade = "Äldreomsorg",
                Undertecknat = i % 4 != 0,
                Start = new DateOnly(2024, 1, 1),
                Slut = i % 6 == 0 ? null : new DateOnly(2026, 12, 1).AddDays(i * 20),
                ArsvardeOre = i * 12_345_600L,
            });
        }

        await using var fonster = await Fonster.Oppna(vard.Bas, "register", bredd);
        var sida = fonster.Sida;
        await sida.GotoAsync("/");
        await fonster.Prova("logga-in");
        await sida.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Avtalsansvarig" }).ClickAsync();
        await fonster.Prova("oversikt");

        await sida.GotoAsync("/avtal");
        await fonster.Prova("avtal");
        if (bredd < 760) { await sida.GetByText("Filter", new() { Exact = true }).ClickAsync(); }
        await sida.Locator("summary", new() { HasText = "Tillstånd" }).ClickAsync();
        await sida.GetByLabel("Tecknat", new() { Exact = true }).CheckAsync();
        await sida.WaitForURLAsync(url => url.Contains("Tillstand=Tecknat", StringComparison.Ordinal));
        await fonster.Prova("avtal-filtrerade");

        await sida.GotoAsync("/avtal");
        await sida.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Urvalet som avtalsförteckning" }).ClickAsync();
        await fonster.Prova("avtalsforteckning");

        await sida.GotoAsync("/avtal?Sortering=slut");
        await sida.Locator("#lista tbody th a").First.ClickAsync();
        await fonster.Prova("avtal-blad");
        await sida.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Ändra uppgifter" }).ClickAsync();
        await sida.GetByLabel("Start").FillAsync("2026-13-01");
        await sida.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Spara ändringarna" }).ClickAsync();
        await fonster.Prova("avtal-andra-fel");
        Assert.That(await sida.EvaluateAsync<string>("() => document.activeElement.id"), Is.EqualTo("fel"));

        await sida.GotoAsync("/utforare");
        await fonster.Prova("utforare");
        await sida.Locator("#lista tbody th a").First.ClickAsync();
        await fonster.Prova("utforare-blad");
        await sida.GotoAsync("/enheter");
        await fonster.Prova("enheter");
        await sida.GotoAsync("/finns/inte");
        await fonster.Prova("finns-inte");
    }
}
