using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Uppgifter;
using Uppfoljning.Tests.Web;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Vad varje jobb gör, i vems namn, och att det är ofarligt att göra om. Schemaläggaren är avstängd här; jobben körs direkt.</summary>
public sealed class JobbTests
{
    private WebApp _web = null!;
    private TestApp _app = null!;
    private Guid _von;
    private Guid _sn;

    [SetUp]
    public async Task Starta()
    {
        _web = await WebApp.StartaAsync();
        _app = _web.App;
        _von = await _app.Namnd();
        _sn = await _app.Namnd("Socialnämnden", "SN");
    }

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    // --- Förslag till nästa års plan

    [TestCase("2026-09-30T21:59:00Z", 0)]
    [TestCase("2026-09-30T22:00:00Z", 2)] // den 1 oktober kl. 00.00 svensk tid
    [TestCase("2026-11-15T10:00:00Z", 2)] // en missad 1 oktober tas igen under hösten
    [TestCase("2026-12-31T23:00:00Z", 0)] // den 1 januari
    public async Task Planforslag_gors_for_varje_namnd_fran_den_forsta_oktober(string nu, int planer)
    {
        _app.Klocka.Nu = DateTimeOffset.Parse(nu, System.Globalization.CultureInfo.InvariantCulture);
        Assert.That((await Kor(Jobbsort.Planforslag)).Antal, Is.EqualTo(planer));
        Assert.That(await _app.Las<(int, string)>("SELECT Ar, Tillstand FROM Uppfoljningsplan"), Is.EqualTo(Enumerable.Repeat((2027, "Utkast"), planer)));
    }

    [Test]
    public async Task Planforslaget_ror_aldrig_en_plan_som_finns_och_gors_bara_en_gang()
    {
        await _app.Som(Roll.Uppfoljare, _von).Gor(new GenereraPlanCommand { NamndId = _von, Ar = 2027 });
        var fore = await _app.LasEn<(Guid, int, string)>("SELECT p.Id, a.Version, p.Genererad FROM Uppfoljningsplan p JOIN Arende a ON a.Id = p.Id");

        _app.Klocka.Nu = _app.Klocka.Nu.AddDays(1);
        var utfall = await Kor(Jobbsort.Planforslag);
        Assert.That((utfall.Antal, utfall.Mening), Is.EqualTo((1, "Utkast till plan för 2027 gjordes för 1 nämnd.")));
        Assert.That(await _app.LasEn<(Guid, int, string)>("SELECT p.Id, a.Version, p.Genererad FROM Uppfoljningsplan p JOIN Arende a ON a.Id = p.Id WHERE p.NamndId = @_von", new { _von }), Is.EqualTo(fore));
        Assert.That(await _app.Las<string>("SELECT Anvandare FROM Handelse WHERE Vad = 'Plan genererad' ORDER BY Tid"), Is.EqualTo(new[] { "Uppfoljare (test)", "Systemet" }));

        var handelser = await Handelser();
        Assert.That((await Kor(Jobbsort.Planforslag)).Antal, Is.Zero);
        Assert.That(await Handelser(), Is.EqualTo(handelser));

        // Någon hann före mellan frågan och kommandot.
        var sent = await _app.SomSystem().Send(new GenereraPlanCommand { NamndId = _von, Ar = 2027, BaraNy = true });
        Assert.That(sent.Hinder.Single().Kod, Is.EqualTo("plan-finns"));
        Assert.That(await Handelser(), Is.EqualTo(handelser));
    }

    // --- Uppgifter som förfaller

    [Test]
    public async Task En_uppgift_som_forfaller_noteras_en_gang_for_sin_person_och_star_som_ny_tills_hon_sett_den()
    {
        var jag = await Konto("kim", Roll.Avtalsansvarig, _von);
        await Konto("annan", Roll.Lasare, _von);
        _app.Byt(new() { Id = jag, Namn = "kim", NamndRoller = new Dictionary<Guid, Roll> { [_von] = Roll.Avtalsansvarig } });
        var dag = new DateOnly(2026, 11, 22);
        await _app.Gor(new RegistreraAvtalCommand { NamndId = _von, Benamning = "Hemtjänst", Start = new(2024, 1, 1), Slut = dag, Undertecknat = true });
        Assert.That((await Kor(Jobbsort.Uppgifter)).Antal, Is.Zero, "Dagen före har inget förfallit.");

        _app.Klocka.Nu = _app.Klocka.Nu.AddDays(1);
        var utfall = await Kor(Jobbsort.Uppgifter);
        Assert.That((utfall.Antal, utfall.Fel), Is.EqualTo((1, Array.Empty<string>())), utfall.Mening);
        var notiser = await _app.LasEn<int>("SELECT COUNT(*) FROM Forfallonotis");
        Assert.That(await _app.Las<Guid>("SELECT DISTINCT AnvandareId FROM Forfallonotis"), Is.EqualTo(new[] { jag }));
        var lista = await _app.Gor(new MinaUppgifterQuery());
        Assert.That((lista.AntalNya, lista.Grupper.SelectMany(g => g.Uppgifter).Where(lista.Ny).All(u => u.Dag == dag)), Is.EqualTo((notiser, true)));

        var handelser = await Handelser();
        Assert.That((await Kor(Jobbsort.Uppgifter)).Antal, Is.Zero);
        Assert.That((await _app.LasEn<int>("SELECT COUNT(*) FROM Forfallonotis"), await Handelser()), Is.EqualTo((notiser, handelser)));

        await _app.Gor(new MarkeraForfallnaSeddaCommand());
        Assert.That((await _app.Gor(new MinaUppgifterQuery())).AntalNya, Is.Zero);
        await Kor(Jobbsort.Uppgifter);
        Assert.That((await _app.Gor(new MinaUppgifterQuery())).AntalNya, Is.Zero, "Det som är sett blir inte nytt igen.");
    }

    // --- Planer för alla nämnder

    [Test]
    public async Task Alla_namnder_gors_i_den_startandes_namn_nya_omgjorda_och_hoppade_over()
    {
        var ks = await _app.Namnd("Kommunstyrelsen", "KS");
        var (kim, id) = await Starta("kim", _von, _sn, ks);
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Planjobbrad WHERE Utfall IS NULL"), Is.EqualTo(3));
        await _app.Byt(kim).Gor(new GenereraPlanCommand { NamndId = ks, Ar = 2027 });
        await _app.Las<int>("UPDATE Uppfoljningsplan SET Tillstand = 'Beslutad', Beslutsdatum = '2026-11-20', Paragraf = '1'");
        await _app.Som(Roll.Uppfoljare, _sn).Gor(new GenereraPlanCommand { NamndId = _sn, Ar = 2027 });
        await _app.Las<int>("UPDATE Planjobbrad SET Fore = 'Utkast' WHERE NamndId = @_sn", new { _sn });

        Assert.That((await Kor(Jobbsort.Planer)).Antal, Is.EqualTo(3));
        var blad = await _app.Byt(kim).Gor(new PlanjobbsbladQuery(id));
        Assert.That(blad.Rader.Select(r => (r.Namnd, r.Utfall)), Is.EquivalentTo(new (string, Planjobbutfall?)[]
        {
            ("Vård- och omsorgsnämnden", Planjobbutfall.Ny), ("Socialnämnden", Planjobbutfall.Omgjord), ("Kommunstyrelsen", Planjobbutfall.Hoppad),
        }));
        Assert.That((blad.Jobb.Pagar, blad.Jobb.Klara, blad.Procent, blad.Dolda), Is.EqualTo((false, 3, 100, 0)));
        Assert.That(blad.Rader.Single(r => r.Utfall == Planjobbutfall.Hoppad).Besked, Does.Contain("beslutad"));
        Assert.That(await _app.Las<Guid?>("SELECT AnvandareId FROM Handelse WHERE Vad = 'Plan genererad om' OR (Vad = 'Plan genererad' AND NamndId = @_von)", new { _von }), Is.EqualTo(new[] { kim.Id, kim.Id }));

        var handelser = await Handelser();
        Assert.That((await Kor(Jobbsort.Planer)).Antal, Is.Zero);
        Assert.That(await Handelser(), Is.EqualTo(handelser), "En tick till gör ingenting.");
    }

    [Test]
    public async Task Den_andra_som_startar_far_veta_att_en_korning_pagar_och_ser_bara_sina_egna_namnder()
    {
        var (_, id) = await Starta("kim", _von);
        var andra = _app.Som(Roll.Uppfoljare, _sn).Anvandare;
        var nekad = await _app.Send(new StartaPlanerForAllaCommand { Ar = 2027 });
        Assert.That(nekad.Hinder.Single().Text, Does.StartWith("kim startade en körning för 2027").And.Contain("0 av 1 nämnder"));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Planjobb"), Is.EqualTo(1));

        Assert.That((await _app.Byt(andra).Send(new PlanjobbsbladQuery(id))).Outcome, Is.EqualTo(Outcome.NotFound), "Den gäller ingen av hennes nämnder.");
    }

    [Test]
    public async Task Tva_som_startar_samtidigt_ger_en_korning()
    {
        _app.Som(Roll.Uppfoljare, _von, _sn);
        var svar = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _app.Send(new StartaPlanerForAllaCommand { Ar = 2027 }))));
        Assert.That(svar.Count(s => s.IsOk), Is.EqualTo(1));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Planjobb"), Is.EqualTo(1));
    }

    [Test]
    public async Task Den_som_har_forlorat_rollen_eller_kontot_far_inget_gjort_och_skalet_star_pa_raden()
    {
        var (kim, id) = await Starta("kim", _von, _sn);
        await _app.SomAdministrator().Gor(new TaBortRollCommand { AnvandareId = kim.Id!.Value, NamndId = _von, Roll = Roll.Uppfoljare });
        var utfall = await Kor(Jobbsort.Planer);
        Assert.That(utfall.Fel.Single(), Is.EqualTo("Vård- och omsorgsnämnden: kim får inte längre göra planer i nämnden."));
        Assert.That((await _app.Byt(kim).Gor(new PlanjobbsbladQuery(id))).Rader.Single(r => r.NamndId == _sn).Utfall, Is.EqualTo(Planjobbutfall.Ny));
        Assert.That(await _app.LasEn<Guid>("SELECT NamndId FROM Uppfoljningsplan"), Is.EqualTo(_sn));

        await Starta("eva", _von);
        await _app.Las<int>("UPDATE Anvandare SET Inaktiv = 1 WHERE Namn = 'eva'");
        Assert.That((await Kor(Jobbsort.Planer)).Fel.Single(), Does.Contain("eva har inte längre något konto som gäller."));
    }

    [Test]
    public async Task En_korning_som_avbryts_mellan_tva_namnder_fortsatter_med_dem_som_ar_kvar()
    {
        var ks = await _app.Namnd("Kommunstyrelsen", "KS");
        await Starta("kim", _von, _sn, ks);
        using var avbryt = new CancellationTokenSource();
        Assert.ThrowsAsync<OperationCanceledException>(() => Jobb.KorAsync(Jobbsort.Planer, (klara, _) => { if (klara == 1) { avbryt.Cancel(); } }, avbryt.Token));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Planjobbrad WHERE Utfall IS NOT NULL"), Is.EqualTo(2), "Den del som hade börjat gjordes klar.");
        Assert.That(await _app.LasEn<bool>("SELECT Pagar FROM Planjobb"), Is.True);

        Assert.That((await Kor(Jobbsort.Planer)).Antal, Is.EqualTo(1));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Uppfoljningsplan"), Is.EqualTo(3));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE Vad = 'Plan genererad om'"), Is.Zero, "Ingen nämnd gjordes två gånger.");
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE Vad = 'Planer för alla nämnder återupptagna'"), Is.EqualTo(1));
        Assert.That(await _app.LasEn<bool>("SELECT Pagar FROM Planjobb"), Is.False);
    }

    [Test]
    public async Task En_namnd_som_far_servern_att_stanna_gang_pa_gang_hoppas_over_och_de_andra_gors()
    {
        await Starta("kim", _von, _sn);
        await _app.Las<int>("UPDATE Planjobb SET Forsok = 3");
        Assert.That((await Kor(Jobbsort.Planer)).Fel.Single(), Does.StartWith("Socialnämnden: Servern stannade 3 gånger"));
        Assert.That(await _app.LasEn<Guid>("SELECT NamndId FROM Uppfoljningsplan"), Is.EqualTo(_von));
    }

    [TestCase(null, "Ange ett år.")]
    [TestCase(2025, "Planer för alla nämnder görs för innevarande år eller nästa år.")]
    [TestCase(2028, "Planer för alla nämnder görs för innevarande år eller nästa år.")]
    public async Task Fel_ar_nekas_vid_sitt_falt(int? ar, string text)
    {
        var svar = await _app.Som(Roll.Uppfoljare, _von).Send(new StartaPlanerForAllaCommand { Ar = ar });
        Assert.That(svar.Hinder.Select(h => (h.Falt, h.Text)), Is.EqualTo(new[] { ((string?)"Ar", text) }));
    }

    [Test]
    public async Task Det_som_redan_ar_beslutat_startar_ingen_korning()
    {
        await _app.Som(Roll.Uppfoljare, _von).Gor(new GenereraPlanCommand { NamndId = _von, Ar = 2027 });
        await _app.Las<int>("UPDATE Uppfoljningsplan SET Tillstand = 'Beslutad'");
        Assert.That((await _app.Send(new StartaPlanerForAllaCommand { Ar = 2027 })).Hinder.Single().Kod, Is.EqualTo("alla-beslutade"));
    }

    // --- Åtkomst

    [Test]
    public async Task Jobben_skots_av_administratoren_och_systemets_steg_ar_bara_systemets()
    {
        _app.Som(Roll.NagonINamnden, _von);
        Assert.That((await _app.Send(new JobblistaQuery())).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(new JobbbladQuery { Kod = "avtalstid" })).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(new KorJobbCommand("avtalstid"))).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(new PausaJobbCommand("avtalstid"))).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(new AterupptaJobbCommand("avtalstid"))).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(new PlanforslagPaTurQuery())).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(new NastaPlanjobbQuery())).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(new NoteraForfallnaCommand { AnvandareId = Guid.NewGuid() })).Outcome, Is.EqualTo(Outcome.Forbidden));
        _app.Som(Roll.Lasare | Roll.Revisor, _von);
        Assert.That((await _app.Send(new PlanerForAllaQuery())).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(new StartaPlanerForAllaCommand { Ar = 2027 })).Outcome, Is.EqualTo(Outcome.Forbidden));
    }

    private Jobbkorning Jobb => _web.Services.GetRequiredService<Jobbkorning>();

    private Task<Jobbutfall> Kor(Jobbsort sort) => Jobb.KorAsync(sort, (_, _) => { }, CancellationToken.None);

    private Task<int> Handelser() => _app.LasEn<int>("SELECT COUNT(*) FROM Handelse");

    private async Task<Guid> Konto(string namn, Roll roll, params Guid[] namnder)
    {
        var id = await _app.SomAdministrator().Gor(SkapaAnvandareCommand.Demoanvandare(namn, namn, administrator: false));
        foreach (var namnd in namnder) { await _app.Gor(new GeRollCommand { AnvandareId = id, NamndId = namnd, Roll = roll }); }
        return id;
    }

    /// <summary>En körning för 2027, startad av ett nytt konto som är uppföljare i nämnderna.</summary>
    private async Task<(Testanvandare Vem, Guid Id)> Starta(string namn, params Guid[] namnder)
    {
        var konto = await Konto(namn, Roll.Uppfoljare, namnder);
        var vem = new Testanvandare { Id = konto, Namn = namn, NamndRoller = namnder.ToDictionary(n => n, _ => Roll.Uppfoljare) };
        return (vem, await _app.Byt(vem).Gor(new StartaPlanerForAllaCommand { Ar = 2027 }));
    }
}
