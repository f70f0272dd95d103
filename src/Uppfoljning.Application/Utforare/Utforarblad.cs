using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Utforare;

/// <summary>En utförare med det som användarens nämnder har med den att göra; utan något sådant finns den inte för användaren.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record UtforarbladQuery(Guid UtforareId) : IQuery<Utforarblad>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed record Utforarblad
{
    public Guid Id { get; init; }

    public required string Namn { get; init; }

    public string? Organisationsnummer { get; init; }

    public Driftsform? Driftsform { get; init; }

    public IReadOnlyList<Avtalslistrad> Avtal { get; init; } = [];

    public IReadOnlyList<Utforarenhet> Enheter { get; init; } = [];
}

public sealed record Utforarenhet
{
    public Guid Id { get; init; }

    public required string Namn { get; init; }

    public string? Verksamhetsomrade { get; init; }

    public bool? Konkurrens { get; init; }

    public required string Namnd { get; init; }
}

public sealed class UtforarbladHandler(DbSession db) : IRequestHandler<UtforarbladQuery, Result<Utforarblad>>
{
    private const string UtforareSql = "SELECT Id, Namn, Organisationsnummer, Driftsform FROM Utforare WHERE Id = @UtforareId";

    private const string AvtalSql = """
        SELECT a.Id, a.Avtalsnummer, a.Benamning, v.Namn AS Verksamhetsomrade, a.UtforareId, a.Driftsform AS AvtaletsDriftsform, a.Upphandlingsform, a.Tillstand, a.Start, a.Slut,
               a.ArsvardeOre, a.Avtalsansvarig, n.Forkortning AS Namnd
        FROM Avtal a
        JOIN Namnd n ON n.Id = a.NamndId
        LEFT JOIN Verksamhetsomrade v ON v.Id = a.VerksamhetsomradeId
        WHERE a.UtforareId = @UtforareId AND a.NamndId IN @Namnder
        ORDER BY CASE WHEN a.Slut IS NULL THEN 1 ELSE 0 END, a.Slut DESC, a.Benamning
        """;

    private const string EnheterSql = """
        SELECT e.Id, e.Namn, v.Namn AS Verksamhetsomrade, e.Konkurrens, n.Forkortning AS Namnd
        FROM Enhet e
        JOIN Namnd n ON n.Id = e.NamndId
        LEFT JOIN Verksamhetsomrade v ON v.Id = e.VerksamhetsomradeId
        WHERE e.UtforareId = @UtforareId AND e.NamndId IN @Namnder
        ORDER BY e.Namn
        """;

    public async Task<Result<Utforarblad>> Handle(UtforarbladQuery request, CancellationToken cancellationToken)
    {
        var utforare = await db.SingleOrDefaultAsync<Utforarblad>(UtforareSql, request, cancellationToken);
        if (utforare is null) { return Result<Utforarblad>.NotFound(); }

        utforare = utforare with
        {
            Avtal = await db.QueryAsync<Avtalslistrad>(AvtalSql, request, cancellationToken),
            Enheter = await db.QueryAsync<Utforarenhet>(EnheterSql, request, cancellationToken),
        };
        return utforare.Avtal.Count + utforare.Enheter.Count == 0 ? Result<Utforarblad>.NotFound() : Result<Utforarblad>.Ok(utforare);
    }
}
