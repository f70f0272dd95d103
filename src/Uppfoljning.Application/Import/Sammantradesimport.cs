using System.Text.RegularExpressions;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Sammantraden;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Namnder;
using K = Uppfoljning.Application.Import.Sammantradeskolumner;

namespace Uppfoljning.Application.Import;

internal static class Sammantradeskolumner
{
    public static readonly Kolumn Namnd = new("Nämnd");
    public static readonly Kolumn Datum = new("Datum", "Dag", "Sammanträde", "Sammanträdesdag", "Sammanträdesdatum");
    public static readonly Kolumn Tid = new("Tid", "Kl", "Klockan", "Klockslag", "Starttid");
    public static readonly Kolumn SistaHandlingsdag = new("Sista dag för handlingar", "Sista handlingsdag", "Handlingar senast", "Handlingsstopp");
    public static readonly Kolumn Plats = new("Plats", "Lokal");
    public static readonly Kolumn Installt = new("Inställt", "Inställd");
    public static readonly Kolumn InstalltSkal = new("Varför inställt", "Skäl") { Frivillig = true };

    public static readonly IReadOnlyList<Kolumn> Alla = [Namnd, Datum, Tid, SistaHandlingsdag, Plats, Installt, InstalltSkal];
}

/// <summary>
/// Nämndens sammanträden. Ett sammanträde känns igen på nämnd och dag, så en fil flyttar aldrig ett sammanträde: en ny dag är ett nytt. Den ställer
/// in med samma regler som sidan, och inte heller en fil tar tillbaka det som är inställt.
/// </summary>
internal sealed partial class Sammantradesimport(DbSession db, Importnamnd namnd, Importfil fil, DateOnly idag) : Registerimport<Importsammantrade>(db, namnd, fil)
{
    private const string RegisterSql = """
        SELECT s.Id, e.Version, s.Datum, s.Tid, s.SistaHandlingsdag, s.Plats, s.Installt, s.InstalltSkal
        FROM Sammantrade s
        JOIN Arende e ON e.Id = s.Id
        WHERE s.NamndId = @NamndId
        ORDER BY s.Datum
        """;

    // Också en dag som inget sammanträde är inlagt för kan ha beslut.
    private const string BeslutSql = """
        SELECT p.Sammantrade AS Datum
        FROM Uppfoljningsplan p
        WHERE p.NamndId = @NamndId AND p.Sammantrade IS NOT NULL
        UNION
        SELECT v.Sammantrade
        FROM Planversion v
        JOIN Uppfoljningsplan p ON p.Id = v.PlanId
        WHERE p.NamndId = @NamndId AND v.Sammantrade IS NOT NULL AND v.Paragraf NOT LIKE 'del. %'
        """;

    private const string ArendeSql = "INSERT INTO Arende (Id, NamndId, Sort, Version) VALUES (@Id, @NamndId, 'Sammantrade', 1)";

    private const string LaggInSql = """
        INSERT INTO Sammantrade (Id, NamndId, Datum, Tid, SistaHandlingsdag, Plats, Installt, InstalltSkal)
        VALUES (@Id, @NamndId, @Datum, @Tid, @SistaHandlingsdag, @Plats, @Installt, @InstalltSkal)
        """;

    private const string HojVersionSql = "UPDATE Arende SET Version = Version + 1 WHERE Id = @Id AND Version = @Version";

    private const string AndraSql = """
        UPDATE Sammantrade
        SET Tid = @Tid, SistaHandlingsdag = @SistaHandlingsdag, Plats = @Plats, Installt = @Installt, InstalltSkal = @InstalltSkal
        WHERE Id = @Id
        """;

    private static readonly Falt<Importsammantrade>[] Alla =
    [
        new(K.Datum, nameof(Importsammantrade.Datum), s => s.Datum?.Iso()),
        new(K.Tid, nameof(Importsammantrade.Tid), s => s.Tid?.Replace(':', '.')),
        new(K.SistaHandlingsdag, nameof(Importsammantrade.SistaHandlingsdag), s => s.SistaHandlingsdag?.Iso()),
        new(K.Plats, nameof(Importsammantrade.Plats), s => s.Plats),
        new(K.Installt, nameof(Importsammantrade.Installt), s => s.Installt ? "Ja" : "Nej"),
        new(K.InstalltSkal, nameof(Importsammantrade.InstalltSkal), s => s.InstalltSkal),
    ];

    private static readonly ImportsammantradeValidator Validator = new();

    private static readonly StallInSammantradeValidator Installningsvalidator = new();

    private readonly Dictionary<DateOnly, Importsammantrade> _perDag = [];
    private readonly HashSet<DateOnly> _beslut = [];
    private readonly List<Importsammantrade> _nya = [];
    private readonly List<(Importsammantrade Sammantrade, IReadOnlyList<Andring> Andringar)> _andrade = [];

    protected override IReadOnlyList<Falt<Importsammantrade>> Falten => Alla;

    protected override IReadOnlyList<Kolumn> Viktiga { get; } = [];

    /// <summary>Det som inte sägs vara inställt hålls.</summary>
    protected override IReadOnlyList<Kolumn> Frivilliga { get; } = [K.Installt, K.InstalltSkal];

    protected override Kolumn Namndkolumn => K.Namnd;

    protected override string Ting => "sammanträde";

    public override async Task<bool> SkrivAsync(Guid importId, CancellationToken cancellationToken)
    {
        if (_nya.Count > 0)
        {
            await Db.ExecuteAsync(ArendeSql, _nya.Select(Rad), cancellationToken);
            await Db.ExecuteAsync(LaggInSql, Forlopp.Raknade(Importfas.Skriver, _nya, _nya.Count).Select(Rad), cancellationToken);
        }
        if (_andrade.Count == 0) { return true; }
        if (await Db.ExecuteAsync(HojVersionSql, _andrade.Select(s => new { s.Sammantrade.Id, s.Sammantrade.Version }), cancellationToken) != _andrade.Count) { return false; }
        await Db.ExecuteAsync(AndraSql, _andrade.Select(s => Rad(s.Sammantrade)), cancellationToken);
        return true;
    }

    public override IEnumerable<AuditEntry> Handelser(string filnamn)
    {
        foreach (var s in _nya)
        {
            var installt = s.Installt ? $" Det är inställt: {s.InstalltSkal}" : "";
            yield return new("Sammanträde inläst", $"Sammanträdet {s.Datum!.Value.Iso()} inläst från filen {filnamn}.{installt}", s.Fakta(s.Id), s.Id);
        }
        foreach (var (s, andringar) in _andrade)
        {
            yield return new("Sammanträde ändrat", Mening($"Ändrat från filen {filnamn}.", andringar), s.Fakta(s.Id), s.Id);
        }
    }

    protected override async Task LasRegistretAsync(CancellationToken cancellationToken)
    {
        foreach (var s in await Db.QueryAsync<Importsammantrade>(RegisterSql, new { NamndId = Namnd.Id }, cancellationToken)) { _perDag[s.Datum!.Value] = s; }
        _beslut.UnionWith(await Db.QueryAsync<DateOnly>(BeslutSql, new { NamndId = Namnd.Id }, cancellationToken));
    }

    protected override Importrad TolkaRad(Radlasare lasare)
    {
        var rad = Las(lasare);
        var installt = lasare.JaNej(K.Installt);
        if (rad.Datum is not { } datum)
        {
            if (lasare.Text(K.Datum) is null) { lasare.LaggFel(K.Datum, "Saknas. Varje sammanträde ska ha en dag."); }
            return Klar(lasare, lasare.Text(K.Datum) ?? "(utan dag)", Radutfall.Fel, [], null);
        }

        ProvaDubblett(lasare, datum.Iso());
        var kand = _perDag.GetValueOrDefault(datum);
        var s = kand is null ? rad with { Id = Guid.CreateVersion7() } : kand with
        {
            Tid = rad.Tid ?? kand.Tid,
            SistaHandlingsdag = rad.SistaHandlingsdag ?? kand.SistaHandlingsdag,
            Plats = Behall(rad.Plats, kand.Plats),
        };
        s = MedInstallning(lasare, s, kand, installt, rad.InstalltSkal);
        foreach (var hinder in Sammantradesregler.ProvaDatum(datum, s.SistaHandlingsdag)) { lasare.LaggFel(K.SistaHandlingsdag, hinder.Text); }
        Prova(lasare, Validator, s);

        var namn = $"Sammanträdet {datum.Iso()}";
        if (lasare.Fel.Count > 0) { return Klar(lasare, namn, Radutfall.Fel, [], kand?.Id); }
        if (kand is null)
        {
            _nya.Add(s);
            return Klar(lasare, namn, Radutfall.Ny, [], null);
        }
        var andringar = Andringar(kand, s);
        if (andringar.Count > 0) { _andrade.Add((s, andringar)); }
        return Klar(lasare, namn, andringar.Count > 0 ? Radutfall.Andras : Radutfall.Lika, andringar, kand.Id);
    }

    private static Importsammantrade Las(Radlasare lasare)
    {
        // System skriver klockslag med sekunder.
        var tid = lasare.Text(K.Tid) is { } text ? Sekunder().Replace(text, "") : null;
        return new()
        {
            Datum = lasare.Datum(K.Datum),
            Tid = Sammantradesregler.Klockslag(tid) ?? tid,
            SistaHandlingsdag = lasare.Datum(K.SistaHandlingsdag),
            Plats = lasare.Text(K.Plats),
            InstalltSkal = lasare.Text(K.InstalltSkal),
        };
    }

    /// <summary>Sammanträdet så som raden säger att det hålls eller är inställt; det som sidan inte gör är ett fel vid cellen.</summary>
    private Importsammantrade MedInstallning(Radlasare lasare, Importsammantrade s, Importsammantrade? kand, bool? installt, string? skal)
    {
        s = s with { Installt = kand?.Installt ?? false, InstalltSkal = kand?.InstalltSkal };
        if (kand is { Installt: true })
        {
            if (installt == false) { lasare.LaggFel(K.Installt, "Sammanträdet är inställt enligt registret, och det tas inte tillbaka av en fil. Ta bort det och lägg in det på nytt om det ändå ska hållas."); }
            else if (skal is not null && Behall(skal, kand.InstalltSkal) != kand.InstalltSkal)
            {
                lasare.LaggFel(K.InstalltSkal, $"Skälet ändras inte efteråt. I registret står: {Radlasare.Kort(kand.InstalltSkal ?? "inte känt")}. Töm cellen.");
            }
            return s;
        }
        if (installt != true)
        {
            if (skal is not null) { lasare.LaggFel(K.InstalltSkal, "Raden säger inte att sammanträdet är inställt. Skriv Ja under Inställt, eller töm cellen."); }
            return s;
        }
        foreach (var hinder in Sammantradesregler.ProvaInstallning(installt: false, s.Datum!.Value, idag, _beslut.Contains(s.Datum.Value) ? 1 : 0)) { lasare.LaggFel(K.Installt, hinder.Text); }
        ProvaForm(lasare, Installningsvalidator, new StallInSammantradeCommand { Skal = skal ?? "" }, _ => K.InstalltSkal);
        return s with { Installt = true, InstalltSkal = skal };
    }

    private object Rad(Importsammantrade s) => new { s.Id, NamndId = Namnd.Id, s.Datum, s.Tid, s.SistaHandlingsdag, s.Plats, s.Installt, s.InstalltSkal };

    [GeneratedRegex(@"(?<=^\d{1,2}[:.]\d{2})[:.]00$")]
    private static partial Regex Sekunder();
}

/// <summary>Ett sammanträde under importen: i registret, i filen, eller det ena ifyllt med det andra.</summary>
internal sealed record Importsammantrade : Sammantradesuppgifter
{
    public Guid Id { get; init; }

    public int Version { get; init; }

    public bool Installt { get; init; }

    public string? InstalltSkal { get; init; }
}

/// <summary>Samma regler för en rad i en fil som för sammanträdets formulär.</summary>
internal sealed class ImportsammantradeValidator : SammantradesuppgifterValidator<Importsammantrade>;
