using System.Text;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Import;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Sammantraden;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Sammanträdena hämtas som fil och läses in igen; filen följer samma regler som sidan.</summary>
public sealed class SammantradesimportTests
{
    private const string Rubriker = "Nämnd;Datum;Tid;Sista dag för handlingar;Plats;Inställt;Varför inställt\r\n";
    private static readonly DateOnly Hallet = new(2026, 11, 17);
    private static readonly DateOnly Kommande = new(2026, 12, 15);

    private TestApp _app = null!;
    private Guid _namnd;

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _namnd = await _app.Namnd();
        _app.Som(Roll.Namndsekreterare, _namnd);
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Det_som_hamtas_lases_in_igen_utan_att_nagot_andras_och_en_andrad_cell_andrar_just_den_raden()
    {
        string?[] platser = ["=1+1", "-5 trappor", "@sal", "'citat", "a;b \"c\"", "dubbla  mellanslag", "osynlig\u200Btext", "0012", "2026-11-21", "Ja", null];
        foreach (var (i, plats) in platser.Index())
        {
            await _app.Gor(Nytt(new DateOnly(2027, 1, 1).AddDays(i)) with { Plats = plats, Tid = i % 2 == 0 ? "9.30" : null, SistaHandlingsdag = i % 3 == 0 ? new DateOnly(2026, 12, 20) : null });
        }
        await _app.Gor(Nytt(Hallet));
        var installt = await _app.Gor(Nytt(Kommande));
        await _app.Gor(new StallInSammantradeCommand { SammantradeId = installt, Version = 1, Skal = "=För få  ärenden." });

        foreach (var (format, plats) in new[] { (Filformat.Xlsx, "=Rådhuset"), (Filformat.Csv, "'=Stadshuset") })
        {
            var fil = await _app.Hamta(new ExporteraSammantradenQuery(new SammantradeslistaQuery(), format));
            var (_, provning) = await Prova(fil);
            Assert.That(provning.Rader.Rader.SelectMany(r => r.Fel.Select(f => $"{r.Namn} {f}").Concat(r.Varningar.Select(f => $"{r.Namn} {f}")).Concat(r.Andringar.Select(a => $"{r.Namn} {a}"))), Is.Empty);
            Assert.That((provning.Lika, provning.Nya, provning.Andrade, provning.AntalFel), Is.EqualTo((platser.Length + 2, 0, 0, 0)));
            Assert.That(provning.Filvarningar, Is.Empty);

            var (import, andrad) = await Prova(Hamtadfil.MedCell(fil, "0012", "Plats", plats));
            Assert.That((andrad.Lika, andrad.Andrade, andrad.AntalFel), Is.EqualTo((platser.Length + 1, 1, 0)));
            await _app.Gor(new InforImportCommand { NamndId = _namnd, ImportId = import, Avtryck = andrad.Avtryck });
            var rad = (await _app.Gor(new SammantradeslistaQuery())).Sida.Rader.Single(s => s.Plats == plats.TrimStart('\''));
            Assert.That((rad.Datum, rad.Tid), Is.EqualTo((new DateOnly(2027, 1, 8), (string?)null)));
            Assert.That((await _app.Gor(new SammantradesbladQuery(rad.Id))).Historik.Rader.Select(h => h.Mening), Has.One.EqualTo($"Ändrat från filen s.csv. Plats: 0012 → {plats.TrimStart('\'')}."));
            await _app.Gor((await _app.Gor(new SammantradesbladQuery(rad.Id))).Andring with { Plats = "0012" });
        }
    }

    [Test]
    public async Task Nya_laggs_in_andrade_andras_och_samma_fil_igen_andrar_inget()
    {
        await _app.Gor(Nytt(Kommande) with { Tid = "13.00", Plats = "Kommunhuset" });
        var fil = Text(Rubriker + "VON;2026-12-15;13:30:00;2026-12-01;;;\r\n;2027-01-19;9.00;;Biblioteket;Nej;\r\nVård- och omsorgsnämnden;2027-02-16;;;;Ja;För få ärenden.\r\n");
        var (import, provning) = await Prova(fil);
        Assert.That((provning.Nya, provning.Andrade, provning.AntalFel), Is.EqualTo((2, 1, 0)));
        Assert.That(provning.Rader.Rader.SelectMany(r => r.Andringar).Select(a => a.ToString()), Is.EqualTo(new[] { "Tid: 13.00 → 13.30", "Sista dag för handlingar: inte känt → 2026-12-01" }));
        await _app.Gor(new InforImportCommand { NamndId = _namnd, ImportId = import, Avtryck = provning.Avtryck });

        Assert.That((await _app.Gor(new SammantradeslistaQuery())).Sida.Rader.Select(s => (s.Datum, s.Tid, s.SistaHandlingsdag, s.Plats, s.Installt)), Is.EqualTo(new[]
        {
            (Kommande, "13:30", new DateOnly(2026, 12, 1), "Kommunhuset", false),
            (new DateOnly(2027, 1, 19), "09:00", (DateOnly?)null, "Biblioteket", false),
            (new DateOnly(2027, 2, 16), (string?)null, (DateOnly?)null, (string?)null, true),
        }));
        var installt = (await _app.Gor(new SammantradeslistaQuery { Ar = 2027 })).Sida.Rader.Single(s => s.Installt).Id;
        var blad = await _app.Gor(new SammantradesbladQuery(installt));
        Assert.That((blad.Sammantrade.InstalltSkal, blad.Historik.Rader.Single().Mening), Is.EqualTo(("För få ärenden.", "Sammanträdet 2027-02-16 inläst från filen s.csv. Det är inställt: För få ärenden.")));
        Assert.That((await Prova(fil)).Provning.Skal, Does.Contain("oförändrade"));
    }

    [Test]
    public async Task Fel_sags_vid_sin_cell_och_inget_fors_in()
    {
        var annan = await _app.Namnd("Socialnämnden", "SN");
        await _app.Som(Roll.Namndsekreterare, annan).Gor(new RegistreraSammantradeCommand { NamndId = annan, Datum = Kommande });
        _app.Som(Roll.Namndsekreterare, _namnd);
        var (import, provning) = await Prova(Text(Rubriker
            + "Socialnämnden;2026-12-15;;;;;\r\n"
            + ";;13.00;;;;\r\n"
            + ";igår;;;;;\r\n"
            + ";2027-01-19;efter lunch;2027-01-20;" + new string('x', 201) + ";kanske;\r\n"
            + ";2027-02-16;;;;;\r\n;2027-02-16;;;;;\r\n"));

        Assert.That(provning.Rader.Rader.Select(r => (r.Nr, string.Join(" | ", r.Fel))), Is.EqualTo(new[]
        {
            (2, "Nämnd: ”Socialnämnden” är en annan nämnd. Filen förs in i Vård- och omsorgsnämnden."),
            (3, "Datum: Saknas. Varje sammanträde ska ha en dag."),
            (4, "Datum: ”igår” går inte att läsa som datum mellan 1900 och 2200. Skriv till exempel 2026-11-21."),
            (5, "Inställt: ”kanske” ska vara Ja eller Nej. | Sista dag för handlingar: Sista dag för handlingar ska vara senast samma dag som sammanträdet. | "
                + "Tid: ”efter lunch”. Skriv klockslaget som 13.00, eller lämna det tomt. | Plats: ”" + new string('x', 60) + "…”. Platsen får ha högst 200 tecken."),
            (6, ""),
            (7, "Rad 6 och rad 7 gäller samma sammanträde. Behåll en av dem."),
        }));
        Assert.That((await _app.Send(new InforImportCommand { NamndId = _namnd, ImportId = import })).Hinder[0].Kod, Is.EqualTo("fel-i-filen"));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Sammantrade"), Is.EqualTo(1), "Bara den andra nämndens finns.");
    }

    [Test]
    public async Task Filen_staller_in_med_samma_regler_som_sidan()
    {
        await _app.Gor(Nytt(Hallet));
        await _app.Gor(Nytt(Kommande));
        var installt = await _app.Gor(Nytt(new(2027, 1, 19)));
        await _app.Gor(new StallInSammantradeCommand { SammantradeId = installt, Version = 1, Skal = "Snö." });

        async Task<string> Fel(string rad) => string.Join(" | ", (await Prova(Text(Rubriker + rad + "\r\n;2030-01-01;;;;;\r\n"))).Provning.Rader.Rader.SelectMany(r => r.Fel));
        Assert.That(await Fel(";2026-12-15;;;;Ja;"), Is.EqualTo("Varför inställt: Ange varför sammanträdet ställs in."));
        Assert.That(await Fel(";2026-12-15;;;;;Snö."), Does.StartWith("Varför inställt: Raden säger inte att sammanträdet är inställt."));
        Assert.That(await Fel(";2026-11-17;;;;Ja;Snö."), Does.StartWith("Inställt: Dagen för sammanträdet har passerat."));
        Assert.That(await Fel(";2026-11-20;;;;Ja;Snö."), Does.StartWith("Inställt: Dagen för sammanträdet har passerat."), "Inte heller ett nytt.");
        Assert.That(await Fel(";2026-11-21;;;;Ja;Snö."), Is.Empty, "Samma dag går det ännu.");
        Assert.That(await Fel(";2027-01-19;;;;Nej;"), Does.StartWith("Inställt: Sammanträdet är inställt enligt registret"));
        Assert.That(await Fel(";2027-01-19;;;;Ja;Halka."), Is.EqualTo("Varför inställt: Skälet ändras inte efteråt. I registret står: Snö.. Töm cellen."));
        Assert.That(await Fel(";2027-01-19;;;;;"), Is.Empty);
    }

    [Test]
    public async Task Dar_planen_beslutades_andras_platsen_men_det_stalls_inte_in()
    {
        await _app.Gor(Nytt(Kommande));
        await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand
        {
            NamndId = _namnd,
            Benamning = "Hemtjänst",
            Utforare = "Omsorg AB",
            Avtalsansvarig = "Handläggaren",
            Undertecknat = true,
            Start = new(2026, 1, 1),
            Slut = new(2028, 12, 31),
        });
        var plan = await _app.Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = 2027 });
        _app.Som(Roll.Namndsekreterare, _namnd);
        await _app.Gor(new RegistreraPlanbeslutCommand { PlanId = plan, Version = 1, Sammantrade = new(2026, 11, 21), Paragraf = "112", Bekraftat = true });

        // Beslutet är fattat en dag som inget sammanträde är inlagt för; filen lägger in det men ställer inte in det.
        var (_, nekad) = await Prova(Text(Rubriker + ";2026-11-21;;;;Ja;Snö.\r\n"));
        Assert.That(nekad.Rader.Rader.Single().Fel.Single().ToString(), Is.EqualTo("Inställt: Nämnden har fattat beslut vid sammanträdet. Det kan därför inte ställas in."));
        var (import, provning) = await Prova(Text(Rubriker + ";2026-11-21;;;Kommunhuset;Nej;\r\n"));
        Assert.That(provning.AntalFel, Is.Zero);
        await _app.Gor(new InforImportCommand { NamndId = _namnd, ImportId = import });
        Assert.That((await _app.Gor(new SammantradeslistaQuery { Visa = Sammantradesurval.Kommande })).Sida.Rader[0].AntalBeslut, Is.EqualTo(1));
    }

    [Test]
    public async Task Rollen_foljer_registret_for_varje_begaran_om_filen()
    {
        var (sammantraden, _) = await Prova(Text(Rubriker + ";2026-12-15;;;;;\r\n"));
        _app.Som(Roll.Avtalsansvarig, _namnd);
        var avtal = await _app.Gor(TaEmot(Text("Benämning;Avtalsslut\r\nLarm;2027-01-01\r\n")));

        async Task<Outcome[]> Utfall(Guid id) =>
        [
            (await _app.Send(new ImportprovningQuery { NamndId = _namnd, ImportId = id })).Outcome,
            (await _app.Send(new FelfilQuery { NamndId = _namnd, ImportId = id })).Outcome,
            (await _app.Send(new KolumnvalQuery { NamndId = _namnd, ImportId = id })).Outcome,
            (await _app.Send(new ValjKolumnerCommand { NamndId = _namnd, ImportId = id, Kolumn = ["Datum"] })).Outcome,
            (await _app.Send(new KoaImportCommand { NamndId = _namnd, ImportId = id })).Outcome,
            (await _app.Send(new AvbrytImportCommand { NamndId = _namnd, ImportId = id })).Outcome,
            (await _app.Send(new InforImportCommand { NamndId = _namnd, ImportId = id })).Outcome,
            (await _app.Send(new ForkastaImportCommand { NamndId = _namnd, ImportId = id })).Outcome,
        ];
        Assert.That(await Utfall(sammantraden), Has.All.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(TaEmot(Text(Rubriker + ";2026-12-15;;;;;\r\n")))).Hinder.Single().Text, Is.EqualTo("Filen är ett register över sammanträden. Den förs in av den som är nämndsekreterare i nämnden."));
        Assert.That((await _app.Gor(new ImportformularQuery(_namnd))).Sorter, Is.EqualTo(new[] { Importsort.Avtal, Importsort.Enheter, Importsort.Utforare }));
        Assert.That((await _app.Gor(new ImportformularQuery(_namnd))).Vantar.Select(v => v.Id), Is.EqualTo(new[] { avtal }));

        _app.Som(Roll.Namndsekreterare, _namnd);
        Assert.That(await Utfall(avtal), Has.All.EqualTo(Outcome.Forbidden));
        var nekad = await _app.Send(TaEmot(Text("Benämning;Avtalsslut\r\nLarm;2027-01-01\r\n")));
        Assert.That((nekad.Outcome, nekad.Hinder.Single().Falt), Is.EqualTo((Outcome.Refused, "Fil")));
        Assert.That((await _app.Send(new ImporteraFilCommand { NamndId = _namnd, Filnamn = "a.csv", Fil = new MemoryStream(Text("Benämning;Avtalsslut\r\nLarm;2027-01-01\r\n")) })).Hinder.Single().Kod, Is.EqualTo("fel-roll"));
        var valj = await _app.Send(new ValjKolumnerCommand { NamndId = _namnd, ImportId = sammantraden, Sort = Importsort.Avtal, Kolumn = ["", "Benämning"] });
        Assert.That((valj.Hinder.Single().Kod, valj.Hinder.Single().Falt), Is.EqualTo(("fel-roll", "Sort")), "Filen blir inte ett avtalsregister av att sorten byts.");

        var annan = await _app.Namnd("Socialnämnden", "SN");
        _app.Som(Roll.Namndsekreterare | Roll.Avtalsansvarig, annan);
        Assert.That(await Utfall(sammantraden), Has.All.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new ImportprovningQuery { NamndId = annan, ImportId = sammantraden })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Sammantrade"), Is.Zero);
        Assert.That((await _app.Som(Roll.Revisor, _namnd).Send(new ImportprovningQuery { NamndId = _namnd, ImportId = sammantraden })).Outcome, Is.EqualTo(Outcome.Ok));
        Assert.That((await _app.SomSystem().Send(new ImportprovningQuery { NamndId = _namnd, ImportId = sammantraden })).Outcome, Is.EqualTo(Outcome.Ok));
    }

    [Test]
    public async Task Okanda_rubriker_kopplas_av_namndsekreteraren_till_sammantradesregistret()
    {
        var id = await _app.Gor(TaEmot(Text("När;Börjar\r\n2026-12-15;13.00\r\n")));
        Assert.That((await _app.Gor(new ImportprovningQuery { NamndId = _namnd, ImportId = id })).ValjKolumner, Is.True);
        var sida = await _app.Gor(new KolumnvalQuery { NamndId = _namnd, ImportId = id, Sort = Importsort.Avtal });
        Assert.That((sida.Sort, sida.Obligatorisk), Is.EqualTo((Importsort.Sammantraden, "Datum")));
        Assert.That(sida.Sorter, Is.EqualTo(new[] { Importsort.Sammantraden }));

        await _app.Gor(new ValjKolumnerCommand { NamndId = _namnd, ImportId = id, Sort = Importsort.Sammantraden, Kolumn = ["Datum", "Tid"] });
        await _app.Gor(new InforImportCommand { NamndId = _namnd, ImportId = id });
        Assert.That((await _app.Gor(new SammantradeslistaQuery())).Sida.Rader.Select(s => (s.Datum, s.Tid)), Is.EqualTo(new[] { (Kommande, "13:00") }));
        Assert.That((await Prova(Text("När;Börjar\r\n2027-12-14;13.00\r\n"))).Provning.Nya, Is.EqualTo(1), "Kommunen minns kopplingen.");
    }

    [Test]
    public async Task Filen_har_sidans_urval_och_bara_de_egna_namnderna()
    {
        foreach (var dag in new[] { Hallet, Kommande, new DateOnly(2027, 1, 19) }) { await _app.Gor(Nytt(dag)); }
        var annan = await _app.Namnd("Socialnämnden", "SN");
        await _app.Som(Roll.Namndsekreterare, annan).Gor(new RegistreraSammantradeCommand { NamndId = annan, Datum = Kommande, Plats = "Hemligt" });

        _app.Som(Roll.Lasare, _namnd);
        var (result, satser) = await _app.SendRaknat(new ExporteraSammantradenQuery(new SammantradeslistaQuery { Ar = 2026, Visa = Sammantradesurval.Kommande }, Filformat.Csv));
        Assert.That((satser, result.Value!.Namn), Is.EqualTo((5, "Sammantraden-2026-11-21.csv")));
        await using (result.Value.Innehall) { }
        async Task<IEnumerable<string>> Dagar(SammantradeslistaQuery lista) => Hamtadfil.Rader(await _app.Hamta(new ExporteraSammantradenQuery(lista, Filformat.Csv))).Select(r => r.Split(';')[1]);
        Assert.That(await Dagar(new()), Is.EqualTo(new[] { "Datum", "2026-12-15", "2027-01-19", "2026-11-17" }));
        Assert.That(await Dagar(new() { Ar = 2026, Visa = Sammantradesurval.Kommande }), Is.EqualTo(new[] { "Datum", "2026-12-15" }));
        Assert.That(await Dagar(new() { Namnd = annan }), Is.EqualTo(new[] { "Datum" }));
        Assert.That((await _app.Som(Roll.Ingen).Send(new ExporteraSammantradenQuery(new(), Filformat.Xlsx))).Outcome, Is.EqualTo(Outcome.Forbidden));
    }

    [TestCase("Nämnd;Datum;Tid;Plats\r\n;\"2026-12-15;13.00;\r\n", "citattecken")]
    [TestCase("%PDF-1.7", "fel-filtyp")]
    [TestCase("Nämnd;Datum;Tid;Plats\r\n", "inga-rader")]
    public async Task En_fil_som_inte_gar_att_lasa_nekas_och_sparas_inte(string text, string kod)
    {
        Assert.That((await _app.Send(TaEmot(Text(text)))).Hinder.Single().Kod, Is.EqualTo(kod));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Import"), Is.Zero);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private RegistreraSammantradeCommand Nytt(DateOnly datum) => new() { NamndId = _namnd, Datum = datum };

    private TaEmotImportCommand TaEmot(byte[] innehall) => new() { NamndId = _namnd, Filnamn = "s.csv", Fil = new MemoryStream(innehall) };

    private async Task<(Guid Import, Provningsresultat Provning)> Prova(byte[] innehall)
    {
        var id = await _app.Gor(TaEmot(innehall));
        var provning = await _app.Gor(new ImportprovningQuery { NamndId = _namnd, ImportId = id, Visa = Radurval.Alla });
        Assert.That(provning.Sort, Is.EqualTo(Importsort.Sammantraden));
        return (id, provning.Provning!);
    }
}
