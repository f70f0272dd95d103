using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Historik;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Byte av avtalsansvarig för många avtal: bara det som granskades, i en nämnd, med hel historik.</summary>
public sealed class AnsvarsbyteTests
{
    private TestApp _app = null!;
    private Guid _namnd;
    private Guid _annan;
    private Guid _ny;

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _namnd = await _app.Namnd();
        _annan = await _app.Namnd("Tekniska nämnden", "TN");
        _app.SomAdministrator();
        _ny = await _app.Gor(SkapaAnvandareCommand.Demoanvandare("ny.ansvarig", "Ny ansvarig (prov)", false));
        await _app.Gor(new GeRollCommand { AnvandareId = _ny, NamndId = _namnd, Roll = Roll.Avtalsansvarig });
        _app.Som(Roll.Avtalsansvarig, _namnd, _annan);
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Varje_avtal_far_sin_handelse_sin_version_och_sin_rad_i_ansvaret()
    {
        var a = await Avtal("A", "Förra");
        var b = await Avtal("B");
        var orort = await Avtal("C");
        var granskat = await Granska([a, b]);
        Assert.That((granskat.Antal, granskat.Ny!.Namn, granskat.Namnd!.Id), Is.EqualTo((2, "Ny ansvarig (prov)", _namnd)));

        Assert.That(await _app.Gor(Byt(granskat, [a, b])), Is.EqualTo(2));

        Assert.That(await _app.Las<string>("SELECT Avtalsansvarig FROM Avtal WHERE AvtalsansvarigId = @_ny", new { _ny }), Is.EqualTo(new[] { "Ny ansvarig (prov)", "Ny ansvarig (prov)" }));
        Assert.That(await _app.Las<int>("SELECT Version FROM Arende WHERE Id IN (@a, @b)", new { a, b }), Is.All.EqualTo(2));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtalsansvar WHERE AnvandareId = @_ny AND Till IS NULL", new { _ny }), Is.EqualTo(2));
        Assert.That((await _app.Gor(new ArendehistorikQuery(a))).Rader.Select(h => h.Mening), Does.Contain("Ny ansvarig (prov) är ny avtalsansvarig för A. Förut Förra."));
        Assert.That((await _app.Gor(new ArendehistorikQuery(orort))).Antal, Is.EqualTo(1));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE NamndId = @_namnd AND Vad = 'Avtalsansvarig bytt' AND ArendeId IS NULL", new { _namnd }), Is.EqualTo(1));
    }

    [Test]
    public async Task Det_som_har_andrats_sedan_granskningen_byter_inte()
    {
        var a = await Avtal("A");
        var granskat = await Granska([a]);
        await _app.Gor(new AndraAvtalCommand { AvtalId = a, Version = 1, Benamning = "A", Avtalsansvarig = "Någon annan" });

        var result = await _app.Send(Byt(granskat, [a]));
        Assert.That((result.Outcome, result.Hinder.Single().Kod), Is.EqualTo((Outcome.Conflict, "urvalet-andrat")));
        Assert.That(await _app.LasEn<string>("SELECT Avtalsansvarig FROM Avtal"), Is.EqualTo("Någon annan"));
    }

    [Test]
    public async Task Ett_avtal_som_har_kommit_till_i_urvalet_stoppar_bytet()
    {
        await Avtal("Park A");
        var lista = new AvtalslistaQuery { Q = "park" };
        var granskat = await _app.Gor(new AnsvarsbyteQuery(lista, [], true, _ny));
        await Avtal("Park B");

        var command = new BytAvtalsansvarigCommand { NamndId = _namnd, AnvandareId = _ny, Alla = true, Lista = lista, Kontroll = granskat.Kontroll };
        Assert.That((await _app.Send(command)).Outcome, Is.EqualTo(Outcome.Conflict));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtal WHERE AvtalsansvarigId IS NOT NULL"), Is.Zero);
    }

    [Test]
    public async Task Avtal_i_flera_namnder_nekas_med_namndernas_namn()
    {
        var a = await Avtal("A");
        var b = await _app.Gor(new RegistreraAvtalCommand { NamndId = _annan, Benamning = "B" });

        var granskat = await Granska([a, b]);
        Assert.That(granskat.Hinder.Single().Text, Does.Contain("Vård- och omsorgsnämnden (1 avtal)").And.Contain("Tekniska nämnden (1 avtal)"));
        Assert.That((await _app.Send(Byt(granskat, [a, b]) with { Kontroll = "x" })).Hinder.Single().Kod, Is.EqualTo("flera-namnder"));
    }

    [Test]
    public async Task Avtal_dar_man_inte_ar_avtalsansvarig_nekas_och_de_i_okanda_namnder_finns_inte()
    {
        var a = await Avtal("A");
        var b = await _app.Gor(new RegistreraAvtalCommand { NamndId = _annan, Benamning = "B" });

        _app.Byt(_app.Anvandare with { NamndRoller = new Dictionary<Guid, Roll> { [_namnd] = Roll.Avtalsansvarig, [_annan] = Roll.Lasare } });
        Assert.That((await Granska([a, b])).Hinder.Select(h => h.Kod), Is.EqualTo(new[] { "fel-roll", "flera-namnder" }));
        Assert.That((await _app.Send(new BytAvtalsansvarigCommand { NamndId = _annan, AnvandareId = _ny, Valda = [b], Kontroll = "x" })).Outcome, Is.EqualTo(Outcome.Forbidden));

        _app.Som(Roll.Avtalsansvarig, _namnd);
        Assert.That((await Granska([a, b])).Hinder.Select(h => h.Kod), Is.EqualTo(new[] { "finns-inte" }));
        Assert.That((await _app.Send(new BytAvtalsansvarigCommand { NamndId = _annan, AnvandareId = _ny, Valda = [b], Kontroll = "x" })).Outcome, Is.EqualTo(Outcome.NotFound));

        _app.Som(Roll.Lasare, _namnd);
        Assert.That((await _app.Send(new AnsvarsbyteQuery(new(), [a], false, null))).Outcome, Is.EqualTo(Outcome.Forbidden));
    }

    [Test]
    public async Task Bara_den_som_har_rollen_i_namnden_kan_bli_ansvarig()
    {
        var a = await Avtal("A");
        await _app.SomAdministrator().Gor(new TaBortRollCommand { AnvandareId = _ny, NamndId = _namnd, Roll = Roll.Avtalsansvarig });
        _app.Som(Roll.Avtalsansvarig, _namnd);
        var granskat = await Granska([a]);
        Assert.That((granskat.Ny, granskat.Kandidater.Count), Is.EqualTo(((Ansvarskandidat?)null, 0)));
        Assert.That((await _app.Send(Byt(granskat, [a]))).Hinder.Single().Falt, Is.EqualTo("AnvandareId"));
    }

    [Test]
    public async Task Den_som_redan_ar_ansvarig_andras_inte()
    {
        var a = await Avtal("A");
        await _app.Gor(Byt(await Granska([a]), [a]));
        var b = await Avtal("B");

        var granskat = await Granska([a, b]);
        Assert.That((granskat.Antal, granskat.AntalRedan, granskat.Forsta.Single().Benamning), Is.EqualTo((1, 1, "B")));
        Assert.That(await _app.Gor(Byt(granskat, [a, b])), Is.EqualTo(1));
        Assert.That((await _app.Send(Byt(await Granska([a, b]), [a, b]))).Hinder.Single().Kod, Is.EqualTo("redan-ansvarig"));
    }

    [Test]
    public async Task Femtusen_avtal_byter_pa_en_gang_med_lika_manga_satser_som_ett()
    {
        const int Antal = 5000;
        await _app.Las<int>("""
            INSERT INTO Arende (Id, NamndId, Sort, Version)
            SELECT v.Id, @Namnd, 'Avtal', 1 FROM (WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t WHERE i < @Antal) SELECT printf('00000000-0000-7000-8000-%012d', i) AS Id FROM t) v
            """, new { Namnd = _namnd, Antal });
        await _app.Las<int>("INSERT INTO Avtal (Id, NamndId, Radnyckel, Benamning, Tillstand) SELECT Id, NamndId, Id, Id, 'Aktivt' FROM Arende WHERE Sort = 'Avtal'");

        var granskat = await _app.Gor(new AnsvarsbyteQuery(new AvtalslistaQuery(), [], true, _ny));
        var (result, satser) = await _app.SendRaknat(new BytAvtalsansvarigCommand { NamndId = _namnd, AnvandareId = _ny, Alla = true, Kontroll = granskat.Kontroll });

        Assert.That((result.Value, satser), Is.EqualTo((Antal, 8)));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtal WHERE AvtalsansvarigId = @_ny", new { _ny }), Is.EqualTo(Antal));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE Vad = 'Avtalsansvarig bytt'"), Is.EqualTo(Antal + 1));
    }

    private Task<Guid> Avtal(string benamning, string? ansvarig = null) =>
        _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = benamning, Avtalsansvarig = ansvarig });

    private Task<Ansvarsbyte> Granska(IReadOnlyList<Guid> valda) => _app.Gor(new AnsvarsbyteQuery(new AvtalslistaQuery(), valda, false, _ny));

    private BytAvtalsansvarigCommand Byt(Ansvarsbyte granskat, IReadOnlyList<Guid> valda) =>
        new() { NamndId = _namnd, AnvandareId = _ny, Valda = valda, Kontroll = granskat.Kontroll };
}
