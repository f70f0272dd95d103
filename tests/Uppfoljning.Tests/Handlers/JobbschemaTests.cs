using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Application.Uppgifter;
using Uppfoljning.Infrastructure.Data;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Schemaläggaren: minns hur det gick, tar igen det som missades och överlever omstart. Riktig Quartz på en egen fil.</summary>
public sealed class JobbschemaTests
{
    private TestApp _app = null!;

    [SetUp]
    public async Task Starta() => _app = await TestApp.StartaAsync();

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Varje_jobb_har_en_nasta_korning_i_svensk_tid_och_start_ger_en_korning()
    {
        await using var vard = await Schemavard.StartaAsync(_app);

        // Klockan står på lördagen den 21 november kl. 10.
        Assert.That((await vard.Lage(Jobbsort.Avtalstid)).Nasta, Is.EqualTo(new DateTimeOffset(2026, 11, 22, 0, 5, 0, TimeSpan.FromHours(1))));
        Assert.That((await vard.Lage(Jobbsort.Uppgifter)).Nasta, Is.EqualTo(new DateTimeOffset(2026, 11, 22, 0, 20, 0, TimeSpan.FromHours(1))));
        Assert.That((await vard.Lage(Jobbsort.Planforslag)).Nasta, Is.EqualTo(new DateTimeOffset(2026, 11, 22, 1, 30, 0, TimeSpan.FromHours(1))));
        Assert.That((await vard.Lage(Jobbsort.Planer)).Nasta, Is.Null);

        var start = (await vard.Korningar(Jobbsort.Avtalstid, 1)).Single();
        Assert.That((start.Utgang, start.Text, start.VidStart, start.Vem), Is.EqualTo((Jobbutgang.IngetAttGora, "Inget avtal fördes vidare.", true, (string?)null)));
        Assert.That(await vard.Historik(Jobbsort.Uppgifter), Is.Empty, "Bara det som ska köras vid start körs av sig självt.");
    }

    [Test]
    public async Task Kor_nu_gor_jobbet_och_star_i_historiken_med_vem_och_en_gang_till_andrar_inget()
    {
        await _app.Namnd();
        await using var vard = await Schemavard.StartaAsync(_app);

        await vard.Schema.KorNuAsync("planforslag", "Administratör (test)", CancellationToken.None);
        var forsta = (await vard.Korningar(Jobbsort.Planforslag, 1)).Single();
        Assert.That((forsta.Utgang, forsta.Text, forsta.Vem), Is.EqualTo((Jobbutgang.Gick, "Utkast till plan för 2027 gjordes för 1 nämnd.", "Administratör (test)")));
        var handelser = await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse");

        await vard.Schema.KorNuAsync("planforslag", "Administratör (test)", CancellationToken.None);
        Assert.That((await vard.Korningar(Jobbsort.Planforslag, 2)).Select(k => k.Utgang), Is.EquivalentTo(new[] { Jobbutgang.Gick, Jobbutgang.IngetAttGora }));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse"), Is.EqualTo(handelser));
        Assert.That(await _app.Las<string>("SELECT Anvandare FROM Handelse WHERE Vad = 'Plan genererad'"), Is.EqualTo(new[] { "Systemet" }));
    }

    [Test]
    public async Task Ett_jobb_som_faller_star_som_misslyckat_med_ett_skal_i_klartext_och_nasta_gang_gors_det()
    {
        await _app.Namnd();
        await using (var vard = await Schemavard.StartaAsync(_app, new Trasig(new InvalidOperationException("internal detail"))))
        {
            await vard.Schema.KorNuAsync("planforslag", "Administratör (test)", CancellationToken.None);
            var fel = (await vard.Korningar(Jobbsort.Planforslag, 1)).Single();
            Assert.That((fel.Utgang, fel.Text), Is.EqualTo((Jobbutgang.Misslyckades, "Något gick fel i programmet. Felet står i serverns logg.")));
        }

        await using var igen = await Schemavard.StartaAsync(_app);
        Assert.That((await igen.Lage(Jobbsort.Planforslag)).Senaste!.Utgang, Is.EqualTo(Jobbutgang.Misslyckades), "Historiken överlever omstarten.");
        await igen.Schema.KorNuAsync("planforslag", "Administratör (test)", CancellationToken.None);
        // Testets klocka står stilla, så ordningen mellan dem säger inget.
        Assert.That((await igen.Korningar(Jobbsort.Planforslag, 2)).Select(k => k.Utgang), Is.EquivalentTo(new[] { Jobbutgang.Misslyckades, Jobbutgang.Gick }));
    }

    [Test]
    public async Task En_natt_da_servern_var_avstangd_tas_igen_nar_den_startar()
    {
        await _app.Namnd();
        _app.Klocka.Nu = new(2026, 9, 30, 10, 0, 0, TimeSpan.Zero);
        await using (var vard = await Schemavard.StartaAsync(_app))
        {
            Assert.That((await vard.Lage(Jobbsort.Planforslag)).Nasta, Is.EqualTo(new DateTimeOffset(2026, 10, 1, 1, 30, 0, TimeSpan.FromHours(2))));
        }
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Uppfoljningsplan"), Is.Zero);

        _app.Klocka.Nu = new(2026, 10, 20, 10, 0, 0, TimeSpan.Zero);
        await using var igen = await Schemavard.StartaAsync(_app);
        var tagen = (await igen.Korningar(Jobbsort.Planforslag, 1)).Single();
        Assert.That((tagen.Utgang, tagen.Vem), Is.EqualTo((Jobbutgang.Gick, (string?)null)));
        Assert.That(await _app.LasEn<int>("SELECT Ar FROM Uppfoljningsplan"), Is.EqualTo(2027));
        Assert.That((await igen.Lage(Jobbsort.Planforslag)).Nasta, Is.EqualTo(new DateTimeOffset(2026, 10, 21, 1, 30, 0, TimeSpan.FromHours(2))));
    }

    [Test]
    public async Task En_paus_overlever_omstart_och_det_som_missades_tas_igen_nar_den_slutar()
    {
        await _app.Namnd();
        await using (var vard = await Schemavard.StartaAsync(_app)) { await vard.Schema.PausaAsync("planforslag", "Administratör (test)", CancellationToken.None); }

        _app.Klocka.Nu = _app.Klocka.Nu.AddDays(3);
        await using var igen = await Schemavard.StartaAsync(_app);
        var lage = await igen.Lage(Jobbsort.Planforslag);
        Assert.That((lage.Paus?.Vem, lage.Nasta), Is.EqualTo(("Administratör (test)", (DateTimeOffset?)null)));
        await igen.Korningar(Jobbsort.Planer, 2);
        Assert.That(await igen.Historik(Jobbsort.Planforslag), Is.Empty);

        await igen.Schema.AterupptaAsync("planforslag", CancellationToken.None);
        Assert.That((await igen.Korningar(Jobbsort.Planforslag, 1)).Single().Utgang, Is.EqualTo(Jobbutgang.Gick));
        Assert.That((await igen.Lage(Jobbsort.Planforslag)).Paus, Is.Null);
    }

    [Test]
    public async Task Ett_pausat_jobb_gar_att_kora_for_hand_men_inte_av_att_servern_startar()
    {
        await using (var vard = await Schemavard.StartaAsync(_app))
        {
            await vard.Korningar(Jobbsort.Avtalstid, 1);
            await vard.Schema.PausaAsync("avtalstid", "Administratör (test)", CancellationToken.None);
        }

        await using var igen = await Schemavard.StartaAsync(_app);
        await igen.Korningar(Jobbsort.Planer, 2);
        await igen.Schema.KorNuAsync("avtalstid", "Administratör (test)", CancellationToken.None);
        var korningar = await igen.Korningar(Jobbsort.Avtalstid, 2);
        Assert.That(korningar.Count(k => k.VidStart), Is.EqualTo(1));
        Assert.That((await igen.Lage(Jobbsort.Avtalstid)).Paus, Is.Not.Null);
    }

    [Test]
    public async Task Stangningen_vantar_pa_det_som_kors()
    {
        var sandare = new Langsam();
        await using (var vard = await Schemavard.StartaAsync(_app, sandare))
        {
            await vard.Schema.KorNuAsync("uppgifter", "Administratör (test)", CancellationToken.None);
            await sandare.Borjade.Task.WaitAsync(TimeSpan.FromSeconds(20));
            Assert.That((await vard.Lage(Jobbsort.Uppgifter)).Pagar, Is.Not.Null);
        }
        Assert.That(sandare.Klar, Is.True);
    }

    [Test]
    public void Schemalaggarens_tabeller_kan_lasas_av_SQL_Server() => Assert.Multiple(() =>
    {
        var typ = typeof(Migrator).Assembly.GetType("Uppfoljning.Infrastructure.Jobb.Quartztabeller")!;
        var satser = (IReadOnlyList<string>)typ.GetMethod("ForSqlServer")!.Invoke(null, null)!;
        Assert.That(satser, Has.Count.GreaterThan(10));
        foreach (var sats in satser) { Assert.That(Sql.Tsql.Fel(sats), Is.Empty, sats); }
        Assert.That(string.Concat(satser), Does.Contain("QRTZ_EXECUTION_HISTORY").And.Not.Contain("{0}"));
    });

    /// <summary>Faller på allt.</summary>
    private sealed class Trasig(Exception fel) : IJobbsandare
    {
        public Task<Result<T>> SomSystemAsync<T>(IRequest<Result<T>> request) => Task.FromException<Result<T>>(fel);

        public Task<Result<T>?> SomPersonAsync<T>(Guid anvandareId, IRequest<Result<T>> request) => Task.FromException<Result<T>?>(fel);
    }

    /// <summary>Tar tid på sig, utan att bry sig om att servern stängs.</summary>
    private sealed class Langsam : IJobbsandare
    {
        public TaskCompletionSource Borjade { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Klar { get; private set; }

        public async Task<Result<T>> SomSystemAsync<T>(IRequest<Result<T>> request)
        {
            if (request is not ForfallopersonerQuery) { return Result<T>.NotFound(); }
            Borjade.TrySetResult();
            await Task.Delay(1000);
            Klar = true;
            return Result<T>.NotFound();
        }

        public Task<Result<T>?> SomPersonAsync<T>(Guid anvandareId, IRequest<Result<T>> request) => Task.FromResult<Result<T>?>(null);
    }
}
