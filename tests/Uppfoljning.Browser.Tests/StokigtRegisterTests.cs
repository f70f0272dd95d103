using Microsoft.Playwright;
using Uppfoljning.Application.Common;
using Uppfoljning.Tests.Handlers;

namespace Uppfoljning.Browser.Tests;

/// <summary>
/// Den avtalsansvariga lämnar Excel: ett stökigt register på 300 rader kopplas till kolumnerna, provas, rättas och förs in; sedan letas det
/// upp som går ut inom 18 månader, nästa upphandling förklaras och listan hämtas.
/// </summary>
public sealed class StokigtRegisterTests
{
    /// <summary>Rubrikerna som registret inte känner, i filens ordning; null läses inte in.</summary>
    private static readonly (int Plats, string? Kolumn)[] Val =
    [
        (0, "Avtalsnummer"), (1, "Verksamhetsområde"), (2, "Benämning"), (5, "Upphandlingsform"), (6, "Avtalsstart"), (7, "Avtalsslut"),
        (8, "Förlängning (månader)"), (9, "Årsvärde (kr)"), (10, "Område"), (11, "Avtalsansvarig"), (12, "Anmärkning"), (13, null),
    ];

    [TestCase(1280)]
    [TestCase(390)]
    public async Task Ett_stokigt_register_blir_avtal_som_gar_att_folja(int bredd)
    {
        await using var vard = await Vard.StartaAsync();
        await vard.Administrator();
        var namnd = await vard.App.Namnd();
        await vard.Person("Avtalsansvarig", Roll.Avtalsansvarig, namnd);

        await using var fonster = await Fonster.Oppna(vard.Bas, "stokigt", bredd);
        var sida = fonster.Sida;
        await sida.GotoAsync("/");
        await Knapp(sida, "Avtalsansvarig").ClickAsync();

        // Filen så som den är: kolumnerna kopplas för hand, och provkörningen säger vad som är fel och var.
        await Lamna(sida, namnd, Exempelregister.Fil());
        await fonster.Prova("kolumner");
        foreach (var (plats, kolumn) in Val)
        {
            await sida.Locator($"[name='Command.Kolumn[{plats}]']").SelectOptionAsync(kolumn is null ? new SelectOptionValue { Value = "" } : new SelectOptionValue { Label = kolumn });
        }
        await Knapp(sida, "Spara och prova filen").ClickAsync();
        await fonster.Prova("fel");
        var fel = await sida.Locator("main").InnerTextAsync();
        Assert.That(fel, Does.Contain("kontrollsiffra").And.Contain("före startdatumet"));
        Assert.That(await Lank(sida, "För in filen…").CountAsync(), Is.Zero, "Inget förs in så länge en rad har fel.");

        // Den rättade filen: kolumnerna är ihågkomna, och allt förs in i bakgrunden.
        await Lamna(sida, namnd, Exempelregister.Fil(Exempelregister.Rattade()));
        if (await Knapp(sida, "Spara och prova filen").CountAsync() > 0) { await Knapp(sida, "Spara och prova filen").ClickAsync(); }
        await fonster.Prova("rattad");
        await Lank(sida, "För in filen…").ClickAsync();
        await sida.GetByRole(AriaRole.Button, new() { NameRegex = new("^För in ") }).ClickAsync();
        await Lank(sida, "Visa avtalen").WaitForAsync();
        await fonster.Prova("infort");

        // Det som går ut inom 18 månader, och varför nästa upphandling måste börja den dagen.
        await sida.GotoAsync($"/avtal?Namnd={namnd}&InomManader=18&Upphandlingsform=Lou&Sortering=slut");
        await fonster.Prova("gar-ut");
        await sida.Locator("#lista tbody th a").First.ClickAsync();
        await fonster.Prova("avtal");
        var blad = await sida.Locator("main").InnerTextAsync();
        Assert.That(blad, Does.Contain("Nästa upphandling måste börja"));

        await sida.GotoAsync($"/avtal?Namnd={namnd}&InomManader=18");
        var hamtning = await sida.RunAndWaitForDownloadAsync(() => Lank(sida, "Hämta avtal som Excel").ClickAsync());
        Assert.That(hamtning.SuggestedFilename, Does.StartWith("Avtal-").And.EndsWith(".xlsx"));
        await sida.GotoAsync("/");
        await fonster.Prova("mina-uppgifter");
    }

    private static ILocator Lank(IPage sida, string namn) => sida.GetByRole(AriaRole.Link, new() { Name = namn, Exact = true });

    private static ILocator Knapp(IPage sida, string namn) => sida.GetByRole(AriaRole.Button, new() { Name = namn, Exact = true });

    private static async Task Lamna(IPage sida, Guid namnd, byte[] fil)
    {
        await sida.GotoAsync($"/namnder/{namnd}/import");
        await sida.GetByLabel("Excel- eller CSV-fil").SetInputFilesAsync(new FilePayload { Name = Exempelregister.Filnamn, MimeType = "text/csv", Buffer = fil });
        await Knapp(sida, "Prova filen").ClickAsync();
    }
}
