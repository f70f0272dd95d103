using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Uppfoljning.Application.Common;
using Uppfoljning.Infrastructure;
using Uppfoljning.Infrastructure.Virusskydd;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Samtalet med clamd: bara ett uttryckligt OK är ett godkännande.</summary>
public sealed class VirusskyddTests
{
    private static readonly byte[] Fil = [.. Enumerable.Range(0, 200_000).Select(i => (byte)i)];

    private Clamdtjanst _clamd = null!;

    [SetUp]
    public void Starta() => _clamd = new Clamdtjanst();

    [TearDown]
    public async Task Stang() => await _clamd.DisposeAsync();

    [Test]
    public async Task En_ren_fil_skickas_hel_fran_borjan_och_godkanns()
    {
        using var strom = new MemoryStream(Fil) { Position = 100 };
        Assert.That(await Skydd(_clamd.Adress).ProvaAsync(strom, default), Is.EqualTo(new Virussvar(Virusutfall.Ren)));
        Assert.That(_clamd.Mottaget, Is.EqualTo(Fil));
    }

    [TestCase("stream: Eicar-Test-Signature FOUND", Virusutfall.Skadlig, "Eicar-Test-Signature")]
    [TestCase("stream: Can't allocate memory ERROR", Virusutfall.KundeInteProvas, "stream: Can't allocate memory ERROR")]
    [TestCase("INSTREAM size limit exceeded. ERROR", Virusutfall.KundeInteProvas, "INSTREAM size limit exceeded. ERROR")]
    [TestCase("stream: OK FOUND OK", Virusutfall.KundeInteProvas, "stream: OK FOUND OK")]
    [TestCase("OK", Virusutfall.KundeInteProvas, "OK")]
    [TestCase("", Virusutfall.KundeInteProvas, "")]
    public async Task Svaret_tolkas(string svar, Virusutfall utfall, string fynd)
    {
        _clamd.Svar = svar;
        Assert.That(await Skydd(_clamd.Adress).ProvaAsync(new MemoryStream(Fil), default), Is.EqualTo(new Virussvar(utfall, fynd)));
    }

    [Test]
    public async Task Den_som_lagger_pa_mitt_i_en_stor_fil_har_inte_godkant_den()
    {
        (_clamd.Svar, _clamd.Storst) = ("INSTREAM size limit exceeded. ERROR", 100_000);
        var svar = await Skydd(_clamd.Adress).ProvaAsync(new MemoryStream(new byte[30_000_000]), default);
        Assert.That(svar.Utfall, Is.EqualTo(Virusutfall.KundeInteProvas));
    }

    [Test]
    public async Task Den_som_inte_svarar_i_tid_har_inte_godkant_filen()
    {
        _clamd.Svar = null;
        var start = Stopwatch.GetTimestamp();
        Assert.That((await Skydd(_clamd.Adress).ProvaAsync(new MemoryStream(Fil), default)).Utfall, Is.EqualTo(Virusutfall.KundeInteProvas));
        Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(TimeSpan.FromSeconds(10)));
    }

    [Test]
    public async Task Den_som_inte_gar_att_na_har_inte_godkant_filen()
    {
        var adress = _clamd.Adress;
        await _clamd.DisposeAsync();
        _clamd = new Clamdtjanst();
        Assert.That((await Skydd(adress).ProvaAsync(new MemoryStream(Fil), default)).Utfall, Is.EqualTo(Virusutfall.KundeInteProvas));
    }

    [Test]
    public async Task En_unix_sockel_gar_lika_bra()
    {
        if (OperatingSystem.IsWindows()) { Assert.Ignore("Unix-socklar provas på Unix."); }
        var mapp = Directory.CreateTempSubdirectory("clamd-");
        var sockel = Path.Combine(mapp.FullName, "clamd.ctl");
        await using (var clamd = new Clamdtjanst(new UnixDomainSocketEndPoint(sockel)))
        {
            Assert.That((await Skydd(sockel).ProvaAsync(new MemoryStream(Fil), default)).Utfall, Is.EqualTo(Virusutfall.Ren));
            Assert.That(clamd.Mottaget, Is.EqualTo(Fil));
        }
        mapp.Delete(recursive: true);
    }

    [TestCase("", false)]
    [TestCase("  ", false)]
    [TestCase("127.0.0.1:3310", true)]
    [TestCase("[::1]:3310", true)]
    [TestCase("clamav.exempelkommun.se:3310", true)]
    [TestCase("/run/clamav/clamd.ctl", true)]
    public void Adressen_slar_pa_skyddet(string adress, bool pa) => Assert.That(Skydd(adress).Pa, Is.EqualTo(pa));

    [TestCase("Virusskydd:Adress", "clamav")]
    [TestCase("Virusskydd:Adress", "clamav:0")]
    [TestCase("Virusskydd:Adress", "clamav:70000")]
    [TestCase("Virusskydd:Adress", "http://clamav:3310")]
    [TestCase("Virusskydd:TidsgransSekunder", "0")]
    [TestCase("Dokument:StorstaFilMb", "0")]
    [TestCase("Dokument:StorstaFilMb", "9000")]
    public async Task En_felaktig_installning_stoppar_starten(string namn, string varde)
    {
        await using var databas = await Testdatabas.SkapaAsync();
        var installningar = new ConfigurationBuilder().AddConfiguration(databas.Installningar).AddInMemoryCollection([KeyValuePair.Create<string, string?>(namn, varde)]).Build();
        var fel = Assert.Throws<DriftException>(() => new ServiceCollection().AddUppfoljningInfrastructure(installningar));
        Assert.That(fel!.Message, Does.Contain(namn).And.Contain(varde));
    }

    private static Clamd Skydd(string adress) => new(new Virusskyddsinstallning { Adress = adress, TidsgransSekunder = 1 }, NullLogger<Clamd>.Instance);
}
