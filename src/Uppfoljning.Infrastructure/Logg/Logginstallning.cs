using Microsoft.Extensions.Configuration;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Infrastructure.Logg;

/// <summary>Var loggens nycklar och ankare finns: sektionen Logg i inställningarna.</summary>
/// <param name="Nyckel">Nyckeln i inställningarna, som base64; tom när den ligger i en fil.</param>
/// <param name="GamlaNycklar">De äldre, den äldsta först.</param>
/// <param name="Nyckelfil">Filen som programmet sköter; null när nyckeln står i inställningarna eller ingen mapp är känd.</param>
/// <param name="Ankarfil">Filen som ankarna läggs sist i.</param>
/// <param name="Mottagare">Adressen som ankarna skickas till.</param>
/// <param name="Token">Det som visar mottagaren vem som skickar.</param>
internal sealed record Logginstallning(string Nyckel, IReadOnlyList<string> GamlaNycklar, string? Nyckelfil, string? Ankarfil, Uri? Mottagare, string? Token)
{
    private const string Filnamn = "logg.nycklar";

    /// <exception cref="DriftException">En inställning saknar mening eller säger emot en annan.</exception>
    public static Logginstallning Las(IConfiguration configuration)
    {
        var mapp = (configuration["Nycklar:Mapp"] ?? "").Trim();
        var ankarfil = (configuration["Logg:Ankare:Fil"] ?? "").Trim();
        var mottagare = Adress((configuration["Logg:Ankare:Adress"] ?? "").Trim());
        if (mottagare is not null && ankarfil.Length == 0)
        {
            throw new DriftException("Inställningen Logg:Ankare:Adress behöver också Logg:Ankare:Fil: i filen står vad mottagaren har tagit emot.");
        }
        if (ankarfil.Length > 0 && Directory.Exists(ankarfil)) { throw new DriftException($"Inställningen Logg:Ankare:Fil är ”{ankarfil}”, som är en mapp och ska vara en fil."); }
        var nyckel = (configuration["Logg:Nyckel"] ?? "").Trim();
        return new(
            nyckel, (configuration["Logg:GamlaNycklar"] ?? "").Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries),
            nyckel.Length > 0 || mapp.Length == 0 ? null : Path.Combine(mapp, Filnamn),
            ankarfil.Length == 0 ? null : Path.GetFullPath(ankarfil), mottagare,
            configuration["Logg:Ankare:Token"] is { Length: > 0 } token ? token : null);
    }

    /// <summary>Bara https, och utan inloggning i adressen. Den egna maskinen får svara på http.</summary>
    private static Uri? Adress(string text)
    {
        if (text.Length == 0) { return null; }
        return Uri.TryCreate(text, UriKind.Absolute, out var adress) && adress.UserInfo.Length == 0
            && (adress.Scheme == Uri.UriSchemeHttps || (adress.Scheme == Uri.UriSchemeHttp && adress.IsLoopback))
                ? adress
                : throw new DriftException($"Inställningen Logg:Ankare:Adress är ”{text}” men ska vara en https-adress utan användarnamn, till exempel https://arkiv.kommunen.se/ankare.");
    }
}
