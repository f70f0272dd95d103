using MediatR;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>De som följer upp för nämnden under året, och timmarna de har i var månad.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record BemanningsbladQuery(Guid NamndId, int Ar) : IQuery<Bemanningsblad>, INamndbunden;

public sealed record Bemanningsblad
{
    public required Guid NamndId { get; init; }

    public required string Namnd { get; init; }

    public required int Ar { get; init; }

    public required IReadOnlyList<Bemanning> Personer { get; init; }

    /// <summary>Summan per månad, januari först.</summary>
    public required IReadOnlyList<int> PerManad { get; init; }

    /// <summary>Hur många som fanns förra året och inte står här; de kan kopieras.</summary>
    public required int AttKopiera { get; init; }

    /// <summary>Nämndens plan för året, om den finns.</summary>
    public Guid? PlanId { get; init; }

    /// <summary>Användare som följer upp i nämnden.</summary>
    public required IReadOnlyList<Bemanningsval> Anvandare { get; init; }

    public required Mojlighet Andra { get; init; }
}

/// <summary>En användare att välja.</summary>
public sealed record Bemanningsval
{
    public Guid Id { get; init; }

    public string Namn { get; init; } = "";

    /// <summary>Dagen då en roll ska gälla för att den som har den ska kunna väljas: i dag, eller årets första när året inte har börjat.</summary>
    internal static DateOnly Dag(int ar, DateOnly idag) => idag.Year < ar ? new DateOnly(ar, 1, 1) : idag;
}

/// <summary>En person i bemanningen med timmarna per månad, januari först.</summary>
public sealed record Bemanning
{
    public Guid Id { get; init; }

    public Guid NamndId { get; init; }

    public int Ar { get; init; }

    public string Namn { get; init; } = "";

    public Guid? AnvandareId { get; init; }

    public int Version { get; init; }

    public IReadOnlyList<int> Timmar { get; init; } = [];

    public int Summa => Timmar.Sum();

    private const string PersonerSql = "SELECT Id, NamndId, Ar, Namn, AnvandareId, Version FROM Planbemanning WHERE NamndId = @NamndId AND Ar = @Ar ORDER BY Namn, Id";

    private const string ManaderSql = """
        SELECT m.BemanningId, m.Manad AS Nr, m.Timmar
        FROM Planbemanningsmanad m
        JOIN Planbemanning b ON b.Id = m.BemanningId
        WHERE b.NamndId = @NamndId AND b.Ar = @Ar
        """;

    internal static async Task<IReadOnlyList<Bemanning>> LasAsync(DbSession db, Guid namndId, int ar, CancellationToken cancellationToken)
    {
        var nyckel = new { NamndId = namndId, Ar = ar };
        var personer = await db.QueryAsync<Bemanning>(PersonerSql, nyckel, cancellationToken);
        if (personer.Count == 0) { return personer; }
        var manader = (await db.QueryAsync<Manadstid>(ManaderSql, nyckel, cancellationToken)).ToLookup(m => m.BemanningId);
        return [.. personer.Select(p => p with { Timmar = [.. Enumerable.Range(1, Plantillfallen.ManaderPerAr).Select(nr => manader[p.Id].Where(m => m.Nr == nr).Sum(m => m.Timmar))] })];
    }

    /// <summary>Timmarna per månad tillsammans, januari först; null när ingen bemanning är inlagd och den inte är känd.</summary>
    internal static IReadOnlyList<int>? Summor(IReadOnlyList<Bemanning> personer) =>
        personer.Count == 0 ? null : [.. Enumerable.Range(0, Plantillfallen.ManaderPerAr).Select(m => personer.Sum(p => p.Timmar[m]))];

    private sealed record Manadstid
    {
        public Guid BemanningId { get; init; }

        public int Nr { get; init; }

        public int Timmar { get; init; }
    }
}

public sealed class BemanningsbladHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<BemanningsbladQuery, Result<Bemanningsblad>>
{
    private const string NamndSql = """
        SELECT n.Namn, (SELECT p.Id FROM Uppfoljningsplan p WHERE p.NamndId = n.Id AND p.Ar = @Ar) AS PlanId
        FROM Namnd n
        WHERE n.Id = @NamndId
        """;

    private const string AnvandareSql = $"""
        SELECT a.Id, a.Namn
        FROM Anvandare a
        WHERE EXISTS (SELECT 1 FROM Planbemanning b WHERE b.AnvandareId = a.Id AND b.NamndId = @NamndId AND b.Ar = @Ar)
           OR (a.Inaktiv = 0
               AND EXISTS (SELECT 1 FROM Rolltilldelning r WHERE r.AnvandareId = a.Id AND r.NamndId = @NamndId AND r.Roll IN ('Uppfoljare', 'Avtalsansvarig') AND {Gallanderoller.Galler}))
        ORDER BY a.Namn, a.Id
        """;

    private const string KopieraSql = """
        SELECT COUNT(*)
        FROM Planbemanning b
        WHERE b.NamndId = @NamndId AND b.Ar = @Ar - 1
          AND NOT EXISTS (SELECT 1 FROM Planbemanning n WHERE n.NamndId = @NamndId AND n.Ar = @Ar AND n.Namn = b.Namn)
        """;

    public async Task<Result<Bemanningsblad>> Handle(BemanningsbladQuery request, CancellationToken cancellationToken)
    {
        if (request.Ar is < Datumtext.MinstAr or > Datumtext.StorstAr) { return Result<Bemanningsblad>.NotFound(); }
        if (await db.SingleOrDefaultAsync<Huvud>(NamndSql, request, cancellationToken) is not { } namnd) { return Result<Bemanningsblad>.NotFound(); }
        var personer = await Bemanning.LasAsync(db, request.NamndId, request.Ar, cancellationToken);
        return Result<Bemanningsblad>.Ok(new Bemanningsblad
        {
            NamndId = request.NamndId,
            Namnd = namnd.Namn,
            Ar = request.Ar,
            Personer = personer,
            PerManad = Bemanning.Summor(personer) ?? new int[Plantillfallen.ManaderPerAr],
            AttKopiera = await db.SingleOrDefaultAsync<int>(KopieraSql, request, cancellationToken),
            PlanId = namnd.PlanId,
            Anvandare = await db.QueryAsync<Bemanningsval>(AnvandareSql, new { request.NamndId, request.Ar, Idag = Bemanningsval.Dag(request.Ar, clock.Idag()) }, cancellationToken),
            Andra = anvandare.Har(request.NamndId, Planmojligheter.Planerar) ? Mojlighet.Ja : Mojlighet.Nej("Kräver rollen uppföljare, avtalsansvarig eller nämndsekreterare i nämnden."),
        });
    }

    private sealed record Huvud
    {
        public string Namn { get; init; } = "";

        public Guid? PlanId { get; init; }
    }
}

/// <summary>En person i bemanningen, för att ändra eller ta bort.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record BemanningspersonQuery(Guid NamndId, int Ar, Guid BemanningId) : IQuery<Bemanningsperson>, INamndbunden;

public sealed record Bemanningsperson(Bemanning Person, Bemanningsblad Blad);

public sealed class BemanningspersonHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<BemanningspersonQuery, Result<Bemanningsperson>>
{
    public async Task<Result<Bemanningsperson>> Handle(BemanningspersonQuery request, CancellationToken cancellationToken)
    {
        var blad = await new BemanningsbladHandler(db, anvandare, clock).Handle(new BemanningsbladQuery(request.NamndId, request.Ar), cancellationToken);
        return blad.Value?.Personer.FirstOrDefault(p => p.Id == request.BemanningId) is { } person
            ? Result<Bemanningsperson>.Ok(new(person, blad.Value))
            : Result<Bemanningsperson>.NotFound();
    }
}
