using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Namnder;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Uppgifter;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Tests.Handlers;

/// <summary>En roll som har slutat, eller inte har börjat, är ingen roll: inte heller i listorna över dem som kan väljas.</summary>
public sealed class RollperiodTests
{
    private TestApp _app = null!;
    private Guid _namnd;
    private Guid _slutad;
    private Guid _kommande;
    private Guid _nu;

    private DateOnly Idag => _app.Klocka.Idag();

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _namnd = await _app.Namnd();
        (_slutad, _kommande, _nu) = (await PersonAsync("Slutad"), await PersonAsync("Kommande"), await PersonAsync("Nuvarande"));
        await RollAsync(_slutad, null, Idag);
        await RollAsync(_kommande, Idag.AddDays(5), null);
        await RollAsync(_nu, null, null);
        _app.Klocka.Nu = _app.Klocka.Nu.AddDays(1);
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Bara_den_vars_roll_galler_kan_bli_avtalsansvarig()
    {
        _app.Som(Roll.Avtalsansvarig, _namnd);
        Assert.That((await _app.Gor(new AvtalsformularQuery(_namnd))).Ansvariga.Select(a => a.Id), Is.EqualTo(new[] { _nu }));
        RegistreraAvtalCommand Avtal(string benamning, Guid ansvarig) => new() { NamndId = _namnd, Benamning = benamning, AvtalsansvarigId = ansvarig };
        Assert.That((await _app.Send(Avtal("A", _slutad))).Hinder.Single().Kod, Is.EqualTo("ej-avtalsansvarig"));
        Assert.That((await _app.Send(Avtal("A", _kommande))).Hinder.Single().Kod, Is.EqualTo("ej-avtalsansvarig"));
        var avtal = await _app.Gor(Avtal("A", _nu));

        // Den som är ansvarig och vars roll sedan slutar står kvar när något annat ändras.
        await RollAsync(_nu, null, Idag);
        _app.Klocka.Nu = _app.Klocka.Nu.AddDays(1);
        _app.Som(Roll.Avtalsansvarig, _namnd);
        await _app.Gor(new AndraAvtalCommand { AvtalId = avtal, Version = 1, Benamning = "B", AvtalsansvarigId = _nu });
        Assert.That((await _app.Send(new AndraAvtalCommand { AvtalId = avtal, Version = 2, Benamning = "B", AvtalsansvarigId = _slutad })).Hinder.Single().Kod, Is.EqualTo("ej-avtalsansvarig"));
    }

    [Test]
    public async Task Avtal_byter_bara_till_den_vars_roll_galler()
    {
        _app.Som(Roll.Avtalsansvarig, _namnd);
        var avtal = await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "A" });
        var bytet = await _app.Gor(new AnsvarsbyteQuery(new AvtalslistaQuery(), [avtal], false, _slutad));
        Assert.That((bytet.Ny, string.Join(", ", bytet.Kandidater.Select(k => k.Namn))), Is.EqualTo(((Ansvarskandidat?)null, "Nuvarande")));
        var svar = await _app.Send(new BytAvtalsansvarigCommand { NamndId = _namnd, Valda = [avtal], AnvandareId = _slutad, Kontroll = bytet.Kontroll });
        Assert.That(svar.Hinder.Single().Kod, Is.EqualTo("fel-roll"));
    }

    [Test]
    public async Task Bemanningen_valjer_bland_dem_vars_roll_galler_och_for_nasta_ar_bland_dem_som_har_den_da()
    {
        _app.Som(Roll.Uppfoljare, _namnd);
        async Task<string> Valbara(int ar) => string.Join(", ", (await _app.Gor(new BemanningsbladQuery(_namnd, ar))).Anvandare.Select(a => a.Namn));
        Assert.That((await Valbara(2026), await Valbara(2027)), Is.EqualTo(("Nuvarande", "Kommande, Nuvarande")));

        SparaBemanningCommand Bemanna(int ar, Guid person) => new() { NamndId = _namnd, Ar = ar, AnvandareId = person, SammaTimmar = 10 };
        Assert.That((await _app.Send(Bemanna(2026, _slutad))).Hinder.Single().Kod, Is.EqualTo("okand-anvandare"));
        Assert.That((await _app.Send(Bemanna(2026, _kommande))).Hinder.Single().Kod, Is.EqualTo("okand-anvandare"));
        await _app.Gor(Bemanna(2027, _kommande));
        var rad = await _app.Gor(Bemanna(2026, _nu));

        // Timmarna för den vars roll har slutat sedan går att rätta.
        await RollAsync(_nu, null, Idag);
        _app.Klocka.Nu = _app.Klocka.Nu.AddDays(1);
        _app.Som(Roll.Uppfoljare, _namnd);
        Assert.That(await Valbara(2026), Is.EqualTo("Nuvarande"));
        await _app.Gor(Bemanna(2026, _nu) with { BemanningId = rad, Version = 1, SammaTimmar = 5 });
    }

    [Test]
    public async Task Antalen_raknar_bara_roller_som_galler()
    {
        _app.SomAdministrator();
        Assert.That((await _app.Gor(new NamndlistaQuery())).Single().AntalPersoner, Is.EqualTo(1));
        Assert.That((await _app.Gor(new AnvandarlistaQuery())).Sida.Rader.ToDictionary(r => r.Namn, r => r.AntalNamnder),
            Is.EqualTo(new Dictionary<string, int> { ["Slutad"] = 0, ["Kommande"] = 0, ["Nuvarande"] = 1 }));
    }

    [Test]
    public async Task Ersattaren_far_veta_vad_som_forfaller_sa_lange_hon_ar_det()
    {
        var ersattare = await PersonAsync("Ersättare");
        await _app.Gor(new UtseErsattareCommand { ForAnvandareId = _nu, AnvandareId = ersattare, NamndId = _namnd, FranDag = Idag, TillDag = Idag.AddDays(1), Skal = "Semester" });
        async Task<string> Personer() => string.Join(", ", (await _app.SomSystem().Gor(new ForfallopersonerQuery())).Select(p => p.Namn));
        Assert.That(await Personer(), Is.EqualTo("Ersättare, Nuvarande"));
        _app.Klocka.Nu = _app.Klocka.Nu.AddDays(2);
        Assert.That(await Personer(), Is.EqualTo("Nuvarande"));
    }

    [Test]
    public async Task Den_som_laser_i_nagon_annans_stalle_star_sa_i_loggen_namnd_for_namnd()
    {
        var annan = await _app.Namnd("Socialnämnden", "SN");
        await _app.Som(Roll.Avtalsansvarig, _namnd, annan).Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "A" });
        await _app.Gor(new RegistreraAvtalCommand { NamndId = annan, Benamning = "B" });
        var bo = new Testanvandare { Namn = "Bo", NamndRoller = new Dictionary<Guid, Roll> { [_namnd] = Roll.Lasare, [annan] = Roll.Lasare }, ErsatterI = new Dictionary<Guid, string> { [annan] = "Anna" } };
        await _app.Byt(bo).Hamta(new ExporteraAvtalQuery(new AvtalslistaQuery(), Filformat.Csv));
        const string RaderSql = "SELECT n.Forkortning, h.Anvandare FROM Handelse h LEFT JOIN Namnd n ON n.Id = h.NamndId WHERE h.Vad = 'Fil hämtad' ORDER BY h.Nr";
        Assert.That(await _app.Las<(string, string)>(RaderSql), Is.EquivalentTo(new[] { ("VON", "Bo"), ("SN", "Bo, ersättare för Anna") }));
    }

    private Task<Guid> PersonAsync(string namn) => _app.SomAdministrator().Gor(SkapaAnvandareCommand.Demoanvandare($"prov.{Guid.NewGuid():N}", namn, false));

    private Task<MediatR.Unit> RollAsync(Guid person, DateOnly? fran, DateOnly? till) =>
        _app.SomAdministrator().Gor(new GeRollCommand { AnvandareId = person, NamndId = _namnd, Roll = Roll.Avtalsansvarig, FranDag = fran, TillDag = till });
}
