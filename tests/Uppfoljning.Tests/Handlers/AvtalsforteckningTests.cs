using System.Text;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Rapporter;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Avtalsförteckningen: registrets avtal med filtren som i listan, det som händer inom 24 månader, och klausulerna som saknas (KL-04, KL-05).</summary>
public sealed class AvtalsforteckningTests
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
    public async Task Talen_i_forteckningen_ar_registrets()
    {
        await Avtal("Hemtjänst Väster", c => c with { ArsvardeOre = 1_250_000_00, Slut = new DateOnly(2030, 12, 31) });
        await Avtal("Hemtjänst Öster", c => c with { ArsvardeOre = null });
        await Avtal("Parkskötsel", c => c with { Verksamhetsomrade = "Stadsmiljö", ArsvardeOre = 750_000_00 });
        await Avtal("Utan område", c => c with { Verksamhetsomrade = null, ArsvardeOre = 1 });

        var (forteckning, handling) = await LasAsync();

        var tabell = handling.Tabell("Avtal och årsvärde per verksamhetsområde");
        Assert.That(tabell.Select(r => string.Join('|', r)), Is.EqualTo(new[]
        {
            "Stadsmiljö|1|1|0,8|0", "Äldreomsorg|2|2|1,3|1", "Verksamhetsområdet är inte känt|1|1|0,0|0", "Totalt|4|4|2,0|1",
        }));
        Assert.That(handling.Text, Does.Contain("fanns 4 avtal i urvalet").And.Contain("För 1 avtal som löper är årsvärdet inte känt."));
        Assert.That(handling.Tabell("Avtal i urvalet 2026-11-21").Where(r => r.Length > 1).Select(r => r[0].Split(" Utan ")[0]),
            Is.EqualTo(new[] { "Parkskötsel", "Hemtjänst Väster", "Hemtjänst Öster", "Utan område" }));
        Assert.That(forteckning.Avtal.Sum(a => a.ArsvardeOre ?? 0), Is.EqualTo(await _app.LasEn<long>("SELECT SUM(ArsvardeOre) FROM Avtal")));
    }

    // Revisorn i varje nämnd ser att just hennes nämnds uppgifter lämnades ut.
    [Test]
    public async Task Att_forteckningen_hamtas_star_i_loggen_hos_varje_namnd_i_urvalet()
    {
        var annan = await _app.SomAdministrator().Namnd("Tekniska nämnden", "TN");
        var utanfor = await _app.Namnd("Kultur- och fritidsnämnden", "KFN");
        _app.Som(Roll.Lasare, _namnd, annan, utanfor);

        await _app.Gor(new AvtalsforteckningQuery(new AvtalslistaQuery { Namnd = [_namnd, annan] }));

        Assert.That(await _app.Las<Guid?>("SELECT NamndId FROM Handelse WHERE Vad = 'Fil hämtad'"), Is.EquivalentTo(new Guid?[] { _namnd, annan }));
    }

    // AND-12, KL-04: dagarna räknas i Domain; här prövas fönstrets gränser.
    [Test]
    public async Task Det_som_hander_inom_24_manader_ar_med_till_och_med_sista_dagen()
    {
        await Avtal("Slutar i dag", c => c with { Slut = new DateOnly(2026, 11, 21) });
        await Avtal("Slutar sista dagen", c => c with { Slut = new DateOnly(2028, 11, 21) });
        await Avtal("Slutar dagen efter", c => c with { Slut = new DateOnly(2028, 11, 22) });
        await Avtal("Besked", c => c with { Slut = new DateOnly(2029, 5, 31), UppsagningstidManader = 12, AntalForlangningar = 0 });
        await Avtal("Utan slut", c => c with { Slut = null });

        var (forteckning, handling) = await LasAsync();

        Assert.That(forteckning.Kommande().Where(h => h.Dag.Sort == Avtalsdatumsort.Slut).Select(h => h.Avtal.Benamning), Is.EqualTo(new[] { "Slutar i dag", "Slutar sista dagen" }));
        Assert.That(forteckning.Kommande().Where(h => h.Dag.Sort == Avtalsdatumsort.Besked).Select(h => (h.Avtal.Benamning, h.Dag.Dag)), Is.EqualTo(new[] { ("Besked", new DateOnly(2028, 5, 31)) }));
        var tabell = handling.Tabell("Det som händer från 2026-11-21 till 2028-11-21");
        Assert.That(tabell.Select(r => (r[0], r[1])), Is.EqualTo(forteckning.Kommande().Select(h => ($"{h.Dag.Dag:yyyy-MM-dd}", h.Dag.Rubrik))));
        Assert.That(tabell.Select(r => r[0]), Is.Ordered);
        Assert.That(handling.Tabell("Uppgifter som inte är kända, av 5 avtal som löper").Single(r => r[0] == "Slutdatum")[1], Is.EqualTo("1"));
    }

    [Test]
    public async Task En_upphandling_som_skulle_ha_borjat_sags_for_sig()
    {
        await Avtal("Snart slut", c => c with { Slut = new DateOnly(2027, 3, 31), Upphandlingsform = Upphandlingsform.Lou, AntalForlangningar = 0 });

        var (forteckning, handling) = await LasAsync();

        Assert.That(forteckning.Passerade().Single().Dag.Dag, Is.LessThan(forteckning.Dag));
        Assert.That(handling.Tabell("Upphandlingar vars senaste startdag har passerat").Single()[2], Does.StartWith("Snart slut"));
    }

    [Test]
    public async Task Ett_avtal_som_inte_loper_har_inga_dagar()
    {
        var id = await Avtal("Upphört", c => c with { Slut = new DateOnly(2027, 1, 31) });
        await _app.Las<int>("UPDATE Avtal SET Tillstand = 'Upphort' WHERE Id = @id", new { id });
        await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Utkast", Slut = new DateOnly(2027, 1, 31) });

        var (forteckning, handling) = await LasAsync();

        Assert.That((forteckning.Kommande().Count, forteckning.Passerade().Count), Is.EqualTo((0, 0)));
        Assert.That(handling.Text, Does.Contain("Inget avtal i urvalet slutar, kräver besked eller måste upphandlas"));
    }

    // KL-04, KL-05: klausulerna krävs av privata utförare, och när det inte är känt om utföraren är privat (KL-03).
    [Test]
    public async Task Klausuler_som_saknas_marks_och_egen_regi_behover_inga()
    {
        var saknar = await Avtal("Saknar insyn");
        var har = await Avtal("Har båda");
        await Avtal("Inte känt", c => c with { Utforare = null, Driftsform = null });
        await Avtal("Egen regi", c => c with { Utforare = "Hemtjänsten", Driftsform = Driftsform.EgenRegi });
        await Klausuler(saknar, uppfoljning: true, insyn: false);
        await Klausuler(har, uppfoljning: true, insyn: true);

        var (forteckning, handling) = await LasAsync();

        Assert.That(forteckning.Avtal.ToDictionary(a => a.Benamning, a => (a.Uppfoljning, a.Insyn)), Is.EquivalentTo(new Dictionary<string, (Klausullage, Klausullage)>
        {
            ["Saknar insyn"] = (Klausullage.Finns, Klausullage.Saknas),
            ["Har båda"] = (Klausullage.Finns, Klausullage.Finns),
            ["Inte känt"] = (Klausullage.InteKand, Klausullage.InteKand),
            ["Egen regi"] = (Klausullage.KravsInte, Klausullage.KravsInte),
        }));
        Assert.That(handling.Tabell("Klausuler i 3 avtal").Select(r => string.Join('|', r)), Is.EqualTo(new[] { "Kontroll och uppföljning|2|0|1", "Insyn för allmänheten|1|1|1" }));
        Assert.That(handling.Tabell("Avtal som saknar en klausul").Single()[^1], Is.EqualTo("Saknar insyn"));
        var alla = handling.Tabell("Avtal i urvalet").Where(r => r.Length > 1).ToDictionary(r => r[0].Split(" Utan ")[0], r => r[^1]);
        Assert.That((alla["Saknar insyn"], alla["Har båda"], alla["Inte känt"], alla["Egen regi"]), Is.EqualTo(("Saknar insyn", "", "Uppföljning inte känd Insyn inte känd", "")));
    }

    // GDPR-03: en enskild firmas organisationsnummer är ett personnummer.
    [Test]
    public async Task Ett_personnummer_star_aldrig_i_handlingen()
    {
        await Avtal("Taxi", c => c with { Utforare = "Firman", Organisationsnummer = "640823-3234", Driftsform = Driftsform.EnskildFirma });

        foreach (var format in new[] { Rapportformat.Pdf, Rapportformat.Html })
        {
            var fil = await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new AvtalsforteckningQuery(new AvtalslistaQuery(), format));
            var text = format == Rapportformat.Pdf ? Handlingstext.AvPdf(fil.Innehall) : Encoding.UTF8.GetString(fil.Innehall);
            Assert.That(text, Does.Contain("640823-XXXX").And.Not.Contain("640823-3234").And.Not.Contain("3234"));
        }
    }

    [Test]
    public async Task Filtren_ar_listans_och_star_pa_framsidan()
    {
        await Avtal("Hemtjänst Väster", c => c with { Slut = new DateOnly(2027, 1, 31) });
        await Avtal("Parkskötsel", c => c with { Verksamhetsomrade = "Stadsmiljö" });
        var lista = new AvtalslistaQuery { Omrade = ["Äldreomsorg"], InomManader = 6 };

        var (forteckning, handling) = await LasAsync(lista);

        Assert.That(forteckning.Avtal.Select(a => a.Benamning), Is.EqualTo((await _app.Gor(lista)).Sida.Rader.Select(r => r.Benamning)).And.EqualTo(new[] { "Hemtjänst Väster" }));
        Assert.That(handling.Text, Does.Contain("Verksamhetsområde: Äldreomsorg; Går ut: inom 6 månader"));
        var tom = (await LasAsync(new AvtalslistaQuery { Omrade = ["Finns inte"] })).Handling;
        Assert.That(tom.Text, Does.Contain("Inget avtal fanns i urvalet 2026-11-21."));
    }

    [Test]
    public async Task Samma_register_samma_dag_ger_samma_fil_och_dagen_star_i_den()
    {
        await Avtal("Hemtjänst Väster", c => c with { Slut = new DateOnly(2027, 12, 31), UppsagningstidManader = 6 });
        _app.Som(Roll.Lasare, _namnd);
        var forsta = await _app.Gor(new AvtalsforteckningQuery(new AvtalslistaQuery()));
        _app.Klocka.Nu += TimeSpan.FromHours(5);
        var senare = await _app.Som(Roll.Revisor, _namnd).Gor(new AvtalsforteckningQuery(new AvtalslistaQuery()));
        _app.Klocka.Nu += TimeSpan.FromDays(1);
        var dagenEfter = await _app.Gor(new AvtalsforteckningQuery(new AvtalslistaQuery()));

        Assert.That((forsta.Namn, forsta.Typ), Is.EqualTo(("Avtalsforteckning-2026-11-21.pdf", "application/pdf")));
        Assert.That(senare.Innehall, Is.EqualTo(forsta.Innehall));
        Assert.That(dagenEfter.Innehall, Is.Not.EqualTo(forsta.Innehall));
        Assert.That(Handlingstext.AvPdf(forsta.Innehall), Does.Contain("Så som registret var 2026-11-21"));
    }

    [Test]
    public async Task Flera_namnder_star_for_sig_och_andras_avtal_ar_inte_med()
    {
        var (andra, frammande) = (await _app.Namnd("Tekniska nämnden", "TN"), await _app.Namnd("Främmande nämnden", "FN"));
        foreach (var (namnd, benamning) in new[] { (_namnd, "Vård"), (andra, "Gata"), (frammande, "Hemligt") }) { await Avtal(benamning, namnd: namnd); }

        _app.Som(Roll.Lasare, _namnd, andra);
        var blad = await _app.Gor(new AvtalsforteckningsbladQuery(new AvtalslistaQuery()));
        var en = await _app.Gor(new AvtalsforteckningsbladQuery(new AvtalslistaQuery { Namnd = [andra, frammande] }));

        Assert.That(blad.Forteckning.Namnder, Is.EqualTo(new[] { "Tekniska nämnden", "Vård- och omsorgsnämnden" }));
        Assert.That(blad.Forteckning.Avtal.Select(a => a.Benamning), Is.EqualTo(new[] { "Gata", "Vård" }));
        Assert.That(new Handlingstext(blad.Html).Text, Does.Contain("Tekniska nämnden: äldreomsorg").And.Not.Contain("Hemligt"));
        Assert.That((en.Forteckning.Namnder.Single(), en.Forteckning.Avtal.Single().Benamning), Is.EqualTo(("Tekniska nämnden", "Gata")));
        Assert.That((await _app.SomAdministrator().Send(new AvtalsforteckningQuery(new AvtalslistaQuery()))).Outcome, Is.EqualTo(Outcome.Forbidden));
    }

    private async Task<(Avtalsforteckning Forteckning, Handlingstext Handling)> LasAsync(AvtalslistaQuery? lista = null)
    {
        var blad = await _app.Som(Roll.Lasare, _namnd).Gor(new AvtalsforteckningsbladQuery(lista ?? new AvtalslistaQuery()));
        return (blad.Forteckning, new Handlingstext(blad.Html));
    }

    private Task<Guid> Avtal(string benamning, Func<RegistreraAvtalCommand, RegistreraAvtalCommand>? med = null, Guid? namnd = null)
    {
        var command = new RegistreraAvtalCommand
        {
            NamndId = namnd ?? _namnd,
            Benamning = benamning,
            Verksamhetsomrade = "Äldreomsorg",
            Utforare = "Omsorg AB",
            Driftsform = Driftsform.Aktiebolag,
            Start = new DateOnly(2024, 1, 1),
            Slut = new DateOnly(2033, 12, 31),
            Undertecknat = true,
        };
        return _app.Som(Roll.Avtalsansvarig, command.NamndId).Gor(med is null ? command : med(command));
    }

    private async Task Klausuler(Guid avtal, bool? uppfoljning, bool? insyn) => await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new SparaAvtalsklausulerCommand
    {
        AvtalId = avtal,
        Version = await _app.LasEn<int>("SELECT Version FROM Arende WHERE Id = @avtal", new { avtal }),
        Klausuler = [.. Avtalsklausuler.Alla.Select(s => new Klausuluppgift { Sort = s, Finns = s switch { Klausulsort.Uppfoljning => uppfoljning, Klausulsort.Insyn => insyn, _ => null } })],
    });
}
