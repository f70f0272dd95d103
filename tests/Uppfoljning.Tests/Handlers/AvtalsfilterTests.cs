using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Avtalslistans filter, vart och ett vid sin gräns. Klockan står på den 21 november 2026.</summary>
public sealed class AvtalsfilterTests
{
    private TestApp _app = null!;
    private Guid _namnd;
    private Guid _annan;

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _namnd = await _app.Namnd();
        _annan = await _app.Namnd("Tekniska nämnden", "TN");
        _app.Som(Roll.Avtalsansvarig, _namnd, _annan);
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [TestCase(6, "2026-11-21", "2027-05-21")]
    [TestCase(18, "2026-11-21", "2028-05-21")]
    public async Task Gar_ut_inom_raknas_fran_i_dag_till_samma_dag_i_manaden(int manader, string forsta, string sista)
    {
        var dag = DateOnly.Parse(forsta, System.Globalization.CultureInfo.InvariantCulture);
        var slut = DateOnly.Parse(sista, System.Globalization.CultureInfo.InvariantCulture);
        foreach (var d in new[] { dag.AddDays(-1), dag, slut, slut.AddDays(1) }) { await Avtal(d.Iso(), a => a with { Slut = d }); }
        await Avtal("okänt slut");

        Assert.That(await Namn(new AvtalslistaQuery { InomManader = manader }), Is.EqualTo(new[] { forsta, sista }));
    }

    [Test]
    public async Task Ett_orimligt_antal_manader_ar_inget_filter()
    {
        await Avtal("A");
        foreach (var manader in new[] { 0, -3, 601, int.MaxValue }) { Assert.That(await Namn(new AvtalslistaQuery { InomManader = manader }), Is.EqualTo(new[] { "A" })); }
    }

    [Test]
    public async Task Start_fran_och_till_kan_lamnas_oppna_och_raknar_in_bada_dagarna()
    {
        for (var i = 1; i <= 4; i++) { await Avtal($"{i}", a => a with { Start = new DateOnly(2026, 1, i) }); }
        await Avtal("okänd");

        Assert.That(await Namn(new AvtalslistaQuery { StartFran = new DateOnly(2026, 1, 3) }), Is.EqualTo(new[] { "3", "4" }));
        Assert.That(await Namn(new AvtalslistaQuery { StartTill = new DateOnly(2026, 1, 2) }), Is.EqualTo(new[] { "1", "2" }));
        Assert.That(await Namn(new AvtalslistaQuery { StartFran = new DateOnly(2026, 1, 2), StartTill = new DateOnly(2026, 1, 3) }), Is.EqualTo(new[] { "2", "3" }));
    }

    [Test]
    public async Task Flera_namnder_omraden_och_driftsformer_kan_valjas()
    {
        await Avtal("A", a => a with { Verksamhetsomrade = "Park", Driftsform = Driftsform.Stiftelse });
        await Avtal("B", a => a with { Verksamhetsomrade = "Väg", Utforare = "Bolaget", Driftsform = Driftsform.Aktiebolag });
        await Avtal("C", a => a with { NamndId = _annan, Verksamhetsomrade = "Park", Utforare = "Bolaget" });

        Assert.That(await Namn(new AvtalslistaQuery { Namnd = [_namnd] }), Is.EqualTo(new[] { "A", "B" }));
        Assert.That(await Namn(new AvtalslistaQuery { Namnd = [_namnd, _annan], Omrade = ["Park", "Väg"] }), Is.EqualTo(new[] { "A", "B", "C" }));
        Assert.That(await Namn(new AvtalslistaQuery { Omrade = ["Park"] }), Is.EqualTo(new[] { "A", "C" }));
        Assert.That(await Namn(new AvtalslistaQuery { Driftsform = [Driftsform.Aktiebolag] }), Is.EqualTo(new[] { "B", "C" }), "utförarens gäller när avtalet inte har någon");
        Assert.That(await Namn(new AvtalslistaQuery { Driftsform = [Driftsform.Aktiebolag, Driftsform.Stiftelse] }), Is.EqualTo(new[] { "A", "B", "C" }));
        Assert.That(await Namn(new AvtalslistaQuery { Namnd = [Guid.NewGuid()] }), Is.Empty, "en nämnd som inte är användarens");
    }

    [Test]
    public async Task Utan_slut_utan_ansvarig_och_mina()
    {
        await Avtal("A", a => a with { Slut = new DateOnly(2027, 1, 1), Avtalsansvarig = "Enheten" });
        var mitt = await Avtal("B", a => a with { Avtalsansvarig = "Jag" });
        await Avtal("C", a => a with { Slut = new DateOnly(2027, 1, 1) });
        await _app.Las<int>("INSERT INTO Anvandare (Id, Anvandarnamn, AnvandarnamnNormal, Namn, Sakerhetsstampel, MisslyckadeForsok, Inaktiv, Demo) VALUES (@Id, 'jag', 'JAG', 'Jag', 's', 0, 0, 0)", new { _app.Anvandare.Id });
        await _app.Las<int>("UPDATE Avtal SET AvtalsansvarigId = @Jag WHERE Id = @mitt", new { Jag = _app.Anvandare.Id, mitt });

        Assert.That(await Namn(new AvtalslistaQuery { UtanSlut = true }), Is.EqualTo(new[] { "B" }));
        Assert.That(await Namn(new AvtalslistaQuery { UtanAnsvarig = true }), Is.EqualTo(new[] { "C" }));
        Assert.That(await Namn(new AvtalslistaQuery { Mina = true }), Is.EqualTo(new[] { "B" }));
        _app.Som(Roll.Lasare, _namnd);
        Assert.That(await Namn(new AvtalslistaQuery { Mina = true }), Is.Empty);
    }

    [Test]
    public async Task Saknar_klausul_ar_ocksa_att_det_inte_ar_kant() // KL-04, KL-05
    {
        async Task Klausul(Guid avtal, string sort, bool finns) => await _app.Las<int>(
            "INSERT INTO Avtalsklausul (Id, AvtalId, Sort, Finns) VALUES (@Id, @avtal, @Sort, @finns)", new { Id = Guid.CreateVersion7(), avtal, Sort = sort, finns });

        var hel = await Avtal("har båda");
        await Klausul(hel, "Insyn", true);
        await Klausul(hel, "Uppfoljning", true);
        var halv = await Avtal("insyn saknas");
        await Klausul(halv, "Insyn", false);
        await Klausul(halv, "Uppfoljning", true);
        var ena = await Avtal("bara uppföljning känd");
        await Klausul(ena, "Uppfoljning", true);
        await Avtal("inget känt");

        Assert.That(await Namn(new AvtalslistaQuery { SaknarKlausul = true }), Is.EqualTo(new[] { "bara uppföljning känd", "inget känt", "insyn saknas" }));
    }

    [Test]
    public async Task Filtren_sags_i_ord()
    {
        await Avtal("A");
        var lista = await _app.Gor(new AvtalslistaQuery { Namnd = [_namnd], Tillstand = [Avtalstillstand.Aktivt, Avtalstillstand.Havt], InomManader = 18, UtanAnsvarig = true });
        Assert.That(lista.Filter.Select(f => $"{f.Rubrik}: {f.Text}"), Is.EqualTo(new[]
        {
            "Nämnd: Vård- och omsorgsnämnden", "Tillstånd: Aktivt", "Tillstånd: Hävt", "Går ut: inom 18 månader", "Avtalsansvarig: saknas",
        }));
    }

    private Task<Guid> Avtal(string benamning, Func<RegistreraAvtalCommand, RegistreraAvtalCommand>? med = null)
    {
        var command = new RegistreraAvtalCommand { NamndId = _namnd, Benamning = benamning };
        return _app.Gor(med is null ? command : med(command));
    }

    private async Task<IEnumerable<string>> Namn(AvtalslistaQuery fraga) => (await _app.Gor(fraga)).Sida.Rader.Select(r => r.Benamning);
}
