using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Utforare;
using K = Uppfoljning.Application.Import.Utforarkolumner;

namespace Uppfoljning.Application.Import;

internal static class Utforarkolumner
{
    public static readonly Kolumn Namn = new("Utförare", "Namn", "Utförarens namn", "Leverantör", "Företag");
    public static readonly Kolumn Organisationsnummer = new("Organisationsnummer", "Org.nr", "Orgnummer", "Organisationsnr");
    public static readonly Kolumn Driftsform = new("Driftform", "Driftsform");
    public static readonly Kolumn Adress = new("Adress", "Postadress");
    public static readonly Kolumn Webbplats = new("Webbplats", "Webbadress", "Hemsida");
    public static readonly Kolumn Anmarkning = new("Anmärkning");

    public static readonly IReadOnlyList<Kolumn> Alla =
    [
        Namn, Organisationsnummer, Driftsform, Adress, Webbplats, Anmarkning,
        .. Kontrollkolumn.Alla.SelectMany(k => new[] { k.Gjord, k.Resultat }),
    ];
}

/// <summary>
/// Registret över utförare. En utförare känns igen på organisationsnumret och annars på namnet; då ändras den, och en tom cell ändrar inget.
/// Utförare delas av nämnderna: den som bara andra nämnder har får fyllas på men inte ändras härifrån. Kontrollerna läggs till av <see cref="Kontrollimport"/>.
/// </summary>
internal sealed class Utforarimport(DbSession db, Importnamnd namnd, Importfil fil, DateOnly idag) : Registerimport<Importutforare>(db, namnd, fil)
{
    private const string RegisterSql = """
        SELECT u.Id, u.Namn, u.Organisationsnummer, u.Driftsform, u.Adress, u.Webbplats, u.Anmarkning, u.Version,
               CASE WHEN EXISTS (SELECT 1 FROM Avtal a WHERE a.UtforareId = u.Id AND a.NamndId = @NamndId)
                      OR EXISTS (SELECT 1 FROM Enhet e WHERE e.UtforareId = u.Id AND e.NamndId = @NamndId)
                      OR (NOT EXISTS (SELECT 1 FROM Avtal a WHERE a.UtforareId = u.Id) AND NOT EXISTS (SELECT 1 FROM Enhet e WHERE e.UtforareId = u.Id))
                    THEN 1 ELSE 0 END AS Egen
        FROM Utforare u
        ORDER BY u.Id
        """;

    private static readonly Falt<Importutforare>[] Alla =
    [
        new(K.Namn, nameof(Utforaruppgifter.Namn), u => u.Namn),
        new(K.Organisationsnummer, nameof(Utforaruppgifter.Organisationsnummer), u => u.Organisationsnummer is { } n ? Organisationsnummer.Maskerat(n) : null, u => u.Organisationsnummer),
        new(K.Driftsform, nameof(Utforaruppgifter.Driftsform), u => u.Driftsform?.Text()),
        new(K.Adress, nameof(Utforaruppgifter.Adress), u => u.Adress),
        new(K.Webbplats, nameof(Utforaruppgifter.Webbplats), u => u.Webbplats),
        new(K.Anmarkning, nameof(Utforaruppgifter.Anmarkning), u => u.Anmarkning),
    ];

    /// <summary>Filen har ingen kolumn för nämnd: registret är kommunens.</summary>
    private static readonly Kolumn IngenNamnd = new("Nämnd");

    private static readonly ImportutforareValidator Validator = new();

    private readonly Dictionary<string, Importutforare> _perNummer = [];
    private readonly Dictionary<string, List<Importutforare>> _perNamn = new(Jamforelse.Svensk);
    private readonly Kontrollimport _kontroller = new(idag);
    private readonly List<(Importutforare Utforare, IReadOnlyList<Filkontroll> Kontroller)> _nya = [];
    private readonly List<(Importutforare Fore, Importutforare Utforare, IReadOnlyList<Andring> Andringar)> _andrade = [];

    protected override IReadOnlyList<Falt<Importutforare>> Falten => Alla;

    protected override IReadOnlyList<Kolumn> Viktiga { get; } = [K.Organisationsnummer, K.Driftsform];

    protected override IReadOnlyList<Kolumn> Frivilliga { get; } = [K.Anmarkning];

    protected override Kolumn Namndkolumn => IngenNamnd;

    protected override string Ting => "utförare";

    public override async Task<bool> SkrivAsync(Guid importId, CancellationToken cancellationToken)
    {
        if (_nya.Count > 0) { await Db.ExecuteAsync(RegistreraUtforareHandler.LaggInSql, _nya.Select(n => n.Utforare.Rad(n.Utforare.Id, version: 1)), cancellationToken); }
        if (_andrade.Count > 0
            && await Db.ExecuteAsync(AndraUtforareHandler.AndraSql, _andrade.Select(u => u.Utforare.Rad(u.Utforare.Id, u.Utforare.Version)), cancellationToken) != _andrade.Count)
        {
            return false;
        }
        await Sokord.SkrivAllaAsync(Db, _nya.Select(n => (n.Utforare.Id, n.Utforare.Soktexter())), [.. _andrade.Select(u => (u.Utforare.Id, u.Utforare.Soktexter()))], cancellationToken);
        await Avtalssokord.BytAsync(Db, [.. _andrade.Select(u => new Utforarord(u.Utforare.Id, u.Fore.Soktexter(), u.Utforare.Soktexter()))], cancellationToken);
        await _kontroller.SkrivAsync(Db, importId, cancellationToken);
        return true;
    }

    public override IEnumerable<AuditEntry> Handelser(string filnamn)
    {
        foreach (var (utforare, kontroller) in _nya)
        {
            var kontrollerat = kontroller.Count == 0 ? "" : $" Kontroller: {string.Join("; ", kontroller.Select(k => k.Text))}.";
            yield return new("Utförare inläst", $"Utföraren {utforare.Namn} inläst från filen {filnamn}.{kontrollerat}", RegistreraUtforareHandler.Fakta(utforare.Id, utforare), utforare.Id);
        }
        foreach (var (_, utforare, andringar) in _andrade)
        {
            yield return new("Utförare ändrad", Mening($"Ändrad från filen {filnamn}.", andringar), RegistreraUtforareHandler.Fakta(utforare.Id, utforare), utforare.Id);
        }
    }

    protected override async Task LasRegistretAsync(CancellationToken cancellationToken)
    {
        foreach (var post in await Db.QueryAsync<Registerpost>(RegisterSql, new { NamndId = Namnd.Id }, cancellationToken))
        {
            var utforare = post.Utforare();
            if (utforare.Organisationsnummer is { } nummer) { _perNummer[nummer] = utforare; }
            Lagg(utforare);
        }
        if (Kontrollkolumn.Alla.Any(k => Fil.Karta.Har(k.Gjord) || Fil.Karta.Har(k.Resultat))) { await _kontroller.LasAsync(Db, cancellationToken); }
    }

    protected override Importrad TolkaRad(Radlasare lasare)
    {
        var rad = Las(lasare);
        if (rad.Namn.Length == 0)
        {
            lasare.LaggFel(K.Namn, "Saknas. Varje utförare ska ha ett namn.");
            return Klar(lasare, "(utan namn)", Radutfall.Fel, [], null);
        }

        var kand = Finn(lasare, rad);
        ProvaDubblett(lasare, kand?.Id.ToString() ?? rad.Organisationsnummer ?? rad.Namn);
        var utforare = kand is null ? rad with { Id = Guid.CreateVersion7() } : kand with
        {
            Namn = Behall(rad.Namn, kand.Namn),
            Organisationsnummer = rad.Organisationsnummer ?? kand.Organisationsnummer,
            Driftsform = rad.Driftsform ?? kand.Driftsform,
            Adress = Behall(rad.Adress, kand.Adress),
            Webbplats = Behall(rad.Webbplats, kand.Webbplats),
            Anmarkning = Behall(rad.Anmarkning, kand.Anmarkning),
        };
        Prova(lasare, Validator, utforare);

        var andringar = Andringar(kand, utforare);
        if (kand is { Egen: false } && andringar.Find(a => a.Fore is not null) is { } annans)
        {
            lasare.LaggFel(Array.Find(Alla, f => f.Kolumn.Namn == annans.Kolumn)!.Kolumn,
                $"Utföraren har avtal eller enheter bara med andra nämnder, som ändrar uppgifterna om den. I registret står: {Radlasare.Kort(annans.Fore!)}. Töm cellen.");
        }
        var (kontroller, kontrollandringar) = _kontroller.Tolka(lasare, kand);
        if (lasare.Fel.Count > 0) { return Klar(lasare, rad.Namn, Radutfall.Fel, [], Lank(kand)); }
        _kontroller.Lagg(utforare.Id, kontroller);
        andringar.AddRange(kontrollandringar);
        if (kand is null)
        {
            _nya.Add((utforare, kontroller));
            return Klar(lasare, rad.Namn, Radutfall.Ny, andringar, null);
        }
        if (andringar.Count > 0) { _andrade.Add((kand, utforare, andringar)); }
        return Klar(lasare, utforare.Namn, andringar.Count > 0 ? Radutfall.Andras : Radutfall.Lika, andringar, Lank(kand));
    }

    /// <summary>Sidan finns bara för den som har utföraren.</summary>
    private static Guid? Lank(Importutforare? kand) => kand is { Egen: true } ? kand.Id : null;

    private static Importutforare Las(Radlasare lasare) => new()
    {
        Namn = lasare.Text(K.Namn) ?? "",
        Organisationsnummer = Nummer(lasare, K.Organisationsnummer),
        Driftsform = lasare.Val<Driftsform>(K.Driftsform, Driftsformer.TryTolka, Driftsformer.Text),
        Adress = lasare.Flerradig(K.Adress),
        Webbplats = lasare.Text(K.Webbplats) is { } text ? Utforaruppgifter.Webbadress(text) ?? text : null,
        Anmarkning = lasare.Flerradig(K.Anmarkning),
        Egen = true,
    };

    /// <summary>Utföraren i registret som raden gäller: samma nummer, annars samma namn om inget nummer säger att det är en annan.</summary>
    private Importutforare? Finn(Radlasare lasare, Importutforare rad)
    {
        if (rad.Organisationsnummer is { } nummer && _perNummer.TryGetValue(nummer, out var medNummer)) { return medNummer; }
        var samma = _perNamn.GetValueOrDefault(rad.Namn) ?? [];
        if (lasare.Text(K.Organisationsnummer) is { } dolt && Organisationsnummer.ArMaskerat(dolt))
        {
            var dolda = samma.Where(u => u.Organisationsnummer is { } n && string.Equals(Organisationsnummer.Maskerat(n), dolt, StringComparison.OrdinalIgnoreCase)).ToList();
            if (dolda.Count == 1) { return dolda[0]; }
            lasare.LaggFel(K.Organisationsnummer, $"\u201D{Radlasare.Kort(dolt)}\u201D är ett personnummer där siffrorna är dolda, och registret har ingen sådan utförare. Skriv hela numret eller lämna cellen tom.");
            return null;
        }
        if (rad.Organisationsnummer is { } nytt && Organisationsnummer.ArPersonnummer(nytt)
            && samma.Exists(u => u.Organisationsnummer is { } n && Organisationsnummer.Maskerat(n) == Organisationsnummer.Maskerat(nytt)))
        {
            NekaAndraDolda(lasare, K.Organisationsnummer, rad.Namn);
            return null;
        }
        var traffar = rad.Organisationsnummer is null ? samma : [.. samma.Where(u => u.Organisationsnummer is null).Take(1)];
        if (traffar.Count <= 1) { return traffar.FirstOrDefault(); }
        lasare.LaggFel(K.Namn, $"\u201D{rad.Namn}\u201D heter {traffar.Count} utförare i registret. Ange organisationsnumret på den som raden gäller.");
        return null;
    }

    private void Lagg(Importutforare utforare)
    {
        var namn = Rensad(utforare.Namn) ?? utforare.Namn;
        if (_perNamn.TryGetValue(namn, out var samma)) { samma.Add(utforare); }
        else { _perNamn.Add(namn, [utforare]); }
    }

    private sealed record Registerpost
    {
        public Guid Id { get; init; }

        public string Namn { get; init; } = "";

        public string? Organisationsnummer { get; init; }

        public string? Driftsform { get; init; }

        public string? Adress { get; init; }

        public string? Webbplats { get; init; }

        public string? Anmarkning { get; init; }

        public int Version { get; init; }

        public bool Egen { get; init; }

        public Importutforare Utforare() => new()
        {
            Id = Id,
            Namn = Namn,
            Organisationsnummer = Organisationsnummer,
            Driftsform = Driftsform is null ? null : Enum.Parse<Driftsform>(Driftsform),
            Adress = Adress,
            Webbplats = Webbplats,
            Anmarkning = Anmarkning,
            Version = Version,
            Egen = Egen,
        };
    }
}

/// <summary>En utförare under importen: i registret, i filen, eller det ena ifyllt med det andra.</summary>
internal sealed record Importutforare : Utforaruppgifter
{
    public Guid Id { get; init; }

    public int Version { get; init; }

    /// <summary>Om nämnden som filen förs in i får ändra utföraren.</summary>
    public bool Egen { get; init; }
}

/// <summary>Samma regler för en rad i en fil som för utförarens formulär.</summary>
internal sealed class ImportutforareValidator : UtforaruppgifterValidator<Importutforare>;
