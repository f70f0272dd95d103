using System.Diagnostics;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Demo;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Web.Kommandorad;

/// <summary>Verbet demo: lägger in Exempelkommun i en tom databas.</summary>
internal static class DemoVerb
{
    public static async Task<int> KorAsync(IServiceProvider services)
    {
        if (await services.GetRequiredService<IMigrator>().SaknasAsync(CancellationToken.None) is { Count: > 0 })
        {
            Console.Error.WriteLine("Databasen är inte uppdaterad till programmets version. Kör verbet migrera först.");
            return Verb.Misslyckat;
        }

        var start = Stopwatch.GetTimestamp();
        var (utfall, lage) = await services.GetRequiredService<Demoladdning>().KorAsync(TimeProvider.System.Idag(), CancellationToken.None);
        if (utfall == Demoutfall.Nekad)
        {
            Console.Error.WriteLine($"Databasen har redan {lage.Namnder} nämnder och är ingen hel demokommun. Demon läggs bara in i en tom databas; inget har ändrats.");
            return Verb.Misslyckat;
        }

        Console.WriteLine(utfall == Demoutfall.FannsRedan
            ? "Exempelkommun finns redan i databasen; inget har ändrats."
            : $"Exempelkommun är inlagd på {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} sekunder.");
        Console.WriteLine($"  {lage.Namnder} nämnder, {lage.Anvandare} användare, {lage.Utforare} utförare, {lage.Avtal} avtal, {lage.Enheter} enheter i egen regi");
        Console.WriteLine($"  {lage.Planer} uppföljningsplaner med {lage.Planrader} rader, {lage.Handelser} händelser i historiken");
        Console.WriteLine("Logga in: starta webbplatsen i utvecklingsmiljö (build/start gör det) och välj en demoanvändare på inloggningssidan.");
        Console.WriteLine("Demoanvändare har inga lösenord och kan inte logga in på något annat sätt.");
        return Verb.Klart;
    }
}
