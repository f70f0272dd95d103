namespace Uppfoljning.Domain.Integritet;

/// <summary>Det som programmet självt vet om en behandling av personuppgifter. Resten är kommunens att fylla i.</summary>
/// <param name="Modul">Delen av programmet.</param>
/// <param name="Andamal">Varför uppgifterna behandlas.</param>
/// <param name="Personer">Kategorier av registrerade.</param>
/// <param name="Uppgifter">Kategorier av personuppgifter.</param>
/// <param name="Lagrum">Den rättsliga grunden utöver artikel 6.1 e.</param>
/// <param name="Lagring">Hur länge uppgifterna finns i programmet.</param>
public sealed record Behandling(Modul Modul, string Andamal, string Personer, string Uppgifter, IReadOnlyList<Lagrum> Lagrum, string Lagring)
{
    /// <summary>Något som programmet inte vet och som kommunen måste ta ställning till; null när det inte finns.</summary>
    public string? Fraga { get; init; }
}

/// <summary>
/// Registret över behandlingar (artikel 30 i dataskyddsförordningen), en post per del av programmet. Grunden är överallt en uppgift av allmänt
/// intresse: kommunens upphandling, valfrihetssystem och uppföljning av utförare (artikel 6.1 e; 2 kap. 2 § DSL). Inget samtycke behövs (GDPR-01).
/// </summary>
public static class Behandlingsregister
{
    public static readonly Lagrum AllmantIntresse = new("dataskyddsförordningen", null, "artikel 6.1 e");

    /// <summary>Att uppgiften av allmänt intresse ska följa av lag, som kommunallagen och upphandlingslagen.</summary>
    public static readonly Lagrum DslGrund = new("DSL", "2", "2");

    public static readonly Lagrum Registret = new("dataskyddsförordningen", null, "artikel 30");

    public static readonly Lagrum Tillgang = new("dataskyddsförordningen", null, "artikel 15");

    public static readonly Lagrum Personnummer = new("DSL", "3", "10");

    public static readonly Lagrum Sokbegransning = new("DSL", "3", "3");

    public static readonly Lagrum Gallring = new("arkivlagen", null, "10");

    /// <summary>Rätten att bli raderad gäller inte det som behövs för arkiv av allmänt intresse, och för uppgiften och rättsliga anspråk.</summary>
    public static readonly Lagrum Radering = new("dataskyddsförordningen", null, "artikel 17.3 b och e");

    public static readonly Lagrum Sakerhet = new("dataskyddsförordningen", null, "artikel 32");

    private static readonly Lagrum Ansvarsskyldighet = new("dataskyddsförordningen", null, "artikel 5.2");

    private static readonly Lagrum Lagovertradelser = new("DSL", "3", "8");

    public const string Tredjeland = "Programmet för inte självt över uppgifter till något land utanför EU och EES. De tjänster som kommunen ansluter, för e-post, inloggning och drift, väljer kommunen.";

    public const string Skydd = "Roller per nämnd avgör vem som ser vad. Inloggning kan kräva en engångskod. Varje ändring, inloggning, utlämnad fil och visning av ett helt personnummer skrivs i en logg som är kedjad med kontrollsummor. Personnummer visas utan de fyra sista siffrorna utom där de behövs. Filer prövas mot sin kontrollsumma när de lämnas ut.";

    public const string Mottagare = "De som arbetar i nämnden och har en roll i programmet. Den som begär ut en allmän handling, efter sekretessprövning (2 kap. TF).";

    public static readonly IReadOnlyList<Behandling> Alla =
    [
        new(Modul.Avtal, "Hålla reda på kommunens avtal med utförare: parter, tider, ansvar, ändringar och villkor.",
            "Enskilda firmor som är utförare, avtalsansvariga och andra anställda, personer som nämns i anmärkningar.",
            "Namn, personnummer för enskild firma, vem som ansvarar och har ansvarat, fritext.",
            [DslGrund, Personnummer, Lagrum.Kl(10, 8)], "Avtalet bevaras enligt förslaget. Kontaktuppgifter gallras för sig."),
        new(Modul.Utforare, "Kunna nå utföraren och veta vem som driver verksamheten.",
            "Kontaktpersoner hos utförare, enskilda firmor.", "Namn, funktion, e-postadress, telefonnummer, adress, personnummer för enskild firma.",
            [DslGrund, Personnummer], "Tills nämnden har beslutat att kontakter gallras och tiden har gått."),
        new(Modul.Kontroller, "Kontrollera att en utförare får anlitas: skatt, tillstånd, uteslutningsgrunder.",
            "Enskilda firmor och företrädare för utförare, den som gjorde kontrollen.",
            "Resultat, dag, källa, beteckning, anmärkning och vem som gjorde kontrollen. Det finns inget fält för själva utdraget; läggs det in som dokument hör det till Dokument. Uppgifter om lagöverträdelser får behandlas av myndigheter (GDPR-02).",
            [DslGrund, Lagovertradelser], "Tills nämnden har beslutat att kontroller gallras och tiden har gått."),
        new(Modul.Planer, "Planera uppföljningen av utförare och visa vad som blev gjort.",
            "Anställda som ansvarar för uppföljningar, enskilda firmor.", "Namn, timmar per person och år, fritext om risk och skäl.",
            [DslGrund, Lagrum.Kl(10, 8)], "En beslutad plan är en allmän handling och bevaras enligt förslaget."),
        new(Modul.Mal, "Följa upp kommunens mål, också uppdelade på kön, ålder och område.",
            "Brukare i grupp, inga enskilda. Den som registrerade ett program.", "Antal och värden per grupp; små grupper visas inte. Namn på den som registrerade, fritext om mål och program.",
            [DslGrund], "Bevaras enligt förslaget."),
        new(Modul.Dokument, "Hålla ihop handlingarna som hör till avtal, utförare och planer.",
            "Den som nämns i en handling, den som lade in den.", "Filnamn, beskrivning, vem som lade in den. Innehållet kan hålla vad som helst.",
            [DslGrund, Gallring], "Borttagna dokument och arbetsdokument på avslutade avtal: tills nämnden har beslutat att de gallras och tiden har gått. Annat, och dokument på det som nämnderna delar, gallras inte av programmet.")
        {
            Fraga = "Utföraren är personuppgiftsansvarig eller personuppgiftsbiträde beroende på avtalet. Programmet vet inte vilket; kommunen avgör och skriver det här.",
        },
        new(Modul.Sammantraden, "Knyta beslut till nämndens sammanträden.", "Ingen registreras. Fritext kan nämna någon.", "Dag, plats, skäl när ett sammanträde ställts in.",
            [DslGrund], "Bevaras enligt förslaget."),
        new(Modul.Konton, "Ge rätt person rätt åtkomst.", "Anställda och förtroendevalda som använder programmet.",
            "Namn, användarnamn, e-postadress, roller, ersättare och skälet till dem, sparade vyer, inloggning hos annan tjänst. Inloggningar med tid, nätadress och webbläsare. Lösenord, reservkoder och länkar finns bara som kontrollsumma; nyckeln för engångskoder är krypterad.",
            [DslGrund, new("lag 2001:454", null, "10")], $"Kontot stängs men står kvar, för loggen hänvisar till det. Inloggningar och engångslänkar tas bort efter {Lagringstider.InloggningDagar} dagar ({Lagringstider.Lagringsminimering}). Sparade vyer tar den som har kontot bort själv."),
        new(Modul.Logg, "Visa vem som gjorde vad, och att det inte har ändrats. Visa vad som gallrats och enligt vilket beslut.",
            "Alla som använder programmet.", "Namn, tid, vad som gjordes.",
            [DslGrund, new("lag 2001:454", null, "10"), Ansvarsskyldighet],
            $"Loggen ändras och gallras aldrig av programmet: den är beviset för allt annat ({Radering})."),
        new(Modul.Import, "Läsa in register som kommunen redan har.", "De som står i filen, den som lämnade den.", "Allt som de andra delarna håller, medan filen granskas.",
            [DslGrund, Personnummer], $"Filen tas bort ur fillagret när den förkastas och senast efter {Lagringstider.ImportfilDagar} dagar, om inget dokument har samma innehåll. Att den lästes in, filnamnet och vem det var står kvar tills nämnden har beslutat att det gallras och tiden har gått. Det som ett avtal eller en enhet kom ur gallras inte."),
        new(Modul.Uppgifter, "Visa var och en vad hon ska göra.", "Användare.", "Vilka uppgifter som har förfallit och om de är sedda.",
            [DslGrund], "Uppgifterna räknas fram varje gång. Att en uppgift har förfallit och när den sågs sparas så länge kontot finns."),
        new(Modul.Sokning, "Hitta avtal, utförare och enheter.", "Enskilda firmor.", "Ord ur namn, nummer och benämningar.",
            [DslGrund, Sokbegransning], "Så länge det som orden kommer ur finns kvar."),
        new(Modul.Sakerhetskopior, "Kunna återställa programmet.", "Alla ovan.", "Allt i databasen och fillagret.",
            [DslGrund, Sakerhet], "Det som gallras finns kvar i äldre säkerhetskopior tills de tas bort. De som programmet självt gör tas bort efter den tid som är inställd (Kopia:Behall).")
        {
            Fraga = "Hur länge säkerhetskopior sparas bestäms där programmet driftas, också för andra kopior än dem som programmet gör. Skriv in tiden här.",
        },
        new(Modul.Post, "Skicka länkar att välja lösenord med och besked om kontot.", "Användare.", "E-postadress, ämne, när brevet skickades och varför det inte gick. Innehållet är krypterat.",
            [DslGrund], $"Innehållet tas bort när brevet är skickat eller uppgivet, resten efter {Lagringstider.InloggningDagar} dagar ({Lagringstider.Lagringsminimering}).")
        {
            Fraga = "Skriv in vilken e-posttjänst som används och vem som driver den, om programmet skickar e-post.",
        },
    ];

    public static Behandling Med(Modul modul) => Alla.Single(b => b.Modul == modul);
}
