using System.Diagnostics;
using System.IO.Compression;
using System.Net;

namespace Uppfoljning.Tests.Drift;

/// <summary>
/// Den publicerade mappen (build/publish), som den körs på en server. Mappen ges med UPPFOLJNING_PUBLICERAD; utan den prövas inget, för en publicering
/// tar flera minuter.
/// </summary>
public sealed class PubliceringTests
{
    private static readonly string? Publicerad = Environment.GetEnvironmentVariable("UPPFOLJNING_PUBLICERAD");

    private DirectoryInfo _data = null!;

    [SetUp]
    public void Gor()
    {
        if (string.IsNullOrEmpty(Publicerad)) { Assert.Ignore("UPPFOLJNING_PUBLICERAD säger inte var den publicerade mappen ligger."); }
        _data = Directory.CreateTempSubdirectory("uppfoljning-publicerad-");
    }

    [TearDown]
    public void Stada() => _data?.Delete(recursive: true);

    [Test]
    public async Task Mappen_startar_i_produktion_pa_tomt_och_har_allt()
    {
        Assert.That((await KorAsync(null, "migrera")).Kod, Is.Zero);
        var administrator = await KorAsync("ett långt lösenord", "administrator", "forsta");
        Assert.That(administrator.Kod, Is.Zero, administrator.Fel);
        Assert.That((await KorAsync(null, "migrera")).Ut, Does.Contain("redan uppdaterad"));

        await using var server = await Serverprocess.StartadAsync(Process.Start(Start("--urls", "http://127.0.0.1:0"))!);
        using var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None, AllowAutoRedirect = false }) { BaseAddress = server.Adress };
        var redo = await client.GetAsync(new Uri("/halsa/redo", UriKind.Relative));
        Assert.That(redo.StatusCode, Is.EqualTo(HttpStatusCode.OK), await redo.Content.ReadAsStringAsync());
        Assert.That((await KorAsync(null, "halsa", server.Adress.ToString())).Kod, Is.Zero);

        var sida = await client.GetStringAsync(new Uri("/konto/logga-in", UriKind.Relative));
        var filer = System.Text.RegularExpressions.Regex.Matches(sida, "(?:href|src)=\"(/[^\"?]+\\.(?:css|js))").Select(m => m.Groups[1].Value).ToList();
        Assert.That(filer, Has.Count.GreaterThan(2));
        foreach (var fil in filer)
        {
            var hel = await client.GetAsync(new Uri(fil, UriKind.Relative));
            var innehall = await hel.Content.ReadAsByteArrayAsync();
            Assert.That((hel.StatusCode, innehall.Length), Is.EqualTo((HttpStatusCode.OK, innehall.Length)));
            Assert.That(innehall, Has.Length.GreaterThan(100), fil);

            using var fraga = new HttpRequestMessage(HttpMethod.Get, new Uri(fil, UriKind.Relative));
            fraga.Headers.AcceptEncoding.ParseAdd("gzip, br");
            var packad = await client.SendAsync(fraga);
            Assert.That(packad.Content.Headers.ContentEncoding.Single(), Is.EqualTo("br"), fil);
            Assert.That(packad.Content.Headers.ContentType?.MediaType, Is.EqualTo(hel.Content.Headers.ContentType?.MediaType));
            Assert.That(packad.Headers.Vary, Does.Contain("Accept-Encoding"));
            using var uppackad = new MemoryStream();
            await using (var br = new BrotliStream(await packad.Content.ReadAsStreamAsync(), CompressionMode.Decompress)) { await br.CopyToAsync(uppackad); }
            Assert.That(uppackad.ToArray(), Is.EqualTo(innehall), fil);
        }

        var rader = server.Rader;
        Assert.That(rader, Has.None.Contain("\"niva\":\"fel\""));
        server.Stoppa();
        Assert.That(await server.SlutAsync(), Is.Zero);
    }

    [Test]
    public void Mappen_har_skripten_enheten_och_lasmig()
    {
        foreach (var fil in new[] { "LASMIG.txt", "uppfoljning.service", "uppfoljning.env", "db/sqlserver/0000_databas.sql", "db/sqlserver/0001_logg.sql", "appsettings.json" })
        {
            Assert.That(File.Exists(Path.Combine(Publicerad!, fil)), Is.True, fil);
        }
        Assert.That(File.Exists(Path.Combine(Publicerad!, "appsettings.Development.json")), Is.False);
    }

    private ProcessStartInfo Start(params string[] args)
    {
        var start = new ProcessStartInfo(Path.Combine(Publicerad!, "Uppfoljning.Web")) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = "/" };
        foreach (var arg in args) { start.ArgumentList.Add(arg); }
        foreach (var namn in start.Environment.Keys.Where(k => k.Contains("__", StringComparison.Ordinal) || k.StartsWith("ASPNETCORE", StringComparison.Ordinal) || k.StartsWith("DOTNET_", StringComparison.Ordinal)).ToList()) { start.Environment.Remove(namn); }
        start.Environment["Databas__Anslutning"] = $"Data Source={Path.Combine(_data.FullName, "uppfoljning.db")}";
        start.Environment["Filer__Mapp"] = Path.Combine(_data.FullName, "filer");
        start.Environment["Nycklar__Mapp"] = Path.Combine(_data.FullName, "nycklar");
        start.Environment["Logg__Ankare__Fil"] = Path.Combine(_data.FullName, "ankare.jsonl");
        return start;
    }

    private async Task<(int Kod, string Ut, string Fel)> KorAsync(string? rad, params string[] args)
    {
        using var process = Process.Start(Start(args))!;
        if (rad is not null) { await process.StandardInput.WriteLineAsync(rad); }
        process.StandardInput.Close();
        var (ut, fel) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await ut, await fel);
    }
}
