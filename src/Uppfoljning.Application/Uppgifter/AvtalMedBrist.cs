using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Uppgifter;

namespace Uppfoljning.Application.Uppgifter;

/// <summary>De löpande avtal som en sammanfattad uppgift gäller: de som saknar något, de som slutar först överst.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record AvtalMedBristQuery : IQuery<AvtalMedBrist>, INamndfiltrerad, IPaged
{
    public Avtalsbrist Brist { get; init; }

    public Guid? Namnd { get; init; }

    /// <summary>Allas avtal i nämnderna, inte bara mina.</summary>
    public bool Alla { get; init; }

    public int Sida { get; init; } = 1;

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed record AvtalMedBrist(Page<Bristavtal> Sida, IReadOnlyList<Namndval> Namnder);

public sealed record Bristavtal
{
    public Guid Id { get; init; }

    public required string Benamning { get; init; }

    public required string Namnd { get; init; }

    public string? Utforare { get; init; }

    public string? Avtalsansvarig { get; init; }

    public DateOnly? Slut { get; init; }

    public Avtalstillstand Tillstand { get; init; }
}

public sealed class AvtalMedBristHandler(DbSession db, IAnvandarkontext anvandare) : IRequestHandler<AvtalMedBristQuery, Result<AvtalMedBrist>>
{
    private const string FranDel = """
        FROM Avtal a
        JOIN Namnd n ON n.Id = a.NamndId
        LEFT JOIN Utforare u ON u.Id = a.UtforareId
        WHERE a.NamndId IN @Namnder AND a.Tillstand IN ('Tecknat', 'Aktivt', 'UnderRattelse', 'Uppsagt', 'Havt')
        """;

    private const string KolumnerDel = "a.Id, a.Benamning, n.Forkortning AS Namnd, u.Namn AS Utforare, a.Avtalsansvarig, a.Slut, a.Tillstand";

    private const string PrivatDel = "NOT (COALESCE(a.Driftsform, u.Driftsform, '') IN ('EgenRegi', 'KommunaltBolag'))";

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    public async Task<Result<AvtalMedBrist>> Handle(AvtalMedBristQuery request, CancellationToken cancellationToken)
    {
        var parametrar = new Dictionary<string, object?>
        {
            ["Namnder"] = request.Namnder,
            ["Namnd"] = request.Namnd,
            ["Jag"] = anvandare.Id,
            ["Namn"] = anvandare.Namn,
            ["Ansvarsnamnder"] = anvandare.NamndRoller.Where(r => r.Value.HarNagon(Roll.Avtalsansvarig)).Select(r => r.Key).ToList(),
        };
        var lista = new SqlList(FranDel)
            .Och(request.Namnd is not null, "a.NamndId = @Namnd")
            .Och(!request.Alla, Uppgiftslasning.MinaDel)
            .Och(request.Brist == Avtalsbrist.Ansvarig, "a.AvtalsansvarigId IS NULL AND a.Avtalsansvarig IS NULL")
            .Och(request.Brist == Avtalsbrist.Slutdatum, "a.Slut IS NULL")
            .Och(request.Brist == Avtalsbrist.Utforare, "a.UtforareId IS NULL")
            .Och(request.Brist is Avtalsbrist.Insyn or Avtalsbrist.Uppfoljning, PrivatDel)
            .Och(request.Brist == Avtalsbrist.Insyn, "NOT EXISTS (SELECT 1 FROM Avtalsklausul k WHERE k.AvtalId = a.Id AND k.Sort = 'Insyn' AND k.Finns = 1)")
            .Och(request.Brist == Avtalsbrist.Uppfoljning, "NOT EXISTS (SELECT 1 FROM Avtalsklausul k WHERE k.AvtalId = a.Id AND k.Sort = 'Uppfoljning' AND k.Finns = 1)");

        var antal = await db.SingleOrDefaultAsync<int>(lista.Antal(), parametrar, cancellationToken);
        var sida = Page<Bristavtal>.Inom(request.Sida, antal);
        (parametrar["Offset"], parametrar["Limit"]) = (Page<Bristavtal>.Offset(sida), Page<Bristavtal>.Storlek);
        var rader = await db.QueryAsync<Bristavtal>(
            lista.Sida(KolumnerDel, "CASE WHEN a.Slut IS NULL THEN 1 ELSE 0 END, a.Slut, a.Benamning, a.Id"), parametrar, cancellationToken);
        return Result<AvtalMedBrist>.Ok(new(new(rader, antal, sida), await db.QueryAsync<Namndval>(NamnderSql, new { request.Namnder }, cancellationToken)));
    }
}
