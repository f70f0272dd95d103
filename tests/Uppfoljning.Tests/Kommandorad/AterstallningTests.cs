using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Dapper;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Infrastructure.Data;
using Uppfoljning.Tests.Web;

namespace Uppfoljning.Tests.Kommandorad;

/// <summary>
/// Så som den som sköter servern gör: en säkerhetskopia medan andra skriver, en återställning på en tom plats, programmet startat där, och
/// processer som dödas på vägen. Lång körning: UPPFOLJNING_KOPIOR=20 gör om det under last på ett stort register och skriver siffrorna.
/// </summary>
public sealed class AterstallningTests
{
    private const string Losenord = "en mening att minnas";

    private TestApp _app = null!;
    private string _ut = null!;
    private string _nyckelfil = null!;
    private Guid _namnd;

    private string Ny => Path.Combine(_ut, "ny");

    [SetUp]
    public async Task Starta()
    {
        Assume.That(Testdatabas.ArSqlServer, Is.False, "På SQL Server är databasen databasadministratörens.");
        _app = await TestApp.StartaAsync();
        _ut = Directory.CreateTempSubdirectory("uppfoljning-kopior-").FullName;
        _nyckelfil = Path.Combine(_ut, "nyckelfil");
        await File.WriteAllTextAsync(_nyckelfil, "en nyckelfil bara för testerna\n");
        _namnd = await _app.Namnd();
        var id = await _app.SomAdministrator().Gor(new SkapaAnvandareCommand { Anvandarnamn = "prov", Namn = "Avtalsansvarig (prov)", Losenord = Losenord });
        await _app.Gor(new GeRollCommand { AnvandareId = id, NamndId = _namnd, Roll = Roll.Avtalsansvarig });
    }

    [TearDown]
    public async Task Stang()
    {
        if (_app is null) { return; }
        await _app.DisposeAsync();
        Directory.Delete(_ut, recursive: true);
    }

    [Test]
    public async Task En_kopia_under_skrivning_aterstalls_pa_en_tom_plats_och_programmet_startar_dar()
    {
        var fall = await UnderLast(klienter: 4);
        Assert.That(fall.Kopia.Kod, Is.Zero, fall.Kopia.Fel);
        Assert.That(fall.Kopia.Ut, Does.Contain("Den är prövad och hel."));
        Assert.That(fall.Fel, Is.Empty);
        Assert.That(fall.Fore, Is.Not.Empty);

        var (kod, ut, fel) = await Verb("aterstall", fall.Fil, "--till", Ny, "--nyckelfil", _nyckelfil);
        Assert.That(kod, Is.Zero, fel);
        Assert.That(ut, Does.Contain("Databasen är återställd från säkerhetskopian").And.Contain($"Data Source={Path.Combine(Ny, "uppfoljning.db")}"));
        await Aterstalld(fall.Fore);

        // Programmet startar där, och den som fanns kommer in med sitt lösenord.
        var port = Port();
        using (var server = Vardprocess.StartaMed(_app.Databas, PaNya, "--urls", $"http://127.0.0.1:{port}"))
        {
            try
            {
                var sida = await LoggaIn(port);
                var lista = await sida.Oppna("/avtal");
                Assert.That(lista.QuerySelector("main")!.TextContent, Does.Contain("Avtal 0"));
                Assert.That(await Skriv(sida, "Efter återställningen"), Is.EqualTo(HttpStatusCode.Redirect));
                var (nekad, _, varfor) = await Verb("aterstall", fall.Fil, "--till", Ny, "--nyckelfil", _nyckelfil, "--ersatt", "--ja");
                Assert.That((nekad, varfor.Contains("är i gång", StringComparison.Ordinal)), Is.EqualTo((1, true)), varfor);
            }
            finally
            {
                await Doda(server);
            }
        }
        var efter = await Vardprocess.KorMedAsync(_app.Databas, PaNya, null, "verifiera", "--json");
        Assert.That(efter.Kod, Is.Zero, efter.Ut + efter.Fel);
        Assert.That(efter.Ut, Does.Contain("\"hel\": true").And.Contain("Känd återställning"));

        // En rad som någon ändrar för hand i den återställda databasen hittas, med sitt nummer.
        await using (var databas = await Oppna())
        {
            await databas.ExecuteAsync("DROP TRIGGER TR_Handelse_Andras; UPDATE Handelse SET Mening = 'Inget hände.' WHERE Nr = 2");
        }
        var andrad = await Vardprocess.KorMedAsync(_app.Databas, PaNya, null, "verifiera");
        Assert.That(andrad.Kod, Is.EqualTo(1));
        Assert.That(andrad.Ut, Does.Contain("FEL").And.Contain("Händelse 2 är ändrad").And.Contain("Något stämmer inte."));
    }

    [Test]
    public async Task En_process_som_dodas_lamnar_inget_halvt_och_nasta_gang_gar()
    {
        for (var i = 0; i < 300; i++) { await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new Application.Avtal.RegistreraAvtalCommand { NamndId = _namnd, Benamning = $"Avtal {i}" }); }
        var kopior = Path.Combine(_ut, "kopior");
        Directory.CreateDirectory(kopior);
        await DodaNar(() => Directory.EnumerateFiles(kopior, "*.part").Any(), "sakerhetskopia", kopior, "--nyckelfil", _nyckelfil);
        Assert.That(Directory.EnumerateFiles(kopior, "*.zip"), Is.Empty, "Bara en hel kopia får sitt namn.");
        Assert.That((await Verb("sakerhetskopia", kopior, "--nyckelfil", _nyckelfil)).Kod, Is.Zero);
        Assert.That(Directory.EnumerateFiles(kopior, "*.part*"), Is.Empty, "Det halva är borttaget.");
        var fil = Directory.EnumerateFiles(kopior, "*.zip").Single();

        await DodaNar(() => Directory.EnumerateDirectories(_ut, "ny.aterstalls-*").Any(), "aterstall", fil, "--till", Ny, "--nyckelfil", _nyckelfil);
        Assert.That(Directory.Exists(Ny), Is.False, "Mappen finns helt eller inte alls.");
        Assert.That((await Verb("aterstall", fil, "--till", Ny, "--nyckelfil", _nyckelfil)).Kod, Is.Zero);
        Assert.That(Directory.EnumerateDirectories(_ut, "ny.aterstalls-*"), Is.Empty, "Resten efter den dödade är borta.");
        await Aterstalld([]);

        // Fel namn på kommunen ändrar inget; rätt namn byter, och det gamla flyttas undan.
        var fel = await Vardprocess.KorAsync(_app.Databas, "Grannkommunen", "aterstall", fil, "--till", Ny, "--nyckelfil", _nyckelfil, "--ersatt");
        Assert.That((fel.Kod, Directory.EnumerateDirectories(_ut, "ny.fore-*").Any()), Is.EqualTo((1, false)), fel.Fel);
        await DodaNar(() => Directory.EnumerateDirectories(_ut, "ny.aterstalls-*").Any(), "aterstall", fil, "--till", Ny, "--nyckelfil", _nyckelfil, "--ersatt", "--ja");
        await Aterstalld([]);
        var ratt = await Vardprocess.KorAsync(_app.Databas, "Provkommun", "aterstall", fil, "--till", Ny, "--nyckelfil", _nyckelfil, "--ersatt");
        Assert.That(ratt.Kod, Is.Zero, ratt.Fel);
        Assert.That(Directory.EnumerateDirectories(_ut, "ny.fore-*"), Is.Not.Empty);
        await Aterstalld([]);
    }

    [TestCase("sakerhetskopia")]
    [TestCase("aterstall", "finns-inte.zip", "--till", "x")]
    [TestCase("aterstall", "x.zip")]
    [TestCase("verifiera", "finns-inte.zip")]
    [TestCase("sakerhetskopia", "x", "--nyckelfil", "y", "--utan-nycklar")]
    public async Task Fel_anvandning_ger_svar_2(params string[] args)
    {
        var (kod, _, fel) = await Vardprocess.KorAsync(_app.Databas, null, args);
        Assert.That((kod, fel.Contains("--help", StringComparison.Ordinal)), Is.EqualTo((2, true)), fel);
    }

    [Test]
    public async Task En_full_disk_sags_och_lamnar_inget_efter_sig()
    {
        var disk = Path.Combine(_ut, "liten");
        Directory.CreateDirectory(disk);
        Assume.That(await Kor("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk), Is.Zero, "En liten disk går inte att göra här.");
        try
        {
            var (kod, _, fel) = await Verb("sakerhetskopia", disk, "--nyckelfil", _nyckelfil);
            Assert.That(kod, Is.EqualTo(1), fel);
            Assert.That(fel, Does.Contain("Säkerhetskopian gick inte att skriva").And.Not.Contain("   at "));
            Assert.That(Directory.EnumerateFiles(disk, "*uppfoljning-2*"), Is.Empty);
            Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE Vad = 'Säkerhetskopia misslyckades'"), Is.EqualTo(1));
        }
        finally
        {
            await Kor("umount", disk);
        }
    }

    /// <summary>Lång körning: UPPFOLJNING_KOPIOR=N, med 100 000 avtal eller UPPFOLJNING_KOPIOR_AVTAL.</summary>
    [Test]
    public async Task Lang_korning_under_last()
    {
        Assume.That(int.TryParse(Environment.GetEnvironmentVariable("UPPFOLJNING_KOPIOR"), out var antal), Is.True);
        var avtal = int.TryParse(Environment.GetEnvironmentVariable("UPPFOLJNING_KOPIOR_AVTAL"), out var a) ? a : 100_000;
        var text = new StringBuilder("Avtalsnummer;Benämning;Utförare;Avtalsstart;Avtalsslut\n");
        for (var i = 0; i < avtal; i++) { text.Append(CultureInfo.InvariantCulture, $"A-{i};Avtal nummer {i};Utförare {i % 20_000} AB;2024-01-01;2028-12-31\n"); }
        var csv = Path.Combine(_ut, "stort.csv");
        await File.WriteAllTextAsync(csv, text.ToString(), Encoding.UTF8);
        var import = await Vardprocess.KorAsync(_app.Databas, null, "importera", csv, "--namnd", "VON");
        Assert.That(import.Kod, Is.Zero, import.Fel);
        TestContext.Progress.WriteLine($"{avtal} avtal, databasen {new FileInfo(_app.Databas.Namn).Length / 1024 / 1024} MB");

        var (kopiering, aterstallning, vantan, storlek) = (new List<double>(), new List<double>(), new List<double>(), 0L);
        for (var i = 0; i < antal; i++)
        {
            var fall = await UnderLast(klienter: 4);
            Assert.That(fall.Kopia.Kod, Is.Zero, fall.Kopia.Fel);
            Assert.That(fall.Fel, Is.Empty);
            var start = Stopwatch.GetTimestamp();
            var (kod, _, fel) = await Verb("aterstall", fall.Fil, "--till", Ny, "--nyckelfil", _nyckelfil);
            aterstallning.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            Assert.That(kod, Is.Zero, fel);
            await Aterstalld(fall.Fore);
            (kopiering, vantan, storlek) = ([.. kopiering, fall.Tid], [.. vantan, fall.LangstVantan], new FileInfo(fall.Fil).Length);
            TestContext.Progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i + 1}: kopia {fall.Tid:0.0} s ({storlek / 1024 / 1024} MB), {fall.Skrivna} skrivningar, längsta väntan {fall.LangstVantan:0.00} s (utan kopia {fall.LangstUtan:0.00} s), återställning {aterstallning[^1]:0.0} s"));
            Directory.Delete(Ny, recursive: true);
            File.Delete(fall.Fil);
        }
        TestContext.Progress.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Summa {antal}: kopia {kopiering.Average():0.0} s (högst {kopiering.Max():0.0}), {storlek / 1024 / 1024} MB, längsta väntan {vantan.Max():0.00} s, återställning {aterstallning.Average():0.0} s (högst {aterstallning.Max():0.0})"));
    }

    private Dictionary<string, string> PaNya => new()
    {
        ["Databas__Anslutning"] = $"Data Source={Path.Combine(Ny, "uppfoljning.db")}",
        ["Filer__Mapp"] = Path.Combine(Ny, "filer"),
        ["Nycklar__Mapp"] = Path.Combine(Ny, "nycklar"),
        ["Logg__Ankare__Fil"] = Path.Combine(Ny, "ankare", "logg.jsonl"),
        ["Logg__Nyckel"] = "",
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["DOTNET_ENVIRONMENT"] = "Development",
    };

    private Task<(int Kod, string Ut, string Fel)> Verb(params string[] args) => Vardprocess.KorAsync(_app.Databas, null, args);

    /// <summary>Startar programmet, låter klienter skriva, gör en kopia under tiden och dödar programmet.</summary>
    private async Task<Fall> UnderLast(int klienter)
    {
        var port = Port();
        var miljo = new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["DOTNET_ENVIRONMENT"] = "Development" };
        using var server = Vardprocess.StartaMed(_app.Databas, miljo, "--urls", $"http://127.0.0.1:{port}");
        _ = server.StandardOutput.ReadToEndAsync();
        _ = server.StandardError.ReadToEndAsync();
        try
        {
            var (skrivna, fel, kopieras, slut) = (new ConcurrentQueue<(string Namn, TimeSpan Klar, double Vantan, bool UnderKopia)>(), new ConcurrentQueue<string>(), false, false);
            var ur = Stopwatch.StartNew();
            var omgang = Guid.NewGuid().ToString("N")[..6];
            var arbete = Enumerable.Range(0, klienter).Select(k => Task.Run(async () =>
            {
                var sida = await LoggaIn(port);
                for (var i = 0; !slut; i++)
                {
                    var namn = $"Avtal {i} av {k} i {omgang}";
                    var (start, under) = (Stopwatch.GetTimestamp(), kopieras);
                    var svar = await Skriv(sida, namn);
                    if (svar == HttpStatusCode.Redirect) { skrivna.Enqueue((namn, ur.Elapsed, Stopwatch.GetElapsedTime(start).TotalSeconds, under || kopieras)); }
                    else { fel.Enqueue($"{namn}: {svar}"); }
                }
            })).ToList();
            while (skrivna.Count < klienter * 3 && !arbete.Exists(t => t.IsCompleted)) { await Task.Delay(20); }
            var borjan = ur.Elapsed;
            kopieras = true;
            var kopia = await Verb("sakerhetskopia", _ut, "--nyckelfil", _nyckelfil);
            kopieras = false;
            var tid = (ur.Elapsed - borjan).TotalSeconds;
            slut = true;
            await Task.WhenAll(arbete);
            return new(kopia, Directory.EnumerateFiles(_ut, "uppfoljning-*.zip").Max()!, [.. skrivna.Where(s => s.Klar < borjan).Select(s => s.Namn)], [.. fel],
                skrivna.Count, tid, skrivna.Where(s => s.UnderKopia).Max(s => (double?)s.Vantan) ?? 0, skrivna.Where(s => !s.UnderKopia).Max(s => (double?)s.Vantan) ?? 0);
        }
        finally
        {
            await Doda(server);
        }
    }

    private async Task<Sida> LoggaIn(int port)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = true, CookieContainer = new() }) { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(60) };
        for (var i = 0; i < 600; i++)
        {
            try
            {
                if ((await client.GetAsync(new Uri("/halsa", UriKind.Relative))).IsSuccessStatusCode) { break; }
            }
            catch (HttpRequestException)
            {
                // Not started yet.
            }
            await Task.Delay(100);
        }
        var sida = new Sida(client);
        await sida.Oppna("/konto/logga-in");
        var svar = await sida.Skicka("/konto/logga-in", ("Command.Anvandarnamn", "prov"), ("Command.Losenord", Losenord));
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Redirect), "Inloggningen ska gå.");
        await sida.Oppna($"/namnder/{_namnd}/avtal/nytt");
        return sida;
    }

    private async Task<HttpStatusCode> Skriv(Sida sida, string namn)
    {
        if (sida.Dokument.QuerySelector("input[name=formularnyckel]") is null) { await sida.Oppna($"/namnder/{_namnd}/avtal/nytt"); }
        return (await sida.Skicka($"/namnder/{_namnd}/avtal/nytt", ("Command.Benamning", namn))).StatusCode;
    }

    /// <summary>Allt som var bekräftat finns, databasen är hel, diariet saknar inget nummer och loggen stämmer.</summary>
    private async Task Aterstalld(IReadOnlyCollection<string> bekraftade)
    {
        await using (var databas = await Oppna())
        {
            Assert.That(await databas.ExecuteScalarAsync<string>("PRAGMA integrity_check"), Is.EqualTo("ok"));
            var namn = (await databas.QueryAsync<string>("SELECT Benamning FROM Avtal")).ToHashSet(StringComparer.Ordinal);
            Assert.That(bekraftade.Where(b => !namn.Contains(b)), Is.Empty, "Bekräftat innan kopian började.");
            Assert.That(await databas.QueryAsync<string>("SELECT s.Beteckning FROM Diarieserie s WHERE s.Senast <> (SELECT COUNT(*) FROM Diarienummer d WHERE d.Beteckning = s.Beteckning AND d.Ar = s.Ar)"), Is.Empty, "Diariet utan luckor.");
        }
        var provning = await Vardprocess.KorMedAsync(_app.Databas, PaNya, null, "verifiera");
        Assert.That(provning.Kod, Is.Zero, provning.Ut + provning.Fel);
    }

    private async Task<DbConnection> Oppna() => await new SqliteDatabase($"Data Source={Path.Combine(Ny, "uppfoljning.db")};Pooling=False").OpenAsync(CancellationToken.None);

    private async Task DodaNar(Func<bool> nu, params string[] args)
    {
        using var process = Vardprocess.Starta(_app.Databas, args);
        process.StandardInput.Close();
        while (!process.HasExited && !nu()) { await Task.Delay(1); }
        Assert.That(process.HasExited, Is.False, "Den skulle dö mitt i.");
        await Doda(process);
    }

    private static async Task Doda(Process process)
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    private static async Task<int> Kor(string program, params string[] args)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }

    private static int Port()
    {
        using var lyssnare = new TcpListener(IPAddress.Loopback, 0);
        lyssnare.Start();
        return ((IPEndPoint)lyssnare.LocalEndpoint).Port;
    }

    private sealed record Fall((int Kod, string Ut, string Fel) Kopia, string Fil, IReadOnlyList<string> Fore, IReadOnlyList<string> Fel, int Skrivna, double Tid, double LangstVantan, double LangstUtan);
}
