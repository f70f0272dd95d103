using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Historik;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Mal;

namespace Uppfoljning.Application.Mal;

/// <summary>Ett nämndmål med sina indikatorer, år för år.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record NamndmalsbladQuery(Guid MalId) : IQuery<Namndmalsblad>, IArendebunden
{
    Guid IArendebunden.ArendeId => MalId;
}

/// <summary>Målet så som formulären som ändrar det visar det: bara för den som får ändra, och bara för en indikator som målet har.</summary>
[Kraver(Namndmalsuppgifter.Skoter)]
public sealed record NamndmalsandringQuery(Guid MalId, Guid? IndikatorId = null) : IQuery<Namndmalsblad>, IArendebunden
{
    Guid IArendebunden.ArendeId => MalId;
}

public sealed record Namndmalsblad
{
    public Guid Id { get; init; }

    public Guid NamndId { get; init; }

    public string Namnd { get; init; } = "";

    public int Version { get; init; }

    public string Namn { get; init; } = "";

    public Guid? FullmaktigemalId { get; init; }

    public string? Fullmaktigemal { get; init; }

    public string? VadFoljsUpp { get; init; }

    public string? Arbetssatt { get; init; }

    public IReadOnlyList<Indikatorrad> Indikatorer { get; init; } = [];

    /// <summary>Åren som någon indikator har en uppgift för, det senaste först.</summary>
    public IReadOnlyList<int> Ar { get; init; } = [];

    public IReadOnlyList<Malval> Fullmaktigemalen { get; init; } = [];

    public Page<Historikrad>? Historik { get; init; }

    public bool KanSkota { get; init; }

    public int Idag { get; init; }

    /// <summary>Indikatorn så som den är nu, att ändra.</summary>
    public AndraIndikatorCommand Indikatorandring(Guid indikatorId)
    {
        var i = Indikatorer.FirstOrDefault(i => i.Id == indikatorId);
        return new()
        {
            MalId = Id,
            IndikatorId = indikatorId,
            Version = Version,
            Namn = i?.Namn ?? "",
            Enhet = i?.Enhet,
            Malvarde = i?.Malvarde is { } m ? Indikatorvarden.Skriv(m) : null,
            Riktning = i?.Riktning,
        };
    }

    public AndraNamndmalCommand Andring => new()
    {
        MalId = Id,
        Version = Version,
        Namn = Namn,
        FullmaktigemalId = FullmaktigemalId,
        VadFoljsUpp = VadFoljsUpp,
        Arbetssatt = Arbetssatt,
    };
}

public sealed record Indikatorrad
{
    public Guid Id { get; init; }

    public string Namn { get; init; } = "";

    public string? Enhet { get; init; }

    public long? Malvarde { get; init; }

    public Riktning? Riktning { get; init; }

    /// <summary>Värdet per år; ett år som finns med null är inte känt.</summary>
    public IReadOnlyDictionary<int, long?> Varden { get; init; } = new Dictionary<int, long?>();

    public bool? Uppfyllt(int ar) => Indikatorvarden.Uppfyllt(Varden.GetValueOrDefault(ar), Malvarde, Riktning);
}

public sealed record Malval
{
    public Guid Id { get; init; }

    public string Namn { get; init; } = "";
}

/// <summary>Det som formuläret för ett nytt nämndmål visar.</summary>
[Kraver(Namndmalsuppgifter.Skoter)]
public sealed record NamndmalsformularQuery(Guid NamndId) : IQuery<Namndmalsformular>, INamndbunden;

public sealed record Namndmalsformular(Guid NamndId, string Namnd, IReadOnlyList<Malval> Fullmaktigemalen);

public sealed class NamndmalsbladHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<NamndmalsbladQuery, Result<Namndmalsblad>>, IRequestHandler<NamndmalsandringQuery, Result<Namndmalsblad>>, IRequestHandler<NamndmalsformularQuery, Result<Namndmalsformular>>
{
    private const string MalSql = """
        SELECT m.Id, m.NamndId, n.Namn AS Namnd, a.Version, m.Namn, m.FullmaktigemalId, f.Namn AS Fullmaktigemal, m.VadFoljsUpp, m.Arbetssatt
        FROM Namndmal m
        JOIN Arende a ON a.Id = m.Id
        JOIN Namnd n ON n.Id = m.NamndId
        LEFT JOIN Fullmaktigemal f ON f.Id = m.FullmaktigemalId
        WHERE m.Id = @MalId
        """;

    private const string IndikatorerSql = "SELECT Id, Namn, Enhet, Malvarde, Riktning FROM Indikator WHERE NamndmalId = @MalId ORDER BY Namn";

    private const string VardenSql = """
        SELECT v.IndikatorId, v.Ar, v.Varde
        FROM Indikatorvarde v
        JOIN Indikator i ON i.Id = v.IndikatorId
        WHERE i.NamndmalId = @MalId
        """;

    private const string FullmaktigeSql = "SELECT Id, Namn FROM Fullmaktigemal ORDER BY Ordning";
    private const string NamndSql = "SELECT Namn FROM Namnd WHERE Id = @NamndId";

    public async Task<Result<Namndmalsblad>> Handle(NamndmalsbladQuery request, CancellationToken cancellationToken)
    {
        var mal = await db.SingleOrDefaultAsync<Namndmalsblad>(MalSql, new { request.MalId }, cancellationToken);
        if (mal is null) { return Result<Namndmalsblad>.NotFound(); }

        var varden = await db.QueryAsync<Arsvarde>(VardenSql, new { request.MalId }, cancellationToken);
        var perIndikator = varden.ToLookup(v => v.IndikatorId);
        var indikatorer = await db.QueryAsync<Indikatorrad>(IndikatorerSql, new { request.MalId }, cancellationToken);
        return Result<Namndmalsblad>.Ok(mal with
        {
            Indikatorer = [.. indikatorer.Select(i => i with { Varden = perIndikator[i.Id].ToDictionary(v => v.Ar, v => v.Varde) })],
            Ar = [.. varden.Select(v => v.Ar).Distinct().OrderDescending()],
            Fullmaktigemalen = await db.QueryAsync<Malval>(FullmaktigeSql, null, cancellationToken),
            Historik = await Arendehistorik.LasAsync(db, mal.Id, 1, cancellationToken),
            KanSkota = anvandare.Har(mal.NamndId, Namndmalsuppgifter.Skoter),
            Idag = clock.Idag().Year,
        });
    }

    public async Task<Result<Namndmalsblad>> Handle(NamndmalsandringQuery request, CancellationToken cancellationToken)
    {
        var blad = await Handle(new NamndmalsbladQuery(request.MalId), cancellationToken);
        return request.IndikatorId is { } indikator && blad.Value?.Indikatorer.All(i => i.Id != indikator) == true ? Result<Namndmalsblad>.NotFound() : blad;
    }

    public async Task<Result<Namndmalsformular>> Handle(NamndmalsformularQuery request, CancellationToken cancellationToken)
    {
        var namnd = await db.SingleOrDefaultAsync<string>(NamndSql, new { request.NamndId }, cancellationToken);
        return namnd is null
            ? Result<Namndmalsformular>.NotFound()
            : Result<Namndmalsformular>.Ok(new Namndmalsformular(request.NamndId, namnd,
                await db.QueryAsync<Malval>(FullmaktigeSql, null, cancellationToken)));
    }

    private sealed record Arsvarde
    {
        public Guid IndikatorId { get; init; }

        public int Ar { get; init; }

        public long? Varde { get; init; }
    }
}
