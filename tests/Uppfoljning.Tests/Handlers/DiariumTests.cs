using Uppfoljning.Application.Common;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Sok;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Nämndens diarium (OFF-01, OFF-02): ett nummer per ärende, utan luckor och aldrig två gånger.</summary>
public sealed class DiariumTests
{
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
    public async Task Planen_diariefors_nar_den_skapas_och_behaller_sitt_nummer()
    {
        var plan = await _app.Som(Planfall.Bada, _namnd).Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = 2027 });
        Assert.That(await NummerAsync(plan), Is.EqualTo("VON-2026/0001"));

        await _app.Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = 2027 });
        Assert.That(await NummerAsync(plan), Is.EqualTo("VON-2026/0001"), "gjord om ur registret");
        var traff = (await _app.Gor(new SokQuery { Q = "von-2026/0001" })).Grupper.SelectMany(g => g.Traffar).Single();
        Assert.That((traff.Id, traff.Exakt), Is.EqualTo((plan, true)));
    }

    [Test]
    public async Task Femtio_skrivare_pa_en_gang_ger_en_serie_utan_luckor()
    {
        _app.Som(Planfall.Bada, _namnd);
        var planer = await Task.WhenAll(Enumerable.Range(2030, 50).Select(ar => Task.Run(() => _app.Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = ar }))));

        var nummer = await Task.WhenAll(planer.Select(NummerAsync));
        Assert.That(nummer.Order(StringComparer.Ordinal), Is.EqualTo(Enumerable.Range(1, 50).Select(n => $"VON-2026/{n:0000}")));
    }

    [Test]
    public async Task Ett_kommando_som_nekas_lamnar_ingen_lucka()
    {
        _app.Som(Planfall.Bada, _namnd);
        await _app.Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = 2027 });
        var nekat = await _app.Send(new GenereraPlanCommand { NamndId = _namnd, Ar = 2027, BaraNy = true });
        Assert.That(nekat.Outcome, Is.EqualTo(Outcome.Refused));

        var nasta = await _app.Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = 2028 });
        Assert.That(await NummerAsync(nasta), Is.EqualTo("VON-2026/0002"));
    }

    [TestCase("2026-12-31T22:59:59Z", "VON-2026/0001")]
    [TestCase("2026-12-31T23:00:00Z", "VON-2027/0001")]
    public async Task Aret_ar_det_svenska_aret_da_arendet_oppnas(string tid, string nummer)
    {
        _app.Klocka.Nu = DateTimeOffset.Parse(tid, System.Globalization.CultureInfo.InvariantCulture);
        var plan = await _app.Som(Planfall.Bada, _namnd).Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = 2028 });
        Assert.That(await NummerAsync(plan), Is.EqualTo(nummer));
    }

    [Test]
    public async Task Varje_namnd_har_sin_serie_och_en_ny_forkortning_borjar_en_ny()
    {
        var annan = await _app.SomAdministrator().Namnd("Kultur- och fritidsnämnden", "KFN");
        _app.Som(Planfall.Bada, _namnd, annan);
        await _app.Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = 2027 });
        Assert.That(await NummerAsync(await _app.Gor(new GenereraPlanCommand { NamndId = annan, Ar = 2027 })), Is.EqualTo("KFN-2026/0001"));

        await _app.Las<int>("UPDATE Namnd SET Forkortning = 'KN' WHERE Id = @Id", new { Id = annan });
        Assert.That(await NummerAsync(await _app.Gor(new GenereraPlanCommand { NamndId = annan, Ar = 2028 })), Is.EqualTo("KN-2026/0001"));
        Assert.That((await _app.Gor(new PlanlistaQuery { Namnd = annan, Sortering = "diarienummer" })).Sida.Rader.Select(p => p.Diarienummer?.ToString()),
            Is.EqualTo(new[] { "KFN-2026/0001", "KN-2026/0001" }));
    }

    // En plan från innan diariet fördes här.
    [Test]
    public async Task En_plan_utan_nummer_far_sitt_senast_nar_den_beslutas()
    {
        var fall = new Planfall(_app, _namnd);
        await fall.RegisterAsync();
        var plan = await fall.GenereradAsync();
        await _app.Las<int>("DELETE FROM Diarienummer");
        await _app.Las<int>("DELETE FROM Diarieserie");
        Assert.That(await NummerAsync(plan), Is.Null);

        await _app.Gor(await fall.BeslutAsync(plan));
        Assert.That(await NummerAsync(plan), Is.EqualTo("VON-2026/0001"));
    }

    private async Task<string?> NummerAsync(Guid plan) => (await _app.Gor(new PlanbladQuery { PlanId = plan })).Plan.Diarienummer?.ToString();
}
