using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Mal;

namespace Uppfoljning.Application.Mal;

/// <summary>En indikator år för år, och ett års värde uppdelat efter kön, ålder och område (UPP-08).</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record IndikatorbladQuery(Guid MalId, Guid IndikatorId, int? Ar) : IQuery<Indikatorblad>, IArendebunden
{
    Guid IArendebunden.ArendeId => MalId;
}

public sealed record Indikatorblad
{
    public Guid MalId { get; init; }

    public string Mal { get; init; } = "";

    public string Namnd { get; init; } = "";

    public Indikatorrad Indikator { get; init; } = new();

    /// <summary>Åren som indikatorn har en uppgift för, det senaste först.</summary>
    public IReadOnlyList<int> Ar { get; init; } = [];

    /// <summary>Åren vars värde är uppdelat.</summary>
    public IReadOnlyList<int> UppdeladeAr { get; init; } = [];

    /// <summary>Året vars uppdelning visas; null när indikatorn inte har något år.</summary>
    public int? ValtAr { get; init; }

    public IReadOnlyList<Uppdelningsdel> Delar { get; init; } = [];

    public bool KanSkota { get; init; }
}

/// <summary>Grupperna i en indelning. Det som inte får visas finns inte med, så att ingen sida eller fil kan råka skriva ut det.</summary>
public sealed record Uppdelningsdel(Indelning Indelning, IReadOnlyList<Uppdelningsrad> Rader);

public sealed record Uppdelningsrad(string Grupp, long? Varde, int? Personer, Gruppskydd Skydd);

public sealed class IndikatorbladHandler(DbSession db, IAnvandarkontext anvandare, Gruppgrans grans) : IRequestHandler<IndikatorbladQuery, Result<Indikatorblad>>
{
    private const string IndikatorSql = """
        SELECT i.Id, i.Namn, i.Enhet, i.Malvarde, i.Riktning, m.Namn AS Mal, m.NamndId, n.Namn AS Namnd
        FROM Indikator i
        JOIN Namndmal m ON m.Id = i.NamndmalId
        JOIN Namnd n ON n.Id = m.NamndId
        WHERE i.Id = @IndikatorId AND i.NamndmalId = @MalId
        """;

    private const string VardenSql = "SELECT Ar, Varde FROM Indikatorvarde WHERE IndikatorId = @IndikatorId";

    public async Task<Result<Indikatorblad>> Handle(IndikatorbladQuery request, CancellationToken cancellationToken)
    {
        var fraga = new { request.MalId, request.IndikatorId };
        if (await db.SingleOrDefaultAsync<Indikatorhuvud>(IndikatorSql, fraga, cancellationToken) is not { } huvud) { return Result<Indikatorblad>.NotFound(); }

        var varden = (await db.QueryAsync<Arsvarde>(VardenSql, fraga, cancellationToken)).ToDictionary(v => v.Ar, v => v.Varde);
        var grupper = await Uppdelningsgrupp.LasAsync(db, request.IndikatorId, cancellationToken);
        var uppdelade = grupper.Select(g => g.Ar).Distinct().OrderDescending().ToList();
        var ar = varden.Keys.OrderDescending().ToList();
        int? valt = request.Ar is { } onskat && varden.ContainsKey(onskat) ? onskat : uppdelade.Concat(ar).Cast<int?>().FirstOrDefault();
        return Result<Indikatorblad>.Ok(new Indikatorblad
        {
            MalId = request.MalId,
            Mal = huvud.Mal,
            Namnd = huvud.Namnd,
            Indikator = new() { Id = huvud.Id, Namn = huvud.Namn, Enhet = huvud.Enhet, Malvarde = huvud.Malvarde, Riktning = huvud.Riktning, Varden = varden },
            Ar = ar,
            UppdeladeAr = uppdelade,
            ValtAr = valt,
            Delar = Uppdelningsgrupp.Delar([.. grupper.Where(g => g.Ar == valt)], grans.MinstAntalPersoner),
            KanSkota = anvandare.Har(huvud.NamndId, Namndmalsuppgifter.Skoter),
        });
    }

    private sealed record Indikatorhuvud
    {
        public Guid Id { get; init; }

        public string Namn { get; init; } = "";

        public string? Enhet { get; init; }

        public long? Malvarde { get; init; }

        public Riktning? Riktning { get; init; }

        public string Mal { get; init; } = "";

        public Guid NamndId { get; init; }

        public string Namnd { get; init; } = "";
    }

    private sealed record Arsvarde
    {
        public int Ar { get; init; }

        public long? Varde { get; init; }
    }
}

/// <summary>En grupp så som den är sparad, också det som inte visas.</summary>
internal sealed record Uppdelningsgrupp
{
    private const string GrupperSql = """
        SELECT v.Ar, u.Kon, u.AlderFran, u.AlderTill, u.Omrade, u.Varde, u.Personer
        FROM Indikatoruppdelning u
        JOIN Indikatorvarde v ON v.Id = u.IndikatorvardeId
        WHERE v.IndikatorId = @IndikatorId
        ORDER BY v.Ar, u.AlderFran, u.Omrade
        """;

    public int Ar { get; init; }

    public Kon? Kon { get; init; }

    public int? AlderFran { get; init; }

    public int? AlderTill { get; init; }

    public string? Omrade { get; init; }

    public long? Varde { get; init; }

    public int? Personer { get; init; }

    public Indelning Indelning => Kon is not null ? Indelning.Kon : AlderFran is not null ? Indelning.Alder : Indelning.Omrade;

    public string Grupp => Kon?.Text() ?? Aldern?.Text() ?? Omrade ?? "";

    public Aldersgrupp? Aldern => AlderFran is { } fran ? new Aldersgrupp(fran, AlderTill) : null;

    public static Task<IReadOnlyList<Uppdelningsgrupp>> LasAsync(DbSession db, Guid indikatorId, CancellationToken cancellationToken) =>
        db.QueryAsync<Uppdelningsgrupp>(GrupperSql, new { IndikatorId = indikatorId }, cancellationToken);

    /// <summary>Indelningarna som ett år är uppdelat i, med de små grupperna dolda. Kvinnor och män visas båda när något är uppdelat efter kön.</summary>
    public static IReadOnlyList<Uppdelningsdel> Delar(IReadOnlyList<Uppdelningsgrupp> ettAr, int minst) =>
        [.. ettAr.GroupBy(g => g.Indelning).OrderBy(d => d.Key).Select(d => new Uppdelningsdel(d.Key, Skyddade([.. d.OrderBy(g => g.Kon)], d.Key, minst)))];

    private static List<Uppdelningsrad> Skyddade(IReadOnlyList<Uppdelningsgrupp> grupper, Indelning indelning, int minst)
    {
        var skydd = Uppdelning.Skydd([.. grupper.Select(g => g.Personer)], minst);
        var rader = grupper.Select((g, i) => skydd[i] == Gruppskydd.Visas
            ? new Uppdelningsrad(g.Grupp, g.Varde, g.Personer, Gruppskydd.Visas)
            : new Uppdelningsrad(g.Grupp, null, null, skydd[i])).ToList();
        if (indelning != Indelning.Kon) { return rader; }

        foreach (var (plats, kon) in new[] { Domain.Mal.Kon.Kvinna, Domain.Mal.Kon.Man }.Index())
        {
            if (grupper.All(g => g.Kon != kon)) { rader.Insert(plats, new(kon.Text(), null, null, Gruppskydd.Visas)); }
        }
        return rader;
    }
}
