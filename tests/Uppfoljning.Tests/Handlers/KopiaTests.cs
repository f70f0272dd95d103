using System.Data.Common;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Dokument;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Application.Kopia;
using Uppfoljning.Application.Logg;
using Uppfoljning.Domain.Dokument;
using Uppfoljning.Domain.Logg;
using Uppfoljning.Infrastructure.Data;
using Uppfoljning.Infrastructure.Drift;
using Uppfoljning.Infrastructure.Kopia;
using Uppfoljning.Infrastructure.Logg;
using Uppfoljning.Tests.Web;

namespace Uppfoljning.Tests.Handlers;

/// <summary>En säkerhetskopia har allt, en ändrad sådan hittas, och en återställning blir hel eller inte av.</summary>
public sealed partial class KopiaTests
{
    private static readonly Kopielosen Losen = new("en lösenfras att minnas"u8.ToArray());

    private TestApp _app = null!;
    private Guid _namnd;
    private Guid _avtal;
    private string _ut = null!;

    [SetUp]
    public async Task Starta()
    {
        Assume.That(Testdatabas.ArSqlServer, Is.False, "På SQL Server är databasen databasadministratörens.");
        _app = await TestApp.StartaAsync();
        _ut = Directory.CreateTempSubdirectory("uppfoljning-kopior-").FullName;
        _namnd = await _app.Namnd();
        _avtal = await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Hemtjänst" });
        await LaggIn("ett.pdf", Provfiler.Pdf);
        await LaggIn("två.txt", Encoding.UTF8.GetBytes("Räksmörgås\n"));
    }

    [TearDown]
    public async Task Stang()
    {
        if (_app is null) { return; }
        await _app.DisposeAsync();
        Directory.Delete(_ut, recursive: true);
    }

    private ISakerhetskopior Kopior => _app.Services.GetRequiredService<ISakerhetskopior>();

    private static Kopieforlopp Tyst => (_, _, _) => { };

    [Test]
    public async Task Kopian_har_allt_och_aterstalls_till_en_tom_mapp_med_loggen_hel()
    {
        var utfall = await Gor();
        Assert.That(utfall.Hel, string.Join(" ", utfall.Brister.Append(utfall.Provning.Mening)));
        Assert.That((utfall.Filer, utfall.Handelser, utfall.MedNycklar), Is.EqualTo((2, 4L, true)));
        await _app.SomSystem().Gor(new NoteraKopiaCommand(utfall));
        Assert.That(await _app.LasEn<string>("SELECT Mening FROM Handelse WHERE Vad = 'Säkerhetskopia gjord'"), Does.Contain(Path.GetFileName(utfall.Fil)).And.EndWith("Den är prövad och hel."));
        Assert.That(Directory.EnumerateFiles(_ut, "*.part*"), Is.Empty);
        if (!OperatingSystem.IsWindows()) { Assert.That(File.GetUnixFileMode(utfall.Fil), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite)); }
        using (var zip = ZipFile.OpenRead(utfall.Fil))
        {
            var allt = string.Concat(zip.Entries.Where(e => e.Name != "databas.db").Select(e => new StreamReader(e.Open(), Encoding.Latin1).ReadToEnd()));
            Assert.That(allt, Does.Not.Contain(Testdatabas.Loggnyckel), "Nyckeln ligger aldrig i klartext i kopian.");
        }

        var ny = Path.Combine(_ut, "ny");
        var gjord = await Aterstall(utfall.Fil, ny);
        Assert.That(gjord.Undanflyttad, Is.Null);
        Assert.That(gjord.Mening, Does.Contain("Det är inte känt att någon händelse skrevs efter den."));
        foreach (var checksumma in await _app.Las<string>("SELECT DISTINCT Checksumma FROM Dokument"))
        {
            var fil = await File.ReadAllBytesAsync(Path.Combine(ny, "filer", checksumma[..2], checksumma));
            Assert.That(Convert.ToHexString(SHA256.HashData(fil)), Is.EqualTo(checksumma));
        }
        Assert.That(await File.ReadAllTextAsync(Path.Combine(ny, "nycklar", "logg.nycklar")), Does.Contain(Testdatabas.Loggnyckel));
        await using var databas = await Oppna(ny);
        Assert.That(await databas.QueryAsync<string>("SELECT Vad FROM Handelse WHERE Nr > 4"), Is.EqualTo(new[] { Loggaterstallning.Handelse }));
        Assert.That(await databas.ExecuteScalarAsync<string>("SELECT Benamning FROM Avtal"), Is.EqualTo("Hemtjänst"));
        Assert.That(Directory.EnumerateFileSystemEntries(_ut, "*.aterstalls-*"), Is.Empty);
    }

    private static IEnumerable<TestCaseData> Andringar()
    {
        static TestCaseData Fall(string namn, Action<string> andra, string vad) => new TestCaseData(andra, vad).SetArgDisplayNames(namn);
        yield return Fall("en byte i databasen", f => Skriv(f, "databas.db", b => { b[5000] ^= 1; return b; }), "databas.db är ändrad");
        yield return Fall("databasen är kortare", f => Skriv(f, "databas.db", b => b[..^4096]), "databas.db är avkapad");
        yield return Fall("en byte i en fil", f => Skriv(f, "filer/", b => { b[0] ^= 1; return b; }), "är ändrad");
        yield return Fall("en fil är borta", f => Skriv(f, "filer/", _ => null), "saknas");
        yield return Fall("ankarna", f => Skriv(f, "ankare.jsonl", b => [.. b, .. "x"u8]), "större än manifestet säger");
        yield return Fall("manifestet", f => Skriv(f, "manifest.json", b => Byt(b, "Provkommun", "Provkommum")), "underskriften stämmer inte");
        yield return Fall("manifestet är inte JSON", f => Skriv(f, "manifest.json", b => b[..^1]), "manifestet går inte att läsa");
        yield return Fall("nyare format", f => Skriv(f, "manifest.json", b => Byt(b, "\"format\":1", "\"format\":2")), "nyare version av programmet");
        yield return Fall("nyare migrering", f => Skriv(f, "manifest.json", b => Encoding.UTF8.GetBytes(Regex.Replace(Encoding.UTF8.GetString(b), "\"migrering\":\\d+", "\"migrering\":9999"))), "");
        yield return Fall("underskriften är borta", f => Skriv(f, "manifest.underskrift", _ => null), "underskriften saknas");
        yield return Fall("avkapad", f => { using var s = File.OpenWrite(f); s.SetLength(s.Length - 300); }, "avkapad, skadad eller ingen säkerhetskopia");
        yield return Fall("ingen zip", f => File.WriteAllText(f, "detta är inte en kopia"), "avkapad, skadad eller ingen säkerhetskopia");
        yield return Fall("namn som går ut ur mappen", f => LaggTill(f, "../../utbruten.txt", "x"u8.ToArray()), "namn som inte hör dit");
        yield return Fall("absolut namn", f => LaggTill(f, "/tmp/utbruten.txt", "x"u8.ToArray()), "namn som inte hör dit");
        yield return Fall("en fil till", f => LaggTill(f, $"filer/AB/AB{new string('0', 62)}", "x"u8.ToArray()), "som manifestet inte nämner");
        yield return Fall("samma fil två gånger", f => LaggTill(f, "databas.db", "x"u8.ToArray()), "två gånger");
        yield return Fall("zipbomb i en fil", f => Skriv(f, "filer/", _ => new byte[8 * 1024 * 1024]), "större än manifestet säger");
        yield return Fall("zipbomb i underskriften", f => Skriv(f, "manifest.underskrift", _ => new byte[8 * 1024 * 1024]), "orimligt stor");
    }

    [TestCaseSource(nameof(Andringar))]
    public async Task En_andrad_kopia_hittas_och_aterstalls_inte(Action<string> andra, string vad)
    {
        var fil = (await Kopior.GorAsync(new(_ut, null), Tyst, CancellationToken.None)).Fil;
        andra(fil);
        var provning = await Kopior.VerifieraAsync(fil, null, Tyst, CancellationToken.None);
        Assert.That((provning.Hel, provning.Mening), Is.EqualTo((false, provning.Mening)));
        Assert.That(provning.Mening, Does.Contain(vad));
        Ej(fil, null, vad);
        Assert.That(File.Exists(Path.Combine(_ut, "utbruten.txt")) || File.Exists("/tmp/utbruten.txt"), Is.False);
    }

    [Test]
    public async Task Fel_losenfras_och_utbytta_nycklar_nekas_med_vad_som_ar_fel()
    {
        var fil = (await Gor()).Fil;
        Ej(fil, new("en helt annan lösenfras"u8.ToArray()), "lösenfrasen eller nyckelfilen är inte den som kopian gjordes med");
        Ej(fil, null, "Ange lösenfrasen");
        _app.Klocka.Nu = _app.Klocka.Nu.AddMinutes(1);
        var annan = (await Gor()).Fil;
        byte[] nycklar = [];
        Skriv(annan, "nycklar.krypterade", b => nycklar = b);
        Skriv(fil, "nycklar.krypterade", _ => nycklar);
        Ej(fil, Losen, "nycklarna är inte de som kopian gjordes med");
    }

    [Test]
    public async Task Utan_nycklar_varnas_det_och_installationens_egna_behovs()
    {
        var utfall = await Kopior.GorAsync(new(_ut, null), Tyst, CancellationToken.None);
        Assert.That(utfall.Varningar, Has.Some.Contains("Nycklarna är inte med."));
        using (var zip = ZipFile.OpenRead(utfall.Fil)) { Assert.That(zip.GetEntry("nycklar.krypterade"), Is.Null); }
        Assert.That((await Kopior.VerifieraAsync(utfall.Fil, null, Tyst, CancellationToken.None)).Hel);
        Assert.That((await Aterstall(utfall.Fil, Path.Combine(_ut, "ny"))).MedNycklar, Is.False);
    }

    [Test]
    public async Task Kopian_laggs_aldrig_i_programmets_egna_mappar_och_ett_mal_som_inte_gar_sager_varfor()
    {
        Assert.That(async () => await Kopior.GorAsync(new(Path.Combine(_app.Databas.Mapp, "kopior"), Losen), Tyst, CancellationToken.None), Throws.TypeOf<DriftException>().With.Message.Contains("kan inte ligga i"));
        await File.WriteAllTextAsync(Path.Combine(_ut, "fil"), "x");
        Assert.That(async () => await Kopior.GorAsync(new(Path.Combine(_ut, "fil", "mapp"), Losen), Tyst, CancellationToken.None), Throws.TypeOf<DriftException>().With.Message.Contains("går inte att skriva i"));
        var egen = Path.Combine(_ut, "egen.zip");
        Assert.That((await Kopior.GorAsync(new(egen, Losen), Tyst, CancellationToken.None)).Fil, Is.EqualTo(egen));
        Assert.That(async () => await Kopior.GorAsync(new(egen, Losen), Tyst, CancellationToken.None), Throws.TypeOf<DriftException>().With.Message.Contains("skrivs inte över"));
    }

    [Test]
    public async Task En_fil_som_saknas_i_fillagret_hindrar_inte_kopian_men_sags()
    {
        var checksumma = (await _app.Las<string>("SELECT Checksumma FROM Dokument WHERE Filnamn = 'ett.pdf'")).Single();
        File.Delete(Path.Combine(_app.Databas.Mapp, "filer", checksumma[..2], checksumma));
        var utfall = await Gor();
        Assert.That((utfall.Hel, utfall.Filer), Is.EqualTo((false, 1)));
        Assert.That(utfall.Brister.Single(), Does.Contain(checksumma).And.Contain("saknas"));
        Assert.That(Kopior.Lista(Path.GetDirectoryName(utfall.Fil)!)[0].Hel, Is.False, "Listan säger detsamma som den som gjorde kopian.");
        var provning = await Kopior.VerifieraAsync(Tyst, CancellationToken.None);
        Assert.That(provning.Delar.Single(d => d.Del == "Filer"), Has.Property("Utfall").EqualTo(Provutfall.Fel).And.Property("Mening").Contains(checksumma));
    }

    [Test]
    public async Task En_aterstallning_over_det_som_finns_flyttar_undan_det_och_loggen_erkanner_vad_som_ar_borta()
    {
        var (till, fil) = (Path.Combine(_ut, "drift"), (await Gor()).Fil);
        await Aterstall(fil, till);
        Assert.That(async () => await Aterstall(fil, till), Throws.TypeOf<DriftException>().With.Message.Contains("är inte tom"));

        // Här skrivs mer, och det förankras; sedan återställs samma kopia en gång till.
        for (var i = 0; i < 3; i++) { await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = $"Borta {i}" }); }
        await Forankra();
        await Aterstall(fil, till, ersatt: true);
        Assert.That(Directory.EnumerateDirectories(_ut, "drift.fore-*").Count(), Is.EqualTo(1), "Det gamla tas aldrig bort.");

        var kontroll = await Kontroll(till);
        Assert.That(kontroll.Hel, kontroll.Mening);
        Assert.That(kontroll.Mening, Does.Contain("Känd återställning: händelse 5, ").And.Contain("Händelserna 5–7 som skrevs före den finns inte, och").And.Contain($"av {Environment.UserName}"));

        // Ett ankare som återställningen inte nämnde är fortfarande ett fel, och en påhittad händelse likaså.
        await using var databas = await Oppna(till);
        await databas.ExecuteAsync("DROP TRIGGER TR_Handelse_Andras");
        await databas.ExecuteAsync("UPDATE Handelse SET Fakta = REPLACE(Fakta, '\"Till\":7', '\"Till\":6') WHERE Nr = 5");
        Assert.That((await Kontroll(till)).Fel?.Nr, Is.EqualTo(5));
    }

    [Test]
    public async Task En_aldre_databas_uppdateras_nar_den_aterstalls()
    {
        var gammal = Migrator.Alla[^2].Nr;
        Assume.That(gammal, Is.GreaterThanOrEqualTo(13));
        var mapp = Directory.CreateTempSubdirectory("uppfoljning-gammal-").FullName;
        try
        {
            await SkapaAldreAsync(Path.Combine(mapp, "u.db"), gammal);
            var kopior = Kommandorad.Vardprocess.KorMedAsync(_app.Databas, new Dictionary<string, string> { ["Databas__Anslutning"] = $"Data Source={mapp}/u.db", ["Filer__Mapp"] = mapp + "/filer", ["Jobb__Pa"] = "false" },
                null, "sakerhetskopia", _ut, "--utan-nycklar");
            var (kod, ut, fel) = await kopior;
            Assert.That(kod, Is.Zero, ut + fel);
            Assert.That(fel, Does.Contain("ingen händelse skrevs i loggen"));
            var gjord = await Aterstall(Directory.EnumerateFiles(_ut, "*.zip").Single(), Path.Combine(_ut, "ny"));
            Assert.That(gjord.Migreringar, Has.Count.EqualTo(1));
            await using var databas = await Oppna(Path.Combine(_ut, "ny"));
            Assert.That(await databas.ExecuteScalarAsync<long>("SELECT MAX(Nr) FROM Migrering"), Is.EqualTo(Migrator.Alla[^1].Nr));
            Assert.That(await databas.ExecuteScalarAsync<string>("SELECT Vad FROM Handelse"), Is.EqualTo(Loggaterstallning.Handelse));
        }
        finally
        {
            Directory.Delete(mapp, recursive: true);
        }
    }

    [Test]
    public async Task Gamla_kopior_gallras_och_listan_sager_hur_det_ar_med_var_och_en()
    {
        for (var i = 0; i < 9; i++)
        {
            Assert.That((await Kopior.GorAsync(new(_ut, null), Tyst, CancellationToken.None)).Hel);
            _app.Klocka.Nu = _app.Klocka.Nu.AddDays(5);
        }
        var sista = await Kopior.GorAsync(new(_ut, null), Tyst, CancellationToken.None);
        Assert.That(sista.Gallrade, Has.Count.EqualTo(1), "Äldre än 30 dagar och inte bland de sju senaste hela.");
        await File.WriteAllTextAsync(Path.Combine(_ut, "uppfoljning-20260101T000000000Z.zip"), "skräp");
        var lista = Kopior.Lista(_ut);
        Assert.That(lista[0].Fil, Is.EqualTo(Path.GetFileName(sista.Fil)));
        Assert.That(lista.Select(k => k.Hel), Is.EqualTo(Enumerable.Repeat<bool?>(true, lista.Count - 1).Append(null)));
    }

    [Test]
    public async Task Utan_mapp_gor_jobbet_inget_och_systemet_ar_den_enda_som_far_notera()
    {
        Assert.That((await _app.SomAdministrator().Send(new NoteraMisslyckadKopiaCommand("x"))).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.SomAdministrator().Send(new GorKopiaCommand())).Hinder.Single().Text, Does.Contain("Kopia:Mapp"));
        Assert.That(Jobben.Kod(Jobbsort.Sakerhetskopia), Is.EqualTo("sakerhetskopia"));
    }

    [Test]
    public async Task En_gjord_kopia_gors_inte_om_nar_handelsen_inte_gick_att_skriva()
    {
        await using var app = await TestApp.StartaAsync(services =>
        {
            var i = (Kopieinstallning)services.Last(s => s.ServiceType == typeof(Kopieinstallning)).ImplementationInstance!;
            services.AddSingleton(i with { Lage = i.Lage with { Mapp = _ut } });
        });
        using var scope = app.Services.CreateScope();
        var korning = ActivatorUtilities.CreateInstance<Jobbkorning>(scope.ServiceProvider, new Stum());
        var utfall = await korning.KorAsync(Jobbsort.Sakerhetskopia, (_, _) => { }, CancellationToken.None);
        Assert.That((utfall.Antal, utfall.Mening, utfall.Fel.Count), Is.EqualTo((1, "Säkerhetskopian är gjord, men händelsen gick inte att skriva i loggen.", 1)));
        Assert.That(Kopior.Lista(_ut), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Skyddsnycklar_som_stod_i_installningarna_ligger_i_sin_fil_efter_en_aterstallning()
    {
        var (gammal, ny) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        await using var webb = WebApp.Pa(_app, b =>
        {
            b.UseSetting("Nycklar:Skydd", Convert.ToBase64String(ny));
            b.UseSetting("Nycklar:GamlaSkydd", Convert.ToBase64String(gammal));
            b.UseSetting("Post:Losenord", "ett lösenord som inte ska med");
        });
        var kopior = webb.Services.GetRequiredService<ISakerhetskopior>();
        var fil = (await kopior.GorAsync(new(_ut, Losen), Tyst, CancellationToken.None)).Fil;
        using (var zip = ZipFile.OpenRead(fil))
        {
            using var text = new StreamReader(zip.GetEntry("installningar.json")!.Open());
            Assert.That(await text.ReadToEndAsync(), Does.Contain("Kommun:Namn").And.Not.Contain("inte ska med").And.Not.Contain(Convert.ToBase64String(ny)));
        }
        var till = Path.Combine(_ut, "ny");
        await kopior.AterstallAsync(new() { Kopia = fil, Till = till, Losen = Losen }, Tyst, CancellationToken.None);
        var ring = new Skyddsnyckelring(new("", [], Path.Combine(till, "nycklar")), _app.Klocka);
        Assert.That(ring.Alla.Select(n => n.Varde), Is.EqualTo(new[] { gammal, ny }));
        Assert.That(ring.Nu.Varde, Is.EqualTo(ny));
    }

    [Test]
    public async Task En_kopia_som_provas_pa_en_annan_plats_ror_inte_den_egna_loggens_ankare()
    {
        await Forankra();
        var ankarfil = Path.Combine(_app.Databas.Mapp, "ankare.jsonl");
        var fore = await File.ReadAllTextAsync(ankarfil);
        await Aterstall((await Gor()).Fil, Path.Combine(_ut, "prov"));
        Assert.That(await File.ReadAllTextAsync(ankarfil), Is.EqualTo(fore));

        await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Skrivet efter provet" });
        var provning = await Kopior.VerifieraAsync(Tyst, CancellationToken.None);
        Assert.That(provning.Delar.Single(d => d.Del == "Logg"), Has.Property("Utfall").EqualTo(Provutfall.Hel), provning.Mening);
    }

    [Test]
    public async Task Nar_den_egna_databasen_aterstalls_far_ankaret_utanfor_veta_det()
    {
        await Forankra();
        var (till, utanfor) = (Path.Combine(_ut, "egen"), Path.Combine(_ut, "ankare.jsonl"));
        File.Copy(Path.Combine(_app.Databas.Mapp, "ankare.jsonl"), utanfor);
        using var ankare = new Ankarlager(new("", [], null, utanfor, null, null), _app.Klocka);
        var aterstallare = new Aterstallare(Path.Combine(till, "uppfoljning.db"), _app.Services.GetRequiredService<ILoggnycklar>(), ankare, _app.Klocka);
        await aterstallare.AterstallAsync(new() { Kopia = (await Gor()).Fil, Till = till, Losen = Losen }, Tyst, CancellationToken.None);
        using var databas = new SqliteDatabase($"Data Source={Path.Combine(till, "uppfoljning.db")}");
        await using var connection = await databas.OpenAsync(CancellationToken.None);
        Assert.That((await ankare.LasAsync(CancellationToken.None)).Ankare[^1].Kedja, Is.EqualTo((await Databaslasning.HuvudAsync(connection))!.Kedja));
    }

    /// <summary>Databasen tar inte emot något.</summary>
    private sealed class Stum : IJobbsandare
    {
        public Task<Result<T>> SomSystemAsync<T>(IRequest<Result<T>> request) => Task.FromException<Result<T>>(new SqliteException("Provfel.", 5));

        public Task<Result<T>?> SomPersonAsync<T>(Guid anvandareId, IRequest<Result<T>> request) => Task.FromException<Result<T>?>(new SqliteException("Provfel.", 5));
    }

    private Task<Kopieutfall> Gor() => Kopior.GorAsync(new(_ut, Losen), Tyst, CancellationToken.None);

    private Task<Aterstallt> Aterstall(string fil, string till, bool ersatt = false) =>
        Kopior.AterstallAsync(new() { Kopia = fil, Till = till, Ersatt = ersatt, Losen = Losen }, Tyst, CancellationToken.None);

    private void Ej(string fil, Kopielosen? losen, string vad)
    {
        var till = Path.Combine(_ut, "ej");
        Assert.That(async () => await Kopior.AterstallAsync(new() { Kopia = fil, Till = till, Losen = losen }, Tyst, CancellationToken.None), Throws.TypeOf<DriftException>().With.Message.Contains(vad));
        Assert.That(Directory.EnumerateDirectories(_ut), Is.Empty, "Inget halvt är kvar.");
    }

    private async Task LaggIn(string namn, byte[] fil)
    {
        var mottagna = await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new MottagningPaArendeQuery { Objekt = Dokumentobjekt.Avtal, ObjektId = _avtal, Filer = [new(namn, new MemoryStream(fil))] });
        await _app.Gor(new LaggInArendedokumentCommand { Objekt = Dokumentobjekt.Avtal, ObjektId = _avtal, Filer = mottagna, Sort = Dokumentsort.Avtal });
    }

    private async Task Forankra()
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var ankare = scope.ServiceProvider.GetRequiredService<ILoggankare>();
        var huvud = (await _app.SomSystem().Gor(new LogghuvudQuery())).Huvud;
        await ankare.SkrivAsync(new(huvud.Nr, huvud.Kedja, huvud.Nyckel, _app.Klocka.Nu), CancellationToken.None);
    }

    private async Task<Loggkontroll> Kontroll(string mapp)
    {
        using var databas = new SqliteDatabase($"Data Source={mapp}/uppfoljning.db;Pooling=False");
        await using var session = new DbSession(databas);
        var ankare = await _app.Services.GetRequiredService<ILoggankare>().LasAsync(Path.Combine(mapp, "ankare", "logg.jsonl"), CancellationToken.None);
        return (await new ProvaLoggenHandler(session, _app.Services.GetRequiredService<ILoggnycklar>(), _app.Services.GetRequiredService<ILoggankare>())
            .Handle(new ProvaLoggenQuery { FlerAnkare = ankare.Ankare }, CancellationToken.None)).Value!;
    }

    private static async Task<DbConnection> Oppna(string mapp) => await new SqliteDatabase($"Data Source={mapp}/uppfoljning.db;Pooling=False").OpenAsync(CancellationToken.None);

    private static async Task SkapaAldreAsync(string fil, int migrering)
    {
        using var databas = new SqliteDatabase($"Data Source={fil};Pooling=False");
        await using var connection = await databas.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync("CREATE TABLE Migrering (Nr INT NOT NULL CONSTRAINT PK_Migrering PRIMARY KEY, Namn NVARCHAR(200) NOT NULL, Checksumma NVARCHAR(64) NOT NULL, Tid DATETIMEOFFSET(3) NOT NULL)");
        foreach (var m in Migrator.Alla.Where(m => m.Nr <= migrering))
        {
            foreach (var sats in Migrator.Satser(m.Text))
            {
                await connection.ExecuteAsync(IndexRegex().Replace(sats.Replace(" COLLATE Latin1_General_100_BIN2", "", StringComparison.Ordinal), "$1"));
            }
            await connection.ExecuteAsync("INSERT INTO Migrering (Nr, Namn, Checksumma, Tid) VALUES (@Nr, @Namn, @Checksumma, '2026-11-21 09:00:00+00:00')", new { m.Nr, m.Namn, m.Checksumma });
        }
    }

    /// <summary>Byter innehållet i den första posten vars namn börjar så; null tar bort den.</summary>
    private static void Skriv(string fil, string namn, Func<byte[], byte[]?> andra)
    {
        using var zip = ZipFile.Open(fil, ZipArchiveMode.Update);
        var post = zip.Entries.First(e => e.FullName.StartsWith(namn, StringComparison.Ordinal));
        using var minne = new MemoryStream();
        using (var fore = post.Open()) { fore.CopyTo(minne); }
        var (helt, efter) = (post.FullName, andra(minne.ToArray()));
        post.Delete();
        if (efter is null) { return; }
        using var ut = zip.CreateEntry(helt).Open();
        ut.Write(efter);
    }

    private static void LaggTill(string fil, string namn, byte[] innehall)
    {
        using var zip = ZipFile.Open(fil, ZipArchiveMode.Update);
        using var ut = zip.CreateEntry(namn).Open();
        ut.Write(innehall);
    }

    private static byte[] Byt(byte[] text, string fran, string till) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).Replace(fran, till, StringComparison.Ordinal));

    [GeneratedRegex(@"^(DROP INDEX \w+) ON \w+")]
    private static partial Regex IndexRegex();
}
