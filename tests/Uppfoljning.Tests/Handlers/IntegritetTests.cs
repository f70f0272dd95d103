using System.IO.Compression;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Dokument;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Application.Historik;
using Uppfoljning.Application.Import;
using Uppfoljning.Application.Integritet;
using Uppfoljning.Application.Uppgifter;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Dokument;
using Uppfoljning.Domain.Integritet;
using Uppfoljning.Domain.Uppgifter;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Registret över behandlingar, gallring efter beslut, och det som finns om en person.</summary>
public sealed class IntegritetTests
{
    private const string Nummer = "640823-3234", Kontaktens = "Exempel Provsson";

    private TestApp _app = null!;
    private Guid _namnd;
    private Guid _avtal;
    private Guid _utforare;

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _namnd = await _app.Namnd();
        _app.Som(Roll.Avtalsansvarig, _namnd);
        _avtal = await _app.Gor(new RegistreraAvtalCommand
        {
            NamndId = _namnd,
            Benamning = "Städning",
            Utforare = "Firma Ett",
            Organisationsnummer = Nummer,
            Driftsform = Driftsform.EnskildFirma,
            Start = new(2020, 1, 1),
            Slut = new(2024, 11, 21),
            Undertecknat = true,
        });
        _utforare = await _app.LasEn<Guid>("SELECT Id FROM Utforare");
        await _app.Gor(new LaggTillKontaktCommand { UtforareId = _utforare, Namn = Kontaktens, Epost = "prov@exempel.se", Telefon = "08-123" });
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Registret_visar_programmets_fakta_och_kommunens_ord_med_historik()
    {
        await _app.SomAdministrator().Gor(new SparaBehandlingCommand { Modul = Modul.Dokument, Ansvarig = " Nämnden ", Komplettering = "Utföraren är ansvarig." });
        await _app.Gor(new SparaBehandlingCommand { Modul = Modul.Dokument, Versionsnr = 1, Ansvarig = "Styrelsen" });
        Assert.That((await _app.Send(new SparaBehandlingCommand { Modul = Modul.Dokument, Versionsnr = 1, Ansvarig = "Jag" })).Outcome, Is.EqualTo(Outcome.Conflict));
        Assert.That((await _app.Send(new SparaBehandlingCommand { Modul = Modul.Dokument, Versionsnr = 2, Ansvarig = "Styrelsen" })).Hinder.Single().Kod, Is.EqualTo("oforandrat"));

        var poster = (await _app.Som(Roll.Revisor, _namnd).Gor(new BehandlingarQuery())).Poster;
        Assert.That(poster, Has.Count.EqualTo(Enum.GetValues<Modul>().Length));
        Assert.That(poster.Single(p => p.Fakta.Modul == Modul.Dokument).Ansvarig, Is.EqualTo("Styrelsen"));
        Assert.That((await _app.Gor(new BehandlingQuery(Modul.Dokument))).Historik.Select(h => h.Ansvarig), Is.EqualTo(new[] { "Styrelsen", "Nämnden" }));
    }

    [Test]
    public async Task Inget_gallras_utan_ett_registrerat_beslut() // ARK-01, DOK-03
    {
        await Avsluta();
        var svar = await _app.Som(Roll.Registrator, _namnd).Send(new GallraCommand { NamndId = _namnd, Sort = Gallringssort.Kontakt, Bekraftat = true });
        Assert.That((svar.Hinder.Single().Kod, svar.Hinder.Single().Lagrum), Is.EqualTo(("inget-beslut", Behandlingsregister.Gallring)));

        await Beslut(Gallringssort.Kontakt, null);
        svar = await _app.Send(new GallraCommand { NamndId = _namnd, Sort = Gallringssort.Kontakt, Bekraftat = true });
        Assert.That(svar.Hinder.Single().Kod, Is.EqualTo("bevaras"));
        Assert.That(await Antal("Kontakt"), Is.EqualTo(1));
    }

    [TestCase(24, 1)] // sista avtalsdagen 2024-11-21, i dag 2026-11-21
    [TestCase(25, 0)]
    public async Task En_kontakt_ar_mogen_den_dag_tiden_har_gatt(int manader, int mogna)
    {
        await Avsluta();
        await Beslut(Gallringssort.Kontakt, manader);
        Assert.That((await _app.Gor(new GallringsurvalQuery(_namnd, Gallringssort.Kontakt))).Lage.Antal, Is.EqualTo(mogna));
    }

    [Test]
    public async Task Gallringen_lamnar_protokoll_och_handelse_utan_personuppgifter()
    {
        await Avsluta();
        await Beslut(Gallringssort.Kontakt, 24);
        var urval = await _app.Gor(new GallringsurvalQuery(_namnd, Gallringssort.Kontakt));
        Assert.That((await _app.Send(new GallraCommand { NamndId = _namnd, Sort = Gallringssort.Kontakt, Avtryck = urval.Avtryck })).Outcome, Is.EqualTo(Outcome.Invalid));
        Assert.That((await _app.Send(new GallraCommand { NamndId = _namnd, Sort = Gallringssort.Kontakt, Avtryck = "annat", Bekraftat = true })).Outcome, Is.EqualTo(Outcome.Conflict));
        Assert.That(await Antal("Kontakt"), Is.EqualTo(1));

        var id = await _app.Gor(new GallraCommand { NamndId = _namnd, Sort = Gallringssort.Kontakt, Avtryck = urval.Avtryck, Bekraftat = true });

        Assert.That(await Antal("Kontakt"), Is.Zero);
        var protokoll = await _app.Som(Roll.Revisor, _namnd).Gor(new GallringsprotokollQuery(_namnd, id));
        Assert.That((protokoll.Rapport.Antal, protokoll.Rapport.Beslut, protokoll.Rader.Single().Dag), Is.EqualTo((1, "Plan 2026, beslut 2026-01-15 § 7", new DateOnly(2024, 11, 21))));
        var handelse = await _app.LasEn<string>("SELECT Mening FROM Handelse WHERE Vad = 'Gallring genomförd'");
        Assert.That(handelse, Is.EqualTo("Kontakter hos utförare utan pågående avtal: 1 gallrade enligt Plan 2026, beslut 2026-01-15 § 7."));
        Assert.That(await _app.Las<string>("SELECT Mening FROM Handelse WHERE Mening LIKE '%Provsson%' OR Fakta LIKE '%Provsson%'"), Is.Empty);
        Assert.That((await _app.Som(Roll.Registrator, _namnd).Send(new GallraCommand { NamndId = _namnd, Sort = Gallringssort.Kontakt, Avtryck = urval.Avtryck, Bekraftat = true })).Hinder.Single().Kod, Is.EqualTo("inget-att-gallra"));
    }

    [Test]
    public async Task Ett_avtal_som_pagar_i_en_annan_namnd_haller_kvar_kontakten()
    {
        await Avsluta();
        var annan = await _app.Namnd("Socialnämnden", "SN");
        await _app.Som(Roll.Avtalsansvarig, annan).Gor(new RegistreraAvtalCommand { NamndId = annan, Benamning = "Tvätt", Utforare = "Firma Ett", Organisationsnummer = Nummer });
        await Beslut(Gallringssort.Kontakt, 24);
        Assert.That((await _app.Gor(new GallringsurvalQuery(_namnd, Gallringssort.Kontakt))).Lage.Antal, Is.Zero);
    }

    [Test]
    public async Task Ett_borttaget_dokument_gallras_med_sin_fil_men_en_fil_som_anvands_star_kvar()
    {
        var forsta = await LaggIn("a.pdf", Provfiler.Pdf);
        var checksumma = await _app.LasEn<string>("SELECT Checksumma FROM Dokument");
        await _app.Gor(new TaBortArendedokumentCommand { Objekt = Dokumentobjekt.Avtal, ObjektId = _avtal, DokumentId = forsta, Bekraftat = true });
        var samma = await LaggIn("b.pdf", Provfiler.Pdf);
        await Beslut(Gallringssort.BorttagetDokument, 12);
        _app.Klocka.Nu = _app.Klocka.Nu.AddMonths(13);
        await Gallra(Gallringssort.BorttagetDokument);
        Assert.That(await _app.Las<Guid>("SELECT Id FROM Dokument"), Is.EqualTo(new[] { samma }));
        Assert.That(await Fil(checksumma!), Is.True, "Filen är också ett annat dokuments.");

        await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new TaBortArendedokumentCommand { Objekt = Dokumentobjekt.Avtal, ObjektId = _avtal, DokumentId = samma, Bekraftat = true });
        _app.Klocka.Nu = _app.Klocka.Nu.AddMonths(13);
        await Gallra(Gallringssort.BorttagetDokument);
        Assert.That((await Antal("Dokument"), await Fil(checksumma!)), Is.EqualTo((0, false)));
    }

    [TestCase(null, false, 0)] // den andra nämnden har inget beslut
    [TestCase(null, true, 0)] // den bevarar
    [TestCase(36, false, 0)] // den har längre tid
    [TestCase(24, false, 1)]
    [TestCase(12, false, 1)]
    public async Task Det_som_namnder_delar_star_kvar_sa_lange_nagon_av_dem_behover_det(int? andras, bool bevaras, int mogna) // ARK-01
    {
        await Kontroll(new(2024, 11, 21));
        await Avsluta();
        var annan = await AnnanNamndsAvtal();
        await _app.Las<int>("UPDATE Avtal SET Slut = '2022-12-31' WHERE NamndId = @annan", new { annan });
        foreach (var sort in new[] { Gallringssort.Kontakt, Gallringssort.Kontroll })
        {
            await Beslut(sort, 24);
            if (andras is not null || bevaras) { await Beslut(sort, andras, annan); }
            Assert.That((await _app.Som(Roll.Registrator, _namnd).Gor(new GallringsurvalQuery(_namnd, sort))).Lage.Antal, Is.EqualTo(mogna), sort.ToString());
        }
    }

    [Test]
    public async Task Namnden_med_den_langsta_tiden_gallrar_det_som_delas()
    {
        await Avsluta();
        var annan = await AnnanNamndsAvtal();
        await _app.Las<int>("UPDATE Avtal SET Slut = '2022-12-31' WHERE NamndId = @annan", new { annan });
        await Beslut(Gallringssort.Kontakt, 24, annan);
        await Beslut(Gallringssort.Kontakt, 12);
        Assert.That((await _app.Gor(new GallringsurvalQuery(_namnd, Gallringssort.Kontakt))).Lage.Antal, Is.Zero);
        Assert.That((await _app.Som(Roll.Registrator, annan).Gor(new GallringsurvalQuery(annan, Gallringssort.Kontakt))).Lage.Antal, Is.EqualTo(1));
    }

    [TestCase(24, 1)] // gjord 2024-11-21, i dag 2026-11-21
    [TestCase(25, 0)]
    public async Task En_kontroll_ar_mogen_den_dag_tiden_har_gatt_om_inget_pagar_hos_utforaren(int manader, int mogna)
    {
        await Kontroll(new(2024, 11, 21));
        await Paga();
        await Beslut(Gallringssort.Kontroll, manader);
        Assert.That(await Mogna(Gallringssort.Kontroll), Is.Zero, "Ett avtal pågår.");
        await Avsluta();
        Assert.That(await Mogna(Gallringssort.Kontroll), Is.EqualTo(mogna));
        await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraEnhetCommand { NamndId = _namnd, Namn = "Boendet", UtforareId = _utforare });
        Assert.That(await Mogna(Gallringssort.Kontroll), Is.Zero, "En enhet håller kvar kontrollen.");
    }

    [Test]
    public async Task En_kontroll_som_en_senare_har_ersatt_ar_mogen_fast_avtalet_pagar()
    {
        await Kontroll(new(2024, 11, 21));
        await Kontroll(new(2026, 1, 1));
        await Paga();
        await Beslut(Gallringssort.Kontroll, 24);
        await Gallra(Gallringssort.Kontroll);
        Assert.That(await _app.Las<DateOnly>("SELECT Gjord FROM Kontroll"), Is.EqualTo(new[] { new DateOnly(2026, 1, 1) }));
    }

    [TestCase("2025-11-21T22:59:00Z", 1)] // 2025-11-21 kl. 23.59
    [TestCase("2025-11-21T23:00:00Z", 0)] // 2025-11-22
    public async Task Ett_borttaget_dokument_ar_moget_den_dag_tiden_har_gatt(string borttaget, int mogna)
    {
        var nu = _app.Klocka.Nu;
        _app.Klocka.Nu = DateTimeOffset.Parse(borttaget, System.Globalization.CultureInfo.InvariantCulture);
        await _app.Gor(new TaBortArendedokumentCommand { Objekt = Dokumentobjekt.Avtal, ObjektId = _avtal, DokumentId = await LaggIn("a.pdf", Provfiler.Pdf), Bekraftat = true });
        _app.Klocka.Nu = nu;
        await Beslut(Gallringssort.BorttagetDokument, 12);
        Assert.That(await Mogna(Gallringssort.BorttagetDokument), Is.EqualTo(mogna));
    }

    [TestCase(24, 1)] // sista avtalsdagen 2024-11-21, i dag 2026-11-21
    [TestCase(25, 0)]
    public async Task Ett_arbetsdokument_ar_moget_den_dag_tiden_har_gatt_och_bara_pa_ett_avslutat_avtal(int manader, int mogna)
    {
        await LaggIn("a.pdf", Provfiler.Pdf);
        await Paga();
        await Beslut(Gallringssort.Arbetsdokument, manader);
        Assert.That(await Mogna(Gallringssort.Arbetsdokument), Is.Zero, "Avtalet är inte avslutat.");
        await Avsluta();
        Assert.That(await Mogna(Gallringssort.Arbetsdokument), Is.EqualTo(mogna));
        await _app.Las<int>("UPDATE Dokument SET Sort = 'Beslut'");
        Assert.That(await Mogna(Gallringssort.Arbetsdokument), Is.Zero, "Ett beslut bevaras.");
    }

    [TestCase("2024-11-21T22:59:00Z", 1)]
    [TestCase("2024-11-21T23:00:00Z", 0)]
    public async Task En_import_ar_mogen_den_dag_tiden_har_gatt_och_nar_filen_ar_borta(string inlagd, int mogna)
    {
        var tid = DateTimeOffset.Parse(inlagd, System.Globalization.CultureInfo.InvariantCulture);
        var nu = _app.Klocka.Nu;
        _app.Klocka.Nu = tid;
        await _app.Gor(new TaEmotImportCommand { NamndId = _namnd, Filnamn = "a.csv", Fil = new MemoryStream("Avtalsnummer;Benämning;Utförare\nA-1;Tvätt;Omsorg AB\n"u8.ToArray()) });
        _app.Klocka.Nu = nu;
        await Beslut(Gallringssort.Import, 24);
        Assert.That(await Mogna(Gallringssort.Import), Is.Zero, "Filen finns.");
        await _app.SomSystem().Gor(new RensaImportfilerCommand());
        Assert.That(await Mogna(Gallringssort.Import), Is.EqualTo(mogna));
        if (mogna == 1)
        {
            Assert.That((await _app.Gor(new GallringsurvalQuery(_namnd, Gallringssort.Import))).Sida.Rader.Single().Var, Is.EqualTo("Avtal"));
            await Gallra(Gallringssort.Import);
            Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Import"), Is.Zero);
        }
    }

    [Test]
    public async Task Gallringen_syns_i_historiken_for_det_som_den_gallde()
    {
        await LaggIn("Intyg Exempel Provsson.pdf", Provfiler.Pdf);
        _app.Klocka.Nu = _app.Klocka.Nu.AddHours(2);
        await Avsluta();
        await Beslut(Gallringssort.Arbetsdokument, 24);
        await Gallra(Gallringssort.Arbetsdokument);
        await Beslut(Gallringssort.Kontakt, 24);
        await Gallra(Gallringssort.Kontakt);

        var avtalets = await _app.Som(Roll.Lasare, _namnd).Gor(new ArendehistorikQuery(_avtal));
        Assert.That((avtalets.Rader[0].Vad, avtalets.Rader[0].Mening), Is.EqualTo(("Uppgifter gallrade", "Arbetsdokument på avslutade avtal: 1 gallrade enligt Plan 2026, beslut 2026-01-15 § 7.")));
        Assert.That((await _app.Gor(new UtforarbladQuery(_utforare))).Historik.Rader[0].Vad, Is.EqualTo("Uppgifter gallrade"));
        Assert.That(await _app.Las<string>("SELECT Mening FROM Handelse WHERE Vad = 'Uppgifter gallrade' AND (Mening LIKE '%Provsson%' OR Fakta LIKE '%Provsson%')"), Is.Empty);
    }

    [Test]
    public async Task Bladet_visar_nasta_beslut_och_protokollen_sida_for_sida()
    {
        await Beslut(Gallringssort.Kontakt, 24);
        await _app.Gor(new SparaGallringsregelCommand
        {
            NamndId = _namnd,
            Sort = Gallringssort.Kontakt,
            Nr = 1,
            Manader = 12,
            Planbeteckning = "Plan 2027",
            Beslutsdatum = new(2026, 11, 1),
            Paragraf = "9",
            GallerFran = new(2027, 1, 1),
        });
        var regel = await _app.LasEn<Guid>("SELECT Id FROM Gallringsregel WHERE Nr = 1");
        for (var i = 0; i <= Page<int>.Storlek; i++)
        {
            await _app.Las<int>("""
                INSERT INTO Gallring (Id, NamndId, RegelId, Sort, Beslut, Grans, Antal, Gjord, GjordAv)
                VALUES (@Id, @NamndId, @RegelId, 'Kontakt', 'Plan 2026', @Grans, @Antal, @Gjord, 'Exempel')
                """, new { Id = Guid.CreateVersion7(), NamndId = _namnd, RegelId = regel, Grans = new DateOnly(2024, 1, 1), Antal = i, Gjord = _app.Klocka.Nu.AddMinutes(i) });
        }
        var blad = await _app.Gor(new GallringsbladQuery(_namnd, 2));
        Assert.That((blad.Protokoll.Antal, blad.Protokoll.Sidor, blad.Protokoll.Rader.Single().Antal), Is.EqualTo((Page<int>.Storlek + 1, 2, 0)));
        var lage = blad.Sorter.Single(s => s.Sort == Gallringssort.Kontakt);
        Assert.That((lage.Regel!.Manader, lage.Kommande!.Manader, lage.Kommande.GallerFran), Is.EqualTo(((int?)24, (int?)12, new DateOnly(2027, 1, 1))));
    }

    [Test]
    public async Task Det_mogna_ar_en_uppgift_for_den_som_gallrar_och_inget_gallras_av_sig_sjalvt()
    {
        await Avsluta();
        await Beslut(Gallringssort.Kontakt, 24);
        var uppgift = (await _app.Gor(new MinaUppgifterQuery())).Grupper.SelectMany(g => g.Uppgifter).Single(u => u.Sort == Uppgiftssort.Gallring);
        Assert.That((uppgift.Ting, uppgift.Min, uppgift.Plats.Id), Is.EqualTo(("1 uppgift", true, _namnd)));
        var lasare = await _app.Som(Roll.Lasare, _namnd).Gor(new MinaUppgifterQuery { Alla = true });
        Assert.That(lasare.Grupper.SelectMany(g => g.Uppgifter).Where(u => u.Sort == Uppgiftssort.Gallring), Is.Empty);
        Assert.That(await Antal("Kontakt"), Is.EqualTo(1));
    }

    [Test]
    public async Task Bara_registrator_och_namndsekreterare_gallrar_och_registrerar_beslut()
    {
        foreach (var roll in Roller.INamnd)
        {
            var vantat = roll is Roll.Registrator or Roll.Namndsekreterare ? Outcome.Invalid : Outcome.Forbidden;
            _app.Som(roll, _namnd);
            Assert.That((await _app.Send(new GallraCommand { NamndId = _namnd })).Outcome, Is.EqualTo(vantat), roll.ToString());
            Assert.That((await _app.Send(new SparaGallringsregelCommand { NamndId = _namnd })).Outcome, Is.EqualTo(vantat), roll.ToString());
        }
        Assert.That((await _app.SomSystem().Send(new GallraCommand { NamndId = _namnd })).Outcome, Is.Not.EqualTo(Outcome.Invalid), "Systemet gallrar aldrig.");
        Assert.That((await _app.SomAdministrator().Send(new GallraCommand { NamndId = _namnd })).Outcome, Is.Not.EqualTo(Outcome.Invalid));
        var annan = await _app.Namnd("Socialnämnden", "SN");
        Assert.That((await _app.Som(Roll.Registrator, annan).Send(new GallringsbladQuery(_namnd))).Outcome, Is.EqualTo(Outcome.NotFound));
    }

    [Test]
    public async Task Det_som_finns_om_en_person_samlas_och_lasningen_loggas_maskerad() // artikel 15, GDPR-06
    {
        var utdrag = await _app.Som(Roll.Registrator, _namnd).Gor(new PersonutdragQuery { Sokt = Nummer, Skal = "Dnr VON 2026/7" });
        Assert.That(utdrag.Delar.SelectMany(d => d.Fynd).SelectMany(f => f.Falt).Select(f => f.Varde), Does.Contain("640823-XXXX").And.Contain("Firma Ett"));
        Assert.That(utdrag.Delar.SelectMany(d => d.Fynd).SelectMany(f => f.Falt), Has.None.Matches<Personfalt>(f => f.Varde.Contains("3234", StringComparison.Ordinal)));

        utdrag = await _app.Gor(new PersonutdragQuery { Sokt = "PROV@exempel.se", Skal = "Begäran" });
        var kontakt = utdrag.Delar.Single(d => d.Tabell == "Kontakt").Fynd.Single();
        Assert.That((kontakt.Var, kontakt.Sakert), Is.EqualTo(("Firma Ett", true)));
        Assert.That(kontakt.Falt.Select(f => f.Varde), Does.Contain("08-123"));

        await _app.Gor(new PersonutdragQuery { Sokt = Kontaktens, Skal = "Begäran" });
        var loggat = await _app.Las<(string Mening, string Fakta, Guid? NamndId)>("SELECT Mening, Fakta, NamndId FROM Handelse WHERE Vad = 'Uppgifter om en person sammanställda'");
        Assert.That(loggat, Has.Count.EqualTo(3));
        Assert.That(loggat, Has.All.Matches<(string Mening, string Fakta, Guid? NamndId)>(h =>
            h.NamndId == _namnd && !(h.Mening + h.Fakta).Contains("3234", StringComparison.Ordinal) && !(h.Mening + h.Fakta).Contains("Provsson", StringComparison.Ordinal)));
        Assert.That(loggat[0].Mening, Does.Contain("640823-XXXX").And.Contain("Dnr VON 2026/7"));
    }

    [Test]
    public async Task En_annan_namnds_uppgifter_ar_inte_med()
    {
        var annan = await _app.Namnd("Socialnämnden", "SN");
        Assert.That((await _app.Som(Roll.Registrator, annan).Gor(new PersonutdragQuery { Sokt = Nummer, Skal = "Begäran" })).Antal, Is.Zero);
        Assert.That((await _app.Gor(new PersonutdragQuery { Sokt = Kontaktens, Skal = "Begäran" })).Antal, Is.Zero);
    }

    [TestCase("%", "Sokt")]
    [TestCase("Exempel*", "Sokt")]
    [TestCase("Exempel Provsson, Annan Person", "Sokt")]
    [TestCase("640823", "Sokt")]
    [TestCase("640823-3235", "Sokt")]
    [TestCase("", "Sokt")]
    public async Task Ett_urval_av_personer_gar_inte_att_soka(string sokt, string falt) => // 3 kap. 3 § DSL, GDPR-07
        Assert.That((await _app.Som(Roll.Registrator, _namnd).Send(new PersonutdragQuery { Sokt = sokt, Skal = "Begäran" })).Hinder.Select(h => h.Falt), Is.EqualTo(new[] { falt }));

    [Test]
    public async Task Ett_skal_kravs_och_bara_registrator_och_administrator_far_fraga()
    {
        foreach (var roll in Roller.INamnd)
        {
            var svar = await _app.Som(roll, _namnd).Send(new PersonutdragQuery { Sokt = Kontaktens });
            Assert.That(svar.Outcome, Is.EqualTo(roll == Roll.Registrator ? Outcome.Invalid : Outcome.Forbidden), roll.ToString());
        }
        var admin = await _app.SomAdministrator().Gor(new PersonutdragQuery { Sokt = Kontaktens, Skal = "Begäran" });
        Assert.That((admin.Antal, admin.Kommun), Is.EqualTo((0, true)), "Administratören ser inte nämndernas ärenden.");
    }

    [Test]
    public async Task Zipfilen_har_personens_eget_nummer_men_inte_andras()
    {
        await _app.Gor(new LaggTillKontaktCommand { UtforareId = _utforare, Namn = "Firma Ett", Funktion = $"Ersätter 121212-1212, {Nummer}" });
        using var fil = await _app.Som(Roll.Registrator, _namnd).Gor(new ExporteraPersonutdragQuery { Sokt = Nummer, Skal = "Dnr VON 2026/7" });
        await using var zip = new ZipArchive(fil.Innehall);
        Assert.That(zip.Entries.Select(e => e.Name), Is.EqualTo(new[] { "uppgifter.html", "uppgifter.json", "dokument.txt" }));
        using var lasare = new StreamReader(zip.GetEntry("uppgifter.html")!.Open());
        var html = await lasare.ReadToEndAsync();
        Assert.That(html, Does.Contain(Nummer).And.Contain("121212-XXXX").And.Not.Contain("121212-1212"));
        Assert.That(fil.Namn, Does.Not.Contain("640823"));
        Assert.That(await _app.Las<string>("SELECT Mening FROM Handelse WHERE Mening LIKE '%3234%' OR Fakta LIKE '%3234%'"), Is.Empty);
    }

    [Test]
    public async Task Ett_konto_hittas_pa_sin_e_postadress_hur_den_an_ar_skriven()
    {
        await _app.SomAdministrator().Gor(new SkapaAnvandareCommand { Anvandarnamn = "ake", Namn = "Åke Provsson", Losenord = "ett langt losenord 1", Epost = "Åke@Exempel.se" });
        var utdrag = await _app.Gor(new PersonutdragQuery { Sokt = "åke@exempel.SE", Skal = "Begäran" });
        var konto = utdrag.Delar.Single(d => d.Tabell == "Anvandare").Fynd.Single();
        Assert.That((konto.Sakert, konto.Falt.Select(f => f.Varde).Contains("Åke Provsson")), Is.EqualTo((true, true)));
        Assert.That(konto.Falt.Select(f => f.Namn), Does.Contain("E-post").And.None.Contain("Epost"));
    }

    [Test]
    public async Task Utdraget_om_en_person_har_inte_andras_uppgifter_fran_samma_rad() // artikel 15.4
    {
        _app.Byt(new Testanvandare { Namn = "Bo Handläggsson", NamndRoller = new Dictionary<Guid, Roll> { [_namnd] = Roll.Avtalsansvarig } });
        await LaggInSomDenSomAr("Intyg Exempel Provsson.pdf", Provfiler.Pdf, "Samtal med Anna Annansson och Cecilia Tredjesson");
        await _app.Gor(new LaggTillKontaktCommand { UtforareId = _utforare, Namn = "Cecilia Tredjesson", Funktion = "Ersätter Anna Annansson", Epost = "cecilia@exempel.se" });

        // Säker träff: den som lade in dokumentet. Filnamnet nämner någon annan.
        var bo = await Utdrag("Bo Handläggsson");
        Assert.That(bo, Does.Contain("Bo Handläggsson").And.Contain("Inlagt 2026-11-21"));
        Assert.That(bo, Does.Not.Contain("Provsson").And.Not.Contain("Annansson").And.Not.Contain("Tredjesson"));

        // Möjlig träff: bara texten som nämner henne, inte resten av raden.
        var anna = await Utdrag("Anna Annansson");
        Assert.That(anna, Does.Contain("Ersätter Anna Annansson").And.Contain("möjlig träff"));
        Assert.That(anna, Does.Not.Contain("cecilia@exempel.se").And.Not.Contain("Provsson").And.Not.Contain("Handläggsson"));
        Assert.That((await Utdrag("Exempel Provsson")), Does.Contain("Intyg Exempel Provsson.pdf").And.Not.Contain("Handläggsson"));
    }

    /// <summary>Allt som står i zipfilen.</summary>
    private async Task<string> Utdrag(string sokt)
    {
        using var fil = await _app.Som(Roll.Registrator, _namnd).Gor(new ExporteraPersonutdragQuery { Sokt = sokt, Skal = "Begäran" });
        await using var zip = new ZipArchive(fil.Innehall);
        var text = "";
        foreach (var del in zip.Entries)
        {
            using var lasare = new StreamReader(del.Open());
            text += System.Net.WebUtility.HtmlDecode(await lasare.ReadToEndAsync());
        }
        return text;
    }

    private async Task<int> Mogna(Gallringssort sort) => (await _app.Som(Roll.Registrator, _namnd).Gor(new GallringsurvalQuery(_namnd, sort))).Lage.Antal;

    private Task<Guid> Kontroll(DateOnly gjord) => _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraKontrollCommand
    {
        UtforareId = _utforare,
        Sort = Kontrollsort.FSkatt,
        Gjord = gjord,
        Resultat = Kontrollresultat.UtanAnmarkning,
        Kalla = "Skatteverket",
    });

    private async Task<Guid> AnnanNamndsAvtal()
    {
        var annan = await _app.Namnd("Socialnämnden", "SN");
        await _app.Som(Roll.Avtalsansvarig, annan).Gor(new RegistreraAvtalCommand { NamndId = annan, Benamning = "Tvätt", Utforare = "Firma Ett", Organisationsnummer = Nummer });
        await Avsluta();
        return annan;
    }

    private Task<int> Antal(string tabell) => tabell == "Kontakt" ? _app.LasEn<int>("SELECT COUNT(*) FROM Kontakt") : _app.LasEn<int>("SELECT COUNT(*) FROM Dokument");

    /// <summary>Avtalets tid är ute; det som jobbet gör varje natt.</summary>
    private Task<IReadOnlyList<int>> Avsluta() => _app.Las<int>("UPDATE Avtal SET Tillstand = 'Upphort'");

    /// <summary>Avtalet pågår ännu, fast dess sista dag har varit.</summary>
    private Task<IReadOnlyList<int>> Paga() => _app.Las<int>("UPDATE Avtal SET Tillstand = 'Aktivt'");

    private Task<MediatR.Unit> Beslut(Gallringssort sort, int? manader, Guid? namnd = null) => _app.Som(Roll.Registrator, namnd ?? _namnd).Gor(new SparaGallringsregelCommand
    {
        NamndId = namnd ?? _namnd,
        Sort = sort,
        Manader = manader,
        Bevaras = manader is null,
        Planbeteckning = "Plan 2026",
        Beslutsdatum = new(2026, 1, 15),
        Paragraf = "7",
        GallerFran = new(2026, 2, 1),
    });

    private async Task Gallra(Gallringssort sort)
    {
        var urval = await _app.Som(Roll.Registrator, _namnd).Gor(new GallringsurvalQuery(_namnd, sort));
        await _app.Gor(new GallraCommand { NamndId = _namnd, Sort = sort, Avtryck = urval.Avtryck, Bekraftat = true });
    }

    private Task<Guid> LaggIn(string namn, byte[] fil)
    {
        _app.Som(Roll.Avtalsansvarig, _namnd);
        return LaggInSomDenSomAr(namn, fil, "");
    }

    private async Task<Guid> LaggInSomDenSomAr(string namn, byte[] fil, string beskrivning)
    {
        var filer = await _app.Gor(new MottagningPaArendeQuery { Objekt = Dokumentobjekt.Avtal, ObjektId = _avtal, Filer = [new Inkommenfil(namn, new MemoryStream(fil))] });
        return (await _app.Gor(new LaggInArendedokumentCommand { Objekt = Dokumentobjekt.Avtal, ObjektId = _avtal, Sort = Dokumentsort.Annat, Filer = filer, Beskrivning = beskrivning })).Single();
    }

    private async Task<bool> Fil(string checksumma) =>
        await ((IFillager)_app.Services.GetService(typeof(IFillager))!).LasAsync(checksumma, CancellationToken.None) is not null;
}
