using System.Net;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Tests.Web;

/// <summary>Sidan om säkerhetskopior i administrationen.</summary>
public sealed class SakerhetskopiesidorTests
{
    private const string Adress = "/administration/sakerhetskopior";

    private string _mapp = null!;

    [SetUp]
    public void Mapp() => _mapp = Directory.CreateTempSubdirectory("uppfoljning-kopior-").FullName;

    [TearDown]
    public void Stada() => Directory.Delete(_mapp, recursive: true);

    [Test]
    public async Task Utan_mapp_sags_det_hur_en_kopia_gors_och_bara_administratoren_ser_sidan()
    {
        await using var web = await WebApp.StartaAsync();
        var namnd = await web.App.Namnd();
        var sida = await web.Som(Roll.Administrator);
        var blad = await sida.Oppna(Adress);
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(blad.QuerySelector("h1")!.TextContent, Is.EqualTo("Säkerhetskopior"));
        Assert.That(blad.QuerySelector("nav.meny a[aria-current=page]")!.TextContent, Is.EqualTo("Säkerhetskopior"));
        Assert.That(blad.QuerySelector(".notis")!.TextContent, Does.Contain("Kopia:Mapp"));
        Assert.That(blad.QuerySelector("main form"), Is.Null);
        await sida.Oppna("/");
        await sida.Skicka($"{Adress}/gor");
        Assert.That((sida.Status, sida.Dokument.QuerySelector("main")!.TextContent.Contains("Ingen mapp för säkerhetskopior är inställd", StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.UnprocessableEntity, true)));

        var annan = await web.Som(Roll.NagonINamnden, namnd);
        await annan.Oppna(Adress);
        Assert.That(annan.Status, Is.EqualTo(HttpStatusCode.Forbidden));
        await annan.Oppna("/");
        Assert.That(annan.Dokument.QuerySelector("nav.meny")!.TextContent, Does.Not.Contain("Säkerhetskopior"));
        await annan.Skicka($"{Adress}/gor");
        Assert.That(annan.Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Gor_en_nu_gor_en_kopia_som_provas_och_visas_men_inte_gar_att_hamta()
    {
        Assume.That(Testdatabas.ArSqlServer, Is.False, "På SQL Server är databasen databasadministratörens.");
        await using var web = await WebApp.StartaAsync(jobb: true, installningar: ("Kopia:Mapp", _mapp));
        var sida = await web.Som(Roll.Administrator);
        var fore = await sida.Oppna(Adress);
        Assert.That(fore.QuerySelector("main")!.TextContent, Does.Contain("Det finns ingen säkerhetskopia som är prövad och hel.").And.Contain("Nycklarna kommer inte med").And.Contain("Det finns ingen säkerhetskopia i mappen än."));
        Assert.That(fore.QuerySelector("dl")!.TextContent, Does.Contain("Varje natt kl. 04.00").And.Contain("2026-11-22 kl. 04.00"));

        var svar = await sida.Skicka($"{Adress}/gor");
        Assert.That(svar.Headers.Location!.ToString(), Is.EqualTo(Adress));
        for (var i = 0; i < 600; i++)
        {
            await sida.Oppna(Adress);
            if (sida.Dokument.QuerySelector("tbody tr") is not null && sida.Dokument.QuerySelector("progress") is null) { break; }
            await Task.Delay(100);
        }
        var efter = sida.Dokument;
        var text = efter.QuerySelectorAll("tbody tr").Single().TextContent;
        Assert.That(text, Does.Contain("under en timme").And.Contain("Hel").And.Contain("Inte med").And.Contain("uppfoljning-20261121T"));
        Assert.That(efter.QuerySelectorAll("main tbody a"), Is.Empty, "En kopia lämnas aldrig ut av webben.");
        Assert.That(efter.QuerySelector("main")!.TextContent, Does.Not.Contain("som är prövad och hel."));
        Assert.That(await web.App.LasEn<string>("SELECT Anvandare FROM Handelse WHERE Vad = 'Säkerhetskopia begärd'"), Is.EqualTo("Administrator (prov)"));
        Assert.That(await web.App.LasEn<string>("SELECT Anvandare FROM Handelse WHERE Vad = 'Säkerhetskopia gjord'"), Is.EqualTo("Systemet"));

        web.App.Klocka.Nu = web.App.Klocka.Nu.AddDays(3);
        sida = await web.Som(Roll.Administrator);
        Assert.That((await sida.Oppna(Adress)).QuerySelector("main")!.TextContent, Does.Contain("Den senaste hela säkerhetskopian är 3").And.Contain("Gränsen är 2 dagar"));
    }
}
