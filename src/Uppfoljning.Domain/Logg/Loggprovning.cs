namespace Uppfoljning.Domain.Logg;

/// <summary>Vad som är fel i loggen.</summary>
public enum Loggfelsort
{
    Andrad,
    Borttagen,
    Tillagd,
    Ombytt,
    Avklippt,
    Omskriven,

    /// <summary>Nyckeln saknas, så det går inte att säga om raden stämmer.</summary>
    Oprovad,
}

/// <summary>Det första felet: vilken händelse, på vilket sätt, och en mening om det.</summary>
public sealed record Loggfel(Loggfelsort Sort, long Nr, string Mening);

/// <summary>Kedjans sista länk.</summary>
public sealed record Logghuvud(long Nr, string Kedja, string? Nyckel)
{
    public static Logghuvud Tomt { get; } = new(0, Loggkedja.Borjan, null);
}

/// <summary>Det som har sparats utanför databasen om hur huvudet såg ut vid en tid.</summary>
public sealed record Loggankare(long Nr, string Kedja, string? Nyckel, DateTimeOffset Tid);

/// <summary>
/// Prövar loggen rad för rad i nummerordning, utan att hålla den i minnet, och stannar vid det första felet. Raderna efter den som prövas behövs
/// bara för att säga på vilket sätt den är fel.
/// </summary>
/// <param name="nyckel">Nyckeln med det id:t, eller null när den saknas.</param>
/// <param name="ordning">Nyckelns plats bland nycklarna, den äldsta först.</param>
/// <param name="ankare">Ankarna, i vilken ordning som helst.</param>
public sealed class Loggprovning(Func<string, byte[]?> nyckel, Func<string, int> ordning, IEnumerable<Loggankare> ankare)
{
    /// <summary>Så många rader framåt läses för att känna igen felets sort.</summary>
    public const int Framat = 2;

    /// <summary>Så många borttagna rader med omnumrering efter känns igen; fler beskrivs som en ändring.</summary>
    private const int FlestBorttagna = 2000;

    private readonly List<Loggankare> _ankare = [.. ankare.OrderBy(a => a.Nr)];
    private int _nastaAnkare;
    private readonly List<Loggaterstallning> _aterstallningar = [];
    private int _nyckelordning = -1;
    private long _senasteRattaAnkare;

    /// <summary>Den senaste raden som stämde.</summary>
    public long Nr { get; private set; }

    public string Kedja { get; private set; } = Loggkedja.Borjan;

    /// <summary>Antal ankare som stämde.</summary>
    public int RattaAnkare { get; private set; }

    /// <summary>Ankare att pröva mot; de som en känd återställning nämner är inte med.</summary>
    public int AntalAnkare => _ankare.Count;

    /// <summary>Återställningar som loggen själv berättar om, i den ordning de skedde.</summary>
    public IReadOnlyList<Loggaterstallning> Aterstallningar => _aterstallningar;

    /// <summary>Prövar nästa rad; null när den stämmer.</summary>
    public Loggfel? Prova(Loggrad rad, IReadOnlyList<Loggrad> foljande)
    {
        if (Lagesfel(rad) is { } fel) { return fel; }
        if (nyckel(rad.Nyckel) is not { } intygad)
        {
            return new(Loggfelsort.Oprovad, rad.Nr,
                $"Händelse {rad.Nr} är intygad med nyckeln {rad.Nyckel}, som saknas. Går nyckeln att lägga tillbaka kan resten prövas; annars är raden ändrad.");
        }
        if (!Loggkedja.Stammer(intygad, rad, rad.Nr, Kedja)) { return Sorten(rad, foljande, intygad); }
        if (ordning(rad.Nyckel) < _nyckelordning)
        {
            return new(Loggfelsort.Omskriven, rad.Nr, $"Händelse {rad.Nr} är intygad med en äldre nyckel än händelsen före. Den är skriven av någon som hade den gamla nyckeln.");
        }

        (Nr, Kedja, _nyckelordning) = (rad.Nr, rad.Kedja, ordning(rad.Nyckel));
        Aterstalld(rad);
        return Ankarfel();
    }

    /// <summary>
    /// A row that tells of a restore excuses the anchors it names, and only those from its own number on: they belong to events that were lost.
    /// The row has just been proved with the key, so nobody without the key can excuse anything, and an anchor it does not name still counts.
    /// </summary>
    private void Aterstalld(Loggrad rad)
    {
        if (Loggaterstallning.Las(rad) is not { } aterstallning) { return; }
        var namnda = aterstallning.Ankare.ToHashSet();
        var fore = _ankare.Count;
        _ankare.RemoveAll(a => a.Nr >= rad.Nr && namnda.Contains((a.Nr, a.Kedja)));
        _aterstallningar.Add(aterstallning with { KandaAnkare = fore - _ankare.Count });
    }

    /// <summary>Prövar slutet när den sista raden är läst: huvudet, och de ankare som pekar längre fram.</summary>
    /// <param name="fore">Huvudet innan den första raden lästes.</param>
    /// <param name="efter">Huvudet efter den sista; någon kan ha skrivit under tiden.</param>
    public Loggfel? Slut(Logghuvud? fore, Logghuvud? efter)
    {
        if (fore is null || efter is null) { return new(Loggfelsort.Avklippt, Nr, "Loggens huvud är borttaget ur databasen, så det går inte att säga om slutet finns kvar."); }
        if (_nastaAnkare < _ankare.Count)
        {
            return new(Loggfelsort.Avklippt, Nr + 1,
                $"{Saknas(Nr + 1, Math.Max(fore.Nr, _ankare[^1].Nr))} i slutet, enligt ankaret från {Loggkedja.Tidstext(_ankare[^1].Tid)}. Så ser det ut när slutet har tagits bort, och när databasen har återställts från en äldre kopia.");
        }
        if (fore.Nr > Nr) { return new(Loggfelsort.Avklippt, Nr + 1, $"{Saknas(Nr + 1, fore.Nr)} i slutet. Loggens huvud säger att det ska finnas {fore.Nr} händelser."); }
        if (efter.Nr < Nr) { return new(Loggfelsort.Tillagd, efter.Nr + 1, $"Händelse {efter.Nr + 1} och de efter är tillagda: loggens huvud säger att den sista är {efter.Nr}."); }
        return efter.Nr == Nr && efter.Kedja != Kedja ? new(Loggfelsort.Andrad, Nr, $"Loggens huvud har inte samma kontrollsumma som händelse {Nr}. Huvudet är ändrat för hand.") : null;
    }

    /// <summary>Numret är inte det som ska komma.</summary>
    private Loggfel? Lagesfel(Loggrad rad) =>
        rad.Nr <= Nr ? new(Loggfelsort.Tillagd, rad.Nr, $"Händelse {rad.Nr} är tillagd: numret är redan använt eller kan inte finnas.")
        : rad.Nr > Nr + 1 ? new(Loggfelsort.Borttagen, Nr + 1, $"{Saknas(Nr + 1, rad.Nr - 1)}: borttagen ur databasen.")
        : null;

    /// <summary>På vilket sätt en rad inte stämmer, av det som raderna efter visar.</summary>
    private Loggfel Sorten(Loggrad rad, IReadOnlyList<Loggrad> foljande, byte[] intygad)
    {
        if (foljande.FirstOrDefault(f => f.Nr == rad.Nr && Ratt(f, f.Nr, Kedja)) is not null)
        {
            return new(Loggfelsort.Tillagd, rad.Nr, $"Händelse {rad.Nr} finns två gånger. Den med id {rad.Id} är tillagd; den andra stämmer.");
        }
        var nasta = foljande.Count > 0 ? foljande[0] : null;
        if (nasta is not null && Ratt(nasta, rad.Nr, Kedja))
        {
            return Ratt(rad, nasta.Nr, nasta.Kedja)
                ? new(Loggfelsort.Ombytt, rad.Nr, $"Händelserna {rad.Nr} och {nasta.Nr} har bytt plats.")
                : new(Loggfelsort.Tillagd, rad.Nr, $"Händelse {rad.Nr} är tillagd. Den som hade numret står nu som {nasta.Nr}, och de efter är omnumrerade.");
        }
        if (nasta is null) { return new(Loggfelsort.Andrad, rad.Nr, $"Händelse {rad.Nr} är ändrad: kontrollsumman stämmer inte med innehållet."); }
        if (Ratt(nasta, nasta.Nr, rad.Kedja)) { return new(Loggfelsort.Andrad, rad.Nr, $"Händelse {rad.Nr} är ändrad: innehållet är inte det som skrevs."); }
        if (Ratt(nasta, nasta.Nr, Loggkedja.Berakna(intygad, rad, Kedja)))
        {
            return new(Loggfelsort.Andrad, rad.Nr, $"Händelse {rad.Nr} är ändrad: kontrollsumman är utbytt, innehållet är det som skrevs.");
        }
        for (var borta = 1; borta <= FlestBorttagna; borta++)
        {
            if (Ratt(nasta, nasta.Nr + borta, rad.Kedja))
            {
                return new(Loggfelsort.Borttagen, rad.Nr, $"{Saknas(rad.Nr, rad.Nr + borta - 1)}: borttagen ur databasen, och de efter är omnumrerade.");
            }
        }
        return new(Loggfelsort.Andrad, rad.Nr, $"Händelse {rad.Nr} är ändrad: det som står där är inte det som skrevs, eller en annan händelse står på dess plats.");
    }

    private bool Ratt(Loggrad rad, long nr, string fore) => nyckel(rad.Nyckel) is { } k && Loggkedja.Stammer(k, rad, nr, fore);

    private Loggfel? Ankarfel()
    {
        for (; _nastaAnkare < _ankare.Count && _ankare[_nastaAnkare].Nr <= Nr; _nastaAnkare++)
        {
            var a = _ankare[_nastaAnkare];
            if (a.Nr < Nr || a.Kedja != Kedja)
            {
                return new(Loggfelsort.Omskriven, _senasteRattaAnkare + 1,
                    $"Ankaret från {Loggkedja.Tidstext(a.Tid)} säger att händelse {a.Nr} hade en annan kontrollsumma. Händelserna stämmer med varandra, så kedjan är omräknad av någon som hade nyckeln: en eller flera av händelserna {_senasteRattaAnkare + 1}–{a.Nr} är ändrade.");
            }
            _senasteRattaAnkare = a.Nr;
            RattaAnkare++;
        }
        return null;
    }

    private static string Saknas(long fran, long till) => fran >= till ? $"Händelse {fran} saknas" : $"Händelserna {fran}–{till} saknas";
}
