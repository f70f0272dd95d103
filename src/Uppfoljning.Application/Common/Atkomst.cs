namespace Uppfoljning.Application.Common;

/// <summary>Vad åtkomstkontrollen kom fram till om begäran: vilken nämnd och vilket ärende den gäller. Händelsen skrivs med dem.</summary>
public sealed class Atkomst
{
    public Guid? NamndId { get; set; }

    public Guid? ArendeId { get; set; }

    /// <summary>Den eller de som användaren är ersättare för, när det är deras roll och inte en egen som ger rätten.</summary>
    public string? Ersatter { get; set; }

    /// <summary>Detsamma nämnd för nämnd, när begäran gäller flera.</summary>
    public IReadOnlyDictionary<Guid, string> ErsatterI { get; set; } = new Dictionary<Guid, string>();
}
