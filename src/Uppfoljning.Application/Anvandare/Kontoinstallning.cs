namespace Uppfoljning.Application.Anvandare;

/// <summary>Vilka som måste ha engångskoder.</summary>
public enum Tvafaktorkrav
{
    Ingen,
    Administrator,
    Alla,
}

/// <summary>Hur konton fungerar: sektionen Konto i inställningarna, och produktens egen adress.</summary>
public sealed record Kontoinstallning
{
    /// <summary>Så länge gäller en inloggning som inte används.</summary>
    public TimeSpan Vila { get; init; } = TimeSpan.FromHours(9);

    /// <summary>Så länge gäller en inloggning som mest, hur mycket den än används.</summary>
    public TimeSpan Langst { get; init; } = TimeSpan.FromHours(24);

    public Tvafaktorkrav KravTvafaktor { get; init; }

    /// <summary>Bara kommunens inloggning gäller (Extern:BaraExtern). Då har ingen mer än administratörerna lösenord, så att någon kommer in när tjänsten är borta.</summary>
    public bool BaraExtern { get; init; }

    /// <summary>Produktens adress utåt, utan avslutande snedstreck; null när den inte är inställd. Länkar i brev byggs av den, aldrig av det som webbläsaren skickar.</summary>
    public Uri? Adress { get; init; }

    /// <summary>Kommunens namn, som inte duger som lösenord.</summary>
    public string Kommun { get; init; } = "";

    /// <summary>Adressen till sidan där lösenordet väljs. Utan inställd adress bara stigen.</summary>
    public string Lank(string nyckel) => $"{Adress?.ToString().TrimEnd('/')}/konto/nytt-losenord?nyckel={nyckel}";
}
