namespace Uppfoljning.Domain.Utforare;

/// <summary>Hur en verksamhet drivs och av vem. Okänd driftsform är null, aldrig ett värde här.</summary>
public enum Driftsform
{
    EgenRegi,
    Bolag,
    Aktiebolag,
    Handelsbolag,
    EnskildFirma,
    EkonomiskForening,
    KooperativForening,
    IdeellForening,
    IdeburenOrganisation,
    Stiftelse,
    KommunaltBolag,
}

/// <summary>Vad som följer av driftsformen.</summary>
public static class Driftsformer
{
    public static readonly Lagrum PrivatUtforareLagrum = Lagrum.Kl(10, 7);

    /// <summary>Så som användaren läser den.</summary>
    public static string Text(this Driftsform form) => form switch
    {
        Driftsform.EgenRegi => "Egen regi",
        Driftsform.Bolag => "Bolag",
        Driftsform.Aktiebolag => "Aktiebolag",
        Driftsform.Handelsbolag => "Handelsbolag",
        Driftsform.EnskildFirma => "Enskild firma",
        Driftsform.EkonomiskForening => "Ekonomisk förening",
        Driftsform.KooperativForening => "Kooperativ förening",
        Driftsform.IdeellForening => "Ideell förening",
        Driftsform.IdeburenOrganisation => "Idéburen organisation",
        Driftsform.Stiftelse => "Stiftelse",
        Driftsform.KommunaltBolag => "Kommunalt bolag",
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
    };

    /// <summary>Privat utförare är den som har hand om en kommunal angelägenhet och inte är kommunen eller kommunens bolag (KL-03, 10 kap. 7 § KL).</summary>
    public static bool ArPrivat(this Driftsform form) => form is not (Driftsform.EgenRegi or Driftsform.KommunaltBolag);

    /// <summary>Tolkar ett skrivet namn på driftsform; skiftläge och mellanslag spelar ingen roll.</summary>
    public static bool TryTolka(string? text, out Driftsform form) =>
        Uppraknat.TryTolka(text, Text, out form);
}
