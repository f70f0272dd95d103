using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Application.Historik;
using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Uppföljningsplanen på den riktiga pipelinen och databasen: från register till beslut.</summary>
public sealed class PlanTests
{
    private const int Ar = 2027;

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

    // --- Generera

    [Test]
    public async Task En_plan_genereras_med_rader_skal_och_handelse()
    {
        await Register();
        _app.Som(Roll.Uppfoljare, _namnd);

        var (result, statements) = await _app.SendRaknat(new GenereraPlanCommand { NamndId = _namnd, Ar = Ar });

        Assert.That(result.Outcome, Is.EqualTo(Outcome.Ok));
        // Plan att låsa, regler (2), register, kontroller, uppföljt, ärende, plan, diariets serie (3) och nummer (2), rader, utan rad, loggens huvud, händelse.
        Assert.That(statements, Is.EqualTo(17));
        var rader = await Rader();
        Assert.That(rader.Select(r => r.Objekt), Is.EqualTo(new[] { "Parkskötsel", "Hemtjänst Väster", "Hässelgården", "Daglig verksamhet" }));
        Assert.That(rader.SelectMany(Plankrav.Prova), Is.Empty);
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM PlanUtanRad"), Is.EqualTo(2));
        Assert.That(await _app.LasEn<string>("SELECT Mening FROM Handelse WHERE ArendeId = @Id", new { Id = result.Value }),
            Is.EqualTo("Uppföljningsplan 2027 genererad: 4 rader, 2 utan rad."));
    }

    [Test]
    public async Task Forslaget_ar_detsamma_som_det_som_sparas()
    {
        await Register();
        _app.Som(Roll.Uppfoljare, _namnd);

        var forslag = await _app.Gor(new PlanforslagQuery(_namnd, Ar));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Uppfoljningsplan"), Is.Zero);
        await Generera();

        Assert.That((await Rader()).Select(r => r with { Id = default }), Is.EqualTo(forslag.Forslag.Rader));
    }

    [Test]
    public async Task Driftsformen_hamtas_fran_utforaren_nar_avtalet_inte_har_nagon_och_ar_annars_okand()
    {
        await Avtal("A okänd utförare", c => c with { Utforare = null });
        await Avtal("B känd", c => c with { Utforare = "Stiftelsen Hemmet", Driftsform = Driftsform.Stiftelse });
        await Avtal("C samma utförare", c => c with { Utforare = "Stiftelsen Hemmet" });
        await Generera();

        Assert.That((await Rader()).Select(r => r.Driftsform), Is.EqualTo(new Driftsform?[] { null, Driftsform.Stiftelse, Driftsform.Stiftelse }));
    }

    [Test]
    public async Task Dubbelklick_ger_en_plan()
    {
        await Register();
        _app.Som(Roll.Uppfoljare, _namnd);
        var command = new GenereraPlanCommand { NamndId = _namnd, Ar = Ar };

        var svar = await Task.WhenAll(_app.Send(command), _app.Send(command));

        Assert.That(svar.Select(s => s.Outcome), Has.All.AnyOf(Outcome.Ok, Outcome.Conflict).And.Some.EqualTo(Outcome.Ok));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Uppfoljningsplan"), Is.EqualTo(1));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Planrad"), Is.EqualTo(4));
    }

    [Test]
    public async Task En_omgenerering_behaller_det_som_ar_andrat_och_raknar_vad_som_hande()
    {
        var (vaster, park) = await Register();
        var plan = await Generera();
        var rad = await Rad("Hemtjänst Väster");
        await Andra(plan, rad, c => c with { Ansvarig = "Enhetschef", Motiv = "Enhetschefen känner verksamheten." });
        await AndraAvtal(vaster, c => c with { Benamning = "Hemtjänst Västra", Utforare = "Nya Omsorg AB", Driftsform = Driftsform.Aktiebolag });
        await AndraAvtal(park, c => c with { Slut = new DateOnly(2026, 1, 31) });
        await Avtal("Nattpatrull");
        _app.Klocka.Nu += TimeSpan.FromHours(1);

        var (result, _) = await _app.Som(Roll.Uppfoljare, _namnd).SendRaknat(new GenereraPlanCommand { NamndId = _namnd, Ar = Ar });

        Assert.That(result.Value, Is.EqualTo(plan));
        var rader = await Rader();
        Assert.That(rader.Select(r => r.Objekt), Is.EqualTo(new[] { "Hemtjänst Västra", "Hässelgården", "Nattpatrull", "Daglig verksamhet" }));
        Assert.That(rader.Select(r => r.Nr), Is.EqualTo(new[] { 1, 2, 3, 4 }));
        var behallen = rader[0];
        Assert.That((behallen.Id, behallen.Ansvarig, behallen.Utforare, behallen.Andrad), Is.EqualTo((rad.Id, "Enhetschef", "Nya Omsorg AB", true)));
        Assert.That(Planskal.Las(behallen.Skal).Select(s => s.Text), Does.Contain("Enhetschefen känner verksamheten."));
        Assert.That(await SenasteMening(), Is.EqualTo(
            "Uppföljningsplan 2027 genererad om: 4 rader, 3 utan rad. 1 ny rad, 0 rader med nya uppgifter, 1 borttagen, 1 rad ändrad för hand har behållits."));
    }

    [Test]
    public async Task En_beslutad_plan_genereras_inte_om()
    {
        await Register();
        var plan = await Beslutad();

        var result = await _app.Send(new GenereraPlanCommand { NamndId = _namnd, Ar = Ar });

        Assert.That(result.Hinder.Single().Kod, Is.EqualTo("plan-beslutad"));
        Assert.That(await Handelser(plan), Is.EqualTo(2));
    }

    [TestCase(1899)]
    [TestCase(2201)]
    public async Task Ett_orimligt_ar_nekas(int ar) =>
        Assert.That((await _app.Som(Roll.Uppfoljare, _namnd).Send(new GenereraPlanCommand { NamndId = _namnd, Ar = ar })).Outcome, Is.EqualTo(Outcome.Invalid));

    [TestCase(Roll.Uppfoljare, Outcome.Ok)]
    [TestCase(Roll.Avtalsansvarig, Outcome.Ok)]
    [TestCase(Roll.Namndsekreterare, Outcome.Ok)]
    [TestCase(Roll.Upphandlare, Outcome.Forbidden)]
    [TestCase(Roll.Lasare, Outcome.Forbidden)]
    [TestCase(Roll.Revisor, Outcome.Forbidden)]
    public async Task Vem_som_far_generera(Roll roll, Outcome utfall) =>
        Assert.That((await _app.Som(roll, _namnd).Send(new GenereraPlanCommand { NamndId = _namnd, Ar = Ar })).Outcome, Is.EqualTo(utfall));

    [Test]
    public async Task En_annan_namnds_plan_finns_inte()
    {
        await Register();
        var plan = await Generera();
        var rad = await Rad("Parkskötsel");
        var annan = await _app.Namnd("Byggnadsnämnden", "BN");
        _app.Som(Roll.Uppfoljare | Roll.Namndsekreterare, annan);

        Assert.That((await _app.Send(new GenereraPlanCommand { NamndId = _namnd, Ar = Ar })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new PlanbladQuery { PlanId = plan })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new PlanradsbladQuery(plan, rad.Id))).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new PlanhandlingQuery(plan))).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new ArendehistorikQuery(plan))).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(AndraPlanradCommand.Av(plan, rad))).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Gor(new PlanlistaQuery())).Sida.Antal, Is.Zero);
    }

    // --- Ändra rad

    [Test]
    public async Task En_rad_andras_med_handelse_som_sager_vad()
    {
        await Register();
        var plan = await Generera();
        var rad = await Rad("Hemtjänst Väster");

        var (result, statements) = await _app.SendRaknat(AndraPlanradCommand.Av(plan, rad) with
        {
            Ansvarig = " Enhetschef ",
            ForstaManad = 5,
            SistaManad = 6,
            Former = [Uppfoljningsform.Avtalsuppfoljning, Uppfoljningsform.Individuppfoljning],
        });

        Assert.That(result.Outcome, Is.EqualTo(Outcome.Ok));
        // Ärendets nämnd, version, plan, rad, regler (2), ändring, loggens huvud, händelse.
        Assert.That(statements, Is.EqualTo(9));
        var efter = await Rad("Hemtjänst Väster");
        Assert.That((efter.Ansvarig, efter.ForstaManad, efter.SistaManad, efter.Former, efter.Andrad, efter.Version),
            Is.EqualTo(("Enhetschef", (int?)5, (int?)6, "Avtalsuppfoljning,Individuppfoljning", true, rad.Version + 1)));
        Assert.That(await SenasteMening(), Is.EqualTo("Rad 2, Hemtjänst Väster, ändrad: form, ansvarig och tid."));
        Assert.That(Planskal.Las(efter.Skal).Single(s => s.Sort == Skalsort.Ansvarig).Text,
            Is.EqualTo("Ändrad av Uppfoljare (test) 2026-11-21. Förut: Förvaltningens uppföljare."));
    }

    [Test]
    public async Task En_rad_med_brister_nekas_vid_vart_falt_och_lamnar_inga_spar()
    {
        await Register();
        var plan = await Generera();
        var rad = await Rad("Hässelgården");

        var result = await _app.Send(AndraPlanradCommand.Av(plan, rad) with
        {
            Former = [Uppfoljningsform.Tillsyn],
            AterkopplingAllmanhet = "",
            SistaManad = null,
        });

        Assert.That(result.Outcome, Is.EqualTo(Outcome.Refused));
        Assert.That(result.Hinder.Select(h => h.Falt), Is.EqualTo(new[] { "Former", "SistaManad", "AterkopplingAllmanhet" }));
        Assert.That(result.Hinder[0].Lagrum?.ToString(), Is.EqualTo("6 kap. 7 § KL"));
        Assert.That(await Rad("Hässelgården"), Is.EqualTo(rad));
        Assert.That(await Handelser(plan), Is.EqualTo(1));
        Assert.That(await _app.LasEn<int>("SELECT Version FROM Arende WHERE Id = @plan", new { plan }), Is.EqualTo(1));
    }

    [Test]
    public async Task Den_som_kommer_efter_far_veta_vem_som_hann_fore()
    {
        await Register();
        var plan = await Generera();
        var rad = await Rad("Parkskötsel");
        _app.Klocka.Nu += TimeSpan.FromMinutes(5);
        await Andra(plan, rad, c => c with { Ansvarig = "Först" });

        var result = await _app.Send(AndraPlanradCommand.Av(plan, rad) with { Ansvarig = "Sist" });

        Assert.That(result.Outcome, Is.EqualTo(Outcome.Conflict));
        Assert.That(result.Hinder.Single().Text, Does.StartWith("Uppfoljare (test) ändrade raden 2026-11-21 kl. 10.05"));
        Assert.That((await Rad("Parkskötsel")).Ansvarig, Is.EqualTo("Först"));
    }

    [Test]
    public async Task Tva_kan_andra_olika_rader_samtidigt()
    {
        await Register();
        var plan = await Generera();
        var park = await Rad("Parkskötsel");
        var gard = await Rad("Hässelgården");

        var svar = await Task.WhenAll(
            _app.Send(AndraPlanradCommand.Av(plan, park) with { Ansvarig = "En" }),
            _app.Send(AndraPlanradCommand.Av(plan, gard) with { Ansvarig = "Två" }));

        Assert.That(svar.Select(s => s.Outcome), Has.All.EqualTo(Outcome.Ok));
    }

    [Test]
    public async Task Utan_andring_skrivs_ingen_handelse()
    {
        await Register();
        var plan = await Generera();

        var result = await _app.Send(AndraPlanradCommand.Av(plan, await Rad("Parkskötsel")));

        Assert.That(result.Hinder.Single().Kod, Is.EqualTo("inget-andrat"));
        Assert.That(await Handelser(plan), Is.EqualTo(1));
    }

    [Test]
    public async Task En_rad_i_en_annan_plan_finns_inte_i_den_har()
    {
        await Register();
        var plan = await Generera();
        var annat = await _app.Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = Ar + 1 });
        var rad = await Rad("Parkskötsel", annat);

        Assert.That((await _app.Send(AndraPlanradCommand.Av(plan, rad) with { Ansvarig = "X" })).Outcome, Is.EqualTo(Outcome.NotFound));
    }

    // --- Beslut

    [Test]
    public async Task Beslutet_fryser_planen_med_checksumma()
    {
        await Register();
        var plan = await Generera();
        var rad = await Rad("Parkskötsel");
        _app.Som(Roll.Namndsekreterare, _namnd);

        var (result, statements) = await _app.SendRaknat(await Beslut(plan));

        Assert.That(result.Outcome, Is.EqualTo(Outcome.Ok));
        // Ärendets nämnd, version, plan, regler (2), register, kontroller, uppföljt, rader, utan, program, motiv, utan rad bort och in,
        // beslut, versionen med rader och utan rad, loggens huvud, händelse.
        Assert.That(statements, Is.EqualTo(22));
        var blad = await _app.Gor(new PlanbladQuery { PlanId = plan });
        Assert.That((blad.Plan.Tillstand, blad.Plan.Paragraf, blad.Plan.Sammantrade, blad.Plan.Beslutsdatum),
            Is.EqualTo((Plantillstand.Beslutad, "112", (DateOnly?)new DateOnly(2026, 11, 20), (DateOnly?)new DateOnly(2026, 11, 20))));
        Assert.That(blad.Plan.Checksumma, Has.Length.EqualTo(64));
        Assert.That(await SenasteMening(), Is.EqualTo(
            "Uppföljningsplan 2027 beslutad av Vård- och omsorgsnämnden 2026-11-20, § 112: 4 rader, 2 utan rad. Planen är fryst."));

        var andring = await _app.Som(Roll.Uppfoljare, _namnd).Send(AndraPlanradCommand.Av(plan, rad) with { Ansvarig = "X" });
        Assert.That(andring.Hinder.Single().Kod, Is.EqualTo("plan-beslutad"));
    }

    [Test]
    public async Task Ett_avtal_som_tillkommit_efter_utkastet_hindrar_beslutet()
    {
        await Register();
        var plan = await Generera();
        await Avtal("Nattpatrull");
        _app.Som(Roll.Namndsekreterare, _namnd);

        var result = await _app.Send(await Beslut(plan));

        Assert.That(result.Hinder.Single().Text, Is.EqualTo("Avtalet Nattpatrull saknar rad; generera om utkastet."));
        Assert.That((await _app.Gor(new PlanbeslutsbladQuery(plan))).Hinder, Is.EqualTo(result.Hinder));
        Assert.That(await _app.LasEn<string>("SELECT Tillstand FROM Uppfoljningsplan"), Is.EqualTo("Utkast"));
        Assert.That(await Handelser(plan), Is.EqualTo(1));
    }

    [Test]
    public async Task Beslutet_kraver_datum_paragraf_och_bekraftelse()
    {
        await Register();
        var plan = await Generera();

        var result = await _app.Som(Roll.Namndsekreterare, _namnd).Send(new RegistreraPlanbeslutCommand { PlanId = plan, Version = 1 });

        Assert.That(result.Outcome, Is.EqualTo(Outcome.Invalid));
        Assert.That(result.Hinder.Select(h => h.Falt), Is.EqualTo(new[] { "Sammantrade", "Paragraf", "Bekraftat" }));
    }

    [TestCase("112", "112")]
    [TestCase("§ 112", "112")]
    [TestCase(" §7 b ", "7 b")]
    [TestCase("elva", null)]
    [TestCase("0", null)]
    [TestCase("12345", null)]
    public async Task Paragrafen_skrivs_med_eller_utan_tecken(string skriven, string? sparad)
    {
        await Register();
        var plan = await Generera();
        _app.Som(Roll.Namndsekreterare, _namnd);

        var result = await _app.Send(await Beslut(plan) with { Paragraf = skriven });

        Assert.That(result.IsOk, Is.EqualTo(sparad is not null));
        Assert.That(await _app.LasEn<string>("SELECT Paragraf FROM Uppfoljningsplan"), Is.EqualTo(sparad));
    }

    // Beslutet fattas av nämnden och registreras av sekreteraren; systemet fattar aldrig beslut.
    [TestCase(Roll.Uppfoljare)]
    [TestCase(Roll.Avtalsansvarig)]
    [TestCase(Roll.Beslutsfattare)]
    [TestCase(Roll.Lasare)]
    public async Task Andra_an_namndsekreteraren_registrerar_inte_beslut(Roll roll)
    {
        await Register();
        var plan = await Generera();
        var command = await Beslut(plan);

        Assert.That((await _app.Som(roll, _namnd).Send(command)).Outcome, Is.EqualTo(Outcome.Forbidden));
    }

    [Test]
    public async Task Den_som_beslutar_om_ett_utkast_som_andrats_far_veta_det()
    {
        await Register();
        var plan = await Generera();
        var command = await Beslut(plan);
        await Andra(plan, await Rad("Parkskötsel"), c => c with { Ansvarig = "X" });

        var result = await _app.Som(Roll.Namndsekreterare, _namnd).Send(command);

        Assert.That(result.Outcome, Is.EqualTo(Outcome.Conflict));
        Assert.That(await _app.LasEn<string>("SELECT Tillstand FROM Uppfoljningsplan"), Is.EqualTo("Utkast"));
    }

    [Test]
    public async Task Andring_och_beslut_samtidigt_ger_aldrig_en_beslutad_plan_med_fel_checksumma()
    {
        for (var varv = 0; varv < 5; varv++)
        {
            // Vartannat år, så att det som förra planen följer upp är på tur igen.
            var ar = Ar + 2 * varv;
            if (varv == 0) { await Register(); }
            _app.Som(Roll.Uppfoljare | Roll.Namndsekreterare, _namnd);
            var plan = await _app.Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = ar });
            var rader = await Rader(plan);
            _app.Klocka.Nu = new DateTimeOffset(ar - 1, 12, 1, 9, 0, 0, TimeSpan.Zero);
            var beslut = await Beslut(plan) with { Sammantrade = new DateOnly(ar - 1, 11, 20) };

            var samtidigt = rader.Select(r => Task.Run(() => (Task)_app.Send(AndraPlanradCommand.Av(plan, r) with { Ansvarig = "Samtidig" }))).ToList();
            samtidigt.Insert(2, Task.Run(() => (Task)_app.Send(beslut)));
            await Task.WhenAll(samtidigt);

            var blad = await _app.Gor(new PlanbladQuery { PlanId = plan });
            if (blad.Plan.Checksumma is { } checksumma)
            {
                Assert.That(Plansumma.Av(_namnd, ar, await Rader(plan), blad.Utan), Is.EqualTo(checksumma));
            }
        }
    }

    // --- Visa

    [Test]
    public async Task Planbladet_visar_rader_urval_utan_rad_och_historik()
    {
        await Register();
        var plan = await Generera();

        var (result, statements) = await _app.SendRaknat(new PlanbladQuery { PlanId = plan });

        var blad = result.Value!;
        // Åtkomst, plan, nycklar, sidans rader, utan rad, historikens antal och rader, program.
        Assert.That(statements, Is.EqualTo(8));
        Assert.That((blad.AntalRader, blad.Rader.Antal, blad.Utan.Count, blad.Historik.Antal), Is.EqualTo((4, 4, 2, 1)));
        Assert.That(blad.Urval.Verksamhetsomraden, Is.EqualTo(new[] { "Stadsmiljö", "Äldreomsorg", null }));
        Assert.That(blad.PerOmrade, Is.EquivalentTo(new Dictionary<string, int> { ["Stadsmiljö"] = 1, ["Äldreomsorg"] = 2, [""] = 1 }));
        Assert.That(blad.Kan.Andra.Tillaten, Is.True);
        Assert.That(blad.Kan.Besluta.Skal, Is.EqualTo("Nämndens beslut registreras av nämndsekreteraren."));
    }

    [TestCase(null, null, null, "hem väs", 1)]
    [TestCase("Äldreomsorg", null, null, null, 2)]
    [TestCase(PlanbladQuery.Okant, null, null, null, 1)]
    [TestCase(null, Uppfoljningsform.Uppdragsuppfoljning, null, null, 2)]
    [TestCase(null, null, "EgenRegi", null, 2)]
    [TestCase(null, null, PlanbladQuery.Okant, null, 1)]
    [TestCase("Finns inte", null, null, null, 0)]
    [TestCase(null, null, null, "ÄNGLA", 0)]
    public async Task Urvalet_i_planen(string? omrade, Uppfoljningsform? form, string? driftsform, string? q, int antal)
    {
        await Register();
        var plan = await Generera();

        var blad = await _app.Gor(new PlanbladQuery { PlanId = plan, Omrade = omrade, Form = form, Driftsform = driftsform, Q = q });

        Assert.That((blad.Rader.Antal, blad.Rader.Rader.Count, blad.AntalRader), Is.EqualTo((antal, antal, 4)));
    }

    [Test]
    public async Task Planlistan_visar_tillstandet_i_dag()
    {
        await Register();
        await Beslutad();
        await _app.Som(Roll.Uppfoljare, _namnd).Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = Ar + 1 });

        async Task<IEnumerable<(int, Plantillstand, int)>> Lista(Plantillstand? tillstand) =>
            (await _app.Gor(new PlanlistaQuery { Tillstand = tillstand })).Sida.Rader.Select(p => (p.Ar, p.Tillstand, p.AntalRader));

        // Förra årets plan följer upp alla fyra; ingen har någon känd risk, så nästa gång är vartannat år.
        Assert.That(await Lista(null), Is.EqualTo(new[] { (2028, Plantillstand.Utkast, 0), (2027, Plantillstand.Beslutad, 4) }));
        Assert.That(await Lista(Plantillstand.Gallande), Is.Empty);

        // P2: den 1 januari svensk tid.
        _app.Klocka.Nu = new DateTimeOffset(2026, 12, 31, 23, 0, 0, TimeSpan.Zero);
        Assert.That(await Lista(Plantillstand.Gallande), Is.EqualTo(new[] { (2027, Plantillstand.Gallande, 4) }));
        Assert.That(await Lista(Plantillstand.Beslutad), Is.Empty);
    }

    [Test]
    public async Task Historiken_har_det_senaste_forst()
    {
        await Register();
        var plan = await Generera();
        _app.Klocka.Nu += TimeSpan.FromHours(1);
        await Andra(plan, await Rad("Parkskötsel"), c => c with { Ansvarig = "X" });

        var historik = await _app.Gor(new ArendehistorikQuery(plan));

        Assert.That(historik.Rader.Select(h => h.Vad), Is.EqualTo(new[] { "Planrad ändrad", "Plan genererad" }));
        Assert.That(historik.Rader[0].Anvandare, Is.EqualTo("Uppfoljare (test)"));
    }

    // --- PDF

    [Test]
    public async Task En_beslutad_plan_ger_samma_pdf_varje_gang()
    {
        var (vaster, _) = await Register();
        var plan = await Beslutad();
        var fore = await _app.Gor(new PlanhandlingQuery(plan));
        _app.Klocka.Nu += TimeSpan.FromDays(400);
        await AndraAvtal(vaster, c => c with { Benamning = "Något annat" });

        var efter = await _app.Som(Roll.Lasare, _namnd).Gor(new PlanhandlingQuery(plan));

        Assert.That((fore.Namn, fore.Typ), Is.EqualTo(("Uppfoljningsplan-VON-2027.pdf", "application/pdf")));
        Assert.That(efter.Innehall, Is.EqualTo(fore.Innehall));
        Assert.That(fore.Innehall.Take(5), Is.EqualTo("%PDF-"u8.ToArray()));
    }

    [Test]
    public async Task En_beslutad_plan_som_har_andrats_i_databasen_skrivs_inte_ut()
    {
        await Register();
        var plan = await Beslutad();
        await _app.Las<int>("UPDATE Planrad SET Ansvarig = 'Någon annan' WHERE Nr = 1");

        Assert.That((await _app.Send(new PlanhandlingQuery(plan))).Hinder.Single().Kod, Is.EqualTo("checksumma-stammer-inte"));
    }

    // --- Underlag

    /// <summary>Två avtal och två enheter som ska ha rader, ett avtal och en enhet som inte ska det.</summary>
    private async Task<(Guid Vaster, Guid Park)> Register()
    {
        var vaster = await Avtal("Hemtjänst Väster", c => c with
        {
            Verksamhetsomrade = "Äldreomsorg",
            Utforare = "Omsorg Väst AB",
            Driftsform = Driftsform.Aktiebolag,
            Start = new DateOnly(2024, 1, 1),
            Slut = new DateOnly(2030, 12, 31),
        });
        var park = await Avtal("Parkskötsel", c => c with { Verksamhetsomrade = "Stadsmiljö", Utforare = "Park Nord" });
        await Avtal("Gatudrift", c => c with { Slut = new DateOnly(2026, 6, 30) });
        await Enhet("Hässelgården", "Äldreomsorg", konkurrens: true);
        await Enhet("Daglig verksamhet", null, konkurrens: null);
        await Enhet("Fritidsgård", "Fritid", konkurrens: false);
        _app.Som(Roll.Uppfoljare, _namnd);
        return (vaster, park);
    }

    private async Task<Guid> Avtal(string benamning, Func<RegistreraAvtalCommand, RegistreraAvtalCommand>? med = null)
    {
        var command = new RegistreraAvtalCommand { NamndId = _namnd, Benamning = benamning, Verksamhetsomrade = "Äldreomsorg", Undertecknat = true };
        var id = await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(med is null ? command : med(command));
        _app.Som(Roll.Uppfoljare, _namnd);
        return id;
    }

    private async Task AndraAvtal(Guid id, Func<AndraAvtalCommand, AndraAvtalCommand> med)
    {
        var blad = await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new AvtalsbladQuery(id));
        await _app.Gor(med(new AndraAvtalCommand
        {
            AvtalId = id,
            Version = blad.Version,
            Benamning = blad.Benamning,
            Verksamhetsomrade = blad.Verksamhetsomrade,
            Utforare = blad.Utforare,
            Start = blad.Start,
            Slut = blad.Slut,
        }));
        _app.Som(Roll.Uppfoljare, _namnd);
    }

    private async Task Enhet(string namn, string? omrade, bool? konkurrens) => await _app.Som(Roll.Avtalsansvarig, _namnd)
        .Gor(new RegistreraEnhetCommand { NamndId = _namnd, Namn = namn, Verksamhetsomrade = omrade, Konkurrens = konkurrens });

    private async Task<Guid> Generera()
    {
        var plan = await _app.Som(Roll.Uppfoljare, _namnd).Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = Ar });
        _app.Klocka.Nu += TimeSpan.FromSeconds(1);
        return plan;
    }

    private async Task<Guid> Beslutad()
    {
        var plan = await Generera();
        await _app.Som(Roll.Namndsekreterare, _namnd).Gor(await Beslut(plan));
        return plan;
    }

    private async Task<RegistreraPlanbeslutCommand> Beslut(Guid plan) => new()
    {
        PlanId = plan,
        Version = await _app.LasEn<int>("SELECT Version FROM Arende WHERE Id = @plan", new { plan }),
        Sammantrade = new DateOnly(2026, 11, 20),
        Paragraf = "112",
        Bekraftat = true,
    };

    private async Task Andra(Guid plan, Planrad rad, Func<AndraPlanradCommand, AndraPlanradCommand> med) =>
        await _app.Som(Roll.Uppfoljare, _namnd).Gor(med(AndraPlanradCommand.Av(plan, rad)));

    private async Task<IReadOnlyList<Planrad>> Rader(Guid? plan = null) => await _app.Las<Planrad>("""
        SELECT r.Id, r.Nr, r.Version, r.Andrad, r.AvtalId, r.EnhetId, r.Slag, r.Del, r.Verksamhetsomrade, r.Objekt, r.UtforareId, r.Utforare, r.Driftsform,
               r.Avtalsnummer, r.Start, r.Slut, r.VadSomFoljsUpp, r.Former, r.Ansvarig, r.ForstaManad, r.SistaManad, r.FlerManader, r.IntervallManader, r.Bestams,
               r.HogstIntervallManader, r.Risk, r.Riskpoang, r.Riskniva, r.Timmar, r.Utlosare, r.Utlosartext, r.Utlosardatum, r.AterkopplingNamnd,
               r.AterkopplingUtforare, r.AterkopplingAllmanhet, r.Skal
        FROM Planrad r
        JOIN Uppfoljningsplan p ON p.Id = r.PlanId
        WHERE p.Id = @Plan OR (@Alla = 1 AND p.Ar = 2027)
        ORDER BY r.Nr
        """, new { Plan = plan ?? Guid.Empty, Alla = plan is null ? 1 : 0 });

    private async Task<Planrad> Rad(string objekt, Guid? plan = null) => (await Rader(plan)).Single(r => r.Objekt == objekt);

    private async Task<string> SenasteMening() =>
        (await _app.Las<string>("SELECT Mening FROM Handelse WHERE Vad LIKE 'Plan%' ORDER BY Tid, Id"))[^1];

    private async Task<int> Handelser(Guid plan) => await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE ArendeId = @plan", new { plan });
}
