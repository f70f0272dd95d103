using Uppfoljning.Application.Common;
using Uppfoljning.Application.Jobb;

namespace Uppfoljning.Application.Kopia;

/// <summary>Den schemalagda säkerhetskopian.</summary>
internal static class Kopiering
{
    public static async Task<Jobbutfall> KorAsync(IJobbsandare sandare, ISakerhetskopior kopior, Action<int, int> forlopp, CancellationToken avbryt)
    {
        if (kopior.Lage.Mapp is not { } mapp) { return new(0, "Ingen mapp för säkerhetskopior är inställd (Kopia:Mapp).", []); }
        try
        {
            var utfall = await kopior.GorAsync(new(mapp, kopior.Installdlosen()), (_, klara, av) => forlopp((int)Math.Min(klara, int.MaxValue), (int)Math.Min(av, int.MaxValue)), avbryt);
            await sandare.SomSystemAsync(new NoteraKopiaCommand(utfall));
            return new(1, $"Säkerhetskopian {Path.GetFileName(utfall.Fil)} är gjord och prövad.{string.Concat(utfall.Varningar.Select(v => $" {v}"))}",
                utfall.Hel ? [] : [.. utfall.Brister.Append(utfall.Provning.Mening)]);
        }
        catch (DriftException fel)
        {
            await sandare.SomSystemAsync(new NoteraMisslyckadKopiaCommand(fel.Message));
            return new(0, "Ingen säkerhetskopia blev gjord.", [fel.Message]);
        }
    }
}
