namespace Uppfoljning.Domain.Avtal;

/// <summary>Den sida som säger upp avtalet.</summary>
public enum Avtalspartsida
{
    Kommunen,
    Utforaren,
}

public static class Avtalspartsidor
{
    public static string Text(this Avtalspartsida sida) => sida == Avtalspartsida.Kommunen ? "Kommunen" : "Utföraren";
}

/// <summary>Det som en övergång prövas mot: registrets uppgifter och det som den som för avtalet vidare uppger. Null betyder inte känt eller inte angivet.</summary>
public sealed record Avtalsgangfakta
{
    public required Avtalstillstand Tillstand { get; init; }

    public DateOnly? Start { get; init; }

    public DateOnly? Slut { get; init; }

    public int? UppsagningstidManader { get; init; }

    // K1
    public DateOnly? UndertecknatKommun { get; init; }

    public DateOnly? UndertecknatUtforare { get; init; }

    /// <summary>Klausulerna som avtalet har, saknar eller inte är kontrollerat för (KL-05, AND-10).</summary>
    public IReadOnlyDictionary<Klausulsort, bool?> Klausuler { get; init; } = new Dictionary<Klausulsort, bool?>();

    public bool? PrivatUtforare { get; init; }

    // K2
    /// <summary>Om verksamheten kräver IVO-tillstånd, så som någon har uppgett det.</summary>
    public bool? IvoKravs { get; init; }

    public string? IvoSkal { get; init; }

    /// <summary>Om utförarens senaste kontroll visar ett tillstånd som gäller den dag avtalet börjar. Null när ingen kontroll säger det; det är inte ett ja.</summary>
    public bool? IvoTillstand { get; init; }

    public bool StartkravUppfyllda { get; init; }

    // K6
    public string? RattelseAvser { get; init; }

    public DateOnly? RattelseSenast { get; init; }

    // K7
    public DateOnly? Kontrollerad { get; init; }

    public string? Kontrollresultat { get; init; }

    public bool? KontrollGodkand { get; init; }

    // K8 och K9
    public Avtalspartsida? AvslutAv { get; init; }

    public DateOnly? AvslutBesked { get; init; }

    public string? Avtalspunkt { get; init; }

    public string? AvslutSkal { get; init; }

    public string? Beslut { get; init; }

    public DateOnly? Beslutad { get; init; }

    public DateOnly? UtforarenHord { get; init; }

    public DateOnly? Upphor { get; init; }

    public string? UpphorSkal { get; init; }

    public bool KanInteRattas { get; init; }

    public string? KanInteRattasSkal { get; init; }

    public string? PlanForBrukarna { get; init; }

    // K13
    public bool Slutrapport { get; init; }

    public bool AvvikelserAvslutade { get; init; }

    public bool Slutavraknat { get; init; }
}
