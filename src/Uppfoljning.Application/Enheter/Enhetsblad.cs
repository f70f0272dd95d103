using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Historik;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Enheter;

/// <summary>En enhet med uppgifter, dokument och historik.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record EnhetsbladQuery(Guid EnhetId) : IQuery<Enhetsblad>, IArendebunden
{
    Guid IArendebunden.ArendeId => EnhetId;
}

/// <summary>En enhet, i egen regi eller hos en annan utförare. Null betyder inte känt.</summary>
public sealed record Enhetsblad
{
    public Guid Id { get; init; }

    public Guid NamndId { get; init; }

    public required string Namnd { get; init; }

    public int Version { get; init; }

    public required string Namn { get; init; }

    public string? Verksamhetsomrade { get; init; }

    public Guid? UtforareId { get; init; }

    public string? Utforare { get; init; }

    public Driftsform? Driftsform { get; init; }

    public int? Antal { get; init; }

    public string? Plats { get; init; }

    public int? Platser { get; init; }

    public int? Brukare { get; init; }

    public string? UppdragDiarienummer { get; init; }

    public DateOnly? UppdragBeslutat { get; init; }

    public DateOnly? UppdragGallerTill { get; init; }

    /// <summary>Om enheten verkar i konkurrens med privata utförare; null när det inte är känt.</summary>
    public bool? Konkurrens { get; init; }

    public string? MojligFor { get; init; }

    public string? Anmarkning { get; init; }

    public string? ImportFil { get; init; }

    public DateTimeOffset? ImportTid { get; init; }

    public bool KanAndras { get; init; }

    /// <summary>Om nämnden själv driver enheten; det antas när varken utförare eller driftsform är känd.</summary>
    public bool EgenRegi => Driftsform == Domain.Utforare.Driftsform.EgenRegi || (Driftsform is null && UtforareId is null);

    /// <summary>De senaste händelserna.</summary>
    public Page<Historikrad> Historik { get; init; } = new([], 0, 1);
}

public sealed class EnhetsbladHandler(DbSession db, IAnvandarkontext anvandare) : IRequestHandler<EnhetsbladQuery, Result<Enhetsblad>>
{
    private const string EnhetSql = """
        SELECT e.Id, e.NamndId, n.Namn AS Namnd, ar.Version, e.Namn, v.Namn AS Verksamhetsomrade, e.UtforareId, u.Namn AS Utforare,
               COALESCE(e.Driftsform, u.Driftsform) AS Driftsform, e.Antal, e.Plats, e.Platser, e.Brukare,
               e.UppdragDiarienummer, e.UppdragBeslutat, e.UppdragGallerTill, e.Konkurrens, e.MojligFor, e.Anmarkning, i.Filnamn AS ImportFil, i.Avslutad AS ImportTid
        FROM Enhet e
        JOIN Arende ar ON ar.Id = e.Id
        JOIN Namnd n ON n.Id = e.NamndId
        LEFT JOIN Verksamhetsomrade v ON v.Id = e.VerksamhetsomradeId
        LEFT JOIN Utforare u ON u.Id = e.UtforareId
        LEFT JOIN Import i ON i.Id = e.ImportId
        WHERE e.Id = @EnhetId
        """;

    public async Task<Result<Enhetsblad>> Handle(EnhetsbladQuery request, CancellationToken cancellationToken)
    {
        var enhet = await db.SingleOrDefaultAsync<Enhetsblad>(EnhetSql, request, cancellationToken);
        return enhet is null
            ? Result<Enhetsblad>.NotFound()
            : Result<Enhetsblad>.Ok(enhet with
            {
                KanAndras = anvandare.Har(enhet.NamndId, Roll.Avtalsansvarig),
                Historik = await Arendehistorik.LasAsync(db, enhet.Id, 1, cancellationToken),
            });
    }
}
