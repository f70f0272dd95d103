using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Sok;

/// <summary>Sökrutan: allt som användaren får se, sort för sort. Det som ligger i andras nämnder finns inte och räknas inte.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record SokQuery : IQuery<Sokresultat>, INamndfiltrerad
{
    public string? Q { get; init; }

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

/// <summary>Grupperna i den ordning de visas: en grupp med en exakt träff först. Sokt är det som användaren skrev.</summary>
public sealed record Sokresultat(string Sokt, IReadOnlyList<Traffgrupp> Grupper)
{
    /// <summary>Ett personnummer söktes. Det får inte stå i någon länk: adresser sparas i historik och loggar (GDPR-03).</summary>
    public bool Personnummer => Doltpersonnummer.Finns(Sokt);

    /// <summary>Det sökta så som sidan visar det.</summary>
    public string Visat => Organisationsnummer.TryTolka(Sokt, out var nummer) && Organisationsnummer.ArPersonnummer(nummer) ? Organisationsnummer.Maskerat(nummer) : Doltpersonnummer.I(Sokt);
}

public enum Traffsort
{
    Avtal,
    Utforare,
    Enhet,
    Plan,
    Sammantrade,
    Namnd,
}

/// <summary>Träffarna av en sort. Fler: det finns fler än Antal, men de räknas inte.</summary>
public sealed record Traffgrupp(Traffsort Sort, int Antal, bool Fler, IReadOnlyList<Traff> Traffar);

public sealed record Traff
{
    public Guid Id { get; init; }

    public required string Rubrik { get; init; }

    /// <summary>Det som skiljer träffen från andra med samma rubrik.</summary>
    public IReadOnlyList<string> Om { get; init; } = [];

    /// <summary>Om det sökta är just den här: dess nummer, eller hela namnet.</summary>
    public bool Exakt { get; init; }
}

public sealed class SokHandler(DbSession db, TimeProvider clock) : IRequestHandler<SokQuery, Result<Sokresultat>>
{
    /// <summary>Så många räknas; sedan står det att de är fler.</summary>
    public const int FlestRaknade = 200;

    /// <summary>Så många visas av varje sort.</summary>
    public const int FlestVisade = 8;

    // A word may hit an object several times. When that takes the places of others, more rows are read.
    private const int FlestLasta = FlestRaknade + 1;

    private const int FlestLastaTill = FlestRaknade * 4;

    /// <summary>Så många av de första träffarna hämtas och ordnas efter hur väl de stämmer.</summary>
    private const int FlestOrdnade = 40;

    // All in IX_Sokord_Ord and in its order: the shortest word that begins as the typed one, the word itself, comes first.
    private const string KandidaterDel = """
        FROM Sokord s
        WHERE s.Sort = @Sort AND s.Ord >= @OrdFran0 AND s.Ord < @OrdTill0 AND s.NamndId IN @Namnder
        """;

    // An utförare belongs to no nämnd; it exists for those whose nämnder have something to do with it.
    private const string UtforarkandidaterDel = """
        FROM Sokord s
        WHERE s.Sort = @Sort AND s.Ord >= @OrdFran0 AND s.Ord < @OrdTill0
          AND (EXISTS (SELECT 1 FROM Avtal a WHERE a.UtforareId = s.ObjektId AND a.NamndId IN @Namnder)
            OR EXISTS (SELECT 1 FROM Enhet e WHERE e.UtforareId = s.ObjektId AND e.NamndId IN @Namnder))
        """;

    private const string UtforarensAvtalDel = """
        FROM Utforare u
        JOIN Avtal s ON s.UtforareId = u.Id
        WHERE u.Organisationsnummer = @Nummer AND s.NamndId IN @Namnder
        """;

    private const string NummerSql = """
        SELECT a.Id FROM Avtal a WHERE a.Avtalsnummer = @Sokt AND a.NamndId IN @Namnder
        UNION
        SELECT b.Id FROM Avtal b WHERE b.Diarienummer IN (@Sokt, @Versaler) AND b.NamndId IN @Namnder
        """;

    private const string AvtalSql = """
        SELECT a.Id, a.Benamning, a.Avtalsnummer, a.Diarienummer, a.Tillstand, a.Slut, u.Namn AS Utforare, n.Forkortning AS Namnd
        FROM Avtal a
        JOIN Namnd n ON n.Id = a.NamndId
        LEFT JOIN Utforare u ON u.Id = a.UtforareId
        WHERE a.Id IN @Ids
        """;

    private const string UtforareSql = "SELECT Id, Namn, Organisationsnummer, Driftsform FROM Utforare WHERE Id IN @Ids";

    private const string EnheterSql = """
        SELECT e.Id, e.Namn, v.Namn AS Verksamhetsomrade, n.Forkortning AS Namnd
        FROM Enhet e
        JOIN Namnd n ON n.Id = e.NamndId
        LEFT JOIN Verksamhetsomrade v ON v.Id = e.VerksamhetsomradeId
        WHERE e.Id IN @Ids
        """;

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    private const string PlanerSql = """
        SELECT p.Id, p.Ar, p.Tillstand, n.Namn AS Namnd, n.Forkortning, d.Beteckning AS Diariebeteckning, d.Ar AS Diariear, d.Lopnummer AS Diarielopnummer
        FROM Uppfoljningsplan p
        JOIN Namnd n ON n.Id = p.NamndId
        LEFT JOIN Diarienummer d ON d.ArendeId = p.Id
        WHERE p.NamndId IN @Namnder
        ORDER BY p.Ar DESC, n.Namn
        """;

    private const string SammantradenSql = """
        SELECT s.Id, s.Datum, s.Installt, n.Namn AS Namnd
        FROM Sammantrade s
        JOIN Namnd n ON n.Id = s.NamndId
        WHERE s.NamndId IN @Namnder AND s.Datum >= @Fran AND s.Datum <= @Till
        ORDER BY s.Datum DESC, n.Namn
        OFFSET 0 ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    public async Task<Result<Sokresultat>> Handle(SokQuery request, CancellationToken cancellationToken)
    {
        var sokt = request.Q?.Trim() ?? "";
        var ord = Sokord.Sokta(sokt);
        if (ord.Count == 0 || request.Namnder.Count == 0) { return Result<Sokresultat>.Ok(new Sokresultat(sokt, [])); }

        var s = new Sokning(sokt, ord, Organisationsnummer.TryTolka(sokt, out var nummer) ? nummer : null, request.Namnder);
        Traffgrupp[] grupper =
        [
            await AvtalAsync(s, cancellationToken),
            await UtforareAsync(s, cancellationToken),
            await EnheterAsync(s, cancellationToken),
            await PlanerAsync(s, cancellationToken),
            await SammantradenAsync(s, cancellationToken),
            await NamnderAsync(s, cancellationToken),
        ];
        return Result<Sokresultat>.Ok(new Sokresultat(sokt, [.. grupper.Where(g => g.Antal > 0).OrderByDescending(g => g.Traffar.Any(t => t.Exakt))]));
    }

    private async Task<Traffgrupp> AvtalAsync(Sokning s, CancellationToken cancellationToken)
    {
        var exakta = s.Nummer is null
            ? (await db.QueryAsync<Guid>(NummerSql, new { s.Sokt, Versaler = s.Sokt.ToUpperInvariant(), s.Namnder }, cancellationToken)).ToHashSet()
            : [];
        var kandidater = s.Nummer is null
            ? await KandidaterAsync(s, KandidaterDel, "Avtal", cancellationToken)
            : Raknade(await db.QueryAsync<Guid>(
                new SqlList(UtforarensAvtalDel).Sida("s.Id", "s.Benamning, s.Id"), new { s.Nummer, s.Namnder, Offset = 0, Limit = FlestRaknade + 1 }, cancellationToken), FlestRaknade + 1);
        return Grupp(Traffsort.Avtal, kandidater.Union(exakta), (await Rader<Avtalstraff>(AvtalSql, [.. exakta, .. kandidater.Ids], cancellationToken))
            .Select(a => new Traff
            {
                Id = a.Id,
                Rubrik = a.Benamning,
                Om = Text(a.Avtalsnummer, a.Diarienummer, a.Utforare, a.Tillstand.Text(), a.Slut is { } slut ? $"till {slut.Iso()}" : null, a.Namnd),
                Exakt = exakta.Contains(a.Id) || s.ArHela(a.Benamning),
            }), s);
    }

    private async Task<Traffgrupp> UtforareAsync(Sokning s, CancellationToken cancellationToken)
    {
        var kandidater = await KandidaterAsync(s, UtforarkandidaterDel, "Utforare", cancellationToken);
        return Grupp(Traffsort.Utforare, kandidater, (await Rader<Utforartraff>(UtforareSql, kandidater.Ids, cancellationToken)).Select(u => new Traff
        {
            Id = u.Id,
            Rubrik = u.Namn,
            Om = Text(u.Organisationsnummer is null ? null : Organisationsnummer.Maskerat(u.Organisationsnummer), u.Driftsform?.Text()),
            Exakt = s.ArHela(u.Namn) || (s.Nummer is not null && u.Organisationsnummer == s.Nummer),
        }), s);
    }

    private async Task<Traffgrupp> EnheterAsync(Sokning s, CancellationToken cancellationToken)
    {
        var kandidater = await KandidaterAsync(s, KandidaterDel, "Enhet", cancellationToken);
        return Grupp(Traffsort.Enhet, kandidater, (await Rader<Enhetstraff>(EnheterSql, kandidater.Ids, cancellationToken)).Select(e => new Traff
        {
            Id = e.Id,
            Rubrik = e.Namn,
            Om = Text(e.Verksamhetsomrade, e.Namnd),
            Exakt = s.ArHela(e.Namn),
        }), s);
    }

    private async Task<Traffgrupp> PlanerAsync(Sokning s, CancellationToken cancellationToken)
    {
        var idag = clock.Idag();
        var traffar = (await db.QueryAsync<Plantraff>(PlanerSql, new { s.Namnder }, cancellationToken))
            .Select(p => (Plan: p, Tillstand: Plangang.Visat(p.Tillstand, p.Ar, idag).Text()))
            .Where(p => s.Stammer($"Uppföljningsplan {p.Plan.Ar} {p.Plan.Namnd} {p.Plan.Forkortning} {p.Tillstand} {p.Plan.Diarienummer}"))
            .Select(p => new Traff
            {
                Id = p.Plan.Id,
                Rubrik = $"Uppföljningsplan {p.Plan.Ar}",
                Om = Text(p.Plan.Diarienummer, p.Plan.Namnd, p.Tillstand),
                Exakt = p.Plan.Diarienummer is { } dnr && s.ArHela(dnr),
            })
            .ToList();
        return new Traffgrupp(Traffsort.Plan, traffar.Count, false, [.. traffar.Take(FlestVisade)]);
    }

    private async Task<Traffgrupp> SammantradenAsync(Sokning s, CancellationToken cancellationToken)
    {
        if (Sokdatum.Tolka(s.Sokt, clock.Idag()) is not { } dagar) { return new Traffgrupp(Traffsort.Sammantrade, 0, false, []); }
        var rader = await db.QueryAsync<Sammantradestraff>(
            SammantradenSql, new { s.Namnder, dagar.Fran, dagar.Till, Limit = FlestRaknade + 1 }, cancellationToken);
        return new Traffgrupp(Traffsort.Sammantrade, Math.Min(rader.Count, FlestRaknade), rader.Count > FlestRaknade, [.. rader.Take(FlestVisade).Select(r => new Traff
        {
            Id = r.Id,
            Rubrik = $"Sammanträde {r.Datum.Iso()}",
            Om = Text(r.Namnd, r.Installt ? "Inställt" : null),
            Exakt = dagar.Fran == dagar.Till,
        })]);
    }

    private async Task<Traffgrupp> NamnderAsync(Sokning s, CancellationToken cancellationToken)
    {
        var traffar = (await db.QueryAsync<Namndval>(NamnderSql, new { s.Namnder }, cancellationToken))
            .Where(n => s.Stammer($"{n.Namn} {n.Forkortning}"))
            .Select(n => new Traff { Id = n.Id, Rubrik = n.Namn, Om = [n.Forkortning], Exakt = s.ArHela(n.Namn) || s.ArHela(n.Forkortning) })
            .ToList();
        return new Traffgrupp(Traffsort.Namnd, traffar.Count, false, [.. traffar.Take(FlestVisade)]);
    }

    private async Task<Kandidater> KandidaterAsync(Sokning s, string fran, string sort, CancellationToken cancellationToken)
    {
        var parametrar = new Dictionary<string, object?> { ["Sort"] = sort, ["Namnder"] = s.Namnder, ["Offset"] = 0, ["Limit"] = FlestLasta };
        var lista = new SqlList(fran);
        foreach (var (ord, i) in s.Ord.Select((ord, i) => (ord, i)))
        {
            (parametrar[$"OrdFran{i}"], parametrar[$"OrdTill{i}"]) = Sokord.Prefix(ord);
            lista.Och(i > 0, $"EXISTS (SELECT 1 FROM Sokord t WHERE t.ObjektId = s.ObjektId AND t.Ord >= @OrdFran{i} AND t.Ord < @OrdTill{i})");
        }
        var sql = lista.Sida("s.ObjektId", "s.Ord, s.NamndId, s.ObjektId");
        var kandidater = Raknade(await db.QueryAsync<Guid>(sql, parametrar, cancellationToken), FlestLasta);
        if (!kandidater.Fler || kandidater.Ids.Count > FlestRaknade) { return kandidater; }
        parametrar["Limit"] = FlestLastaTill;
        return Raknade(await db.QueryAsync<Guid>(sql, parametrar, cancellationToken), FlestLastaTill);
    }

    private async Task<IReadOnlyList<T>> Rader<T>(string sql, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? [] : await db.QueryAsync<T>(sql, new { Ids = ids.Distinct().Take(FlestOrdnade) }, cancellationToken);

    private static Kandidater Raknade(IReadOnlyList<Guid> rader, int flest)
    {
        List<Guid> olika = [.. rader.Distinct()];
        return new Kandidater(olika, olika.Count > FlestRaknade || rader.Count == flest);
    }

    /// <summary>De bästa först: exakta, sedan de vars rubrik börjar som det sökta, sedan i den ordning sökorden gav dem.</summary>
    private static Traffgrupp Grupp(Traffsort sort, Kandidater kandidater, IEnumerable<Traff> rader, Sokning s)
    {
        var plats = kandidater.Ids.Select((id, i) => (id, i)).ToDictionary(p => p.id, p => p.i);
        return new Traffgrupp(sort, Math.Min(kandidater.Ids.Count, FlestRaknade), kandidater.Fler,
            [.. rader.OrderByDescending(r => r.Exakt).ThenByDescending(r => s.Inleder(r.Rubrik)).ThenBy(r => plats.GetValueOrDefault(r.Id, int.MaxValue)).Take(FlestVisade)]);
    }

    private static IReadOnlyList<string> Text(params IEnumerable<string?> delar) => [.. delar.Where(d => !string.IsNullOrWhiteSpace(d)).Select(d => d!)];

    private sealed record Kandidater(IReadOnlyList<Guid> Ids, bool Fler)
    {
        public Kandidater Union(HashSet<Guid> exakta) => exakta.Count == 0 ? this : this with { Ids = [.. exakta, .. Ids.Where(id => !exakta.Contains(id))] };
    }

    private sealed record Sokning(string Sokt, IReadOnlyList<string> Ord, string? Nummer, IReadOnlyList<Guid> Namnder)
    {
        public bool ArHela(string text) => string.Equals(text, Sokt, StringComparison.OrdinalIgnoreCase);

        public bool Inleder(string text) => text.StartsWith(Sokt, StringComparison.OrdinalIgnoreCase);

        public bool Stammer(string text)
        {
            var finns = Sokord.I(text);
            return Ord.All(o => finns.Any(f => f.StartsWith(o, StringComparison.Ordinal)));
        }
    }

    private sealed record Avtalstraff
    {
        public Guid Id { get; init; }

        public string Benamning { get; init; } = "";

        public string? Avtalsnummer { get; init; }

        public string? Diarienummer { get; init; }

        public Avtalstillstand Tillstand { get; init; }

        public DateOnly? Slut { get; init; }

        public string? Utforare { get; init; }

        public string Namnd { get; init; } = "";
    }

    private sealed record Utforartraff
    {
        public Guid Id { get; init; }

        public string Namn { get; init; } = "";

        public string? Organisationsnummer { get; init; }

        public Driftsform? Driftsform { get; init; }
    }

    private sealed record Enhetstraff
    {
        public Guid Id { get; init; }

        public string Namn { get; init; } = "";

        public string? Verksamhetsomrade { get; init; }

        public string Namnd { get; init; } = "";
    }

    private sealed record Plantraff
    {
        public Guid Id { get; init; }

        public int Ar { get; init; }

        public Plantillstand Tillstand { get; init; }

        public string Namnd { get; init; } = "";

        public string Forkortning { get; init; } = "";

        public string? Diariebeteckning { get; init; }

        public int? Diariear { get; init; }

        public int? Diarielopnummer { get; init; }

        public string? Diarienummer => Diarium.Nummer(Diariebeteckning, Diariear, Diarielopnummer)?.ToString();
    }

    private sealed record Sammantradestraff
    {
        public Guid Id { get; init; }

        public DateOnly Datum { get; init; }

        public bool Installt { get; init; }

        public string Namnd { get; init; } = "";
    }
}
