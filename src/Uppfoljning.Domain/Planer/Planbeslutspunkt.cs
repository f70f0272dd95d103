namespace Uppfoljning.Domain.Planer;

/// <summary>Var ett beslut om planen står: nämndens paragraf, eller den punkt i delegationsordningen som en delegat beslutade med stöd av.</summary>
public static class Planbeslutspunkt
{
    /// <summary>Så lång får punkten vara för att rymmas där paragrafen står.</summary>
    public const int LangstDelegationspunkt = 15;

    private const string Delegation = "del. ";

    /// <summary>Delegationspunkten så som den lagras.</summary>
    public static string Delegerad(string punkt) => Delegation + punkt.Trim();

    public static bool ArDelegerad(string paragraf) => paragraf.StartsWith(Delegation, StringComparison.Ordinal);

    /// <summary>§ 112, eller delegationspunkt 4.2.</summary>
    public static string Text(string? paragraf) => paragraf is null ? "" : ArDelegerad(paragraf) ? $"delegationspunkt {paragraf[Delegation.Length..]}" : $"§ {paragraf}";
}
