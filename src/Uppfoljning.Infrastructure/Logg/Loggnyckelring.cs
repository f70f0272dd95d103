using System.Security.Cryptography;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Logg;
using Uppfoljning.Infrastructure.Filer;

namespace Uppfoljning.Infrastructure.Logg;

/// <summary>
/// Loggens nycklar: ur inställningarna, eller ur en fil i nycklarnas mapp.
/// </summary>
internal sealed class Loggnyckelring(Logginstallning installning, TimeProvider clock) : ILoggnycklar
{
    private const int Minst = 32;

    private static readonly byte[] Idord = "uppfoljning logg nyckel"u8.ToArray();

    private readonly Lock _las = new();
    private IReadOnlyList<Loggnyckel>? _alla;

    public IReadOnlyList<Loggnyckel> Alla
    {
        get
        {
            lock (_las) { return _alla ??= Las(); }
        }
    }

    public bool Installda => installning.Nyckel.Length > 0;

    public string Plats => Installda ? "Nycklarna står i inställningarna Logg:Nyckel och Logg:GamlaNycklar."
        : installning.Nyckelfil is { } fil ? $"Nycklarna ligger i filen {Path.GetFullPath(fil)} (inställningen Nycklar:Mapp)."
        : "Ange en mapp för nycklar i inställningen Nycklar:Mapp, eller en nyckel i Logg:Nyckel (minst 32 slumpade byte som base64).";

    public void LasOm()
    {
        lock (_las) { _alla = Las(); }
    }

    public Loggnyckel Ny()
    {
        lock (_las)
        {
            if (Installda)
            {
                throw new DriftException("Loggens nyckel står i inställningen Logg:Nyckel. Flytta den sist i Logg:GamlaNycklar, sätt Logg:Nyckel till en ny och starta om alla servrar samtidigt.");
            }
            if (installning.Nyckelfil is not { } fil) { throw new DriftException($"Loggen har ingen nyckel. {Plats}"); }
            try
            {
                var varde = RandomNumberGenerator.GetBytes(Minst);
                Nyckelfil.LaggTill(fil, "# Loggens nycklar. Den sista gäller. Ta aldrig bort en rad, och ha en kopia på en annan plats än databasens.", Nyckelfil.Rad(Id(varde), clock.GetUtcNow(), varde));
            }
            catch (Exception fel) when (fel is IOException or UnauthorizedAccessException)
            {
                throw new DriftException($"Loggens nyckel går inte att spara: {Diskorsak.Text(fel)}. {Plats}");
            }
            _alla = Las();
            return _alla[^1];
        }
    }

    private List<Loggnyckel> Las() => Installda
        ? [.. installning.GamlaNycklar.Select(text => Nyckel(text, "Logg:GamlaNycklar")), Nyckel(installning.Nyckel, "Logg:Nyckel")]
        : installning.Nyckelfil is { } fil ? UrFil(fil) : [];

    private static List<Loggnyckel> UrFil(string fil)
    {
        try
        {
            return [.. Nyckelfil.Las(fil, Tolka, Id).Select(n => new Loggnyckel(n.Id, n.Varde))];
        }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException)
        {
            throw new DriftException($"Loggens nycklar i {Path.GetFullPath(fil)} går inte att läsa: {Diskorsak.Text(fel)}.");
        }
    }

    private static Loggnyckel Nyckel(string text, string installning) => Tolka(text) is { } varde
        ? new(Id(varde), varde)
        : throw new DriftException($"Inställningen {installning} ska vara minst {Minst} slumpade byte som base64, till exempel ur openssl rand -base64 32.");

    private static byte[]? Tolka(string text)
    {
        var varde = new byte[text.Length];
        return Convert.TryFromBase64String(text, varde, out var antal) && antal >= Minst ? varde[..antal] : null;
    }

    /// <summary>Nyckelns id: säger vilken den är men inget om den.</summary>
    private static string Id(byte[] varde) => Convert.ToHexStringLower(HMACSHA256.HashData(varde, Idord))[..16];
}
