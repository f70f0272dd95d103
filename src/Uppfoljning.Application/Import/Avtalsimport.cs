using System.Globalization;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;
using K = Uppfoljning.Application.Import.Avtalskolumner;

namespace Uppfoljning.Application.Import;

/// <summary>
/// Avtalsregistret. En rad är ett avtal som redan finns när avtalsnumret är detsamma, annars när radnyckeln är det; då ändras avtalet, och
/// en tom cell ändrar inget.
/// </summary>
internal sealed class Avtalsimport(DbSession db, Importnamnd namnd, Importfil fil, DateOnly idag) : Registerimport<Importavtal>(db, namnd, fil)
{
    private const string RegisterSql = """
        SELECT a.Id, a.Radnyckel, a.Tillstand, e.Version, a.Avtalsnummer, a.Benamning, a.VerksamhetsomradeId, v.Namn AS Verksamhetsomrade,
               a.UtforareId, u.Namn AS Utforare, u.Organisationsnummer, a.Driftsform, a.Upphandlingsform, a.Start, a.Slut, a.ForlangningManader,
               a.AntalForlangningar, a.UppsagningstidManader, a.ArsvardeOre, a.Omrade, a.Avtalsansvarig, a.Anmarkning,
               a.Diarienummer, a.Cpv, a.Regler, a.VardeOre, a.Indexering, a.AvtalsansvarigId
        FROM Avtal a
        JOIN Arende e ON e.Id = a.Id
        LEFT JOIN Verksamhetsomrade v ON v.Id = a.VerksamhetsomradeId
        LEFT JOIN Utforare u ON u.Id = a.UtforareId
        WHERE a.NamndId = @NamndId
        ORDER BY a.Id
        """;

    /// <summary>När fler avtal än så heter lika säger namnet inget om vilket det är.</summary>
    private const int FlestLiknande = 20;

    private const string TidSql = "SELECT Avslutad FROM Import WHERE Id = @ImportId";

    /// <summary>Så många rader skrivs åt gången.</summary>
    private const int Omgang = 1000;

    private const string HojVersionSql = "UPDATE Arende SET Version = Version + 1 WHERE Id = @Id AND Version = @Version";

    private static readonly Falt<Importavtal>[] Alla =
    [
        new(K.Avtalsnummer, nameof(Avtalsuppgifter.Avtalsnummer), a => a.Avtalsnummer),
        new(K.Benamning, nameof(Avtalsuppgifter.Benamning), a => a.Benamning),
        new(K.Verksamhetsomrade, nameof(Avtalsuppgifter.Verksamhetsomrade), a => a.Verksamhetsomrade),
        new(K.Utforare, nameof(Avtalsuppgifter.Utforare), a => a.Utforare),
        new(K.Organisationsnummer, nameof(Avtalsuppgifter.Organisationsnummer), a => a.Organisationsnummer is { } n ? Organisationsnummer.Maskerat(n) : null, a => a.Organisationsnummer),
        new(K.Driftsform, nameof(Avtalsuppgifter.Driftsform), a => a.Driftsform?.Text()),
        new(K.Upphandlingsform, nameof(Avtalsuppgifter.Upphandlingsform), a => a.Upphandlingsform?.Text()),
        new(K.Start, nameof(Avtalsuppgifter.Start), a => a.Start?.Iso()),
        new(K.Slut, nameof(Avtalsuppgifter.Slut), a => a.Slut?.Iso()),
        new(K.ForlangningManader, nameof(Avtalsuppgifter.ForlangningManader), a => a.ForlangningManader?.ToString(CultureInfo.InvariantCulture)),
        new(K.AntalForlangningar, nameof(Avtalsuppgifter.AntalForlangningar), a => a.AntalForlangningar?.ToString(CultureInfo.InvariantCulture)),
        new(K.UppsagningstidManader, nameof(Avtalsuppgifter.UppsagningstidManader), a => a.UppsagningstidManader?.ToString(CultureInfo.InvariantCulture)),
        new(K.Arsvarde, nameof(Avtalsuppgifter.ArsvardeOre), a => a.ArsvardeOre is { } ore ? Belopp.Kronor(ore) : null),
        new(K.Omrade, nameof(Avtalsuppgifter.Omrade), a => a.Omrade),
        new(K.Avtalsansvarig, nameof(Avtalsuppgifter.Avtalsansvarig), a => a.Avtalsansvarig),
        new(K.Anmarkning, nameof(Avtalsuppgifter.Anmarkning), a => a.Anmarkning),
        new(K.Diarienummer, nameof(Avtalsuppgifter.Diarienummer), a => a.Diarienummer),
        new(K.Cpv, nameof(Avtalsuppgifter.Cpv), a => a.Cpv),
        new(K.Regler, nameof(Avtalsuppgifter.Regler), a => a.Regler?.Text()),
        new(K.Varde, nameof(Avtalsuppgifter.VardeOre), a => a.VardeOre is { } ore ? Belopp.Kronor(ore) : null),
        new(K.Indexering, nameof(Avtalsuppgifter.Indexering), a => a.Indexering),
    ];

    private static readonly ImportavtalValidator Validator = new();

    private readonly Dictionary<string, Importavtal> _perNummer = new(Jamforelse.Svensk);
    private readonly Dictionary<string, Importavtal> _perNyckel = [];
    private readonly Dictionary<string, List<Importavtal>> _perInnehall = [];
    private readonly Dictionary<string, List<Importavtal>> _perBenamning = new(Jamforelse.Svensk);
    private readonly List<Importavtal> _nya = [];
    private readonly List<(Importavtal Avtal, IReadOnlyList<Andring> Andringar)> _andrade = [];
    private Utforarregister _utforare = null!;
    private Omradesregister _omraden = null!;

    protected override IReadOnlyList<Falt<Importavtal>> Falten => Alla;

    protected override IReadOnlyList<Kolumn> Viktiga { get; } = [K.Utforare, K.Start, K.Slut, K.Avtalsansvarig];

    protected override IReadOnlyList<Kolumn> Frivilliga { get; } = [K.Anmarkning];

    protected override Kolumn Namndkolumn => K.Namnd;

    protected override string Ting => "avtal";

    public override async Task<bool> SkrivAsync(Guid importId, CancellationToken cancellationToken)
    {
        await _utforare.SkrivAsync(Db, cancellationToken);
        await _omraden.SkrivAsync(Db, cancellationToken);
        var nu = await Db.SingleOrDefaultAsync<DateTimeOffset>(TidSql, new { ImportId = importId }, cancellationToken);
        // I omgångar: bara en omgångs rader finns i minnet så som de skrivs.
        var antal = _nya.Count + _andrade.Count;
        var skrivna = 0;
        foreach (var nya in _nya.Chunk(Omgang))
        {
            await Avtalsrad.LaggInAsync(Db, Array.ConvertAll(nya, a => Rad(a) with { ImportId = importId }), nu, cancellationToken);
            Forlopp.Satt(Importfas.Skriver, skrivna += nya.Length, antal);
        }
        foreach (var andrade in _andrade.Chunk(Omgang))
        {
            if (await Db.ExecuteAsync(HojVersionSql, andrade.Select(a => new { a.Avtal.Id, a.Avtal.Version }), cancellationToken) != andrade.Length) { return false; }
            await Avtalsrad.AndraAsync(Db, Array.ConvertAll(andrade, a => Rad(a.Avtal)), nu, cancellationToken);
            Forlopp.Satt(Importfas.Skriver, skrivna += andrade.Length, antal);
        }
        await Sokord.SkrivAllaAsync(Db, Forlopp.Raknade(Importfas.Sokord, _nya, _nya.Count).Select(a => (a.Id, a.Soktexter())),
            [.. _andrade.Select(a => (a.Avtal.Id, a.Avtal.Soktexter()))], cancellationToken);
        return true;
    }

    public override IEnumerable<AuditEntry> Handelser(string filnamn)
    {
        foreach (var avtal in _nya)
        {
            yield return new("Avtal inläst", $"Avtalet {avtal.Benamning} inläst från filen {filnamn}.", Rad(avtal).Fakta(), avtal.Id);
        }
        foreach (var (avtal, andringar) in _andrade)
        {
            yield return new("Avtal ändrat", Mening($"Ändrat från filen {filnamn}.", andringar), Rad(avtal).Fakta(), avtal.Id);
        }
    }

    protected override async Task LasRegistretAsync(CancellationToken cancellationToken)
    {
        foreach (var avtal in await Db.QueryAsync<Importavtal>(RegisterSql, new { NamndId = Namnd.Id }, cancellationToken))
        {
            _perNyckel[avtal.Radnyckel] = avtal;
            if (Rensad(avtal.Avtalsnummer) is { } nummer) { _perNummer[nummer] = avtal; }
            Lagg(_perInnehall, Innehallsnyckel(avtal), avtal);
            Lagg(_perBenamning, Rensad(avtal.Benamning) ?? "", avtal);
        }
        _utforare = await Utforarregister.LasAsync(Db, cancellationToken);
        _omraden = await Omradesregister.LasAsync(Db, Namnd.Id, cancellationToken);
    }

    protected override Importrad TolkaRad(Radlasare lasare)
    {
        var rad = Las(lasare);
        if (rad.Benamning.Length == 0)
        {
            lasare.LaggFel(K.Benamning, "Saknas. Varje avtal ska ha en benämning.");
            return Klar(lasare, rad.Avtalsnummer ?? "(utan benämning)", Radutfall.Fel, [], null);
        }

        var nyckel = Radnyckel.ForAvtal(rad.Avtalsnummer, rad.Benamning, rad.Utforare, rad.Omrade, rad.Verksamhetsomrade);
        var kant = Finn(lasare, rad, nyckel);
        ProvaDubblett(lasare, kant is null ? nyckel : kant.Id.ToString());

        var avtal = kant is null
            ? rad with { Id = Guid.CreateVersion7(), Radnyckel = nyckel, Tillstand = Avtalstid.TillstandAv(rad.Start, rad.Slut, idag).ToString() }
            : Ifyllt(rad, kant);
        avtal = MedOmrade(MedUtforare(lasare, rad, avtal), rad);
        Prova(lasare, Validator, avtal);

        var andringar = Andringar(kant, avtal);
        if (andringar.Count > 0 && kant!.Tillstand == nameof(Avtalstillstand.Arkiverat))
        {
            lasare.LaggFel(Array.Find(Alla, f => f.Kolumn.Namn == andringar[0].Kolumn)!.Kolumn, "Avtalet är arkiverat och ändras inte längre. Ta bort raden.");
        }
        if (lasare.Fel.Count > 0) { return Klar(lasare, rad.Benamning, Radutfall.Fel, [], kant?.Id); }
        if (kant is null)
        {
            VarnaLiknande(lasare, avtal);
            _nya.Add(avtal);
            return Klar(lasare, rad.Benamning, Radutfall.Ny, [], null);
        }
        if (andringar.Count > 0) { _andrade.Add((avtal, andringar)); }
        return Klar(lasare, avtal.Benamning, andringar.Count > 0 ? Radutfall.Andras : Radutfall.Lika, andringar, kant.Id);
    }

    private static Importavtal Las(Radlasare lasare) => new()
    {
        Avtalsnummer = lasare.Text(K.Avtalsnummer),
        Benamning = lasare.Text(K.Benamning) ?? "",
        Verksamhetsomrade = lasare.Text(K.Verksamhetsomrade),
        Utforare = lasare.Text(K.Utforare),
        Organisationsnummer = Nummer(lasare, K.Organisationsnummer),
        Driftsform = lasare.Val<Driftsform>(K.Driftsform, Driftsformer.TryTolka, Driftsformer.Text),
        Upphandlingsform = lasare.Val<Upphandlingsform>(K.Upphandlingsform, Upphandlingsformer.TryTolka, Upphandlingsformer.Text),
        Start = lasare.Datum(K.Start),
        Slut = lasare.Datum(K.Slut),
        ForlangningManader = lasare.Antal(K.ForlangningManader),
        AntalForlangningar = lasare.Antal(K.AntalForlangningar),
        UppsagningstidManader = lasare.Antal(K.UppsagningstidManader),
        ArsvardeOre = lasare.Belopp(K.Arsvarde),
        Omrade = lasare.Text(K.Omrade),
        Avtalsansvarig = lasare.Text(K.Avtalsansvarig),
        Anmarkning = lasare.Flerradig(K.Anmarkning),
        Diarienummer = lasare.Text(K.Diarienummer),
        Cpv = lasare.Text(K.Cpv),
        Regler = lasare.Val<Upphandlingsregler>(K.Regler, Upphandlingsregeltext.TryTolka, Upphandlingsregeltext.Text),
        VardeOre = lasare.Belopp(K.Varde),
        Indexering = lasare.Text(K.Indexering),
    };

    /// <summary>Avtalet i registret som raden gäller: samma nummer, samma rad som förut, eller ett enda med samma innehåll.</summary>
    private Importavtal? Finn(Radlasare lasare, Importavtal rad, string nyckel)
    {
        if (rad.Avtalsnummer is { } nummer && _perNummer.TryGetValue(nummer, out var medNummer)) { return medNummer; }
        if (_perNyckel.TryGetValue(nyckel, out var medNyckel)) { return medNyckel; }

        // Ett avtal med ett annat nummer är ett annat avtal, även om innehållet är detsamma.
        var innehall = Innehallsnyckel(rad);
        if (_perNyckel.TryGetValue(innehall, out var sammaRad) && (rad.Avtalsnummer is null || sammaRad.Avtalsnummer is null)) { return sammaRad; }
        var samma = _perInnehall.GetValueOrDefault(innehall)?.Where(a => rad.Avtalsnummer is null || a.Avtalsnummer is null).ToList() ?? [];
        if (samma.Count > 1)
        {
            lasare.LaggFel(K.Avtalsnummer, $"{samma.Count} avtal i registret stämmer med raden. Ange avtalsnumret på det som raden gäller.");
        }
        return samma.Count == 1 ? samma[0] : null;
    }

    /// <summary>
    /// En ny rad kan vara ett avtal som registret vet mindre om: samma benämning, och inget som säger emot. Programmet gissar inte att det är
    /// så, men säger det.
    /// </summary>
    private void VarnaLiknande(Radlasare lasare, Importavtal rad)
    {
        if (!_perBenamning.TryGetValue(rad.Benamning, out var samma) || samma.Count > FlestLiknande) { return; }
        if (samma.Find(a => Forenliga(a.Avtalsnummer, rad.Avtalsnummer) && Forenliga(a.Utforare, rad.Utforare)
            && Forenliga(a.Omrade, rad.Omrade) && Forenliga(a.Verksamhetsomrade, rad.Verksamhetsomrade)) is { } liknande)
        {
            lasare.Varna(K.Benamning, $"I registret finns redan ett avtal med samma benämning{(liknande.Utforare is null ? ", där utföraren inte är känd" : "")}. "
                + "Raden läggs in som ett nytt avtal. Är det samma avtal, ge det ett avtalsnummer både i registret och i filen.");
        }
    }

    private static bool Forenliga(string? ena, string? andra) => ena is null || andra is null || Jamforelse.Svensk.Equals(ena, andra);

    private static void Lagg(Dictionary<string, List<Importavtal>> per, string nyckel, Importavtal avtal)
    {
        if (per.TryGetValue(nyckel, out var samma)) { samma.Add(avtal); }
        else { per.Add(nyckel, [avtal]); }
    }

    private static string Innehallsnyckel(Importavtal a) =>
        Radnyckel.ForAvtal(null, Rensad(a.Benamning) ?? "", Rensad(a.Utforare), Rensad(a.Omrade), Rensad(a.Verksamhetsomrade));

    /// <summary>Avtalet så som det är i registret, med det som raden säger; en tom cell ändrar inget.</summary>
    private static Importavtal Ifyllt(Importavtal rad, Importavtal kant) => kant with
    {
        Avtalsnummer = Behall(rad.Avtalsnummer, kant.Avtalsnummer),
        Benamning = Behall(rad.Benamning, kant.Benamning),
        Driftsform = rad.Driftsform ?? kant.Driftsform,
        Upphandlingsform = rad.Upphandlingsform ?? kant.Upphandlingsform,
        Start = rad.Start ?? kant.Start,
        Slut = rad.Slut ?? kant.Slut,
        ForlangningManader = rad.ForlangningManader ?? kant.ForlangningManader,
        AntalForlangningar = rad.AntalForlangningar ?? kant.AntalForlangningar,
        UppsagningstidManader = rad.UppsagningstidManader ?? kant.UppsagningstidManader,
        ArsvardeOre = rad.ArsvardeOre ?? kant.ArsvardeOre,
        Omrade = Behall(rad.Omrade, kant.Omrade),
        Avtalsansvarig = Behall(rad.Avtalsansvarig, kant.Avtalsansvarig),
        // Ett annat namn är en annan ansvarig; vilken användare det är gissas inte.
        AvtalsansvarigId = Behall(rad.Avtalsansvarig, kant.Avtalsansvarig) == kant.Avtalsansvarig ? kant.AvtalsansvarigId : null,
        Diarienummer = Behall(rad.Diarienummer, kant.Diarienummer),
        Cpv = Behall(rad.Cpv, kant.Cpv),
        Regler = rad.Regler ?? kant.Regler,
        VardeOre = rad.VardeOre ?? kant.VardeOre,
        Indexering = Behall(rad.Indexering, kant.Indexering),
        Anmarkning = Behall(rad.Anmarkning, kant.Anmarkning),
    };

    /// <summary>Avtalet med den utförare som raden namnger, eller den som avtalet redan har.</summary>
    private Importavtal MedUtforare(Radlasare lasare, Importavtal rad, Importavtal avtal)
    {
        if (MedDoltNummer(lasare, rad, avtal) is { } dolt) { return dolt; }
        var nummer = rad.Organisationsnummer;
        if (rad.Utforare is null && nummer is null) { return avtal; }

        // Bara ett nummer: utföraren är den som registret känner under numret, eller den som avtalet redan har.
        var namn = rad.Utforare ?? _utforare.MedNummer(nummer!)?.Namn ?? avtal.Utforare;
        if (namn is null) { return avtal; }
        if (namn.Length > 200) { return avtal with { Utforare = namn }; }

        if (_utforare.HarAndraDolda(namn, nummer))
        {
            NekaAndraDolda(lasare, K.Organisationsnummer, namn);
            return avtal;
        }
        var traffar = _utforare.Hitta(namn, nummer);
        if (traffar.Count > 1 && traffar.FirstOrDefault(p => p.Id == avtal.UtforareId) is { } redan) { traffar = [redan]; }
        if (traffar.Count > 1)
        {
            lasare.LaggFel(K.Utforare, $"\u201D{namn}\u201D heter {traffar.Count} utförare i registret. Ange organisationsnumret på den som raden gäller.");
            return avtal with { Utforare = namn };
        }

        if (traffar.Count == 0) { VarnaLiknandeUtforare(lasare, namn, nummer); }
        var post = traffar.Count == 1 ? traffar[0] : _utforare.Skapa(namn, nummer, avtal.Driftsform);
        _utforare.Fyll(post, nummer, avtal.Driftsform);
        if (rad.Utforare is not null && !Jamforelse.Svensk.Equals(Rensad(post.Namn), rad.Utforare))
        {
            lasare.Varna(K.Utforare, post.Ny
                ? $"Samma organisationsnummer men olika namn: \u201D{Radlasare.Kort(rad.Utforare)}\u201D heter {post.Namn} på en tidigare rad. Det namnet används."
                : $"Samma organisationsnummer men olika namn: \u201D{Radlasare.Kort(rad.Utforare)}\u201D heter {post.Namn} i registret. Namnet i registret behålls.");
        }
        return avtal with { UtforareId = post.Id, Utforare = post.Namn, Organisationsnummer = post.Organisationsnummer };
    }

    /// <summary>En ny utförare kan vara en som redan finns, skriven på ett annat sätt. Programmet slår aldrig ihop dem, men säger det.</summary>
    private void VarnaLiknandeUtforare(Radlasare lasare, string namn, string? nummer)
    {
        if (_utforare.Liknande(namn) is not { } liknande) { return; }
        var dar = liknande.Ny ? "på en tidigare rad" : "i registret";
        lasare.Varna(K.Utforare, Jamforelse.Svensk.Equals(Rensad(liknande.Namn), namn)
            ? $"\u201D{Radlasare.Kort(namn)}\u201D finns redan {dar}, med ett annat organisationsnummer. Raden läggs in som en annan utförare."
            : $"Liknande namn: \u201D{Radlasare.Kort(namn)}\u201D liknar {liknande.Namn} {dar}. Är det samma utförare, skriv namnet likadant{(nummer is null ? " eller ange organisationsnumret" : "")}.");
    }

    /// <summary>
    /// Avtalet när raden har ett dolt personnummer, så som listor och exporter visar det (GDPR-03). Det säger inget nytt: utföraren är den som
    /// avtalet redan har, eller den enda i registret med samma namn och dolda nummer. Null när numret inte är dolt.
    /// </summary>
    private Importavtal? MedDoltNummer(Radlasare lasare, Importavtal rad, Importavtal avtal)
    {
        if (lasare.Text(K.Organisationsnummer) is not { } dolt || !Organisationsnummer.ArMaskerat(dolt)) { return null; }
        var namn = rad.Utforare ?? Rensad(avtal.Utforare);
        var traffar = namn is null ? [] : _utforare.HittaDold(namn, dolt);
        if (traffar.FirstOrDefault(p => p.Id == avtal.UtforareId) is { } redan) { traffar = [redan]; }
        if (traffar.Count == 1) { return avtal with { UtforareId = traffar[0].Id, Utforare = traffar[0].Namn, Organisationsnummer = traffar[0].Organisationsnummer }; }
        lasare.LaggFel(K.Organisationsnummer, $"\u201D{Radlasare.Kort(dolt)}\u201D är ett personnummer där siffrorna är dolda, och registret har ingen sådan utförare. Skriv hela numret eller lämna cellen tom.");
        return avtal;
    }

    private Importavtal MedOmrade(Importavtal avtal, Importavtal rad)
    {
        if (rad.Verksamhetsomrade is not { } namn) { return avtal; }
        if (namn.Length > 100) { return avtal with { Verksamhetsomrade = namn }; }
        var post = _omraden.HittaEllerSkapa(namn);
        return avtal with { VerksamhetsomradeId = post.Id, Verksamhetsomrade = post.Namn };
    }

    private Avtalsrad Rad(Importavtal avtal) => Avtalsrad.Av(avtal) with
    {
        Id = avtal.Id,
        NamndId = Namnd.Id,
        Radnyckel = avtal.Radnyckel,
        Tillstand = avtal.Tillstand,
        UtforareId = avtal.UtforareId,
        VerksamhetsomradeId = avtal.VerksamhetsomradeId,
    };
}

/// <summary>Ett avtal under importen: i registret, i filen, eller det ena ifyllt med det andra.</summary>
internal sealed record Importavtal : Avtalsuppgifter
{
    public Guid Id { get; init; }

    public string Radnyckel { get; init; } = "";

    public string Tillstand { get; init; } = "";

    public int Version { get; init; }

    public Guid? UtforareId { get; init; }

    public Guid? VerksamhetsomradeId { get; init; }
}

/// <summary>Samma regler för en rad i en fil som för avtalets formulär.</summary>
internal sealed class ImportavtalValidator : AvtalsuppgifterValidator<Importavtal>;
