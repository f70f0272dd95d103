namespace Uppfoljning.Web.Kommandorad;

/// <summary>Verbet halsa: frågar en server hur den mår, för den som övervakar den från samma maskin.</summary>
internal static class HalsaVerb
{
    private static readonly TimeSpan Hogst = TimeSpan.FromSeconds(5);

    public static async Task<int> KorAsync(string adress)
    {
        if (!Uri.TryCreate(adress, UriKind.Absolute, out var bas) || bas.Scheme is not ("http" or "https")) { return Verb.Anvandning($"{adress} är ingen adress."); }
        using var client = new HttpClient { Timeout = Hogst };
        try
        {
            using var svar = await client.GetAsync(new Uri(bas, "/halsa/redo"));
            Console.WriteLine(await svar.Content.ReadAsStringAsync());
            return svar.IsSuccessStatusCode ? Verb.Klart : Verb.Misslyckat;
        }
        catch (Exception fel) when (fel is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"Servern svarar inte på {bas}.");
            return Verb.Misslyckat;
        }
    }
}
