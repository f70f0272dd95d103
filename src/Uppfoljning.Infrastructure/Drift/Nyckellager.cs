using System.Data.Common;
using System.Xml.Linq;
using Dapper;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Drift;

namespace Uppfoljning.Infrastructure.Drift;

/// <summary>Webbens nycklar i databasen, så att alla webbservrar har samma och en inloggning överlever att en av dem byts ut.</summary>
internal sealed partial class Nyckellager(IDatabase database, Nyckelskydd skydd, Skyddsinstallning installning, Skyddsnyckelring ring, TimeProvider clock, ILogger<Nyckellager> logger)
    : IXmlRepository
{
    private const string AllaSql = "SELECT Innehall FROM Skyddsnyckel ORDER BY Skapad, Id";

    private const string FinnsSql = "SELECT COUNT(*) FROM Skyddsnyckel WHERE Id = @Id";

    private const string SkyddSql = "SELECT DISTINCT Skydd FROM Skyddsnyckel WHERE Skydd <> ''";

    private const string LaggTillSql = "INSERT INTO Skyddsnyckel (Id, Skydd, Skapad, Innehall) VALUES (@Id, @Skydd, @Skapad, @Innehall)";

    // The framework asks for keys without asking to wait; it does so once when the program starts and then once a day.
    public IReadOnlyCollection<XElement> GetAllElements() => Task.Run(AllaAsync).GetAwaiter().GetResult();

    public void StoreElement(XElement element, string friendlyName) => Task.Run(() => SparaAsync(element, friendlyName)).GetAwaiter().GetResult();

    /// <summary>Prövar att nycklarna går att läsa här, och tar en gång över dem som låg i filer, så att ingen loggas ut.</summary>
    /// <exception cref="DriftException">Nyckeln som skyddar dem saknas eller är en annan.</exception>
    public async Task ForberedAsync(CancellationToken cancellationToken)
    {
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            foreach (var id in await connection.QueryAsync<string>(new CommandDefinition(SkyddSql, cancellationToken: cancellationToken)))
            {
                if (ring.Med(id) is null) { throw new DriftException(Nyckelskydd.Saknas(id, ring)); }
            }
        }
        foreach (var element in await AllaAsync())
        {
            foreach (var skyddat in element.Descendants(Nyckelskydd.Element)) { skydd.Oppna(skyddat); }
        }
        _ = ring.Nu;
        await TaOverFilerAsync(cancellationToken);
    }

    private async Task TaOverFilerAsync(CancellationToken cancellationToken)
    {
        if (installning.Mapp is not { } mapp || !Directory.Exists(mapp)) { return; }
        foreach (var fil in Directory.GetFiles(mapp, "*.xml").Where(f => Path.GetFileName(f).StartsWith("key-", StringComparison.Ordinal) || Path.GetFileName(f).StartsWith("revocation-", StringComparison.Ordinal)))
        {
            var namn = Path.GetFileNameWithoutExtension(fil);
            try
            {
                if (!await FinnsAsync(namn, cancellationToken)) { await SparaAsync(skydd.SkyddaHemligt(XElement.Load(fil)), namn); }
                // It lay there unencrypted; what is in the database is the same key.
                File.Delete(fil);
                LoggaOvertagen(namn);
            }
            catch (Exception fel) when (fel is IOException or UnauthorizedAccessException or System.Xml.XmlException)
            {
                LoggaInteOvertagen(fel, Path.GetFileName(fil));
            }
        }
    }

    private async Task<IReadOnlyCollection<XElement>> AllaAsync()
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        try
        {
            return [.. (await connection.QueryAsync<string>(AllaSql)).Select(XElement.Parse)];
        }
        catch (System.Xml.XmlException)
        {
            throw new DriftException("En nyckel i databasen är skadad eller ändrad för hand. Lägg tillbaka tabellen Skyddsnyckel ur säkerhetskopian.");
        }
    }

    private async Task<bool> FinnsAsync(string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(FinnsSql, new { Id = id }, cancellationToken: cancellationToken)) > 0;
    }

    private async Task SparaAsync(XElement element, string namn)
    {
        using var turn = await database.WriterTurnAsync(CancellationToken.None);
        await using var connection = await database.OpenAsync(CancellationToken.None);
        try
        {
            await connection.ExecuteAsync(LaggTillSql, new
            {
                Id = namn,
                Skydd = Nyckelskydd.Skyddat(element),
                Skapad = clock.GetUtcNow(),
                Innehall = element.ToString(SaveOptions.DisableFormatting),
            });
        }
        catch (DbException fel) when (database.IsUniqueViolation(fel))
        {
            // Another server took over the same file at the same moment; it is the same key.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Nyckeln {Nyckel} låg i en fil och ligger nu skyddad i databasen.")]
    private partial void LoggaOvertagen(string nyckel);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nyckelfilen {Nyckel} gick inte att ta över eller ta bort.")]
    private partial void LoggaInteOvertagen(Exception fel, string nyckel);
}

/// <summary>Porten till start för den som inte känner lagret.</summary>
internal sealed class Nyckelstart(IServiceProvider services, Skyddsinstallning installning) : INyckelstart
{
    public Task ForberedAsync(CancellationToken cancellationToken) =>
        installning.Pa ? services.GetRequiredService<Nyckellager>().ForberedAsync(cancellationToken) : Task.CompletedTask;
}
