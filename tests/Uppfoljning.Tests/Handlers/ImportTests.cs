using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Import;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Importens väg från fil till register, på de riktiga filerna och på sådant som går fel.</summary>
public sealed class ImportTests
{
    private const string Rubriker = "Avtalsnummer;Nämnd;Verksamhetsområde;Benämning;Utförare;Organisationsnummer;Driftform;Upphandlingsform;"
        + "Avtalsstart;Avtalsslut;Förlängning (månader);Antal förlängningar;Uppsägningstid (månader);Årsvärde (kr);Område;Avtalsansvarig;Anmärkning";

    private TestApp _app = null!;
    private Guid _namnd;

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _namnd = await _app.Namnd("Hässelby-Vällingby stadsdelsnämnd", "HVS");
        _app.Som(Roll.Avtalsansvarig, _namnd);
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Avtalsregistret_provas_och_fors_in_och_det_som_saknas_ar_inte_kant()
    {
        var (import, provning) = await Prova(Fil("hasselby-vallingby-2007-avtal.csv"));

        Assert.Multiple(() =>
        {
            Assert.That((provning.Nya, provning.Andrade, provning.Lika, provning.AntalFel), Is.EqualTo((8, 0, 0, 0)));
            Assert.That(provning.RaderMedVarning, Is.EqualTo(8));
            Assert.That(provning.Filvarningar.Single(), Does.StartWith("Kolumner som filen inte har: Diarienummer, CPV-kod, Upphandlingsregler, Totalt värde (kr), Indexering."));
            Assert.That(provning.Okant.Single(o => o.Kolumn == "Avtalsstart").Antal, Is.EqualTo(8));
            Assert.That(provning.Okant.Single(o => o.Kolumn == "Avtalsslut").Antal, Is.EqualTo(6));
            Assert.That(provning.Rader.Rader[0].Varningar.Single().Text, Is.EqualTo("Inte känt: avtalsstart, avtalsansvarig."));
            Assert.That(provning.Rader.Rader[0].Nr, Is.EqualTo(2));
        });
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtal"), Is.Zero, "Provningen skriver inget.");

        var utfall = await Infor(import);

        Assert.That((utfall.Nya, utfall.Andrade, utfall.Lika), Is.EqualTo((8, 0, 0)));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtal WHERE Start IS NULL AND Avtalsansvarig IS NULL AND ArsvardeOre IS NULL AND Avtalsnummer IS NULL"), Is.EqualTo(8));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtal WHERE Slut IS NULL"), Is.EqualTo(6));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtal WHERE UtforareId IS NULL"), Is.EqualTo(3));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtal WHERE Upphandlingsform = 'Lou'"), Is.EqualTo(8));
        Assert.That(await _app.Las<string>("SELECT Tillstand FROM Avtal WHERE Slut IS NOT NULL"), Is.All.EqualTo("Upphort"));
        Assert.That(await _app.Las<string>("SELECT Namn FROM Utforare ORDER BY Namn"), Is.EqualTo(new[] { "Mandresa", "Skanska", "Stockholm Entreprenad" }));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Verksamhetsomrade"), Is.EqualTo(4));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Sokord WHERE Ord = 'lekplatsskötsel'"), Is.EqualTo(1));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtal a JOIN Arende e ON e.Id = a.Id AND e.NamndId = a.NamndId WHERE a.ImportId = @Id", new { Id = import }), Is.EqualTo(8));
        Assert.That(await _app.LasEn<string>("SELECT Mening FROM Handelse WHERE Vad = 'Import införd'"),
            Is.EqualTo("Filen hasselby-vallingby-2007-avtal.csv införd i avtalsregistret: 8 nya, 0 ändrade, 0 oförändrade."));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse h JOIN Avtal a ON a.Id = h.ArendeId WHERE h.Vad = 'Avtal inläst'"), Is.EqualTo(8));
    }

    [Test]
    public async Task Enhetsregistret_fors_in_med_namnden_som_utforare_och_konkurrens_inte_kand()
    {
        var (import, provning) = await Prova(Fil("hasselby-vallingby-2007-enheter.csv"));
        Assert.That((provning.Nya, provning.AntalFel), Is.EqualTo((17, 0)));
        Assert.That(provning.Filvarningar.Single(), Does.Contain("Konkurrens"));

        await Infor(import);

        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Enhet WHERE Driftsform = 'EgenRegi' AND Konkurrens IS NULL"), Is.EqualTo(17));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Enhet WHERE Antal IS NULL"), Is.EqualTo(8));
        Assert.That(await _app.LasEn<int>("SELECT SUM(Antal) FROM Enhet"), Is.EqualTo(23));
        Assert.That(await _app.LasEn<string>("SELECT MojligFor FROM Enhet WHERE Namn = 'Vinsta arbetsforum'"), Is.EqualTo("Utreds"));
        Assert.That(await _app.LasEn<string>("SELECT Namn FROM Utforare WHERE Driftsform = 'EgenRegi'"), Is.EqualTo("Hässelby-Vällingby stadsdelsnämnd, egen regi"));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Enhet n JOIN Utforare u ON u.Id = n.UtforareId"), Is.EqualTo(17));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Arende WHERE Sort = 'Enhet'"), Is.EqualTo(17));
    }

    [TestCase("hasselby-vallingby-2007-avtal.csv", 8)]
    [TestCase("hasselby-vallingby-2007-enheter.csv", 17)]
    public async Task Samma_fil_en_gang_till_ar_oforandrad_och_skriver_inget(string filnamn, int antal)
    {
        await Infor((await Prova(Fil(filnamn))).Import);
        var versioner = await _app.Las<int>("SELECT Version FROM Arende ORDER BY Id");

        var (import, provning) = await Prova(Fil(filnamn));
        var utfall = await Infor(import);

        Assert.That((provning.Nya, provning.Andrade, provning.Lika), Is.EqualTo((0, 0, antal)));
        Assert.That(provning.Skal, Does.Contain("inget att föra in"));
        Assert.That((utfall.Nya, utfall.Andrade, utfall.Lika), Is.EqualTo((0, 0, antal)));
        Assert.That(await _app.Las<int>("SELECT Version FROM Arende ORDER BY Id"), Is.EqualTo(versioner));
    }

    [Test]
    public async Task En_andrad_rad_andrar_avtalet_och_en_tom_cell_raderar_inget()
    {
        await Infor((await Prova(Csv("A1;;Äldreomsorg;Hemtjänst;Omsorg AB;556677-8899;Bolag;LOV;2025-01-01;2027-12-31;12;2;6;1 200 000,50;Väster;Eva Ek;Viktigt"))).Import);
        var id = await _app.LasEn<Guid>("SELECT Id FROM Avtal");

        var (import, provning) = await Prova(Csv("a1;HVS;;Hemtjänst i väster;;;;;;2028-12-31;;;;;;;"));

        var rad = provning.Rader.Rader.Single();
        Assert.That((provning.Nya, provning.Andrade), Is.EqualTo((0, 1)));
        Assert.That(rad.ObjektId, Is.EqualTo(id));
        Assert.That(rad.Andringar.Select(a => a.ToString()), Is.EqualTo(new[]
        {
            "Avtalsnummer: A1 → a1", "Benämning: Hemtjänst → Hemtjänst i väster", "Avtalsslut: 2027-12-31 → 2028-12-31",
        }));
        await Infor(import);

        Assert.That(await _app.LasEn<int>("""
            SELECT COUNT(*) FROM Avtal
            WHERE Slut = '2028-12-31' AND Start = '2025-01-01' AND ArsvardeOre = 120000050 AND Anmarkning = 'Viktigt' AND ForlangningManader = 12
              AND UtforareId IS NOT NULL AND VerksamhetsomradeId IS NOT NULL AND Tillstand = 'Aktivt'
            """), Is.EqualTo(1));
        Assert.That(await _app.LasEn<int>("SELECT Version FROM Arende WHERE Id = @id", new { id }), Is.EqualTo(2));
        Assert.That(await _app.LasEn<string>("SELECT Mening FROM Handelse WHERE Vad = 'Avtal ändrat'"), Does.Contain("Avtalsslut: 2027-12-31 → 2028-12-31"));
        Assert.That(await _app.Las<string>("SELECT Ord FROM Sokord WHERE ObjektId = @id", new { id }), Does.Contain("väster").And.Contain("hemtjänst"));
    }

    [Test]
    public async Task Ett_avtal_som_far_sitt_nummer_i_filen_kanns_igen_pa_sitt_innehall()
    {
        await Infor((await Prova(Fil("hasselby-vallingby-2007-avtal.csv"))).Import);

        var (_, provning) = await Prova(Csv("2007-3;;Stadsmiljö;Underhåll och lekplatsskötsel;skanska;;;;;;;;;;;;"));

        Assert.That((provning.Nya, provning.Andrade), Is.EqualTo((0, 1)));
        Assert.That(provning.Rader.Rader.Single().Andringar.Single().ToString(), Is.EqualTo("Avtalsnummer: inte känt → 2007-3"));
    }

    [Test]
    public async Task En_ny_rad_som_liknar_ett_avtal_med_okand_utforare_laggs_in_men_med_varning()
    {
        await Infor((await Prova(Fil("hasselby-vallingby-2007-avtal.csv"))).Import);

        var (_, provning) = await Prova(Csv(";;Äldreomsorg;Hemtjänst;Nya Omsorgen AB;;;;;;;;;;Hela stadsdelen;;", ";;Stadsmiljö;Hemtjänst;;;;;;;;;;;;;"));

        Assert.That(provning.Nya, Is.EqualTo(2));
        Assert.That(provning.Rader.Rader[0].Varningar.Select(v => v.Text), Has.Some.Contains("samma benämning, där utföraren inte är känd"));
        Assert.That(provning.Rader.Rader[1].Varningar.Select(v => v.Text), Has.None.Contains("samma benämning"), "Verksamhetsområdet är ett annat.");
    }

    [Test]
    public async Task Utforaren_kanns_igen_pa_numret_och_annars_pa_namnet()
    {
        await Infor((await Prova(Csv(
            "1;;;Hemtjänst;Omsorg AB;;;;;;;;;;;;",
            "2;;;Boende;OMSORG AB;556677-8899;Aktiebolag;;;;;;;;;;",
            "3;;;Dagverksamhet;Omsorg i Sverige;5566778899;;;;;;;;;;;",
            "4;;;Nattpatrull;Omsorg AB;556036-0793;;;;;;;;;;;"))).Import);

        Assert.That(await _app.Las<string>("SELECT Organisationsnummer FROM Utforare ORDER BY Organisationsnummer"), Is.EqualTo(new[] { "556036-0793", "556677-8899" }));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(DISTINCT UtforareId) FROM Avtal"), Is.EqualTo(2));

        var (_, tvetydig) = await Prova(Csv("5;;;Larm;Omsorg AB;;;;;;;;;;;;"));
        Assert.That(tvetydig.Rader.Rader.Single().Fel.Single().ToString(), Does.Contain("heter 2 utförare").And.StartWith("Utförare:"));
    }

    [TestCase("1;;;;Omsorg AB;;;;;;;;;;;;", "Benämning: Saknas")]
    [TestCase("1;;;Larm;Omsorg AB;;;;2008-13-45;;;;;;;;", "Avtalsstart: ”2008-13-45” går inte att läsa som datum")]
    [TestCase("1;;;Larm;;;;;2009-01-01;2008-01-01;;;;;;;", "Slutdatumet ligger före startdatumet")]
    [TestCase("1;;;Larm;A AB;556677-8898;;;;;;;;;;;", "Organisationsnummer: ”556677-8898” stämmer inte")]
    [TestCase("1;;;Larm;;556677-8899;;;;;;;;;;;", "Ange utförarens namn")]
    [TestCase("1;;;Larm;;;Hemmabygge;;;;;;;;;;", "Driftform: ”Hemmabygge” är okänt. Välj bland: Egen regi, Bolag")]
    [TestCase("1;;;Larm;;;;LOX;;;;;;;;;", "Upphandlingsform: ”LOX” är okänt")]
    [TestCase("1;;;Larm;;;;;;;två;;;;;;", "Förlängning (månader): ”två” går inte att läsa som ett antal")]
    [TestCase("1;;;Larm;;;;;;;999;;;;;;", "Förlängningen ska vara mellan 0 och 240")]
    [TestCase("1;;;Larm;;;;;;;;;;12.50;;;", "Årsvärde (kr): ”12.50” går inte att läsa som belopp")]
    [TestCase("1;;;Larm;;;;;;;;;;-5;;;", "Årsvärde (kr): ”-5” går inte att läsa som belopp")]
    [TestCase("1;Socialnämnden;;Larm;;;;;;;;;;;;;", "Nämnd: ”Socialnämnden” är en annan nämnd")]
    [TestCase("1;;;Larm;;;;;;;;;;;;;;;extra", "celler men filen har 17 rubriker")]
    public async Task En_rad_med_fel_namnger_cellen_och_inget_fors_in(string felrad, string text)
    {
        var (import, provning) = await Prova(Csv("G;;;God rad;;;;;;;;;;;;;", felrad));

        Assert.That(provning.RaderMedFel, Is.EqualTo(1));
        var rad = provning.Rader.Rader.Single();
        Assert.That((rad.Nr, rad.Utfall), Is.EqualTo((3, Radutfall.Fel)));
        Assert.That(rad.Fel.Single().ToString(), Does.Contain(text));
        Assert.That(provning.KanForasIn, Is.False);

        var result = await _app.Send(new InforImportCommand { NamndId = _namnd, ImportId = import });

        Assert.That(result.Outcome, Is.EqualTo(Outcome.Refused));
        Assert.That(result.Hinder[0].Text, Does.Contain("1 fel på 1 rad."));
        Assert.That(await Rader(), Is.Zero);
        Assert.That(await _app.LasEn<string>("SELECT Tillstand FROM Import"), Is.EqualTo("Provad"));
    }

    [Test]
    public async Task En_for_lang_text_ar_ett_fel_vid_sin_cell()
    {
        var (_, provning) = await Prova(Csv($"1;;{new string('o', 101)};{new string('b', 201)};{new string('u', 201)};;;;;;;;;;;;{new string('a', 2001)}"));
        Assert.That(provning.Rader.Rader.Single().Fel.Select(f => f.Kolumn), Is.EquivalentTo(new[] { "Benämning", "Verksamhetsområde", "Utförare", "Anmärkning" }));
    }

    [Test]
    public async Task Tva_rader_om_samma_avtal_namner_bada_radnumren()
    {
        var (_, provning) = await Prova(Csv("7;;;Larm;;;;;;;;;;;;;", "", ";;;Larm;;;;;;;;;;;;;", "7;;;Annat;;;;;;;;;;;;;", ";;; larm;;;;;;;;;;;;;"));

        Assert.That(provning.Rader.Rader.Select(r => r.Fel.Single().Text), Is.EqualTo(new[]
        {
            "Rad 2 och rad 5 gäller samma avtal. Behåll en av dem.",
            "Rad 4 och rad 6 gäller samma avtal. Behåll en av dem.",
        }));
    }

    [Test]
    public async Task Avgransare_kodning_radslut_och_rubriker_far_skrivas_pa_flera_satt()
    {
        const string Text = "BENÄMNING{0}Driftsform{0}avtals slut{0}Fel\r\n\"Öppna {0} förskolan\nVäst\"{0}Egen regi{0}21/11 2026{0}gammalt fel\r\n";
        Encoding[] kodningar =
        [
            new UTF8Encoding(true), new UTF8Encoding(false), Encoding.Unicode, Encoding.BigEndianUnicode, CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
        ];
        foreach (var kodning in kodningar)
        {
            foreach (var avgransare in (string[])[";", ",", "\t"])
            {
                var text = Text.Replace("{0}", avgransare, StringComparison.Ordinal);
                foreach (var variant in (string[])[text, text.ReplaceLineEndings("\n"), "sep=" + avgransare + "\r\n" + text])
                {
                    byte[] fil = [.. kodning.GetPreamble(), .. kodning.GetBytes(variant)];
                    var (_, provning) = await Prova(fil, "Avtal.csv");

                    var rad = provning.Rader.Rader.Single();
                    var vantat = avgransare == "\t" ? "Öppna förskolan Väst" : $"Öppna {avgransare} förskolan Väst";
                    Assert.That((rad.Nr, rad.Namn, rad.Utfall), Is.EqualTo((2, vantat, Radutfall.Ny)), $"{kodning.WebName} {avgransare}");
                }
            }
        }
    }

    [Test]
    public async Task En_formel_ar_text_och_far_aldrig_vara_annat()
    {
        var (import, _) = await Prova(Csv("1;;;=cmd|' /C calc'!A0;'+46;;;;;;;;;;;;@SUM(A1)"));
        await Infor(import);

        Assert.That(await _app.LasEn<string>("SELECT Benamning FROM Avtal"), Is.EqualTo("=cmd|' /C calc'!A0"));
        Assert.That(await _app.LasEn<string>("SELECT Namn FROM Utforare"), Is.EqualTo("+46"));
    }

    [TestCase("", "Filen är tom")]
    [TestCase("\r\n;;\r\n", "Filen är tom")]
    [TestCase(Rubriker + "\r\n", "inga rader")]
    [TestCase("Benämning;Avtalsslut\r\nLarm;\r\n\"Hemtjänst;2026-01-01\r\nBoende;\r\n", "På rad 3 börjar en cell med citattecken som aldrig avslutas")]
    [TestCase("%PDF-1.7 …", "PDF")]
    [TestCase("PK\u0003\u0004xl/workbook.xml", "XLSX")]
    [TestCase("Benämning;\0\0\0\u0001", "inte text")]
    public async Task En_fil_som_inte_ar_ett_register_nekas_med_skal_och_sparas_inte(string innehall, string skal)
    {
        var result = await _app.Send(TaEmot(Encoding.UTF8.GetBytes(innehall), "register.csv"));

        Assert.That(result.Outcome, Is.EqualTo(Outcome.Refused));
        Assert.That(result.Hinder.Single().Text, Does.Contain(skal));
        Assert.That(result.Hinder.Single().Falt, Is.EqualTo("Fil"));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Import"), Is.Zero);
    }

    [TestCase("Namn|Slut\r\nLarm|2026-01-01\r\n", "I filen står: Namn|Slut")]
    [TestCase("Avtalsnummer;Utförare;Avtalsslut\r\n1;A AB;2026-01-01\r\n", "Rubriken Benämning saknas. Väntade rubriker: Avtalsnummer, Nämnd")]
    [TestCase("Benämning;Avtalsslut;benämning\r\nLarm;;Larm\r\n", "Samma rubrik står två gånger: Benämning")]
    public async Task En_fil_vars_rubriker_inte_racker_vantar_pa_att_kolumnerna_valjs_och_fors_inte_in_dessforinnan(string innehall, string skal)
    {
        var id = await _app.Gor(TaEmot(Encoding.UTF8.GetBytes(innehall), "register.csv"));
        var blad = await _app.Gor(new ImportprovningQuery { NamndId = _namnd, ImportId = id });
        Assert.That((blad.Provning, blad.ValjKolumner), Is.EqualTo(((Provningsresultat?)null, true)));
        Assert.That(blad.Hinder, Does.Contain(skal));
        Assert.That((await _app.Send(new InforImportCommand { NamndId = _namnd, ImportId = id })).Hinder.Single().Text, Does.Contain(skal));

        _app.SomSystem();
        var verb = await _app.Send(new ImporteraFilCommand { NamndId = _namnd, Filnamn = "r.csv", Fil = new MemoryStream(Encoding.UTF8.GetBytes(innehall)) });
        Assert.That(verb.Hinder.Single().Text, Does.Contain(skal), "Kommandoraden har ingen sida att välja på.");
        Assert.That(await Rader(), Is.Zero);
    }

    [Test]
    public async Task En_fil_avklippt_mitt_i_ett_tecken_en_rad_eller_en_jattecell_nekas()
    {
        var hel = Encoding.UTF8.GetBytes("Benämning;Område;Avtalsslut\r\nLarm;Väster;2026-01-01\r\nÖppen vård;Rå");
        Assert.That((await _app.Send(TaEmot(hel[..^1], "a.csv"))).Hinder.Single().Kod, Is.EqualTo("skadad-text"));

        var (_, provning) = await Prova(hel);
        Assert.That(provning.Rader.Rader.Single().Fel.Single().Text, Does.Contain("avklippt"));

        var jatte = Encoding.UTF8.GetBytes($"Benämning;Område\r\nLarm;\"{string.Join("\r\n", Enumerable.Repeat("Boende;Väster", 5000))}");
        Assert.That((await _app.Send(TaEmot(jatte, "a.csv"))).Hinder.Single().Text, Does.StartWith("På rad 2 finns en cell med mer än 32767 tecken"));
    }

    [Test]
    public async Task En_for_stor_fil_och_for_manga_rader_nekas()
    {
        var stor = new byte[(20 * 1024 * 1024) + 1];
        Array.Fill(stor, (byte)'a');
        Assert.That((await _app.Send(TaEmot(stor, "a.csv"))).Hinder.Single().Kod, Is.EqualTo("for-stor"));

        var manga = Encoding.UTF8.GetBytes("Benämning;Avtalsslut\n" + string.Concat(Enumerable.Repeat("a;\n", 200_001)));
        Assert.That((await _app.Send(TaEmot(manga, "a.csv"))).Hinder.Single().Kod, Is.EqualTo("for-manga-rader"));
    }

    [Test]
    public async Task Okanda_och_saknade_rubriker_sags_men_hindrar_inte()
    {
        var (_, provning) = await Prova(Encoding.UTF8.GetBytes("Benämning;Avtalsslut;Favoritfärg\r\nLarm;2027-01-01;Blå\r\n"));

        Assert.That(provning.Filvarningar, Has.Some.Contains("Favoritfärg"));
        Assert.That(provning.Filvarningar, Has.Some.Contains("Kolumnen Nämnd finns inte"));
        Assert.That(provning.Filvarningar, Has.Some.Contains("Avtalsansvarig"));
        Assert.That(provning.AntalVarningar, Is.Zero, "Kolumner som filen inte har sägs en gång, inte på varje rad.");
        Assert.That(provning.KanForasIn, Is.True);
    }

    [Test]
    public async Task Ett_dubbelklick_for_in_en_gang_och_sager_det()
    {
        var (import, _) = await Prova(Fil("hasselby-vallingby-2007-avtal.csv"));
        var command = new InforImportCommand { NamndId = _namnd, ImportId = import };

        var svar = await Task.WhenAll(Task.Run(() => _app.Send(command)), Task.Run(() => _app.Send(command)), Task.Run(() => _app.Send(command)));

        Assert.That(svar.Count(s => s.IsOk), Is.EqualTo(1));
        Assert.That(svar.Where(s => !s.IsOk).Select(s => s.Hinder.Single().Kod), Is.All.EqualTo("redan-inford"));
        Assert.That(svar.First(s => !s.IsOk).Hinder.Single().Text, Does.Contain("8 nya, 0 ändrade, 0 oförändrade").And.Contain("Avtalsansvarig (test)"));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtal"), Is.EqualTo(8));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE Vad = 'Import införd'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Samma_fil_i_tva_importer_pa_en_gang_ger_inga_dubbletter()
    {
        var (forsta, _) = await Prova(Fil("hasselby-vallingby-2007-avtal.csv"));
        var andra = await _app.Gor(TaEmot(await File.ReadAllBytesAsync(Sokvag("hasselby-vallingby-2007-avtal.csv")), "kopia.csv"));

        var svar = await Task.WhenAll(
            Task.Run(() => _app.Send(new InforImportCommand { NamndId = _namnd, ImportId = forsta })),
            Task.Run(() => _app.Send(new InforImportCommand { NamndId = _namnd, ImportId = andra })));

        Assert.That(svar.Select(s => s.Value!.Nya), Is.EquivalentTo(new[] { 8, 0 }));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtal"), Is.EqualTo(8));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Utforare"), Is.EqualTo(3));
    }

    [Test]
    public async Task Samma_fil_lamnad_igen_medan_den_vantar_ar_samma_import()
    {
        var (forsta, _) = await Prova(Fil("hasselby-vallingby-2007-avtal.csv"));
        var (andra, _) = await Prova(Fil("hasselby-vallingby-2007-avtal.csv"));
        Assert.That(andra, Is.EqualTo(forsta));
    }

    [Test]
    public async Task Den_som_for_in_godkanner_det_hen_sag()
    {
        var (import, provning) = await Prova(Fil("hasselby-vallingby-2007-avtal.csv"));
        await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Reception", Verksamhetsomrade = "Reception" });

        var result = await _app.Send(new InforImportCommand { NamndId = _namnd, ImportId = import, Avtryck = provning.Avtryck });
        Assert.That(result.Hinder.Single().Kod, Is.EqualTo("registret-andrat"));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtal"), Is.EqualTo(1));

        var (_, ny) = await Prova(Fil("hasselby-vallingby-2007-avtal.csv"));
        Assert.That((ny.Nya, ny.Andrade), Is.EqualTo((7, 1)));
        Assert.That((await _app.Send(new InforImportCommand { NamndId = _namnd, ImportId = import, Avtryck = ny.Avtryck })).IsOk, Is.True);
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtal"), Is.EqualTo(8));
    }

    [Test]
    public async Task En_forkastad_fil_fors_inte_in()
    {
        var (import, _) = await Prova(Fil("hasselby-vallingby-2007-avtal.csv"));
        await _app.Gor(new ForkastaImportCommand { NamndId = _namnd, ImportId = import });

        var result = await _app.Send(new InforImportCommand { NamndId = _namnd, ImportId = import });
        Assert.That(result.Hinder.Single().Kod, Is.EqualTo("forkastad"));
        Assert.That((await _app.Send(new ForkastaImportCommand { NamndId = _namnd, ImportId = import })).Hinder.Single().Kod, Is.EqualTo("forkastad"));
        Assert.That((await _app.Gor(new ImportprovningQuery { NamndId = _namnd, ImportId = import })).Provning, Is.Null);
        Assert.That(await Rader(), Is.Zero);
    }

    [TestCase(30, 0, false)]
    [TestCase(30, 1, true)]
    public async Task En_fil_som_vantat_i_trettio_dagar_forkastas_och_sager_varfor(int dagar, int sekunder, bool borta)
    {
        var (import, _) = await Prova(Fil("hasselby-vallingby-2007-avtal.csv"));
        _app.Klocka.Nu = _app.Klocka.Nu.AddDays(dagar).AddSeconds(sekunder);
        var rensat = await _app.SomSystem().Send(new RensaImportfilerCommand());
        Assert.That(rensat.IsOk, Is.EqualTo(borta));
        Assert.That(Lagrade(), Has.Length.EqualTo(borta ? 0 : 1));

        _app.Som(Roll.Avtalsansvarig, _namnd);
        var blad = await _app.Gor(new ImportprovningQuery { NamndId = _namnd, ImportId = import });
        Assert.That((blad.Tillstand, blad.Fel), Is.EqualTo(borta
            ? (Importtillstand.Forkastad, "Filen väntade i mer än 30 dagar utan att föras in, och är borttagen. Inget har förts in. Lämna den igen om den ska föras in.")
            : (Importtillstand.Provad, null)));
        if (!borta) { return; }
        Assert.That(rensat.Audit!.Mening, Does.EndWith("1 import som ännu väntade förkastades."));
        Assert.That((await _app.Send(new InforImportCommand { NamndId = _namnd, ImportId = import })).Hinder.Single().Text, Is.EqualTo(blad.Fel));
        var (igen, _) = await Prova(Fil("hasselby-vallingby-2007-avtal.csv"));
        Assert.That(igen, Is.Not.EqualTo(import), "Lämnad igen är den en ny import.");
    }

    [Test]
    public async Task En_fil_som_nagon_just_har_lamnat_igen_rensas_inte()
    {
        var (import, _) = await Prova(Fil("hasselby-vallingby-2007-avtal.csv"));
        await _app.Gor(new ForkastaImportCommand { NamndId = _namnd, ImportId = import });
        _app.Klocka.Nu = _app.Klocka.Nu.AddHours(2);

        // Samma innehåll, mottaget som dokument men ännu inte inlagt.
        await _app.Services.GetRequiredService<IFillager>().SparaAsync(await File.ReadAllBytesAsync(Sokvag("hasselby-vallingby-2007-avtal.csv")), default);
        Assert.That((await _app.SomSystem().Send(new RensaImportfilerCommand())).Hinder.Single().Kod, Is.EqualTo("inget-att-rensa"));
        Assert.That(Lagrade(), Has.Length.EqualTo(1));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Import WHERE FilBorttagen IS NULL"), Is.EqualTo(1), "Nästa varv prövar igen.");

        _app.Klocka.Nu = _app.Klocka.Nu + RensaImportfilerCommand.Respit;
        Assert.That(await _app.Gor(new RensaImportfilerCommand()), Is.EqualTo(1));
        Assert.That(Lagrade(), Is.Empty);
    }

    private string[] Lagrade() => Directory.GetFiles(Path.Combine(_app.Databas.Mapp, "filer"), "*", SearchOption.AllDirectories);

    [Test]
    public async Task En_rad_som_andrar_ett_arkiverat_avtal_ar_ett_fel() // K13
    {
        await Infor((await Prova(Csv("A-1;;;Larm;;;;;;2027-12-31;;;;;;;"))).Import);
        await _app.Las<int>("UPDATE Avtal SET Tillstand = 'Arkiverat'; SELECT 1");
        Assert.That((await Prova(Csv("A-1;;;Larm;;;;;;2027-12-31;;;;;;;"), "samma.csv")).Provning.Lika, Is.EqualTo(1));
        var fel = (await Prova(Csv("A-1;;;Larm;;;;;;2028-12-31;;;;;;;"))).Provning.Rader.Rader.Single().Fel.Single();
        Assert.That(fel.ToString(), Is.EqualTo("Avtalsslut: Avtalet är arkiverat och ändras inte längre. Ta bort raden."));
    }

    [Test]
    public async Task En_skadad_fil_i_lagret_fors_inte_in_och_sidan_sager_det()
    {
        var (import, _) = await Prova(Csv($"1;;;Larm {Guid.NewGuid():N};;;;;;;;;;;;;"));
        var checksumma = await _app.LasEn<string>("SELECT Checksumma FROM Import WHERE Id = @import", new { import });
        var plats = Directory.GetFiles(Path.Combine(_app.Databas.Mapp, "filer"), checksumma!, SearchOption.AllDirectories).Single();
        await File.AppendAllTextAsync(plats, "!");

        Assert.That((await _app.Gor(new ImportprovningQuery { NamndId = _namnd, ImportId = import })).Hinder, Does.Contain("Lämna den igen"));
        Assert.That((await _app.Send(new InforImportCommand { NamndId = _namnd, ImportId = import })).Hinder.Single().Kod, Is.EqualTo("filen-saknas"));
        File.Delete(plats);
    }

    [Test]
    public async Task En_annan_namnds_import_finns_inte_och_utan_rollen_ar_den_forbjuden()
    {
        var (import, _) = await Prova(Fil("hasselby-vallingby-2007-avtal.csv"));
        var annan = await _app.Namnd("Socialnämnden", "SN");

        _app.Som(Roll.Avtalsansvarig, annan);
        Assert.That((await _app.Send(new ImportprovningQuery { NamndId = _namnd, ImportId = import })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new ImportprovningQuery { NamndId = annan, ImportId = import })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new InforImportCommand { NamndId = annan, ImportId = import })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new ForkastaImportCommand { NamndId = annan, ImportId = import })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new FelfilQuery { NamndId = annan, ImportId = import })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new InforImportCommand { NamndId = _namnd, ImportId = import })).Outcome, Is.EqualTo(Outcome.NotFound));

        _app.Som(Roll.Uppfoljare, _namnd);
        Assert.That((await _app.Send(TaEmot([1], "a.csv"))).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(new ImportprovningQuery { NamndId = _namnd, ImportId = import })).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(new InforImportCommand { NamndId = _namnd, ImportId = import })).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(new ForkastaImportCommand { NamndId = _namnd, ImportId = import })).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Gor(new ImportlistaQuery())).Sida.Rader.Single().Id, Is.EqualTo(import));
        Assert.That(await Rader(), Is.Zero);
    }

    [Test]
    public async Task Listan_visar_bara_egna_namnders_filer()
    {
        await Prova(Fil("hasselby-vallingby-2007-avtal.csv"));
        var annan = await _app.Namnd("Socialnämnden", "SN");

        _app.Som(Roll.Lasare, annan);
        Assert.That((await _app.Gor(new ImportlistaQuery())).Sida.Antal, Is.Zero);
        Assert.That((await _app.Gor(new ImportlistaQuery { Namnd = _namnd })).Sida.Antal, Is.Zero);

        _app.Som(Roll.Lasare, annan, _namnd);
        Assert.That((await _app.Gor(new ImportlistaQuery { Namnd = _namnd })).Sida.Rader.Single().AntalRader, Is.EqualTo(8));
    }

    [Test]
    public async Task Systemet_for_in_en_fil_i_ett_steg()
    {
        _app.SomSystem();
        await using var fil = File.OpenRead(Sokvag("hasselby-vallingby-2007-enheter.csv"));

        var utfall = await _app.Gor(new ImporteraFilCommand { NamndId = _namnd, Filnamn = "/tmp/../x/enheter.csv", Fil = fil });

        Assert.That((utfall.Sort, utfall.Nya), Is.EqualTo((Importsort.Enheter, 17)));
        Assert.That(await _app.LasEn<string>("SELECT Filnamn FROM Import WHERE Tillstand = 'Inford'"), Is.EqualTo("enheter.csv"));

        var fel = await _app.Send(new ImporteraFilCommand { NamndId = _namnd, Filnamn = "fel.csv", Fil = new MemoryStream(Csv("1;;;Larm;;;;;x;;;;;;;;")) });
        Assert.That(fel.Hinder.Select(h => h.Text), Has.Some.Contains("Rad 2, Avtalsstart"));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Import"), Is.EqualTo(1));
    }

    [Test]
    public async Task Antalet_satser_foljer_inte_antalet_rader()
    {
        static byte[] Register(int antal, string omrade) => Csv([.. Enumerable.Range(1, antal)
            .Select(i => $"{i};;Område {i % 7};Avtal {i};Utförare {i % 13} AB;;Bolag;LOU;2025-01-01;;;;;;{omrade};;")]);

        var satser = new List<(int Provning, int Nya, int Andrade)>();
        foreach (var antal in (int[])[3, 300])
        {
            var namnd = await _app.Namnd($"Nämnd {(antal == 3 ? "A" : "B")}", antal == 3 ? "NA" : "NB");
            _app.Som(Roll.Avtalsansvarig, namnd);
            var import = await _app.Gor(TaEmot(Register(antal, "Väster"), "a.csv") with { NamndId = namnd });
            var (_, provning) = await _app.SendRaknat(new ImportprovningQuery { NamndId = namnd, ImportId = import });
            var (_, nya) = await _app.SendRaknat(new InforImportCommand { NamndId = namnd, ImportId = import });
            import = await _app.Gor(TaEmot(Register(antal, "Öster"), "b.csv") with { NamndId = namnd });
            var (resultat, andrade) = await _app.SendRaknat(new InforImportCommand { NamndId = namnd, ImportId = import });
            Assert.That(resultat.Value!.Andrade, Is.EqualTo(antal), string.Join(" ", resultat.Hinder));
            satser.Add((provning, nya, andrade));
        }

        Assert.That(satser[0], Is.EqualTo((7, 18, 17)));
        Assert.That(satser[1].Provning, Is.EqualTo(satser[0].Provning));
        Assert.That(satser[1].Nya, Is.EqualTo(satser[0].Nya).Within(1), "En sats mer när det finns nya utförare.");
        Assert.That(satser[1].Andrade, Is.EqualTo(satser[0].Andrade));
    }

    [Test]
    public async Task Faller_skrivningen_halvvags_star_registret_orort()
    {
        var (import, _) = await Prova(Csv("1;;;Larm;Ny AB;;;;;;;;;;;;", "2;;;Boende;;;;;;;;;;;;;"));
        // Något utanför programmet har tagit den plats som den andra raden behöver.
        await _app.Las<int>("CREATE UNIQUE INDEX UX_Prov ON Avtal (NamndId)");

        var result = await _app.Send(new InforImportCommand { NamndId = _namnd, ImportId = import });

        Assert.That(result.Outcome, Is.EqualTo(Outcome.Conflict));
        Assert.That(await Rader(), Is.Zero);
        Assert.That(await _app.LasEn<string>("SELECT Tillstand FROM Import"), Is.EqualTo("Provad"));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE Vad = 'Import införd'"), Is.Zero);
    }

    [Test]
    public async Task Filen_med_fel_gar_att_ratta_och_lamna_igen()
    {
        var (import, _) = await Prova(Csv("1;;;=2+3;;;;;2025-01-01;;;;;;;;\"Två\nrader; här\"", "2;;;Larm;;;;;fel;;;;;;;;"));

        var hela = await _app.Gor(new FelfilQuery { NamndId = _namnd, ImportId = import });
        var problem = await _app.Gor(new FelfilQuery { NamndId = _namnd, ImportId = import, BaraProblem = true });
        var text = Encoding.UTF8.GetString(hela.Innehall);

        Assert.That(hela.Filnamn, Is.EqualTo("avtal-fel.csv"));
        Assert.That(text, Does.Contain(";'=2+3;").And.Contain("Fel: Avtalsstart: ”fel” går inte att läsa som datum"));
        Assert.That(Encoding.UTF8.GetString(problem.Innehall), Does.Contain("Larm"));

        var (rattad, provning) = await Prova(Encoding.UTF8.GetBytes(text.Replace(";fel;", ";2025-06-01;", StringComparison.Ordinal)));
        Assert.That((provning.Nya, provning.AntalFel), Is.EqualTo((2, 0)));
        await Infor(rattad);
        Assert.That(await _app.Las<string>("SELECT Benamning FROM Avtal ORDER BY Avtalsnummer"), Is.EqualTo(new[] { "=2+3", "Larm" }));
        Assert.That(await _app.LasEn<string>("SELECT Anmarkning FROM Avtal WHERE Avtalsnummer = '1'"), Is.EqualTo("Två\nrader; här"));
    }

    [Test]
    public async Task Mallarna_ar_register_utan_rader()
    {
        foreach (var sort in Enum.GetValues<Importsort>())
        {
            var result = await _app.Send(TaEmot(Importmall.For(sort).Innehall, "mall.csv"));
            Assert.That(result.Hinder.Single().Kod, Is.EqualTo("inga-rader"));
        }
    }

    [Test]
    public async Task Raderna_visas_sida_for_sida_och_i_urval()
    {
        var rader = Enumerable.Range(1, 120).Select(i => $"{i};;;Avtal {i};A AB;;;;2025-01-01;{(i % 60 == 0 ? "x" : "2027-01-01")};;;;;;Eva;").ToArray();
        var (import, provning) = await Prova(Csv(rader));
        Assert.That((provning.Visa, provning.Rader.Antal), Is.EqualTo((Radurval.Fel, 2)), "Felen visas först.");

        var problem = await _app.Gor(new ImportprovningQuery { NamndId = _namnd, ImportId = import, Visa = Radurval.Problem });
        Assert.That(problem.Provning!.Rader.Antal, Is.EqualTo(120), "Nämndcellen är tom på varje rad.");

        var alla = await _app.Gor(new ImportprovningQuery { NamndId = _namnd, ImportId = import, Visa = Radurval.Alla, Sida = 3 });
        Assert.That((alla.Provning!.Rader.Rader.Count, alla.Provning.Rader.Sidor), Is.EqualTo((20, 3)));
        var fel = await _app.Gor(new ImportprovningQuery { NamndId = _namnd, ImportId = import, Visa = Radurval.Fel });
        Assert.That(fel.Provning!.Rader.Rader.Select(r => r.Nr), Is.EqualTo(new[] { 61, 121 }));
    }

    private static byte[] Csv(params string[] rader) => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(string.Join("\r\n", rader.Prepend(Rubriker)) + "\r\n")];

    private static string Sokvag(string namn) => Path.Combine(TestContext.CurrentContext.TestDirectory, "Data", namn);

    private static (byte[] Innehall, string Namn) Fil(string namn) => (File.ReadAllBytes(Sokvag(namn)), namn);

    private TaEmotImportCommand TaEmot(byte[] innehall, string namn) => new() { NamndId = _namnd, Filnamn = namn, Fil = new MemoryStream(innehall) };

    private Task<(Guid Import, Provningsresultat Provning)> Prova((byte[] Innehall, string Namn) fil) => Prova(fil.Innehall, fil.Namn);

    private async Task<(Guid Import, Provningsresultat Provning)> Prova(byte[] innehall, string namn = "avtal.csv")
    {
        var id = await _app.Gor(TaEmot(innehall, namn));
        var blad = await _app.Gor(new ImportprovningQuery { NamndId = _namnd, ImportId = id });
        return (id, blad.Provning!);
    }

    private Task<Importutfall> Infor(Guid import) => _app.Gor(new InforImportCommand { NamndId = _namnd, ImportId = import });

    private Task<int> Rader() => _app.LasEn<int>("SELECT (SELECT COUNT(*) FROM Avtal) + (SELECT COUNT(*) FROM Enhet) + (SELECT COUNT(*) FROM Utforare) + (SELECT COUNT(*) FROM Sokord)");
}
