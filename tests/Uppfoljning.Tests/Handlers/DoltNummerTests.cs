using System.Text;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Application.Import;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Ett personnummer i en fil som skiljer sig från registrets bara i de siffror som är dolda (GDPR-03).</summary>
public sealed class DoltNummerTests
{
    private TestApp _app = null!;
    private Guid _namnd;

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _namnd = await _app.Namnd();
        _app.Som(Roll.Avtalsansvarig, _namnd);
        await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Städning", Utforare = "Firma Ett", Organisationsnummer = "640823-3234", Driftsform = Driftsform.EnskildFirma });
        await _app.Gor(new RegistreraEnhetCommand { NamndId = _namnd, Namn = "Boendet", UtforareId = await _app.LasEn<Guid>("SELECT Id FROM Utforare") });
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [TestCase("Benämning;Utförare;Organisationsnummer\r\nStädning;Firma Ett;640823-3242\r\n")]
    [TestCase("Benämning;Utförare;Organisationsnummer\r\nNytt;Firma Ett;19640823-3242\r\n")]
    [TestCase("Enhet;Utförare;Organisationsnummer\r\nBoendet;Firma Ett;640823-3242\r\n")]
    [TestCase("Utförare;Organisationsnummer;Adress\r\nFirma Ett;6408233242;\r\n")]
    public async Task En_andring_av_bara_de_dolda_siffrorna_nekas_vid_sin_cell(string fil)
    {
        var provning = await Prova(fil);
        Assert.That(provning.Rader.Rader.Single().Fel.Single().ToString(), Does.StartWith("Organisationsnummer: ”Firma Ett” finns redan med ett personnummer som bara skiljer sig i de fyra sista siffrorna.").And.Not.Contain("3242"));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Utforare"), Is.EqualTo(1));
    }

    [Test]
    public async Task Ett_annat_ar_eller_ett_annat_namn_ar_en_annan_utforare()
    {
        var provning = await Prova("Benämning;Utförare;Organisationsnummer\r\nA;Firma Ett;121212-1212\r\nB;Firma Två;640823-3242\r\nStädning;Firma Ett;640823-3234\r\n");
        Assert.That((provning.AntalFel, provning.Nya, provning.Lika), Is.EqualTo((0, 2, 1)));
    }

    [Test]
    public async Task Tva_registrerade_som_ser_lika_ut_forvaxlas_inte_i_tysthet()
    {
        await _app.Gor(new RegistreraUtforareCommand { Namn = "Firma Ett", Organisationsnummer = "640823-3242", Driftsform = Driftsform.EnskildFirma });
        var provning = await Prova("Enhet;Utförare;Organisationsnummer\r\nBoendet;Firma Ett;640823-3242\r\n");
        Assert.That(provning.Rader.Rader.Single().Andringar.Single().ToString(), Is.EqualTo("Organisationsnummer: 640823-XXXX → 640823-XXXX (andra dolda siffror)"));
    }

    private async Task<Provningsresultat> Prova(string text)
    {
        var id = await _app.Gor(new TaEmotImportCommand { NamndId = _namnd, Filnamn = "fil", Fil = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        return (await _app.Gor(new ImportprovningQuery { NamndId = _namnd, ImportId = id, Visa = Radurval.Alla })).Provning!;
    }
}
