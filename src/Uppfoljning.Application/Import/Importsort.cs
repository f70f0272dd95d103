namespace Uppfoljning.Application.Import;

/// <summary>Vilket register en fil är; det sägs av dess rubriker.</summary>
public enum Importsort
{
    Avtal,
    Enheter,
    Utforare,
    Sammantraden,
}

/// <summary>Provad och Misslyckad kan köas eller förkastas. Den som är köad blir Pagar när den tas, och därefter Inford eller Misslyckad.</summary>
public enum Importtillstand
{
    Provad,
    Koad,
    Pagar,
    Misslyckad,
    Inford,
    Forkastad,
}

/// <summary>Vad som händer med raden när filen förs in.</summary>
public enum Radutfall
{
    Ny,
    Andras,
    Lika,
    Fel,
}

public static class Importtext
{
    public static string Text(this Importsort sort) => sort switch { Importsort.Avtal => "Avtal", Importsort.Enheter => "Enheter", Importsort.Sammantraden => "Sammanträden", _ => "Utförare" };

    /// <summary>En sak i registret, mitt i en mening.</summary>
    public static string Ting(this Importsort sort) => sort switch { Importsort.Avtal => "avtal", Importsort.Enheter => "enhet", Importsort.Sammantraden => "sammanträde", _ => "utförare" };

    /// <summary>Ett register av sorten, först i en mening.</summary>
    public static string Register(this Importsort sort) => sort switch
    {
        Importsort.Avtal => "Avtalsregister",
        Importsort.Enheter => "Enhetsregister",
        Importsort.Sammantraden => "Sammanträdesregister",
        _ => "Utförarregister",
    };

    /// <summary>Det som står i registret, i bestämd form.</summary>
    public static string Tingen(this Importsort sort) => sort switch { Importsort.Avtal => "avtalen", Importsort.Enheter => "enheterna", Importsort.Sammantraden => "sammanträdena", _ => "utförarna" };

    /// <summary>Registrets del av adressen.</summary>
    public static string Stig(this Importsort sort) => sort switch { Importsort.Avtal => "avtal", Importsort.Enheter => "enheter", Importsort.Sammantraden => "sammantraden", _ => "utforare" };

    /// <summary>Rubriken som måste finnas.</summary>
    public static string Obligatorisk(this Importsort sort) => Kolumnkarta.ObligatoriskI(sort).Namn;

    /// <summary>Registret i bestämd form, mitt i en mening.</summary>
    public static string Registret(this Importsort sort) => sort switch
    {
        Importsort.Avtal => "avtalsregistret",
        Importsort.Enheter => "enhetsregistret",
        Importsort.Sammantraden => "sammanträdesregistret",
        _ => "utförarregistret",
    };

    public static string Text(this Importtillstand tillstand) => tillstand switch
    {
        Importtillstand.Provad => "Provad",
        Importtillstand.Koad => "I kö",
        Importtillstand.Pagar => "Läses in",
        Importtillstand.Misslyckad => "Gick inte att föra in",
        Importtillstand.Inford => "Införd",
        _ => "Förkastad",
    };

    public static string Text(this Radutfall utfall) => utfall switch
    {
        Radutfall.Ny => "Ny",
        Radutfall.Andras => "Ändras",
        Radutfall.Lika => "Oförändrad",
        _ => "Fel",
    };
}
