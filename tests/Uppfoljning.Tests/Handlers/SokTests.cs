using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Application.Sammantraden;
using Uppfoljning.Application.Sok;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Infrastructure.Data;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Sökrutan: allt som användaren får se, i grupper, det exakta först.</summary>
public sealed class SokTests
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
        _app.Som(Roll.Avtalsansvarig | Roll.Namndsekreterare, _namnd);
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Traffarna_ligger_i_grupper_med_antal()
    {
        await Avtal("Hemtjänst Väster", utforare: "Hemhjälpen AB");
        await Avtal("Hemtjänst Öster");
        await _app.Gor(new RegistreraEnhetCommand { NamndId = _namnd, Namn = "Hemgården" });

        var sokt = await Sok("hem");

        Assert.That(sokt.Grupper.Select(g => (g.Sort, g.Antal, g.Fler)), Is.EqualTo(new[] { (Traffsort.Avtal, 2, false), (Traffsort.Utforare, 1, false), (Traffsort.Enhet, 1, false) }));
        Assert.That(sokt.Grupper[0].Traffar.Select(t => t.Rubrik), Is.EquivalentTo(new[] { "Hemtjänst Väster", "Hemtjänst Öster" }));
    }

    [Test]
    public async Task Det_som_andra_namnder_har_finns_inte_och_raknas_inte()
    {
        await Avtal("Städning", utforare: "Städbolaget AB", nummer: "S-1");
        _app.Som(Roll.Avtalsansvarig, _annan);
        await _app.Gor(new RegistreraAvtalCommand { NamndId = _annan, Benamning = "Städning av hemliga rum", Utforare = "Städhuset AB", Avtalsnummer = "S-2" });
        await _app.Gor(new RegistreraEnhetCommand { NamndId = _annan, Namn = "Städcentralen" });

        _app.Som(Roll.Lasare, _namnd);
        var sokt = await Sok("städ");
        Assert.That(sokt.Grupper.Select(g => (g.Sort, g.Antal)), Is.EqualTo(new[] { (Traffsort.Avtal, 1), (Traffsort.Utforare, 1) }));
        Assert.That(sokt.Grupper.SelectMany(g => g.Traffar).Select(t => t.Rubrik), Is.EqualTo(new[] { "Städning", "Städbolaget AB" }));
        Assert.That((await Sok("S-2")).Grupper, Is.Empty);
        Assert.That((await Sok("tekniska")).Grupper, Is.Empty);
    }

    [TestCase("556677-8899")]
    [TestCase("5566778899")]
    [TestCase("165566778899")]
    [TestCase("16556677-8899")]
    [TestCase(" 556677 8899 ")]
    public async Task Organisationsnumret_far_skrivas_hur_som_helst(string skrivet)
    {
        await Avtal("Ledsagning", utforare: "Stegen AB", orgnr: "556677-8899");
        await Avtal("Färdtjänst", utforare: "Bilen AB");

        var sokt = await Sok(skrivet);

        Assert.That(sokt.Grupper.Select(g => g.Sort), Is.EqualTo(new[] { Traffsort.Utforare, Traffsort.Avtal }), "den exakta träffen först");
        Assert.That(sokt.Grupper.SelectMany(g => g.Traffar).Select(t => (t.Rubrik, t.Exakt)), Is.EqualTo(new[] { ("Stegen AB", true), ("Ledsagning", false) }));
        Assert.That((await _app.Gor(new AvtalslistaQuery { Q = skrivet })).Sida.Antal, Is.EqualTo(1), "listan finner samma");
        Assert.That((await _app.Gor(new UtforarlistaQuery { Q = skrivet })).Sida.Antal, Is.EqualTo(1));
    }

    [Test]
    public async Task Ett_personnummer_visas_dolt() // GDPR-03
    {
        await Avtal("Ledsagning", utforare: "Firma Ekbacken", orgnr: "811218-9876");
        var traff = (await Sok("811218-9876")).Grupper[0].Traffar.Single();
        Assert.That(traff.Om, Does.Contain("811218-XXXX"));
    }

    // GDPR-03: de dolda siffrorna går inte att prova fram en i taget.
    [TestCase("640823", true)]
    [TestCase("6408233", false)]
    [TestCase("640823323", false)]
    [TestCase("6408233234", true)]
    [TestCase("640823-3234", true)]
    public async Task Ett_personnummer_hittas_pa_det_som_visas_eller_pa_hela(string skrivet, bool hittas)
    {
        await Avtal("Ledsagning", utforare: "Firma Ekbacken", orgnr: "640823-3234");
        Assert.That((await Sok(skrivet)).Grupper.Select(g => g.Sort), hittas ? Does.Contain(Traffsort.Utforare).And.Contain(Traffsort.Avtal) : Is.Empty);
        Assert.That((await _app.Gor(new UtforarlistaQuery { Q = skrivet })).Sida.Antal, Is.EqualTo(hittas ? 1 : 0));
        Assert.That((await _app.Gor(new AvtalslistaQuery { Q = skrivet })).Sida.Antal, Is.EqualTo(hittas ? 1 : 0));
    }

    [Test]
    public async Task Avtalsnummer_och_diarienummer_som_stammer_helt_kommer_forst()
    {
        for (var i = 0; i < 60; i++) { await Avtal($"Avtal {i}", nummer: $"VON 2026/{i:00}7"); }
        await Avtal("Det sökta", nummer: "VON 2026");
        await _app.Las<int>("UPDATE Avtal SET Diarienummer = 'VON 2024/123' WHERE Benamning = 'Avtal 31'");

        var nummer = (await Sok("von 2026")).Grupper[0];
        Assert.That((nummer.Sort, nummer.Traffar[0].Rubrik, nummer.Traffar[0].Exakt, nummer.Antal), Is.EqualTo((Traffsort.Avtal, "Det sökta", true, 61)));

        var dnr = (await Sok("von 2024/123")).Grupper[0].Traffar[0];
        Assert.That((dnr.Rubrik, dnr.Exakt), Is.EqualTo(("Avtal 31", true)));
        Assert.That(dnr.Om, Does.Contain("VON 2024/123"));
    }

    [Test]
    public async Task Fler_an_tvahundra_raknas_inte_men_sags()
    {
        for (var i = 0; i < SokHandler.FlestRaknade; i++) { await Avtal($"Park {i:000}"); }
        var lika = (await Sok("park")).Grupper.Single();
        Assert.That((lika.Antal, lika.Fler, lika.Traffar.Count), Is.EqualTo((SokHandler.FlestRaknade, false, SokHandler.FlestVisade)));

        await Avtal("Park sist");
        var fler = (await Sok("park")).Grupper.Single();
        Assert.That((fler.Antal, fler.Fler), Is.EqualTo((SokHandler.FlestRaknade, true)));
    }

    [Test]
    public async Task Ett_objekt_med_flera_ord_som_borjar_lika_raknas_en_gang()
    {
        await Avtal("Park parkskötsel parkering");
        Assert.That((await Sok("park")).Grupper.Single().Antal, Is.EqualTo(1));
        Assert.That((await Sok("parker park")).Grupper.Single().Antal, Is.EqualTo(1));
        Assert.That((await Sok("parker väg")).Grupper, Is.Empty);
    }

    [Test]
    public async Task Sammantraden_namnder_och_det_som_ar_tomt()
    {
        await _app.Gor(new RegistreraSammantradeCommand { NamndId = _namnd, Datum = new DateOnly(2026, 12, 15) });
        await _app.Gor(new RegistreraSammantradeCommand { NamndId = _namnd, Datum = new DateOnly(2027, 1, 19) });

        Assert.That((await Sok("2026-12-15")).Grupper.Single().Traffar.Single().Rubrik, Is.EqualTo("Sammanträde 2026-12-15"));
        Assert.That((await Sok("januari 2027")).Grupper.Single().Traffar.Single().Rubrik, Is.EqualTo("Sammanträde 2027-01-19"));
        Assert.That((await Sok("VON")).Grupper.Single(g => g.Sort == Traffsort.Namnd).Traffar.Single().Exakt, Is.True);
        Assert.That((await Sok("  ")).Grupper, Is.Empty);
        Assert.That((await Sok(";--'%")).Grupper, Is.Empty);
    }

    [Test]
    public async Task En_utan_namnd_far_inte_soka()
    {
        _app.SomAdministrator();
        Assert.That((await _app.Send(new SokQuery { Q = "x" })).Outcome, Is.EqualTo(Outcome.Forbidden));
    }

    [TestCase("2026-12-15", "2026-12-15", "2026-12-15")]
    [TestCase("15 december", "2026-12-15", "2026-12-15")]
    [TestCase("sammanträdet den 15 dec 2027", "2027-12-15", "2027-12-15")]
    [TestCase("feb. 2028", "2028-02-01", "2028-02-29")]
    [TestCase("2026-02", "2026-02-01", "2026-02-28")]
    [TestCase("2026", "2026-01-01", "2026-12-31")]
    [TestCase("30 februari", null, null)]
    [TestCase("2026-13", null, null)]
    [TestCase("0000", null, null)]
    [TestCase("２０２６", null, null, Description = "Siffror i bred skrift är inte våra siffror.")]
    [TestCase("２０２６-１１", null, null)]
    [TestCase("５ maj", null, null)]
    [TestCase("hemtjänst", null, null)]
    [TestCase(null, null, null)]
    public void Ett_datum_i_sokrutan(string? text, string? fran, string? till)
    {
        var dagar = Sokdatum.Tolka(text, new DateOnly(2026, 11, 21));
        Assert.That((dagar?.Fran.Iso(), dagar?.Till.Iso()), Is.EqualTo((fran, till)));
    }

    [Test]
    public async Task Migreringen_ger_de_sokord_som_finns_sin_namnd_och_sort()
    {
        var mapp = Directory.CreateTempSubdirectory("uppfoljning-sokord-");
        try
        {
            using var databas = new SqliteDatabase($"Data Source={Path.Combine(mapp.FullName, "fore.db")};Pooling=False");
            await using var connection = await databas.OpenAsync(CancellationToken.None);
            async Task Kor(string sql)
            {
                await using var command = connection.CreateCommand();
                command.CommandText = sql.Replace(" COLLATE Latin1_General_100_BIN2", "", StringComparison.Ordinal);
                await command.ExecuteNonQueryAsync();
            }
            foreach (var sats in Migrator.Alla.Where(m => m.Nr < 7).SelectMany(m => Migrator.Satser(m.Text))) { await Kor(sats); }
            await Kor("INSERT INTO Namnd (Id, Namn, Forkortning) VALUES ('N', 'Nämnd', 'N'); INSERT INTO Arende (Id, NamndId, Sort, Version) VALUES ('A', 'N', 'Enhet', 1)");
            await Kor("INSERT INTO Sokord (ObjektId, Ord) VALUES ('A', 'gård'), ('U', 'bolag')");

            foreach (var sats in Migrator.Satser(Migrator.Alla.Single(m => m.Nr == 7).Text)) { await Kor(sats); }

            await using var fraga = connection.CreateCommand();
            fraga.CommandText = "SELECT ObjektId, Ord, Sort, NamndId FROM Sokord ORDER BY ObjektId";
            await using var rader = await fraga.ExecuteReaderAsync();
            var lasta = new List<string>();
            while (await rader.ReadAsync()) { lasta.Add($"{rader[0]} {rader[1]} {rader[2]} {rader[3]}"); }
            Assert.That(lasta, Is.EqualTo(new[] { "A gård Enhet N", "U bolag Utforare " }));
        }
        finally
        {
            mapp.Delete(recursive: true);
        }
    }

    private Task<Guid> Avtal(string benamning, string? utforare = null, string? nummer = null, string? orgnr = null) => _app.Gor(
        new RegistreraAvtalCommand { NamndId = _namnd, Benamning = benamning, Utforare = utforare, Avtalsnummer = nummer, Organisationsnummer = orgnr });

    private Task<Sokresultat> Sok(string q) => _app.Gor(new SokQuery { Q = q });
}
