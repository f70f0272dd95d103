using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Kalender;
using Uppfoljning.Application.Sammantraden;
using Uppfoljning.Domain.Avtal;

namespace Uppfoljning.Tests.Handlers;

public sealed class KalenderTests
{
    private static readonly LaggTillKalenderdagCommand Klamdag = new() { Dag = new(2026, 11, 20), Namn = " Klämdag " };

    private TestApp _app = null!;

    [SetUp]
    public async Task Starta() => _app = await TestApp.StartaAsync();

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task En_stangd_dag_laggs_till_med_en_handelse_och_anvands_i_avtalets_datum()
    {
        var namnd = await _app.Namnd();
        var avtal = await _app.Som(Roll.Avtalsansvarig, namnd).Gor(new RegistreraAvtalCommand
        {
            NamndId = namnd,
            Benamning = "Hemtjänst",
            Undertecknat = true,
            Start = new(2024, 5, 22),
            Slut = new(2027, 5, 21),
            ForlangningManader = 12,
            AntalForlangningar = 1,
            UppsagningstidManader = 6,
            Upphandlingsform = Upphandlingsform.Lou,
        });

        var (result, statements) = await _app.SomAdministrator().SendRaknat(Klamdag);

        Assert.That(result.Outcome, Is.EqualTo(Outcome.Ok));
        Assert.That(statements, Is.EqualTo(4));
        Assert.That(result.Audit!.Mening, Is.EqualTo("2026-11-20 (fredag), Klämdag, tillagd i kalendern som stängd dag."));
        var datum = (await _app.Som(Roll.Lasare, namnd).Gor(new AvtalsbladQuery(avtal))).Datum;
        var besked = datum.Rader.First(r => r.Datum.Sort == Avtalsdatumsort.Besked);
        Assert.That(besked.Datum.Dag, Is.EqualTo(new DateOnly(2026, 11, 21)));
        Assert.That(besked.DagarKvar, Is.Zero);
        Assert.That(besked.Datum.Steg, Has.One.Contains("2026-11-19 (torsdag)"));
        Assert.That(datum.Perioder, Is.EqualTo(new[] { new Avtalsperiod(0, new(2024, 5, 22), new(2027, 5, 21)), new Avtalsperiod(1, new(2027, 5, 22), new(2028, 5, 21)) }));
        Assert.That(datum.Rader.Select(r => r.Datum.Dag), Is.Ordered);
    }

    [Test]
    public async Task Namndens_sammantraden_raknas_in_i_nasta_upphandling_men_inte_installda()
    {
        var namnd = await _app.Namnd();
        var avtal = await _app.Som(Roll.Avtalsansvarig, namnd).Gor(new RegistreraAvtalCommand
        {
            NamndId = namnd,
            Benamning = "Hemtjänst",
            Undertecknat = true,
            Slut = new(2029, 12, 31),
            Upphandlingsform = Upphandlingsform.Lou,
        });
        Assert.That(await Steg(), Has.None.Contains("vid sammanträdet"));

        _app.Som(Roll.Namndsekreterare, namnd);
        foreach (var dag in new DateOnly[] { new(2029, 1, 17), new(2029, 4, 18), new(2029, 12, 12) })
        {
            await _app.Gor(new RegistreraSammantradeCommand { NamndId = namnd, Datum = dag, SistaHandlingsdag = dag.AddDays(-14) });
        }
        Assert.That(await Steg(), Has.One.Contains("vid sammanträdet 2029-04-18"));

        var april = await _app.LasEn<Guid>("SELECT Id FROM Sammantrade WHERE Datum = @dag", new { dag = new DateOnly(2029, 4, 18) });
        await _app.Som(Roll.Namndsekreterare, namnd).Gor(new StallInSammantradeCommand { SammantradeId = april, Version = 1, Skal = "För få ärenden." });
        Assert.That(await Steg(), Has.One.Contains("vid sammanträdet 2029-01-17"));

        async Task<IReadOnlyList<string>> Steg() => (await _app.Som(Roll.Lasare, namnd).Gor(new AvtalsbladQuery(avtal)))
            .Datum.Rader.First(r => r.Datum.Sort == Avtalsdatumsort.NastaUpphandling).Datum.Steg;
    }

    [Test]
    public async Task En_dag_som_redan_ar_ledig_eller_tillagd_nekas_med_skal()
    {
        await _app.SomAdministrator().Gor(Klamdag);

        var tillagd = await _app.Send(Klamdag with { Namn = "Igen" });
        var ledig = await _app.Send(Klamdag with { Dag = new(2026, 12, 25) });

        Assert.That(tillagd.Hinder.Single().Text, Is.EqualTo("2026-11-20 är redan tillagd som Klämdag. Ta bort den först om den ska ändras."));
        Assert.That(ledig.Hinder.Single().Text, Is.EqualTo("2026-12-25 är juldagen och räknas redan som ledig."));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Kalenderdag"), Is.EqualTo(1));
    }

    [Test]
    public async Task En_dag_tas_bort_och_det_star_i_historiken()
    {
        var id = await _app.SomAdministrator().Gor(Klamdag);

        var result = await _app.Send(new TaBortKalenderdagCommand(id));

        Assert.That(result.Audit!.Mening, Is.EqualTo("2026-11-20 (fredag), Klämdag, borttagen ur kalendern."));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Kalenderdag"), Is.Zero);
        Assert.That((await _app.Send(new TaBortKalenderdagCommand(id))).Outcome, Is.EqualTo(Outcome.NotFound));
    }

    [Test]
    public async Task Bara_en_administrator_far_andra_kalendern()
    {
        var namnd = await _app.Namnd();
        var id = await _app.SomAdministrator().Gor(Klamdag);
        _app.Som(Roll.NagonINamnden, namnd);

        Assert.That((await _app.Send(new KalenderbladQuery(2026))).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(Klamdag with { Dag = new(2026, 11, 19) })).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(new TaBortKalenderdagCommand(id))).Outcome, Is.EqualTo(Outcome.Forbidden));
    }
}
