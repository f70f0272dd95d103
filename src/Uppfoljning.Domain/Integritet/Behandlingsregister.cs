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

    public static readonly Lagrum Registret = new("dataskyddsförordningen", null, "artikel 30");

    public static readonly Lagrum Tillgang = new("dataskyddsförordningen", null, "artikel 15");

    public static readonly Lagrum Personnummer = new("DSL", "3", "10");

    public static readonly Lagrum Sokbegransning = new("DSL", "3", "3");

    public static readonly Lagrum Gallring = new("arkivlagen", null, "10");

    public const string Tredjeland = "Programmet för inte över uppgifter till något land utanför EU och EES.";

    public const string Skydd = "Roller per nämnd avgör vem som ser vad. Varje ändring, inloggning, utlämnad fil och visning av ett helt personnummer skrivs i en logg som är kedjad med kontrollsummor. Personnummer visas utan de fyra sista siffrorna utom där de behövs. Filer prövas mot sin kontrollsumma när de lämnas ut.";

    public const string Mottagare = "De som arbetar i nämnden och har en roll i programmet. Den som begär ut en allmän handling, efter sekretessprövning (2 kap. TF).";

    private static readonly Lagrum DslGrund = new("DSL", "2", "2");

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
            "Resultat, dag, källa och beteckning. Själva utdraget sparas inte. Uppgifter om lagöverträdelser får behandlas av myndigheter (GDPR-02).",
            [DslGrund, new("DSL", "3", "8")], "Tills nämnden har beslutat att kontroller gallras och tiden har gått."),
        new(Modul.Planer, "Planera uppföljningen av utförare och visa vad som blev gjort.",
            "Anställda som ansvarar för uppföljningar, enskilda firmor.", "Namn, timmar per person och år, fritext om risk och skäl.",
            [DslGrund, Lagrum.Kl(10, 8)], "En beslutad plan är en allmän handling och bevaras enligt förslaget."),
        new(Modul.Mal, "Följa upp kommunens mål, också uppdelade på kön, ålder och område.",
            "Brukare i grupp. Inga enskilda.", "Antal och värden per grupp. Små grupper visas inte.",
            [DslGrund], "Bevaras enligt förslaget. Uppgifterna är statistik."),
        new(Modul.Dokument, "Hålla ihop handlingarna som hör till avtal, utförare och planer.",
            "Den som nämns i en handling, den som lade in den.", "Filnamn, beskrivning, vem som lade in den. Innehållet kan hålla vad som helst.",
            [DslGrund, Gallring], "Enligt nämndens dokumenthanteringsplan.")
        {
            Fraga = "Utföraren är personuppgiftsansvarig eller personuppgiftsbiträde beroende på avtalet. Programmet vet inte vilket; kommunen avgör och skriver det här.",
        },
        new(Modul.Sammantraden, "Knyta beslut till nämndens sammanträden.", "Ingen registreras. Fritext kan nämna någon.", "Dag, plats, skäl när ett sammanträde ställts in.",
            [DslGrund], "Bevaras enligt förslaget."),
        new(Modul.Konton, "Ge rätt person rätt åtkomst.", "Anställda och förtroendevalda som använder programmet.",
            "Namn, användarnamn, roller, sparade vyer. Lösenordet finns bara som kontrollsumma.",
            [DslGrund, new("lag 2001:454", null, "10")], "Kontot stängs men står kvar, för loggen hänvisar till det. Sparade vyer för ett stängt konto kan tas bort."),
        new(Modul.Logg, "Visa vem som gjorde vad, och att det inte har ändrats. Visa vad som gallrats och enligt vilket beslut.",
            "Alla som använder programmet.", "Namn, tid, vad som gjordes.",
            [DslGrund, new("lag 2001:454", null, "10"), new("dataskyddsförordningen", null, "artikel 5.2")],
            "Loggen ändras och gallras aldrig av programmet: den är beviset för allt annat (artikel 17.3 b och e i dataskyddsförordningen)."),
        new(Modul.Import, "Läsa in register som kommunen redan har.", "De som står i filen, den som lämnade den.", "Allt som de andra delarna håller, medan filen granskas.",
            [DslGrund, Personnummer], "Filen tas bort efter 30 dagar. Att den lästes in står kvar."),
        new(Modul.Uppgifter, "Visa var och en vad hon ska göra.", "Användare.", "Vilka uppgifter som har förfallit och om de är sedda.",
            [DslGrund], "Uppgifterna räknas fram varje gång och sparas inte."),
        new(Modul.Sokning, "Hitta avtal, utförare och enheter.", "Enskilda firmor.", "Ord ur namn och nummer.",
            [DslGrund, Sokbegransning], "Så länge det som orden kommer ur finns kvar."),
        new(Modul.Sakerhetskopior, "Kunna återställa programmet.", "Alla ovan.", "Allt i databasen och fillagret.",
            [DslGrund, new("dataskyddsförordningen", null, "artikel 32")], "Det som gallras finns kvar i äldre säkerhetskopior tills de skrivs över.")
        {
            Fraga = "Hur länge säkerhetskopior sparas bestäms där programmet driftas. Skriv in tiden här.",
        },
        new(Modul.Post, "Meddela användare om sådant som de ska göra.", "Användare.", "E-postadress, vad meddelandet gäller.",
            [DslGrund], "Inte känt förrän utskick används.")
        {
            Fraga = "Skriv in vilken e-posttjänst som används och vem som driver den, om programmet skickar e-post.",
        },
    ];

    public static Behandling Med(Modul modul) => Alla.Single(b => b.Modul == modul);
}
