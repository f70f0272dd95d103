using System.Data.Common;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Jobb;

namespace Uppfoljning.Application.Kopia;

/// <summary>Den schemalagda säkerhetskopian.</summary>
internal static class Kopiering
{
    private const string Inteskriven = "Databasen tog inte emot händelsen om kopian.";

    public static async Task<Jobbutfall> KorAsync(IJobbsandare sandare, ISakerhetskopior kopior, Action<int, int> forlopp, CancellationToken avbryt)
    {
        if (kopior.Lage.Mapp is not { } mapp) { return new(0, "Ingen mapp för säkerhetskopior är inställd (Kopia:Mapp).", []); }
        try
        {
            var utfall = await kopior.GorAsync(new(mapp, kopior.Installdlosen()), (_, klara, av) => forlopp((int)Math.Min(klara, int.MaxValue), (int)Math.Min(av, int.MaxValue)), avbryt);
            if (!await NoteradAsync(sandare, new NoteraKopiaCommand(utfall))) { return new(1, "Säkerhetskopian är gjord, men händelsen gick inte att skriva i loggen.", [Inteskriven]); }
            return new(1, $"Säkerhetskopian {Path.GetFileName(utfall.Fil)} är gjord och prövad.{string.Concat(utfall.Varningar.Select(v => $" {v}"))}",
                utfall.Hel ? [] : [.. utfall.Brister.Append(utfall.Provning.Mening)]);
        }
        catch (DriftException fel)
        {
            return new(0, "Ingen säkerhetskopia blev gjord.", await NoteradAsync(sandare, new NoteraMisslyckadKopiaCommand(fel.Message)) ? [fel.Message] : [fel.Message, Inteskriven]);
        }
    }

    /// <summary>Skriver händelsen. Ett fel i databasen stannar här: jobbet skulle annars köras om, och göra en kopia till varje gång.</summary>
    private static async Task<bool> NoteradAsync<T>(IJobbsandare sandare, T handelse) where T : ICommand<MediatR.Unit>
    {
        try
        {
            await sandare.SomSystemAsync(handelse);
            return true;
        }
        catch (DbException)
        {
            return false;
        }
    }
}
