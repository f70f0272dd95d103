using Uppfoljning.Application.Common;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Web.Inloggning;
using Uppfoljning.Web.Jobb;

namespace Uppfoljning.Web.Kommandorad;

/// <summary>Verbet jobb: det som webbplatsen annars kör enligt schemat.</summary>
internal static class JobbVerb
{
    /// <summary>Jobbet Uppgifter räknar varje persons lista som hon själv, så det skickar med webbens egen användarkontext.</summary>
    public static void Registrera(IServiceCollection services)
    {
        services.AddScoped<Inloggad>();
        services.AddScoped<IAnvandarkontext>(provider => provider.GetRequiredService<Inloggad>());
        services.AddSingleton<IJobbsandare, Jobbsandare>();
        services.AddSingleton<Jobbkorning>();
    }

    public static int Lista()
    {
        foreach (var jobb in Jobben.Alla.Where(j => j.Kommandorad)) { Console.WriteLine($"{jobb.Kod,-14}{jobb.Namn}. {jobb.Schema}."); }
        return Verb.Klart;
    }

    public static async Task<int> KorAsync(IServiceProvider services, string kod)
    {
        if (Jobben.Med(kod) is not { Kommandorad: true } jobb)
        {
            return Verb.Anvandning($"Jobbet {kod} finns inte på kommandoraden. Det finns: {string.Join(", ", Jobben.Alla.Where(j => j.Kommandorad).Select(j => j.Kod))}.");
        }
        var utfall = await services.GetRequiredService<Jobbkorning>().KorAsync(jobb.Sort, (_, _) => { }, CancellationToken.None);
        Console.WriteLine(utfall.Mening);
        foreach (var fel in utfall.Fel) { await Console.Error.WriteLineAsync(fel); }
        return utfall.Fel.Count == 0 ? Verb.Klart : Verb.Misslyckat;
    }
}
