using MediatR;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Historik;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Namnder;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Namnder;

/// <summary>En nämnd: vad den heter, när den sammanträder, vad registret har för den och vilka som arbetar i den.</summary>
[Kraver(Roll.NagonINamnden | Roll.Administrator)]
public sealed record NamndbladQuery(Guid NamndId) : IQuery<Namndblad>, INamndbunden;

public sealed record Namndblad
{
    public Guid Id { get; init; }

    public required string Namn { get; init; }

    public required string Forkortning { get; init; }

    public int AntalAvtal { get; init; }

    public int AntalEnheter { get; init; }

    /// <summary>Den mandatperiod som pågår (KL-01).</summary>
    public Mandatperiod Mandatperiod { get; init; }

    /// <summary>De närmaste sammanträdena, det första först.</summary>
    public IReadOnlyList<Namndsammantrade> Sammantraden { get; init; } = [];

    public IReadOnlyList<Namndplan> Planer { get; init; } = [];

    /// <summary>De som har roller i nämnden, med rollerna i den ordning de visas.</summary>
    public IReadOnlyList<Namndperson> Personer { get; init; } = [];

    /// <summary>Om användaren arbetar i nämnden och därför kan öppna dess avtal, enheter och planer.</summary>
    public bool ArbetarHar { get; init; }

    public bool KanAndras { get; init; }

    public Page<Historikrad> Historik { get; init; } = new([], 0, 1);
}

public sealed record Namndsammantrade
{
    public Guid Id { get; init; }

    public DateOnly Datum { get; init; }

    public DateOnly? SistaHandlingsdag { get; init; }

    public string? Plats { get; init; }
}

public sealed record Namndplan
{
    public Guid Id { get; init; }

    public int Ar { get; init; }

    public Plantillstand Tillstand { get; init; }
}

public sealed record Namndperson(string Namn, IReadOnlyList<Roll> Roller);

public sealed class NamndbladHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<NamndbladQuery, Result<Namndblad>>
{
    private const int FlestSammantraden = 6;

    private const string NamndSql = """
        SELECT n.Id, n.Namn, n.Forkortning,
               (SELECT COUNT(*) FROM Avtal a WHERE a.NamndId = n.Id) AS AntalAvtal,
               (SELECT COUNT(*) FROM Enhet e WHERE e.NamndId = n.Id) AS AntalEnheter
        FROM Namnd n
        WHERE n.Id = @NamndId
        """;

    private const string SammantradenSql = """
        SELECT Id, Datum, SistaHandlingsdag, Plats
        FROM Sammantrade
        WHERE NamndId = @NamndId AND Installt = 0 AND Datum >= @Idag
        ORDER BY Datum
        OFFSET 0 ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    private const string PlanerSql = "SELECT Id, Ar, Tillstand FROM Uppfoljningsplan WHERE NamndId = @NamndId ORDER BY Ar DESC";

    private const string PersonerSql = $"""
        SELECT a.Id, a.Namn, r.Roll
        FROM Rolltilldelning r
        JOIN Anvandare a ON a.Id = r.AnvandareId
        WHERE r.NamndId = @NamndId AND a.Inaktiv = 0 AND {Gallanderoller.Galler}
        ORDER BY a.Namn, a.Id
        """;

    public async Task<Result<Namndblad>> Handle(NamndbladQuery request, CancellationToken cancellationToken)
    {
        var namnd = await db.SingleOrDefaultAsync<Namndblad>(NamndSql, request, cancellationToken);
        if (namnd is null) { return Result<Namndblad>.NotFound(); }

        var idag = clock.Idag();
        var planer = await db.QueryAsync<Namndplan>(PlanerSql, request, cancellationToken);
        var roller = await db.QueryAsync<Rollrad>(PersonerSql, new { request.NamndId, Idag = idag }, cancellationToken);
        return Result<Namndblad>.Ok(namnd with
        {
            Mandatperiod = Domain.Namnder.Mandatperiod.For(idag),
            Sammantraden = await db.QueryAsync<Namndsammantrade>(SammantradenSql, new { request.NamndId, Idag = idag, Limit = FlestSammantraden }, cancellationToken),
            Planer = [.. planer.Select(p => p with { Tillstand = Plangang.Visat(p.Tillstand, p.Ar, idag) })],
            Personer = [.. roller.GroupBy(r => (r.Id, r.Namn)).Select(p => new Namndperson(p.Key.Namn, [.. p.Select(r => r.Roll).OrderBy(r => r)]))],
            ArbetarHar = anvandare.Har(request.NamndId, Roll.NagonINamnden),
            KanAndras = anvandare.KommunRoller.HarNagon(Roll.Administrator),
            Historik = await Arendehistorik.LasAsync(db, request.NamndId, 1, cancellationToken),
        });
    }

    private sealed record Rollrad
    {
        public Guid Id { get; init; }

        public required string Namn { get; init; }

        public Roll Roll { get; init; }
    }
}
