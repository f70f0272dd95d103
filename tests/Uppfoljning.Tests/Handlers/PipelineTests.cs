using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Logg;
using Uppfoljning.Application.Namnder;
using Uppfoljning.Application.Utforare;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Åtkomst, version, transaktion och händelse, lika för alla kommandon.</summary>
public sealed class PipelineTests
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
    public async Task Okant_arende_och_annan_namnds_arende_finns_inte_och_fel_roll_ar_forbjudet()
    {
        var annan = await _app.Namnd("Socialnämnden", "SN");
        var avtal = await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Städning" });
        var command = new AndraAvtalCommand { AvtalId = avtal, Version = 1, Benamning = "Annat" };

        Assert.That((await _app.Send(command with { AvtalId = Guid.CreateVersion7() })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Som(Roll.Avtalsansvarig, annan).Send(command)).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Som(Roll.Lasare, _namnd).Send(command)).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.SomAdministrator().Send(command)).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That(await _app.LasEn<string>("SELECT Benamning FROM Avtal"), Is.EqualTo("Städning"));
    }

    [Test]
    public async Task Listor_visar_bara_de_egna_namnderna()
    {
        var annan = await _app.Namnd("Socialnämnden", "SN");
        _app.Som(Roll.Avtalsansvarig, _namnd, annan);
        await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Vårt", Utforare = "Gemensam AB" });
        await _app.Gor(new RegistreraAvtalCommand { NamndId = annan, Benamning = "Deras", Utforare = "Deras AB" });

        _app.Som(Roll.Lasare, _namnd);
        Assert.That((await _app.Gor(new AvtalslistaQuery())).Sida.Rader.Select(r => r.Benamning), Is.EqualTo(new[] { "Vårt" }));
        Assert.That((await _app.Gor(new AvtalslistaQuery { Namnd = [annan] })).Sida.Antal, Is.Zero);
        Assert.That((await _app.Gor(new UtforarlistaQuery())).Sida.Rader.Select(r => r.Namn), Is.EqualTo(new[] { "Gemensam AB" }));
        var deras = await _app.LasEn<Guid>("SELECT Id FROM Utforare WHERE Namn = 'Deras AB'");
        Assert.That((await _app.Send(new UtforarbladQuery(deras))).Outcome, Is.EqualTo(Outcome.NotFound));
    }

    [Test]
    public async Task En_gammal_version_nekas_och_den_nya_galler()
    {
        var avtal = await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Städning" });
        var (ok, statements) = await _app.SendRaknat(new AndraAvtalCommand { AvtalId = avtal, Version = 1, Benamning = "Ett" });
        Assert.That(ok.Outcome, Is.EqualTo(Outcome.Ok));
        Assert.That(statements, Is.EqualTo(9)); // nämnd, version, fakta, ändring, ansvar, två för sökord, loggens huvud, händelse

        var svar = await _app.Send(new AndraAvtalCommand { AvtalId = avtal, Version = 1, Benamning = "Två" });
        Assert.That(svar.Outcome, Is.EqualTo(Outcome.Conflict));
        Assert.That(svar.Hinder.Single().Text, Does.Contain("Avtalsansvarig (test) ändrade detta 2026-11-21 kl. 10.00"));
        Assert.That(await _app.LasEn<string>("SELECT Benamning FROM Avtal"), Is.EqualTo("Ett"));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE ArendeId = @avtal", new { avtal }), Is.EqualTo(2));
    }

    [Test]
    public async Task Tjugo_samtidiga_forsok_att_lagga_till_samma_namnd_ger_en_namnd()
    {
        _app.SomAdministrator();
        var svar = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => _app.Send(new SkapaNamndCommand { Namn = "Kulturnämnden", Forkortning = "KN" }))));
        Assert.That(svar.Count(s => s.IsOk), Is.EqualTo(1));
        Assert.That(svar.Where(s => !s.IsOk).Select(s => s.Outcome), Has.All.AnyOf(Outcome.Refused, Outcome.Conflict));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Namnd WHERE Forkortning = 'KN'"), Is.EqualTo(1));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE Mening LIKE 'Kulturn%'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Ett_kommando_som_inte_sager_vad_det_gjorde_sparas_inte()
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DbSession>();
        var behavior = new TransactionBehavior<Tyst, Result<int>>(db, scope.ServiceProvider.GetRequiredService<Loggbok>(), _app.Anvandare, new Atkomst(), NullLogger<TransactionBehavior<Tyst, Result<int>>>.Instance);

        Assert.ThrowsAsync<InvalidOperationException>(() => behavior.Handle(new Tyst(), CancellationToken.None, async () =>
        {
            await db.ExecuteAsync("UPDATE Namnd SET Forkortning = 'XX' WHERE Id = @Id", new { Id = _namnd }, CancellationToken.None);
            return Result<int>.Ok(1);
        }));
        Assert.That(await _app.LasEn<string>("SELECT Forkortning FROM Namnd"), Is.EqualTo("VON"));
    }

    [Test]
    public async Task En_begaran_som_inte_sager_vem_som_far_kastar()
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var behavior = new AuthorizationBehavior<Tyst, Result<int>>(new Behorighet(_app.Anvandare, scope.ServiceProvider.GetRequiredService<DbSession>(), new Atkomst(), NullLogger<Behorighet>.Instance));
        Assert.ThrowsAsync<InvalidOperationException>(() => behavior.Handle(new Tyst(), CancellationToken.None, () => Task.FromResult(Result<int>.Ok(1))));
    }

    [TestCase(true, "Forbidden")]
    [TestCase(false, "NotFound")]
    public async Task Den_som_nekas_star_i_driftloggen_med_sitt_id_och_inte_med_sitt_namn(bool iNamnden, string utfall)
    {
        _app.Som(Roll.Lasare, iNamnden ? _namnd : Guid.CreateVersion7());
        using var rader = new Samlare();
        using var loggar = LoggerFactory.Create(logging => logging.AddProvider(rader));
        await using var scope = _app.Services.CreateAsyncScope();
        var behavior = new AuthorizationBehavior<RegistreraAvtalCommand, Result<Guid>>(
            new Behorighet(_app.Anvandare, scope.ServiceProvider.GetRequiredService<DbSession>(), new Atkomst(), loggar.CreateLogger<Behorighet>()));

        var svar = await behavior.Handle(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Hemtjänst" }, CancellationToken.None, () => Task.FromResult(Result<Guid>.Ok(Guid.Empty)));

        Assert.That(svar.Outcome.ToString(), Is.EqualTo(utfall));
        Assert.That(rader.Rader, Has.Count.EqualTo(1));
        Assert.That(rader.Rader[0], Does.Contain("RegistreraAvtalCommand").And.Contain(utfall).And.Contain(_app.Anvandare.Id.ToString()).And.Contain(_namnd.ToString()));
        Assert.That(rader.Rader[0], Does.Not.Contain(_app.Anvandare.Namn).And.Not.Contain("Hemtjänst"));
    }

    [Test]
    public async Task Ett_upprakat_varde_som_parameter_nekas()
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DbSession>();
        Assert.ThrowsAsync<InvalidOperationException>(() => db.QueryAsync<int>("SELECT COUNT(*) FROM Rolltilldelning WHERE Roll = @Roll", new { Roll = Roll.Lasare }, CancellationToken.None));
    }

    private sealed record Tyst : ICommand<int>;

    private sealed class Samlare : ILoggerProvider, ILogger
    {
        public List<string> Rader { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Rader.Add(formatter(state, exception));

        public void Dispose() { }
    }
}
