using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Domain.Integritet;

/// <summary>Vad en kolumn kan hålla om en människa.</summary>
public enum Personuppgiftssort
{
    /// <summary>Kolumnen håller ingen uppgift om en människa: en beteckning, ett uppräknat värde, en kontrollsumma.</summary>
    Ingen,

    /// <summary>En människas namn, eller en enskild firmas.</summary>
    Namn,

    /// <summary>Ett organisationsnummer, som för en enskild firma är ett personnummer (3 kap. 10 § DSL).</summary>
    Personnummer,

    Epost,
    Telefon,
    Adress,
    Anvandarnamn,

    /// <summary>En hänvisning till ett användarkonto.</summary>
    Anvandare,

    /// <summary>Text som någon har skrivit fritt och som kan nämna vem som helst.</summary>
    Fritext,

    Filnamn,

    /// <summary>Enstaka ord ur andra kolumner, för sökrutan.</summary>
    Sokord,

    /// <summary>Det som prövar att någon är den hon säger: lämnas aldrig ut, inte heller till henne själv.</summary>
    Hemlighet,
}

/// <summary>Delarna i programmet så som registret över behandlingar räknar upp dem (artikel 30 i dataskyddsförordningen).</summary>
public enum Modul
{
    Avtal,
    Utforare,
    Kontroller,
    Planer,
    Mal,
    Dokument,
    Sammantraden,
    Konton,
    Logg,
    Import,
    Uppgifter,
    Sokning,
    Sakerhetskopior,
    Post,
}

/// <summary>En kolumn i databasen och vad den kan hålla om en människa.</summary>
public sealed record Personuppgift(string Tabell, string Kolumn, Personuppgiftssort Sort, Modul Modul);

/// <summary>
/// Varje kolumn i databasen som kan hålla en uppgift om en människa, klassad på ett ställe. Sammanställningen om en person (artikel 15 i
/// dataskyddsförordningen) och registret över behandlingar (artikel 30) läser härifrån, så en kolumn som inte står här vore osynlig i båda.
/// </summary>
/// <remarks>En ny kolumn: lägg till en rad "Tabell.Kolumn | Sort | Modul". Sort är Ingen när kolumnen aldrig rör en människa: text som någon skriver själv är Fritext.</remarks>
public static class Personuppgifter
{
    private const string Klassning = """
        Namnd.Namn | Ingen | Sammantraden
        Anvandare.Anvandarnamn | Anvandarnamn | Konton
        Anvandare.AnvandarnamnNormal | Anvandarnamn | Konton
        Anvandare.Namn | Namn | Konton
        Anvandare.Losenord | Hemlighet | Konton
        Anvandare.Sakerhetsstampel | Hemlighet | Konton
        Rolltilldelning.AnvandareId | Anvandare | Konton
        Anvandare.Epost | Epost | Konton
        Anvandare.EpostNormal | Epost | Konton
        Inloggningssession.AnvandareId | Anvandare | Konton
        Inloggningssession.Satt | Ingen | Konton
        Inloggningssession.Adress | Adress | Konton
        Inloggningssession.Webblasare | Fritext | Konton
        Tvafaktor.AnvandareId | Anvandare | Konton
        Tvafaktor.Hemlighet | Hemlighet | Konton
        Tvafaktor.NyHemlighet | Hemlighet | Konton
        Reservkod.AnvandareId | Anvandare | Konton
        Reservkod.Salt | Hemlighet | Konton
        Reservkod.Summa | Hemlighet | Konton
        Engangslank.AnvandareId | Anvandare | Konton
        Engangslank.Summa | Hemlighet | Konton
        ExternIdentitet.Utfardare | Ingen | Konton
        ExternIdentitet.Amne | Anvandarnamn | Konton
        ExternIdentitet.AnvandareId | Anvandare | Konton
        ExternIdentitet.Anvandarnamn | Anvandarnamn | Konton
        ExternIdentitet.Namn | Namn | Konton
        ExternIdentitet.Epost | Epost | Konton
        Gruppmappning.Grupp | Ingen | Konton
        Gruppmedlem.AnvandareId | Anvandare | Konton
        Ersattare.ForAnvandareId | Anvandare | Konton
        Ersattare.AnvandareId | Anvandare | Konton
        Ersattare.Skal | Fritext | Konton
        Ersattare.UtseddAv | Namn | Konton
        Ersattare.AterkalladAv | Namn | Konton
        Skyddsnyckel.Id | Ingen | Konton
        Skyddsnyckel.Innehall | Hemlighet | Konton
        Utskick.Till | Epost | Post
        Utskick.Amne | Hemlighet | Post
        Utskick.Innehall | Hemlighet | Post
        Utskick.Fel | Fritext | Post
        Handelse.AnvandareId | Anvandare | Logg
        Handelse.Anvandare | Namn | Logg
        Handelse.Vad | Ingen | Logg
        Handelse.Mening | Fritext | Logg
        Handelse.Fakta | Fritext | Logg
        Handelse.Kedja | Ingen | Logg
        Verksamhetsomrade.Namn | Ingen | Avtal
        Utforare.Namn | Namn | Utforare
        Utforare.Organisationsnummer | Personnummer | Utforare
        Utforare.Adress | Adress | Utforare
        Utforare.Webbplats | Fritext | Utforare
        Utforare.Anmarkning | Fritext | Utforare
        Import.Filnamn | Filnamn | Import
        Import.Checksumma | Ingen | Import
        Import.InlagdAv | Namn | Import
        Import.AvslutadAv | Namn | Import
        Import.Kolumnval | Fritext | Import
        Import.Avtryck | Ingen | Import
        Import.StartadAv | Namn | Import
        Import.StartadAvId | Anvandare | Import
        Import.Fel | Fritext | Import
        Avtal.Radnyckel | Ingen | Avtal
        Avtal.Avtalsnummer | Ingen | Avtal
        Avtal.Benamning | Fritext | Avtal
        Avtal.Omrade | Fritext | Avtal
        Avtal.Avtalsansvarig | Namn | Avtal
        Avtal.Anmarkning | Fritext | Avtal
        Avtal.Diarienummer | Ingen | Avtal
        Avtal.Indexering | Fritext | Avtal
        Avtal.RattelseAvser | Fritext | Avtal
        Avtal.AvslutSkal | Fritext | Avtal
        Avtal.AvslutBeslut | Fritext | Avtal
        Avtal.IvoSkal | Fritext | Avtal
        Enhet.Radnyckel | Ingen | Utforare
        Enhet.Namn | Fritext | Utforare
        Enhet.MojligFor | Fritext | Utforare
        Enhet.Anmarkning | Fritext | Utforare
        Enhet.Plats | Adress | Utforare
        Enhet.UppdragDiarienummer | Ingen | Utforare
        Sokord.Ord | Sokord | Sokning
        Uppfoljningsplan.Checksumma | Ingen | Planer
        Uppfoljningsplan.Revideringsskal | Fritext | Planer
        Planrad.Verksamhetsomrade | Ingen | Planer
        Planrad.Objekt | Fritext | Planer
        Planrad.Utforare | Namn | Planer
        Planrad.Avtalsnummer | Ingen | Planer
        Planrad.VadSomFoljsUpp | Fritext | Planer
        Planrad.Former | Ingen | Planer
        Planrad.Ansvarig | Namn | Planer
        Planrad.AterkopplingNamnd | Fritext | Planer
        Planrad.AterkopplingUtforare | Fritext | Planer
        Planrad.AterkopplingAllmanhet | Fritext | Planer
        Planrad.Skal | Fritext | Planer
        Planrad.AndradAv | Namn | Planer
        Planrad.FlerManader | Ingen | Planer
        Planrad.Risk | Fritext | Planer
        Planrad.Riskniva | Ingen | Planer
        Planrad.Utlosartext | Fritext | Planer
        PlanUtanRad.Verksamhetsomrade | Ingen | Planer
        PlanUtanRad.Objekt | Fritext | Planer
        PlanUtanRad.Utforare | Namn | Planer
        PlanUtanRad.Skal | Fritext | Planer
        Kalenderdag.Namn | Fritext | Uppgifter
        Sammantrade.Plats | Fritext | Sammantraden
        Sammantrade.InstalltSkal | Fritext | Sammantraden
        Program.Namn | Fritext | Mal
        Program.RegistreradAv | Namn | Mal
        Programpunkt.Rubrik | Fritext | Mal
        Programpunkt.Innehall | Fritext | Mal
        Malomrade.Namn | Fritext | Mal
        Malomrade.Dimension | Fritext | Mal
        Fullmaktigemal.Namn | Fritext | Mal
        Namndmal.Namn | Fritext | Mal
        Namndmal.VadFoljsUpp | Fritext | Mal
        Namndmal.Arbetssatt | Fritext | Mal
        Indikator.Namn | Fritext | Mal
        Indikator.Enhet | Fritext | Mal
        Kontakt.Namn | Namn | Utforare
        Kontakt.Funktion | Fritext | Utforare
        Kontakt.Epost | Epost | Utforare
        Kontakt.Telefon | Telefon | Utforare
        Kontroll.Kalla | Fritext | Kontroller
        Kontroll.Beteckning | Fritext | Kontroller
        Kontroll.Anmarkning | Fritext | Kontroller
        Kontroll.GjordAv | Namn | Kontroller
        Avtalsansvar.AnvandareId | Anvandare | Avtal
        Avtalsansvar.Namn | Namn | Avtal
        Avtalspart.Namn | Namn | Avtal
        Avtalspart.Organisationsnummer | Personnummer | Avtal
        Avtalsforlangning.Beslut | Fritext | Avtal
        Avtalskrav.Punkt | Ingen | Avtal
        Avtalskrav.Krav | Fritext | Avtal
        Avtalskrav.Utlovat | Fritext | Avtal
        Avtalsklausul.Punkt | Ingen | Avtal
        Avtalsklausul.Text | Fritext | Avtal
        Avtalssanktion.Punkt | Ingen | Avtal
        Avtalssanktion.Villkor | Fritext | Avtal
        Avtalsandring.Beskrivning | Fritext | Avtal
        Avtalsandring.RegistreradAv | Namn | Avtal
        Kolumnminne.Rubrik | Fritext | Import
        Kolumnminne.Kolumn | Ingen | Import
        SparadVy.AnvandareId | Anvandare | Konton
        SparadVy.Namn | Fritext | Konton
        SparadVy.Fraga | Fritext | Konton
        Dokument.Filnamn | Filnamn | Dokument
        Dokument.Checksumma | Ingen | Dokument
        Dokument.Beskrivning | Fritext | Dokument
        Dokument.InlagtAv | Namn | Dokument
        Dokument.BorttagetAv | Namn | Dokument
        Upphandlingstid.AndradAv | Namn | Avtal
        Planjobb.StartadAvId | Anvandare | Planer
        Planjobb.StartadAv | Namn | Planer
        Planjobbrad.Besked | Fritext | Planer
        Forfallonotis.AnvandareId | Anvandare | Uppgifter
        Forfallonotis.Nyckel | Ingen | Uppgifter
        Indikatoruppdelning.Omrade | Fritext | Mal
        Planregelverk.StandardAnsvarig | Namn | Planer
        Planregelverk.AterkopplingNamnd | Fritext | Planer
        Planregelverk.AterkopplingUtforare | Fritext | Planer
        Planregelverk.AterkopplingAllmanhet | Fritext | Planer
        Planregelverk.AterkopplingAllmanhetValfrihet | Fritext | Planer
        Planregelverk.AndradAv | Namn | Planer
        Planniva.Namn | Fritext | Planer
        Planregel.Benamning | Fritext | Planer
        Planregel.Kalla | Fritext | Planer
        Planregel.Verksamhetsomrade | Ingen | Planer
        Planregel.AndradAv | Namn | Planer
        Riskuppgift.Motiv | Fritext | Planer
        Riskuppgift.AndradAv | Namn | Planer
        Planbemanning.Namn | Namn | Planer
        Planbemanning.AnvandareId | Anvandare | Planer
        Planversion.Checksumma | Ingen | Planer
        Planversion.Skal | Fritext | Planer
        Planversion.RegistreradAv | Namn | Planer
        Planversionsrad.Verksamhetsomrade | Ingen | Planer
        Planversionsrad.Objekt | Fritext | Planer
        Planversionsrad.Utforare | Namn | Planer
        Planversionsrad.Avtalsnummer | Ingen | Planer
        Planversionsrad.VadSomFoljsUpp | Fritext | Planer
        Planversionsrad.Former | Ingen | Planer
        Planversionsrad.Ansvarig | Namn | Planer
        Planversionsrad.FlerManader | Ingen | Planer
        Planversionsrad.AterkopplingNamnd | Fritext | Planer
        Planversionsrad.AterkopplingUtforare | Fritext | Planer
        Planversionsrad.AterkopplingAllmanhet | Fritext | Planer
        Planversionsrad.Skal | Fritext | Planer
        Planversionsrad.Risk | Fritext | Planer
        Planversionsrad.Riskniva | Ingen | Planer
        Planversionsrad.Utlosartext | Fritext | Planer
        Planversionsutan.Verksamhetsomrade | Ingen | Planer
        Planversionsutan.Objekt | Fritext | Planer
        Planversionsutan.Utforare | Namn | Planer
        Planversionsutan.Skal | Fritext | Planer
        Planutfall.Skal | Fritext | Planer
        Planutfall.RegistreradAv | Namn | Planer
        Planaterrapport.Kommentar | Fritext | Planer
        Planaterrapport.RegistreradAv | Namn | Planer
        Planolikhet.Nyckel | Ingen | Planer
        Planolikhet.Motiv | Fritext | Planer
        Planolikhet.AndradAv | Namn | Planer
        Logghuvud.Kedja | Ingen | Logg
        Behandling.Ansvarig | Fritext | Logg
        Behandling.Kontakt | Fritext | Logg
        Behandling.Mottagare | Fritext | Logg
        Behandling.Komplettering | Fritext | Logg
        Behandling.AndradAv | Namn | Logg
        Gallringsregel.Planbeteckning | Fritext | Logg
        Gallringsregel.RegistreradAv | Namn | Logg
        Gallring.GjordAv | Namn | Logg
        Gallring.GjordAvId | Anvandare | Logg
        Gallring.Beslut | Fritext | Logg
        Gallringsrad.Beskrivning | Ingen | Logg
        """;

    public static readonly IReadOnlyList<Personuppgift> Alla =
    [
        .. Klassning.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(rad => rad.Split('|', StringSplitOptions.TrimEntries))
            .Select(del => new Personuppgift(del[0].Split('.')[0], del[0].Split('.')[1], Enum.Parse<Personuppgiftssort>(del[1]), Enum.Parse<Modul>(del[2]))),
    ];

    /// <summary>Kolumnerna där det kan stå något om en människa.</summary>
    public static IEnumerable<Personuppgift> I(Modul modul) => Alla.Where(p => p.Modul == modul && p.Sort != Personuppgiftssort.Ingen);

    public static string Text(this Personuppgiftssort sort) => sort switch
    {
        Personuppgiftssort.Ingen => "Ingen personuppgift",
        Personuppgiftssort.Namn => "Namn",
        Personuppgiftssort.Personnummer => "Personnummer (enskild firma)",
        Personuppgiftssort.Epost => "E-postadress",
        Personuppgiftssort.Telefon => "Telefonnummer",
        Personuppgiftssort.Adress => "Adress",
        Personuppgiftssort.Anvandarnamn => "Användarnamn",
        Personuppgiftssort.Anvandare => "Vilket konto",
        Personuppgiftssort.Fritext => "Fritext",
        Personuppgiftssort.Filnamn => "Filnamn",
        Personuppgiftssort.Sokord => "Ord för sökrutan",
        _ => "Lösenord och liknande",
    };

    /// <summary>Hur sorten döljs när den visas.</summary>
    public static string Maskering(this Personuppgiftssort sort) => sort switch
    {
        Personuppgiftssort.Personnummer => "De fyra sista siffrorna döljs i listor, filer, handlingar, sökning och logg. Den som sköter registret ser hela numret på utförarens blad, och då skrivs det i loggen.",
        Personuppgiftssort.Fritext or Personuppgiftssort.Filnamn => "Personnummer döljs i loggen. Det som användaren själv har skrivit visas annars som det står för den som får se ärendet.",
        Personuppgiftssort.Sokord => "Sju till nio siffror söks bara hela, så att dolda siffror inte går att prova fram.",
        Personuppgiftssort.Hemlighet => "Visas och lämnas aldrig ut. Lösenord sparas bara som kontrollsumma.",
        _ => "Visas för den som får se ärendet.",
    };

    public static string Text(this Modul modul) => modul switch
    {
        Modul.Avtal => "Avtal",
        Modul.Utforare => "Utförare och kontakter",
        Modul.Kontroller => "Kontroller av utförare",
        Modul.Planer => "Uppföljningsplaner",
        Modul.Mal => "Mål, indikatorer och program",
        Modul.Dokument => "Dokument",
        Modul.Sammantraden => "Nämnder och sammanträden",
        Modul.Konton => "Användare och konton",
        Modul.Logg => "Logg, gallring och register",
        Modul.Import => "Import",
        Modul.Uppgifter => "Mina uppgifter",
        Modul.Sokning => "Sökning",
        Modul.Sakerhetskopior => "Säkerhetskopior",
        _ => "E-post från programmet",
    };

    /// <summary>Ett namn så som loggen skriver vem en fråga gällde: begynnelsebokstäverna. Loggen ändras aldrig, och ska inte bära mer än den behöver.</summary>
    public static string Maskerat(string text)
    {
        text = text.Trim();
        if (Organisationsnummer.TryTolka(text, out var nummer)) { return $"{nummer[..6]}-XXXX"; }
        return text.Contains('@', StringComparison.Ordinal)
            ? $"{text[0]}…{text[text.LastIndexOf('@')..]}"
            : string.Join(" ", text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ord => $"{ord[0]}."));
    }
}
