using Uppfoljning.Application.Logg;
using Uppfoljning.Domain.Logg;

namespace Uppfoljning.Web.Kommandorad;

/// <summary>Verben för loggen: pröva den, och byt nyckel.</summary>
internal static class LoggVerb
{
    public static async Task<int> VerifieraAsync(IServiceProvider services, string? fil)
    {
        IReadOnlyList<Loggankare> fler = [];
        if (fil is not null)
        {
            if (!File.Exists(fil)) { return Verb.Anvandning($"Filen {fil} finns inte."); }
            var lage = await services.GetRequiredService<ILoggankare>().LasAsync(fil, CancellationToken.None);
            if (lage.Ankare.Count == 0) { return Verb.Anvandning($"Filen {fil} har inga ankare. Varje rad ska vara ett ankare som JSON."); }
            fler = lage.Ankare;
        }

        // Progress goes to the error stream and only to a person: the answer is the one line on standard out.
        var visas = !Console.IsErrorRedirected;
        var svar = await Verb.SkickaAsync(services, new ProvaLoggenQuery
        {
            FlerAnkare = fler,
            Forlopp = visas ? (klara, av) => Console.Error.Write($"\r{klara} av {av} händelser …") : null,
        });
        if (visas) { await Console.Error.WriteLineAsync(); }
        if (svar?.Value is not { } kontroll) { return Verb.Misslyckat; }
        Console.WriteLine(kontroll.Mening);
        if (kontroll is { Hel: true, SenasteAnkare: { } senaste }) { Console.WriteLine($"Senaste ankare: {Loggkedja.Tidstext(senaste)}."); }
        return kontroll.Hel ? Verb.Klart : Verb.Misslyckat;
    }

    public static async Task<int> BytNyckelAsync(IServiceProvider services)
    {
        var nycklar = services.GetRequiredService<ILoggnycklar>();
        nycklar.LasOm();
        var fore = nycklar.Alla[^1].Id;
        nycklar.Ny();
        var svar = await Verb.SkickaAsync(services, new NoteraLoggnyckelCommand(fore));
        if (svar is null) { return Verb.Misslyckat; }
        Console.WriteLine(svar.Audit!.Mening);
        Console.WriteLine($"{nycklar.Plats} Ta en ny kopia av dem.");
        return Verb.Klart;
    }
}
