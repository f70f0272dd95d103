using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Extern;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Vilka roller som grupperna ger och tar, och vad ett nytt konto heter.</summary>
public sealed class GrupprollTests
{
    private static readonly Guid Von = Guid.CreateVersion7();

    [Test]
    public void Rollerna_fran_grupper_blir_precis_de_som_mappningen_ger()
    {
        var (lasare, revisor, uppfoljare) = (new Rollplats(Von, Roll.Lasare), new Rollplats(Von, Roll.Revisor), new Rollplats(Von, Roll.Uppfoljare));

        // Två grupper som ger samma roll ger den en gång; en roll för hand dubbleras inte; en som grupperna inte längre ger tas bort.
        var (nya, bort) = Grupproller.Jamfor([lasare, lasare, revisor], forHand: [revisor], franGrupp: [uppfoljare]);
        Assert.That(nya, Is.EqualTo(new[] { lasare }));
        Assert.That(bort, Is.EqualTo(new[] { uppfoljare }));
    }

    [Test]
    public async Task Bara_systemet_tar_emot_en_extern_inloggning()
    {
        await using var app = await TestApp.StartaAsync();
        var command = new LoggaInExternCommand(new Externperson { Utfardare = "https://idp.example", Amne = "1" }, true, true);
        Assert.That((await app.SomAdministrator().Send(command)).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await app.SomSystem().Send(command)).Outcome, Is.EqualTo(Outcome.Ok));
    }

    [TestCase("anna", "anna")]
    [TestCase("DOMÄN\\anna", "DOMÄNanna")]
    [TestCase("a", "extern.a")]
    [TestCase(null, "extern")]
    public async Task Ett_nytt_kontos_anvandarnamn_har_bara_tillatna_tecken_och_ar_aldrig_upptaget(string? onskat, string blir)
    {
        await using var app = await TestApp.StartaAsync();
        app.SomSystem();
        foreach (var amne in new[] { "1", "2" })
        {
            await app.Gor(new LoggaInExternCommand(new Externperson { Utfardare = "https://idp.example", Amne = amne, Anvandarnamn = onskat }, true, false));
        }
        Assert.That(await app.Las<string>("SELECT Anvandarnamn FROM Anvandare ORDER BY Id"), Is.EqualTo(new[] { blir, $"{blir}.2" }));
        Assert.That(await app.Las<string>("SELECT Anvandarnamn FROM Anvandare WHERE Losenord IS NOT NULL"), Is.Empty);
    }

    [Test]
    public async Task Amnet_skiljer_pa_stora_och_sma_bokstaver_och_pa_utfardare()
    {
        await using var app = await TestApp.StartaAsync();
        app.SomSystem();
        foreach (var (utfardare, amne) in new[] { ("https://a.example", "x"), ("https://a.example", "X"), ("https://b.example", "x"), ("https://a.example", "x") })
        {
            await app.Gor(new LoggaInExternCommand(new Externperson { Utfardare = utfardare, Amne = amne }, false, false));
        }
        Assert.That(await app.LasEn<int>("SELECT COUNT(*) FROM ExternIdentitet"), Is.EqualTo(3));
    }

    [Test]
    public async Task En_roll_fran_en_grupp_far_ingen_egen_tid_och_en_for_hand_som_har_slutat_ersatts_av_gruppens()
    {
        await using var app = await TestApp.StartaAsync();
        var namnd = await app.Namnd();
        await app.SomAdministrator().Gor(new LaggTillGruppmappningCommand { Grupp = "g", NamndId = namnd, Roll = Roll.Lasare });
        var konto = await InAsync(app, "g");
        var nekad = await app.SomAdministrator().Send(new GeRollCommand { AnvandareId = konto, NamndId = namnd, Roll = Roll.Lasare, TillDag = app.Klocka.Idag() });
        Assert.That(nekad.Hinder.Single(), Has.Property("Kod").EqualTo("fran-grupp").And.Property("Falt").EqualTo("Roll"));
        Assert.That(await RollerAsync(app, konto), Is.EqualTo(new[] { "Lasare Grupp" }));

        await InAsync(app);
        await app.SomAdministrator().Gor(new GeRollCommand { AnvandareId = konto, NamndId = namnd, Roll = Roll.Lasare, TillDag = app.Klocka.Idag() });
        await InAsync(app, "g");
        Assert.That(await RollerAsync(app, konto), Is.EqualTo(new[] { "Lasare Hand" }), "Den sista dagen gäller den.");
        app.Klocka.Nu = app.Klocka.Nu.AddDays(1);
        await InAsync(app, "g");
        Assert.That(await RollerAsync(app, konto), Is.EqualTo(new[] { "Lasare Grupp" }));
        Assert.That((await app.Las<string>("SELECT Mening FROM Handelse WHERE Vad = 'Extern inloggning' ORDER BY Nr"))[^1],
            Does.EndWith("Nya roller från grupper: läsare i Vård- och omsorgsnämnden. De ersätter roller för en tid som har gått ut: läsare i Vård- och omsorgsnämnden."));
    }

    [Test]
    public async Task Den_sista_administratoren_ar_det_kvar_hur_hon_an_skulle_mista_rollen()
    {
        await using var app = await TestApp.StartaAsync();
        await app.SomAdministrator().Gor(new LaggTillGruppmappningCommand { Grupp = "admin", Roll = Roll.Administrator, AdministratorTillaten = true });
        var konto = await InAsync(app, "admin");
        var identitet = await app.LasEn<Guid>("SELECT Id FROM ExternIdentitet");

        // Gruppen ger inte rollen längre, men ingen annan är administratör.
        await InAsync(app);
        Assert.That(await RollerAsync(app, konto), Is.EqualTo(new[] { "Administrator Grupp" }));
        Assert.That((await app.Las<string>("SELECT Mening FROM Handelse WHERE Vad = 'Extern inloggning' ORDER BY Nr"))[^1], Does.EndWith("men den behålls: ingen annan med öppet konto är administratör."));

        app.SomAdministrator();
        var forsok = new Vag[]
        {
            new("koppla från", async () => (await app.Send(new KopplaFranIdentitetCommand { IdentitetId = identitet, Bekraftat = true })).Hinder.Single().Kod, "sista-administratoren"),
            new("entlediga", async () => (await app.Send(new SattAdministratorCommand(konto, false))).Hinder.Single().Kod, "fran-grupp"),
            new("stänga", async () => (await app.Send(new StangKontoCommand(konto))).Hinder.Single().Kod, "sista-administratoren"),
        };
        foreach (var f in forsok) { Assert.That(await f.Gor(), Is.EqualTo(f.Kod), f.Vad); }
        Assert.That(await RollerAsync(app, konto), Is.EqualTo(new[] { "Administrator Grupp" }));

        // Finns det en annan går det; en vars konto är stängt räknas inte.
        var annan = await app.Gor(new SkapaAnvandareCommand { Anvandarnamn = "annan", Namn = "Annan", Losenord = "en mening att minnas", Administrator = true });
        await app.Gor(new StangKontoCommand(annan));
        await InAsync(app);
        Assert.That(await RollerAsync(app, konto), Has.Count.EqualTo(1));
        await app.SomAdministrator().Gor(new OppnaKontoCommand(annan));
        await InAsync(app);
        Assert.That(await RollerAsync(app, konto), Is.Empty);
        await app.SomAdministrator().Gor(new KopplaFranIdentitetCommand { IdentitetId = identitet, Bekraftat = true });
    }

    [Test]
    public async Task En_koppling_kraver_losenordet_galler_ingen_demoanvandare_och_den_det_galler_far_ett_brev()
    {
        await using var app = await TestApp.StartaAsync(tjanster => tjanster.AddSingleton<IPost>(new Installdpost()));
        var konto = await app.SomAdministrator().Gor(new SkapaAnvandareCommand { Anvandarnamn = "eva", Namn = "Eva", Losenord = "en mening att minnas", Epost = "eva@kommunen.example" });
        var demo = await app.Gor(SkapaAnvandareCommand.Demoanvandare("demo", "Demo", false));
        await app.SomSystem().Gor(new LoggaInExternCommand(Person, false, false));
        var identitet = await app.LasEn<Guid>("SELECT Id FROM ExternIdentitet");
        app.SomAdministrator();
        Assert.That((await app.Send(new KopplaIdentitetCommand { IdentitetId = identitet, AnvandareId = demo })).Outcome, Is.EqualTo(Outcome.NotFound));
        await app.Gor(new KopplaIdentitetCommand { IdentitetId = identitet, AnvandareId = konto });
        await app.Gor(new KopplaFranIdentitetCommand { IdentitetId = identitet, Bekraftat = true });

        app.Byt(new Testanvandare { Id = demo, Namn = "Demo" });
        Assert.That((await app.Send(new KopplaEgenIdentitetCommand(Person, ""))).Outcome, Is.EqualTo(Outcome.NotFound));
        app.Byt(new Testanvandare { Id = konto, Namn = "Eva" });
        Assert.That((await app.Send(new KopplaEgenIdentitetCommand(Person, "fel mening"))).Hinder.Single(), Has.Property("Kod").EqualTo("fel-losenord").And.Property("Falt").EqualTo("Losenord"));
        await app.Gor(new KopplaEgenIdentitetCommand(Person, "en mening att minnas"));

        Assert.That(await app.Las<string>("SELECT Till FROM Utskick"), Is.EqualTo(Enumerable.Repeat("eva@kommunen.example", 3)));
        await using var scope = app.Services.CreateAsyncScope();
        var forvar = scope.ServiceProvider.GetRequiredService<IForvar>();
        var brev = (await app.Las<string>("SELECT Innehall FROM Utskick ORDER BY Id")).Select(i => forvar.Oppna(i)!.Split('\n')[2].Split(" den ")[0]);
        Assert.That(brev, Is.EquivalentTo(new[]
        {
            "En administratör kopplade ditt konto till kommunens inloggning", "En administratör skilde ditt konto från kommunens inloggning", "Ditt konto kopplades till kommunens inloggning",
        }));
    }

    private static Externperson Person { get; } = new() { Utfardare = "https://idp.example", Amne = "1", Anvandarnamn = "anna", Namn = "Anna", Grupper = [] };

    /// <summary>Personen loggar in genom tjänsten med de grupperna; ger kontot.</summary>
    private static async Task<Guid> InAsync(TestApp app, params string[] grupper) =>
        (await app.SomSystem().Gor(new LoggaInExternCommand(Person with { Grupper = grupper }, true, true))).AnvandareId!.Value;

    private static async Task<IReadOnlyList<string>> RollerAsync(TestApp app, Guid id) =>
        [.. (await app.Las<(string Roll, string Kalla)>("SELECT Roll, Kalla FROM Rolltilldelning WHERE AnvandareId = @id ORDER BY Roll", new { id })).Select(r => $"{r.Roll} {r.Kalla}")];

    private sealed record Vag(string Vad, Func<Task<string>> Gor, string Kod);

    /// <summary>En brevserver som finns men inte används.</summary>
    private sealed class Installdpost : IPost
    {
        public bool Installd => true;

        public Task<string?> SkickaAsync(Brev brev, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
    }
}
