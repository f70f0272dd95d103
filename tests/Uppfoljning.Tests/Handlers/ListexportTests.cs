using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Uppgifter;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Uppgifter;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Listor som hämtas men inte läses in: planerna, uppgifterna och en plans historik.</summary>
public sealed class ListexportTests
{
    private TestApp _app = null!;
    private Guid _namnd;
    private Guid _annan;
    private Guid _plan;

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _namnd = await _app.Namnd();
        _annan = await _app.Namnd("Socialnämnden", "SN");
        foreach (var namnd in new[] { _namnd, _annan })
        {
            await _app.Som(Roll.Avtalsansvarig, namnd).Gor(new RegistreraAvtalCommand
            {
                NamndId = namnd,
                Benamning = namnd == _namnd ? "=Hemtjänst" : "Hemligt",
                Utforare = "Omsorg AB",
                Undertecknat = true,
                Start = new(2026, 1, 1),
                Slut = new(2027, 1, 31),
                UppsagningstidManader = 3,
            });
            var plan = await _app.Gor(new GenereraPlanCommand { NamndId = namnd, Ar = 2027 });
            if (namnd == _namnd) { _plan = plan; }
        }
        await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = 2026 });
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Planerna_hamtas_med_sidans_urval_och_ordning_och_sina_timmar()
    {
        await _app.Som(Roll.Namndsekreterare, _namnd).Gor(new RegistreraPlanbeslutCommand { PlanId = _plan, Version = 1, Sammantrade = new(2026, 11, 17), Paragraf = "112", Bekraftat = true });
        _app.Som(Roll.Lasare, _namnd);
        async Task<string[]> Rader(PlanlistaQuery lista) => Hamtadfil.Rader(await _app.Hamta(new ExporteraPlanerQuery(lista, Filformat.Csv)));

        var alla = await Rader(new());
        Assert.That(alla[0], Is.EqualTo("Diarienummer;Nämnd;År;Tillstånd;Version;Genererad;Sammanträde;Paragraf;Beslutad;Rader;\"Utan rad\";\"Timmar under året\";\"Skäl till revideringen\""));
        var timmar = (await _app.Gor(new PlantimmarQuery(_plan))).Prov.Behov / 100;
        Assert.That(timmar, Is.Positive);
        var nagra = await _app.LasEn<int>("SELECT COUNT(*) FROM PlanUtanRad WHERE PlanId = @Id", new { Id = _plan });
        Assert.That(alla[1], Is.EqualTo($"VON-2026/0001;\"Vård- och omsorgsnämnden\";2027;Beslutad;1;2026-11-21;2026-11-17;112;{await _app.LasEn<string>("SELECT Beslutsdatum FROM Uppfoljningsplan WHERE Id = @Id", new { Id = _plan })};1;{nagra};{timmar};"));
        Assert.That(alla, Has.Length.EqualTo(3).And.All.Not.Contain("Socialnämnden"));
        Assert.That((await Rader(new() { Sortering = "ar" }))[1], Does.Contain(";2026;"));
        Assert.That(await Rader(new() { Ar = 2026 }), Has.Length.EqualTo(2));
        Assert.That(await Rader(new() { Tillstand = Plantillstand.Beslutad }), Has.Length.EqualTo(2));
        Assert.That(await Rader(new() { Tillstand = Plantillstand.Gallande }), Has.Length.EqualTo(1), "En plan gäller från den 1 januari planåret.");
        Assert.That(await Rader(new() { Namnd = _annan }), Has.Length.EqualTo(1));
        await _app.Hamta(new ExporteraPlanerQuery(new(), Filformat.Xlsx));
        Assert.That((await _app.Som(Roll.Ingen).Send(new ExporteraPlanerQuery(new(), Filformat.Csv))).Outcome, Is.EqualTo(Outcome.Forbidden));
    }

    [Test]
    public async Task Uppgifterna_hamtas_i_sidans_urval_och_alla_pa_en_gang()
    {
        var sida = await _app.Gor(new MinaUppgifterQuery());
        Assert.That(sida.Antal, Is.Positive);
        async Task<string[]> Rader(MinaUppgifterQuery lista) => Hamtadfil.Rader(await _app.Hamta(new ExporteraUppgifterQuery(lista, Filformat.Csv)));
        var rader = await Rader(new());
        Assert.That(rader[0], Is.EqualTo("Grupp;Senast;Uppgift;Gäller;Nämnd;Sort;Min;Varför;Grund;Lagrum"));
        Assert.That(rader, Has.Length.EqualTo(sida.Antal + 1).And.All.Not.Contain("Hemligt").And.Some.Contains(";'=Hemtjänst;"));
        Assert.That(rader.Skip(1).Select(r => r.Split(';')[0].Trim('"')).Distinct(), Is.EqualTo(sida.Grupper.Where(g => g.Antal > 0).Select(g => g.Grupp.Text())));

        var sort = sida.Grupper.SelectMany(g => g.Uppgifter).First().Sort;
        Assert.That(await Rader(new() { Sort = sort }), Has.Length.EqualTo((await _app.Gor(new MinaUppgifterQuery { Sort = sort })).Antal + 1));
        Assert.That(await Rader(new() { Namnd = _annan, Alla = true }), Has.All.Not.Contain("Hemligt"));
        _app.Som(Roll.Lasare, _namnd);
        Assert.That(await Rader(new() { Alla = true }), Has.Length.EqualTo((await _app.Gor(new MinaUppgifterQuery { Alla = true })).Antal + 1));
        await _app.Hamta(new ExporteraUppgifterQuery(new(), Filformat.Xlsx));
        Assert.That((await _app.Som(Roll.Ingen).Send(new ExporteraUppgifterQuery(new(), Filformat.Csv))).Outcome, Is.EqualTo(Outcome.Forbidden));
    }

    [Test]
    public async Task Planens_historik_hamtas_hel_och_bara_i_den_egna_namnden()
    {
        // Att historiken hämtas är också en händelse, efter det som hämtades.
        var antal = await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE ArendeId = @Id", new { Id = _plan });
        var rader = Hamtadfil.Rader(await _app.Hamta(new ExporteraHistorikQuery(_plan, Filformat.Csv)));
        Assert.That(rader[0], Is.EqualTo("Tid;Vem;Vad;Beskrivning"));
        Assert.That(rader[1], Does.StartWith("\"2026-11-21 10:00\";\"Avtalsansvarig (test)\";"));
        Assert.That(rader, Has.Length.EqualTo(antal + 1));
        await _app.Hamta(new ExporteraHistorikQuery(_plan, Filformat.Xlsx));
        Assert.That((await _app.Som(Roll.Avtalsansvarig, _annan).Send(new ExporteraHistorikQuery(_plan, Filformat.Csv))).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new ExporteraHistorikQuery(Guid.NewGuid(), Filformat.Csv))).Outcome, Is.EqualTo(Outcome.NotFound));
    }
}
