using System.Globalization;
using Microsoft.Extensions.Configuration;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Infrastructure.Inloggning;

/// <summary>Läser sektionen Konto, produktens adress ur Webb:Adress, och om bara kommunens inloggning gäller ur Extern:BaraExtern.</summary>
internal static class Kontoinstallningar
{
    /// <exception cref="DriftException">En inställning saknar mening eller säger emot en annan.</exception>
    public static Kontoinstallning Las(IConfiguration configuration)
    {
        var (vila, langst) = (Timmar(configuration, "Konto:VilaTimmar", 9), Timmar(configuration, "Konto:LangstTimmar", 24));
        if (vila > langst) { throw new DriftException("Inställningen Konto:VilaTimmar är längre än Konto:LangstTimmar. En inloggning kan inte vila längre än den gäller."); }
        return new()
        {
            Vila = vila,
            Langst = langst,
            KravTvafaktor = configuration["Konto:KravTvafaktor"] switch
            {
                null or "" => Tvafaktorkrav.Ingen,
                var text when Enum.TryParse<Tvafaktorkrav>(text, out var krav) && Enum.IsDefined(krav) && !char.IsAsciiDigit(text[0]) => krav,
                var text => throw new DriftException($"Inställningen Konto:KravTvafaktor är ”{text}” men ska vara Ingen, Administrator eller Alla."),
            },
            BaraExtern = bool.TryParse(configuration["Extern:BaraExtern"], out var bara) && bara,
            Adress = Adress(configuration["Webb:Adress"]),
            Kommun = configuration["Kommun:Namn"] ?? "",
        };
    }

    private static TimeSpan Timmar(IConfiguration configuration, string namn, int forval) => configuration[namn] switch
    {
        null or "" => TimeSpan.FromHours(forval),
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var timmar) && timmar is >= 1 and <= 720 => TimeSpan.FromHours(timmar),
        var text => throw new DriftException($"Inställningen {namn} är ”{text}” men ska vara ett antal timmar mellan 1 och 720."),
    };

    private static Uri? Adress(string? text) => string.IsNullOrWhiteSpace(text) ? null
        : Uri.TryCreate(text.Trim(), UriKind.Absolute, out var adress) && adress.Scheme is "https" or "http" && adress.Query.Length == 0 && adress.Fragment.Length == 0 && adress.UserInfo.Length == 0 ? adress
        : throw new DriftException($"Inställningen Webb:Adress är ”{text}” men ska vara adressen som webbläsarna når produkten på, till exempel https://uppfoljning.kommunen.se.");
}
