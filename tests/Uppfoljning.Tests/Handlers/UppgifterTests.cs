using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Sammantraden;
using Uppfoljning.Application.Uppgifter;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Uppgifter;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Startsidans uppgifter ur registret, och kommunens egna tider som de räknas med.</summary>
public sealed class UppgifterTests
{
    private TestApp _app = null!;
    private Guid _namnd;

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _namnd = await _app.Namnd();
        _app.Som(Roll.Avtalsansvarig, _namnd);
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Mina_ar_mina_och_alla_ar_namndens_och_en_annan_namnds_syns_inte()
    {
        await Avtal("Mitt", ansvarig: _app.Anvandare.Namn);
        await Avtal("Utan", ansvarig: null);
        await Avtal("Annans", ansvarig: "Enhetschef upphandling");
        var annan = await _app.Namnd("Socialnämnden", "SN");
        var jag = _app.Anvandare;
        _app.Som(Roll.Avtalsansvarig, annan);
        await Avtal("Annan nämnd", ansvarig: jag.Namn, namnd: annan);
        _app.Som(Roll.Avtalsansvarig, _namnd);

        Assert.That(await Slutar(new MinaUppgifterQuery()), Is.EquivalentTo(new[] { "Mitt", "Utan" }));
        Assert.That(await Slutar(new MinaUppgifterQuery { Alla = true }), Is.EquivalentTo(new[] { "Mitt", "Utan", "Annans" }));
        Assert.That(await Slutar(new MinaUppgifterQuery { Alla = true, Namnd = annan }), Is.Empty, "En nämnd som inte är min ger ingenting.");
    }

    [Test]
    public async Task Den_som_ar_avtalsansvarig_med_sitt_konto_har_avtalet_utan_roll_som_avtalsansvarig()
    {
        var id = await Avtal("Kopplat", ansvarig: "Ett annat namn");
        _app.Som(Roll.Lasare, _namnd);
        await AnvandareFinns();
        await _app.Las<int>("UPDATE Avtal SET AvtalsansvarigId = @Jag WHERE Id = @Id", new { Jag = _app.Anvandare.Id, Id = id });

        var uppgift = (await Alla(new MinaUppgifterQuery { Sort = Uppgiftssort.Slut })).Single();
        Assert.That((uppgift.Ting, uppgift.Varfor), Is.EqualTo(("Kopplat", "Du är avtalsansvarig.")));
    }

    [Test]
    public async Task Avtal_utan_ansvarig_och_utan_klausul_sammanfattas_med_lank_till_listan() // KL-04, KL-05
    {
        for (var i = 0; i < 3; i++) { await Avtal($"Utan {i}", ansvarig: null); }
        var medKlausul = await Avtal("Med klausul", ansvarig: _app.Anvandare.Namn);
        foreach (var sort in new[] { "Insyn", "Uppfoljning" })
        {
            await _app.Las<int>("INSERT INTO Avtalsklausul (Id, AvtalId, Sort, Finns) VALUES (@Id, @AvtalId, @Sort, @Finns)",
                new { Id = Guid.NewGuid(), AvtalId = medKlausul, Sort = sort, Finns = sort == "Insyn" });
        }

        var uppgifter = await Alla(new MinaUppgifterQuery());
        Assert.That(uppgifter.Single(u => u.Sort == Uppgiftssort.Ansvarig).Rubrik, Is.EqualTo("Utse ansvarig för 3 avtal"));
        Assert.That(uppgifter.Where(u => u.Sort == Uppgiftssort.Klausul).Select(u => u.Rubrik),
            Is.EquivalentTo(new[] { "Kontrollera insynen i 3 avtal", "Kontrollera villkoren om uppföljning i 4 avtal" }), "En klausul som saknas (Finns = 0) räknas som en som inte är känd.");

        foreach (var (brist, antal) in new[] { (Avtalsbrist.Ansvarig, 3), (Avtalsbrist.Insyn, 3), (Avtalsbrist.Uppfoljning, 4), (Avtalsbrist.Slutdatum, 0), (Avtalsbrist.Utforare, 4) })
        {
            Assert.That((await _app.Gor(new AvtalMedBristQuery { Brist = brist, Namnd = _namnd })).Sida.Antal, Is.EqualTo(antal), brist.ToString());
        }
    }

    [Test]
    public async Task Kontroller_uppdrag_och_rattelser_kommer_ur_registret()
    {
        var id = await Avtal("Hemtjänst", ansvarig: _app.Anvandare.Namn, utforare: "Omsorg AB");
        var utforare = await _app.LasEn<Guid>("SELECT UtforareId FROM Avtal WHERE Id = @Id", new { Id = id });
        await Kontroll(utforare, gjord: "2025-11-01", nasta: "2026-11-10");
        await _app.Las<int>("UPDATE Avtal SET Tillstand = 'UnderRattelse', RattelseSenast = '2026-11-22' WHERE Id = @Id", new { Id = id });

        var uppgifter = await Alla(new MinaUppgifterQuery());
        Assert.That(uppgifter.Single(u => u.Sort == Uppgiftssort.Kontroll).Dag, Is.EqualTo(new DateOnly(2026, 11, 10)));
        Assert.That(uppgifter.Single(u => u.Sort == Uppgiftssort.Kontroll).Rubrik, Is.EqualTo($"Gör om kontrollen: {Kontrollsort.FSkatt.Text()}"));
        Assert.That(uppgifter.Single(u => u.Sort == Uppgiftssort.Rattelse).Dag, Is.EqualTo(new DateOnly(2026, 11, 22)));

        await Kontroll(utforare, gjord: "2026-11-20", nasta: "2027-11-10");
        Assert.That((await Alla(new MinaUppgifterQuery())).Any(u => u.Sort == Uppgiftssort.Kontroll), Is.False, "Den senaste av sin sort gäller.");
    }

    // AND-12: startsidan och avtalets sida läser samma förlängningar.
    [Test]
    public async Task Beskedet_ar_samma_dag_har_som_pa_avtalets_sida()
    {
        var id = await Avtal("Hemtjänst", ansvarig: _app.Anvandare.Namn, slut: new DateOnly(2027, 12, 31));
        await _app.Gor(new LaggTillForlangningCommand { AvtalId = id, Version = 1, Manader = 12, BeskedManader = 12 });
        await _app.Gor(new LaggTillForlangningCommand { AvtalId = id, Version = 2, Manader = 12, SistaBesked = new DateOnly(2028, 3, 31) });
        var andras = await Avtal("Annan förlängning", ansvarig: "Enhetschef", slut: new DateOnly(2027, 12, 31));
        await _app.Gor(new LaggTillForlangningCommand { AvtalId = andras, Version = 1, Manader = 12, SistaBesked = new DateOnly(2027, 2, 1) });

        var sidans = (await _app.Gor(new AvtalsbladQuery(id))).Datum.Rader.First(r => r.Datum.Sort == Avtalsdatumsort.Besked).Datum.Dag;
        var uppgift = (await Alla(new MinaUppgifterQuery { Sort = Uppgiftssort.Besked })).Single();
        Assert.That((uppgift.Dag, sidans), Is.EqualTo(((DateOnly?)new DateOnly(2026, 12, 31), (DateOnly?)new DateOnly(2026, 12, 31))));
        Assert.That(uppgift.Grund, Does.Contain($"Sista dag för besked är {sidans:yyyy-MM-dd}"));
    }

    [Test]
    public async Task Grupperna_bladdras_och_satserna_ar_fa_hur_manga_avtal_det_an_ar()
    {
        for (var i = 0; i < 45; i++) { await Avtal($"Avtal {i:00}", ansvarig: _app.Anvandare.Namn, slut: new DateOnly(2026, 11, 1)); }

        var (result, satser) = await _app.SendRaknat(new MinaUppgifterQuery { Sort = Uppgiftssort.Slut });
        Assert.That(satser, Is.EqualTo(12));
        var forsenat = result.Value!.Grupper[0];
        Assert.That((forsenat.Antal, forsenat.Uppgifter.Count), Is.EqualTo((45, 20)));
        Assert.That((await _app.Gor(new MinaUppgifterQuery { Sort = Uppgiftssort.Slut, Forsenat = 70 })).Grupper[0].Uppgifter, Has.Count.EqualTo(45));
        Assert.That((await _app.Gor(new MinaUppgifterQuery { Sort = Uppgiftssort.Slut, Forsenat = -5 })).Grupper[0].Uppgifter, Has.Count.EqualTo(20));
    }

    [Test]
    public async Task Sammantradets_handlingsdag_ar_sekreterarens()
    {
        _app.Som(Roll.Namndsekreterare, _namnd);
        await _app.Gor(new RegistreraSammantradeCommand { NamndId = _namnd, Datum = new DateOnly(2026, 12, 15), SistaHandlingsdag = new DateOnly(2026, 12, 1) });
        var uppgift = (await Alla(new MinaUppgifterQuery { Sort = Uppgiftssort.Sammantrade })).Single();
        Assert.That((uppgift.Dag, uppgift.Varfor), Is.EqualTo(((DateOnly?)new DateOnly(2026, 12, 1), "Du är nämndsekreterare i nämnden.")));

        _app.Som(Roll.Lasare, _namnd);
        Assert.That(await Alla(new MinaUppgifterQuery { Sort = Uppgiftssort.Sammantrade }), Is.Empty);
        Assert.That(await Alla(new MinaUppgifterQuery { Sort = Uppgiftssort.Sammantrade, Alla = true }), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Tiderna_sparas_med_historik_och_styr_nasta_upphandling()
    {
        var id = await Avtal("Hemtjänst", ansvarig: null, slut: new DateOnly(2029, 6, 30));
        var fore = await Borja(id);
        var forval = (await _app.SomAdministrator().Gor(new UpphandlingstiderQuery())).Andring;
        Assert.That((forval.Nr, forval.ForberedelseDagar), Is.EqualTo((0, 180)));

        await _app.Gor(forval with { ForberedelseDagar = 187 });
        Assert.That((await Borja(id)).DayNumber, Is.EqualTo(fore.DayNumber - 7));

        var blad = await _app.SomAdministrator().Gor(new UpphandlingstiderQuery());
        Assert.That(blad.Historik.Select(h => (h.Nr, h.ForberedelseDagar, h.AndradAv)), Is.EqualTo(new[] { (1, 187, "Administratör (test)") }));
        Assert.That((await _app.Send(forval with { AnbudDagar = 40 })).Outcome, Is.EqualTo(Outcome.Conflict), "Någon annan hann spara.");
        Assert.That((await _app.Send(blad.Andring)).Hinder.Single().Kod, Is.EqualTo("oforandrat"));
    }

    [TestCase(-1, false)]
    [TestCase(0, true)]
    [TestCase(1000, true)]
    [TestCase(1001, false)]
    public async Task Antalet_dagar_har_granser(int dagar, bool gar)
    {
        var result = await _app.SomAdministrator().Send(new AndraUpphandlingstiderCommand
        {
            ForberedelseDagar = dagar,
            AnbudDagar = 35,
            UtvarderingDagar = 45,
            BeredningDagar = 30,
            OverprovningDagar = 90,
            InforandeDagar = 60,
        });
        Assert.That(result.IsOk, Is.EqualTo(gar));
        if (!gar) { Assert.That(result.Hinder.Single().Falt, Is.EqualTo("ForberedelseDagar")); }
    }

    [Test]
    public async Task Bara_administratoren_andrar_tiderna()
    {
        Assert.That((await _app.Som(Roll.NagonINamnden, _namnd).Send(new UpphandlingstiderQuery())).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(new AndraUpphandlingstiderCommand())).Outcome, Is.EqualTo(Outcome.Forbidden));
    }

    private async Task<DateOnly> Borja(Guid id) => (await _app.Som(Roll.Lasare, _namnd).Gor(new AvtalsbladQuery(id))).Datum.Rader
        .Single(r => r.Datum.Sort == Avtalsdatumsort.NastaUpphandling).Datum.Dag!.Value;

    private async Task<IReadOnlyList<Uppgift>> Alla(MinaUppgifterQuery query) => [.. (await _app.Gor(query)).Grupper.SelectMany(g => g.Uppgifter)];

    private async Task<IReadOnlyList<string>> Slutar(MinaUppgifterQuery query) => [.. (await Alla(query with { Sort = Uppgiftssort.Slut })).Select(u => u.Ting)];

    private async Task<Guid> Avtal(string benamning, string? ansvarig, DateOnly? slut = null, Guid? namnd = null, string? utforare = null)
    {
        var id = await _app.Gor(new RegistreraAvtalCommand
        {
            NamndId = namnd ?? _namnd,
            Benamning = benamning,
            Start = new DateOnly(2024, 1, 1),
            Slut = slut ?? new DateOnly(2027, 1, 31),
            UppsagningstidManader = 6,
            ForlangningManader = 12,
            AntalForlangningar = 0,
            Upphandlingsform = Upphandlingsform.Lou,
            Avtalsansvarig = ansvarig,
            Utforare = utforare,
        });
        await _app.Las<int>("UPDATE Avtal SET Tillstand = 'Aktivt' WHERE Id = @Id", new { Id = id });
        return id;
    }

    private Task<IReadOnlyList<int>> Kontroll(Guid utforare, string gjord, string nasta) => _app.Las<int>("""
        INSERT INTO Kontroll (Id, UtforareId, Sort, Gjord, Resultat, Kalla, NastaSenast, GjordAv, Registrerad)
        VALUES (@Id, @Utforare, 'FSkatt', @Gjord, 'UtanAnmarkning', 'Skatteverket', @Nasta, 'Prov', @Registrerad)
        """, new { Id = Guid.NewGuid(), Utforare = utforare, Gjord = gjord, Nasta = nasta, Registrerad = _app.Klocka.Nu });

    private Task<IReadOnlyList<int>> AnvandareFinns() => _app.Las<int>("""
        INSERT INTO Anvandare (Id, Anvandarnamn, AnvandarnamnNormal, Namn, Sakerhetsstampel, MisslyckadeForsok, Inaktiv, Demo)
        VALUES (@Id, 'prov', 'PROV', 'Prov', 'x', 0, 0, 1)
        """, new { _app.Anvandare.Id });
}
