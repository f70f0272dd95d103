using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Program;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Program;

namespace Uppfoljning.Application.Oversikt;

/// <summary>Startsidan: läget i de nämnder där användaren arbetar, med det som snart tar slut eller saknas först.</summary>
[Kraver(Roll.NagonINamnden | Roll.Administrator)]
public sealed record OversiktQuery : IQuery<Oversikt>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed record Oversikt(IReadOnlyList<Namndlage> Namnder, IReadOnlyList<Avtalsslut> GarUt, DateOnly Idag, DateOnly Till, int Planar, Hinder? Programbrist);

public sealed record Namndlage
{
    public Guid Id { get; init; }

    public required string Namn { get; init; }

    public required string Forkortning { get; init; }

    public int AktivaAvtal { get; init; }

    public int GarUt { get; init; }

    public int UtanSlutdatum { get; init; }

    public int UtanAnsvarig { get; init; }

    public Guid? PlanId { get; init; }

    public string? PlanTillstand { get; init; }

    public bool KanImportera { get; init; }

    public bool KanGenerera { get; init; }
}

public sealed record Avtalsslut
{
    public Guid Id { get; init; }

    public required string Benamning { get; init; }

    public string? Utforare { get; init; }

    public DateOnly Slut { get; init; }

    public required string Namnd { get; init; }
}

public sealed class OversiktHandler(DbSession db, TimeProvider clock, IAnvandarkontext anvandare) : IRequestHandler<OversiktQuery, Result<Oversikt>>
{
    /// <summary>Hur långt fram avtal som går ut visas. En ny upphandling tar ofta ett år, så de som går ut dessförinnan är bråttom.</summary>
    private const int ManaderFram = 12;

    private const int FlestRader = 10;

    private const string NamnderSql = """
        SELECT n.Id, n.Namn, n.Forkortning, p.Id AS PlanId, p.Tillstand AS PlanTillstand,
               COALESCE(a.AktivaAvtal, 0) AS AktivaAvtal, COALESCE(a.GarUt, 0) AS GarUt,
               COALESCE(a.UtanSlutdatum, 0) AS UtanSlutdatum, COALESCE(a.UtanAnsvarig, 0) AS UtanAnsvarig
        FROM Namnd n
        LEFT JOIN Uppfoljningsplan p ON p.NamndId = n.Id AND p.Ar = @Planar
        LEFT JOIN (
            SELECT NamndId, COUNT(*) AS AktivaAvtal,
                   SUM(CASE WHEN Slut >= @Idag AND Slut <= @Till THEN 1 ELSE 0 END) AS GarUt,
                   SUM(CASE WHEN Slut IS NULL THEN 1 ELSE 0 END) AS UtanSlutdatum,
                   SUM(CASE WHEN Avtalsansvarig IS NULL THEN 1 ELSE 0 END) AS UtanAnsvarig
            FROM Avtal
            WHERE NamndId IN @Namnder AND Tillstand IN ('Aktivt', 'UnderRattelse', 'Uppsagt', 'Tecknat')
            GROUP BY NamndId
        ) a ON a.NamndId = n.Id
        WHERE n.Id IN @Namnder
        ORDER BY n.Namn
        """;

    private const string GarUtSql = """
        SELECT a.Id, a.Benamning, u.Namn AS Utforare, a.Slut, n.Forkortning AS Namnd
        FROM Avtal a
        JOIN Namnd n ON n.Id = a.NamndId
        LEFT JOIN Utforare u ON u.Id = a.UtforareId
        WHERE a.NamndId IN @Namnder AND a.Slut >= @Idag AND a.Slut <= @Till AND a.Tillstand IN ('Aktivt', 'UnderRattelse', 'Uppsagt', 'Tecknat')
        ORDER BY a.Slut, a.Benamning
        OFFSET 0 ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    public async Task<Result<Oversikt>> Handle(OversiktQuery request, CancellationToken cancellationToken)
    {
        var idag = clock.Idag();
        var parametrar = new { request.Namnder, Idag = idag, Till = idag.AddMonths(ManaderFram), Planar = Planar(idag), Limit = FlestRader };
        var namnder = await db.QueryAsync<Namndlage>(NamnderSql, parametrar, cancellationToken);
        return Result<Oversikt>.Ok(new Oversikt(
            [.. namnder.Select(n => n with
            {
                KanImportera = anvandare.Har(n.Id, Roll.Avtalsansvarig),
                KanGenerera = anvandare.Har(n.Id, Roll.Uppfoljare | Roll.Avtalsansvarig | Roll.Namndsekreterare),
            })],
            await db.QueryAsync<Avtalsslut>(GarUtSql, parametrar, cancellationToken),
            idag, parametrar.Till, parametrar.Planar,
            Programregler.Brist(await Programversioner.LasAsync(db, cancellationToken), idag)));
    }

    /// <summary>Planen beslutas i december före planåret; från oktober är det nästa års plan som är på tur.</summary>
    private static int Planar(DateOnly idag) => idag.Month >= 10 ? idag.Year + 1 : idag.Year;
}
