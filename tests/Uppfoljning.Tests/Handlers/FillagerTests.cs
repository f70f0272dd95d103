using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Uppfoljning.Application.Common;
using Uppfoljning.Infrastructure.Filer;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Fillagret som strömmar: helt eller inte alls, och aldrig något annat än det som sparades.</summary>
public sealed class FillagerTests
{
    private string _mapp = "";

    [SetUp]
    public void Starta() => _mapp = Directory.CreateTempSubdirectory("uppfoljning-lager-").FullName;

    [TearDown]
    public void Stang() => Directory.Delete(_mapp, recursive: true);

    [Test]
    public async Task Samma_innehall_fran_flera_samtidigt_blir_en_fil_som_gar_att_soka_i()
    {
        var innehall = RandomNumberGenerator.GetBytes(700_001);
        var lagrade = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Lager().SparaAsync(new MemoryStream(innehall), innehall.Length, default))));

        Assert.That(lagrade.Distinct(), Is.EqualTo(new[] { new Lagradfil(Convert.ToHexString(SHA256.HashData(innehall)), innehall.Length) }));
        Assert.That(Directory.GetFiles(_mapp, "*", SearchOption.AllDirectories), Has.Length.EqualTo(1));
        await using var strom = (await Lager().OppnaAsync(lagrade[0].Checksumma, default))!;
        Assert.That((strom.CanSeek, strom.Length, strom.Position), Is.EqualTo((true, innehall.Length, 0L)));
        strom.Position = 700_000;
        Assert.That(strom.ReadByte(), Is.EqualTo(innehall[700_000]));
    }

    [Test]
    public async Task Det_som_just_har_lamnats_igen_tas_inte_bort()
    {
        var klocka = new Testklocka();
        var lager = new Fillager(_mapp, NullLogger<Fillager>.Instance, klocka);
        var summa = await lager.SparaAsync("innehåll"u8.ToArray(), default);
        klocka.Nu = klocka.Nu.AddDays(1);
        await lager.SparaAsync("innehåll"u8.ToArray(), default);

        Assert.That(await lager.TaBortAsync(summa, klocka.Nu.AddSeconds(-1), default), Is.False);
        Assert.That(await lager.LasAsync(summa, default), Is.Not.Null);
        Assert.That(await lager.TaBortAsync(summa, klocka.Nu, default), Is.True);
        Assert.That(await lager.LasAsync(summa, default), Is.Null);
        Assert.That(await lager.TaBortAsync(summa, klocka.Nu, default), Is.True, "Det som redan är borta är borta.");
    }

    [Test]
    public async Task Den_som_lamnar_samma_innehall_medan_det_stadas_har_det_kvar()
    {
        for (var varv = 0; varv < 50; varv++)
        {
            var innehall = BitConverter.GetBytes(varv);
            var klocka = new Testklocka();
            var lager = new Fillager(_mapp, NullLogger<Fillager>.Instance, klocka);
            var summa = await lager.SparaAsync(innehall, default);
            klocka.Nu = klocka.Nu.AddDays(31);

            await Task.WhenAll(
                Task.Run(() => varv % 2 == 0 ? lager.SparaAsync(innehall, default) : (Task)lager.SparaAsync(new MemoryStream(innehall), 100, default)),
                Task.Run(() => lager.TaBortAsync(summa, klocka.Nu.AddHours(-1), default)));
            Assert.That(await lager.LasAsync(summa, default), Is.EqualTo(innehall), $"Varv {varv}");
        }
    }

    [Test]
    public async Task Det_tillfalliga_ligger_for_sig_och_rensas_efter_sin_alder()
    {
        var klocka = new Testklocka();
        var lager = new Fillager(_mapp, NullLogger<Fillager>.Instance, klocka);
        var summa = await lager.SparaTillfalligtAsync("mål"u8.ToArray(), default);
        Assert.That(await lager.LasAsync(summa, default), Is.Null);
        klocka.Nu = klocka.Nu.AddDays(30);

        Assert.That(await lager.RensaTillfalligtAsync(klocka.Nu.AddDays(-30).AddSeconds(-1), default), Is.Zero);
        Assert.That(await lager.LasTillfalligtAsync(summa, default), Is.EqualTo("mål"u8.ToArray()));
        foreach (var ej in new[] { "Prov", "", "../" + summa[3..], summa.ToLowerInvariant(), summa + "0" }) { Assert.That(await lager.LasTillfalligtAsync(ej, default), Is.Null, "Det som inte är en checksumma är ingen fils."); }
        Assert.That(await lager.RensaTillfalligtAsync(klocka.Nu.AddDays(-30), default), Is.EqualTo(1));
        Assert.That(await lager.LasTillfalligtAsync(summa, default), Is.Null);
    }

    [Test]
    public async Task Det_som_ar_for_stort_stoppas_vid_gransen_och_lamnar_inget_efter_sig()
    {
        var oandlig = new Oandlig();
        var fel = Assert.ThrowsAsync<FillagerException>(() => Lager().SparaAsync(oandlig, 1024 * 1024, default));
        Assert.That(fel!.Message, Is.EqualTo("Filen är större än 1 MB."));
        Assert.That(oandlig.Last, Is.LessThanOrEqualTo((1024 * 1024) + 1));
        Assert.That(Directory.GetFiles(_mapp, "*", SearchOption.AllDirectories), Is.Empty);
        await Lager().SparaAsync(new MemoryStream(new byte[1024 * 1024]), 1024 * 1024, default);
    }

    [Test]
    public async Task En_skadad_fil_lamnas_aldrig_ut_och_lagas_nar_den_laggs_in_igen()
    {
        var lagrad = await Lager().SparaAsync(new MemoryStream("innehåll"u8.ToArray()), 100, default);
        var plats = Directory.GetFiles(_mapp, lagrad.Checksumma, SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(plats, "annat");

        Assert.That(await Lager().OppnaAsync(lagrad.Checksumma, default), Is.Null);
        await Lager().SparaAsync(new MemoryStream("innehåll"u8.ToArray()), 100, default);
        await using var strom = await Lager().OppnaAsync(lagrad.Checksumma, default);
        Assert.That(strom, Is.Not.Null);
        Assert.That(await Lager().OppnaAsync(new string('0', 64), default), Is.Null, "Det som inte finns.");
    }

    [Test]
    public async Task Rester_fran_en_avbruten_server_tas_bort_vid_start_men_inte_det_som_skrivs_nu()
    {
        await Lager().SparaAsync(new MemoryStream([1]), 100, default);
        var (gammal, ny) = (Path.Combine(_mapp, "tmp", "gammal.tmp"), Path.Combine(_mapp, "tmp", "ny.tmp"));
        await File.WriteAllTextAsync(gammal, "halv");
        await File.WriteAllTextAsync(ny, "halv");
        File.SetLastWriteTimeUtc(gammal, File.GetLastWriteTimeUtc(ny).AddHours(-2));

        Lager();

        Assert.That((File.Exists(gammal), File.Exists(ny)), Is.EqualTo((false, true)));
    }

    [Test]
    public void Full_eller_skrivskyddad_disk_blir_ett_tydligt_besked()
    {
        var lager = Lager();
        Directory.Delete(Path.Combine(_mapp, "tmp"));
        File.WriteAllText(Path.Combine(_mapp, "tmp"), "");

        var fel = Assert.ThrowsAsync<FillagerException>(() => lager.SparaAsync(new MemoryStream([1]), 100, default));
        Assert.That(fel!.Message, Does.StartWith("Filen kunde inte sparas").And.Contain("Inget har lagts in"));
    }

    [Test]
    public void En_avbruten_uppladdning_lamnar_inget_efter_sig()
    {
        using var avbrott = new CancellationTokenSource();
        var strom = new Oandlig { Efter = (500_000, avbrott) };
        Assert.CatchAsync<OperationCanceledException>(() => Lager().SparaAsync(strom, long.MaxValue - 1, avbrott.Token));
        Assert.That(Directory.GetFiles(_mapp, "*", SearchOption.AllDirectories), Is.Empty);
    }

    private Fillager Lager() => new(_mapp, NullLogger<Fillager>.Instance);

    /// <summary>Nollor utan slut, räknade.</summary>
    private sealed class Oandlig : Stream
    {
        public long Last { get; private set; }

        public (long Antal, CancellationTokenSource Avbrott)? Efter { get; init; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => Last;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Last += count;
            if (Efter is { } efter && Last > efter.Antal) { efter.Avbrott.Cancel(); }
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
