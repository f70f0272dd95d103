using Microsoft.Playwright;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Browser.Tests;

/// <summary>Planens vyer och ändring på plats i en riktig webbläsare: tangentbord, fokus, två samtidigt, och axe i båda bredderna.</summary>
public sealed class PlanvyTests
{
    [TestCase(1280)]
    [TestCase(390)]
    public async Task Planen_visas_pa_tre_satt_och_andras_pa_plats(int bredd)
    {
        await using var vard = await Vard.StartaAsync();
        var namnd = await vard.App.Namnd();
        await vard.Person("Uppföljare", Roll.Uppfoljare, namnd);
        vard.App.Som(Roll.Avtalsansvarig, namnd);
        for (var i = 1; i <= 24; i++)
        {
            await vard.App.Gor(new RegistreraAvtalCommand
            {
                NamndId = namnd,
                Benamning = $"Verksamhet {i:00}",
                Verksamhetsomrade = i % 3 == 0 ? "Stadsmiljö" : "Äldreomsorg",
                Utforare = $"Utföraren {(char)('A' + (i % 7))} med ett långt namn AB",
                Driftsform = Driftsform.Aktiebolag,
                Undertecknat = true,
                Start = new DateOnly(2020, 1, 1).AddMonths(i * 3),
                VardeOre = i * 4_000_000_00L,
            });
        }
        var plan = await vard.App.Som(Roll.Uppfoljare, namnd).Gor(new GenereraPlanCommand { NamndId = namnd, Ar = 2027 });
        var rad = await vard.App.LasEn<Guid>("SELECT Id FROM Planrad WHERE Objekt = 'Verksamhet 01'");

        await using var fonster = await Fonster.Oppna(vard.Bas, "planvy", bredd);
        var sida = fonster.Sida;
        await sida.GotoAsync("/");
        await sida.GetByRole(AriaRole.Button, new() { Name = "Uppföljare", Exact = true }).ClickAsync();
        await sida.GotoAsync($"/planer/{plan}");
        await sida.Locator(".varfor summary").First.ClickAsync();
        await fonster.Prova("tabell");

        // Ändra på plats med tangentbordet: Enter öppnar, Escape ångrar och lämnar fokus där det var, Enter sparar.
        var ansvarig = sida.Locator($"#ansvarig-{rad}");
        await ansvarig.Locator("a.cellandra").FocusAsync();
        await sida.Keyboard.PressAsync("Enter");
        var falt = ansvarig.GetByLabel("Ansvarig");
        await Assertions.Expect(falt).ToBeFocusedAsync();
        await fonster.Prova("cell-oppen");
        await falt.FillAsync("Fel person");
        await sida.Keyboard.PressAsync("Escape");
        await Assertions.Expect(ansvarig.Locator("a.cellandra")).ToBeFocusedAsync();
        Assert.That(await ansvarig.InnerTextAsync(), Does.Not.Contain("Fel person"));

        await sida.Keyboard.PressAsync("Enter");
        await falt.FillAsync("");
        await sida.Keyboard.PressAsync("Enter");
        await Assertions.Expect(ansvarig.Locator(".fel")).ToContainTextAsync("Ange vem som ansvarar");
        await fonster.Prova("cell-fel");
        await falt.FillAsync("Enhetschef");
        await sida.Keyboard.PressAsync("Enter");
        await Assertions.Expect(ansvarig.Locator("a.cellandra")).ToBeFocusedAsync();
        await Assertions.Expect(ansvarig).ToContainTextAsync("Enhetschef");
        await Assertions.Expect(sida.Locator("#sparat")).ToContainTextAsync("Verksamhet 01, ändrad: ansvarig.");
        await Assertions.Expect(sida.Locator($"#marke-{rad}")).ToHaveTextAsync("Ändrad för hand");
        Assert.That(await sida.Locator($"#valj-{rad}").GetAttributeAsync("value"), Is.EqualTo($"{rad}:2"));

        // Någon annan hinner före: båda värdena står i cellen.
        await sida.Keyboard.PressAsync("Enter");
        await Assertions.Expect(falt).ToBeFocusedAsync();
        await vard.App.Gor(new AndraPlanradsfaltCommand { PlanId = plan, RadId = rad, Version = 2, Falt = Planradsfalt.Ansvarig, Ansvarig = "Biträdande chef" });
        await falt.FillAsync("Verksamhetschef");
        await sida.Keyboard.PressAsync("Enter");
        await Assertions.Expect(ansvarig.Locator(".nu")).ToHaveTextAsync("Sparat nu: Biträdande chef");
        await fonster.Prova("cell-konflikt");
        await sida.Keyboard.PressAsync("Enter");
        await Assertions.Expect(ansvarig).ToContainTextAsync("Verksamhetschef");

        await sida.GetByRole(AriaRole.Link, new() { Name = "Årshjul", Exact = true }).ClickAsync();
        await fonster.Prova("arshjul");
        await sida.GetByRole(AriaRole.Link, new() { Name = "Månader och utförare", Exact = true }).ClickAsync();
        await fonster.Prova("matris");
        // På en telefon rullar rutnätet i sin egen ram och första kolumnen står kvar.
        var ram = sida.Locator(".matris-ram");
        await ram.EvaluateAsync("r => r.scrollLeft = 300");
        var forsta = await sida.Locator(".matris tbody th").First.BoundingBoxAsync();
        var ramen = await ram.BoundingBoxAsync();
        Assert.That(forsta!.X, Is.EqualTo(ramen!.X).Within(2));
        await ram.EvaluateAsync("r => r.scrollLeft = 0");
        await sida.Locator(".matris tbody td a").First.ClickAsync();
        await Assertions.Expect(sida.Locator("#lista .filtermarken")).ToContainTextAsync("Månad:");

        await sida.GotoAsync($"/planer/{plan}/rader/{rad}");
        await fonster.Prova("rad");
        await sida.GotoAsync("/planer/ar/2027");
        await fonster.Prova("ar");
        await sida.EmulateMediaAsync(new() { Media = Media.Print });
        await sida.GotoAsync($"/planer/{plan}");
        Assert.That(await sida.Locator(".planval").IsVisibleAsync(), Is.False);
        if (bredd > 760 && Fonster.Bildmapp is { } mapp) { await sida.PdfAsync(new() { Path = Path.Combine(mapp, "plan-utskrift.pdf"), PreferCSSPageSize = true }); }
    }
}
