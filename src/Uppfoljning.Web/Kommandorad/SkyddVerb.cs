using Uppfoljning.Application.Drift;

namespace Uppfoljning.Web.Kommandorad;

/// <summary>Verbet byt-skyddsnyckel: en ny nyckel utanför databasen, och nycklarna i den skyddade om.</summary>
internal static class SkyddVerb
{
    public static async Task<int> BytNyckelAsync(IServiceProvider services)
    {
        var nycklar = services.GetRequiredService<ISkyddsnycklar>();
        await services.GetRequiredService<INyckelstart>().ForberedAsync(CancellationToken.None);
        // Where the key is a setting the new one already stands there; the rows under the older ones are what is left to do.
        var till = nycklar.IInstallning ? nycklar.Idn[^1] : nycklar.Ny();
        var svar = await Verb.SkickaAsync(services, new BytSkyddsnyckelCommand(till));
        if (svar is null) { return Verb.Misslyckat; }
        Console.WriteLine(svar.Audit!.Mening);
        Console.WriteLine($"{nycklar.Plats} Ta en ny kopia av dem. På flera webbservrar: kopiera filen till de andra innan de startas om.");
        return Verb.Klart;
    }
}
