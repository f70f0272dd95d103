using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Import;

namespace Uppfoljning.Web.Kommandorad;

/// <summary>Verb som lägger in något i registret.</summary>
internal static class RegisterVerb
{
    /// <summary>Den första administratören, och varje gång ingen längre kommer in: på maskinen går det alltid att lägga till en.</summary>
    public static async Task<int> AdministratorAsync(IServiceProvider services, string anvandarnamn)
    {
        if (!Console.IsInputRedirected) { Console.Write("Lösenord (minst 12 tecken, syns när du skriver): "); }
        var losenord = await Console.In.ReadLineAsync();
        var result = await Verb.SkickaAsync(services, new SkapaAnvandareCommand
        {
            Anvandarnamn = anvandarnamn,
            Namn = anvandarnamn,
            Losenord = losenord,
            Administrator = true,
        });
        if (result is null) { return Verb.Misslyckat; }
        Console.WriteLine(result.Audit!.Mening);
        return Verb.Klart;
    }

    public static async Task<int> ImporteraAsync(IServiceProvider services, string fil, string namnd)
    {
        if (!File.Exists(fil)) { return Verb.Anvandning($"Filen {fil} finns inte."); }
        if (await Verb.NamndAsync(services, namnd) is not { } traff) { return Verb.Misslyckat; }

        await using var innehall = File.OpenRead(fil);
        var result = await Verb.SkickaAsync(services, new ImporteraFilCommand { NamndId = traff.Id, Filnamn = Path.GetFileName(fil), Fil = innehall });
        if (result is null) { return Verb.Misslyckat; }
        Console.WriteLine(result.Audit!.Mening);
        return Verb.Klart;
    }
}
