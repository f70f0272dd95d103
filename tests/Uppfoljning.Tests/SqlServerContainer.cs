using Testcontainers.MsSql;

namespace Uppfoljning.Tests;

/// <summary>
/// Bara i paketsetet full: finns Docker och är ingen annan SQL Server angiven, startas en i en container och hela sviten körs mot den.
/// </summary>
[SetUpFixture]
public sealed class SqlServerContainer
{
    private const string Variabel = "UPPFOLJNING_TEST_SQLSERVER";

    private MsSqlContainer? _container;

    [OneTimeSetUp]
    public async Task Starta()
    {
        var docker = File.Exists("/var/run/docker.sock") || Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 };
        if (!docker || Environment.GetEnvironmentVariable(Variabel) is { Length: > 0 }) { return; }

        _container = new MsSqlBuilder().WithEnvironment("MSSQL_COLLATION", "Finnish_Swedish_100_CI_AS").Build();
        await _container.StartAsync();
        Environment.SetEnvironmentVariable(Variabel, _container.GetConnectionString());
    }

    [OneTimeTearDown]
    public async Task Stang()
    {
        if (_container is not null) { await _container.DisposeAsync(); }
    }
}
