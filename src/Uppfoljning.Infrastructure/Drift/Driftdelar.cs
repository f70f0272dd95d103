using System.Globalization;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Quartz;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Drift;
using Uppfoljning.Application.Logg;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Infrastructure.Jobb;

namespace Uppfoljning.Infrastructure.Drift;

internal sealed class Databasdel(IDatabase database, Driftfakta fakta) : IDriftdel
{
    private const string ProvaSql = "SELECT 1";

    public string Namn => "Databas";

    public async Task<Driftsvar> ProvaAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        _ = await connection.ExecuteScalarAsync<int>(new CommandDefinition(ProvaSql, cancellationToken: cancellationToken));
        return Driftsvar.Frisk($"{fakta.Databas ?? database.Namn} svarar.");
    }
}

internal sealed class Migreringsdel(IMigrator migrator) : IDriftdel
{
    public string Namn => "Migreringar";

    public async Task<Driftsvar> ProvaAsync(CancellationToken cancellationToken) => await migrator.SaknasAsync(cancellationToken) is { Count: > 0 } saknas
        ? Driftsvar.Sjuk($"Databasen saknar {saknas.Count} migreringar. Kör verbet migrera.")
        : Driftsvar.Frisk($"Databasen är uppdaterad till {Data.Migrator.Alla[^1].Nr:0000} {Data.Migrator.Alla[^1].Namn}.");
}

/// <summary>Skriver, läser och tar bort en liten fil, och ser hur mycket plats som är kvar.</summary>
internal sealed class Fillagerdel(string mapp, int minstLedigtMb) : IDriftdel
{
    private const long Mb = 1024 * 1024;

    private static readonly byte[] Prov = "prov"u8.ToArray();

    public string Namn => "Fillager";

    public async Task<Driftsvar> ProvaAsync(CancellationToken cancellationToken)
    {
        var fil = Path.Combine(Path.GetFullPath(mapp), "tmp", $"prov-{Guid.NewGuid():N}.tmp");
        try
        {
            await File.WriteAllBytesAsync(fil, Prov, cancellationToken);
            if ((await File.ReadAllBytesAsync(fil, cancellationToken)).Length != Prov.Length) { return Driftsvar.Sjuk("Det som skrivs i fillagret går inte att läsa tillbaka. Är disken full?"); }
        }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException)
        {
            return Driftsvar.Sjuk($"Det går inte att skriva i fillagret: {(fel is UnauthorizedAccessException ? "programmet har inte rätt att skriva där" : "disken är full, skrivskyddad eller borta")}.");
        }
        finally
        {
            try { File.Delete(fil); }
            catch (Exception fel) when (fel is IOException or UnauthorizedAccessException) { /* Cleared when the program starts. */ }
        }
        var ledigt = new DriveInfo(Path.GetFullPath(mapp)).AvailableFreeSpace / Mb;
        var text = $"{ledigt.ToString("N0", CultureInfo.GetCultureInfo("sv-SE"))} MB ledigt.";
        return ledigt < minstLedigtMb ? Driftsvar.Varning($"Bara {text} Gränsen för varning är {minstLedigtMb} MB (Drift:MinstLedigtMb).") : Driftsvar.Frisk($"Går att skriva i. {text}");
    }
}

internal sealed class Loggnyckeldel(ILoggnycklar nycklar) : IDriftdel
{
    public string Namn => "Loggens nyckel";

    public Task<Driftsvar> ProvaAsync(CancellationToken cancellationToken) =>
        Task.FromResult(nycklar.Alla.Count == 0 ? Driftsvar.Sjuk($"Loggen har ingen nyckel. {nycklar.Plats}") : Driftsvar.Frisk($"Finns, {nycklar.Alla.Count} st; {nycklar.Alla[^1].Id} används."));
}

internal sealed class Skyddsnyckeldel(ISkyddsnycklar nycklar) : IDriftdel
{
    public string Namn => "Skyddsnyckel";

    public Task<Driftsvar> ProvaAsync(CancellationToken cancellationToken) => Task.FromResult(
        !nycklar.Pa ? Driftsvar.Varning("Ingen plats för skyddsnyckeln är inställd (Nycklar:Mapp eller Nycklar:Skydd): alla loggas ut när servern startar om.")
        : nycklar.Idn.Count == 0 ? Driftsvar.Sjuk($"Skyddsnyckeln saknas. {nycklar.Plats}")
        : Driftsvar.Frisk($"Finns, {nycklar.Idn.Count} st; {nycklar.Idn[^1]} används."));
}

internal sealed class Schemadel(IServiceProvider services, Jobbinstallning installning) : IDriftdel
{
    public string Namn => "Schemaläggare";

    public async Task<Driftsvar> ProvaAsync(CancellationToken cancellationToken)
    {
        if (!installning.Pa) { return Driftsvar.Frisk("Avstängd på den här servern (Jobb:Pa)."); }
        var scheduler = await services.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken);
        return scheduler.Status == SchedulerStatus.Running ? Driftsvar.Frisk("Går.") : Driftsvar.Sjuk("Schemaläggaren går inte. Starta om servern.");
    }
}

/// <summary>När loggens slut senast sparades utanför databasen. Görs varje timme; äldre än ett dygn är en varning.</summary>
internal sealed class Ankardel(ILoggankare ankare, TimeProvider clock) : IDriftdel
{
    private static readonly TimeSpan Aldst = TimeSpan.FromHours(26);

    public string Namn => "Loggens ankare";

    public async Task<Driftsvar> ProvaAsync(CancellationToken cancellationToken)
    {
        var lage = await ankare.LasAsync(cancellationToken);
        if (lage.Ankare.Count == 0) { return Driftsvar.Frisk("Inget ankare ännu."); }
        var senaste = lage.Ankare[^1];
        var text = string.Create(CultureInfo.InvariantCulture, $"Senaste ankare {SvenskTid.Lokal(senaste.Tid):yyyy-MM-dd HH.mm}.");
        return clock.GetUtcNow() - senaste.Tid > Aldst ? Driftsvar.Varning($"{text} Det är mer än ett dygn sedan.") : Driftsvar.Frisk(text);
    }
}
