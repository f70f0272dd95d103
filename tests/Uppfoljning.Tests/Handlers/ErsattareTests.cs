using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Ersättare genom pipelinen på en riktig databas.</summary>
public sealed class ErsattareTests
{
    private TestApp _app = null!;
    private Guid _namnd;
    private Guid _anna;
    private Guid _bo;

    private DateOnly Idag => _app.Klocka.Idag();

    private UtseErsattareCommand Utse => new() { ForAnvandareId = _anna, AnvandareId = _bo, NamndId = _namnd, FranDag = Idag, TillDag = Idag.AddDays(6), Skal = "Semester" };

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _namnd = await _app.Namnd();
        _anna = await PersonAsync("ordinarie");
        _bo = await PersonAsync("ersattare");
        await _app.Gor(new GeRollCommand { AnvandareId = _anna, NamndId = _namnd, Roll = Roll.Avtalsansvarig });
        await _app.Gor(new GeRollCommand { AnvandareId = _anna, NamndId = _namnd, Roll = Roll.Beslutsfattare });
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Ersattaren_har_rollerna_fran_den_forsta_dagens_borjan_till_den_sistas_slut_i_svensk_tid()
    {
        await _app.Gor(Utse with { FranDag = new(2026, 12, 1), TillDag = new(2026, 12, 3) });
        var borjar = SvenskTid.Borjan(new(2026, 12, 1));
        var slutar = SvenskTid.Borjan(new(2026, 12, 4));
        foreach (var (nu, galler) in new[] { (borjar.AddSeconds(-1), false), (borjar, true), (slutar.AddSeconds(-1), true), (slutar, false) })
        {
            _app.Klocka.Nu = nu;
            Assert.That(await RollerAsync(_bo), Is.EquivalentTo(galler ? new[] { "Avtalsansvarig", "Beslutsfattare" } : []), nu.ToString("O"));
        }
    }

    [Test]
    public async Task Utan_valda_roller_foljer_alla_med_och_med_valda_bara_de()
    {
        await _app.Gor(Utse with { Roller = [Roll.Avtalsansvarig] });
        Assert.That(await RollerAsync(_bo), Is.EqualTo(new[] { "Avtalsansvarig" }));
        await _app.Gor(Utse with { AnvandareId = await PersonAsync("tredje"), Roller = [] });
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Ersattarroll"), Is.EqualTo(3));
    }

    [Test]
    public async Task Lanade_roller_lanas_inte_vidare()
    {
        await _app.Gor(Utse);
        var tredje = await PersonAsync("tredje");
        var svar = await _app.Send(Utse with { ForAnvandareId = _bo, AnvandareId = tredje });
        Assert.That(svar.Hinder.Single().Kod, Is.EqualTo("inga-roller"));

        await _app.Gor(new GeRollCommand { AnvandareId = _bo, NamndId = _namnd, Roll = Roll.Lasare });
        await _app.Gor(Utse with { ForAnvandareId = _bo, AnvandareId = tredje });
        Assert.That(await RollerAsync(tredje), Is.EqualTo(new[] { "Lasare" }), "Bara ersättarens egen roll.");
    }

    [Test]
    public async Task Tas_rollen_fran_den_ersatta_eller_stangs_hennes_konto_har_ersattaren_den_inte_heller()
    {
        await _app.Gor(Utse);
        await _app.Gor(new TaBortRollCommand { AnvandareId = _anna, NamndId = _namnd, Roll = Roll.Avtalsansvarig });
        Assert.That(await RollerAsync(_bo), Is.EqualTo(new[] { "Beslutsfattare" }));
        await _app.Las<int>("UPDATE Anvandare SET Inaktiv = 1 WHERE Id = @anna; SELECT 1", new { anna = _anna });
        Assert.That(await RollerAsync(_bo), Is.Empty);
    }

    [Test]
    public async Task Fel_sags_vid_sina_falt()
    {
        await _app.Gor(Utse);
        var nekad = await _app.Send(Utse with { FranDag = Idag.AddDays(6), TillDag = Idag.AddDays(8) });
        Assert.That(nekad.Hinder.Single(), Has.Property("Kod").EqualTo("overlappar").And.Property("Falt").EqualTo("FranDag"));
        await _app.Gor(Utse with { FranDag = Idag.AddDays(7), TillDag = Idag.AddDays(8) }); // dagen efter går

        Assert.That((await _app.Send(Utse with { AnvandareId = _anna })).Hinder.Single().Kod, Is.EqualTo("sig-sjalv"));
        Assert.That((await _app.Send(Utse with { FranDag = Idag.AddDays(20), TillDag = Idag.AddDays(21), Roller = [Roll.Revisor] })).Hinder.Single().Kod, Is.EqualTo("saknar-roll"));
        Assert.That((await _app.Send(new UtseErsattareCommand())).Hinder.Select(h => h.Falt),
            Is.EquivalentTo(new[] { "ForAnvandareId", "AnvandareId", "NamndId", "FranDag", "TillDag", "Skal" }));
    }

    [Test]
    public async Task Den_egna_ersattaren_arbetar_i_namnden_och_far_inte_besluta()
    {
        Jag(_anna, Roll.Avtalsansvarig | Roll.Beslutsfattare);
        var min = new UtseMinErsattareCommand { AnvandareId = _bo, NamndId = _namnd, FranDag = Idag, TillDag = Idag, Skal = "Semester" };
        Assert.That((await _app.Send(min)).Hinder.Single().Kod, Is.EqualTo("arbetar-inte"));

        await _app.SomAdministrator().Gor(new GeRollCommand { AnvandareId = _bo, NamndId = _namnd, Roll = Roll.Lasare });
        Jag(_anna, Roll.Avtalsansvarig | Roll.Beslutsfattare);
        var nekad = await _app.Send(min with { Roller = [Roll.Beslutsfattare] });
        Assert.That(nekad.Hinder.Single(), Has.Property("Kod").EqualTo("utses-av-administrator").And.Property("Lagrum").EqualTo(Uppfoljning.Domain.Lagrum.Kl(7, 5)));
        var id = await _app.Gor(min);
        Assert.That(await RollerAsync(_bo), Is.EquivalentTo(new[] { "Lasare", "Avtalsansvarig" }));

        Jag(_bo, Roll.Lasare);
        Assert.That((await _app.Send(new AterkallaMinErsattareCommand { ErsattareId = id, Bekraftat = true })).Outcome, Is.EqualTo(Outcome.NotFound), "Bara den som ersätts återkallar.");
        Jag(_anna, Roll.Avtalsansvarig);
        await _app.Gor(new AterkallaMinErsattareCommand { ErsattareId = id, Bekraftat = true });
        Assert.That(await RollerAsync(_bo), Is.EqualTo(new[] { "Lasare" }));
        Assert.That((await _app.Send(new AterkallaMinErsattareCommand { ErsattareId = id, Bekraftat = true })).Hinder.Single().Kod, Is.EqualTo("redan-slut"));
    }

    [Test]
    public async Task En_roll_for_en_tid_galler_bara_da_och_kan_fa_en_annan_tid()
    {
        await _app.Gor(new GeRollCommand { AnvandareId = _bo, NamndId = _namnd, Roll = Roll.Uppfoljare, FranDag = Idag.AddDays(1), TillDag = Idag.AddDays(2) });
        Assert.That(await RollerAsync(_bo), Is.Empty);
        _app.Klocka.Nu += TimeSpan.FromDays(2);
        Assert.That(await RollerAsync(_bo), Is.EqualTo(new[] { "Uppfoljare" }));
        _app.Klocka.Nu += TimeSpan.FromDays(1);
        Assert.That(await RollerAsync(_bo), Is.Empty);

        Assert.That((await _app.Send(new GeRollCommand { AnvandareId = _bo, NamndId = _namnd, Roll = Roll.Uppfoljare, TillDag = Idag.AddDays(-1) })).Hinder.Single().Falt, Is.EqualTo("TillDag"));
        await _app.Gor(new GeRollCommand { AnvandareId = _bo, NamndId = _namnd, Roll = Roll.Uppfoljare });
        Assert.That(await RollerAsync(_bo), Is.EqualTo(new[] { "Uppfoljare" }));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Rolltilldelning WHERE AnvandareId = @bo", new { bo = _bo }), Is.EqualTo(1));
        Assert.That((await _app.Send(new GeRollCommand { AnvandareId = _bo, NamndId = _namnd, Roll = Roll.Uppfoljare })).Hinder.Single().Kod, Is.EqualTo("finns-redan"));
    }

    private void Jag(Guid id, Roll roller) => _app.Byt(new Testanvandare { Id = id, Namn = "Jag", NamndRoller = new Dictionary<Guid, Roll> { [_namnd] = roller } });

    private Task<Guid> PersonAsync(string namn) => _app.SomAdministrator().Gor(SkapaAnvandareCommand.Demoanvandare($"prov.{namn}", $"Prov {namn}", false));

    /// <summary>Rollerna så som inloggningen läser dem.</summary>
    private async Task<IReadOnlyList<string>> RollerAsync(Guid person) =>
        await _app.Las<string>($"SELECT DISTINCT x.Roll FROM ({Gallanderoller.Sql}) x", new { Id = person, Idag });
}
