using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Common;
using Uppfoljning.Tests.Web;

namespace Uppfoljning.Tests.Drift;

/// <summary>Sidan som visas när databasen säger nej: vad den lämnar tillbaka av det som skickades, och vad den inte lämnar tillbaka.</summary>
public sealed class DriftfelsidaTests
{
    private const string Nuvarande = "ett lösenord som jag har", Nytt = "ett lösenord som jag vill ha";

    private Feldatabas _fel = null!;
    private WebApp _web = null!;

    [SetUp]
    public async Task Starta()
    {
        Assume.That(Testdatabas.ArSqlServer, Is.False, "Felen är SQLites.");
        _web = await WebApp.StartaAsync(
            tjanster: services =>
            {
                var inre = services.Last(s => s.ServiceType == typeof(IDatabase)).ImplementationFactory!;
                services.AddSingleton<IDatabase>(provider => _fel = new Feldatabas((IDatabase)inre(provider)));
            },
            installningar: ("Databas:Omforsok:Antal", "0"));
    }

    [TearDown]
    public async Task Stang()
    {
        if (_web is not null) { await _web.DisposeAsync(); }
    }

    [TestCase("/mitt-konto/losenord", "Command.Nuvarande", "Command.Nytt")]
    [TestCase("/konto/logga-in", "Command.Anvandarnamn", "Command.Losenord")]
    public async Task Fran_en_sida_dar_losenord_skrivs_kommer_inget_tillbaka(string adress, string ett, string annat)
    {
        var sida = await _web.Som(Roll.Administrator);
        await sida.Oppna("/mitt-konto/losenord");
        _fel.Fall(Felpunkt.Oppning, 1, int.MaxValue - 1);
        await sida.Skicka(adress, (ett, Nuvarande), (annat, Nytt));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        var allt = WebUtility.HtmlDecode(sida.Dokument.DocumentElement.OuterHtml);
        Assert.That(allt, Does.Not.Contain(Nuvarande).And.Not.Contain(Nytt));
        Assert.That(sida.Dokument.QuerySelector("main")!.TextContent, Does.Contain("Databasen är upptagen").And.Contain("Gå tillbaka till sidan"));
        Assert.That(sida.Dokument.QuerySelector("main form"), Is.Null);
    }

    [Test]
    public async Task Det_som_skrevs_i_ett_annat_formular_gar_att_skicka_igen_helt_eller_inte_alls()
    {
        var sida = await _web.Som(Roll.Administrator);
        await sida.Oppna("/administration/namnder/ny");
        _fel.Fall(Felpunkt.Oppning, 1, int.MaxValue - 1);
        await sida.Skicka("/administration/namnder/ny", ("Command.Namn", "Nämnden som skrevs & blev kvar"), ("Command.Forkortning", "NSK"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(sida.Dokument.QuerySelector("main form input[name='Command.Namn']")!.GetAttribute("value"), Is.EqualTo("Nämnden som skrevs & blev kvar"));
        Assert.That(sida.Dokument.QuerySelector("main .litet")!.TextContent, Does.Match("spår [0-9a-f]{32}"));

        // Half a form sent again would be another form than the one that was written.
        _fel.Lugn();
        await sida.Oppna("/administration/namnder/ny");
        _fel.Fall(Felpunkt.Oppning, 1, int.MaxValue - 1);
        await sida.Skicka("/administration/namnder/ny", [.. Enumerable.Range(0, 2001).Select(i => ($"Falt{i}", "x"))]);
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable).Or.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(sida.Dokument.QuerySelector("main form"), Is.Null);
    }
}
