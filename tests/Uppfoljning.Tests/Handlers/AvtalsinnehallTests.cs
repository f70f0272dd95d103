using System.Text;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Import;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Tests.Handlers;

public sealed class AvtalsinnehallTests
{
    private TestApp _app = null!;
    private Guid _namnd;
    private Guid _avtal;

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _namnd = await _app.Namnd();
        _avtal = await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand
        {
            NamndId = _namnd,
            Avtalsnummer = "VON 1",
            Benamning = "Hemtjänst Väster",
            Utforare = "Omsorg AB",
            Driftsform = Driftsform.Aktiebolag,
            Avtalsansvarig = "Enhetschefen",
            Upphandlingsform = Upphandlingsform.Lou,
            Undertecknat = true,
            Start = new(2025, 1, 1),
            Slut = new(2028, 12, 31),
        });
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Byte_av_ansvarig_ger_historik_och_samma_ansvarig_igen_ger_ingen()
    {
        var (anna, andra) = (await Anvandare("a"), await Anvandare("b"));
        _app.Klocka.Nu = _app.Klocka.Nu.AddDays(1);
        await Andra(c => c with { AvtalsansvarigId = anna, Avtalsansvarig = null });
        await Andra(c => c with { Anmarkning = "Något annat" });
        _app.Klocka.Nu = _app.Klocka.Nu.AddDays(1);
        await Andra(c => c with { AvtalsansvarigId = andra });

        var ansvariga = (await Blad()).Innehall.Ansvariga;
        Assert.That(ansvariga.Select(a => (a.Namn, a.AnvandareId)), Is.EqualTo(new[] { ("Användare b", (Guid?)andra), ("Användare a", anna), ("Enhetschefen", null) }));
        Assert.That(ansvariga[0].Till, Is.Null);
        Assert.That((ansvariga[1].Fran, ansvariga[1].Till), Is.EqualTo((ansvariga[2].Till, ansvariga[0].Fran)));
        Assert.That((await Blad()).Avtalsansvarig, Is.EqualTo("Användare b"));
    }

    [Test]
    public async Task Bara_namndens_avtalsansvariga_kan_valjas_och_inte_bade_anvandare_och_namn()
    {
        var annan = await _app.Namnd("Socialnämnden", "SN");
        var fel = await Anvandare("fel", annan);
        var nu = (await _app.Gor(new AvtalsandringQuery(_avtal))).Nu;
        Assert.That((await _app.Send(nu with { AvtalsansvarigId = fel, Avtalsansvarig = null })).Hinder.Single().Kod, Is.EqualTo("ej-avtalsansvarig"));

        var ratt = await Anvandare("rätt");
        Assert.That((await _app.Send(nu with { AvtalsansvarigId = ratt, Avtalsansvarig = "Någon annan" })).Hinder.Single().Falt, Is.EqualTo("Avtalsansvarig"));
        Assert.That((await _app.Gor(new AvtalsandringQuery(_avtal))).Ansvariga.Select(a => a.Id), Is.EqualTo(new[] { ratt }));
    }

    [Test]
    public async Task Importen_behaller_anvandaren_med_samma_namn_och_gissar_aldrig_en_annan()
    {
        var (anna, _) = (await Anvandare("a"), await Anvandare("b"));
        await Andra(c => c with { AvtalsansvarigId = anna, Avtalsansvarig = null });

        await Infor("VON 1;Hemtjänst Väster;Användare a;KS 2026/1;85312100-0;19 kap. LOU;4 000 000");
        var blad = await Blad();
        Assert.That((blad.Diarienummer, blad.Cpv, blad.Regler, blad.VardeOre), Is.EqualTo(("KS 2026/1", "85312100-0", Upphandlingsregler.Kapitel19, 400_000_000L)));
        Assert.That(blad.Innehall.Ansvariga[0].AnvandareId, Is.EqualTo(anna));

        await Infor("VON 1;Hemtjänst Väster;Användare b;;;;");
        Assert.That((await Blad()).Innehall.Ansvariga.Select(a => (a.Namn, a.AnvandareId)).First(), Is.EqualTo(("Användare b", (Guid?)null)));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtal WHERE AvtalsansvarigId IS NOT NULL"), Is.Zero);
    }

    // LOU-10 och TID-01: när reglerna är kända försvinner förbehållet.
    [Test]
    public async Task Kanda_regler_tar_bort_tvivlet_om_nasta_upphandling()
    {
        const string tvivel = "Det är inte känt om nästa upphandling är direktivstyrd";
        Assert.That(Forbehall(await Blad()), Has.Some.StartsWith(tvivel));
        await Andra(c => c with { Regler = Upphandlingsregler.Direktivstyrd });
        Assert.That(Forbehall(await Blad()), Has.None.StartsWith(tvivel));

        static IEnumerable<string> Forbehall(Avtalsblad blad) => blad.Datum.Rader.SelectMany(r => r.Datum.Forbehall);
    }

    // KL-04, KL-05, AND-10
    [Test]
    public async Task Klausulerna_sparas_alla_pa_en_gang_och_bristerna_visas_med_lagrum()
    {
        Assert.That((await Blad()).Innehall.Brister, Has.Count.EqualTo(7));
        var nu = (await _app.Gor(new AvtalsklausulerQuery(_avtal))).Nu;
        await _app.Gor(nu with { Klausuler = [.. nu.Klausuler.Select(k => k with { Finns = k.Sort == Klausulsort.Insyn ? false : k.Sort == Klausulsort.Vite ? null : true })] });

        var innehall = (await Blad()).Innehall;
        Assert.That(innehall.Brister.Select(b => (b.Kod, b.Lagrum?.ToString())), Is.EqualTo(new[] { ("klausul-saknas-Insyn", "10 kap. 9 § KL"), ("klausul-okand-Vite", null) }));
        Assert.That((await Blad()).Historik.Rader.Select(h => h.Mening), Has.One.EqualTo("Avtalets klausuler sparade: 6 finns, 1 saknas och 1 är inte kända. 2 som krävs saknas eller är inte kända."));

        Assert.That((await _app.Send(nu)).Outcome, Is.EqualTo(Outcome.Conflict));
    }

    [Test]
    public async Task Krav_star_i_ordning_utan_luckor_nar_de_flyttas_och_tas_bort()
    {
        for (var i = 1; i <= 5; i++) { await Krav(null, $"K{i}"); }
        await Krav(await Id("K5"), "K5", nr: 2);
        Assert.That(await Lista(), Is.EqualTo(new[] { "1 K1", "2 K5", "3 K2", "4 K3", "5 K4" }));
        await Krav(await Id("K1"), "K1", nr: 99);
        Assert.That(await Lista(), Is.EqualTo(new[] { "1 K5", "2 K2", "3 K3", "4 K4", "5 K1" }));
        await Krav(null, "Först", nr: 1);
        await _app.Gor(new TaBortAvtalsdelCommand { AvtalId = _avtal, Sort = Avtalsdelsort.Krav, DelId = await Id("K3"), Version = await Version(), Bekraftat = true });
        Assert.That(await Lista(), Is.EqualTo(new[] { "1 Först", "2 K5", "3 K2", "4 K4", "5 K1" }));
        Assert.That((await Blad()).Historik.Rader.Select(h => h.Mening), Has.One.EqualTo("Borttaget ur avtalet: krav 4: K3."));
    }

    // AVV-05, AVV-08
    [Test]
    public async Task Sanktioner_visas_fran_den_mildaste_och_bara_vissa_har_belopp()
    {
        await Sanktion(new() { Sort = Sanktionssort.Havning });
        await Sanktion(new() { Sort = Sanktionssort.Vite, BeloppOre = 100_000_00, RattelseDagar = 30, Punkt = "9.2" });
        Assert.That((await Blad()).Innehall.Sanktioner.Select(s => (s.Sort, s.BeloppOre, s.RattelseDagar)),
            Is.EqualTo(new[] { (Sanktionssort.Vite, (long?)100_000_00, (int?)30), (Sanktionssort.Havning, null, null) }));

        var fel = await _app.Send(new SparaAvtalssanktionCommand { AvtalId = _avtal, Version = await Version(), Sort = Sanktionssort.Varning, BeloppOre = 1 });
        Assert.That(fel.Hinder.Single().Falt, Is.EqualTo("BeloppOre"));
    }

    [Test]
    public async Task Parten_andras_bara_genom_sitt_eget_avtal_och_av_den_som_far()
    {
        await _app.Gor(new SparaAvtalspartCommand { AvtalId = _avtal, Version = await Version(), Sort = Avtalspartsort.Underleverantor, Namn = "Under AB", Organisationsnummer = "5566778899" });
        var part = (await Blad()).Innehall.Parter.Single();
        Assert.That(part.Organisationsnummer, Is.EqualTo("556677-8899"));

        var annat = await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Annat" });
        var command = new SparaAvtalspartCommand { AvtalId = annat, PartId = part.Id, Version = 1, Sort = Avtalspartsort.Annan, Namn = "X" };
        Assert.That((await _app.Send(command)).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new TaBortAvtalsdelCommand { AvtalId = annat, DelId = part.Id, Version = 1, Bekraftat = true })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Som(Roll.Lasare, _namnd).Send(command with { AvtalId = _avtal })).Outcome, Is.EqualTo(Outcome.Forbidden));
    }

    private async Task<Guid> Anvandare(string namn, Guid? namnd = null)
    {
        _app.SomAdministrator();
        var id = await _app.Gor(SkapaAnvandareCommand.Demoanvandare($"prov.{namn}", $"Användare {namn}", false));
        await _app.Gor(new GeRollCommand { AnvandareId = id, NamndId = namnd ?? _namnd, Roll = Roll.Avtalsansvarig });
        _app.Som(Roll.Avtalsansvarig, _namnd);
        return id;
    }

    private async Task Andra(Func<AndraAvtalCommand, AndraAvtalCommand> andring) => await _app.Gor(andring((await _app.Gor(new AvtalsandringQuery(_avtal))).Nu));

    private Task<Avtalsblad> Blad() => _app.Gor(new AvtalsbladQuery(_avtal));

    private async Task<int> Version() => (await Blad()).Version;

    private async Task Krav(Guid? id, string text, int? nr = null) =>
        await _app.Gor(new SparaAvtalskravCommand { AvtalId = _avtal, KravId = id, Version = await Version(), Krav = text, Nr = nr });

    private async Task Sanktion(SparaAvtalssanktionCommand sanktion) => await _app.Gor(sanktion with { AvtalId = _avtal, Version = await Version() });

    private async Task<Guid> Id(string krav) => (await _app.Gor(new AvtalskravlistaQuery { AvtalId = _avtal })).Sida.Rader.Single(k => k.Krav == krav).Id;

    private async Task<IEnumerable<string>> Lista() => (await _app.Gor(new AvtalskravlistaQuery { AvtalId = _avtal })).Sida.Rader.Select(k => $"{k.Nr} {k.Krav}");

    private async Task Infor(string rad)
    {
        var text = $"Avtalsnummer;Benämning;Avtalsansvarig;Diarienummer;CPV-kod;Upphandlingsregler;Totalt värde (kr)\r\n{rad}\r\n";
        var import = await _app.Gor(new TaEmotImportCommand { NamndId = _namnd, Filnamn = "a.csv", Fil = new MemoryStream([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]) });
        await _app.Gor(new InforImportCommand { NamndId = _namnd, ImportId = import });
    }
}
