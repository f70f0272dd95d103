using System.Text;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Tests.Kommandorad;

/// <summary>Verben: samma kommandon genom samma pipeline, med besked på svenska och svarskoder som ett skript kan lita på.</summary>
public sealed class VerbTests
{
    private TestApp _app = null!;

    [SetUp]
    public async Task Starta() => _app = await TestApp.StartaAsync();

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Hjalpen_ar_pa_svenska_och_namner_varje_verb()
    {
        var (kod, ut, _) = await Vardprocess.KorAsync(_app.Databas, null, "--help");
        Assert.That(kod, Is.Zero);
        foreach (var verb in new[] { "migrera", "administrator", "konto", "importera", "plan", "jobb", "avtal-tid", "verifiera-logg", "byt-loggnyckel", "byt-skyddsnyckel", "sakerhetskopia", "verifiera", "aterstall", "halsa", "demo" }) { Assert.That(ut, Does.Contain($"\n  {verb}")); }
        Assert.That(ut, Does.Contain("Användning"));
    }

    [TestCase("finnsinte")]
    [TestCase("plan", "VON")]
    [TestCase("jobb", "planer-for-alla")]
    [TestCase("jobb", "finnsinte")]
    [TestCase("plan", "VON", "nästa")]
    [TestCase("importera", "finns-inte.csv", "--namnd", "VON")]
    public async Task Fel_anvandning_ger_svar_2_och_ett_besked(params string[] args)
    {
        var (kod, _, fel) = await Vardprocess.KorAsync(_app.Databas, null, args);
        Assert.That(kod, Is.EqualTo(2));
        Assert.That(fel, Does.Contain("--help"));
    }

    [Test]
    public async Task Registret_lases_in_planen_gors_och_skrivs_som_PDF()
    {
        await _app.Namnd("Hässelby-Vällingby stadsdelsnämnd", "HV");
        var avtal = Path.Combine(AppContext.BaseDirectory, "Data", "hasselby-vallingby-2007-avtal.csv");

        var import = await Vardprocess.KorAsync(_app.Databas, null, "importera", avtal, "--namnd", "hv");
        Assert.That(import.Kod, Is.Zero, import.Fel);
        Assert.That(import.Ut, Does.Contain("8 nya, 0 ändrade, 0 oförändrade"));
        var igen = await Vardprocess.KorAsync(_app.Databas, null, "importera", avtal, "--namnd", "HV");
        Assert.That(igen.Ut, Does.Contain("0 nya, 0 ändrade, 8 oförändrade"));

        var pdf = Path.Combine(_app.Databas.Mapp, "plan.pdf");
        var plan = await Vardprocess.KorAsync(_app.Databas, null, "plan", "Hässelby-Vällingby stadsdelsnämnd", "2027", "--pdf", pdf);
        Assert.That(plan.Kod, Is.Zero, plan.Fel);
        Assert.That(plan.Ut, Does.Contain("Uppföljningsplan 2027 genererad: 6 rader, 2 utan rad."));
        Assert.That(Encoding.ASCII.GetString((await File.ReadAllBytesAsync(pdf))[..5]), Is.EqualTo("%PDF-"));
        Assert.That(await _app.Las<string>("SELECT DISTINCT Anvandare FROM Handelse WHERE Vad LIKE 'Plan%'"), Is.EqualTo(new[] { "Systemet" }));
    }

    [Test]
    public async Task Avtalens_tid_gar_som_systemet_och_ar_ofarlig_att_kora_igen()
    {
        var namnd = await _app.Namnd();
        await _app.Som(Roll.Avtalsansvarig, namnd).Gor(new RegistreraAvtalCommand { NamndId = namnd, Benamning = "Parkskötsel", Slut = new(2026, 11, 21), Undertecknat = true });
        await _app.Las<int>("UPDATE Avtal SET Slut = '2020-01-31'; SELECT 1");

        Assert.That((await Vardprocess.KorAsync(_app.Databas, null, "avtal-tid")).Ut.Trim(), Is.EqualTo("1 avtal fördes vidare."));
        Assert.That((await Vardprocess.KorAsync(_app.Databas, null, "avtal-tid")).Ut.Trim(), Is.EqualTo("Inget avtal fördes vidare."));
        Assert.That(await _app.Las<string>("SELECT Anvandare FROM Handelse WHERE Vad = 'Avtal upphört'"), Is.EqualTo(new[] { "Systemet" }));
    }

    [Test]
    public async Task Jobben_raknas_upp_och_kors_som_systemet_och_planforslaget_ror_inte_en_plan_som_finns()
    {
        Assert.That((await Vardprocess.KorAsync(_app.Databas, null, "jobb")).Ut, Does.Contain("avtalstid").And.Contain("uppgifter").And.Contain("planforslag").And.Not.Contain("planer-for-alla"));
        await _app.Namnd();
        var uppgifter = await Vardprocess.KorAsync(_app.Databas, null, "jobb", "uppgifter");
        Assert.That((uppgifter.Kod, uppgifter.Ut.Trim()), Is.EqualTo((0, "Inget nytt har förfallit.")), uppgifter.Fel);
        var (kod, ut, fel) = await Vardprocess.KorAsync(_app.Databas, null, "jobb", "planforslag");
        Assert.That(kod, Is.Zero, fel);
        Assert.That(ut, Does.StartWith("Utkast till plan för").Or.StartWith("Förslag till nästa års plan görs från den 1 oktober."));
    }

    [TestCase("--Jobb:Pa=kanske", "Inställningen Jobb:Pa är ”kanske” men ska vara true eller false.")]
    [TestCase("--Jobb:HistorikDagar=0", "ska vara ett antal dagar mellan 1 och 3650")]
    [TestCase("--Jobb:Fil=/proc/jobb.db", "Schemaläggarens fil /proc/jobb.db går inte att öppna")]
    [TestCase("--Jobb:Fil=/tmp", "som är en mapp och ska vara en fil")]
    public async Task En_installning_for_jobben_som_inte_gar_stoppar_starten_med_besked(string installning, string besked)
    {
        Assume.That(Testdatabas.ArSqlServer, Is.False, "På SQL Server finns ingen fil.");
        using var process = Vardprocess.Starta(_app.Databas, installning, "--urls=http://127.0.0.1:0");
        process.StandardInput.Close();
        var fel = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.EqualTo(1));
        Assert.That(fel, Does.Contain(besked).And.Not.Contain("   at "));
    }

    [Test]
    public async Task En_fil_med_fel_ger_svar_1_och_lamnar_inget()
    {
        await _app.Namnd();
        var fil = Path.Combine(_app.Databas.Mapp, "fel.csv");
        await File.WriteAllTextAsync(fil, "Benämning;Avtalsstart;Avtalsslut\nHemtjänst;2026-01-01;2025-01-01\nStädning;2026-01-01;\n");
        var (kod, _, fel) = await Vardprocess.KorAsync(_app.Databas, null, "importera", fil, "--namnd", "VON");
        Assert.That(kod, Is.EqualTo(1));
        Assert.That(fel, Is.Not.Empty);
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtal"), Is.Zero);
    }

    [Test]
    public async Task Den_forsta_administratoren_laggs_till_pa_maskinen_och_losenordet_skrivs_inte_ut()
    {
        var kort = await Vardprocess.KorAsync(_app.Databas, "kort", "administrator", "admin");
        Assert.That(kort.Kod, Is.EqualTo(1));
        Assert.That(kort.Fel, Does.Contain("minst 12 tecken"));

        var (kod, ut, fel) = await Vardprocess.KorAsync(_app.Databas, "en lång mening", "administrator", "admin");
        Assert.That(kod, Is.Zero, fel);
        Assert.That(ut + fel, Does.Contain("admin (admin) tillagd som administratör.").And.Not.Contain("en lång mening"));
    }

    [Test]
    public async Task Demoinloggning_utanfor_utvecklingsmiljo_stoppar_starten()
    {
        using var process = Vardprocess.Starta(_app.Databas, "--Demo:Inloggning=true", "--urls=http://127.0.0.1:0");
        process.StandardInput.Close();
        var fel = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.EqualTo(1));
        Assert.That(fel, Does.Contain("bara tillåten i utvecklingsmiljö").And.Not.Contain("   at "));
    }

    [Test]
    public async Task En_migrering_som_har_andrats_efter_att_den_kordes_stoppar_med_besked()
    {
        await _app.Las<int>("UPDATE Migrering SET Checksumma = 'en annan' WHERE Nr = 1; SELECT 1");
        var (kod, _, fel) = await Vardprocess.KorAsync(_app.Databas, null, "migrera");
        Assert.That(kod, Is.EqualTo(1));
        Assert.That(fel.Trim(), Is.EqualTo("Migrering 1 grund är körd med en annan text än den som programmet har."));
    }
}
