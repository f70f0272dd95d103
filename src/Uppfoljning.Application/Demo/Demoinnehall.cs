using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Demo;

internal sealed record Demonamnd(string Forkortning, string Namn, string Avtalsansvarig, string Sekreterare);

/// <summary>En demoanvändare: kallas vid sin roll, aldrig vid ett personnamn.</summary>
internal sealed record Demoanvandare(string Anvandarnamn, string Namn, Roll Roll, params string[] Namnder);

/// <summary>En påhittad utförare. Sort är vad den utför, så att ett avtal får en utförare som passar.</summary>
internal sealed record Demoutforare(string Namn, Driftsform? Driftsform, params string[] Sorter)
{
    public string? Organisationsnummer { get; init; }
}

/// <summary>Ett slags avtal som en nämnd har, ett för varje plats. Årsvärdet ligger mellan gränserna, i tusental kronor.</summary>
internal sealed record Avtalsmall(
    string Namnd, string Verksamhetsomrade, string Benamning, Upphandlingsform? Form, int MinstTkr, int HogstTkr, string Sort, params string[] Platser);

internal sealed record Demoenhet(string Namnd, string Verksamhetsomrade, string Namn, int? Antal, bool? Konkurrens, string? MojligFor = null, string? Anmarkning = null);

/// <summary>
/// Vad Exempelkommun består av. Alla namn är påhittade. Organisationsnumren har rätt kontrollsiffra men ligger i serier som inte delas ut
/// (552000 för aktiebolag, 992000, 792000 och 892000 för andra), och de enskilda firmornas har en månad som inte finns.
/// </summary>
internal static class Demoinnehall
{
    /// <summary>Läggs in sist av allt; att den finns betyder att demokommunen är hel.</summary>
    public static readonly Demoanvandare Administrator = new("demo.administrator", "Administratör", Roll.Administrator);

    public static readonly IReadOnlyList<Demonamnd> Namnder =
    [
        new("KS", "Kommunstyrelsen", "demo.avtal.teknik", "demo.sekreterare"),
        new("VON", "Vård- och omsorgsnämnden", "demo.avtal.vard", "demo.sekreterare.vard"),
        new("SN", "Socialnämnden", "demo.avtal.social", "demo.sekreterare.vard"),
        new("UBN", "Utbildningsnämnden", "demo.avtal.utbildning", "demo.sekreterare"),
        new("KFN", "Kultur- och fritidsnämnden", "demo.avtal.utbildning", "demo.sekreterare"),
        new("TN", "Tekniska nämnden", "demo.avtal.teknik", "demo.sekreterare"),
    ];

    private static readonly string[] Alla = [.. Namnder.Select(n => n.Forkortning)];

    public static readonly IReadOnlyList<Demoanvandare> Anvandare =
    [
        new("demo.avtal.vard", "Avtalsansvarig, vård- och omsorgsnämnden", Roll.Avtalsansvarig, "VON"),
        new("demo.avtal.social", "Avtalsansvarig, socialnämnden", Roll.Avtalsansvarig, "SN"),
        new("demo.avtal.utbildning", "Avtalsansvarig, utbildning och kultur", Roll.Avtalsansvarig, "UBN", "KFN"),
        new("demo.avtal.teknik", "Avtalsansvarig, teknik och kommunstyrelsen", Roll.Avtalsansvarig, "TN", "KS"),
        new("demo.uppfoljare", "Uppföljare, alla nämnder", Roll.Uppfoljare, Alla),
        new("demo.sekreterare.vard", "Nämndsekreterare, vård och socialt", Roll.Namndsekreterare, "VON", "SN"),
        new("demo.sekreterare", "Nämndsekreterare, övriga nämnder", Roll.Namndsekreterare, "KS", "UBN", "KFN", "TN"),
        new("demo.chef", "Förvaltningschef", Roll.Beslutsfattare, Alla),
        new("demo.upphandlare", "Enhetschef upphandling", Roll.Upphandlare, Alla),
        new("demo.lasare", "Läsare, kultur- och fritidsnämnden", Roll.Lasare, "KFN"),
        new("demo.revisor", "Revisor, alla nämnder", Roll.Revisor, Alla),
    ];

    private static readonly string[] Kommundelar = ["Norra Provbacka", "Låtsaslunda", "Påhittsvik", "Skissby", "Mallholm", "Fiktivsjö"];

    public static readonly IReadOnlyList<Demoutforare> Utforare = Numrerade(
    [
        new("Låtsaslunda Omsorg AB", Driftsform.Aktiebolag, "hemtjänst", "boende"),
        new("Fabelgårdens Äldreboende AB", Driftsform.Aktiebolag, "boende"),
        new("Hittepå Hemtjänst AB", Driftsform.Aktiebolag, "hemtjänst"),
        new("Sagobackens Vårdhem AB", Driftsform.Aktiebolag, "boende", "lss"),
        new("Påhittade Ledsagarna AB", Driftsform.Aktiebolag, "ledsagning", "kontakt"),
        new("Mallholms Dagliga Verksamheter AB", Driftsform.Aktiebolag, "lss"),
        new("Skissby HVB AB", Driftsform.Aktiebolag, "hvb", "familjehem"),
        new("Fiktivsjö Familjehemsstöd AB", Driftsform.Aktiebolag, "hvb", "familjehem"),
        new("Provbacka Behandling AB", Driftsform.Aktiebolag, "hvb", "öppenvård"),
        new("Låtsaslunchen AB", Driftsform.Aktiebolag, "mat"),
        new("Exempelköket i Skissby AB", Driftsform.Aktiebolag, "mat"),
        new("Fantasitaxi i Fiktivsjö AB", Driftsform.Aktiebolag, "skjuts"),
        new("Tänkta Turer Buss AB", Driftsform.Aktiebolag, "skjuts"),
        new("Påhittsvikens Städpatrull AB", Driftsform.Aktiebolag, "städ"),
        new("Blankt Exempelstäd AB", Driftsform.Aktiebolag, "städ"),
        new("Provgräset Parkskötsel AB", Driftsform.Aktiebolag, "park"),
        new("Låtsassnö Vinterväg AB", Driftsform.Aktiebolag, "vinter"),
        new("Fiktivsjö Asfalt och Anläggning AB", Driftsform.Aktiebolag, "väg"),
        new("Mallholms El och Belysning AB", Driftsform.Aktiebolag, "ljus"),
        new("Exempeldata Drift AB", Driftsform.Aktiebolag, "it"),
        new("Påhittad Telefoni AB", Driftsform.Aktiebolag, "it", "larm"),
        new("Testbäddens Bevakning AB", Driftsform.Aktiebolag, "bevakning", "larm"),
        new("Handelsbolaget Två Påhitt", Driftsform.Handelsbolag, "park", "vinter"),
        new("Handelsbolaget Skiss och Mall", Driftsform.Handelsbolag, "konsult"),
        new("Handelsbolaget Låtsasfötter", Driftsform.Handelsbolag, "fotvård"),
        new("Exempelgårdens Snöröjning", Driftsform.EnskildFirma, "vinter"),
        new("Provbackens Taxi", Driftsform.EnskildFirma, "skjuts"),
        new("Skissens Samtalsmottagning", Driftsform.EnskildFirma, "rådgivning"),
        new("Hittepå Musiklektioner", Driftsform.EnskildFirma, "musik"),
        new("Exempelbygdens Traktorpool ekonomisk förening", Driftsform.EkonomiskForening, "vinter", "park"),
        new("Påhittsvikens Personalpool ekonomisk förening", Driftsform.EkonomiskForening, "bemanning"),
        new("Låtsasbergets Byggkunskap ekonomisk förening", Driftsform.EkonomiskForening, "konsult", "väg"),
        new("Föräldrakooperativet Fantasin", Driftsform.KooperativForening, "pedagogik"),
        new("Brukarkooperativet Egen Tanke", Driftsform.KooperativForening, "lss", "ledsagning"),
        new("Arbetskooperativet Nystartad Skiss", Driftsform.KooperativForening, "lss", "kafé"),
        new("Fiktivsjö Idrottsförening", Driftsform.IdeellForening, "idrott"),
        new("Låtsaslunda Ridklubb", Driftsform.IdeellForening, "ridning"),
        new("Exempelbygdens Kulturförening", Driftsform.IdeellForening, "musik", "kafé"),
        new("Kvinnojouren Provhuset", Driftsform.IdeellForening, "skydd"),
        new("Exempelmissionen", Driftsform.IdeburenOrganisation, "skydd", "härbärge"),
        new("Påhittets Hjälpverksamhet", Driftsform.IdeburenOrganisation, "hemtjänst", "kontakt"),
        new("Sagans Sociala Arbete", Driftsform.IdeburenOrganisation, "fritidsgård", "ombud"),
        new("Hjälpande Exemplet", Driftsform.IdeburenOrganisation, "skydd", "fritidsgård"),
        new("Stiftelsen Fabelhemmet", Driftsform.Stiftelse, "boende", "hvb", "familjehem"),
        new("Stiftelsen Exempelteatern", Driftsform.Stiftelse, "teater"),
        new("Stiftelsen Skissmuseet", Driftsform.Stiftelse, "museum"),
        new("Exempelkommuns Bostäder AB", Driftsform.KommunaltBolag, "bostad"),
        new("Exempelkommuns Energi och Vatten AB", Driftsform.KommunaltBolag, "ljus", "slam"),
        new("Exempelkommuns Fastigheter AB", Driftsform.KommunaltBolag, "lokal", "simhall"),
        new("Exempelregionens Avfall AB", Driftsform.KommunaltBolag, "avfall"),
        new("Provbacka Vaktmästeri", Driftsform.Bolag, "bevakning", "lokal"),
        new("Mallholms Tvätt", Driftsform.Bolag, "tvätt"),
        new("Påhittsvikens Hjälpmedel", null, "hjälpmedel"),
        new("Skissby Tolkförmedling", null, "tolk"),
    ]);

    /// <summary>De avtal som gäller nu eller nyss gick ut; tidigare och kommande omgångar läggs till av berättelsen.</summary>
    public static readonly IReadOnlyList<Avtalsmall> Mallar =
    [
        new("VON", "Hemtjänst", "Hemtjänst {0}", Upphandlingsform.Lov, 2_400, 14_000, "hemtjänst", [.. Kommundelar, "Låtsaslunda natt", "Skissby natt", "Mallholm landsbygd", "Fiktivsjö landsbygd"]),
        new("VON", "Särskilt boende", "Särskilt boende {0}", Upphandlingsform.Lou, 19_000, 62_000, "boende", "Fabelgården", "Sagobacken", "Vitsippan", "Kvarnen", "Ekliden", "Solvändan", "Björken", "Hamngården"),
        new("VON", "Ledsagning och avlösning", "Ledsagning och avlösning {0}", Upphandlingsform.Lov, 600, 2_200, "ledsagning", [.. Kommundelar.Take(4)]),
        new("VON", "Daglig verksamhet", "Daglig verksamhet {0}", Upphandlingsform.Lov, 1_800, 6_400, "lss", Kommundelar),
        new("VON", "Bostad med särskild service", "Gruppbostad {0}", Upphandlingsform.Lou, 7_500, 12_800, "lss", "Lyktan", "Fyren", "Ankaret", "Seglet"),
        new("VON", "Stödtjänster", "Fotvård på särskilda boenden", Upphandlingsform.Direktupphandling, 180, 420, "fotvård", ""),
        new("VON", "Stödtjänster", "Hjälpmedel för vård och omsorg", Upphandlingsform.Lou, 2_600, 4_100, "hjälpmedel", ""),
        new("VON", "Stödtjänster", "Tvätt av arbetskläder", Upphandlingsform.Lou, 900, 1_500, "tvätt", ""),
        new("VON", "Stödtjänster", "Trygghetslarm {0}", Upphandlingsform.Lou, 1_100, 2_900, "larm", "i ordinärt boende", "på särskilda boenden"),
        new("VON", "Stödtjänster", "Matdistribution till hemtjänsten", Upphandlingsform.Lou, 3_200, 5_600, "mat", ""),
        new("VON", "Bemanning", "Bemanning av {0}", Upphandlingsform.Lou, 1_400, 7_800, "bemanning", "sjuksköterskor", "undersköterskor"),

        new("SN", "Barn och unga", "HVB-platser för barn och unga, ramavtal {0}", Upphandlingsform.Lou, 3_000, 11_500, "hvb", "1", "2", "3", "4", "5"),
        new("SN", "Barn och unga", "Konsulentstödd familjehemsvård, ramavtal {0}", Upphandlingsform.Lou, 2_200, 6_900, "familjehem", "1", "2", "3"),
        new("SN", "Missbruk och beroende", "Öppenvård vid beroende {0}", Upphandlingsform.Lou, 900, 3_600, "öppenvård", "för vuxna", "för unga", "för anhöriga"),
        new("SN", "Familjerätt och rådgivning", "Familjerådgivning {0}", Upphandlingsform.Lov, 380, 1_250, "rådgivning", "mottagning centrum", "mottagning Skissby"),
        new("SN", "Våld i nära relation", "Skyddat boende {0}", Upphandlingsform.IdeburetPartnerskap, 1_600, 4_800, "skydd", "för kvinnor", "för kvinnor med barn", "för män"),
        new("SN", "Ekonomi och boende", "Härbärge för hemlösa", Upphandlingsform.IdeburetPartnerskap, 1_900, 2_700, "härbärge", ""),
        new("SN", "Ekonomi och boende", "Bostäder för sociala kontrakt {0}", Upphandlingsform.Annan, 2_100, 8_400, "bostad", "Låtsaslunda", "Mallholm"),
        new("SN", "Ekonomi och boende", "Stödboende för unga vuxna", Upphandlingsform.Lou, 2_800, 5_200, "hvb", ""),
        new("SN", "Ekonomi och boende", "Budget- och skuldrådgivning", Upphandlingsform.Direktupphandling, 260, 610, "rådgivning", ""),
        new("SN", "Stöd till vuxna", "Personligt ombud", Upphandlingsform.IdeburetPartnerskap, 750, 1_100, "ombud", ""),
        new("SN", "Stöd till vuxna", "Kontaktpersoner {0}", Upphandlingsform.Lou, 540, 1_700, "kontakt", "för vuxna", "för unga"),
        new("SN", "Stöd till vuxna", "Språktolkning {0}", Upphandlingsform.Lou, 480, 2_300, "tolk", "på plats", "per telefon"),

        new("UBN", "Måltider", "Skolmåltider {0}", Upphandlingsform.Lou, 3_100, 9_900, "mat", "Ekskolan", "Björkskolan", "Lindskolan", "Almskolan", "Rönnskolan", "Aspgymnasiet"),
        new("UBN", "Skolskjuts", "Skolskjuts {0}", Upphandlingsform.Lou, 1_200, 5_700, "skjuts", Kommundelar),
        new("UBN", "Lokalvård", "Städning av skolor och förskolor {0}", Upphandlingsform.Lou, 2_000, 6_200, "städ", [.. Kommundelar.Take(4)]),
        new("UBN", "Förskola", "Pedagogisk omsorg {0}", null, 900, 2_400, "pedagogik", "Fantasin", "Fantasins skogsgrupp"),
        new("UBN", "Elevhälsa", "Bemanning av skolsköterskor", Upphandlingsform.Direktupphandling, 350, 690, "bemanning", ""),
        new("UBN", "Elevhälsa", "Språktolkning i skolan", Upphandlingsform.Lou, 300, 820, "tolk", ""),
        new("UBN", "Digitala verktyg", "{0}", Upphandlingsform.Lou, 1_900, 7_400, "it", "Lärplattform", "Elevdatorer, drift och support"),
        new("UBN", "Idrott och hälsa", "Simundervisning {0}", Upphandlingsform.Direktupphandling, 180, 540, "simhall", "årskurs 2", "årskurs 6"),

        new("KFN", "Bad och idrott", "Drift av simhallen {0}", Upphandlingsform.Annan, 6_500, 18_000, "simhall", "Exempelbadet", "Skissbybadet"),
        new("KFN", "Bad och idrott", "Skötsel av {0}", Upphandlingsform.IdeburetPartnerskap, 280, 960, "idrott", "Fiktivsjö idrottsplats", "Mallholms idrottsplats", "ishallen"),
        new("KFN", "Bad och idrott", "Drift av ridanläggningen", Upphandlingsform.IdeburetPartnerskap, 1_100, 1_900, "ridning", ""),
        new("KFN", "Fritidsgårdar", "Fritidsgård {0}", Upphandlingsform.IdeburetPartnerskap, 1_300, 3_400, "fritidsgård", [.. Kommundelar.Take(4)]),
        new("KFN", "Kultur", "Musikskolans {0}", Upphandlingsform.Direktupphandling, 140, 620, "musik", "ensembler", "instrumentundervisning"),
        new("KFN", "Kultur", "Barnteater i skolan", Upphandlingsform.Direktupphandling, 220, 480, "teater", ""),
        new("KFN", "Kultur", "Drift av kommunens museum", Upphandlingsform.IdeburetPartnerskap, 2_400, 3_900, "museum", ""),
        new("KFN", "Kultur", "Kafé i kulturhuset", Upphandlingsform.Annan, 150, 400, "kafé", ""),
        new("KFN", "Bibliotek", "Bibliotekssystem", Upphandlingsform.Lou, 390, 780, "it", ""),

        new("TN", "Gata och park", "Parkskötsel {0}", Upphandlingsform.Lou, 1_500, 5_300, "park", [.. Kommundelar.Take(4)]),
        new("TN", "Gata och park", "Vinterväghållning {0}", Upphandlingsform.Lou, 900, 4_700, "vinter", Kommundelar),
        new("TN", "Gata och park", "Beläggningsarbeten {0}", Upphandlingsform.Lou, 5_000, 14_500, "väg", "norra", "södra"),
        new("TN", "Gata och park", "Tillsyn av broar", Upphandlingsform.Direktupphandling, 190, 460, "konsult", ""),
        new("TN", "Gata och park", "Besiktning av lekplatser", Upphandlingsform.Direktupphandling, 90, 240, "konsult", ""),
        new("TN", "Belysning", "{0}", Upphandlingsform.Luf, 1_700, 4_400, "ljus", "Drift av vägbelysning", "Drift av trafiksignaler"),
        new("TN", "Vatten och avfall", "Insamling av {0}", Upphandlingsform.Lou, 8_000, 21_000, "avfall", "hushållsavfall", "förpackningar"),
        new("TN", "Vatten och avfall", "Slamtömning av enskilda avlopp", Upphandlingsform.Luf, 1_200, 2_600, "slam", ""),
        new("TN", "Fastighet", "Lokalvård i förråd och verkstäder", Upphandlingsform.Direktupphandling, 210, 560, "städ", ""),

        new("KS", "IT och telefoni", "{0}", Upphandlingsform.Lou, 2_700, 11_200, "it", "IT-drift", "Personal- och lönesystem", "Telefoni och växel"),
        new("KS", "Säkerhet", "Bevakning och rondering {0}", Upphandlingsform.Lou, 800, 2_300, "bevakning", "centrum", "ytterområden"),
        new("KS", "Lokaler", "Lokalvård i {0}", Upphandlingsform.Lou, 700, 1_900, "städ", "kommunhuset", "medborgarkontoren"),
        new("KS", "Lokaler", "Lokaler för {0}", Upphandlingsform.Annan, 1_400, 3_800, "lokal", "förvaltning", "arkiv"),
        new("KS", "Personal", "Företagshälsovård", Upphandlingsform.Lou, 1_600, 2_500, "konsult", ""),
        new("KS", "Inköp", "Stöd vid upphandling", Upphandlingsform.Direktupphandling, 240, 650, "konsult", ""),
        new("KS", "Inköp", "Tolkning vid nämnder och sammanträden", Upphandlingsform.Direktupphandling, 60, 150, "tolk", ""),
    ];

    public static readonly IReadOnlyList<Demoenhet> Enheter =
    [
        new("VON", "Hemtjänst", "Hemtjänst Norra Provbacka", 1, true, "Valfrihetssystem"),
        new("VON", "Hemtjänst", "Hemtjänst Låtsaslunda", 1, true, "Valfrihetssystem"),
        new("VON", "Hemtjänst", "Hemtjänstens nattpatrull", 1, false, null, "Utförs bara av kommunen."),
        new("VON", "Särskilt boende", "Kvarngårdens äldreboende", 1, true, "Konkurrensutsättning"),
        new("VON", "Särskilt boende", "Linneagårdens äldreboende", 1, null, "Konkurrensutsättning"),
        new("VON", "Särskilt boende", "Korttidsboendet Vilan", 1, false),
        new("VON", "Daglig verksamhet", "Daglig verksamhet Verkstan", 3, true, "Valfrihetssystem"),
        new("VON", "Ledsagning och avlösning", "Ledsagarservice", 1, true, "Valfrihetssystem"),
        new("VON", "Stödtjänster", "Anhörigstöd", 1, false),
        new("SN", "Barn och unga", "Familjecentralen", 1, false),
        new("SN", "Missbruk och beroende", "Öppenvårdsmottagningen", 2, true, "Konkurrensutsättning"),
        new("SN", "Familjerätt och rådgivning", "Kommunens familjerådgivning", 1, true, "Valfrihetssystem"),
        new("SN", "Stöd till vuxna", "Boendestöd", 1, null, "Valfrihetssystem"),
        new("SN", "Ekonomi och boende", "Budget- och skuldrådgivarna", null, false),
        new("UBN", "Måltider", "Produktionsköket Grytan", 1, true, "Konkurrensutsättning"),
        new("UBN", "Måltider", "Skolkök med egen tillagning", 7, null, "Konkurrensutsättning"),
        new("UBN", "Lokalvård", "Egen lokalvård Mallholm och Fiktivsjö", 2, true, "Konkurrensutsättning"),
        new("UBN", "Elevhälsa", "Elevhälsans medicinska insats", 1, false),
        new("UBN", "Förskola", "Pedagogisk omsorg i kommunal regi", 4, true),
        new("UBN", "Skolskjuts", "Samordning av skolskjuts", 1, false, null, "Beställer men kör inte."),
        new("KFN", "Bad och idrott", "Utomhusbaden", 3, null),
        new("KFN", "Fritidsgårdar", "Fritidsgård Mallholm", 1, true, "Idéburet partnerskap"),
        new("KFN", "Fritidsgårdar", "Fritidsgård Fiktivsjö", 1, true, "Idéburet partnerskap"),
        new("KFN", "Bibliotek", "Huvudbiblioteket", 1, false),
        new("KFN", "Kultur", "Musikskolan", 1, true, "Konkurrensutsättning"),
        new("TN", "Gata och park", "Parkskötsel Mallholm", 1, true, "Konkurrensutsättning"),
        new("TN", "Gata och park", "Gatudriftens jourlag", 1, false),
        new("TN", "Vatten och avfall", "Återvinningscentralen", 2, null, "Konkurrensutsättning"),
        new("KS", "Lokaler", "Vaktmästeriet i kommunhuset", 1, null, "Konkurrensutsättning"),
        new("KS", "Personal", "Lönecenter", 1, false),
    ];

    public static Demonamnd Namnd(string forkortning) => Namnder.Single(n => n.Forkortning == forkortning);

    private static IReadOnlyList<Demoutforare> Numrerade(IReadOnlyList<Demoutforare> utforare) =>
        [.. utforare.Select((u, i) => u with { Organisationsnummer = Nummer(u.Driftsform, i + 1) })];

    private static string Nummer(int serie, int lopnummer) => Organisationsnummer.MedKontrollsiffra((serie * 1000) + lopnummer);

    private static string? Nummer(Driftsform? driftsform, int lopnummer) => driftsform switch
    {
        Driftsform.Aktiebolag or Driftsform.KommunaltBolag => Nummer(552000, lopnummer),
        Driftsform.Handelsbolag => Nummer(992000, lopnummer),
        Driftsform.EkonomiskForening or Driftsform.KooperativForening => Nummer(792000, lopnummer),
        Driftsform.IdeellForening or Driftsform.IdeburenOrganisation or Driftsform.Stiftelse => Nummer(892000, lopnummer),
        Driftsform.EnskildFirma => Nummer(601399, lopnummer),
        _ => null,
    };
}
