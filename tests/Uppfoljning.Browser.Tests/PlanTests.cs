using Microsoft.Playwright;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Browser.Tests;

/// <summary>Planens väg i en riktig webbläsare: från förslag, genom en ändrad rad, till nämndens beslut.</summary>
public sealed class PlanTests
{
    [TestCase(1280)]
    [TestCase(390)]
    public async Task Planen_gors_andras_och_beslutas(int bredd)
    {
        await using var vard = await Vard.StartaAsync();
        var namnd = await vard.App.Namnd();
        await vard.Person("Sekreterare", Roll.Uppfoljare | Roll.Namndsekreterare, namnd);
        await Register(vard, namnd);

        await using var fonster = await Fonster.Oppna(vard.Bas, "plan", bredd);
        var sida = fonster.Sida;
        await sida.GotoAsync("/");
        await sida.GetByRole(AriaRole.Button, new() { Name = "Sekreterare" }).ClickAsync();
        await sida.GotoAsync("/planer");
        await fonster.Prova("inga-planer");
        await sida.GetByRole(AriaRole.Link, new() { Name = "Gör en ny plan" }).ClickAsync();
        await fonster.Prova("ny");
        await sida.GetByRole(AriaRole.Button, new() { Name = "Visa förslaget" }).ClickAsync();
        await fonster.Prova("forslag");
        await sida.GetByRole(AriaRole.Button, new() { Name = "Spara som utkast" }).ClickAsync();
        await sida.GetByText("Varför").First.ClickAsync();
        await fonster.Prova("utkast");

        if (bredd < 760) { await sida.GetByText("Filter", new() { Exact = true }).ClickAsync(); }
        await sida.GetByLabel("Verksamhetsområde").SelectOptionAsync("Stadsmiljö");
        await sida.WaitForURLAsync(url => url.Contains("Omrade=Stadsmilj", StringComparison.Ordinal));
        await sida.Locator("#lista tbody th[scope=row] a").First.ClickAsync();
        await fonster.Prova("rad");
        await sida.GetByRole(AriaRole.Link, new() { Name = "Ändra raden" }).ClickAsync();
        await sida.GetByLabel("Ansvarig").FillAsync("");
        await sida.GetByRole(AriaRole.Button, new() { Name = "Spara ändringarna" }).ClickAsync();
        await fonster.Prova("andra-fel");
        await sida.GetByLabel("Ansvarig").FillAsync("Parkingenjör");
        await sida.GetByLabel("Tidigast").SelectOptionAsync("5");
        await sida.GetByLabel("Senast").SelectOptionAsync("6");
        await sida.GetByLabel("Skäl till ändringen").FillAsync("Bästa tiden att se lekplatserna.");
        await sida.GetByRole(AriaRole.Button, new() { Name = "Spara ändringarna" }).ClickAsync();
        await fonster.Prova("rad-andrad");

        await sida.GetByRole(AriaRole.Link, new() { Name = "Uppföljningsplan 2027" }).ClickAsync();
        await sida.GetByRole(AriaRole.Link, new() { Name = "Generera om" }).ClickAsync();
        await fonster.Prova("generera-om");
        await sida.GoBackAsync();
        await sida.GetByRole(AriaRole.Link, new() { Name = "Registrera nämndens beslut" }).ClickAsync();
        await sida.GetByLabel("Sammanträde").FillAsync("2026-11-20");
        await sida.GetByLabel("Paragraf").FillAsync("§ 112");
        await sida.GetByRole(AriaRole.Button, new() { Name = "Registrera beslutet" }).ClickAsync();
        await fonster.Prova("beslut-obekraftat");
        await sida.GetByLabel("Jag vet att planen fryses").CheckAsync();
        await sida.GetByRole(AriaRole.Button, new() { Name = "Registrera beslutet" }).ClickAsync();
        await fonster.Prova("beslutad");
        await sida.GetByRole(AriaRole.Link, new() { Name = "Läs som handling" }).ClickAsync();
        await fonster.Prova("handling");
        var fil = await sida.RunAndWaitForDownloadAsync(() => sida.GetByRole(AriaRole.Link, new() { Name = "Hämta PDF" }).ClickAsync());
        Assert.That(fil.SuggestedFilename, Is.EqualTo("Uppfoljningsplan-VON-2027.pdf"));
        if (Environment.GetEnvironmentVariable("UPPFOLJNING_BILDER") is { } mapp) { await fil.SaveAsAsync(Path.Combine(mapp, "plan.pdf")); }
        await sida.GotoAsync("/planer");
        await fonster.Prova("planer");
    }

    private static async Task Register(Vard vard, Guid namnd)
    {
        vard.App.Som(Roll.Avtalsansvarig, namnd);
        (string Namn, string? Omrade, string? Utforare, Driftsform? Form, string? Ansvarig)[] slag =
        [
            ("Hemtjänst", "Äldreomsorg", "Omsorg Väst AB", Driftsform.Aktiebolag, "Enhetschef äldreomsorg"),
            ("Vård- och omsorgsboende", "Äldreomsorg", "Stiftelsen Hemmet", Driftsform.Stiftelse, null),
            ("Lekplatser och parker", "Stadsmiljö", "Stockholm Entreprenad", Driftsform.KommunaltBolag, null),
            ("Fritidsverksamhet", "Förskola, skola och fritid", null, null, null),
            ("Daglig verksamhet", "Omsorg om personer med funktionsnedsättning", "Kooperativet Handen", Driftsform.KooperativForening, "Enhetschef funktionsstöd"),
            ("Reception", null, "Vaktbolaget", Driftsform.Bolag, null),
        ];
        for (var i = 0; i < 34; i++)
        {
            var (namn, omrade, utforare, form, ansvarig) = slag[i % slag.Length];
            await vard.App.Gor(new RegistreraAvtalCommand
            {
                NamndId = namnd,
                Benamning = $"{namn}, område {i + 1}",
                Avtalsnummer = i % 4 == 0 ? null : $"VON-{2020 + (i % 5)}-{i:00}",
                Verksamhetsomrade = omrade,
                Utforare = utforare,
                Driftsform = form,
                Avtalsansvarig = ansvarig,
                Upphandlingsform = i % 3 == 0 ? Upphandlingsform.Lov : Upphandlingsform.Lou,
                Undertecknat = i % 16 != 15,
                Start = i % 5 == 0 ? null : new DateOnly(2022, 1, 1).AddMonths(i * 2),
                Slut = i % 3 == 0 ? null : new DateOnly(2025, 6, 30).AddMonths((i * 2) + 6),
            });
        }
    }
}
