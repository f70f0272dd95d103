using System.Text;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Import;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Utförare, deras kontakter, kontroller och enheter.</summary>
public sealed class UtforareTests
{
    private TestApp _app = null!;
    private Guid _namnd;
    private Guid _annan;

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _namnd = await _app.Namnd();
        _annan = await _app.Namnd("Socialnämnden", "SN");
        _app.Som(Roll.Avtalsansvarig, _namnd);
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [TestCase("556677-8899")]
    [TestCase("5566778899")]
    [TestCase("16556677-8899")]
    [TestCase("16 5566 77 8899")]
    [TestCase(" 556677 8899 ")]
    public async Task Numret_skrivs_hur_som_helst_och_lagras_pa_ett_satt(string skrivet)
    {
        await _app.Gor(new RegistreraUtforareCommand { Namn = " Omsorg AB ", Organisationsnummer = skrivet, Driftsform = Driftsform.Aktiebolag, Webbplats = "www.omsorg.example" });

        var rad = (await _app.Gor(new UtforarlistaQuery { Q = "omsorg" })).Sida.Rader.Single();
        Assert.That((rad.Namn, rad.Organisationsnummer, rad.Driftsform), Is.EqualTo(("Omsorg AB", "556677-8899", (Driftsform?)Driftsform.Aktiebolag)));
        Assert.That((await _app.Gor(new UtforarbladQuery(rad.Id))).Webbplats, Is.EqualTo("https://www.omsorg.example"));
    }

    [Test]
    public async Task Fel_kontrollsiffra_och_samma_utforare_tva_ganger_nekas()
    {
        Assert.That((await _app.Send(new RegistreraUtforareCommand { Namn = "A", Organisationsnummer = "556677-8898", Webbplats = "inte en adress" })).Hinder.Select(h => h.Falt),
            Is.EqualTo(new[] { "Organisationsnummer", "Webbplats" }));
        await _app.Gor(new RegistreraUtforareCommand { Namn = "Omsorg AB", Organisationsnummer = "556677-8899" });

        Assert.That((await _app.Send(new RegistreraUtforareCommand { Namn = "Annat namn", Organisationsnummer = "5566778899" })).Hinder.Single().Falt, Is.EqualTo("Organisationsnummer"));
        Assert.That((await _app.Send(new RegistreraUtforareCommand { Namn = "omsorg ab" })).Hinder.Single().Falt, Is.EqualTo("Namn"));
        await _app.Gor(new RegistreraUtforareCommand { Namn = "Omsorg AB", Organisationsnummer = "552000-0018" });
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Utforare"), Is.EqualTo(2));
    }

    [Test]
    public async Task Den_utan_avtal_syns_for_alla_tills_en_namnd_har_nagot_med_den()
    {
        var id = await _app.Gor(new RegistreraUtforareCommand { Namn = "Omsorg AB", Organisationsnummer = "556677-8899" });
        _app.Som(Roll.Avtalsansvarig, _annan);
        Assert.That((await _app.Gor(new UtforarlistaQuery())).Sida.Antal, Is.EqualTo(1));
        Assert.That((await _app.Gor(new UtforarlistaQuery { Namnd = _annan })).Sida.Antal, Is.Zero);

        await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Hemtjänst", Utforare = "Omsorg AB", Organisationsnummer = "556677-8899" });

        Assert.That((await _app.Gor(new UtforarbladQuery(id))).Avtal, Has.Count.EqualTo(1));
        _app.Som(Roll.Avtalsansvarig, _annan);
        Assert.That((await _app.Send(new UtforarbladQuery(id))).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new AndraUtforareCommand { UtforareId = id, Version = 1, Namn = "X" })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Gor(new UtforarlistaQuery())).Sida.Antal, Is.Zero);
        Assert.That((await _app.Som(Roll.Lasare, _namnd).Send(new RegistreraUtforareCommand { Namn = "Y" })).Outcome, Is.EqualTo(Outcome.Forbidden));
    }

    [Test]
    public async Task Tva_som_andrar_samtidigt_ser_varandra_och_historiken_ar_utforarens()
    {
        var id = await _app.Gor(new RegistreraUtforareCommand { Namn = "Omsorg AB" });
        var nu = await _app.Gor(new UtforarandringQuery(id));
        _app.Klocka.Nu = _app.Klocka.Nu.AddMinutes(1);
        await _app.Gor(nu with { Adress = "Storgatan 1" });

        var result = await _app.Send(nu with { Adress = "Lillgatan 2" });

        Assert.That(result.Outcome, Is.EqualTo(Outcome.Conflict));
        Assert.That(result.Hinder.Single().Text, Does.StartWith("Avtalsansvarig (test) ändrade detta 2026-11-21"));
        var blad = await _app.Gor(new UtforarbladQuery(id));
        Assert.That((blad.Adress, blad.Version), Is.EqualTo(("Storgatan 1", 2)));
        Assert.That(blad.Historik.Rader.Select(h => h.Vad), Is.EqualTo(new[] { "Utförare ändrad", "Utförare registrerad" }));
    }

    [Test]
    public async Task Ett_nytt_namn_och_nummer_soker_fram_avtalen_och_det_gamla_gor_det_inte()
    {
        var avtal = await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Omsorg i väster", Utforare = "Gamla Omsorg AB", Organisationsnummer = "556677-8899", Diarienummer = "VON 2026/17" });
        var nu = await _app.Gor(new UtforarandringQuery(await _app.LasEn<Guid>("SELECT UtforareId FROM Avtal")));
        var (result, satser) = await _app.SendRaknat(nu with { Namn = "Nya Vården AB", Organisationsnummer = "552000-0018" });
        Assert.That(result.IsOk, Is.True);

        var ord = await _app.Las<string>("SELECT Ord FROM Sokord WHERE ObjektId = @avtal ORDER BY Ord", new { avtal });
        Assert.That(ord, Is.EquivalentTo(new[] { "omsorg", "i", "väster", "nya", "vården", "ab", "5520000018", "von", "2026", "17" }), "Ordet omsorg är avtalets eget också.");

        for (var i = 0; i < 30; i++) { await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = $"Omsorg {i}", Utforare = "Nya Vården AB" }); }
        nu = await _app.Gor(new UtforarandringQuery(nu.UtforareId));
        var (igen, lika) = await _app.SendRaknat(nu with { Namn = "Omsorg Norr", Organisationsnummer = "556677-8899" });
        Assert.That(igen.IsOk, Is.True);
        Assert.That(lika, Is.LessThanOrEqualTo(satser), "Antalet satser följer inte antalet avtal.");
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Sokord WHERE Ord = 'norr' AND Sort = 'Avtal'"), Is.EqualTo(31));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Sokord WHERE Ord = 'omsorg' AND Sort = 'Avtal'"), Is.EqualTo(31));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Sokord WHERE Ord IN ('nya', '5520000018')"), Is.Zero);
    }

    // GDPR-03: en enskild firmas nummer är ett personnummer.
    [Test]
    public async Task Personnummer_ses_bara_av_den_som_skoter_registret()
    {
        var id = await _app.Gor(new RegistreraUtforareCommand { Namn = "Firma Ett", Organisationsnummer = "19640823-3234", Driftsform = Driftsform.EnskildFirma });

        Assert.That((await _app.Gor(new UtforarbladQuery(id))).Organisationsnummer, Is.EqualTo("640823-3234"));
        Assert.That((await _app.Som(Roll.NagonINamnden & ~Roll.Avtalsansvarig, _namnd).Gor(new UtforarbladQuery(id))).Organisationsnummer, Is.EqualTo("640823-XXXX"));
        Assert.That((await _app.Send(new UtforarandringQuery(id))).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That(await _app.Las<string>("SELECT Fakta FROM Handelse WHERE Fakta IS NOT NULL"), Has.None.Contains("3234"));
    }

    [Test]
    public async Task Kontakter_laggs_till_andras_och_tas_bort_utan_att_namnet_star_kvar()
    {
        var id = await _app.Gor(new RegistreraUtforareCommand { Namn = "Omsorg AB" });
        Assert.That((await _app.Send(new LaggTillKontaktCommand { UtforareId = id, Epost = "fel" })).Hinder.Select(h => h.Falt), Is.EqualTo(new[] { "Namn", "Epost" }));
        var kontakt = await _app.Gor(new LaggTillKontaktCommand { UtforareId = id, Namn = "Verksamhetschef", Epost = "chef@omsorg.example" });
        var andring = (await _app.Gor(new KontaktformularQuery(id, kontakt))).Andring;
        await _app.Gor(andring with { Telefon = "08-123 45" });

        Assert.That((await _app.Send(andring with { Telefon = "2" })).Outcome, Is.EqualTo(Outcome.Conflict));
        Assert.That((await _app.Send(new TaBortKontaktCommand { UtforareId = id, KontaktId = kontakt, Version = 2 })).Hinder.Single().Falt, Is.EqualTo("Bekraftat"));
        Assert.That((await _app.Send(new LaggTillKontaktCommand { UtforareId = id, Namn = "X", EnhetId = Guid.NewGuid() })).Hinder.Single().Falt, Is.EqualTo("EnhetId"));
        Assert.That((await _app.Gor(new UtforarbladQuery(id))).Kontakter.Single().Telefon, Is.EqualTo("08-123 45"));
        await _app.Gor(new TaBortKontaktCommand { UtforareId = id, KontaktId = kontakt, Version = 2, Bekraftat = true });

        Assert.That((await _app.Gor(new UtforarbladQuery(id))).Kontakter, Is.Empty);
        Assert.That((await _app.Send(new TaBortKontaktCommand { UtforareId = id, KontaktId = kontakt, Version = 2, Bekraftat = true })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That(await _app.Las<string>("SELECT Mening FROM Handelse WHERE Vad LIKE 'Kontakt%'"), Has.Count.EqualTo(3).And.None.Contains("Verksamhetschef"));
        Assert.That(await _app.Las<string>("SELECT Fakta FROM Handelse WHERE Vad LIKE 'Kontakt%'"), Has.Count.EqualTo(3).And.None.Contains("Verksamhetschef"));
    }

    // PR-09, LOVP-08.
    [Test]
    public async Task Kontroller_far_sin_nasta_dag_och_listas_nar_de_ska_goras_om()
    {
        await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Hemtjänst", Utforare = "Omsorg AB", Driftsform = Driftsform.Aktiebolag, Undertecknat = true });
        var id = await _app.LasEn<Guid>("SELECT Id FROM Utforare");
        var kontroll = new RegistreraKontrollCommand { UtforareId = id, Sort = Kontrollsort.FSkatt, Gjord = new(2025, 11, 21), Resultat = Kontrollresultat.UtanAnmarkning, Kalla = "Skatteverket" };
        await _app.Gor(kontroll);
        await _app.Gor(kontroll with { Sort = Kontrollsort.Konkurs, Gjord = new(2025, 11, 20) });
        await _app.Gor(kontroll with { Sort = Kontrollsort.Kronofogden, Gjord = new(2026, 1, 20), Resultat = Kontrollresultat.EjUppfyllt, Anmarkning = "Skulder." });
        await _app.Gor(kontroll with { Sort = Kontrollsort.Forsakring, Gjord = new(2026, 1, 20), GallerTill = new(2027, 2, 1), NastaSenast = new(2027, 2, 19) });
        Assert.That((await _app.Send(kontroll with { Gjord = new(2026, 11, 22) })).Hinder.Single().Falt, Is.EqualTo("Gjord"));
        Assert.That((await _app.Send(kontroll with { Resultat = Kontrollresultat.Anmarkning })).Hinder.Single().Falt, Is.EqualTo("Anmarkning"));

        async Task<IEnumerable<(Kontrollsort, Kontrollage)>> Lista(Kontrollurval visa) =>
            (await _app.Gor(new KontrollistaQuery { Visa = visa })).Sida.Rader.Select(r => (r.Sort, r.Lage));
        Assert.That(await Lista(Kontrollurval.Inom30), Is.EqualTo(new[]
        {
            (Kontrollsort.Kronofogden, Kontrollage.EjUppfyllt), (Kontrollsort.Konkurs, Kontrollage.Forfallen), (Kontrollsort.FSkatt, Kontrollage.Snart),
        }));
        Assert.That((await Lista(Kontrollurval.Inom90)).Last(), Is.EqualTo((Kontrollsort.Forsakring, Kontrollage.Aktuell)));
        Assert.That(await Lista(Kontrollurval.Saknas), Is.EqualTo(new[]
        {
            (Kontrollsort.IvoTillstand, Kontrollage.InteKant), (Kontrollsort.Arbetsgivaravgifter, Kontrollage.InteKant), (Kontrollsort.AgareHuvudman, Kontrollage.InteKant),
        }));
        var blad = await _app.Gor(new UtforarbladQuery(id));
        Assert.That((blad.Hemtjanst, blad.TillstandGaller, blad.Kontroller.Count), Is.EqualTo((true, (bool?)null, 4)));
        var csv = Encoding.UTF8.GetString(await Hamta(new ExporteraKontrollerQuery(new KontrollistaQuery { Visa = Kontrollurval.Forfallna }, Filformat.Csv)));
        Assert.That(csv, Does.Contain("Konkurs eller likvidation").And.Contain("Skulder.").And.Not.Contain("F-skatt"));

        _app.Som(Roll.Uppfoljare, _annan);
        Assert.That((await _app.Gor(new KontrollistaQuery { Visa = Kontrollurval.Alla, Namnd = _namnd })).Sida.Antal, Is.Zero);
        Assert.That((await _app.Send(kontroll)).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Som(Roll.Lasare, _namnd).Send(kontroll)).Outcome, Is.EqualTo(Outcome.Forbidden));
    }

    [Test]
    public async Task En_enhet_hos_en_privat_utforare_foljs_upp_genom_avtalet_eller_sjalv()
    {
        var utforare = await _app.Gor(new RegistreraUtforareCommand { Namn = "Omsorg AB", Driftsform = Driftsform.Aktiebolag });
        var command = new RegistreraEnhetCommand { NamndId = _namnd, Namn = "Fabelgården", UtforareId = utforare, Plats = "Skissby", Platser = 40 };
        Assert.That((await _app.Send(command with { UppdragDiarienummer = "VON 1" })).Hinder.Single().Falt, Is.EqualTo("UppdragDiarienummer"));
        Assert.That((await _app.Send(command with { UtforareId = Guid.NewGuid() })).Hinder.Single().Falt, Is.EqualTo("UtforareId"));
        var enhet = await _app.Gor(command);
        var plan = (await _app.Gor(new PlanforslagQuery(_namnd, 2027))).Forslag;
        Assert.That(plan.Rader.Single().EnhetId, Is.EqualTo(enhet));

        await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Boende", Utforare = "Omsorg AB", Undertecknat = true });

        plan = (await _app.Gor(new PlanforslagQuery(_namnd, 2027))).Forslag;
        Assert.That(plan.Rader.Single().AvtalId, Is.Not.Null);
        Assert.That(plan.Utan.Single().Skal, Does.StartWith("Enheten följs upp genom avtalet Boende"));
        var rad = (await _app.Gor(new EnhetslistaQuery { Driftsform = [Driftsform.Aktiebolag] })).Sida.Rader.Single();
        Assert.That((rad.Utforare, rad.Platser, rad.Driftsform), Is.EqualTo(("Omsorg AB", (int?)40, (Driftsform?)Driftsform.Aktiebolag)));
        Assert.That((await _app.Gor(new EnhetslistaQuery { Driftsform = [Driftsform.EgenRegi] })).Sida.Antal, Is.Zero);
    }

    [Test]
    public async Task En_enhet_vars_utforare_inte_ar_kand_blir_inte_egen_regi_av_att_nagot_annat_andras()
    {
        await _app.Gor(new ImporteraFilCommand { NamndId = _namnd, Filnamn = "e.csv", Fil = new MemoryStream(Encoding.UTF8.GetBytes("Enhet;Driftform\r\nÖppenvården;Stiftelse\r\nVilan;\r\n")) });
        foreach (var id in await _app.Las<Guid>("SELECT Id FROM Enhet"))
        {
            var nu = (await _app.Gor(new EnhetsandringQuery(id))).Nu;
            Assert.That(nu.UtforareId, Is.EqualTo(Enhetsuppgifter.IngenKand));
            await _app.Gor(nu with { Plats = "Skissby" });
        }
        Assert.That(await _app.Las<string?>("SELECT Driftsform FROM Enhet WHERE UtforareId IS NULL ORDER BY Namn"), Is.EquivalentTo(new[] { null, "Stiftelse" }));
    }

    [Test]
    public async Task Utforare_och_enheter_hamtas_och_lases_in_igen_utan_att_nagot_andras()
    {
        var firma = await _app.Gor(new RegistreraUtforareCommand { Namn = "Firma Ett", Organisationsnummer = "640823-3234", Driftsform = Driftsform.EnskildFirma, Adress = "Storgatan 1\n123 45 Skissby", Webbplats = "firma.example", Anmarkning = "=1+1" });
        await _app.Gor(new RegistreraUtforareCommand { Namn = "  Okänd  bakgrund" });
        await _app.Gor(new RegistreraEnhetCommand { NamndId = _namnd, Namn = "Enheten", UtforareId = firma, Plats = "Skissby", Platser = 0, Brukare = 12 });
        await _app.Gor(new RegistreraEnhetCommand { NamndId = _namnd, Namn = "Egna", Konkurrens = true, UppdragDiarienummer = "VON 2020-1", UppdragBeslutat = new(2020, 1, 1), UppdragGallerTill = new(2030, 1, 1) });

        foreach (var format in new[] { Filformat.Xlsx, Filformat.Csv })
        {
            var utforare = await Prova(await Hamta(new ExporteraUtforareQuery(new UtforarlistaQuery(), format)));
            Assert.That((utforare.Sort, utforare.Provning!.Lika, utforare.Provning.AntalFel, utforare.Provning.Nya + utforare.Provning.Andrade), Is.EqualTo((Importsort.Utforare, 3, 0, 0)), Fel(utforare));
            Assert.That(utforare.Provning.Filvarningar, Is.Empty);
            var enheter = await Prova(await Hamta(new ExporteraEnheterQuery(new EnhetslistaQuery(), format)));
            Assert.That((enheter.Sort, enheter.Provning!.Lika, enheter.Provning.AntalFel, enheter.Provning.Nya + enheter.Provning.Andrade), Is.EqualTo((Importsort.Enheter, 2, 0, 0)), Fel(enheter));
            Assert.That(enheter.Provning.Filvarningar, Is.Empty);
        }
    }

    [Test]
    public async Task Utforare_lases_in_kanns_igen_och_blir_aldrig_dubbla()
    {
        const string Fil = "Namn;Org.nr;Driftsform;Adress\r\nOmsorg AB;5566778899;Aktiebolag;Storgatan 1\r\nUtan nummer;;;\r\n";
        var utfall = await _app.Gor(Importera(Fil));
        Assert.That((utfall.Sort, utfall.Nya), Is.EqualTo((Importsort.Utforare, 2)));
        Assert.That((await _app.Gor(Importera(Fil))).Lika, Is.EqualTo(2));
        utfall = await _app.Gor(Importera("Utförare;Organisationsnummer;Driftform;Webbplats\r\nOmsorg i Väst AB;16556677-8899;;omsorg.example\r\nUTAN NUMMER;552000-0018;;\r\n"));
        Assert.That((utfall.Nya, utfall.Andrade), Is.EqualTo((0, 2)));

        Assert.That((await _app.Gor(new UtforarlistaQuery())).Sida.Rader.Select(u => (u.Namn, u.Organisationsnummer)),
            Is.EqualTo(new[] { ("Omsorg i Väst AB", "556677-8899"), ("UTAN NUMMER", (string?)"552000-0018") }));
        var blad = await _app.Gor(new UtforarbladQuery((await _app.Gor(new UtforarlistaQuery { Q = "omsorg" })).Sida.Rader.Single().Id));
        Assert.That((blad.Adress, blad.Driftsform, blad.Historik.Antal), Is.EqualTo(("Storgatan 1", (Driftsform?)Driftsform.Aktiebolag, 2)));
        Assert.That((await _app.Send(Importera("Namn;Org.nr\r\nA;640823-XXXX\r\nB;556677-8898\r\n;552000-0018\r\nC;\r\nc;\r\n"))).Hinder, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task Den_som_bara_andra_namnder_har_fylls_pa_men_andras_inte()
    {
        _app.Som(Roll.Avtalsansvarig, _namnd, _annan);
        await _app.Gor(new RegistreraAvtalCommand { NamndId = _annan, Benamning = "Öppenvård", Utforare = "Omsorg AB", Driftsform = Driftsform.Aktiebolag });

        await _app.Gor(Importera("Namn;Org.nr;Adress\r\nOmsorg AB;556677-8899;Storgatan 1\r\n"));
        Assert.That((await _app.Send(Importera("Namn;Org.nr;Adress\r\nOmsorg AB;556677-8899;Lillgatan 2\r\n"))).Hinder[^1].Text, Does.Contain("Adress: Utföraren har avtal eller enheter bara med andra nämnder"));
    }

    private ImporteraFilCommand Importera(string text) => new() { NamndId = _namnd, Filnamn = "utforare.csv", Fil = new MemoryStream(Encoding.UTF8.GetBytes(text)) };

    private static string Fel(Importprovning p) => string.Join(" ", p.Provning!.Rader.Rader.SelectMany(r => r.Fel.Select(f => f.ToString()).Concat(r.Andringar.Select(a => a.ToString()))));

    private async Task<Importprovning> Prova(byte[] innehall)
    {
        var id = await _app.Gor(new TaEmotImportCommand { NamndId = _namnd, Filnamn = "fil", Fil = new MemoryStream(innehall) });
        return await _app.Gor(new ImportprovningQuery { NamndId = _namnd, ImportId = id, Visa = Radurval.Alla });
    }

    private async Task<byte[]> Hamta(MediatR.IRequest<Result<Exportfil>> query)
    {
        await using var strom = (await _app.Gor(query)).Innehall;
        using var minne = new MemoryStream();
        await strom.CopyToAsync(minne);
        return minne.ToArray();
    }
}
