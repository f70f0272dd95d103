using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Utforare;

/// <summary>Vilka kontroller listan visar.</summary>
public enum Kontrollurval
{
    /// <summary>Förfallna, ej uppfyllda, och de som ska göras om inom 30 dagar.</summary>
    Inom30,
    Inom90,
    Forfallna,

    /// <summary>De som väntas men inte är gjorda, och de vars resultat inte är känt.</summary>
    Saknas,
    Alla,
}

public static class Kontrollurvalstext
{
    public static string Text(this Kontrollurval urval) => urval switch
    {
        Kontrollurval.Inom30 => "Förfallna och inom 30 dagar",
        Kontrollurval.Inom90 => "Förfallna och inom 90 dagar",
        Kontrollurval.Forfallna => "Bara förfallna och ej uppfyllda",
        Kontrollurval.Saknas => "Inte kända",
        _ => "Alla",
    };
}

/// <summary>Kontroller av nämndernas utförare: vad som ska göras om, det som är brådskande först.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record KontrollistaQuery : IQuery<Kontrollista>, INamndfiltrerad, IPaged
{
    public Guid? Namnd { get; init; }

    public Kontrollsort? Sort { get; init; }

    public Kontrollurval Visa { get; init; }

    public int Sida { get; init; } = 1;

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed record Kontrollista(Page<Kontrollistrad> Sida, IReadOnlyList<Avtal.Namndval> Namnder);

public sealed record Kontrollistrad
{
    public Guid UtforareId { get; init; }

    public required string Utforare { get; init; }

    public required Kontrollsort Sort { get; init; }

    public required Kontrollage Lage { get; init; }

    /// <summary>Null när ingen kontroll av sorten är gjord.</summary>
    public Kontroll? Senaste { get; init; }

    public DateOnly? SkaGorasSenast { get; init; }
}

public sealed class KontrollistaHandler(DbSession db, TimeProvider clock) : IRequestHandler<KontrollistaQuery, Result<Kontrollista>>
{
    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    public async Task<Result<Kontrollista>> Handle(KontrollistaQuery request, CancellationToken cancellationToken)
    {
        var rader = await RaderAsync(db, request, clock.Idag(), cancellationToken);
        var sida = Page<Kontrollistrad>.Inom(request.Sida, rader.Count);
        return Result<Kontrollista>.Ok(new Kontrollista(
            new Page<Kontrollistrad>([.. rader.Skip(Page<Kontrollistrad>.Offset(sida)).Take(Page<Kontrollistrad>.Storlek)], rader.Count, sida),
            await db.QueryAsync<Avtal.Namndval>(NamnderSql, new { request.Namnder }, cancellationToken)));
    }

    /// <summary>
    /// Alla rader i urvalet; delas med exporten. Vad som väntas av vem avgör reglerna, inte databasen, så raderna väljs här. En kommun har
    /// några hundra utförare.
    /// </summary>
    internal static async Task<IReadOnlyList<Kontrollistrad>> RaderAsync(DbSession db, KontrollistaQuery request, DateOnly idag, CancellationToken cancellationToken)
    {
        var urval = request.Namnd is { } vald ? request.Namnder.Where(n => n == vald).ToList() : request.Namnder;
        var utforare = await Kontrollunderlag.LasAsync(db, urval, cancellationToken);
        return [.. utforare
            .SelectMany(u => Kontrollregler.Poster(u.Kontroller, u.Driftsform, u.Hemtjanst, idag).Select(p => new Kontrollistrad
            {
                UtforareId = u.Id,
                Utforare = u.Namn,
                Sort = p.Sort,
                Lage = p.Lage,
                Senaste = p.Senaste,
                SkaGorasSenast = p.SkaGorasSenast,
            }))
            .Where(r => request.Sort is null || r.Sort == request.Sort)
            .Where(r => request.Visa switch
            {
                Kontrollurval.Alla => true,
                Kontrollurval.Saknas => r.Senaste is null || r.Senaste.Resultat is null,
                Kontrollurval.Forfallna => r.Lage is Kontrollage.Forfallen or Kontrollage.EjUppfyllt,
                Kontrollurval.Inom90 => r.Lage is Kontrollage.Forfallen or Kontrollage.EjUppfyllt || r.SkaGorasSenast <= idag.AddDays(90),
                _ => r.Lage is Kontrollage.Forfallen or Kontrollage.EjUppfyllt || r.SkaGorasSenast <= idag.AddDays(Kontrollregler.DagarIForvag),
            })
            // Det som är ej uppfyllt och förfallet först, sedan i den ordning det ska göras; det som inte är känt sist.
            .OrderBy(r => r.Senaste is null).ThenBy(r => r.Lage > Kontrollage.Forfallen ? Kontrollage.Aktuell : r.Lage).ThenBy(r => r.SkaGorasSenast ?? DateOnly.MaxValue)
            .ThenBy(r => r.Utforare, Import.Jamforelse.Svensk).ThenBy(r => r.Sort)];
    }
}

/// <summary>Nämndernas utförare med sina senaste kontroller.</summary>
internal static class Kontrollunderlag
{
    private const string UtforareSql = """
        SELECT u.Id, u.Namn, u.Driftsform
        FROM Utforare u
        WHERE EXISTS (SELECT 1 FROM Avtal a WHERE a.UtforareId = u.Id AND a.NamndId IN @Namnder AND a.Tillstand NOT IN ('Upphort', 'Arkiverat'))
           OR EXISTS (SELECT 1 FROM Enhet e WHERE e.UtforareId = u.Id AND e.NamndId IN @Namnder)
        """;

    // Vad utföraren gör, i ord; reglerna avgör om det är hemtjänst.
    private const string VerksamhetSql = """
        SELECT a.UtforareId, v.Namn AS Verksamhetsomrade, a.Benamning AS Namn
        FROM Avtal a
        LEFT JOIN Verksamhetsomrade v ON v.Id = a.VerksamhetsomradeId
        WHERE a.UtforareId IS NOT NULL AND a.NamndId IN @Namnder AND a.Tillstand NOT IN ('Upphort', 'Arkiverat')
        UNION ALL
        SELECT e.UtforareId, v.Namn, e.Namn
        FROM Enhet e
        LEFT JOIN Verksamhetsomrade v ON v.Id = e.VerksamhetsomradeId
        WHERE e.UtforareId IS NOT NULL AND e.NamndId IN @Namnder
        """;

    private const string SenasteSql = """
        SELECT Id, UtforareId, Sort, Gjord, Resultat, Kalla, Beteckning, GallerFran, GallerTill, NastaSenast, Anmarkning, GjordAv, Registrerad
        FROM (SELECT k.Id, k.UtforareId, k.Sort, k.Gjord, k.Resultat, k.Kalla, k.Beteckning, k.GallerFran, k.GallerTill, k.NastaSenast, k.Anmarkning, k.GjordAv,
                     k.Registrerad, ROW_NUMBER() OVER (PARTITION BY k.UtforareId, k.Sort ORDER BY k.Gjord DESC, k.Registrerad DESC, k.Id) AS Ordning
              FROM Kontroll k
              WHERE EXISTS (SELECT 1 FROM Avtal a WHERE a.UtforareId = k.UtforareId AND a.NamndId IN @Namnder)
                 OR EXISTS (SELECT 1 FROM Enhet e WHERE e.UtforareId = k.UtforareId AND e.NamndId IN @Namnder)) s
        WHERE Ordning = 1
        """;

    internal sealed record Post(Guid Id, string Namn, Driftsform? Driftsform, bool Hemtjanst, IReadOnlyList<Kontroll> Kontroller);

    public static async Task<IReadOnlyList<Post>> LasAsync(DbSession db, IReadOnlyList<Guid> namnder, CancellationToken cancellationToken)
    {
        var utforare = await db.QueryAsync<Utforarpost>(UtforareSql, new { Namnder = namnder }, cancellationToken);
        var verksamhet = (await db.QueryAsync<Verksamhet>(VerksamhetSql, new { Namnder = namnder }, cancellationToken)).ToLookup(v => v.UtforareId);
        var kontroller = (await db.QueryAsync<Kontrollrad>(SenasteSql, new { Namnder = namnder }, cancellationToken)).Select(r => r.Kontroll()).ToLookup(k => k.UtforareId);
        return [.. utforare.Select(u => new Post(u.Id, u.Namn, u.Driftsform is null ? null : Enum.Parse<Driftsform>(u.Driftsform),
            Kontrollregler.ArHemtjanst(verksamhet[u.Id].SelectMany(v => new[] { v.Verksamhetsomrade, v.Namn })), [.. kontroller[u.Id]]))];
    }

    private sealed record Utforarpost
    {
        public Guid Id { get; init; }

        public string Namn { get; init; } = "";

        public string? Driftsform { get; init; }
    }

    private sealed record Verksamhet
    {
        public Guid UtforareId { get; init; }

        public string? Verksamhetsomrade { get; init; }

        public string Namn { get; init; } = "";
    }
}
