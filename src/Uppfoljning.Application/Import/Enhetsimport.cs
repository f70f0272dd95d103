using System.Globalization;
using FluentValidation;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;
using K = Uppfoljning.Application.Import.Enhetskolumner;

namespace Uppfoljning.Application.Import;

/// <summary>
/// Enhetsregistret. En enhet känns igen på namn och verksamhetsområde. Enheter i egen regi har nämnden själv som utförare: kommunen är
/// huvudman genom nämnden (6 kap. 6 § KL), så det är känt. Vem som driver andra enheter är känt när filen säger det.
/// </summary>
internal sealed class Enhetsimport(DbSession db, Importnamnd namnd, Importfil fil) : Registerimport<Importenhet>(db, namnd, fil)
{
    private const string RegisterSql = """
        SELECT n.Id, n.Radnyckel, e.Version, n.Namn, n.VerksamhetsomradeId, v.Namn AS Verksamhetsomrade, n.UtforareId, u.Namn AS Utforare,
               u.Organisationsnummer, COALESCE(n.Driftsform, u.Driftsform) AS Driftsform, n.Antal, n.Plats, n.Platser, n.Brukare, n.Konkurrens, n.MojligFor,
               n.UppdragDiarienummer, n.UppdragBeslutat, n.UppdragGallerTill, n.Anmarkning
        FROM Enhet n
        JOIN Arende e ON e.Id = n.Id
        LEFT JOIN Verksamhetsomrade v ON v.Id = n.VerksamhetsomradeId
        LEFT JOIN Utforare u ON u.Id = n.UtforareId
        WHERE n.NamndId = @NamndId
        ORDER BY n.Id
        """;

    private const string ArendeSql = "INSERT INTO Arende (Id, NamndId, Sort, Version) VALUES (@Id, @NamndId, 'Enhet', 1)";

    private const string LaggInSql = """
        INSERT INTO Enhet (Id, NamndId, Radnyckel, Namn, VerksamhetsomradeId, UtforareId, Driftsform, Antal, Plats, Platser, Brukare, Konkurrens, MojligFor,
                           UppdragDiarienummer, UppdragBeslutat, UppdragGallerTill, Anmarkning, ImportId)
        VALUES (@Id, @NamndId, @Radnyckel, @Namn, @VerksamhetsomradeId, @UtforareId, @Driftsform, @Antal, @Plats, @Platser, @Brukare, @Konkurrens, @MojligFor,
                @UppdragDiarienummer, @UppdragBeslutat, @UppdragGallerTill, @Anmarkning, @ImportId)
        """;

    private const string HojVersionSql = "UPDATE Arende SET Version = Version + 1 WHERE Id = @Id AND Version = @Version";

    private const string AndraSql = """
        UPDATE Enhet
        SET Namn = @Namn, VerksamhetsomradeId = @VerksamhetsomradeId, UtforareId = @UtforareId, Driftsform = @Driftsform, Antal = @Antal,
            Plats = @Plats, Platser = @Platser, Brukare = @Brukare, Konkurrens = @Konkurrens, MojligFor = @MojligFor, UppdragDiarienummer = @UppdragDiarienummer,
            UppdragBeslutat = @UppdragBeslutat, UppdragGallerTill = @UppdragGallerTill, Anmarkning = @Anmarkning
        WHERE Id = @Id
        """;

    private static readonly Falt<Importenhet>[] Alla =
    [
        new(K.Enhet, nameof(Importenhet.Namn), e => e.Namn),
        new(K.Verksamhetsomrade, nameof(Importenhet.Verksamhetsomrade), e => e.Verksamhetsomrade),
        new(K.Antal, nameof(Importenhet.Antal), e => Tal(e.Antal)),
        new(K.Utforare, nameof(Importenhet.Utforare), e => e.Utforare),
        new(K.Organisationsnummer, nameof(Importenhet.Organisationsnummer), e => e.Organisationsnummer is { } n ? Organisationsnummer.Maskerat(n) : null, e => e.Organisationsnummer),
        new(K.Plats, nameof(Importenhet.Plats), e => e.Plats),
        new(K.Platser, nameof(Importenhet.Platser), e => Tal(e.Platser)),
        new(K.Brukare, nameof(Importenhet.Brukare), e => Tal(e.Brukare)),
        new(K.UppdragDiarienummer, nameof(Importenhet.UppdragDiarienummer), e => e.UppdragDiarienummer),
        new(K.UppdragBeslutat, nameof(Importenhet.UppdragBeslutat), e => e.UppdragBeslutat?.Iso()),
        new(K.UppdragGallerTill, nameof(Importenhet.UppdragGallerTill), e => e.UppdragGallerTill?.Iso()),
        new(K.Driftsform, nameof(Importenhet.Driftsform), e => e.Driftsform?.Text()),
        new(K.MojligFor, nameof(Importenhet.MojligFor), e => e.MojligFor),
        new(K.Konkurrens, nameof(Importenhet.Konkurrens), e => e.Konkurrens is { } i ? i ? "Ja" : "Nej" : null),
        new(K.Anmarkning, nameof(Importenhet.Anmarkning), e => e.Anmarkning),
    ];

    private static readonly ImportenhetValidator Validator = new();

    private readonly Dictionary<string, Importenhet> _perNyckel = [];
    private readonly Dictionary<string, Importenhet> _perInnehall = [];
    private readonly List<Importenhet> _nya = [];
    private readonly List<(Importenhet Enhet, IReadOnlyList<Andring> Andringar)> _andrade = [];
    private Utforarregister _utforare = null!;
    private Omradesregister _omraden = null!;

    protected override IReadOnlyList<Falt<Importenhet>> Falten => Alla;

    protected override IReadOnlyList<Kolumn> Viktiga { get; } = [K.Verksamhetsomrade, K.Driftsform, K.Konkurrens];

    /// <summary>Uppdragsbeskrivningen har bara egen regi; att den saknas hos andra är inget okänt.</summary>
    protected override IReadOnlyList<Kolumn> Frivilliga { get; } = [K.Anmarkning, K.UppdragDiarienummer, K.UppdragBeslutat, K.UppdragGallerTill];

    protected override Kolumn Namndkolumn => K.Namnd;

    protected override string Ting => "enhet";

    public override async Task<bool> SkrivAsync(Guid importId, CancellationToken cancellationToken)
    {
        await _utforare.SkrivAsync(Db, cancellationToken);
        await _omraden.SkrivAsync(Db, cancellationToken);
        if (_nya.Count > 0)
        {
            await Db.ExecuteAsync(ArendeSql, _nya.Select(e => new { e.Id, NamndId = Namnd.Id }), cancellationToken);
            await Db.ExecuteAsync(LaggInSql, Forlopp.Raknade(Importfas.Skriver, _nya, _nya.Count).Select(e => Rad(e, importId)), cancellationToken);
        }
        if (_andrade.Count > 0)
        {
            if (await Db.ExecuteAsync(HojVersionSql, _andrade.Select(e => new { e.Enhet.Id, e.Enhet.Version }), cancellationToken) != _andrade.Count) { return false; }
            await Db.ExecuteAsync(AndraSql, _andrade.Select(e => Rad(e.Enhet, importId)), cancellationToken);
        }
        await Sokord.SkrivAllaAsync(Db, _nya.Select(e => (e.Id, Soktexter(e))), [.. _andrade.Select(e => (e.Enhet.Id, Soktexter(e.Enhet)))], cancellationToken);
        return true;
    }

    public override IEnumerable<AuditEntry> Handelser(string filnamn)
    {
        foreach (var enhet in _nya)
        {
            yield return new("Enhet inläst", $"Enheten {enhet.Namn} inläst från filen {filnamn}.", Fakta(enhet), enhet.Id);
        }
        foreach (var (enhet, andringar) in _andrade)
        {
            yield return new("Enhet ändrad", Mening($"Ändrad från filen {filnamn}.", andringar), Fakta(enhet), enhet.Id);
        }
    }

    protected override async Task LasRegistretAsync(CancellationToken cancellationToken)
    {
        foreach (var enhet in await Db.QueryAsync<Importenhet>(RegisterSql, new { NamndId = Namnd.Id }, cancellationToken))
        {
            _perNyckel[enhet.Radnyckel] = enhet;
            _perInnehall.TryAdd(Radnyckel.ForEnhet(Rensad(enhet.Namn) ?? "", Rensad(enhet.Verksamhetsomrade)), enhet);
        }
        _utforare = await Utforarregister.LasAsync(Db, cancellationToken);
        _omraden = await Omradesregister.LasAsync(Db, Namnd.Id, cancellationToken);
    }

    protected override Importrad TolkaRad(Radlasare lasare)
    {
        var rad = Las(lasare);
        if (rad.Namn.Length == 0)
        {
            lasare.LaggFel(K.Enhet, "Saknas. Varje enhet ska ha ett namn.");
            return Klar(lasare, "(utan namn)", Radutfall.Fel, [], null);
        }

        var nyckel = Radnyckel.ForEnhet(rad.Namn, rad.Verksamhetsomrade);
        var kand = _perNyckel.GetValueOrDefault(nyckel) ?? _perInnehall.GetValueOrDefault(nyckel);
        ProvaDubblett(lasare, kand is null ? nyckel : kand.Id.ToString());

        var enhet = kand is null ? rad with { Id = Guid.CreateVersion7(), Radnyckel = nyckel } : kand with
        {
            Namn = Behall(rad.Namn, kand.Namn),
            Antal = rad.Antal ?? kand.Antal,
            Plats = Behall(rad.Plats, kand.Plats),
            Platser = rad.Platser ?? kand.Platser,
            Brukare = rad.Brukare ?? kand.Brukare,
            UppdragDiarienummer = Behall(rad.UppdragDiarienummer, kand.UppdragDiarienummer),
            UppdragBeslutat = rad.UppdragBeslutat ?? kand.UppdragBeslutat,
            UppdragGallerTill = rad.UppdragGallerTill ?? kand.UppdragGallerTill,
            Driftsform = rad.Driftsform ?? kand.Driftsform,
            MojligFor = Behall(rad.MojligFor, kand.MojligFor),
            Konkurrens = rad.Konkurrens ?? kand.Konkurrens,
            Anmarkning = Behall(rad.Anmarkning, kand.Anmarkning),
        };
        enhet = MedUtforare(lasare, MedOmrade(enhet, rad), rad);
        foreach (var hinder in Enhetsregler.ProvaUppdrag(enhet.Driftsform == Driftsform.EgenRegi || (enhet.Driftsform is null && enhet.UtforareId is null),
            enhet.UppdragDiarienummer, enhet.UppdragBeslutat, enhet.UppdragGallerTill))
        {
            lasare.LaggFel(Array.Find(Alla, f => f.Egenskap == hinder.Falt)?.Kolumn, hinder.Text);
        }
        Prova(lasare, Validator, enhet);

        if (lasare.Fel.Count > 0) { return Klar(lasare, rad.Namn, Radutfall.Fel, [], kand?.Id); }
        if (kand is null)
        {
            _nya.Add(enhet);
            return Klar(lasare, rad.Namn, Radutfall.Ny, [], null);
        }
        var andringar = Andringar(kand, enhet);
        if (andringar.Count > 0) { _andrade.Add((enhet, andringar)); }
        return Klar(lasare, enhet.Namn, andringar.Count > 0 ? Radutfall.Andras : Radutfall.Lika, andringar, kand.Id);
    }

    private static Importenhet Las(Radlasare lasare) => new()
    {
        Namn = lasare.Text(K.Enhet) ?? "",
        Verksamhetsomrade = lasare.Text(K.Verksamhetsomrade),
        Antal = lasare.Antal(K.Antal),
        Utforare = lasare.Text(K.Utforare),
        Organisationsnummer = Nummer(lasare, K.Organisationsnummer),
        Plats = lasare.Text(K.Plats),
        Platser = lasare.Antal(K.Platser),
        Brukare = lasare.Antal(K.Brukare),
        UppdragDiarienummer = lasare.Text(K.UppdragDiarienummer),
        UppdragBeslutat = lasare.Datum(K.UppdragBeslutat),
        UppdragGallerTill = lasare.Datum(K.UppdragGallerTill),
        Driftsform = lasare.Val<Driftsform>(K.Driftsform, Driftsformer.TryTolka, Driftsformer.Text),
        MojligFor = lasare.Text(K.MojligFor),
        Konkurrens = lasare.JaNej(K.Konkurrens),
        Anmarkning = lasare.Flerradig(K.Anmarkning),
    };

    private Importenhet MedOmrade(Importenhet enhet, Importenhet rad)
    {
        if (rad.Verksamhetsomrade is not { } namn) { return enhet; }
        if (namn.Length > 100) { return enhet with { Verksamhetsomrade = namn }; }
        var post = _omraden.HittaEllerSkapa(namn);
        return enhet with { VerksamhetsomradeId = post.Id, Verksamhetsomrade = post.Namn };
    }

    /// <summary>Enheten med den utförare som raden namnger, den som enheten redan har, eller nämnden själv när den drivs i egen regi.</summary>
    private Importenhet MedUtforare(Radlasare lasare, Importenhet enhet, Importenhet rad)
    {
        var fore = enhet.UtforareId;
        if (lasare.Text(K.Organisationsnummer) is { } dolt && Organisationsnummer.ArMaskerat(dolt))
        {
            var dolda = (rad.Utforare ?? Rensad(enhet.Utforare)) is { } heter ? _utforare.HittaDold(heter, dolt) : [];
            if (dolda.FirstOrDefault(p => p.Id == fore) is { } samma) { dolda = [samma]; }
            if (dolda.Count == 1) { return Med(enhet, rad, dolda[0]); }
            lasare.LaggFel(K.Organisationsnummer, $"\u201D{Radlasare.Kort(dolt)}\u201D är ett personnummer där siffrorna är dolda, och registret har ingen sådan utförare. Skriv hela numret eller lämna cellen tom.");
            return enhet;
        }
        var nummer = rad.Organisationsnummer;
        if (rad.Utforare is null && nummer is null)
        {
            if (enhet.Driftsform != Driftsform.EgenRegi || fore is not null) { return enhet; }
            var egen = RegistreraEnhetHandler.EgenRegi(Namnd.Namn);
            return Med(enhet, rad, _utforare.Hitta(egen, null) is [var finns, ..] ? finns : _utforare.Skapa(egen, null, Driftsform.EgenRegi));
        }

        var namn = rad.Utforare ?? _utforare.MedNummer(nummer!)?.Namn ?? enhet.Utforare;
        if (namn is null)
        {
            lasare.LaggFel(K.Utforare, "Ange utförarens namn; registret har ingen utförare med organisationsnumret.");
            return enhet;
        }
        if (namn.Length > 200) { return enhet with { Utforare = namn }; }
        if (_utforare.HarAndraDolda(namn, nummer))
        {
            NekaAndraDolda(lasare, K.Organisationsnummer, namn);
            return enhet;
        }
        var traffar = _utforare.Hitta(namn, nummer);
        if (traffar.Count > 1 && traffar.FirstOrDefault(p => p.Id == fore) is { } redan) { traffar = [redan]; }
        if (traffar.Count > 1)
        {
            lasare.LaggFel(K.Utforare, $"\u201D{namn}\u201D heter {traffar.Count} utförare i registret. Ange organisationsnumret på den som raden gäller.");
            return enhet with { Utforare = namn };
        }
        var post = traffar.Count == 1 ? traffar[0] : _utforare.Skapa(namn, nummer, rad.Driftsform);
        _utforare.Fyll(post, nummer, rad.Driftsform);
        if (rad.Driftsform == Driftsform.EgenRegi && post.Driftsform != nameof(Driftsform.EgenRegi))
        {
            lasare.LaggFel(K.Driftsform, $"Raden säger egen regi, men {Radlasare.Kort(post.Namn)} drivs inte så enligt registret. Rätta det som är fel.");
        }
        return Med(enhet, rad, post);
    }

    private Importenhet Med(Importenhet enhet, Importenhet rad, Utforarregister.Post post) => enhet with
    {
        UtforareId = post.Id,
        Utforare = post.Namn,
        Organisationsnummer = post.Organisationsnummer,
        Driftsform = rad.Driftsform ?? (enhet.UtforareId == post.Id ? enhet.Driftsform : null) ?? _utforare.DriftsformHos(post.Id),
    };

    private static string? Tal(int? tal) => tal?.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string?> Soktexter(Importenhet enhet) => [enhet.Namn, enhet.Verksamhetsomrade, enhet.Plats];

    private static object Fakta(Importenhet enhet) => new { EnhetId = enhet.Id, enhet.Namn, enhet.Driftsform, enhet.Antal, enhet.Konkurrens };

    private object Rad(Importenhet enhet, Guid importId) => new
    {
        enhet.Id,
        NamndId = Namnd.Id,
        enhet.Radnyckel,
        enhet.Namn,
        enhet.VerksamhetsomradeId,
        enhet.UtforareId,
        // Enheten bär sin driftsform bara när den är egen regi eller en annan än utförarens.
        Driftsform = enhet.Driftsform != Driftsform.EgenRegi && enhet.Driftsform == _utforare.DriftsformHos(enhet.UtforareId) ? null : enhet.Driftsform?.ToString(),
        enhet.Antal,
        enhet.Plats,
        enhet.Platser,
        enhet.Brukare,
        enhet.UppdragDiarienummer,
        enhet.UppdragBeslutat,
        enhet.UppdragGallerTill,
        enhet.Konkurrens,
        enhet.MojligFor,
        enhet.Anmarkning,
        ImportId = importId,
    };
}

/// <summary>En enhet under importen: i registret, i filen, eller det ena ifyllt med det andra. Tomt betyder inte känt.</summary>
internal sealed record Importenhet
{
    public Guid Id { get; init; }

    public string Radnyckel { get; init; } = "";

    public int Version { get; init; }

    public string Namn { get; init; } = "";

    public Guid? VerksamhetsomradeId { get; init; }

    public string? Verksamhetsomrade { get; init; }

    public Guid? UtforareId { get; init; }

    public Driftsform? Driftsform { get; init; }

    public string? Utforare { get; init; }

    public string? Organisationsnummer { get; init; }

    public int? Antal { get; init; }

    public string? Plats { get; init; }

    public int? Platser { get; init; }

    public int? Brukare { get; init; }

    public string? UppdragDiarienummer { get; init; }

    public DateOnly? UppdragBeslutat { get; init; }

    public DateOnly? UppdragGallerTill { get; init; }

    public bool? Konkurrens { get; init; }

    public string? MojligFor { get; init; }

    public string? Anmarkning { get; init; }
}

internal sealed class ImportenhetValidator : AbstractValidator<Importenhet>
{
    public ImportenhetValidator()
    {
        RuleFor(e => e.Namn).MaximumLength(200).WithMessage("Enhetens namn får ha högst 200 tecken.");
        RuleFor(e => e.Verksamhetsomrade).MaximumLength(100).WithMessage("Verksamhetsområdet får ha högst 100 tecken.");
        RuleFor(e => e.Antal).InclusiveBetween(0, 10_000).WithMessage("Antalet ska vara mellan 0 och 10 000.");
        RuleFor(e => e.Utforare).MaximumLength(200).WithMessage("Utförarens namn får ha högst 200 tecken.");
        RuleFor(e => e.Plats).MaximumLength(200).WithMessage("Platsen får ha högst 200 tecken.");
        RuleFor(e => e.Platser).InclusiveBetween(0, 100_000).WithMessage("Antalet platser ska vara mellan 0 och 100 000.");
        RuleFor(e => e.Brukare).InclusiveBetween(0, 100_000).WithMessage("Antalet brukare ska vara mellan 0 och 100 000.");
        RuleFor(e => e.UppdragDiarienummer).MaximumLength(50).WithMessage("Diarienumret får ha högst 50 tecken.");
        RuleFor(e => e.MojligFor).MaximumLength(200).WithMessage("Möjlig för får ha högst 200 tecken.");
        RuleFor(e => e.Anmarkning).MaximumLength(2000).WithMessage("Anmärkningen får ha högst 2000 tecken.");
    }
}
