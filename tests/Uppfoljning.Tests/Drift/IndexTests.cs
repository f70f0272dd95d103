using System.Data.Common;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Application.Import;
using Uppfoljning.Application.Logg;
using Uppfoljning.Application.Mal;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Sammantraden;
using Uppfoljning.Application.Sok;
using Uppfoljning.Application.Uppgifter;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Avtal;

namespace Uppfoljning.Tests.Drift;

/// <summary>Ingen lista läser igenom en stor tabell: varje sats som listorna skickar, i vanlig ordning och med vanliga filter, prövas mot databasens egen plan.</summary>
public sealed partial class IndexTests
{
    /// <summary>Så många att databasen väljer index efter statistiken och inte efter att tabellen är liten.</summary>
    private const int Avtal = 15_000;

    /// <summary>Tabeller som växer. De andra har så många rader som kommunen har nämnder, år eller mål.</summary>
    private static readonly HashSet<string> Stora = new(StringComparer.Ordinal)
    {
        "Avtal", "Arende", "Handelse", "Sokord", "Planrad", "PlanUtanRad", "Planversionsrad", "Planutfall", "Utforare", "Enhet", "Kontakt", "Kontroll", "Dokument", "Avtalsansvar",
        "Avtalspart", "Avtalsforlangning", "Avtalskrav", "Avtalsklausul", "Avtalssanktion", "Avtalsandring", "Import", "Riskuppgift", "Diarienummer", "Forfallonotis", "Indikatorvarde",
    };

    /// <summary>Satser som får läsa igenom en stor tabell, med skälet.</summary>
    private static readonly (Regex Sats, string Tabell, string Skal)[] Undantag =
    [
        (UtforarvalRegex(), "Utforare", "Valen i filtret är alla utförare som har något i nämnden: varje rad ska prövas, och en kommun har hundratals."),
    ];

    [Test]
    public async Task Varje_lista_soker_i_ett_index()
    {
        Assume.That(Testdatabas.ArSqlServer, Is.False, "Planen är SQLites.");
        Satsminne minne = null!;
        await using var app = await TestApp.StartaAsync(services =>
        {
            var inre = services.Last(s => s.ServiceType == typeof(IDatabase)).ImplementationFactory!;
            services.AddSingleton<IDatabase>(provider => minne = new Satsminne((IDatabase)inre(provider)));
        });
        var namnder = new[] { await app.Namnd(), await app.Namnd("Socialnämnden", "SN"), await app.Namnd("Kultur- och fritidsnämnden", "KFN") };
        await FyllAsync(app, namnder);

        minne.Satser.Clear();
        var alla = Roll.Uppfoljare | Roll.Avtalsansvarig | Roll.Namndsekreterare | Roll.Lasare | Roll.Revisor;
        foreach (var urval in new[] { namnder, namnder[..1] })
        {
            app.Byt(new Testanvandare { Namn = "Prov", NamndRoller = urval.ToDictionary(n => n, _ => alla), KommunRoller = Roll.Administrator });
            await FragaAsync(app, namnder[0]);
        }

        var fel = new List<string>();
        await using var connection = await app.Services.GetRequiredService<IDatabase>().OpenAsync(CancellationToken.None);
        foreach (var sats in minne.Satser.Distinct().Where(s => s.TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase) || s.TrimStart().StartsWith("WITH", StringComparison.OrdinalIgnoreCase)))
        {
            foreach (var rad in await PlanAsync(connection, sats))
            {
                if (GenomlastRegex().Match(rad) is not { Success: true } traff || Tabell(sats, traff.Groups[1].Value) is not { } tabell || !Stora.Contains(tabell)) { continue; }
                if (Undantag.Any(u => u.Tabell == tabell && u.Sats.IsMatch(sats))) { continue; }
                fel.Add($"{tabell}: {rad}\n{sats}\n");
            }
        }
        Assert.That(minne.Satser.Distinct().Count(), Is.GreaterThan(30));
        Assert.That(fel, Is.Empty, string.Join("\n", fel));
    }

    [Test]
    public async Task Provningen_hittar_en_sats_utan_index()
    {
        Assume.That(Testdatabas.ArSqlServer, Is.False);
        await using var app = await TestApp.StartaAsync();
        await using var connection = await app.Services.GetRequiredService<IDatabase>().OpenAsync(CancellationToken.None);
        var rad = (await PlanAsync(connection, "SELECT a.Id FROM Avtal a WHERE a.Anmarkning = @Anmarkning")).Single();
        Assert.That(Tabell("SELECT a.Id FROM Avtal a", GenomlastRegex().Match(rad).Groups[1].Value), Is.EqualTo("Avtal"));
        Assert.That((await PlanAsync(connection, "SELECT a.Id FROM Avtal a WHERE a.NamndId IN @Namnder")).Any(r => GenomlastRegex().IsMatch(r)), Is.False);
    }

    private static async Task FragaAsync(TestApp app, Guid namnd)
    {
        await app.Gor(new AvtalslistaQuery());
        await app.Gor(new AvtalslistaQuery { Sida = 3 });
        await app.Gor(new AvtalslistaQuery { Namnd = [namnd] });
        await app.Gor(new AvtalslistaQuery { Tillstand = [Avtalstillstand.Aktivt] });
        await app.Gor(new AvtalslistaQuery { InomManader = 6 });
        await app.Gor(new AvtalslistaQuery { Mina = true });
        await app.Gor(new AvtalslistaQuery { Q = "hemtjänst" });
        await app.Gor(new AvtalslistaQuery { Q = "avtal 77" });
        await app.Gor(new UtforarlistaQuery());
        await app.Gor(new UtforarlistaQuery { Q = "omsorg" });
        await app.Gor(new KontrollistaQuery());
        await app.Gor(new EnhetslistaQuery());
        await app.Gor(new EnhetslistaQuery { Q = "gården" });
        await app.Gor(new PlanlistaQuery());
        await app.Gor(new ArsplanQuery());
        await app.Gor(new RisklistaQuery { NamndId = namnd });
        var plan = (await app.Las<Guid>("SELECT Id FROM Uppfoljningsplan WHERE NamndId = @namnd", new { namnd })).Single();
        await app.Gor(new PlanbladQuery { PlanId = plan });
        await app.Gor(new SammantradeslistaQuery());
        await app.Gor(new MallistaQuery());
        await app.Gor(new ImportlistaQuery());
        await app.Gor(new LogglistaQuery());
        await app.Gor(new AnvandarlistaQuery());
        await app.Gor(new MinaUppgifterQuery());
        await app.Gor(new MinaUppgifterQuery { Alla = true });
        await app.Gor(new SokQuery { Q = "hemtjänst väster" });
    }

    private static async Task FyllAsync(TestApp app, Guid[] namnder)
    {
        await using var connection = await app.Services.GetRequiredService<IDatabase>().OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF;");
        const string rad = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @antal) ";
        const string id = "printf('00000000-0000-7000-{0}-%012X', i)";
        const string namnd = "CASE i % 3 WHEN 0 THEN @a WHEN 1 THEN @b ELSE @c END";
        var p = new { antal = Avtal, a = namnder[0], b = namnder[1], c = namnder[2] };
        await connection.ExecuteAsync($"{rad} INSERT INTO Utforare (Id, Namn) SELECT {Id("0002")}, 'Omsorg ' || i || ' AB' FROM n", new { antal = 3000 });
        await connection.ExecuteAsync($"{rad} INSERT INTO Arende (Id, NamndId, Sort, Version) SELECT {Id("0001")}, {namnd}, 'Avtal', 1 FROM n", p);
        await connection.ExecuteAsync($"""
            {rad} INSERT INTO Avtal (Id, NamndId, Radnyckel, Benamning, UtforareId, Tillstand, Start, Slut)
            SELECT {Id("0001")}, {namnd}, 'R' || i, 'Avtal ' || i, printf('00000000-0000-7000-0002-%012X', 1 + i % 3000), 'Aktivt', '2024-01-01', date('2026-12-01', '+' || (i % 900) || ' days') FROM n
            """, p);
        foreach (var n in namnder) { await app.Som(Handlers.Planfall.Bada, n).Gor(new GenereraPlanCommand { NamndId = n, Ar = 2025 }); }

        static string Id(string grupp) => id.Replace("{0}", grupp, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> PlanAsync(DbConnection connection, string sats)
    {
        var utskriven = ListRegex().Replace(sats, "IN (@$1, @$1)");
        var varden = new DynamicParameters();
        foreach (Match m in ParameterRegex().Matches(utskriven)) { varden.Add(m.Groups[1].Value, null); }
        return [.. (await connection.QueryAsync($"EXPLAIN QUERY PLAN {utskriven}", varden)).Select(r => (string)((IDictionary<string, object>)r)["detail"])];
    }

    /// <summary>Tabellen bakom aliaset; null när aliaset är en fråga i frågan, som inte är större än det den ger.</summary>
    private static string? Tabell(string sats, string alias) => Regex.IsMatch(sats, $@"\)\s+(AS\s+)?{Regex.Escape(alias)}\b") ? null : AliasRegex().Matches(sats)
        .Where(m => m.Groups[2].Value == alias || m.Groups[1].Value == alias).Select(m => m.Groups[1].Value).FirstOrDefault();

    [GeneratedRegex(@"^SCAN (\w+)(?! USING)")]
    private static partial Regex GenomlastRegex();

    [GeneratedRegex(@"^\s*SELECT u\.Id, u\.Namn, u\.Driftsform\s+FROM Utforare u\s+WHERE EXISTS")]
    private static partial Regex UtforarvalRegex();

    [GeneratedRegex(@"\bIN\s+@(\w+)")]
    private static partial Regex ListRegex();

    [GeneratedRegex(@"@(\w+)")]
    private static partial Regex ParameterRegex();

    [GeneratedRegex(@"\b(?:FROM|JOIN)\s+(\w+)(?:\s+(?:AS\s+)?(\w+))?")]
    private static partial Regex AliasRegex();

    private sealed class Satsminne(IDatabase inre) : IDatabase
    {
        public System.Collections.Concurrent.ConcurrentBag<string> Satser { get; } = [];

        public string Namn => inre.Namn;

        public Task<DbConnection> OpenAsync(CancellationToken cancellationToken) => inre.OpenAsync(cancellationToken);

        public ValueTask<IDisposable?> WriterTurnAsync(CancellationToken cancellationToken) => inre.WriterTurnAsync(cancellationToken);

        public string Text(string sql)
        {
            var text = inre.Text(sql);
            Satser.Add(text);
            return text;
        }

        public bool IsUniqueViolation(DbException exception) => inre.IsUniqueViolation(exception);

        public bool IsForeignKeyViolation(DbException exception) => inre.IsForeignKeyViolation(exception);

        public Task RullaTillbakaAsync(DbTransaction transaction) => inre.RullaTillbakaAsync(transaction);

        public Databasfel Fel(DbException exception) => inre.Fel(exception);

        public bool IsTransient(DbException exception) => inre.IsTransient(exception);

        public Task<Databasgranskning> GranskaAsync(CancellationToken cancellationToken) => inre.GranskaAsync(cancellationToken);
    }
}
