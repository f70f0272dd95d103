using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

public enum Planordning
{
    Ar,
    Namnd,
    Tillstand,
}

/// <summary>Uppföljningsplanerna i användarens nämnder.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record PlanlistaQuery : IQuery<Planlista>, INamndfiltrerad, IPaged
{
    public Guid? Namnd { get; init; }

    public int? Ar { get; init; }

    public Plantillstand? Tillstand { get; init; }

    public Planordning Ordning { get; init; }

    public int Sida { get; init; } = 1;

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed record Planlista
{
    public required Page<Planpost> Planer { get; init; }

    /// <summary>Nämnderna som går att välja bland.</summary>
    public required IReadOnlyList<Namndval> Namnder { get; init; }

    /// <summary>Åren som det finns planer för, det senaste först.</summary>
    public required IReadOnlyList<int> Ar { get; init; }

    public required Mojlighet Skapa { get; init; }
}

public sealed record Planpost
{
    public Guid Id { get; init; }

    public string Namnd { get; init; } = "";

    public int Ar { get; init; }

    public Plantillstand Tillstand { get; init; }

    public int AntalRader { get; init; }

    public int AntalUtan { get; init; }

    public DateTimeOffset Genererad { get; init; }

    public DateOnly? Beslutsdatum { get; init; }

    public string? Paragraf { get; init; }
}

public sealed class PlanlistaHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<PlanlistaQuery, Result<Planlista>>
{
    private const string Fran = """
        FROM Uppfoljningsplan p
        JOIN Namnd n ON n.Id = p.NamndId
        WHERE p.NamndId IN @Namnder
        """;

    private const string Kolumner = """
        p.Id, n.Namn AS Namnd, p.Ar, p.Tillstand, p.Genererad, p.Beslutsdatum, p.Paragraf,
        (SELECT COUNT(*) FROM Planrad r WHERE r.PlanId = p.Id) AS AntalRader,
        (SELECT COUNT(*) FROM PlanUtanRad u WHERE u.PlanId = p.Id) AS AntalUtan
        """;

    private const string NamnderSql = "SELECT Id, Namn FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    private const string ArSql = "SELECT DISTINCT Ar FROM Uppfoljningsplan WHERE NamndId IN @Namnder ORDER BY Ar DESC";

    public async Task<Result<Planlista>> Handle(PlanlistaQuery request, CancellationToken cancellationToken)
    {
        var idag = clock.Idag();
        var lista = new SqlList(Fran)
            .Och(request.Namnd is not null, "p.NamndId = @Namnd")
            .Och(request.Ar is not null, "p.Ar = @Ar")
            .Och(request.Tillstand is not null, "p.Tillstand = @Lagrat")
            // En beslutad plan visas som gällande från den 1 januari planåret.
            .Och(request.Tillstand == Plantillstand.Gallande, "p.Ar <= @IAr")
            .Och(request.Tillstand == Plantillstand.Beslutad, "p.Ar > @IAr");
        var lagrat = request.Tillstand == Plantillstand.Gallande ? Plantillstand.Beslutad : request.Tillstand;

        var filter = new { request.Namnder, request.Namnd, request.Ar, Lagrat = lagrat?.ToString(), IAr = idag.Year };
        var antal = await db.SingleOrDefaultAsync<int>(lista.Antal(), filter, cancellationToken);
        var sida = Page<Planpost>.Inom(request.Sida, antal);
        var planer = await db.QueryAsync<Planpost>(
            lista.Sida(Kolumner, request.Ordning switch
            {
                Planordning.Namnd => "n.Namn, p.Ar DESC, p.Id",
                Planordning.Tillstand => "p.Tillstand DESC, p.Ar DESC, n.Namn, p.Id",
                _ => "p.Ar DESC, n.Namn, p.Id",
            }),
            new { filter.Namnder, filter.Namnd, filter.Ar, filter.Lagrat, filter.IAr, Offset = Page<Planpost>.Offset(sida), Limit = Page<Planpost>.Storlek },
            cancellationToken);

        return Result<Planlista>.Ok(new Planlista
        {
            Planer = new Page<Planpost>([.. planer.Select(p => p with { Tillstand = Plangang.Visat(p.Tillstand, p.Ar, idag) })], antal, sida),
            Namnder = await db.QueryAsync<Namndval>(NamnderSql, new { request.Namnder }, cancellationToken),
            Ar = await db.QueryAsync<int>(ArSql, new { request.Namnder }, cancellationToken),
            Skapa = anvandare.NamndRoller.Values.Any(r => r.HarNagon(Planmojligheter.Planerar))
                ? Mojlighet.Ja
                : Mojlighet.Nej("En ny plan görs av uppföljare, avtalsansvarig eller nämndsekreterare."),
        });
    }
}
