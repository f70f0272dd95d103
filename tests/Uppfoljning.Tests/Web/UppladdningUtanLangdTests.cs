using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Import;

namespace Uppfoljning.Tests.Web;

/// <summary>En inloggad som lämnar en registerfil utan att säga hur stor den är: den stoppas vid gränsen, med besked, och inget blir kvar.</summary>
public sealed class UppladdningUtanLangdTests
{
    private const long Storst = TaEmotImportCommand.StorstaFil;

    private WebApp _web = null!;
    private Guid _namnd;

    [SetUp]
    public async Task Starta()
    {
        _web = await WebApp.StartaAsync();
        _namnd = await _web.App.Namnd();
    }

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [Test]
    public async Task Den_nekas_med_sidan_som_sager_det_och_lamnar_ingen_fil_efter_sig()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        await sida.Oppna($"/namnder/{_namnd}/import");
        var fore = Mellanlagrade();

        using var strom = new Utanlangd(Storst + (8 * 1024 * 1024), Nyckel(sida));
        await sida.Las($"/namnder/{_namnd}/import", strom);
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That(sida.Dokument.QuerySelector("h1")!.TextContent, Is.EqualTo("Det du skickade är för stort"));
        await IngetKvar(fore);
    }

    [Test]
    public async Task En_fil_som_ryms_tas_emot_fast_langden_inte_sags()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        await sida.Oppna($"/namnder/{_namnd}/import");
        using var strom = new Utanlangd(0, Nyckel(sida), "Benämning;Avtalsslut\r\nLarm;2027-01-01\r\n");
        await sida.Las($"/namnder/{_namnd}/import", strom);
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Import"), Is.EqualTo(1));
    }

    [Test]
    public async Task En_riktig_server_slutar_lasa_vid_gransen_och_svarar_andra_under_tiden()
    {
        await using var web = new WebApplicationFactory<Program>().WithWebHostBuilder(builder => WebApp.Stall(builder, _web.App));
        web.UseKestrel(0);
        web.StartServer();
        var sida = await LoggaIn(web);
        await sida.Oppna($"/namnder/{_namnd}/import");
        var fore = Mellanlagrade();

        using var strom = new Utanlangd(2L * 1024 * 1024 * 1024, Nyckel(sida));
        var lang = sida.Client.PostAsync(new Uri($"/namnder/{_namnd}/import", UriKind.Relative), strom);
        await (await LoggaIn(web)).Oppna("/import");
        try
        {
            var svar = await lang;
            Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
            Assert.That(await svar.Content.ReadAsStringAsync(), Does.Contain("Det du skickade är för stort"));
        }
        catch (HttpRequestException)
        {
            // The server hung up on the body before the client had read its answer.
        }
        Assert.That(strom.Skickat, Is.LessThan(Storst + (40L * 1024 * 1024)), "Servern läste inte vidare efter gränsen.");
        await IngetKvar(fore);

        // The connection's fate is its own; the next upload works as ever.
        await sida.Oppna($"/namnder/{_namnd}/import");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK));
    }

    private async Task IngetKvar(IReadOnlySet<string> fore)
    {
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Import"), Is.Zero);
        var filer = Path.Combine(_web.App.Databas.Mapp, "filer");
        Assert.That(Directory.Exists(filer) ? Directory.GetFiles(filer, "*", SearchOption.AllDirectories) : [], Is.Empty, "Fillagret är tomt.");

        // The body is buffered on disk while it is read; the buffer goes when the answer has been given.
        for (var i = 0; i < 100 && Mellanlagrade().Except(fore).Any(); i++) { await Task.Delay(100); }
        Assert.That(Mellanlagrade().Except(fore), Is.Empty);
    }

    private static HashSet<string> Mellanlagrade() => [.. Directory.GetFiles(Path.GetTempPath(), "ASPNETCORE_*.tmp")];

    private static string Nyckel(Sida sida) => sida.Dokument.QuerySelector("input[name=formularnyckel]")!.GetAttribute("value")!;

    private async Task<Sida> LoggaIn(WebApplicationFactory<Program> web)
    {
        _web.App.SomAdministrator();
        var id = await _web.App.Gor(SkapaAnvandareCommand.Demoanvandare($"prov.{Guid.NewGuid():N}", "Avtalsansvarig (prov)", false));
        await _web.App.Gor(new GeRollCommand { AnvandareId = id, NamndId = _namnd, Roll = Roll.Avtalsansvarig });
        var sida = new Sida(web.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true, BaseAddress = web.ClientOptions.BaseAddress }));
        await sida.Oppna("/konto/logga-in");
        Assert.That((await sida.Skicka($"/konto/demo/{id}")).StatusCode, Is.EqualTo(HttpStatusCode.Redirect).Or.EqualTo(HttpStatusCode.OK));
        return sida;
    }

    /// <summary>Ett formulär med nyckeln först och en fil som skrivs medan den skickas, i stycken utan angiven längd.</summary>
    private sealed class Utanlangd : HttpContent
    {
        private readonly long _storlek;
        private readonly string _nyckel;
        private readonly string _borjan;

        public Utanlangd(long storlek, string nyckel, string borjan = "Benämning\r\n")
        {
            (_storlek, _nyckel, _borjan) = (storlek, nyckel, borjan);
            Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=grans");
        }

        public long Skickat { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(
                $"--grans\r\nContent-Disposition: form-data; name=\"formularnyckel\"\r\n\r\n{_nyckel}\r\n"
                + $"--grans\r\nContent-Disposition: form-data; name=\"Command.Fil\"; filename=\"stor.csv\"\r\nContent-Type: text/csv\r\n\r\n{_borjan}"));
            var stycke = new byte[64 * 1024];
            Array.Fill(stycke, (byte)'a');
            while (Skickat < _storlek)
            {
                await stream.WriteAsync(stycke);
                Skickat += stycke.Length;
            }
            await stream.WriteAsync("\r\n--grans--\r\n"u8.ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
