using System.Data.Common;
using Dapper;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Namnder;
using Uppfoljning.Infrastructure;

namespace Uppfoljning.Tests;

/// <summary>
/// Produkten utan webb: den riktiga pipelinen på en riktig databas, en klocka som testet flyttar och en användare som testet väljer.
/// </summary>
public sealed class TestApp : IAsyncDisposable
{
    private readonly Testdatabas _databas;
    private readonly ServiceProvider _services;

    private TestApp(Testdatabas databas, Action<IServiceCollection>? mer)
    {
        _databas = databas;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Klocka);
        services.AddUppfoljningInfrastructure(databas.Installningar);
        services.AddUppfoljningApplication();
        services.ProvaTsql();
        services.AddScoped<IAnvandarkontext>(_ => Anvandare);
        mer?.Invoke(services);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }

    public Testklocka Klocka { get; } = new();

    public Testdatabas Databas => _databas;

    /// <summary>Den som nästa begäran görs av.</summary>
    public Testanvandare Anvandare { get; private set; } = Testanvandare.Administrator;

    public IServiceProvider Services => _services;

    /// <param name="mer">Det som testet byter ut eller lägger till bland tjänsterna.</param>
    public static async Task<TestApp> StartaAsync(Action<IServiceCollection>? mer = null) => new(await Testdatabas.SkapaAsync(), mer);

    /// <summary>Byter användare till en som har rollerna i nämnden.</summary>
    public TestApp Som(Roll roller, params Guid[] namnder)
    {
        Anvandare = new Testanvandare { Namn = $"{roller} (test)", NamndRoller = namnder.ToDictionary(n => n, _ => roller) };
        return this;
    }

    /// <summary>Byter till en användare som testet har gjort själv.</summary>
    public TestApp Byt(Testanvandare anvandare)
    {
        Anvandare = anvandare;
        return this;
    }

    public TestApp SomAdministrator()
    {
        Anvandare = Testanvandare.Administrator;
        return this;
    }

    public TestApp SomSystem()
    {
        Anvandare = Testanvandare.System;
        return this;
    }

    public async Task<Result<T>> Send<T>(IRequest<Result<T>> request) => (await SendRaknat(request)).Result;

    /// <summary>Skickar begäran genom pipelinen och räknar satserna.</summary>
    public async Task<(Result<T> Result, int Statements)> SendRaknat<T>(IRequest<Result<T>> request)
    {
        await using var scope = _services.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
        return (result, scope.ServiceProvider.GetRequiredService<DbSession>().Statements);
    }

    /// <summary>Skickar en begäran som ska lyckas och ger dess värde.</summary>
    public async Task<T> Gor<T>(IRequest<Result<T>> request)
    {
        var result = await Send(request);
        Assert.That(result.Outcome, Is.EqualTo(Outcome.Ok), string.Join(" ", result.Hinder.Select(h => $"{h.Falt}: {h.Text}")));
        return result.Value!;
    }

    /// <summary>Läser direkt i databasen, förbi pipelinen; bara för att kontrollera vad som står där.</summary>
    public async Task<IReadOnlyList<T>> Las<T>(string sql, object? parameters = null)
    {
        await using var connection = await _services.GetRequiredService<IDatabase>().OpenAsync(CancellationToken.None);
        return (await connection.QueryAsync<T>(sql, parameters)).AsList();
    }

    public async Task<T?> LasEn<T>(string sql, object? parameters = null) => (await Las<T>(sql, parameters)).Single();

    /// <summary>En ny nämnd, skapad av en administratör; användaren är efteråt den som var.</summary>
    public async Task<Guid> Namnd(string namn = "Vård- och omsorgsnämnden", string forkortning = "VON")
    {
        var fore = Anvandare;
        var id = await SomAdministrator().Gor(new SkapaNamndCommand { Namn = namn, Forkortning = forkortning });
        Anvandare = fore;
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _databas.DisposeAsync();
    }
}

internal static class Tsqlprovning
{
    /// <summary>Lägger T-SQL-prövningen runt databasen.</summary>
    public static void ProvaTsql(this IServiceCollection services)
    {
        var inre = services.Last(s => s.ServiceType == typeof(IDatabase)).ImplementationFactory!;
        services.AddSingleton<IDatabase>(provider => new Sql.TsqlprovadDatabas((IDatabase)inre(provider)));
    }
}

/// <summary>En användare som testet bestämmer.</summary>
public sealed record Testanvandare : IAnvandarkontext
{
    public static readonly Testanvandare Administrator = new() { Namn = "Administratör (test)", KommunRoller = Roll.Administrator };

    public static readonly Testanvandare System = new() { Id = null, Namn = "Systemet", KommunRoller = Roll.System };

    public Guid? Id { get; init; } = Guid.CreateVersion7();

    public required string Namn { get; init; }

    public Roll KommunRoller { get; init; }

    public IReadOnlyDictionary<Guid, Roll> NamndRoller { get; init; } = new Dictionary<Guid, Roll>();

    /// <summary>De nämnder där rollerna är lånade, och av vem.</summary>
    public IReadOnlyDictionary<Guid, string> ErsatterI { get; init; } = new Dictionary<Guid, string>();

    public string? Ersatter(Guid namndId, Roll nagonAv) => ErsatterI.GetValueOrDefault(namndId);
}

/// <summary>En klocka som står still tills testet flyttar den. Börjar lördagen den 21 november 2026 kl. 10 svensk tid.</summary>
public sealed class Testklocka : TimeProvider
{
    public DateTimeOffset Nu { get; set; } = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Nu;
}

/// <summary>
/// En tom, migrerad databas för ett test. SQLite: en kopia av en mall som migreras en gång. SQL Server, när miljövariabeln
/// UPPFOLJNING_TEST_SQLSERVER håller en anslutning: en egen databas som tas bort efteråt.
/// </summary>
public sealed class Testdatabas : IAsyncDisposable
{
    /// <summary>Loggens nyckel i testerna; en webb och en process på samma databas har samma.</summary>
    public const string Loggnyckel = "bG9nZ2VucyBueWNrZWwgaSB0ZXN0ZXJuYSwgaW5nZW4gaGVtbGlnaGV0IQ==";

    private static readonly string? SqlServer = Environment.GetEnvironmentVariable("UPPFOLJNING_TEST_SQLSERVER");
    private static readonly Lazy<Task<string>> Mall = new(MigreraMallAsync);

    private readonly string _plats;

    private Testdatabas(string plats, string namn)
    {
        _plats = plats;
        Namn = namn;
    }

    /// <summary>Namn på databasen eller sökväg till filen.</summary>
    public string Namn { get; }

    public static bool ArSqlServer => !string.IsNullOrEmpty(SqlServer);

    public string Mapp => _plats;

    public IConfiguration Installningar => Konfiguration(Anslutning, _plats);

    public string Anslutning => ArSqlServer ? $"{SqlServer};Database={Namn}" : $"Data Source={Namn}";

    public static async Task<Testdatabas> SkapaAsync()
    {
        var plats = Directory.CreateTempSubdirectory("uppfoljning-test-").FullName;
        if (ArSqlServer)
        {
            var databas = new Testdatabas(plats, $"Uppfoljning_{Guid.NewGuid():N}");
            await KorAsync("master", $"CREATE DATABASE [{databas.Namn}] COLLATE Finnish_Swedish_100_CI_AS; ALTER DATABASE [{databas.Namn}] SET READ_COMMITTED_SNAPSHOT ON");
            await MigreraAsync(databas.Installningar);
            return databas;
        }

        var fil = Path.Combine(plats, "uppfoljning.db");
        File.Copy(await Mall.Value, fil);
        return new Testdatabas(plats, fil);
    }

    public async ValueTask DisposeAsync()
    {
        if (ArSqlServer)
        {
            await KorAsync("master", $"ALTER DATABASE [{Namn}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE [{Namn}]");
        }
        Directory.Delete(_plats, recursive: true);
    }

    private static async Task<string> MigreraMallAsync()
    {
        var mapp = Directory.CreateTempSubdirectory("uppfoljning-mall-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => mapp.Delete(recursive: true);
        var fil = Path.Combine(mapp.FullName, "mall.db");
        await MigreraAsync(Konfiguration($"Data Source={fil};Pooling=False", mapp.FullName));
        return fil;
    }

    private static async Task MigreraAsync(IConfiguration installningar)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddUppfoljningInfrastructure(installningar);
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IMigrator>().KorAsync(CancellationToken.None);
    }

    private static IConfiguration Konfiguration(string anslutning, string plats) => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Databas:Typ"] = ArSqlServer ? "SqlServer" : "Sqlite",
            ["Databas:Anslutning"] = anslutning,
            ["Filer:Mapp"] = Path.Combine(plats, "filer"),
            ["Kommun:Namn"] = "Provkommun",
            ["Logg:Nyckel"] = Loggnyckel,
            ["Logg:Ankare:Fil"] = Path.Combine(plats, "ankare.jsonl"),
        })
        .Build();

    private static async Task KorAsync(string databas, string sql)
    {
        await using DbConnection connection = await new Infrastructure.Data.SqlServerDatabase($"{SqlServer};Database={databas}").OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(sql);
    }
}
