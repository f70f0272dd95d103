using System.Text;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Mal;
using Uppfoljning.Domain.Mal;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Fullmäktiges mål, nämndmål och indikatorer, och filerna som de läses in ur.</summary>
public sealed class MalTests
{
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

    [Test]
    public async Task Ett_mal_som_inte_finns_nekas_vid_sitt_falt()
    {
        var nytt = new RegistreraNamndmalCommand { NamndId = _namnd, Namn = "Vårt mål", FullmaktigemalId = Guid.Empty };
        Assert.That((await _app.Som(Roll.Uppfoljare, _namnd).Send(nytt)).Hinder.Single().Falt, Is.EqualTo("FullmaktigemalId"));
        var id = await _app.Gor(nytt with { FullmaktigemalId = null });
        var andra = await _app.Send(new AndraNamndmalCommand { MalId = id, Namn = "Vårt mål", FullmaktigemalId = Guid.NewGuid(), Version = 1 });
        Assert.That((andra.Outcome, andra.Hinder.Single().Kod), Is.EqualTo((Outcome.Refused, "mal-borta")));
    }

    [Test]
    public async Task Fullmaktiges_mal_och_malomraden_laggs_in_andras_och_tas_bort()
    {
        await _app.Gor(new SparaMalomradeCommand { Namn = "Trygghet", Dimension = "social" });
        var omrade = (await _app.Gor(new FullmaktigesMalQuery())).Omraden.Single();
        await _app.Gor(new SparaFullmaktigemalCommand { Namn = "En trygg omsorg", MalomradeId = omrade.Id });
        var mal = (await _app.Gor(new FullmaktigesMalQuery())).Mal.Single();
        Assert.That((await _app.Send(new SparaFullmaktigemalCommand { Namn = "en trygg omsorg" })).Hinder.Single().Falt, Is.EqualTo("Namn"));

        await _app.Gor(new SparaFullmaktigemalCommand { Id = mal.Id, NamnForut = mal.Namn, Namn = "En trygg och säker omsorg", MalomradeId = omrade.Id });
        Assert.That((await _app.Send(new SparaFullmaktigemalCommand { Id = mal.Id, NamnForut = mal.Namn, Namn = "Något annat" })).Outcome, Is.EqualTo(Outcome.Conflict));

        Assert.That((await _app.Send(new TaBortMalomradeCommand(omrade.Id) { Bekraftat = true })).Hinder.Single().Kod, Is.EqualTo("har-mal"));
        await _app.Som(Roll.Uppfoljare, _namnd).Gor(new RegistreraNamndmalCommand { NamndId = _namnd, Namn = "Vårt mål", FullmaktigemalId = mal.Id });
        Assert.That((await _app.SomAdministrator().Send(new TaBortFullmaktigemalCommand(mal.Id) { Bekraftat = true })).Hinder.Single().Kod, Is.EqualTo("har-namndmal"));
        Assert.That((await _app.Som(Roll.Lasare, _namnd).Gor(new MallistaQuery { Fullmaktigemal = mal.Id })).Namndmal.Antal, Is.EqualTo(1));
        Assert.That((await _app.Gor(new MallistaQuery { Fullmaktigemal = Guid.NewGuid() })).Namndmal.Antal, Is.Zero);

        await _app.Las<int>("UPDATE Namndmal SET FullmaktigemalId = NULL");
        Assert.That((await _app.SomAdministrator().Send(new TaBortFullmaktigemalCommand(mal.Id))).Outcome, Is.EqualTo(Outcome.Invalid), "Utan bekräftelse tas inget bort.");
        await _app.Gor(new TaBortFullmaktigemalCommand(mal.Id) { Bekraftat = true });
        await _app.Gor(new TaBortMalomradeCommand(omrade.Id) { Bekraftat = true });
        Assert.That((await _app.Gor(new FullmaktigesMalQuery())).Mal, Is.Empty);
        Assert.That((await _app.Som(Roll.Uppfoljare, _namnd).Send(new SparaMalomradeCommand { Namn = "X" })).Outcome, Is.EqualTo(Outcome.Forbidden));
    }

    [Test]
    public async Task En_indikator_andras_och_tas_bort_med_sina_varden_forst_nar_det_ar_bekraftat()
    {
        var mal = await _app.Som(Roll.Uppfoljare, _namnd).Gor(new RegistreraNamndmalCommand { NamndId = _namnd, Namn = "Nöjda brukare" });
        var nojda = await _app.Gor(new RegistreraIndikatorCommand { MalId = mal, Namn = "Nöjda" });
        await _app.Gor(new RegistreraIndikatorCommand { MalId = mal, Namn = "Besök" });
        async Task<int> Version() => (await _app.Gor(new NamndmalsbladQuery(mal))).Version;
        await _app.Gor(new SkrivIndikatorvardeCommand { MalId = mal, IndikatorId = nojda, Version = await Version(), Ar = 2025, Varde = "87,5" });

        Assert.That((await _app.Send(new AndraIndikatorCommand { MalId = mal, IndikatorId = nojda, Version = await Version(), Namn = "Besök" })).Hinder.Single().Falt, Is.EqualTo("Namn"));
        await _app.Gor(new AndraIndikatorCommand { MalId = mal, IndikatorId = nojda, Version = await Version(), Namn = "Nöjda brukare", Enhet = "procent", Malvarde = "90", Riktning = Riktning.Minst });
        var andrad = (await _app.Gor(new NamndmalsbladQuery(mal))).Indikatorer.Single(i => i.Id == nojda);
        Assert.That((andrad.Namn, andrad.Malvarde, andrad.Varden[2025]), Is.EqualTo(("Nöjda brukare", 9000L, 8750L)));

        Assert.That((await _app.Send(new TaBortIndikatorCommand { MalId = mal, IndikatorId = nojda, Version = await Version() })).Hinder.Single().Falt, Is.EqualTo("Bekraftat"));
        var borttagen = await _app.Send(new TaBortIndikatorCommand { MalId = mal, IndikatorId = nojda, Version = await Version(), Bekraftat = true });
        Assert.That(borttagen.Audit!.Mening, Is.EqualTo("Indikatorn Nöjda brukare borttagen med 1 värde."));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Indikatorvarde"), Is.Zero);

        await _app.Gor(new TaBortNamndmalCommand { MalId = mal, Version = await Version(), Bekraftat = true });
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Indikator"), Is.Zero);
        Assert.That((await _app.Send(new NamndmalsbladQuery(mal))).Outcome, Is.EqualTo(Outcome.NotFound));
    }

    [Test]
    public async Task Fullmaktiges_mal_provas_och_fors_in_en_gang()
    {
        var provning = await _app.Gor(new StyrningsprovningQuery(Demofil("huddinge-styrning.json")));
        Assert.That((provning.Nya, provning.Andrade, provning.Lika), Is.EqualTo((25, 0, 0)));
        Assert.That(provning.Ovrigt, Does.Contain("arshjul"));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Fullmaktigemal"), Is.Zero);

        await _app.Gor(new InforStyrningCommand { Checksumma = provning.Checksumma, Avtryck = provning.Avtryck });

        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Fullmaktigemal"), Is.EqualTo(22));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Malomrade"), Is.EqualTo(3));
        Assert.That((await _app.Gor(new StyrningsprovningQuery(Demofil("huddinge-styrning.json")))).Lika, Is.EqualTo(25));
        Assert.That((await _app.Send(new InforStyrningCommand { Checksumma = provning.Checksumma, Avtryck = provning.Avtryck })).Hinder.Single().Kod, Is.EqualTo("andrat-emellan"));
        var lista = await _app.Som(Roll.Lasare, _namnd).Gor(new MallistaQuery());
        Assert.That(lista.Fullmaktigemal[0].Namn, Is.EqualTo("Verksamheternas behov ska tillgodoses"));
        Assert.That(lista.Fullmaktigemal.Select(f => f.Malomrade), Has.All.Null, "Filen säger inte vilket målområde ett mål hör till.");
    }

    [Test]
    public async Task En_malbilaga_blir_namndmal_och_igen_andras_bara_det_som_ar_andrat()
    {
        _app.Som(Roll.Uppfoljare, _namnd);
        var provning = await _app.Gor(new MalbilageprovningQuery(_namnd, Demofil("hasselby-vallingby-2007-malbilaga.csv")));
        Assert.That(provning.Nya, Is.EqualTo(5));
        await _app.Gor(new InforMalbilagaCommand { NamndId = _namnd, Checksumma = provning.Checksumma, Avtryck = provning.Avtryck });

        var lista = await _app.Gor(new MallistaQuery());
        Assert.That(lista.Namndmal.Rader, Has.Count.EqualTo(5));
        var webb = lista.Namndmal.Rader.Single(m => m.Namn == "Webbsidor för förskolan.");
        var blad = await _app.Gor(new NamndmalsbladQuery(webb.Id));
        Assert.That(blad.Arbetssatt, Does.StartWith("BUS i samarbete"));
        Assert.That(blad.Historik!.Rader.Single().Vad, Is.EqualTo("Nämndmål inlagt"));

        var andrad = await _app.Gor(new MalbilageprovningQuery(_namnd, Text("Mål;Vad ska följas upp;Arbetssätt och ansvar\r\nWebbsidor för förskolan.;Alla förskolor.;\r\n")));
        Assert.That((andrad.Nya, andrad.Andrade), Is.EqualTo((0, 1)));
        await _app.Gor(new InforMalbilagaCommand { NamndId = _namnd, Checksumma = andrad.Checksumma, Avtryck = andrad.Avtryck });
        blad = await _app.Gor(new NamndmalsbladQuery(webb.Id));
        Assert.That((blad.VadFoljsUpp, blad.Arbetssatt, blad.Version), Is.EqualTo(("Alla förskolor.", blad.Arbetssatt, 2)));
        Assert.That(blad.Arbetssatt, Does.StartWith("BUS i samarbete"), "En tom cell raderar inte det som är känt.");
    }

    [TestCase("{\"kommunfullmaktigemal\": [\"A\"", "avklippt")]
    [TestCase("[]", "kommunfullmaktigemal")]
    [TestCase("{\"kommunfullmaktigemal\": []}", "inga mål")]
    [TestCase("{\"kommunfullmaktigemal\": [\"A\", \"a\"]}", "två gånger")]
    [TestCase("{\"kommunfullmaktigemal\": [\"A\", 3]}", "saknar text")]
    public async Task En_fil_som_inte_gar_att_lasa_nekas_med_skal(string text, string skal)
    {
        var result = await _app.Send(new StyrningsprovningQuery(Text(text)));
        Assert.That(result.Outcome, Is.EqualTo(Outcome.Refused));
        Assert.That(result.Hinder[0].Text, Does.Contain(skal));
    }

    [Test]
    public async Task Bara_administratoren_for_in_fullmaktiges_mal_och_bara_namndens_egna_dess_mal()
    {
        Assert.That((await _app.Som(Roll.Uppfoljare, _namnd).Send(new StyrningsprovningQuery(Text("{}")))).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Som(Roll.Lasare, _namnd).Send(new RegistreraNamndmalCommand { NamndId = _namnd, Namn = "A" })).Outcome, Is.EqualTo(Outcome.Forbidden));
        var mal = await _app.Som(Roll.Uppfoljare, _namnd).Gor(new RegistreraNamndmalCommand { NamndId = _namnd, Namn = "A" });
        var annan = await _app.Namnd("Socialnämnden", "SN");
        Assert.That((await _app.Som(Roll.Uppfoljare, annan).Send(new NamndmalsbladQuery(mal))).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Gor(new MallistaQuery())).Namndmal.Rader, Is.Empty);
    }

    [Test]
    public async Task En_indikator_har_varde_per_ar_och_det_okanda_ar_okant()
    {
        _app.Som(Roll.Uppfoljare, _namnd);
        var mal = await _app.Gor(new RegistreraNamndmalCommand { NamndId = _namnd, Namn = "Nöjda brukare" });
        Assert.That((await _app.Send(new RegistreraNamndmalCommand { NamndId = _namnd, Namn = " nöjda brukare" })).Hinder.Single().Kod, Is.EqualTo("finns-redan"));
        var indikator = await _app.Gor(new RegistreraIndikatorCommand { MalId = mal, Namn = "Andel nöjda", Enhet = "procent", Malvarde = "87,5", Riktning = Riktning.Minst });

        var version = (await _app.Gor(new NamndmalsbladQuery(mal))).Version;
        var skriv = new SkrivIndikatorvardeCommand { MalId = mal, IndikatorId = indikator, Version = version, Ar = 2025, Varde = "87,49" };
        await _app.Gor(skriv);
        Assert.That((await _app.Send(skriv with { Varde = "90" })).Outcome, Is.EqualTo(Outcome.Conflict));
        await _app.Gor(skriv with { Version = version + 1, Ar = 2026, Varde = "" });
        await _app.Gor(skriv with { Version = version + 2, Varde = "87,5" });

        var blad = await _app.Gor(new NamndmalsbladQuery(mal));
        var rad = blad.Indikatorer.Single();
        Assert.That(blad.Ar, Is.EqualTo(new[] { 2026, 2025 }));
        Assert.That((rad.Varden[2025], rad.Varden[2026]), Is.EqualTo(((long?)8750, (long?)null)));
        Assert.That((rad.Uppfyllt(2025), rad.Uppfyllt(2026)), Is.EqualTo(((bool?)true, (bool?)null)));
        Assert.That(blad.Historik!.Rader.Select(h => h.Mening), Does.Contain("Andel nöjda, 2025: 87,49.").And.Contain("Andel nöjda, 2026: inte känt."));
    }

    [TestCase("87,5", 8750)]
    [TestCase("1 200", 120000)]
    [TestCase("-0,01", -1)]
    [TestCase("1,234", null)]
    [TestCase("många", null)]
    public void Varden_lases_pa_svenska(string text, long? hundradelar) =>
        Assert.That(Indikatorvarden.TryTolka(text, out var tal) ? tal : (long?)null, Is.EqualTo(hundradelar));

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    private static MemoryStream Demofil(string namn)
    {
        var mapp = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(mapp.FullName, "Uppfoljning.sln"))) { mapp = mapp.Parent!; }
        return new(File.ReadAllBytes(Path.Combine(mapp.FullName, "db", "demo", namn)));
    }
}
