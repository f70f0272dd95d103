using Uppfoljning.Application.Common;
using Uppfoljning.Application.Import;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Mal;
using K = Uppfoljning.Application.Mal.Malkolumner;

namespace Uppfoljning.Application.Mal;

/// <summary>
/// Nämndens indikatorer under en inläsning. Filen ändrar värden, enhet och målvärde för indikatorer som finns; den lägger inte till några, och ett
/// år som är tomt i filen ändras inte: vad som inte är känt förblir så.
/// </summary>
internal sealed class Indikatorimport
{
    private const string IndikatorerSql = """
        SELECT i.Id, i.NamndmalId AS MalId, m.Namn AS Mal, i.Namn, i.Enhet, i.Malvarde, i.Riktning
        FROM Indikator i
        JOIN Namndmal m ON m.Id = i.NamndmalId
        WHERE m.NamndId = @NamndId
        ORDER BY m.Namn, i.Namn
        """;

    private const string VardenSql = """
        SELECT v.Id, v.IndikatorId, v.Ar, v.Varde
        FROM Indikatorvarde v
        JOIN Indikator i ON i.Id = v.IndikatorId
        JOIN Namndmal m ON m.Id = i.NamndmalId
        WHERE m.NamndId = @NamndId
        """;

    private const string MalenSql = "SELECT Namn FROM Namndmal WHERE NamndId = @NamndId";

    private const string AndraSql = "UPDATE Indikator SET Enhet = @Enhet, Malvarde = @Malvarde, Riktning = @Riktning WHERE Id = @Id";
    private const string AndraVardeSql = "UPDATE Indikatorvarde SET Varde = @Varde WHERE Id = @Id";
    private const string NyttVardeSql = "INSERT INTO Indikatorvarde (Id, IndikatorId, Ar, Varde) VALUES (@Id, @IndikatorId, @Ar, @Varde)";

    private static readonly IndikatorfiluppgifterValidator Validator = new();

    private readonly Dictionary<(string Mal, string Namn), Registrerad> _kanda = [];
    private readonly HashSet<string> _mal = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(Guid Indikator, int Ar), Arsvarde> _varden = [];
    private readonly List<Registrerad> _andrade = [];
    private readonly List<Arsvarde> _andradeVarden = [];
    private readonly List<Arsvarde> _nyaVarden = [];
    private readonly List<AuditEntry> _handelser = [];
    private readonly HashSet<Guid> _malen = [];

    private Indikatorimport() { }

    public List<Hinder> Fel { get; } = [];

    /// <summary>Målen som någon rad ändrar en indikator på.</summary>
    public IReadOnlyCollection<object> Mal => [.. _malen.Select(id => new { Id = id })];

    public static async Task<Indikatorimport> LasAsync(DbSession db, Guid namndId, CancellationToken cancellationToken)
    {
        var import = new Indikatorimport();
        import._mal.UnionWith((await db.QueryAsync<string>(MalenSql, new { NamndId = namndId }, cancellationToken)).Select(m => Jamforelse.Rensad(m) ?? m));
        foreach (var i in await db.QueryAsync<Registrerad>(IndikatorerSql, new { NamndId = namndId }, cancellationToken)) { import._kanda.TryAdd(Nyckel(i.Mal, i.Namn), i); }
        foreach (var v in await db.QueryAsync<Arsvarde>(VardenSql, new { NamndId = namndId }, cancellationToken)) { import._varden[(v.IndikatorId, v.Ar)] = v; }
        return import;
    }

    /// <summary>Vad raden ändrar. Det som hindrar läggs bland felen.</summary>
    public Malprovningsrad Jamfor(Indikatorfilrad rad)
    {
        var namn = $"{rad.Namn} ({NamndmalHandler.Kort(rad.Mal)})";
        if (!_kanda.TryGetValue(Nyckel(rad.Mal, rad.Namn), out var fore))
        {
            if (_mal.Contains(rad.Mal)) { LaggFel(rad, K.Indikator, $"Målet har ingen indikator som heter \u201D{Radlasare.Kort(rad.Namn)}\u201D. Lägg till den på målets sida först; en fil lägger inte till indikatorer."); }
            else { LaggFel(rad, K.Mal, $"Nämnden har inget mål som heter \u201D{Radlasare.Kort(rad.Mal)}\u201D."); }
            return new("Indikator", namn, Malutfall.Lika, []);
        }

        var efter = fore with
        {
            Enhet = Registerimport.Behall(rad.Enhet, fore.Enhet),
            Malvarde = rad.Malvarde ?? fore.Malvarde,
            Riktning = rad.Riktning ?? fore.Riktning,
        };
        foreach (var fel in Validator.Validate(efter.Uppgifter()).Errors)
        {
            LaggFel(rad, fel.PropertyName switch { nameof(Indikatoruppgifter.Enhet) => K.Enhet, nameof(Indikatoruppgifter.Riktning) => K.Riktning, _ => K.Malvarde }, fel.ErrorMessage);
        }
        if (efter is { Malvarde: null, Riktning: not null } && fore.Riktning is null) { LaggFel(rad, K.Riktning, "Riktningen hör till ett målvärde. Skriv målvärdet också, eller töm cellen."); }

        List<Andring> andringar =
        [
            .. Malandring.Om(K.Enhet, fore.Enhet, efter.Enhet),
            .. Malandring.Om(K.Riktning, fore.Riktning?.Text(), efter.Riktning?.Text()),
            .. Malandring.Om(K.Malvarde, Skrivet(fore.Malvarde), Skrivet(efter.Malvarde)),
        ];
        if (andringar.Count > 0) { _andrade.Add(efter); }
        foreach (var (ar, varde) in rad.Varden)
        {
            var nu = _varden.GetValueOrDefault((fore.Id, ar));
            if (nu?.Varde == varde) { continue; }
            if (nu is null) { _nyaVarden.Add(new() { Id = Guid.CreateVersion7(), IndikatorId = fore.Id, Ar = ar, Varde = varde }); }
            else { _andradeVarden.Add(nu with { Varde = varde }); }
            andringar.AddRange(Malandring.Om(ar, Skrivet(nu?.Varde), Skrivet(varde)));
        }
        if (andringar.Count == 0) { return new("Indikator", namn, Malutfall.Lika, []); }
        _malen.Add(fore.MalId);
        _handelser.Add(new("Indikator ändrad", Registerimport.Mening($"{fore.Namn} ändrad från en fil.", andringar), new { IndikatorId = fore.Id, Andringar = andringar }, fore.MalId));
        return new("Indikator", namn, Malutfall.Andras, andringar);
    }

    public async Task SkrivAsync(DbSession db, CancellationToken cancellationToken)
    {
        if (_andrade.Count > 0) { await db.ExecuteAsync(AndraSql, _andrade.Select(i => new { i.Id, i.Enhet, i.Malvarde, Riktning = i.Riktning?.ToString() }), cancellationToken); }
        if (_andradeVarden.Count > 0) { await db.ExecuteAsync(AndraVardeSql, _andradeVarden, cancellationToken); }
        if (_nyaVarden.Count > 0) { await db.ExecuteAsync(NyttVardeSql, _nyaVarden, cancellationToken); }
    }

    public IEnumerable<AuditEntry> Handelser() => _handelser;

    private static (string, string) Nyckel(string mal, string namn) => ((Jamforelse.Rensad(mal) ?? mal).ToLowerInvariant(), (Jamforelse.Rensad(namn) ?? namn).ToLowerInvariant());

    private static string? Skrivet(long? hundradelar) => hundradelar is { } h ? Indikatorvarden.Skriv(h) : null;

    private void LaggFel(Indikatorfilrad rad, Kolumn kolumn, string text) => Fel.Add(new("malfil", $"Rad {rad.Nr}, {kolumn}: {text}", Falt: "Fil"));

    private sealed record Registrerad
    {
        public Guid Id { get; init; }

        public Guid MalId { get; init; }

        public string Mal { get; init; } = "";

        public string Namn { get; init; } = "";

        public string? Enhet { get; init; }

        public long? Malvarde { get; init; }

        public Riktning? Riktning { get; init; }

        public Indikatorfiluppgifter Uppgifter() => new() { Namn = Namn, Enhet = Enhet, Malvarde = Skrivet(Malvarde), Riktning = Riktning };
    }

    private sealed record Arsvarde
    {
        public Guid Id { get; init; }

        public Guid IndikatorId { get; init; }

        public int Ar { get; init; }

        public long? Varde { get; init; }
    }
}

/// <summary>En indikator så som en rad i en fil lämnar den.</summary>
internal sealed record Indikatorfiluppgifter : Indikatoruppgifter;

/// <summary>Samma regler för en rad i en fil som för indikatorns formulär.</summary>
internal sealed class IndikatorfiluppgifterValidator : IndikatoruppgifterValidator<Indikatorfiluppgifter>;
