using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Dokument;
using Uppfoljning.Application.Import;
using Uppfoljning.Application.Integritet;
using Uppfoljning.Application.Logg;
using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Dokument;
using Uppfoljning.Domain.Integritet;
using Uppfoljning.Infrastructure.Data;
using Uppfoljning.Tests.Handlers;

namespace Uppfoljning.Tests.Drift;

/// <summary>En begäran som databasen tillfälligt säger nej till körs om, och ger varje gång samma sak exakt en gång.</summary>
public sealed class OmforsokTests
{
    private Feldatabas _fel = null!;
    private TestApp _app = null!;
    private Guid _namnd;

    [SetUp]
    public async Task Starta()
    {
        Assume.That(Testdatabas.ArSqlServer, Is.False, "Felen är SQLites.");
        _app = await TestApp.StartaAsync(services =>
        {
            var inre = services.Last(s => s.ServiceType == typeof(IDatabase)).ImplementationFactory!;
            services.AddSingleton<IDatabase>(provider => _fel = new Feldatabas((IDatabase)inre(provider)));
            services.AddSingleton(new Omforsoksinstallning { ForstMs = 1 });
        });
        _namnd = await _app.Namnd();
        _app.Som(Planfall.Bada, _namnd);
    }

    [TearDown]
    public async Task Stang()
    {
        if (_app is not null) { await _app.DisposeAsync(); }
    }

    [TestCase(Felpunkt.Oppning)]
    [TestCase(Felpunkt.Borjan)]
    [TestCase(Felpunkt.Sats)]
    [TestCase(Felpunkt.ForeCommit)]
    [TestCase(Felpunkt.EfterCommit)]
    public async Task Ett_kommando_som_faller_var_som_helst_gors_exakt_en_gang(Felpunkt punkt)
    {
        var ar = 2030;
        for (var nr = 1; ; nr++, ar++)
        {
            Assert.That(nr, Is.LessThan(100), "Felet nåddes varje gång.");
            _fel.Fall(punkt, nr);
            var svar = await _app.Send(new GenereraPlanCommand { NamndId = _namnd, Ar = ar });
            var fallit = _fel.Fallit;
            _fel.Lugn();
            Assert.That((svar.Outcome, svar.Audit is not null), Is.EqualTo((Outcome.Ok, true)), $"{punkt} {nr}: {string.Join(" ", svar.Hinder.Select(h => h.Text))}");
            Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Uppfoljningsplan WHERE Ar = @ar AND Id = @id", new { ar, id = svar.Value }), Is.EqualTo(1), $"{punkt} {nr}");
            Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE ArendeId = @id", new { id = svar.Value }), Is.EqualTo(1), $"{punkt} {nr}");
            if (fallit == 0) { break; }
        }
        Assert.That(ar, Is.GreaterThan(2030), "Minst en gång ska den ha fallit.");
        // OFF-02: serien är utan luckor och loggen hel.
        Assert.That(await _app.Las<int>("SELECT Lopnummer FROM Diarienummer ORDER BY Lopnummer"), Is.EqualTo(Enumerable.Range(1, ar - 2030 + 1)));
        await LoggenArHelAsync();
    }

    [Test]
    public async Task Ett_kommando_med_version_nekas_inte_for_att_det_sjalvt_hojde_den()
    {
        var avtal = await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Hemtjänst" });
        var fore = await _app.LasEn<int>("SELECT Version FROM Arende WHERE Id = @avtal", new { avtal });
        _fel.Fall(Felpunkt.EfterCommit, 1);
        var svar = await _app.Send(new AndraAvtalCommand { AvtalId = avtal, Version = fore, Benamning = "Hemtjänst Väster" });
        _fel.Lugn();
        Assert.That(svar.Outcome, Is.EqualTo(Outcome.Ok), string.Join(" ", svar.Hinder.Select(h => h.Text)));
        Assert.That(await _app.LasEn<int>("SELECT Version FROM Arende WHERE Id = @avtal", new { avtal }), Is.EqualTo(fore + 1));
        await LoggenArHelAsync();
    }

    [Test]
    public async Task Ett_svar_pa_COMMIT_som_uteblir_tva_ganger_i_rad_ger_anda_en_gang()
    {
        // Den första går igenom utan svar, och frågan om den faller också: nästa omgång börjar med att fråga.
        _fel.Fall(Felpunkt.EfterCommit, 1);
        var uppslag = new Uppslagsfel(_fel);
        _app.Som(Roll.Avtalsansvarig, _namnd);
        var svar = await uppslag.KorAsync(() => _app.Send(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Hemtjänst", Utforare = "Omsorg AB" }));
        _fel.Lugn();
        Assert.That(svar.Outcome, Is.EqualTo(Outcome.Ok), string.Join(" ", svar.Hinder.Select(h => h.Text)));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtal"), Is.EqualTo(1));
        await LoggenArHelAsync();
    }

    [Test]
    public async Task En_databas_som_inte_kommer_tillbaka_ger_till_slut_upp_och_har_inget_skrivit()
    {
        _fel.Fall(Felpunkt.Sats, 1, ganger: int.MaxValue - 1);
        Assert.ThrowsAsync<SqliteException>(() => _app.Send(new GenereraPlanCommand { NamndId = _namnd, Ar = 2027 }));
        var omgangar = _fel.Fallit;
        _fel.Lugn();
        Assert.That(omgangar, Is.EqualTo(new Omforsoksinstallning().Antal + 1));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Uppfoljningsplan"), Is.Zero);
        await LoggenArHelAsync();
    }

    [Test]
    public async Task En_gallring_som_inte_blir_av_lamnar_dokumentet_med_sin_fil() // ARK-01
    {
        var checksumma = await MogetDokument();
        var urval = await _app.Gor(new GallringsurvalQuery(_namnd, Gallringssort.BorttagetDokument));
        _fel.Fall(Felpunkt.ForeCommit, 1, ganger: int.MaxValue - 1);
        Assert.ThrowsAsync<OvisstUtfallException>(() => _app.Send(new GallraCommand { NamndId = _namnd, Sort = Gallringssort.BorttagetDokument, Avtryck = urval.Avtryck, Bekraftat = true }));
        _fel.Lugn();
        Assert.That((await _app.LasEn<int>("SELECT COUNT(*) FROM Dokument"), await FilFinns(checksumma)), Is.EqualTo((1, true)));
    }

    [TestCase(Felpunkt.ForeCommit)]
    [TestCase(Felpunkt.EfterCommit)]
    public async Task En_gallring_som_fick_tas_om_tar_bort_filen(Felpunkt punkt)
    {
        var checksumma = await MogetDokument();
        var urval = await _app.Gor(new GallringsurvalQuery(_namnd, Gallringssort.BorttagetDokument));
        _fel.Fall(punkt, 1);
        var svar = await _app.Send(new GallraCommand { NamndId = _namnd, Sort = Gallringssort.BorttagetDokument, Avtryck = urval.Avtryck, Bekraftat = true });
        _fel.Lugn();
        Assert.That(svar.Outcome, Is.EqualTo(Outcome.Ok), string.Join(" ", svar.Hinder.Select(h => h.Text)));
        Assert.That((await _app.LasEn<int>("SELECT COUNT(*) FROM Dokument"), await FilFinns(checksumma)), Is.EqualTo((0, false)));
        await LoggenArHelAsync();
    }

    [Test]
    public async Task En_fraga_kors_om()
    {
        for (var nr = 1; ; nr++)
        {
            _fel.Fall(Felpunkt.Sats, nr);
            var svar = await _app.Send(new PlanforslagQuery(_namnd, 2027));
            Assert.That(svar.Outcome, Is.EqualTo(Outcome.Ok));
            if (_fel.Fallit == 0) { Assert.That(nr, Is.GreaterThan(1)); return; }
        }
    }

    [Test]
    public async Task En_fil_som_inte_gar_att_spola_tillbaka_lases_inte_tva_ganger()
    {
        var register = "Avtalsnummer;Benämning;Utförare\nA-1;Hemtjänst;Omsorg AB\n"u8.ToArray();
        _app.Som(Roll.Avtalsansvarig, _namnd);

        _fel.Fall(Felpunkt.ForeCommit, 1);
        await _app.Gor(new TaEmotImportCommand { NamndId = _namnd, Filnamn = "a.csv", Fil = new MemoryStream(register) });
        Assert.That(_fel.Fallit, Is.EqualTo(1), "En ström som går att spola tillbaka läses om.");

        _fel.Fall(Felpunkt.ForeCommit, 1);
        Assert.ThrowsAsync<OvisstUtfallException>(() => _app.Send(new TaEmotImportCommand { NamndId = _namnd, Filnamn = "b.csv", Fil = new Enkelstrom(register) }));
        _fel.Lugn();
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Import"), Is.EqualTo(1));
    }

    [TestCase(Felpunkt.ForeCommit)]
    [TestCase(Felpunkt.EfterCommit)]
    [TestCase(Felpunkt.Sats)]
    public async Task Det_som_skrivs_ensamt_i_loggen_skrivs_en_gang(Felpunkt punkt)
    {
        var fore = await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse");
        // ExporteraLogg är en fråga vars svar loggas.
        _app.Byt(new Testanvandare { Namn = "Revisor", NamndRoller = new Dictionary<Guid, Roll> { [_namnd] = Roll.Revisor }, KommunRoller = Roll.Revisor });
        var nr = punkt == Felpunkt.Sats ? 4 : 1;
        _fel.Fall(punkt, nr);
        var svar = await _app.Send(new ExporteraLoggQuery(new LogglistaQuery()));
        _fel.Lugn();
        Assert.That(svar.Outcome, Is.EqualTo(Outcome.Ok));
        (svar.Value as IDisposable)?.Dispose();
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse"), Is.EqualTo(fore + 1));
        await LoggenArHelAsync();
    }

    [TestCase(1205, false, true)]
    [TestCase(3960, false, true)]
    [TestCase(40613, false, true)]
    [TestCase(-2, false, false, TestName = "En sats som tar för lång tid körs inte om")]
    [TestCase(-2, true, true, TestName = "En anslutning som tar för lång tid görs om")]
    [TestCase(2627, false, false)]
    [TestCase(547, false, false)]
    [TestCase(18456, true, false)]
    public void SQL_Servers_tillfalliga_fel_ar_de_i_tabellen(int nummer, bool vidOppning, bool tillfalligt) =>
        Assert.That(SqlServerTillfalligt.Ar(nummer, vidOppning), Is.EqualTo(tillfalligt));

    [Test]
    public void Varje_tillfalligt_nummer_har_ett_skal() =>
        Assert.That(SqlServerTillfalligt.Nummer.Where(n => n.Value.Length < 5 || !n.Value.EndsWith('.')).Select(n => n.Key), Is.Empty);

    [TestCase(5, true)]
    [TestCase(6, true)]
    [TestCase(15, true)]
    [TestCase(11, false, TestName = "En skadad fil är inte tillfällig")]
    [TestCase(13, false, TestName = "En full disk är inte tillfällig")]
    [TestCase(19, false, TestName = "Ett villkor är inte tillfälligt")]
    public void SQLites_tillfalliga_fel(int nummer, bool tillfalligt) =>
        Assert.That(_app.Services.GetRequiredService<IDatabase>().IsTransient(new SqliteException("prov", nummer)), Is.EqualTo(tillfalligt));

    /// <summary>Ett borttaget dokument vars tid har gått; användaren är efteråt den som gallrar.</summary>
    private async Task<string> MogetDokument()
    {
        var avtal = await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Hemtjänst" });
        var filer = await _app.Gor(new MottagningPaArendeQuery { Objekt = Dokumentobjekt.Avtal, ObjektId = avtal, Filer = [new Inkommenfil("a.pdf", new MemoryStream(Provfiler.Pdf))] });
        var dokument = (await _app.Gor(new LaggInArendedokumentCommand { Objekt = Dokumentobjekt.Avtal, ObjektId = avtal, Sort = Dokumentsort.Annat, Filer = filer })).Single();
        await _app.Gor(new TaBortArendedokumentCommand { Objekt = Dokumentobjekt.Avtal, ObjektId = avtal, DokumentId = dokument, Bekraftat = true });
        await _app.Som(Roll.Registrator, _namnd).Gor(new SparaGallringsregelCommand
        {
            NamndId = _namnd,
            Sort = Gallringssort.BorttagetDokument,
            Manader = 12,
            Planbeteckning = "Plan 2026",
            Beslutsdatum = new(2026, 1, 15),
            Paragraf = "7",
            GallerFran = new(2026, 2, 1),
        });
        _app.Klocka.Nu = _app.Klocka.Nu.AddMonths(13);
        return (await _app.LasEn<string>("SELECT Checksumma FROM Dokument"))!;
    }

    private async Task<bool> FilFinns(string checksumma) => await _app.Services.GetRequiredService<IFillager>().LasAsync(checksumma, CancellationToken.None) is not null;

    private async Task LoggenArHelAsync()
    {
        var kontroll = await _app.SomSystem().Gor(new ProvaLoggenQuery());
        Assert.That(kontroll.Hel, Is.True, kontroll.Mening);
        _app.Som(Planfall.Bada, _namnd);
    }

    /// <summary>Den första öppningen efter felet vid COMMIT faller också.</summary>
    private sealed class Uppslagsfel(Feldatabas databas)
    {
        public async Task<T> KorAsync<T>(Func<Task<T>> kor)
        {
            databas.EfterFall = () => databas.Fall(Felpunkt.Oppning, 1);
            return await kor();
        }
    }

    /// <summary>En ström som bara kan läsas en gång, som en uppladdning.</summary>
    private sealed class Enkelstrom(byte[] innehall) : MemoryStream(innehall)
    {
        public override bool CanSeek => false;
    }
}
