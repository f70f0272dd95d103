using Dapper;
using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Common;
using Uppfoljning.Infrastructure;
using Uppfoljning.Infrastructure.Data;

namespace Uppfoljning.Tests.Fel;

/// <summary>
/// En installation i en mapp som bara servern rör: en kopia av den databas som testet har ställt i ordning. Testet har inget öppet i den medan
/// servern kör, så det är servern själv som tar upp databasen efter ett avbrott.
/// </summary>
internal sealed class Felplats : IAsyncDisposable
{
    private readonly bool _egen;

    private Felplats(string mapp, bool egen)
    {
        (Mapp, _egen) = (mapp, egen);
        Miljo = new()
        {
            ["Databas__Anslutning"] = $"Data Source={Fil}",
            ["Filer__Mapp"] = Filer,
            ["Nycklar__Mapp"] = Path.Combine(mapp, "nycklar"),
            ["Logg__Ankare__Fil"] = Ankare,
            ["Jobb__Fil"] = Jobb,
        };
    }

    public string Mapp { get; }

    public Dictionary<string, string> Miljo { get; }

    public string Fil => Path.Combine(Mapp, "uppfoljning.db");

    public string Filer => Path.Combine(Mapp, "filer");

    public string Ankare => Path.Combine(Mapp, "ankare.jsonl");

    public string Jobb => Path.Combine(Mapp, "jobb.db");

    /// <param name="app">Det som testet har ställt i ordning; null ger en tom mapp.</param>
    /// <param name="mapp">Mappen, när den inte ska göras och tas bort här.</param>
    public static async Task<Felplats> SkapaAsync(TestApp? app, string? mapp = null)
    {
        var plats = new Felplats(mapp ?? Directory.CreateTempSubdirectory("uppfoljning-fel-").FullName, mapp is null);
        if (app is not null)
        {
            await app.Las<int>("PRAGMA wal_checkpoint(TRUNCATE)");
            File.Copy(app.Databas.Namn, plats.Fil);
        }
        return plats;
    }

    public async Task<IReadOnlyList<T>> Las<T>(string sql)
    {
        using var databas = new SqliteDatabase($"Data Source={Fil};Pooling=False");
        await using var anslutning = await databas.OpenAsync(CancellationToken.None);
        return (await anslutning.QueryAsync<T>(sql)).AsList();
    }

    public async Task<T> Ett<T>(string sql) => (await Las<T>(sql)).Single();

    /// <summary>Frågar i pipelinen som systemet, och stänger allt efter sig.</summary>
    public async Task<T> Gor<T>(IRequest<Result<T>> request)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddUppfoljningInfrastructure(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(Miljo.Select(m => KeyValuePair.Create(m.Key.Replace("__", ":", StringComparison.Ordinal), (string?)m.Value)))
        {
            ["Kommun:Namn"] = "Provkommun",
            ["Logg:Nyckel"] = Testdatabas.Loggnyckel,
            ["Jobb:Pa"] = "false",
        }).Build());
        services.AddUppfoljningApplication();
        services.AddScoped<IAnvandarkontext>(_ => Testanvandare.System);
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
        Assert.That(result.IsOk, Is.True, string.Join(" ", result.Hinder.Select(h => h.Text)));
        return result.Value!;
    }

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        if (_egen) { Directory.Delete(Mapp, recursive: true); }
        return ValueTask.CompletedTask;
    }
}
