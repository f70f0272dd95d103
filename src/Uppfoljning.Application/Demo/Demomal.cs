using Uppfoljning.Application.Mal;
using Uppfoljning.Application.Program;
using Uppfoljning.Domain.Mal;

namespace Uppfoljning.Application.Demo;

/// <summary>En indikator i demokommunen: vad den mäter, och värdet år för år med det äldsta först. Null är ett år som inte är känt.</summary>
internal sealed record Demoindikator(string Namn, string Enhet, string Malvarde, Riktning Riktning, params string?[] Varden);

internal sealed record Demonamndmal(string Namnd, string Fullmaktigemal, string Namn, string VadFoljsUpp, string Arbetssatt, params Demoindikator[] Indikatorer);

/// <summary>Exempelkommuns program, mål och indikatorer. Allt är påhittat.</summary>
internal static class Demomal
{
    public static readonly IReadOnlyList<Programpunkt> Program =
    [
        new() { Nummer = "1", Rubrik = "Vad programmet gäller", Innehall = "Programmet gäller alla utförare oavsett driftsform: privata utförare, kommunens bolag och den egna regin. Det gäller upphandlingar och avtal som görs efter att programmet har antagits." },
        new() { Nummer = "2", Rubrik = "Mål", Innehall = "Den som får en tjänst ska få samma kvalitet vem som än utför den. Skattemedel ska gå till det som är beställt." },
        new() { Nummer = "3", Rubrik = "Riktlinjer för avtal", Innehall = "Varje avtal ska ge kommunen rätt att följa upp verksamheten och få de uppgifter som behövs, och ange vad som händer när något brister." },
        new() { Nummer = "4", Rubrik = "Nämndens plan för uppföljning", Innehall = "Varje nämnd beslutar varje år en plan: vad som ska följas upp, i vilka former, vem som ansvarar, när och hur ofta, och hur resultatet återförs till nämnden, utföraren och allmänheten." },
        new() { Nummer = "5", Rubrik = "Särskild granskning", Innehall = "Utöver planen granskas en verksamhet när det finns anledning till det, eller när nämnden, ordföranden eller ansvarig chef beslutar om det." },
        new() { Nummer = "6", Rubrik = "Redovisning", Innehall = "Resultatet redovisas i delårsrapporten och årsredovisningen. Statistik ska gå att dela upp efter kön, område och ålder där det är möjligt." },
        new() { Nummer = "7", Rubrik = "Allmänhetens insyn", Innehall = "Genom avtalet ska kommunen få den information som gör att allmänheten kan få insyn i verksamheten. I valfrihetssystem publiceras uppgifterna så att utförare kan jämföras." },
    ];

    public static readonly IReadOnlyList<(string Namn, string Dimension)> Omraden =
    [
        ("Trygg genom hela livet", "social hållbarhet"),
        ("Nära till natur och kultur", "ekologisk hållbarhet"),
        ("Ordning på ekonomin", "ekonomisk hållbarhet"),
    ];

    public static readonly IReadOnlyList<(string Omrade, string Namn)> Fullmaktigemal =
    [
        ("Trygg genom hela livet", "Den som behöver omsorg ska känna sig trygg med den"),
        ("Trygg genom hela livet", "Alla barn ska lyckas i skolan"),
        ("Nära till natur och kultur", "Fler ska ha en aktiv fritid"),
        ("Nära till natur och kultur", "Kommunens verksamheter ska ha låg klimatpåverkan"),
        ("Ordning på ekonomin", "Kommunen ska få det den betalar för"),
        ("Ordning på ekonomin", "Upphandlingar ska ge god konkurrens"),
    ];

    /// <summary>Indikatorn vars senaste år är uppdelat efter kön, ålder och område (UPP-08).</summary>
    public const string Uppdelad = "Nöjda med hemtjänsten i sin helhet";

    public static readonly SparaUppdelningCommand Uppdelning = new()
    {
        Kon =
        [
            new() { Kon = Kon.Kvinna, Varde = "89", Personer = 412 },
            new() { Kon = Kon.Man, Varde = "87,5", Personer = 203 },
            new() { Kon = Kon.EjAngivet, Varde = "75", Personer = 8 },
        ],
        Aldrar =
        [
            new() { Alder = "65–79", Varde = "86", Personer = 187 },
            new() { Alder = "80–89", Varde = "89,5", Personer = 301 },
            new() { Alder = "90 år och äldre", Varde = "90", Personer = 135 },
        ],
        Omraden =
        [
            new() { Omrade = "Centrum", Varde = "88", Personer = 344 },
            new() { Omrade = "Norra kommundelen", Varde = "90,5", Personer = 251 },
            new() { Omrade = "Skärgården", Varde = "75", Personer = 4 },
            new() { Omrade = "Södra kommundelen", Varde = "83,5", Personer = 24 },
        ],
    };

    public static readonly IReadOnlyList<Demonamndmal> Namndmal =
    [
        new("VON", "Den som behöver omsorg ska känna sig trygg med den", "De som har hemtjänst ska vara nöjda med den, vem som än utför den", "Brukarundersökning, avvikelser och besök", "Uppföljarna redovisar till nämnden i maj och november.",
            new Demoindikator("Nöjda med hemtjänsten i sin helhet", "procent", "88", Riktning.Minst, "84", "85,5", "87", "88,5"),
            new Demoindikator("Olika personal under två veckor", "antal", "14", Riktning.Hogst, "17", "16", null, "13,5")),
        new("VON", "Kommunen ska få det den betalar för", "Fakturerad tid ska stämma med utförd tid", "Stickprov i fakturor", "Varje kvartal, alla utförare minst en gång om året.",
            new Demoindikator("Granskade fakturor utan avvikelse", "procent", "98", Riktning.Minst, "93,2", "95", "96,4", "97,1")),
        new("SN", "Den som behöver omsorg ska känna sig trygg med den", "Placerade barn ska få en god vård", "Besök på varje hem och samtal med barnen", "Socialsekreterare och uppföljare besöker tillsammans.",
            new Demoindikator("Hem som har besökts under året", "procent", "100", Riktning.Minst, "82", "91", "96", "100")),
        new("UBN", "Alla barn ska lyckas i skolan", "Skolskjutsen ska komma i tid", "Utförarens rapporter och klagomål", "Avtalsansvarig möter utföraren varje månad.",
            new Demoindikator("Skolskjutsar i tid", "procent", "97", Riktning.Minst, null, "94", "95,5", "96"),
            new Demoindikator("Klagomål på skolskjutsen", "antal", "40", Riktning.Hogst, "71", "58", "44", "37")),
        new("KFN", "Fler ska ha en aktiv fritid", "Fritidsgårdarna ska nå fler unga", "Besök på fritidsgårdarna", "Föreningarna rapporterar varje termin.",
            new Demoindikator("Besök på fritidsgårdarna", "antal", "42 000", Riktning.Minst, "31 200", "36 450", "39 800", "43 100")),
        new("TN", "Kommunens verksamheter ska ha låg klimatpåverkan", "Entreprenörernas fordon ska vara fossilfria", "Fordonslistor från utförarna", "Redovisas i delårsrapporten.",
            new Demoindikator("Fossilfria fordon hos entreprenörerna", "procent", "80", Riktning.Minst, "41", "52", "63", "74")),
        new("KS", "Upphandlingar ska ge god konkurrens", "Varje upphandling ska få minst tre anbud", "Antal anbud i avslutade upphandlingar", "Enhetschef upphandling sammanställer i januari.",
            new Demoindikator("Upphandlingar med minst tre anbud", "procent", "75", Riktning.Minst, "61", "68", null, "72")),
    ];
}
