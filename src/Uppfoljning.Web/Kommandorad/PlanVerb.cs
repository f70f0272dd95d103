using System.Globalization;
using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Web.Kommandorad;

/// <summary>Verbet plan: gör planen och skriver den.</summary>
internal static class PlanVerb
{
    public static async Task<int> KorAsync(IServiceProvider services, string namnd, string ar, string? pdf)
    {
        if (!int.TryParse(ar, NumberStyles.None, CultureInfo.InvariantCulture, out var planar)) { return Verb.Anvandning($"{ar} är inget år."); }
        if (await Verb.NamndAsync(services, namnd) is not { } traff) { return Verb.Misslyckat; }

        if (await PlanAsync(services, traff.Id, planar) is not { } planId) { return Verb.Misslyckat; }
        if (pdf is null) { return Verb.Klart; }

        if (await Verb.SkickaAsync(services, new PlanhandlingQuery(planId)) is not { } rapport) { return Verb.Misslyckat; }
        await File.WriteAllBytesAsync(pdf, rapport.Value!.Innehall);
        Console.WriteLine($"Planen står i {pdf}.");
        return Verb.Klart;
    }

    /// <summary>En beslutad plan står fast; annars görs den, eller görs om.</summary>
    private static async Task<Guid?> PlanAsync(IServiceProvider services, Guid namndId, int ar)
    {
        if (await Verb.SkickaAsync(services, new PlanforslagQuery(namndId, ar)) is not { } forslag) { return null; }
        if (forslag.Value!.Plan is { Tillstand: not Plantillstand.Utkast } beslutad)
        {
            Console.WriteLine($"Planen för {ar} är beslutad och görs inte om.");
            return beslutad.Id;
        }

        var result = await Verb.SkickaAsync(services, new GenereraPlanCommand { NamndId = namndId, Ar = ar });
        if (result is null) { return null; }
        Console.WriteLine(result.Audit!.Mening);
        return result.Value;
    }
}
