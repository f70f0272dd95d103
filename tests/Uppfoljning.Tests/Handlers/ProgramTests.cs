using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Oversikt;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Program;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Fullmäktiges program i versioner, och planen som vilar på det.</summary>
public sealed class ProgramTests
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
    public async Task En_version_registreras_och_nasta_skriver_inte_over_den()
    {
        var (result, statements) = await _app.SendRaknat(Nytt(new(2026, 11, 9), "112"));
        Assert.That(result.Outcome, Is.EqualTo(Outcome.Ok));
        Assert.That(statements, Is.EqualTo(6));
        Assert.That(result.Audit!.Mening, Is.EqualTo("Program för uppföljning och insyn, version 1 för mandatperioden 2026–2030, antaget av fullmäktige 2026-11-09, § 112. Gäller från 2026-11-09."));

        var andra = await _app.Gor(Nytt(new(2026, 11, 16), "§ 120"));

        var lista = await _app.Som(Roll.Lasare, _namnd).Gor(new ProgramlistaQuery());
        Assert.That(lista.Versioner.Select(v => (v.Versionsnr, v.Paragraf)), Is.EqualTo(new[] { (2, "120"), (1, "112") }));
        Assert.That((lista.Gallande, lista.Brist, lista.KanRegistrera), Is.EqualTo(((Guid?)andra, (Domain.Hinder?)null, false)));
        var blad = await _app.Gor(new ProgrambladQuery(result.Value));
        Assert.That(blad.Punkter.Select(p => (p.Nummer, p.Rubrik)), Is.EqualTo(new[] { ("1", "Likvärdig kvalitet"), ((string?)null, "Insyn") }));
        Assert.That(blad.Gallande, Is.False);
    }

    [Test]
    public async Task Samma_beslut_registreras_inte_tva_ganger_och_ett_framtida_nekas()
    {
        await _app.Gor(Nytt(new(2026, 11, 9), "112"));
        Assert.That((await _app.Send(Nytt(new(2026, 11, 9), " § 112 "))).Hinder.Single().Falt, Is.EqualTo("Paragraf"));
        Assert.That((await _app.Send(Nytt(new(2026, 12, 9), "113"))).Hinder.Single().Kod, Is.EqualTo("framtida-beslut"));
    }

    [Test]
    public async Task Det_som_saknas_sags_vid_faltet()
    {
        var result = await _app.Send(new RegistreraProgramCommand { Punkter = [new() { Nummer = "1" }] });
        Assert.That(result.Hinder.Select(h => h.Falt), Is.EquivalentTo(new[] { "Mandatperiod", "Namn", "Beslutsdatum", "Paragraf", "GallerFran", "Punkter[0].Rubrik" }));
        Assert.That((await _app.Send(Nytt(new(2026, 11, 9), "1") with { Punkter = [new()] })).Hinder.Single().Falt, Is.EqualTo("Punkter"));
    }

    [Test]
    public async Task Bara_administratoren_registrerar_men_alla_i_en_namnd_laser()
    {
        var id = await _app.Gor(Nytt(new(2026, 11, 9), "112"));
        foreach (var roll in Roller.INamnd)
        {
            Assert.That((await _app.Som(roll, _namnd).Send(Nytt(new(2026, 11, 10), "1"))).Outcome, Is.EqualTo(Outcome.Forbidden), roll.ToString());
            Assert.That((await _app.Send(new ProgrambladQuery(id))).Outcome, Is.EqualTo(Outcome.Ok), roll.ToString());
        }
        Assert.That((await _app.SomAdministrator().Send(new ProgramlistaQuery())).Outcome, Is.EqualTo(Outcome.Ok));
        Assert.That((await _app.Som(Roll.Lasare).Send(new ProgramlistaQuery())).Outcome, Is.EqualTo(Outcome.Forbidden));
    }

    [Test]
    public async Task Planen_lankas_till_den_version_som_gallde_och_andra_namnder_rakna_inte_med()
    {
        var program = await _app.Gor(Nytt(new(2026, 11, 9), "112"));
        await _app.SomAdministrator().Gor(Nytt(new(2026, 11, 20), "120"));
        var plan = await Plan();

        await _app.Gor(Beslut(plan, new(2026, 11, 17)));

        Assert.That(await _app.LasEn<Guid>("SELECT ProgramId FROM Uppfoljningsplan"), Is.EqualTo(program));
        var blad = await _app.Gor(new PlanbladQuery { PlanId = plan });
        Assert.That((blad.Plan.Program, blad.Plan.Programversion), Is.EqualTo(("Program för uppföljning och insyn", (int?)1)));
        Assert.That((await _app.Gor(new ProgrambladQuery(program))).Planer.Single().Id, Is.EqualTo(plan));
        var annan = await _app.Namnd("Socialnämnden", "SN");
        Assert.That((await _app.Som(Roll.Lasare, annan).Gor(new ProgrambladQuery(program))).Planer, Is.Empty);
    }

    [Test]
    public async Task Utan_program_i_mandatperioden_varnas_men_planen_kan_beslutas()
    {
        var plan = await Plan();
        Assert.That((await _app.Gor(new PlanbladQuery { PlanId = plan })).Programbrist!.Lagrum, Is.EqualTo(Domain.Lagrum.Kl(5, 3)));
        Assert.That((await _app.Gor(new PlanbeslutsbladQuery(plan))).Programbrist, Is.Not.Null);
        Assert.That((await _app.Gor(new OversiktQuery())).Programbrist!.Text, Does.StartWith("Mandatperioden 2026–2030"));

        await _app.Gor(Beslut(plan, new(2026, 11, 17)));
        Assert.That((await _app.Gor(new PlanbladQuery { PlanId = plan })).Plan.ProgramId, Is.Null);
    }

    [Test]
    public async Task Ett_program_som_inte_gallde_vid_sammantradet_hindrar_beslutet()
    {
        await _app.Gor(Nytt(new(2026, 11, 20), "112"));
        var plan = await Plan();

        var result = await _app.Send(Beslut(plan, new(2026, 11, 17)));

        Assert.That(result.Hinder.Single().Kod, Is.EqualTo("program-galler-inte-an"));
        Assert.That(result.Hinder.Single().Falt, Is.EqualTo("Sammantrade"));
        await _app.Gor(Beslut(plan, new(2026, 11, 20)));
    }

    private static RegistreraProgramCommand Nytt(DateOnly beslut, string paragraf) => new()
    {
        Mandatperiod = 2026,
        Namn = "Program för uppföljning och insyn",
        Beslutsdatum = beslut,
        Paragraf = paragraf,
        GallerFran = beslut,
        Punkter = [new() { Nummer = "1", Rubrik = "Likvärdig kvalitet", Innehall = "Kvaliteten är likvärdig oavsett utförare." }, new(), new() { Rubrik = "Insyn" }],
    };

    private static RegistreraPlanbeslutCommand Beslut(Guid plan, DateOnly dag) => new() { PlanId = plan, Version = 1, Sammantrade = dag, Paragraf = "9", Bekraftat = true };

    private async Task<Guid> Plan()
    {
        await _app.Som(Roll.Avtalsansvarig | Roll.Namndsekreterare, _namnd).Gor(new RegistreraAvtalCommand
        {
            NamndId = _namnd,
            Benamning = "Hemtjänst",
            Utforare = "Omsorg AB",
            Avtalsansvarig = "Handläggaren",
            Undertecknat = true,
            Start = new(2026, 1, 1),
            Slut = new(2028, 12, 31),
        });
        return await _app.Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = 2027 });
    }
}
