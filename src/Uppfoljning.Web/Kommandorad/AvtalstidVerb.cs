using Uppfoljning.Web.Jobb;

namespace Uppfoljning.Web.Kommandorad;

/// <summary>Verbet avtal-tid: det som webbplatsen annars gör varje natt.</summary>
internal static class AvtalstidVerb
{
    public static async Task<int> KorAsync(IServiceProvider services)
    {
        var antal = await Avtalstidstjanst.KorAsync(services, _ => { }, CancellationToken.None);
        Console.WriteLine(antal == 0 ? "Inget avtal fördes vidare." : $"{antal} avtal fördes vidare.");
        return Verb.Klart;
    }
}
