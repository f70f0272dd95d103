using System.IO.Compression;
using System.Text.Json;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Logg;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Logg;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Loggens kedja på en riktig databas: allt som någon gör för hand i den hittas, och ingen skrivning lämnar ett hål.</summary>
public sealed class LoggTests
{
    private const string Enskild = "811228-9874";

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
    public async Task Varje_kommando_far_nasta_nummer_och_kedjan_stammer()
    {
        await Handelser(8);
        Assert.That(await _app.Las<long>("SELECT Nr FROM Handelse ORDER BY Nr"), Is.EqualTo(Enumerable.Range(1, 8).Select(n => (long)n)));
        var kontroll = await Kontroll();
        Assert.That((kontroll.Hel, kontroll.Antal), Is.EqualTo((true, 8L)), kontroll.Mening);
        Assert.That(kontroll.Mening, Does.StartWith("Loggen är hel: 8 händelser").And.Contain("Inga ankare"));
    }

    [Test]
    public async Task En_handelse_gar_inte_att_andra_eller_ta_bort_utan_att_forst_ta_bort_vakten()
    {
        Assume.That(Testdatabas.ArSqlServer, Is.False, "På SQL Server sätts vakten av databasadministratören.");
        foreach (var sats in new[] { "UPDATE Handelse SET Mening = 'x' WHERE Nr = 1", "DELETE FROM Handelse WHERE Nr = 1", "DELETE FROM Handelse", "DELETE FROM Logghuvud" })
        {
            Assert.That(async () => await _app.Las<int>(sats), Throws.InstanceOf<System.Data.Common.DbException>().With.Message.Contains("kan inte"), sats);
        }
    }

    private static IEnumerable<TestCaseData> Kolumner()
    {
        foreach (var nr in new[] { 1, 4, 8 })
        {
            foreach (var (kolumn, varde) in new[]
            {
                ("Id", "'0193A1B2-0000-7000-8000-000000000001'"), ("Tid", "'2026-11-21 09:00:00.001+00:00'"), ("AnvandareId", "NULL"), ("AnvandareId", "'0193A1B2-0000-7000-8000-000000000001'"),
                ("Anvandare", "'Någon annan'"), ("NamndId", "'0193A1B2-0000-7000-8000-000000000001'"), ("ArendeId", "'0193A1B2-0000-7000-8000-000000000001'"), ("Vad", "'Annat'"),
                ("Mening", "'Annat.'"), ("Fakta", "'{}'"), ("Format", "2"), ("Kedja", $"'{new string('0', 64)}'"), ("Kedja", "''"),
            })
            {
                yield return new TestCaseData($"UPDATE Handelse SET {kolumn} = {varde} WHERE Nr = {nr}", Loggfelsort.Andrad, (long)nr).SetArgDisplayNames($"{kolumn} = {varde} i {nr}");
            }
            yield return new TestCaseData($"UPDATE Handelse SET Nyckel = 'annan' WHERE Nr = {nr}", Loggfelsort.Oprovad, (long)nr).SetArgDisplayNames($"Nyckel i {nr}");
        }
    }

    [TestCaseSource(nameof(Kolumner))]
    [TestCase("UPDATE Handelse SET Tid = 'inte en tid' WHERE Nr = 4", Loggfelsort.Andrad, 4)]
    [TestCase("DELETE FROM Handelse WHERE Nr = 1", Loggfelsort.Borttagen, 1)]
    [TestCase("DELETE FROM Handelse WHERE Nr = 4", Loggfelsort.Borttagen, 4)]
    [TestCase("DELETE FROM Handelse WHERE Nr IN (4, 5, 6)", Loggfelsort.Borttagen, 4)]
    [TestCase("DELETE FROM Handelse WHERE Nr = 8", Loggfelsort.Avklippt, 8)]
    [TestCase("DELETE FROM Handelse WHERE Nr > 3", Loggfelsort.Avklippt, 4)]
    [TestCase("DELETE FROM Handelse", Loggfelsort.Avklippt, 1)]
    [TestCase("DELETE FROM Handelse WHERE Nr = 4; UPDATE Handelse SET Nr = -(Nr - 1) WHERE Nr > 4; UPDATE Handelse SET Nr = -Nr WHERE Nr < 0; UPDATE Logghuvud SET Nr = 7", Loggfelsort.Borttagen, 4)]
    [TestCase("UPDATE Handelse SET Nr = -(Nr + 1) WHERE Nr >= 4; UPDATE Handelse SET Nr = -Nr WHERE Nr < 0", Loggfelsort.Borttagen, 4)]
    [TestCase("UPDATE Handelse SET Nr = -(Nr + 1) WHERE Nr >= 4; UPDATE Handelse SET Nr = -Nr WHERE Nr < 0; {kopia 5 4}", Loggfelsort.Tillagd, 4)]
    [TestCase("UPDATE Handelse SET Nr = CASE WHEN Nr = 4 THEN -5 ELSE -4 END WHERE Nr IN (4, 5); UPDATE Handelse SET Nr = -Nr WHERE Nr < 0", Loggfelsort.Ombytt, 4)]
    [TestCase("UPDATE Handelse SET Nr = CASE WHEN Nr = 2 THEN -6 ELSE -2 END WHERE Nr IN (2, 6); UPDATE Handelse SET Nr = -Nr WHERE Nr < 0", Loggfelsort.Andrad, 2)]
    [TestCase("{kopia 8 9}", Loggfelsort.Andrad, 9)]
    [TestCase("{kopia 3 0}", Loggfelsort.Tillagd, 0)]
    [TestCase("{kopia 3 -7}", Loggfelsort.Tillagd, -7)]
    [TestCase("{kopia 3 NULL}", Loggfelsort.Tillagd, 8)]
    [TestCase("UPDATE Handelse SET Nr = NULL WHERE Nr = 4", Loggfelsort.Borttagen, 4)]
    [TestCase("UPDATE Logghuvud SET Kedja = '1111111111111111111111111111111111111111111111111111111111111111'", Loggfelsort.Andrad, 8)]
    [TestCase("UPDATE Logghuvud SET Nr = 12", Loggfelsort.Avklippt, 9)]
    [TestCase("UPDATE Logghuvud SET Nr = 6", Loggfelsort.Andrad, 6)]
    [TestCase("DELETE FROM Logghuvud", Loggfelsort.Avklippt, 8)]
    public async Task Det_som_nagon_gor_for_hand_i_databasen_hittas_pa_sin_rad(string satser, Loggfelsort sort, long nr)
    {
        await Handelser(8);
        await Andra(satser);
        var kontroll = await Kontroll();
        Assert.That(kontroll.Fel, Is.Not.Null, kontroll.Mening);
        Assert.That((kontroll.Fel!.Sort, kontroll.Fel.Nr), Is.EqualTo((sort, nr)), kontroll.Mening);
        Assert.That(kontroll.Mening, Does.StartWith("Loggen stämmer inte. "));
    }

    [Test]
    public async Task Ett_slut_som_klippts_av_med_huvudet_hittas_av_ankaret_och_en_aterstalld_aldre_kopia_likasa()
    {
        Assume.That(Testdatabas.ArSqlServer, Is.False, "Kopierar databasens fil.");
        await Handelser(5);
        await _app.Las<int>("PRAGMA wal_checkpoint(TRUNCATE)");
        var kopia = _app.Databas.Namn + ".kopia";
        File.Copy(_app.Databas.Namn, kopia);
        await Handelser(9);
        await Forankra();
        Assert.That((await Kontroll()).Mening, Does.Contain("1 av 1 ankare stämmer"));

        await Andra("DELETE FROM Handelse WHERE Nr > 6; UPDATE Logghuvud SET Nr = 6, Kedja = (SELECT Kedja FROM Handelse WHERE Nr = 6)");
        var avklippt = await Kontroll();
        Assert.That((avklippt.Fel?.Sort, avklippt.Fel?.Nr), Is.EqualTo(((Loggfelsort?)Loggfelsort.Avklippt, (long?)7)), avklippt.Mening);

        await _app.Las<int>("PRAGMA wal_checkpoint(TRUNCATE)");
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Copy(kopia, _app.Databas.Namn, overwrite: true);
        var aterstalld = await Kontroll();
        Assert.That((aterstalld.Fel?.Sort, aterstalld.Fel?.Nr), Is.EqualTo(((Loggfelsort?)Loggfelsort.Avklippt, (long?)6)), aterstalld.Mening);
        Assert.That(aterstalld.Mening, Does.Contain("återställts från en äldre kopia"));
    }

    [Test]
    public async Task Den_som_har_databasen_och_nyckeln_men_inte_ankaret_hittas()
    {
        await Handelser(8);
        await Forankra();
        var rader = (await _app.Las<Loggrad>("SELECT Nr, Format, Nyckel, Kedja, Id, Tid, AnvandareId, Anvandare, NamndId, ArendeId, Vad, Mening, Fakta FROM Handelse ORDER BY Nr")).ToList();
        var nyckel = Convert.FromBase64String(Testdatabas.Loggnyckel);
        await Andra("");
        await using var connection = await _app.Services.GetRequiredService<IDatabase>().OpenAsync(CancellationToken.None);
        var fore = Loggkedja.Borjan;
        foreach (var rad in rader)
        {
            var ny = rad.Nr == 5 ? rad with { Mening = "Omskrivet." } : rad;
            fore = Loggkedja.Berakna(nyckel, ny, fore);
            await connection.ExecuteAsync("UPDATE Handelse SET Mening = @Mening, Kedja = @Kedja WHERE Nr = @Nr", new { ny.Mening, Kedja = fore, ny.Nr });
        }
        await connection.ExecuteAsync("UPDATE Logghuvud SET Kedja = @Kedja", new { Kedja = fore });

        var kontroll = await Kontroll();
        Assert.That((kontroll.Fel?.Sort, kontroll.Fel?.Nr), Is.EqualTo(((Loggfelsort?)Loggfelsort.Omskriven, (long?)1)), kontroll.Mening);
        Assert.That(kontroll.Mening, Does.Contain("omräknad av någon som hade nyckeln"));
    }

    [Test]
    public async Task Tjugo_kommandon_samtidigt_ger_en_kedja_utan_hal()
    {
        _app.Som(Roll.Avtalsansvarig, _namnd);
        var svar = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => _app.Send(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = $"Avtal {i}" }))));
        Assert.That(svar.Select(s => s.Outcome), Has.All.EqualTo(Outcome.Ok));
        Assert.That(await _app.Las<long>("SELECT Nr FROM Handelse ORDER BY Nr"), Is.EqualTo(Enumerable.Range(1, 21).Select(n => (long)n)));
        Assert.That((await Kontroll()).Hel);
    }

    [Test]
    public async Task Den_som_har_gissat_pa_ett_gammalt_huvud_laser_om_det_i_samma_transaktion()
    {
        await Handelser(3);
        var minne = _app.Services.GetRequiredService<Logghuvudminne>();
        minne.Huvud = new(1, new string('f', 64), minne.Huvud!.Nyckel);
        await Handelser(5);
        minne.Huvud = null;
        await Handelser(6);
        Assert.That((await Kontroll()).Antal, Is.EqualTo(6));
    }

    [Test]
    public async Task Ett_kommando_som_faller_efter_att_huvudet_flyttats_lamnar_inget_hal()
    {
        await Handelser(3);
        await using (var scope = _app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<DbSession>();
            await db.BeginAsync(CancellationToken.None);
            await scope.ServiceProvider.GetRequiredService<Loggbok>().SkrivAsync([new(new AuditEntry("Prov", "Skrivs aldrig."))], CancellationToken.None);
            await db.RollbackAsync();
        }
        await Handelser(4);
        Assert.That((await Kontroll()).Antal, Is.EqualTo(4));
        Assert.That(await _app.Las<string>("SELECT Vad FROM Handelse"), Has.None.EqualTo("Prov"));
    }

    [Test]
    public async Task Handelser_fran_tiden_fore_kedjan_forseglas_en_gang_och_det_ar_sjalvt_en_handelse()
    {
        await Handelser(7);
        await Andra("UPDATE Handelse SET Nr = NULL, Format = NULL, Nyckel = NULL, Kedja = NULL; UPDATE Logghuvud SET Nr = 0, Nyckel = NULL, Kedja = '" + Loggkedja.Borjan + "'");
        var start = _app.Services.GetRequiredService<Loggstart>();
        Assert.That(await start.ForberedAsync(CancellationToken.None), Is.EqualTo(7));
        Assert.That(await start.ForberedAsync(CancellationToken.None), Is.Zero);

        Assert.That(await _app.LasEn<string>("SELECT Mening FROM Handelse WHERE Nr = 8"), Does.StartWith("7 händelser från tiden före kedjan"));
        var kontroll = await Kontroll();
        Assert.That((kontroll.Hel, kontroll.Antal), Is.EqualTo((true, 8L)), kontroll.Mening);
        await Handelser(9);
        Assert.That((await Kontroll()).Hel);
    }

    [Test]
    public async Task Personnummer_star_aldrig_helt_i_loggen_och_lasningen_av_ett_skrivs_en_gang_pa_fem_minuter() // GDPR-03, GDPR-06
    {
        _app.Som(Roll.Avtalsansvarig, _namnd);
        var avtal = await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = $"Vikariat {Enskild}", Utforare = "Enskilda firman", Organisationsnummer = Enskild });
        var utforare = await _app.LasEn<Guid>("SELECT UtforareId FROM Avtal");
        await _app.Gor(new UtforarbladQuery(utforare));
        await _app.Gor(new UtforarbladQuery(utforare));
        await _app.Gor(new AvtalsbladQuery(avtal));
        await _app.Som(Roll.Lasare, _namnd).Gor(new UtforarbladQuery(utforare));

        Assert.That(await _app.Las<string>("SELECT Anvandare FROM Handelse WHERE Vad = 'Personnummer visat' ORDER BY Nr"), Is.EqualTo(new[] { "Avtalsansvarig (test)", "Avtalsansvarig (test)" }),
            "En gång på utföraren, en på avtalet, och aldrig för den som ser det dolt.");
        Assert.That(await _app.Las<string>("SELECT Mening FROM Handelse"), Has.None.Contains("9874").And.Some.Contain("Vikariat 811228-XXXX"));
        Assert.That(await _app.Las<string>("SELECT COALESCE(Fakta, '') FROM Handelse"), Has.None.Contains("9874"));
        Assert.That((await Kontroll()).Hel);
    }

    [Test]
    public async Task En_export_skrivs_i_loggen_for_de_namnder_vars_uppgifter_den_har()
    {
        var annan = await _app.Namnd("Socialnämnden", "SN");
        var tredje = await _app.Namnd("Kulturnämnden", "KN");
        _app.Som(Roll.Avtalsansvarig, _namnd, annan, tredje);
        var fil = await _app.Gor(new ExporteraAvtalQuery(new AvtalslistaQuery { Namnd = [_namnd, annan] }, Filformat.Csv));
        await fil.Innehall.DisposeAsync();

        Assert.That(await _app.Las<Guid?>("SELECT NamndId FROM Handelse WHERE Vad = 'Fil hämtad'"), Is.EquivalentTo(new Guid?[] { _namnd, annan }));
        Assert.That(await _app.Las<string>("SELECT DISTINCT Mening FROM Handelse WHERE Vad = 'Fil hämtad'"), Is.EqualTo(new[] { "Filen Avtal-2026-11-21.csv hämtad: 0 rader, Socialnämnden, Vård- och omsorgsnämnden." }));
    }

    [Test]
    public async Task Revisorn_ser_sina_namnder_administratoren_det_som_galler_kommunen_och_ingen_annan_nagot()
    {
        var annan = await _app.Namnd("Socialnämnden", "SN");
        await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Vårt" });
        await _app.Som(Roll.Avtalsansvarig, annan).Gor(new RegistreraAvtalCommand { NamndId = annan, Benamning = "Deras" });
        var deras = await _app.LasEn<long>("SELECT Nr FROM Handelse WHERE Mening LIKE '%Deras%'");

        var revisor = await _app.Som(Roll.Revisor, _namnd).Gor(new LogglistaQuery());
        Assert.That(revisor.Rader.Select(r => r.Mening), Is.EqualTo(new[] { "Avtalet Vårt registrerat." }));
        Assert.That((await _app.Gor(new LogglistaQuery { Namnd = annan })).Rader, Is.Empty);
        Assert.That((await _app.Send(new LogghandelseQuery(deras))).Outcome, Is.EqualTo(Outcome.NotFound));

        var administrator = await _app.SomAdministrator().Gor(new LogglistaQuery());
        Assert.That(administrator.Rader.Select(r => r.Vad), Is.EqualTo(new[] { "Nämnd skapad", "Nämnd skapad" }));
        Assert.That((await _app.Send(new LogghandelseQuery(deras))).Outcome, Is.EqualTo(Outcome.NotFound));

        foreach (var roll in Roller.INamnd.Where(r => r != Roll.Revisor))
        {
            _app.Som(roll, _namnd);
            Assert.That((await _app.Send(new LogglistaQuery())).Outcome, Is.EqualTo(Outcome.Forbidden), roll.ToString());
            Assert.That((await _app.Send(new LogghandelseQuery(1))).Outcome, Is.EqualTo(Outcome.Forbidden), roll.ToString());
            Assert.That((await _app.Send(new ExporteraLoggQuery(new()))).Outcome, Is.EqualTo(Outcome.Forbidden), roll.ToString());
            Assert.That((await _app.Send(new LoggskyddQuery())).Outcome, Is.EqualTo(Outcome.Forbidden), roll.ToString());
            Assert.That((await _app.Send(new KontrolleraLoggCommand())).Outcome, Is.EqualTo(Outcome.Forbidden), roll.ToString());
            Assert.That((await _app.Send(new ProvaLoggenQuery())).Outcome, Is.EqualTo(Outcome.Forbidden), roll.ToString());
        }
    }

    [Test]
    public async Task Filtren_hittar_och_bladdringen_gar_bada_vagarna_utan_att_hoppa_over_nagot()
    {
        _app.Som(Roll.Avtalsansvarig, _namnd);
        for (var i = 1; i <= 120; i++)
        {
            if (i == 61) { _app.Klocka.Nu = _app.Klocka.Nu.AddDays(2); }
            await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = $"Ändamål {i:000}" });
        }
        _app.Byt(new Testanvandare { Namn = "Ekonom", NamndRoller = new Dictionary<Guid, Roll> { [_namnd] = Roll.Revisor } });

        var sidor = new List<Logglista>();
        for (long? fore = null; sidor.Count == 0 || fore is not null; fore = sidor[^1].Aldre) { sidor.Add(await _app.Gor(new LogglistaQuery { Fore = fore })); }
        Assert.That(sidor.SelectMany(s => s.Rader).Select(r => r.Nr), Is.EqualTo(Enumerable.Range(2, 120).Reverse().Select(n => (long)n)));
        var tillbaka = await _app.Gor(new LogglistaQuery { Efter = sidor[2].Nyare });
        Assert.That(tillbaka.Rader.Select(r => r.Nr), Is.EqualTo(sidor[1].Rader.Select(r => r.Nr)));

        async Task<int> Antal(LogglistaQuery q) => (await _app.Gor(q)).Rader.Count;
        Assert.That(await Antal(new() { Q = "ändamål 077" }), Is.EqualTo(1), "Å, ä och ö söks oavsett skiftläge.");
        Assert.That(await Antal(new() { Q = "100%" }), Is.Zero, "Ett procenttecken är sig självt.");
        Assert.That(await Antal(new() { Vem = "avtalsans", Vad = "Avtal reg" }), Is.EqualTo(50));
        Assert.That(await Antal(new() { Vem = "ansvarig" }), Is.Zero);
        Assert.That(await Antal(new() { Fran = new(2026, 11, 23), Q = "ändamål 06" }), Is.EqualTo(10), "Nummer 061 till 069, och 106.");
        Assert.That(await Antal(new() { Till = new(2026, 11, 22), Q = "ändamål 06" }), Is.EqualTo(2), "Bara nummer 006 och 060.");
        Assert.That(await Antal(new() { Fran = new(2027, 1, 1) }), Is.Zero);
        var ett = await _app.LasEn<Guid>("SELECT Id FROM Avtal WHERE Benamning LIKE '%005'");
        Assert.That((await _app.Gor(new LogglistaQuery { Arende = ett })).Rader.Single().Mening, Does.Contain("005"));
        var handelse = await _app.Gor(new LogghandelseQuery(7));
        Assert.That((handelse.Stammer, handelse.Namnd), Is.EqualTo(((bool?)true, "Vård- och omsorgsnämnden")));
    }

    [Test]
    public async Task Exporten_bar_det_som_behovs_for_att_prova_den_utan_programmet()
    {
        await Handelser(6);
        await Forankra();
        _app.Som(Roll.Revisor, _namnd);
        var fil = await _app.Gor(new ExporteraLoggQuery(new LogglistaQuery()));
        await using var innehall = fil.Innehall;
        using var zip = new ZipArchive(innehall);
        Assert.That(zip.Entries.Select(e => e.FullName), Is.EquivalentTo(new[] { "logg.jsonl", "ankare.jsonl", "manifest.json", "kontrollera.html" }));

        var nyckel = Convert.FromBase64String(Testdatabas.Loggnyckel);
        var rader = Text(zip, "logg.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(rad => JsonDocument.Parse(rad).RootElement).ToList();
        Assert.That(rader, Has.Count.EqualTo(5), "Nämndens händelser, inte kommunens.");
        foreach (var r in rader)
        {
            var rad = new Loggrad
            {
                Nr = r.GetProperty("nr").GetInt64(),
                Nyckel = r.GetProperty("nyckel").GetString()!,
                Id = r.GetProperty("id").GetGuid(),
                Tid = r.GetProperty("tid").GetDateTimeOffset(),
                AnvandareId = r.GetProperty("anvandareId").GetString() is { } a ? Guid.Parse(a) : null,
                Anvandare = r.GetProperty("anvandare").GetString()!,
                NamndId = r.GetProperty("namndId").GetString() is { } n ? Guid.Parse(n) : null,
                ArendeId = r.GetProperty("arendeId").GetString() is { } d ? Guid.Parse(d) : null,
                Vad = r.GetProperty("vad").GetString()!,
                Mening = r.GetProperty("mening").GetString()!,
                Fakta = r.GetProperty("fakta").GetString(),
            };
            Assert.That(Loggkedja.Berakna(nyckel, rad, r.GetProperty("fore").GetString()!), Is.EqualTo(r.GetProperty("kedja").GetString()));
        }
        var manifest = JsonDocument.Parse(Text(zip, "manifest.json")).RootElement;
        Assert.That((manifest.GetProperty("antal").GetInt32(), manifest.GetProperty("huvud").GetProperty("nr").GetInt64()), Is.EqualTo((5, 6L)));
        Assert.That(Text(zip, "ankare.jsonl"), Does.Contain("\"nr\":6"));
        Assert.That(Text(zip, "kontrollera.html"), Does.Contain("<html lang=\"sv\">").And.Not.Contain("http:").And.Not.Contain("https:"));
        Assert.That(await _app.LasEn<string>("SELECT Mening FROM Handelse WHERE Vad = 'Fil hämtad'"), Does.StartWith("Filen logg-2026-11-21.zip hämtad: 5 rader"));
    }

    private static string Text(ZipArchive zip, string namn)
    {
        using var text = new StreamReader(zip.GetEntry(namn)!.Open());
        return text.ReadToEnd();
    }

    /// <summary>Fyller på tills loggen har så många händelser. Den första är att nämnden lades till.</summary>
    private async Task Handelser(int antal)
    {
        _app.Som(Roll.Avtalsansvarig, _namnd);
        for (var finns = await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse"); finns < antal; finns++)
        {
            await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = $"Avtal {finns}" });
        }
    }

    private Task<Loggkontroll> Kontroll() => _app.SomSystem().Gor(new ProvaLoggenQuery());

    private async Task Forankra()
    {
        var huvud = (await _app.SomSystem().Gor(new LogghuvudQuery())).Huvud;
        await _app.Services.GetRequiredService<ILoggankare>().SkrivAsync(new(huvud.Nr, huvud.Kedja, huvud.Nyckel, _app.Klocka.Nu), CancellationToken.None);
    }

    /// <summary>Gör det som någon med databasen i handen kan göra: tar bort vakten och kör satserna. {kopia A B} lägger in en kopia av händelse A med numret B.</summary>
    private async Task Andra(string satser)
    {
        await using var connection = await _app.Services.GetRequiredService<IDatabase>().OpenAsync(CancellationToken.None);
        if (!Testdatabas.ArSqlServer)
        {
            await connection.ExecuteAsync("DROP TRIGGER TR_Handelse_Andras; DROP TRIGGER TR_Handelse_TasBort; DROP TRIGGER TR_Logghuvud_TasBort");
        }
        foreach (var sats in satser.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var delar = sats.Trim('{', '}').Split(' ');
            await connection.ExecuteAsync(delar[0] != "kopia" ? sats : $"""
                INSERT INTO Handelse (Id, Tid, AnvandareId, Anvandare, NamndId, ArendeId, Vad, Mening, Fakta, Nr, Format, Nyckel, Kedja)
                SELECT '0193A1B2-0000-7000-8000-000000000009', Tid, AnvandareId, Anvandare, NamndId, ArendeId, Vad, Mening, Fakta, {delar[2]}, Format, Nyckel, Kedja FROM Handelse WHERE Nr = {delar[1]}
                """);
        }
    }
}
