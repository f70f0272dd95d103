using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Historik;
using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Namnder;

namespace Uppfoljning.Application.Sammantraden;

/// <summary>Ett sammanträde, vad nämnden har beslutat då, och vad som kan göras med det.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record SammantradesbladQuery(Guid SammantradeId) : IQuery<Sammantradesblad>, IArendebunden
{
    Guid IArendebunden.ArendeId => SammantradeId;
}

public sealed record Sammantradesblad
{
    public required Sammantrade Sammantrade { get; init; }

    public required IReadOnlyList<Sammantradesbeslut> Beslut { get; init; }

    public required Page<Historikrad> Historik { get; init; }

    public required Mojlighet KanAndra { get; init; }

    public required Mojlighet KanStallaIn { get; init; }

    public required Mojlighet KanTaBort { get; init; }

    public AndraSammantradeCommand Andring => AndraSammantradeCommand.Av(Sammantrade);
}

/// <summary>En uppföljningsplan som beslutades vid sammanträdet.</summary>
public sealed record Sammantradesbeslut
{
    public Guid PlanId { get; init; }

    public int Ar { get; init; }

    public string? Paragraf { get; init; }
}

public sealed record Sammantrade
{
    private const string EttSql = """
        SELECT s.Id, s.NamndId, n.Namn AS Namnd, a.Version, s.Datum, s.Tid, s.SistaHandlingsdag, s.Plats, s.Installt, s.InstalltSkal,
               (SELECT COUNT(*) FROM Uppfoljningsplan p WHERE p.NamndId = s.NamndId AND (p.Sammantrade = s.Datum
                   OR EXISTS (SELECT 1 FROM Planversion v WHERE v.PlanId = p.Id AND v.Sammantrade = s.Datum AND v.Paragraf NOT LIKE 'del. %'))) AS AntalBeslut
        FROM Sammantrade s
        JOIN Arende a ON a.Id = s.Id
        JOIN Namnd n ON n.Id = s.NamndId
        WHERE s.Id = @SammantradeId
        """;

    private const string HallnaSql = """
        SELECT Datum
        FROM Sammantrade
        WHERE NamndId = @NamndId AND Installt = 0 AND Datum <= @Idag
        ORDER BY Datum DESC
        OFFSET 0 ROWS FETCH NEXT 24 ROWS ONLY
        """;

    public Guid Id { get; init; }

    public Guid NamndId { get; init; }

    public string Namnd { get; init; } = "";

    public int Version { get; init; }

    public DateOnly Datum { get; init; }

    public string? Tid { get; init; }

    public DateOnly? SistaHandlingsdag { get; init; }

    public string? Plats { get; init; }

    public bool Installt { get; init; }

    public string? InstalltSkal { get; init; }

    public int AntalBeslut { get; init; }

    internal static Task<Sammantrade?> LasAsync(DbSession db, Guid id, CancellationToken cancellationToken) =>
        db.SingleOrDefaultAsync<Sammantrade>(EttSql, new { SammantradeId = id }, cancellationToken);

    /// <summary>Dagarna för nämndens hållna sammanträden, det senaste först: det som ett beslut kan ha fattats vid.</summary>
    internal static Task<IReadOnlyList<DateOnly>> HallnaAsync(DbSession db, Guid namndId, DateOnly idag, CancellationToken cancellationToken) =>
        db.QueryAsync<DateOnly>(HallnaSql, new { NamndId = namndId, Idag = idag }, cancellationToken);
}

public sealed class SammantradesbladHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<SammantradesbladQuery, Result<Sammantradesblad>>
{
    // Planens huvud har det senaste beslutet; de tidigare står i dess versioner. Det som är beslutat på delegation hör inte till ett sammanträde.
    private const string BeslutSql = """
        SELECT p.Id AS PlanId, p.Ar, p.Paragraf
        FROM Uppfoljningsplan p
        WHERE p.NamndId = @NamndId AND p.Sammantrade = @Datum
        UNION
        SELECT p.Id, p.Ar, v.Paragraf
        FROM Planversion v
        JOIN Uppfoljningsplan p ON p.Id = v.PlanId
        WHERE p.NamndId = @NamndId AND v.Sammantrade = @Datum AND v.Paragraf NOT LIKE 'del. %'
        ORDER BY Ar
        """;

    public async Task<Result<Sammantradesblad>> Handle(SammantradesbladQuery request, CancellationToken cancellationToken)
    {
        var s = await Sammantrade.LasAsync(db, request.SammantradeId, cancellationToken);
        if (s is null) { return Result<Sammantradesblad>.NotFound(); }

        var skoter = anvandare.Har(s.NamndId, Sammantradesuppgifter.Skoter);
        return Result<Sammantradesblad>.Ok(new Sammantradesblad
        {
            Sammantrade = s,
            Beslut = await db.QueryAsync<Sammantradesbeslut>(BeslutSql, s, cancellationToken),
            Historik = await Arendehistorik.LasAsync(db, s.Id, 1, cancellationToken),
            KanAndra = Kan(skoter, []),
            KanStallaIn = Kan(skoter, Sammantradesregler.ProvaInstallning(s.Installt, s.Datum, clock.Idag(), s.AntalBeslut)),
            KanTaBort = Kan(skoter, Sammantradesregler.ProvaBort(s.AntalBeslut, "tas bort")),
        });
    }

    private static Mojlighet Kan(bool skoter, IReadOnlyList<Domain.Hinder> hinder) =>
        !skoter ? Mojlighet.Nej("Nämndens sammanträden sköts av nämndsekreteraren.")
        : hinder.Count > 0 ? Mojlighet.Nej(hinder[0].Text)
        : Mojlighet.Ja;
}
