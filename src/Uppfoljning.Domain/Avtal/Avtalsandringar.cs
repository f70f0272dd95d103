using System.Globalization;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Domain.Avtal;

/// <summary>Grunden för att ändra ett avtal utan ny upphandling (17 kap. 8 § LOU, AND-01).</summary>
public enum Andringsgrund
{
    /// <summary>17 kap. 9 §: mindre värde (AND-02).</summary>
    MindreVarde,

    /// <summary>17 kap. 10 §: ändrings- eller optionsklausul (AND-03).</summary>
    Klausul,

    /// <summary>17 kap. 11 §: kompletterande beställning (AND-04).</summary>
    Kompletterande,

    /// <summary>17 kap. 12 §: oförutsebara omständigheter (AND-05).</summary>
    Oforutsebar,

    /// <summary>17 kap. 13 §: byte av utförare (AND-06).</summary>
    BytAvUtforare,

    /// <summary>17 kap. 14 §: ändringen är inte väsentlig (AND-07).</summary>
    InteVasentlig,
}

public static class Andringsgrunder
{
    public static string Text(this Andringsgrund grund) => grund switch
    {
        Andringsgrund.MindreVarde => "Ändring av mindre värde",
        Andringsgrund.Klausul => "Ändrings- eller optionsklausul",
        Andringsgrund.Kompletterande => "Kompletterande beställning",
        Andringsgrund.Oforutsebar => "Oförutsebara omständigheter",
        Andringsgrund.BytAvUtforare => "Byte av utförare",
        Andringsgrund.InteVasentlig => "Ändringen är inte väsentlig",
        _ => throw new ArgumentOutOfRangeException(nameof(grund), grund, null),
    };

    public static Lagrum Lagrum(this Andringsgrund grund) => Domain.Lagrum.Lou(17, 9 + (int)grund);

    /// <summary>Om en ändring på grunden ska annonseras i en registrerad databas (17 kap. 16 § LOU, AND-09).</summary>
    public static bool Annonseras(this Andringsgrund grund) => grund is Andringsgrund.Kompletterande or Andringsgrund.Oforutsebar;
}

/// <summary>Det som en ändring av ett avtal prövas mot. Null betyder inte känt eller inte besvarat.</summary>
public sealed record Andringsfakta
{
    public Avtalstillstand Tillstand { get; init; } = Avtalstillstand.Aktivt;

    public DateOnly? Start { get; init; }

    /// <summary>Avtalets sista dag; efter den finns inget att ändra.</summary>
    public DateOnly? Slut { get; init; }

    /// <summary>Den sista dag som ändringen ger avtalet; null när den inte ändras.</summary>
    public DateOnly? NyttSlut { get; init; }

    /// <summary>Reglerna som avtalet upphandlades efter. Annat än direktivstyrd gör prövningen vägledande (AND-11).</summary>
    public Upphandlingsregler? Regler { get; init; }

    public Andringsgrund? Grund { get; init; }

    public DateOnly? Beslutad { get; init; }

    /// <summary>Avtalets värde före ändringen, uppräknat om avtalet har en indexklausul (17 kap. 15 § LOU).</summary>
    public long? AvtalsvardeOre { get; init; }

    /// <summary>Ändringens värde med tecken: det som tillkommer minus det som faller bort.</summary>
    public long? AndringOre { get; init; }

    /// <summary>Nettovärdet av de ändringar av mindre värde som redan är gjorda.</summary>
    public long TidigareMindreOre { get; init; }

    /// <summary>Om någon av de tidigare ändringarna av mindre värde saknar värde, så att summan inte är känd.</summary>
    public bool TidigareOkant { get; init; }

    public bool Byggentreprenad { get; init; }

    /// <summary>Användarens egen bedömning när tröskelvärdet i kronor inte är inlagt.</summary>
    public bool? UnderTroskel { get; init; }

    /// <summary>Avtalets övergripande karaktär ändras inte (17 kap. 9 och 12 §§).</summary>
    public bool? KaraktarOforandrad { get; init; }

    /// <summary>Klausulen som ändringen stöds på (17 kap. 10 §).</summary>
    public string? Klausul { get; init; }

    public bool? Nodvandig { get; init; }

    public bool? KanInteBytaUtforare { get; init; }

    public bool? BetydandeOlagenhet { get; init; }

    /// <summary>Vad som inte gick att förutse (17 kap. 12 §).</summary>
    public string? Oforutsett { get; init; }

    public string? NyUtforare { get; init; }

    public bool? UteslutningKontrollerad { get; init; }

    public bool? Kvalificerad { get; init; }

    /// <summary>De fyra frågorna i 17 kap. 14 §; ja på någon av dem gör ändringen väsentlig.</summary>
    public bool? AndraHadeDeltagit { get; init; }

    public bool? BalansenForskjuten { get; init; }

    public bool? OmfattningenUtvidgad { get; init; }

    public bool? UtforarenByts { get; init; }
}

/// <summary>Utfallet: det som hindrar, det som bara är vägledande, och hur talen räknades.</summary>
public sealed record Andringsprovning(IReadOnlyList<Hinder> Hinder, IReadOnlyList<Hinder> Vagledande, IReadOnlyList<string> Steg, bool Annonseras);

/// <summary>Om ett avtal får ändras utan ny upphandling (17 kap. 8–16 §§ LOU, AND-01–AND-11; K4 och K5).</summary>
/// <remarks>
/// Är avtalet inte direktivstyrt, eller är det inte känt, gäller 17 kap. inte direkt (0.3, AND-11). Samma prövning görs då, men det som den visar
/// är vägledande och hindrar inte.
/// </remarks>
public static class Avtalsandringar
{
    /// <summary>17 kap. 9 § LOU: varor och tjänster, strikt lägre än.</summary>
    public const int MindreProcent = 10;

    /// <summary>17 kap. 9 § LOU: byggentreprenader, strikt lägre än.</summary>
    public const int MindreProcentBygg = 15;

    /// <summary>17 kap. 11 och 12 §§ LOU: högst, per ändring.</summary>
    public const int HogstProcent = 50;

    public static Andringsprovning Prova(Andringsfakta fakta, DateOnly idag)
    {
        var alltid = new List<Hinder>();
        if (fakta.Tillstand != Avtalstillstand.Aktivt)
        {
            alltid.Add(new("ej-aktivt", $"Bara ett aktivt avtal kan ändras. Avtalet är {fakta.Tillstand.Text().ToLowerInvariant()}."));
        }
        if (fakta.Slut < idag)
        {
            alltid.Add(new("efter-slut", $"Avtalet löpte ut {fakta.Slut.Value.Iso()}. Det finns inget avtal att ändra."));
        }
        if (fakta.Beslutad is null) { alltid.Add(new("beslutsdag-saknas", "Ange vilken dag ändringen beslutades.", Falt: nameof(fakta.Beslutad))); }
        else if (fakta.Beslutad > idag) { alltid.Add(new("beslutsdag-framtid", "Beslutet kan inte ligga i framtiden.", Falt: nameof(fakta.Beslutad))); }
        if (fakta.NyttSlut is { } nytt) { NyttSlut(fakta, nytt, alltid); }
        if (fakta.Grund is not { } grund)
        {
            alltid.Add(new("grund-saknas", "Välj en grund. Ett avtal får ändras utan ny upphandling bara på någon av grunderna i lagen.", Lagrum.Lou(17, 8), nameof(fakta.Grund)));
            return new(alltid, [], [], false);
        }

        var steg = new List<string>();
        var prov = new List<Hinder>();
        switch (grund)
        {
            case Andringsgrund.MindreVarde: Mindre(fakta, prov, steg); break;
            case Andringsgrund.Klausul: Klausul(fakta, prov); break;
            case Andringsgrund.Kompletterande: Kompletterande(fakta, prov, steg); break;
            case Andringsgrund.Oforutsebar: Oforutsebar(fakta, prov, steg); break;
            case Andringsgrund.BytAvUtforare: Byte(fakta, alltid, prov); break;
            default: Vasentlig(fakta, prov); break;
        }
        return fakta.Regler == Upphandlingsregler.Direktivstyrd
            ? new([.. alltid, .. prov], [], steg, grund.Annonseras())
            : new(alltid, prov, steg, false);
    }

    private static void NyttSlut(Andringsfakta fakta, DateOnly nytt, List<Hinder> hinder)
    {
        if (nytt < fakta.Start) { hinder.Add(new("nytt-slut-fore-start", $"Avtalet börjar {fakta.Start.Value.Iso()} och kan inte sluta dessförinnan.", Falt: nameof(fakta.NyttSlut))); }
        else if (nytt < fakta.Beslutad) { hinder.Add(new("nytt-slut-fore-beslut", "Avtalet kan inte sluta före beslutet om ändringen.", Falt: nameof(fakta.NyttSlut))); }
        else if (nytt == fakta.Slut) { hinder.Add(new("samma-slut", $"Avtalet slutar redan {nytt.Iso()}. Lämna fältet tomt om slutet inte ändras.", Falt: nameof(fakta.NyttSlut))); }
        else if (nytt.Year > Datumtext.StorstAr) { hinder.Add(new("slut-for-sent", $"Dagen ska ligga före år {Datumtext.StorstAr + 1}.", Falt: nameof(fakta.NyttSlut))); }
    }

    private static void Mindre(Andringsfakta fakta, List<Hinder> prov, List<string> steg)
    {
        var lagrum = Andringsgrund.MindreVarde.Lagrum();
        Karaktar(fakta, lagrum, prov);
        if (Tal(fakta, lagrum, prov) is not (var varde, var andring)) { return; }
        if (fakta.TidigareOkant)
        {
            prov.Add(new("tidigare-okant", "En tidigare ändring av mindre värde saknar belopp, så det sammanlagda nettovärdet är inte känt.", lagrum));
            return;
        }

        var netto = fakta.TidigareMindreOre + andring;
        var procent = fakta.Byggentreprenad ? MindreProcentBygg : MindreProcent;
        steg.Add($"Sammanlagt nettovärde av ändringar av mindre värde: tidigare {Belopp.Kronor(fakta.TidigareMindreOre)}, den här {Belopp.Kronor(andring)}, tillsammans {Belopp.Kronor(netto)}.");
        steg.Add($"Det är {Andel(netto, varde)} av avtalets värde {Belopp.Kronor(varde)}. Det ska vara lägre än {procent} procent.");
        if (!Lagre(netto, varde, procent))
        {
            prov.Add(new("over-andel", $"Ändringarna är tillsammans {Belopp.Kronor(netto)}, {Andel(netto, varde)} av avtalets värde. De ska vara lägre än {procent} procent.", lagrum, nameof(fakta.AndringOre)));
        }
        Troskel(fakta, netto, lagrum, prov, steg);
    }

    private static void Troskel(Andringsfakta fakta, long netto, Lagrum lagrum, List<Hinder> prov, List<string> steg)
    {
        if (fakta.Beslutad is not { } dag) { return; }
        var troskel = Troskelvarden.Den(dag, fakta.Byggentreprenad ? Troskelsort.Byggentreprenad : Troskelsort.VarorOchTjanster);
        if (troskel?.Kronor is { } kronor)
        {
            var ryms = Math.Abs(netto) < kronor * 100L;
            steg.Add($"Tröskelvärdet {dag.Iso()} är {Belopp.Kronor(kronor * 100L)} ({troskel.Kalla}). Nettovärdet ska vara lägre, och är {(ryms ? "det" : "inte det")}.");
            if (!ryms) { prov.Add(new("over-troskel", $"Ändringarna är tillsammans {Belopp.Kronor(netto)}. De ska vara lägre än tröskelvärdet {Belopp.Kronor(kronor * 100L)}.", lagrum, nameof(fakta.AndringOre))); }
            return;
        }

        steg.Add(troskel is null
            ? $"Inget tröskelvärde för {dag.Iso()} är inlagt. Användaren avgör."
            : $"Tröskelvärdet {dag.Iso()} är {troskel.Euro.ToString("#,0", CultureInfo.GetCultureInfo("sv-SE"))} euro, men beloppet i kronor är inte inlagt. Användaren avgör.");
        if (fakta.UnderTroskel is null)
        {
            prov.Add(new("troskel-okand", "Tröskelvärdet i kronor är inte inlagt för den dagen. Ange själv om ändringarna tillsammans är lägre än det.", Troskelvarden.Lagrum, nameof(fakta.UnderTroskel)));
        }
        else if (fakta.UnderTroskel == false)
        {
            prov.Add(new("over-troskel", "Du har uppgett att ändringarna tillsammans inte är lägre än tröskelvärdet. Då är grunden inte uppfylld.", lagrum, nameof(fakta.UnderTroskel)));
        }
    }

    private static void Klausul(Andringsfakta fakta, List<Hinder> prov)
    {
        if (string.IsNullOrWhiteSpace(fakta.Klausul))
        {
            prov.Add(new("klausul-saknas", "Ange vilken klausul i upphandlingsdokumenten som ändringen stöds på. Den ska vara klar, exakt och entydig och säga omfattning och art.", Andringsgrund.Klausul.Lagrum(), nameof(fakta.Klausul)));
        }
    }

    private static void Kompletterande(Andringsfakta fakta, List<Hinder> prov, List<string> steg)
    {
        var lagrum = Andringsgrund.Kompletterande.Lagrum();
        Ja(fakta.Nodvandig, "nodvandig", "Beställningen ska vara nödvändig.", nameof(fakta.Nodvandig), lagrum, prov);
        Ja(fakta.KanInteBytaUtforare, "kan-byta", "Utföraren ska inte kunna bytas av ekonomiska eller tekniska skäl.", nameof(fakta.KanInteBytaUtforare), lagrum, prov);
        Ja(fakta.BetydandeOlagenhet, "olagenhet", "Ett byte ska medföra betydande olägenhet eller större omkostnader.", nameof(fakta.BetydandeOlagenhet), lagrum, prov);
        Halva(fakta, lagrum, prov, steg);
    }

    private static void Oforutsebar(Andringsfakta fakta, List<Hinder> prov, List<string> steg)
    {
        var lagrum = Andringsgrund.Oforutsebar.Lagrum();
        if (string.IsNullOrWhiteSpace(fakta.Oforutsett))
        {
            prov.Add(new("oforutsett-saknas", "Ange vilken omständighet som inte gick att förutse.", lagrum, nameof(fakta.Oforutsett)));
        }
        Karaktar(fakta, lagrum, prov);
        Halva(fakta, lagrum, prov, steg);
    }

    private static void Byte(Andringsfakta fakta, List<Hinder> alltid, List<Hinder> prov)
    {
        var lagrum = Andringsgrund.BytAvUtforare.Lagrum();
        if (string.IsNullOrWhiteSpace(fakta.NyUtforare))
        {
            alltid.Add(new("ny-utforare-saknas", "Ange den nya utföraren.", lagrum, nameof(fakta.NyUtforare)));
        }
        Ja(fakta.UteslutningKontrollerad, "uteslutning", "Den nya utföraren ska vara kontrollerad och inte kunna uteslutas enligt 13 kap. 1 § eller 2 § första stycket.", nameof(fakta.UteslutningKontrollerad), lagrum, prov);
        Ja(fakta.Kvalificerad, "kvalificerad", "Den nya utföraren ska uppfylla kvalificeringskraven, eller vara en underleverantör som tar över enligt avtalet.", nameof(fakta.Kvalificerad), lagrum, prov);
    }

    private static void Vasentlig(Andringsfakta fakta, List<Hinder> prov)
    {
        Nej(fakta.AndraHadeDeltagit, "andra-hade-deltagit", "Ändringen skulle ha lett till andra deltagare eller andra anbud om den hade funnits från början.", nameof(fakta.AndraHadeDeltagit), prov);
        Nej(fakta.BalansenForskjuten, "balansen-forskjuten", "Den ekonomiska balansen ändras till utförarens fördel.", nameof(fakta.BalansenForskjuten), prov);
        Nej(fakta.OmfattningenUtvidgad, "omfattningen-utvidgad", "Avtalets omfattning utvidgas betydligt.", nameof(fakta.OmfattningenUtvidgad), prov);
        Nej(fakta.UtforarenByts, "utforaren-byts", "Utföraren byts ut.", nameof(fakta.UtforarenByts), prov);
    }

    private static void Halva(Andringsfakta fakta, Lagrum lagrum, List<Hinder> prov, List<string> steg)
    {
        if (Tal(fakta, lagrum, prov) is not (var varde, var andring)) { return; }
        steg.Add($"Den här ändringen är {Belopp.Kronor(andring)}, {Andel(andring, varde)} av avtalets värde {Belopp.Kronor(varde)}. Den får vara högst {HogstProcent} procent; varje ändring prövas för sig.");
        if (!Hogst(andring, varde, HogstProcent))
        {
            prov.Add(new("over-halften", $"Ändringen är {Andel(andring, varde)} av avtalets värde. Den får vara högst {HogstProcent} procent.", lagrum, nameof(fakta.AndringOre)));
        }
    }

    private static (long Varde, long Andring)? Tal(Andringsfakta fakta, Lagrum lagrum, List<Hinder> prov)
    {
        if (fakta.AvtalsvardeOre is not > 0)
        {
            prov.Add(new("avtalsvarde-okant", "Avtalets värde före ändringen är inte känt, så andelen kan inte räknas. Ange det, uppräknat om avtalet har en indexklausul.", Lagrum.Lou(17, 15), nameof(fakta.AvtalsvardeOre)));
        }
        if (fakta.AndringOre is null)
        {
            prov.Add(new("andringsvarde-okant", "Ange ändringens värde; en minskning skrivs med minustecken.", lagrum, nameof(fakta.AndringOre)));
        }
        return fakta is { AvtalsvardeOre: { } varde and > 0, AndringOre: { } andring } ? (varde, andring) : null;
    }

    private static void Karaktar(Andringsfakta fakta, Lagrum lagrum, List<Hinder> prov) =>
        Ja(fakta.KaraktarOforandrad, "karaktar", "Avtalets övergripande karaktär får inte ändras.", nameof(fakta.KaraktarOforandrad), lagrum, prov);

    private static void Ja(bool? svar, string kod, string krav, string falt, Lagrum lagrum, List<Hinder> prov)
    {
        if (svar != true) { prov.Add(new(kod, svar is null ? $"{krav} Svara på frågan." : $"{krav} Det är inte uppfyllt.", lagrum, falt)); }
    }

    private static void Nej(bool? svar, string kod, string pastaende, string falt, List<Hinder> prov)
    {
        if (svar != false) { prov.Add(new(kod, svar is null ? $"Svara på frågan: {pastaende}" : $"Ändringen är väsentlig: {pastaende}", Andringsgrund.InteVasentlig.Lagrum(), falt)); }
    }

    // Money is whole öre, so the tests are exact; decimal because öre times a hundred does not always fit in 64 bits.
    private static bool Lagre(long del, long varde, int procent) => Math.Abs((decimal)del) * 100 < (decimal)varde * procent;

    private static bool Hogst(long del, long varde, int procent) => Math.Abs((decimal)del) * 100 <= (decimal)varde * procent;

    private static string Andel(long del, long varde) => ((decimal)del * 100 / varde).ToString("0.##", CultureInfo.GetCultureInfo("sv-SE")) + " procent";
}
