using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Dokument;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Dokument;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Regelverket 6.7 genom pipelinen: vad som skrivs, vem som får, och att ett nej inte lämnar spår.</summary>
public sealed class AvtalsgangTests
{
    private static readonly DateOnly Idag = new(2026, 11, 21);

    private TestApp _app = null!;
    private Guid _namnd;

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _namnd = await _app.Namnd();
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    private Task<Guid> Avtal(RegistreraAvtalCommand? avtal = null, bool undertecknat = true) => _app.Som(Roll.Avtalsansvarig, _namnd).Gor((avtal ?? new()) with
    {
        NamndId = _namnd,
        Benamning = "Hemtjänst Väster",
        Utforare = "Provbolaget AB",
        Driftsform = Driftsform.Aktiebolag,
        Undertecknat = undertecknat,
    });

    private static RegistreraAvtalCommand Lopande => new() { Start = new(2025, 1, 1), Slut = new(2027, 12, 31), UppsagningstidManader = 6 };

    private Task<string?> Tillstand(Guid id) => _app.LasEn<string>("SELECT Tillstand FROM Avtal WHERE Id = @id", new { id });

    private async Task<int> Version(Guid id) => await _app.LasEn<int>("SELECT Version FROM Arende WHERE Id = @id", new { id });

    private static BegarRattelseCommand Rattelse(Guid id, int version) => new() { AvtalId = id, Version = version, RattelseAvser = "Bemanningen brister.", RattelseSenast = Idag };

    [Test]
    public async Task K1_avtalet_tecknas_och_intygade_klausuler_skrivs()
    {
        var id = await Avtal(undertecknat: false);
        var tecknar = new TecknaAvtalCommand { AvtalId = id, Version = 1, UndertecknatKommun = Idag, UndertecknatUtforare = Idag };
        var utan = await _app.Som(Roll.Beslutsfattare, _namnd).Send(tecknar);
        Assert.That(utan.Outcome, Is.EqualTo(Outcome.Refused));
        Assert.That(utan.Hinder.Select(h => h.Lagrum), Does.Contain(Lagrum.Kl(10, 9))); // KL-05
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtalsklausul"), Is.Zero);

        await _app.Gor(tecknar with { Klausuler = Avtalsklausuler.Alla });
        Assert.That(await Tillstand(id), Is.EqualTo("Tecknat"));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtalsklausul WHERE Finns = 1"), Is.EqualTo(Avtalsklausuler.Alla.Count));
    }

    [Test]
    public async Task K1_en_klausul_som_registret_sager_saknas_gar_inte_att_intyga()
    {
        var id = await Avtal(undertecknat: false);
        await _app.Las<int>("INSERT INTO Avtalsklausul (Id, AvtalId, Sort, Finns) VALUES (@k, @id, 'Vite', 0); SELECT 1", new { k = Guid.CreateVersion7(), id });
        var svar = await _app.Som(Roll.Beslutsfattare, _namnd).Send(new TecknaAvtalCommand { AvtalId = id, Version = 1, UndertecknatKommun = Idag, UndertecknatUtforare = Idag, Klausuler = Avtalsklausuler.Alla });
        Assert.That(svar.Hinder.Single().Kod, Is.EqualTo("klausul-saknas-Vite"));
    }

    [Test]
    public async Task K2_ett_IVO_tillstand_som_inte_ar_kant_ar_inte_ett_ja() // LOVP-08
    {
        var id = await Avtal(new() { Start = Idag.AddDays(10) });
        Assert.That(await Tillstand(id), Is.EqualTo("Tecknat"));
        var startar = new StartaAvtalCommand { AvtalId = id, Version = 1, IvoKravs = true, IvoSkal = "Privat hemtjänst.", StartkravUppfyllda = true };
        Assert.That((await _app.Send(startar)).Hinder.Select(h => h.Kod), Is.EqualTo(new[] { "fore-start", "ivo-tillstand-saknas" }));

        await Kontroll(Idag.AddYears(-1), Idag.AddDays(9));
        Assert.That((await _app.Send(startar)).Hinder.Select(h => h.Kod), Does.Contain("ivo-tillstand-saknas"), "Det går ut dagen före start.");
        await Kontroll(Idag.AddYears(-1), Idag.AddDays(10));
        var noterat = await _app.Send(startar);
        Assert.That(noterat.Audit!.Vad, Is.EqualTo("Startkrav noterade"));
        Assert.That(await Tillstand(id), Is.EqualTo("Tecknat"), "Aldrig aktivt före startdagen.");

        // Systemet startar det på dagen, inte dagen före, och bara en gång.
        Assert.That(await Kor(), Is.Zero);
        _app.Klocka.Nu = _app.Klocka.Nu.AddDays(10);
        Assert.That(await Kor(), Is.EqualTo(1));
        Assert.That(await Tillstand(id), Is.EqualTo("Aktivt"));
        Assert.That(await Kor(), Is.Zero);
        Assert.That(await _app.Las<string>("SELECT Vad FROM Handelse WHERE ArendeId = @id AND Anvandare = 'Systemet' AND NamndId = @namnd", new { id, namnd = _namnd }), Is.EqualTo(new[] { "Avtal startat" }));
    }

    // LOVP-08: avtalets gång läser tillståndet som utförarens sida gör.
    [Test]
    public async Task K2_ett_tillstand_kontrollerat_med_anmarkning_galler_pa_bada_sidorna()
    {
        var id = await Avtal(new() { Start = Idag });
        await _app.Las<int>("UPDATE Avtal SET Tillstand = 'Tecknat'; SELECT 1");
        await Kontroll(Idag.AddYears(-1), null);
        await _app.Las<int>("UPDATE Kontroll SET Resultat = 'Anmarkning'; SELECT 1");
        var utforare = await _app.LasEn<Guid>("SELECT UtforareId FROM Avtal");
        Assert.That((await _app.Gor(new UtforarbladQuery(utforare))).TillstandGaller, Is.True);
        await _app.Gor(new StartaAvtalCommand { AvtalId = id, Version = 1, IvoKravs = true, IvoSkal = "Privat hemtjänst.", StartkravUppfyllda = true });
        Assert.That(await Tillstand(id), Is.EqualTo("Aktivt"));
    }

    [Test]
    public async Task K2_tillstandet_som_har_gatt_ut_pa_startdagen_stoppar_systemet()
    {
        var id = await Avtal(new() { Start = Idag.AddDays(10) });
        await Kontroll(Idag.AddYears(-1), null);
        await _app.Gor(new StartaAvtalCommand { AvtalId = id, Version = 1, IvoKravs = true, IvoSkal = "Privat hemtjänst.", StartkravUppfyllda = true });
        await Kontroll(Idag.AddYears(-1), Idag.AddDays(5));
        _app.Klocka.Nu = _app.Klocka.Nu.AddDays(10);
        Assert.That(await Kor(), Is.Zero);
        Assert.That(await Tillstand(id), Is.EqualTo("Tecknat"));
    }

    [Test]
    public async Task K3_forlangningen_flyttar_slutet_och_gor_falten_till_rader()
    {
        var id = await Avtal(Lopande with { ForlangningManader = 12, AntalForlangningar = 2 });
        var beslut = new BeslutaForlangningCommand { AvtalId = id, Version = 1, Beslutad = Idag, Beslut = "§ 45", Ramavtal = false };
        await _app.Som(Roll.Beslutsfattare, _namnd).Gor(beslut);
        Assert.That(await _app.Las<string>("SELECT Slut FROM Avtal"), Is.EqualTo(new[] { "2028-12-31" }).Or.EqualTo(new[] { "2028-12-31 00:00:00" }));
        Assert.That(await _app.LasEn<int>("SELECT AntalForlangningar FROM Avtal"), Is.EqualTo(1));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtalsforlangning WHERE Beslutad IS NULL"), Is.EqualTo(1));
        Assert.That(await _app.LasEn<string>("SELECT Mening FROM Handelse WHERE Vad = 'Förlängning beslutad'"), Does.Contain("slutar 2028-12-31 i stället för 2027-12-31"));

        var blad = await _app.Gor(new AvtalsbladQuery(id));
        Assert.That(blad.Datum.Rader.Select(r => r.Datum.Rubrik), Has.One.EqualTo("Sista dag för besked om förlängning 2 av 2").And.None.Contains("förlängning 1 av"));
        Assert.That(blad.Datum.Perioder.Select(p => (p.Nr, p.Till.Year, p.Beslutad)), Is.EqualTo(new[] { (0, 2027, false), (1, 2028, true), (2, 2029, false) }));
    }

    [Test]
    public async Task K3_ett_nekat_beslut_lamnar_falten_som_de_var()
    {
        var id = await Avtal(new() { Start = new(2025, 1, 1), Slut = Idag.AddMonths(3), UppsagningstidManader = 6, ForlangningManader = 12, AntalForlangningar = 1 });
        var svar = await _app.Som(Roll.Beslutsfattare, _namnd).Send(new BeslutaForlangningCommand { AvtalId = id, Version = 1, Beslutad = Idag, Beslut = "§ 45" });
        Assert.That(svar.Hinder.Single().Kod, Is.EqualTo("besked-for-sent"));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtalsforlangning"), Is.Zero);
    }

    [Test]
    public async Task Forlangningar_laggs_till_andras_och_tas_bort_i_ordning()
    {
        var id = await Avtal(Lopande);
        await _app.Gor(new LaggTillForlangningCommand { AvtalId = id, Version = 1, Manader = 24, BeskedManader = 9 });
        var sen = await _app.Send(new LaggTillForlangningCommand { AvtalId = id, Version = 2, Manader = 12, SistaBesked = new(2030, 1, 1) });
        Assert.That(sen.Hinder.Single().Falt, Is.EqualTo("SistaBesked"));
        await _app.Gor(new LaggTillForlangningCommand { AvtalId = id, Version = 2, Manader = 12, SistaBesked = new(2029, 6, 30) });
        Assert.That((await _app.Send(new TaBortForlangningCommand { AvtalId = id, Nr = 1, Version = 3 })).Hinder.Single().Kod, Is.EqualTo("ej-sist"));
        await _app.Gor(new AndraForlangningCommand { AvtalId = id, Nr = 1, Version = 3, Manader = 12, BeskedManader = 9 });
        Assert.That(await _app.Las<int?>("SELECT ForlangningManader FROM Avtal"), Is.EqualTo(new int?[] { 12 }));
        await _app.Gor(new TaBortForlangningCommand { AvtalId = id, Nr = 2, Version = 4 });
        Assert.That(await _app.LasEn<int>("SELECT AntalForlangningar FROM Avtal"), Is.EqualTo(1));
    }

    [Test]
    public async Task K4_utan_kanda_regler_ar_provningen_vagledande_och_kraver_bekraftelse() // AND-11
    {
        var id = await Avtal(Lopande);
        var andring = new BeslutaAvtalsandringCommand { AvtalId = id, Version = 1, Grund = Andringsgrund.InteVasentlig, Beslutad = Idag, Beskrivning = "Fler timmar." };
        var svar = await _app.Som(Roll.Beslutsfattare, _namnd).Send(andring);
        Assert.That(svar.Hinder.Select(h => h.Text), Has.Exactly(4).StartsWith("Vägledande:"));
        await _app.Gor(andring with { VagledandeBekraftad = true });
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtalsandring"), Is.EqualTo(1));
    }

    [Test]
    public async Task K4_sma_andringar_raknas_ihop_och_annons_noteras()
    {
        var id = await Avtal(Lopande);
        await _app.Las<int>("UPDATE Avtal SET Regler = 'Direktivstyrd'; SELECT 1");
        var liten = new BeslutaAvtalsandringCommand { AvtalId = id, Version = 1, Grund = Andringsgrund.MindreVarde, Beslutad = new(2025, 6, 1), Beskrivning = "Tillägg.", AvtalsvardeOre = 1_000_00, AndringOre = 60_00, KaraktarOforandrad = true };
        await _app.Som(Roll.Beslutsfattare, _namnd).Gor(liten);
        Assert.That((await _app.Send(liten with { Version = 2 })).Hinder.Single().Kod, Is.EqualTo("over-andel")); // AND-02: 12 procent tillsammans

        var andring = await _app.Gor(new BeslutaAvtalsandringCommand { AvtalId = id, Version = 2, Grund = Andringsgrund.Oforutsebar, Beslutad = Idag, Beskrivning = "Pandemi.", AvtalsvardeOre = 1_000_00, AndringOre = 500_00, KaraktarOforandrad = true, Oforutsett = "Pandemin." });
        var annons = new NoteraAndringsannonsCommand { AvtalId = id, AndringId = andring, Version = 3, Annonserad = Idag.AddDays(1) };
        Assert.That((await _app.Som(Roll.Avtalsansvarig, _namnd).Send(annons)).Hinder.Single().Lagrum, Is.EqualTo(Lagrum.Lou(17, 16))); // AND-09
        await _app.Gor(annons with { Annonserad = Idag });
    }

    [Test]
    public async Task K4_ett_andringsavtal_andrar_vardet_och_slutet_och_det_ursprungliga_star_kvar()
    {
        var id = await Avtal(Lopande with { VardeOre = 1_000_000_00 });
        var andring = new BeslutaAvtalsandringCommand
        {
            AvtalId = id,
            Version = 1,
            Grund = Andringsgrund.InteVasentlig,
            Beslutad = Idag,
            Beskrivning = "Längre tid.",
            AndringOre = 50_000_00,
            NyttSlut = new(2028, 6, 30),
            AndraHadeDeltagit = false,
            BalansenForskjuten = false,
            OmfattningenUtvidgad = false,
            UtforarenByts = false,
        };
        Assert.That((await _app.Som(Roll.Beslutsfattare, _namnd).Send(andring with { NyttSlut = Idag.AddDays(-1) })).Hinder.Single().Kod, Is.EqualTo("nytt-slut-fore-beslut"));
        await _app.Gor(andring);
        await _app.Gor(andring with { Version = 2, NyttSlut = null, AndringOre = null, Beskrivning = "Andra blanketter." });

        var blad = await _app.Gor(new AvtalsbladQuery(id));
        Assert.That((blad.VardeOre, blad.GallandeVardeOre, blad.Slut), Is.EqualTo(((long?)1_000_000_00, (long?)1_050_000_00, (DateOnly?)new DateOnly(2028, 6, 30))));
        Assert.That(blad.Andringar.Select(a => a.Beskrivning), Is.EquivalentTo(new[] { "Andra blanketter.", "Längre tid. Avtalet slutar 2028-06-30 i stället för 2027-12-31." }));
        Assert.That(blad.Datum.Rader.Single(r => r.Datum.Sort == Avtalsdatumsort.Besked).Datum.Dag, Is.EqualTo(new DateOnly(2027, 12, 30)), "Räknat från det nya slutet.");
    }

    [Test]
    public async Task K5_bytet_av_utforare_byter_utforaren_och_gar_att_soka()
    {
        var id = await Avtal(Lopande);
        await _app.Som(Roll.Beslutsfattare, _namnd).Gor(new BeslutaAvtalsandringCommand { AvtalId = id, Version = 1, Grund = Andringsgrund.BytAvUtforare, Beslutad = Idag, Beskrivning = "Fusion.", NyUtforare = "Nya Provbolaget AB", UteslutningKontrollerad = true, Kvalificerad = true });
        Assert.That((await _app.Gor(new AvtalsbladQuery(id))).Utforare, Is.EqualTo("Nya Provbolaget AB"));
        Assert.That((await _app.Gor(new AvtalslistaQuery { Q = "nya" })).Sida.Antal, Is.EqualTo(1));
    }

    [Test]
    public async Task K6_K7_rattelse_begars_och_godkanns()
    {
        var id = await Avtal(Lopande);
        await _app.Gor(Rattelse(id, 1));
        Assert.That(await Tillstand(id), Is.EqualTo("UnderRattelse"));
        var godkann = new GodkannRattelseCommand { AvtalId = id, Version = 2, Kontrollerad = Idag, Kontrollresultat = "Rättat.", KontrollGodkand = true };
        Assert.That((await _app.Send(godkann)).Outcome, Is.EqualTo(Outcome.Forbidden), "Återkontrollen är uppföljarens.");
        await _app.Som(Roll.Uppfoljare, _namnd).Gor(godkann);
        Assert.That(await Tillstand(id), Is.EqualTo("Aktivt"));
        Assert.That(await _app.LasEn<string>("SELECT RattelseAvser FROM Avtal"), Is.Null);
    }

    [Test]
    public async Task K8_K10_uppsagningen_raknar_slutet_minns_det_gamla_och_upphor_av_sig_sjalv()
    {
        var id = await Avtal(Lopande);
        await _app.Som(Roll.Beslutsfattare, _namnd).Gor(new SagUppAvtalCommand { AvtalId = id, Version = 1, AvslutAv = Avtalspartsida.Utforaren, AvslutBesked = Idag, Avtalspunkt = "14", AvslutSkal = "Lägger ned.", Bekraftat = true });
        var blad = (await _app.Gor(new AvtalsgangQuery(id))).Avtal;
        Assert.That((blad.Tillstand, blad.Slut, blad.SlutForeAvslut), Is.EqualTo((Avtalstillstand.Uppsagt, (DateOnly?)new DateOnly(2027, 5, 21), (DateOnly?)new DateOnly(2027, 12, 31))));

        _app.Klocka.Nu = new(2027, 5, 21, 12, 0, 0, TimeSpan.Zero);
        Assert.That(await Kor(), Is.Zero);
        _app.Klocka.Nu = new(2027, 5, 21, 22, 30, 0, TimeSpan.Zero); // svensk tid är det den 22
        Assert.That(await Kor(), Is.EqualTo(1));
        Assert.That(await Tillstand(id), Is.EqualTo("Upphort"));
    }

    [Test]
    public async Task K9_K12_K13_havning_efter_rattelsetiden_och_sedan_arkivet()
    {
        var id = await Avtal(Lopande);
        await _app.Gor(Rattelse(id, 1));
        var hav = new HavAvtalCommand { AvtalId = id, Version = 2, Avtalspunkt = "15", AvslutSkal = "Väsentligt brott.", UtforarenHord = Idag, Beslut = "§ 45", Beslutad = Idag, Upphor = Idag.AddDays(30), PlanForBrukarna = "Egen regi.", Bekraftat = true };
        Assert.That((await _app.Som(Roll.Beslutsfattare, _namnd).Send(hav)).Hinder.Single().Kod, Is.EqualTo("rattelsetid-pagar"));
        _app.Klocka.Nu = _app.Klocka.Nu.AddDays(1);
        await _app.Gor(hav);
        Assert.That(await Tillstand(id), Is.EqualTo("Havt"));

        _app.Klocka.Nu = _app.Klocka.Nu.AddDays(30);
        Assert.That(await Kor(), Is.EqualTo(1));
        var arkivera = new ArkiveraAvtalCommand { AvtalId = id, Version = await Version(id), Slutrapport = true, Slutavraknat = true };
        Assert.That((await _app.Som(Roll.Avtalsansvarig, _namnd).Send(arkivera)).Hinder.Single().Kod, Is.EqualTo("oppna-avvikelser"));
        await _app.Gor(arkivera with { AvvikelserAvslutade = true });
        Assert.That(await Tillstand(id), Is.EqualTo("Arkiverat"));
    }

    // K11: en begäran om rättelse förlänger inte avtalet.
    [Test]
    public async Task K11_ett_avtal_under_rattelse_upphor_dagen_efter_sin_sista()
    {
        var id = await Avtal(new() { Start = new(2025, 1, 1), Slut = Idag.AddDays(10) });
        await _app.Gor(Rattelse(id, 1) with { RattelseSenast = Idag.AddDays(30) });
        _app.Klocka.Nu = _app.Klocka.Nu.AddDays(10);
        Assert.That(await Kor(), Is.Zero, "Avtalet gäller hela sin sista dag.");
        _app.Klocka.Nu = _app.Klocka.Nu.AddDays(1);
        Assert.That(await Kor(), Is.EqualTo(1));
        Assert.That(await Tillstand(id), Is.EqualTo("Upphort"));
        Assert.That(await _app.LasEn<string>("SELECT Mening FROM Handelse WHERE Vad = 'Avtal upphört'"), Does.Contain("gick från under rättelse till upphört"));
    }

    // K13: ett arkiverat avtal är avslutat för gott.
    [Test]
    public async Task K13_inget_andrar_ett_arkiverat_avtal()
    {
        var id = await Avtal(Lopande);
        await _app.Las<int>("UPDATE Avtal SET Tillstand = 'Arkiverat'; SELECT 1");
        _app.Som(Roll.NagonINamnden, _namnd);
        var nu = (await _app.Gor(new AvtalsandringQuery(id))).Nu;
        var handelser = await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse");
        var svar = new (Outcome Utfall, IReadOnlyList<Hinder> Hinder)[]
        {
            Utfall(await _app.Send(nu with { Benamning = "Annat" })),
            Utfall(await _app.Send(new SparaAvtalspartCommand { AvtalId = id, Version = 1, Sort = Avtalspartsort.Underleverantor, Namn = "Under AB" })),
            Utfall(await _app.Send(new SparaAvtalskravCommand { AvtalId = id, Version = 1, Krav = "Bemanning dygnet runt." })),
            Utfall(await _app.Send(new LaggTillForlangningCommand { AvtalId = id, Version = 1, Manader = 12, BeskedManader = 6 })),
            Utfall(await _app.Send(new LaggInArendedokumentCommand { Objekt = Dokumentobjekt.Avtal, ObjektId = id, Filer = [null!] })),
            Utfall(await _app.Send(Rattelse(id, 1))),
        };
        Assert.That(svar.Select(s => s.Utfall), Is.All.EqualTo(Outcome.Refused));
        Assert.That(svar.Select(s => s.Hinder.Single().Kod), Is.All.EqualTo("arkiverat"));
        Assert.That(await Version(id), Is.EqualTo(1));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse"), Is.EqualTo(handelser));

        Assert.That((await _app.Gor(new AvtalsbladQuery(id))).KanAndras, Is.False);
        var gang = await _app.Gor(new AvtalsgangQuery(id));
        Assert.That((gang.KanSkota, gang.KanBesluta), Is.EqualTo((false, false)));
        Assert.That((await _app.Gor(new ArendedokumentlistaQuery { Objekt = Dokumentobjekt.Avtal, ObjektId = id })).KanSkrivas, Is.False);
        Assert.That((await _app.Gor(new AnsvarsbyteQuery(new AvtalslistaQuery(), [id], false, null))).Hinder.Single().Kod, Is.EqualTo("arkiverat"));

        static (Outcome, IReadOnlyList<Hinder>) Utfall<T>(Result<T> result) => (result.Outcome, result.Hinder);
    }

    [Test]
    public async Task Varje_beslut_har_sin_roll_och_en_annan_namnd_finns_inte()
    {
        var id = await Avtal(Lopande);
        _app.Som(Roll.Avtalsansvarig, _namnd);
        Assert.That((await _app.Send(new TecknaAvtalCommand { AvtalId = id, Version = 1 })).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(new BeslutaForlangningCommand { AvtalId = id, Version = 1 })).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(new BeslutaAvtalsandringCommand { AvtalId = id, Version = 1 })).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(new SagUppAvtalCommand { AvtalId = id, Version = 1 })).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(new HavAvtalCommand { AvtalId = id, Version = 1 })).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(new ForAvtalVidareCommand(id))).Outcome, Is.EqualTo(Outcome.Forbidden));
        _app.Som(Roll.Beslutsfattare, _namnd);
        Assert.That((await _app.Send(Rattelse(id, 1))).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(new StartaAvtalCommand { AvtalId = id, Version = 1 })).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(new ArkiveraAvtalCommand { AvtalId = id, Version = 1 })).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.SomSystem().Send(new TecknaAvtalCommand { AvtalId = id, Version = 1 })).Outcome, Is.EqualTo(Outcome.NotFound), "Systemet fattar aldrig beslut.");

        var annan = await _app.Namnd("Tekniska nämnden", "TN");
        Assert.That((await _app.Som(Roll.Beslutsfattare, annan).Send(new HavAvtalCommand { AvtalId = id, Version = 1 })).Outcome, Is.EqualTo(Outcome.NotFound));
    }

    [Test]
    public async Task Tva_som_for_avtalet_vidare_samtidigt_far_veta_det()
    {
        var id = await Avtal(Lopande);
        await _app.Gor(Rattelse(id, 1));
        Assert.That((await _app.Send(Rattelse(id, 1))).Outcome, Is.EqualTo(Outcome.Conflict));
    }

    private async Task<int> Kor()
    {
        var fore = _app.Anvandare;
        var antal = 0;
        foreach (var id in await _app.SomSystem().Gor(new AvtalPaTurQuery()))
        {
            if ((await _app.Send(new ForAvtalVidareCommand(id))).IsOk) { antal++; }
        }
        if (fore.NamndRoller.Count > 0) { _app.Som(fore.NamndRoller.Values.First(), [.. fore.NamndRoller.Keys]); }
        return antal;
    }

    private async Task Kontroll(DateOnly fran, DateOnly? till) => await _app.Las<int>("""
        INSERT INTO Kontroll (Id, UtforareId, Sort, Gjord, Resultat, Kalla, GallerFran, GallerTill, GjordAv, Registrerad)
        SELECT @Id, u.Id, 'IvoTillstand', @Gjord, 'UtanAnmarkning', 'IVO', @Fran, @Till, 'Prov', @Registrerad
        FROM Utforare u;
        SELECT 1
        """, new { Id = Guid.CreateVersion7(), Gjord = Idag, Fran = fran, Till = till, Registrerad = _app.Klocka.Nu.AddMinutes(++_kontroller) });

    private int _kontroller;
}
