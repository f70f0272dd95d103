using Uppfoljning.Application.Anvandare;

namespace Uppfoljning.Web.Kommandorad;

/// <summary>Verbet konto: släpper in den som ingen annan kan släppa in.</summary>
internal static class KontoVerb
{
    public static async Task<int> KorAsync(IServiceProvider services, string anvandarnamn)
    {
        if (await Verb.SkickaAsync(services, new RaddaKontoCommand(anvandarnamn)) is not { } svar) { return Verb.Misslyckat; }
        Console.WriteLine(svar.Audit!.Mening);
        Console.WriteLine("Länken går att använda en gång, inom två dygn:");
        Console.WriteLine(svar.Value);
        if (svar.Value!.StartsWith('/')) { Console.WriteLine("Skriv produktens adress framför. Den står här när inställningen Webb:Adress är ifylld."); }
        return Verb.Klart;
    }
}
