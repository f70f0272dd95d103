using System.Net;
using System.Net.Sockets;
using System.Text;
using Uppfoljning.Application.Common;
using Uppfoljning.Infrastructure.Skydd;

namespace Uppfoljning.Tests.Skydd;

/// <summary>De inställda adresserna leder dit de säger och ingen annanstans.</summary>
public sealed class SkyddadklientTests
{
    private static readonly TimeSpan Tid = TimeSpan.FromSeconds(5);

    [TestCase("169.254.169.254", false, TestName = "Molnets metadata")]
    [TestCase("169.254.0.1", true)]
    [TestCase("fd00:ec2::254", true)]
    [TestCase("100.100.100.200", true)]
    [TestCase("fe80::1", true)]
    [TestCase("::ffff:169.254.169.254", true, TestName = "Metadata inuti IPv6")]
    [TestCase("64:ff9b::a9fe:a9fe", true, TestName = "Metadata genom NAT64")]
    [TestCase("2002:a9fe:a9fe::1", true, TestName = "Metadata genom 6to4")]
    [TestCase("0.0.0.0", true)]
    [TestCase("::", true)]
    [TestCase("224.0.0.1", true)]
    [TestCase("255.255.255.255", true)]
    [TestCase("127.0.0.1", false)]
    [TestCase("127.9.9.9", false)]
    [TestCase("::1", false)]
    [TestCase("::ffff:127.0.0.1", false)]
    public void En_stangd_adress_nas_inte(string adress, bool egen) => Assert.That(Skyddadklient.Tillaten(IPAddress.Parse(adress), egen), Is.False);

    [TestCase("10.1.2.3", false, Description = "Kommunens eget nät är där tjänsterna brukar finnas.")]
    [TestCase("192.168.1.1", false)]
    [TestCase("8.8.8.8", false)]
    [TestCase("2001:db8::1", false)]
    [TestCase("fd12:3456::1", false)]
    [TestCase("127.0.0.1", true)]
    [TestCase("::1", true)]
    public void En_vanlig_adress_nas(string adress, bool egen) => Assert.That(Skyddadklient.Tillaten(IPAddress.Parse(adress), egen), Is.True);

    [TestCase("http://arkiv.example/")]
    [TestCase("ftp://arkiv.example/")]
    [TestCase("file:///etc/passwd")]
    [TestCase("https://namn:losen@arkiv.example/")]
    [TestCase("https://169.254.169.254/latest")]
    [TestCase("https://[fe80::1]/")]
    [TestCase("http://127.0.0.1.example/")]
    public void En_adress_som_inte_ar_https_eller_ar_stangd_ar_ett_fel_i_installningen(string adress) =>
        Assert.That(() => Skyddadklient.Skapa(new Uri(adress), Tid), Throws.TypeOf<DriftException>());

    [Test]
    public Task Ett_namn_som_leder_till_den_egna_maskinen_eller_metadata_ansluts_inte() => Assert.MultipleAsync(async () =>
    {
        foreach (var svar in new[] { "127.0.0.1", "169.254.169.254", "::1" })
        {
            using var klient = Skyddadklient.Skapa(new Uri("https://arkiv.example/"), Tid, slaUpp: (_, _) => Task.FromResult(new[] { IPAddress.Parse("192.0.2.1"), IPAddress.Parse(svar) }));
            var fel = await Fel(() => klient.GetAsync(new Uri("https://arkiv.example/")));
            Assert.That(fel?.InnerException, Is.TypeOf<NekadAdressException>(), svar);
        }
    });

    [Test]
    public async Task Ett_namn_som_byter_adress_provas_igen_vid_varje_anslutning()
    {
        await using var server = new Enkelserver("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
        var antal = 0;
        // The name is the loopback's own the first time, and something else when it is asked again.
        using var klient = Skyddadklient.Skapa(server.Som("localhost"), Tid, slaUpp: (_, _) => Task.FromResult(new[] { ++antal == 1 ? IPAddress.Loopback : IPAddress.Parse("169.254.169.254") }));
        Assert.That(await klient.GetStringAsync(server.Som("localhost")), Is.EqualTo("ok"));
        Assert.That((await Fel(() => klient.GetAsync(server.Som("localhost"))))?.InnerException, Is.TypeOf<NekadAdressException>());
        Assert.That(antal, Is.EqualTo(2));
    }

    [Test]
    public async Task En_omdirigering_foljs_inte()
    {
        await using var server = new Enkelserver("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/meta-data\r\nContent-Length: 0\r\n\r\n");
        using var klient = Skyddadklient.Skapa(server.Adress, Tid);
        using var svar = await klient.GetAsync(server.Adress);
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(server.Antal, Is.EqualTo(1));
    }

    [Test]
    public async Task Klienten_gar_bara_till_sin_egen_adress()
    {
        await using var server = new Enkelserver("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await using var annan = new Enkelserver("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using var klient = Skyddadklient.Skapa(server.Adress, Tid);
        Assert.ThrowsAsync<NekadAdressException>(() => klient.GetAsync(annan.Adress));
        Assert.That(annan.Antal, Is.Zero);
        using var bada = Skyddadklient.Skapa(server.Adress, Tid, [annan.Adress]);
        Assert.That((await bada.GetAsync(annan.Adress)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", TestName = "Ett for stort svar med langd")]
    [TestCase("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", TestName = "Ett for stort svar utan langd")]
    public async Task Ett_svar_over_gransen_lases_inte(string huvud)
    {
        await using var server = new Enkelserver(huvud + new string('a', 5000));
        using var klient = Skyddadklient.Skapa(server.Adress, Tid, storstaSvar: 1000);
        Assert.That(await Fel(() => klient.GetAsync(server.Adress)), Is.Not.Null);
        var strom = await Fel(async () =>
        {
            using var svar = await klient.SendAsync(new HttpRequestMessage(HttpMethod.Get, server.Adress), HttpCompletionOption.ResponseHeadersRead);
            await svar.Content.CopyToAsync(Stream.Null);
            return svar;
        });
        Assert.That(strom is NekadAdressException || strom?.InnerException is NekadAdressException, Is.True, strom?.ToString());
    }

    [Test]
    public async Task Ett_svar_som_aldrig_kommer_avbryts()
    {
        await using var server = new Enkelserver(null);
        using var klient = Skyddadklient.Skapa(server.Adress, TimeSpan.FromMilliseconds(300));
        Assert.ThrowsAsync<TaskCanceledException>(() => klient.GetAsync(server.Adress));
    }

    private static async Task<Exception?> Fel(Func<Task<HttpResponseMessage>> fraga)
    {
        try
        {
            (await fraga()).Dispose();
            return null;
        }
        catch (Exception fel) when (fel is HttpRequestException or IOException)
        {
            return fel;
        }
    }

    /// <summary>Svarar likadant på allt, eller inte alls.</summary>
    private sealed class Enkelserver : IAsyncDisposable
    {
        private readonly TcpListener _lyssnare = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _slut = new();
        private readonly Task _arbete;

        public Enkelserver(string? svar)
        {
            _lyssnare.Start();
            _arbete = SvaraAsync(svar);
        }

        public Uri Adress => Som("127.0.0.1");

        public int Antal { get; private set; }

        public Uri Som(string vard) => new($"http://{vard}:{((IPEndPoint)_lyssnare.LocalEndpoint).Port}/");

        public async ValueTask DisposeAsync()
        {
            await _slut.CancelAsync();
            _lyssnare.Stop();
            await _arbete;
            _slut.Dispose();
        }

        private async Task SvaraAsync(string? svar)
        {
            var oppna = new List<TcpClient>();
            try
            {
                while (true)
                {
                    var samtal = await _lyssnare.AcceptTcpClientAsync(_slut.Token);
                    oppna.Add(samtal);
                    Antal++;
                    if (svar is null) { continue; }
                    var strom = samtal.GetStream();
                    _ = await strom.ReadAtLeastAsync(new byte[8192], 1, throwOnEndOfStream: false, _slut.Token);
                    await strom.WriteAsync(Encoding.ASCII.GetBytes(svar), _slut.Token);
                    samtal.Close();
                }
            }
            catch (Exception fel) when (fel is OperationCanceledException or SocketException or IOException or InvalidOperationException)
            {
                // The test is over.
            }
            oppna.ForEach(o => o.Dispose());
        }
    }
}
