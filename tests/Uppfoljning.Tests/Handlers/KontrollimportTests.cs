using System.Text;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Import;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Senaste kontrollerna i en fil över utförare (PR-09): de läggs till en gång, och exporten läses in igen utan ändring.</summary>
public sealed class KontrollimportTests
{
    private const string Rubriker = "Utförare;Organisationsnummer;F-skatt, senaste kontroll;F-skatt, resultat;IVO kontrollerad;IVO resultat\r\n";

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
    public async Task Filens_kontroller_laggs_till_med_filen_som_kalla_och_samma_fil_igen_andrar_inget()
    {
        const string text = Rubriker + "Omsorg AB;556677-8899;2026-03-01;Utan anmärkning;2026-02-01;\r\nHemhjälp AB;;;;2026-01-15;Ej uppfyllt\r\n";
        var utfall = await ForIn(text, "utforare 2026.csv");
        Assert.That((utfall.Nya, utfall.Andrade), Is.EqualTo((2, 0)));
        Assert.That(await Kontroller("Omsorg AB"), Is.EqualTo(new[] { "FSkatt 2026-03-01 UtanAnmarkning 2027-03-01 Import: utforare 2026.csv", "IvoTillstand 2026-02-01 - 2027-02-01 Import: utforare 2026.csv" }));
        Assert.That(await Kontroller("Hemhjälp AB"), Is.EqualTo(new[] { "IvoTillstand 2026-01-15 EjUppfyllt 2027-01-15 Import: utforare 2026.csv" }));
        var id = await _app.LasEn<Guid>("SELECT Id FROM Utforare WHERE Namn = 'Omsorg AB'");
        Assert.That(await _app.LasEn<string>("SELECT Mening FROM Handelse WHERE ArendeId = @Id", new { Id = id }),
            Is.EqualTo("Utföraren Omsorg AB inläst från filen utforare 2026.csv. Kontroller: IVO-tillstånd 2026-02-01: resultatet inte känt; F-skatt 2026-03-01: utan anmärkning."));
        var blad = await _app.Gor(new UtforarbladQuery(id));
        Assert.That(blad.Kontrollposter.Single(k => k.Sort == Kontrollsort.FSkatt).Lage, Is.EqualTo(Kontrollage.Aktuell));

        var igen = await Prova(text);
        Assert.That((igen.Nya, igen.Andrade, igen.Lika, igen.AntalVarningar), Is.EqualTo((0, 0, 2, igen.AntalVarningar)));
        Assert.That(igen.Rader.Rader.SelectMany(r => r.Andringar), Is.Empty);
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Kontroll"), Is.EqualTo(3));
        Assert.That(igen.Filvarningar, Has.None.Contain("Kronofogden"), "Kontrollernas kolumner behöver ingen fil ha.");
    }

    [Test]
    public async Task En_senare_dag_laggs_till_och_ett_rattat_resultat_andrar_raden_ur_filen()
    {
        await ForIn(Rubriker + "Omsorg AB;;2026-03-01;Utan anmärkning;;\r\n");
        var provning = await Prova(Rubriker + "Omsorg AB;;2026-03-01;anmärkning;2026-04-01;\r\n");
        Assert.That(provning.Rader.Rader.Single().Andringar, Is.EqualTo(new[]
        {
            new Andring("IVO-tillstånd, senaste kontroll", null, "2026-04-01"), new Andring("F-skatt, resultat", "Utan anmärkning", "Anmärkning"),
        }));

        await ForIn(Rubriker + "Omsorg AB;;2026-03-01;anmärkning;2026-04-01;\r\n");
        await ForIn(Rubriker + "Omsorg AB;;2026-09-01;Utan anmärkning;;\r\n");
        Assert.That((await Kontroller("Omsorg AB")).Select(k => k[..k.LastIndexOf(" Import", StringComparison.Ordinal)]), Is.EqualTo(new[]
        {
            "FSkatt 2026-03-01 Anmarkning 2027-03-01", "FSkatt 2026-09-01 UtanAnmarkning 2027-09-01", "IvoTillstand 2026-04-01 - 2027-04-01",
        }));
        Assert.That(await _app.Las<string>("SELECT Mening FROM Handelse WHERE Vad = 'Utförare ändrad' ORDER BY Id"), Has.Some.Contain("F-skatt, resultat: Utan anmärkning → Anmärkning"));
    }

    [Test]
    public async Task Det_som_nagon_har_registrerat_for_hand_andras_inte_av_en_fil()
    {
        var id = await _app.Gor(new RegistreraUtforareCommand { Namn = "Omsorg AB" });
        await _app.Gor(new RegistreraKontrollCommand { UtforareId = id, Sort = Kontrollsort.FSkatt, Gjord = new(2026, 3, 1), Resultat = Kontrollresultat.EjUppfyllt, Anmarkning = "Avregistrerad", Kalla = "Skatteverket" });

        var provning = await Prova(Rubriker + "Omsorg AB;;2026-03-01;Utan anmärkning;;\r\n");
        Assert.That((provning.Lika, provning.Rader.Rader.Single().Varningar.Single(v => v.Kolumn == "F-skatt, resultat").Text),
            Is.EqualTo((1, "Registret har samma dags kontroll med resultatet ej uppfyllt, ur Skatteverket. Det som är registrerat för hand ändras inte av en fil.")));
        provning = await Prova(Rubriker + "Omsorg AB;;2026-02-28;Utan anmärkning;;\r\n");
        Assert.That((provning.Lika, provning.Rader.Rader.Single().Varningar.Single(v => v.Kolumn == "F-skatt, senaste kontroll").Text),
            Is.EqualTo((1, "Registret har en senare kontroll, gjord 2026-03-01. Den står kvar och filens läggs inte till.")));
    }

    [TestCase("2026-11-22;;;", "F-skatt, senaste kontroll", "Kontrollen kan inte vara gjord efter i dag.")]
    [TestCase(";Utan anmärkning;;", "F-skatt, senaste kontroll", "Saknas. Ange vilken dag")]
    [TestCase("i våras;;;", "F-skatt, senaste kontroll", "går inte att läsa som datum")]
    [TestCase("2026-03-01;OK;;", "F-skatt, resultat", "Välj bland: Utan anmärkning, Anmärkning, Ej uppfyllt.")]
    public async Task Fel_star_vid_sin_kolumn_och_inget_fors_in(string celler, string kolumn, string text)
    {
        var provning = await Prova(Rubriker + $"Omsorg AB;;{celler}\r\n");
        var fel = provning.Rader.Rader.Single().Fel.Single();
        Assert.That((fel.Kolumn, fel.Text.Contains(text, StringComparison.Ordinal)), Is.EqualTo((kolumn, true)), fel.Text);
        Assert.That((await _app.Send(Fil(Rubriker + $"Omsorg AB;;{celler}\r\n"))).Outcome, Is.EqualTo(Outcome.Refused));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Kontroll"), Is.Zero);
    }

    [Test]
    public async Task Dagens_datum_tas_emot() =>
        Assert.That((await Prova(Rubriker + "Omsorg AB;;2026-11-21;;;\r\n")).AntalFel, Is.Zero);

    [Test]
    public async Task En_utforare_som_bara_andra_namnder_har_kontrolleras_inte_harifran()
    {
        var annan = await _app.Namnd("Socialnämnden", "SN");
        await _app.Som(Roll.Avtalsansvarig, annan).Gor(new RegistreraAvtalCommand { NamndId = annan, Benamning = "Boende", Utforare = "Omsorg AB" });
        _app.Som(Roll.Avtalsansvarig, _namnd);
        var fel = (await Prova(Rubriker + "Omsorg AB;;2026-03-01;;;\r\n")).Rader.Rader.Single().Fel.Single();
        Assert.That((fel.Kolumn, fel.Text), Is.EqualTo(("F-skatt, senaste kontroll", "Utföraren har avtal eller enheter bara med andra nämnder, som kontrollerar den. Töm cellerna för kontrollen.")));
    }

    [TestCase(Filformat.Csv)]
    [TestCase(Filformat.Xlsx)]
    public async Task Exporten_lases_in_igen_utan_att_nagot_andras(Filformat format)
    {
        var id = await _app.Gor(new RegistreraUtforareCommand { Namn = "Omsorg AB", Organisationsnummer = "556677-8899", Driftsform = Driftsform.Aktiebolag });
        foreach (var sort in Enum.GetValues<Kontrollsort>())
        {
            await _app.Gor(new RegistreraKontrollCommand { UtforareId = id, Sort = sort, Gjord = new(2025, 5, 1), Resultat = Kontrollresultat.UtanAnmarkning, Kalla = "Register" });
        }
        await _app.Gor(new RegistreraKontrollCommand { UtforareId = id, Sort = Kontrollsort.Konkurs, Gjord = new(2026, 5, 1), Kalla = "Bolagsverket" });
        await _app.Gor(new RegistreraUtforareCommand { Namn = "Utan kontroller AB" });

        var export = await _app.Gor(new ExporteraUtforareQuery(new UtforarlistaQuery(), format));
        using var minne = new MemoryStream();
        await using (export.Innehall) { await export.Innehall.CopyToAsync(minne); }
        if (format == Filformat.Csv)
        {
            Assert.That(Encoding.UTF8.GetString(minne.ToArray()), Does.Contain("\"Konkurs eller likvidation, senaste kontroll\";\"Konkurs eller likvidation, resultat\"").And.Contain(";2026-05-01;;"));
        }
        var provning = await Prova(minne.ToArray());
        Assert.That(provning.Rader.Rader.SelectMany(r => r.Fel.Select(f => f.ToString()).Concat(r.Andringar.Select(a => a.ToString()))), Is.Empty);
        Assert.That((provning.Nya, provning.Andrade, provning.Lika), Is.EqualTo((0, 0, 2)));
        Assert.That(provning.Filvarningar, Is.Empty);
    }

    [Test]
    public async Task Kolumnsidan_kanner_kontrollernas_rubriker_och_minns_kopplingen()
    {
        const string text = "Utförare;Skattekoll\r\nOmsorg AB;2026-03-01\r\n";
        var importId = await _app.Gor(new TaEmotImportCommand { NamndId = _namnd, Filnamn = "fil.csv", Fil = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        var sida = await _app.Gor(new KolumnvalQuery { NamndId = _namnd, ImportId = importId, Sort = Importsort.Utforare });
        Assert.That(sida.Kolumner, Does.Contain("F-skatt, senaste kontroll").And.Contain("Ägare och verklig huvudman, resultat"));
        await _app.Gor(new ValjKolumnerCommand { NamndId = _namnd, ImportId = importId, Sort = Importsort.Utforare, Rubrikrad = 1, Kolumn = ["Utförare", "F-skatt, senaste kontroll"] });
        var provning = (await _app.Gor(new ImportprovningQuery { NamndId = _namnd, ImportId = importId })).Provning!;
        Assert.That(provning.Rader.Rader.Single().Andringar.Single().ToString(), Is.EqualTo("F-skatt, senaste kontroll: inte känt → 2026-03-01"));
    }

    private async Task<Importutfall> ForIn(string text, string filnamn = "fil.csv") => await _app.Gor(Fil(text, filnamn));

    private ImporteraFilCommand Fil(string text, string filnamn = "fil.csv") => new() { NamndId = _namnd, Filnamn = filnamn, Fil = new MemoryStream(Encoding.UTF8.GetBytes(text)) };

    private Task<Provningsresultat> Prova(string text) => Prova(Encoding.UTF8.GetBytes(text));

    private async Task<Provningsresultat> Prova(byte[] innehall)
    {
        var id = await _app.Gor(new TaEmotImportCommand { NamndId = _namnd, Filnamn = "prov", Fil = new MemoryStream(innehall) });
        return (await _app.Gor(new ImportprovningQuery { NamndId = _namnd, ImportId = id, Visa = Radurval.Alla })).Provning!;
    }

    private async Task<IEnumerable<string>> Kontroller(string utforare)
    {
        var id = await _app.LasEn<Guid>("SELECT Id FROM Utforare WHERE Namn = @Namn", new { Namn = utforare });
        return (await _app.Gor(new UtforarbladQuery(id))).Kontroller
            .OrderBy(k => k.Sort.ToString(), StringComparer.Ordinal).ThenBy(k => k.Gjord)
            .Select(k => $"{k.Sort} {k.Gjord:yyyy-MM-dd} {k.Resultat?.ToString() ?? "-"} {k.NastaSenast:yyyy-MM-dd} {k.Kalla}");
    }
}
