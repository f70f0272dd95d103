using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Vyer;

namespace Uppfoljning.Tests.Handlers;

public sealed class SparadVyTests
{
    [Test]
    public async Task En_vy_ar_bara_den_som_sparade_den()
    {
        await using var web = await Web.WebApp.StartaAsync();
        var namnd = await web.App.Namnd();
        var min = await web.Som(Roll.Lasare, namnd);
        var nagon = await web.Som(Roll.Lasare, namnd);

        await min.Oppna("/vyer/avtal/ny?fraga=Tillstand%3DAktivt");
        await min.SkickaFormular(("Command.Namn", "Löpande"));
        var id = await web.App.LasEn<Guid>("SELECT Id FROM SparadVy");

        foreach (var adress in new[] { $"/vyer/{id}", $"/vyer/{id}/ta-bort" })
        {
            await nagon.Oppna(adress);
            Assert.That(nagon.Status, Is.EqualTo(System.Net.HttpStatusCode.NotFound), adress);
        }
        await nagon.Oppna("/vyer/avtal/ny?fraga=Tillstand%3DHavt");
        await nagon.Skicka($"/vyer/{id}", ("Command.Namn", "Min nu"));
        Assert.That(nagon.Status, Is.EqualTo(System.Net.HttpStatusCode.NotFound));
        await nagon.Oppna("/vyer/avtal/ny?fraga=Tillstand%3DHavt");
        await nagon.Skicka($"/vyer/{id}/ta-bort", ("Command.Bekraftat", "true"));
        Assert.That(await web.App.LasEn<string>("SELECT Namn FROM SparadVy"), Is.EqualTo("Löpande"));
        Assert.That((await nagon.Oppna("/avtal?Tillstand=Aktivt")).Body!.TextContent, Does.Not.Contain("Löpande"));
    }

    [Test]
    public async Task Den_som_inte_ar_inloggad_har_inga_vyer()
    {
        await using var app = await TestApp.StartaAsync();
        app.SomSystem();
        Assert.That(await app.Gor(new SparadeVyerQuery(Vylista.Avtal)), Is.Empty);
        Assert.That((await app.Send(new SparaVyCommand { Lista = Vylista.Avtal, Namn = "A", Fraga = "Q=x" })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await app.Send(new TaBortVyCommand { VyId = Guid.NewGuid(), Bekraftat = true })).Outcome, Is.EqualTo(Outcome.NotFound));
    }

    [Test]
    public async Task Namnet_ar_ensamt_i_sin_lista_men_far_finnas_i_en_annan()
    {
        await using var app = await TestApp.StartaAsync();
        var id = await app.SomAdministrator().Gor(SkapaAnvandareCommand.Demoanvandare("vyer", "Vyer (prov)", false));
        app.Som(Roll.Lasare, await app.Namnd());
        app.Byt(app.Anvandare with { Id = id });

        var forst = await app.Gor(new SparaVyCommand { Lista = Vylista.Avtal, Namn = "Vår", Fraga = "Q=x" });
        var lika = await app.Send(new SparaVyCommand { Lista = Vylista.Avtal, Namn = "VÅR ", Fraga = "Q=y" });
        Assert.That((lika.Hinder.Single().Kod, lika.Hinder.Single().Falt), Is.EqualTo(("finns-redan", "Namn")));
        var annan = await app.Gor(new SparaVyCommand { Lista = Vylista.Enheter, Namn = "Vår", Fraga = "Q=x" });
        Assert.That((await app.Gor(new DopOmVyCommand { VyId = annan.Id, Namn = "Höst" })).Namn, Is.EqualTo("Höst"));

        await app.Gor(new SparaVyCommand { Lista = Vylista.Avtal, Namn = "Höst", Fraga = "Q=z" });
        Assert.That((await app.Send(new DopOmVyCommand { VyId = forst.Id, Namn = "höst" })).Hinder.Single().Kod, Is.EqualTo("finns-redan"));
        Assert.That((await app.Send(new TaBortVyCommand { VyId = forst.Id })).Outcome, Is.EqualTo(Outcome.Invalid));
        await app.Gor(new TaBortVyCommand { VyId = forst.Id, Bekraftat = true });
        Assert.That((await app.Gor(new SparadeVyerQuery(Vylista.Avtal))).Select(v => v.Namn), Is.EqualTo(new[] { "Höst" }));
    }
}
