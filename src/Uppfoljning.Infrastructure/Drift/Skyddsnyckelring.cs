using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Drift;
using Uppfoljning.Infrastructure.Filer;

namespace Uppfoljning.Infrastructure.Drift;

/// <summary>Var nyckeln som skyddar nycklarna i databasen finns: Nycklar i inställningarna.</summary>
/// <param name="Skydd">Nyckeln i inställningarna, som base64; tom när den ligger i en fil.</param>
/// <param name="GamlaSkydd">De äldre, den äldsta först.</param>
/// <param name="Mapp">Nycklarnas mapp; null när ingen är känd.</param>
internal sealed record Skyddsinstallning(string Skydd, IReadOnlyList<string> GamlaSkydd, string? Mapp)
{
    public const string Filnamn = "skydd.nycklar";

    public static readonly char[] Skiljetecken = [',', ' ', ';'];

    /// <summary>Filen som programmet sköter; null när nyckeln står i inställningarna eller ingen mapp är känd.</summary>
    public string? Fil => Skydd.Length > 0 || Mapp is null ? null : Path.Combine(Mapp, Filnamn);

    /// <summary>Om nycklarna kan ligga i databasen: det finns en nyckel utanför den.</summary>
    public bool Pa => Skydd.Length > 0 || Mapp is not null;

    /// <exception cref="DriftException">En nyckel går inte att läsa.</exception>
    public static Skyddsinstallning Las(IConfiguration configuration)
    {
        var mapp = (configuration["Nycklar:Mapp"] ?? "").Trim();
        var i = new Skyddsinstallning((configuration["Nycklar:Skydd"] ?? "").Trim(),
            (configuration["Nycklar:GamlaSkydd"] ?? "").Split(Skiljetecken, StringSplitOptions.RemoveEmptyEntries), mapp.Length == 0 ? null : mapp);
        if (i.Skydd.Length > 0) { Skyddsnyckelring.Nyckel(i.Skydd, "Nycklar:Skydd"); }
        foreach (var gammal in i.GamlaSkydd) { Skyddsnyckelring.Nyckel(gammal, "Nycklar:GamlaSkydd"); }
        return i;
    }
}

/// <summary>
/// Nycklarna som skyddar dem i databasen: ur inställningarna, eller ur en fil i nycklarnas mapp som bara programmets eget konto får läsa. En rad är id,
/// dag och nyckel; den sista gäller, de äldre läser det som skyddades förr.
/// </summary>
internal sealed class Skyddsnyckelring(Skyddsinstallning installning, TimeProvider clock) : ISkyddsnycklar
{
    private const int Langd = 32;

    private static readonly byte[] Idord = "uppfoljning skydd nyckel"u8.ToArray();

    private readonly Lock _las = new();
    private IReadOnlyList<Skyddsnyckel>? _alla;

    public bool Pa => installning.Pa;

    public bool IInstallning => installning.Skydd.Length > 0;

    public string Plats => installning.Skydd.Length > 0 ? "Nycklarna står i inställningarna Nycklar:Skydd och Nycklar:GamlaSkydd."
        : installning.Fil is { } fil ? $"Nycklarna ligger i filen {Path.GetFullPath(fil)} (inställningen Nycklar:Mapp)."
        : "Ange en mapp för nycklar i inställningen Nycklar:Mapp, eller en nyckel i Nycklar:Skydd (32 slumpade byte som base64).";

    public IReadOnlyList<string> Idn => [.. Alla.Select(n => n.Id)];

    public IReadOnlyList<Skyddsnyckel> Alla
    {
        get
        {
            lock (_las) { return _alla ??= Las(); }
        }
    }

    /// <summary>Nyckeln med det id:t. Är den okänd läses filen om: en annan process kan ha bytt nyckel.</summary>
    public Skyddsnyckel? Med(string id)
    {
        lock (_las)
        {
            var nyckel = (_alla ??= Las()).FirstOrDefault(n => n.Id == id);
            return nyckel ?? (_alla = Las()).FirstOrDefault(n => n.Id == id);
        }
    }

    /// <summary>Nyckeln som gäller nu. Den första görs här.</summary>
    public Skyddsnyckel Nu
    {
        get
        {
            lock (_las)
            {
                if (Alla.Count == 0) { Ny(); }
                return _alla![^1];
            }
        }
    }

    public string SkyddaOm(string innehall) => new Nyckelskydd(this).SkyddaOm(innehall);

    public string Ny()
    {
        lock (_las)
        {
            if (installning.Skydd.Length > 0)
            {
                throw new DriftException("Skyddsnyckeln står i inställningen Nycklar:Skydd. Flytta den sist i Nycklar:GamlaSkydd, sätt Nycklar:Skydd till en ny på alla servrar, starta om dem och kör byt-skyddsnyckel.");
            }
            if (installning.Fil is not { } fil) { throw new DriftException($"Det finns ingen plats för skyddsnyckeln. {Plats}"); }
            try
            {
                var varde = RandomNumberGenerator.GetBytes(Langd);
                Nyckelfil.LaggTill(fil, "# Nycklarna som skyddar dem i databasen. Den sista gäller. Ta aldrig bort en rad, och ha en kopia på en annan plats än databasens.", Nyckelfil.Rad(Id(varde), clock.GetUtcNow(), varde));
            }
            catch (Exception fel) when (fel is IOException or UnauthorizedAccessException)
            {
                throw new DriftException($"Skyddsnyckeln går inte att spara: {Diskorsak.Text(fel)}. {Plats}");
            }
            _alla = Las();
            return _alla[^1].Id;
        }
    }

    private List<Skyddsnyckel> Las()
    {
        if (installning.Skydd.Length > 0)
        {
            return [.. installning.GamlaSkydd.Select(text => Nyckel(text, "Nycklar:GamlaSkydd")), Nyckel(installning.Skydd, "Nycklar:Skydd")];
        }
        if (installning.Fil is not { } fil) { return []; }
        try
        {
            return [.. Nyckelfil.Las(fil, Tolka, Id).Select(n => new Skyddsnyckel(n.Id, n.Varde))];
        }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException)
        {
            throw new DriftException($"Skyddsnycklarna i {Path.GetFullPath(fil)} går inte att läsa: {Diskorsak.Text(fel)}.");
        }
    }

    internal static Skyddsnyckel Nyckel(string text, string installning) => Tolka(text) is { } varde
        ? new(Id(varde), varde)
        : throw new DriftException($"Inställningen {installning} ska vara {Langd} slumpade byte som base64, till exempel ur openssl rand -base64 32.");

    private static byte[]? Tolka(string text)
    {
        var varde = new byte[text.Length];
        return Convert.TryFromBase64String(text, varde, out var antal) && antal == Langd ? varde[..antal] : null;
    }

    private static string Id(byte[] varde) => Convert.ToHexStringLower(HMACSHA256.HashData(varde, Idord))[..16];
}

/// <summary>En nyckel och dess id, som säger vilken den är men inget om den.</summary>
internal sealed record Skyddsnyckel(string Id, byte[] Varde)
{
    public override string ToString() => Id;
}
