using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Uppfoljning.Infrastructure.Filer;

namespace Uppfoljning.Tests.Handlers;

public sealed class ImportFillagerTests
{
    private string _mapp = "";

    [SetUp]
    public void Starta() => _mapp = Directory.CreateTempSubdirectory("uppfoljning-filer-").FullName;

    [TearDown]
    public void Stang() => Directory.Delete(_mapp, recursive: true);

    [Test]
    public async Task Samma_innehall_sparas_en_gang_ocksa_av_flera_samtidigt()
    {
        var innehall = Encoding.UTF8.GetBytes(new string('å', 100_000));
        var summor = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Lager().SparaAsync(innehall, default))));

        Assert.That(summor.Distinct().Count(), Is.EqualTo(1));
        Assert.That(await Lager().LasAsync(summor[0], default), Is.EqualTo(innehall));
        Assert.That(Directory.GetFiles(_mapp, "*", SearchOption.AllDirectories), Has.Length.EqualTo(1), "Inga halvskrivna filer blir kvar.");
    }

    [Test]
    public async Task Ett_skadat_innehall_ges_aldrig_ut_och_lagas_nar_filen_lamnas_igen()
    {
        var summa = await Lager().SparaAsync("innehåll"u8.ToArray(), default);
        var plats = Directory.GetFiles(_mapp, summa, SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(plats, "något annat");

        Assert.That(await Lager().LasAsync(summa, default), Is.Null);
        await Lager().SparaAsync("innehåll"u8.ToArray(), default);
        Assert.That(await Lager().LasAsync(summa, default), Is.EqualTo("innehåll"u8.ToArray()));
    }

    [TestCase("../../etc/passwd")]
    [TestCase("")]
    public void Bara_en_checksumma_ar_en_plats(string namn) => Assert.ThrowsAsync<ArgumentException>(() => Lager().LasAsync(namn, default));

    private Fillager Lager() => new(_mapp, NullLogger<Fillager>.Instance);
}
