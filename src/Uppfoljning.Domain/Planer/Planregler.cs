using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Domain.Planer;

/// <summary>Hur gränsen mellan risknivåerna sätts.</summary>
public enum Granssort
{
    /// <summary>Så stor del av objekten, i procent, som har högst risk.</summary>
    Andel,

    /// <summary>Från så många poäng, i hundradelar.</summary>
    Poang,
}

/// <summary>En risknivå. Nivåerna står med den högsta risken först; den sista tar alla som blir över.</summary>
public sealed record Risknivaregel(string Namn, int Grans, int IntervallManader);

/// <summary>Varifrån en regel kommer. I den ordningen: lag först, sedan avtalet, sedan nämndens eget beslut.</summary>
public enum Regelslag
{
    Lag,
    Avtal,
    Namnd,
}

/// <summary>En regel om form eller intervall för vissa objekt under en viss tid. Ett villkor som är null gäller alla.</summary>
public sealed record Planregel
{
    public Guid Id { get; init; }

    public int Version { get; init; } = 1;

    public required Regelslag Slag { get; init; }

    public required string Benamning { get; init; }

    /// <summary>Lagrummet, avtalspunkten eller beslutet.</summary>
    public required string Kalla { get; init; }

    public string? Verksamhetsomrade { get; init; }

    public Driftsform? Driftsform { get; init; }

    public Guid? AvtalId { get; init; }

    /// <summary>Formen som regeln kräver utöver de förvalda.</summary>
    public Uppfoljningsform? Form { get; init; }

    /// <summary>Det längsta intervall som regeln tillåter.</summary>
    public int? HogstIntervallManader { get; init; }

    public required DateOnly GallerFran { get; init; }

    /// <summary>Sista dagen regeln gäller; null tills vidare.</summary>
    public DateOnly? GallerTill { get; init; }

    /// <summary>Om regeln gäller någon dag under året.</summary>
    public bool GallerUnder(int ar) => GallerFran.Year <= ar && (GallerTill is not { } till || till.Year >= ar);

    public bool Traffar(Planobjekt o) =>
        (AvtalId is null || AvtalId == o.AvtalId)
        && (Verksamhetsomrade is null || string.Equals(Verksamhetsomrade, o.Verksamhetsomrade, StringComparison.OrdinalIgnoreCase))
        && (Driftsform is null || Driftsform == o.Driftsform || (Driftsform == Domain.Utforare.Driftsform.EgenRegi && o.DrivsIEgenRegi));
}

/// <summary>Det som nämnden själv bestämmer om sin plan, så som det gäller ett visst planår. Planen säger att det är nämndens regler.</summary>
public sealed record Planregler
{
    /// <summary>Förvalen tills en nämnd har bestämt något annat: vikter som vi föreslår, nivåer som SKR rekommenderar (PR-02).</summary>
    public static readonly Planregler Forval = new();

    /// <summary>Dagen då nämndens regler började gälla; null när nämnden inte har bestämt några.</summary>
    public DateOnly? GallerFran { get; init; }

    public IReadOnlyDictionary<Riskfaktor, int> Vikter { get; init; } = new Dictionary<Riskfaktor, int>
    {
        [Riskfaktor.Varde] = 15,
        [Riskfaktor.Brukare] = 10,
        [Riskfaktor.TidSedanUppfoljning] = 15,
        [Riskfaktor.OppnaAvvikelser] = 15,
        [Riskfaktor.NyUtforare] = 10,
        [Riskfaktor.KontrollerForfallna] = 10,
        [Riskfaktor.Klagomal] = 10,
        [Riskfaktor.KansligGrupp] = 10,
        [Riskfaktor.EgenVikt] = 5,
    };

    public Granssort Granssort { get; init; } = Granssort.Andel;

    /// <summary>10, 30 och 60 procent: tre gånger om året, en gång om året, vartannat år (SKR, PR-02).</summary>
    public IReadOnlyList<Risknivaregel> Nivaer { get; init; } = [new("Hög", 10, 4), new("Medel", 30, 12), new("Låg", 60, 24)];

    /// <summary>Den del av vikten, i procent, som ett okänt värde ger.</summary>
    public int OkantProcent { get; init; }

    /// <summary>Timmar som en uppföljning i formen tar; planeringstal, inte lag.</summary>
    public IReadOnlyDictionary<Uppfoljningsform, int> Formtider { get; init; } = new Dictionary<Uppfoljningsform, int>
    {
        [Uppfoljningsform.Avtalsuppfoljning] = 12,
        [Uppfoljningsform.Uppdragsuppfoljning] = 12,
        [Uppfoljningsform.Verksamhetsuppfoljning] = 16,
        [Uppfoljningsform.Individuppfoljning] = 8,
        [Uppfoljningsform.EkonomiskUppfoljning] = 6,
        [Uppfoljningsform.Egenkontroll] = 2,
        [Uppfoljningsform.Brukarundersokning] = 10,
        [Uppfoljningsform.Tillsyn] = 20,
        [Uppfoljningsform.SarskildGranskning] = 40,
    };

    /// <summary>Reglerna från lag, avtal och nämnd som gäller någon dag under planåret.</summary>
    public IReadOnlyList<Planregel> Regler { get; init; } = [];

    /// <summary>Ett avtal som löper ut högst så många månader efter planåret följs upp tidigt på året.</summary>
    public int ForberedelseManader { get; init; } = 6;

    /// <summary>Hur många månader från årets början som räknas som tidigt.</summary>
    public int TidigaManader { get; init; } = 3;

    /// <summary>Ett nytt avtal följs upp första gången så många månader efter start.</summary>
    public int ManaderEfterStart { get; init; } = 3;

    /// <summary>Månad då ingen uppföljning läggs.</summary>
    public int LedigManad { get; init; } = 7;

    /// <summary>Ansvarig när avtalet inte har någon avtalsansvarig.</summary>
    public string StandardAnsvarig { get; init; } = "Förvaltningens uppföljare";

    public string AterkopplingNamnd { get; init; } =
        "Skriftlig rapport till nämnden. Läget redovisas i delårsrapporten per augusti och helåret i verksamhetsberättelsen.";

    public string AterkopplingUtforare { get; init; } =
        "Utföraren får rapporten för faktagranskning, den fastställda rapporten och ett möte om det som ska åtgärdas.";

    public string AterkopplingAllmanhet { get; init; } =
        "En sammanfattning publiceras på kommunens webbplats när rapporten är fastställd.";

    /// <summary>I valfrihetssystem, där den enskilde väljer (UPP-06).</summary>
    public string AterkopplingAllmanhetValfrihet { get; init; } =
        "En sammanfattning publiceras på kommunens webbplats i anslutning till Jämför service när rapporten är fastställd.";

    /// <summary>Timmarna för formerna tillsammans, ett tillfälle.</summary>
    public int TimmarFor(IEnumerable<Uppfoljningsform> former) => former.Sum(f => Formtider.GetValueOrDefault(f));
}
