using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Vad som händer om planerna görs för alla nämnder där användaren får göra planer. Inget sparas.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record PlanerForAllaQuery : IQuery<PlanerForAlla>, INamndfiltrerad, IPaged
{
    public int? Ar { get; init; }

    /// <summary>Sidan i listan över tidigare körningar.</summary>
    public int Sida { get; init; } = 1;

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

/// <summary>Pagar: en körning som redan pågår; då kan ingen ny startas.</summary>
public sealed record PlanerForAlla(int Ar, IReadOnlyList<int> Arval, IReadOnlyList<Namndplan> Namnder, Planjobb? Pagar, Page<Planjobb> Korningar)
{
    public int AntalNya => Namnder.Count(n => n.Tillstand is null);

    public int AntalUtkast => Namnder.Count(n => n.Tillstand is Plantillstand.Utkast);

    public int AntalBeslutade => Namnder.Count - AntalNya - AntalUtkast;
}

/// <summary>En nämnd och den plan den har för året.</summary>
public sealed record Namndplan
{
    public Guid Id { get; init; }

    public string Namn { get; init; } = "";

    public Plantillstand? Tillstand { get; init; }
}

/// <summary>Ställer en körning i kö: en plan för varje nämnd där användaren får göra planer.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record StartaPlanerForAllaCommand : ICommand<Guid>, INamndfiltrerad
{
    public int? Ar { get; init; }

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed class StartaPlanerForAllaValidator : AbstractValidator<StartaPlanerForAllaCommand>
{
    public StartaPlanerForAllaValidator() => RuleFor(c => c.Ar).NotNull().WithMessage("Ange ett år.");
}

public sealed class PlanerForAllaHandler(DbSession db, TimeProvider clock, IAnvandarkontext anvandare, IJobbschema schema)
    : IRequestHandler<PlanerForAllaQuery, Result<PlanerForAlla>>, IRequestHandler<StartaPlanerForAllaCommand, Result<Guid>>
{
    private const string NamnderSql = """
        SELECT n.Id, n.Namn, p.Tillstand
        FROM Namnd n
        LEFT JOIN Uppfoljningsplan p ON p.NamndId = n.Id AND p.Ar = @Ar
        WHERE n.Id IN @Namnder
        ORDER BY n.Namn
        """;

    private const string AntalSql = "SELECT COUNT(*) FROM Planjobb";

    private const string KorningarSql = """
        SELECT j.Id, j.Ar, j.StartadAv, j.Startad, j.Avslutad, j.Pagar,
               (SELECT COUNT(*) FROM Planjobbrad r WHERE r.PlanjobbId = j.Id) AS Antal,
               (SELECT COUNT(*) FROM Planjobbrad r WHERE r.PlanjobbId = j.Id AND r.Utfall IS NOT NULL) AS Klara
        FROM Planjobb j
        ORDER BY j.Startad DESC, j.Id
        OFFSET @Offset ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    private const string StartaSql = """
        INSERT INTO Planjobb (Id, Ar, StartadAvId, StartadAv, Startad, Pagar, Forsok)
        VALUES (@Id, @Ar, @StartadAvId, @StartadAv, @Startad, 1, 0)
        """;

    private const string RadSql = """
        INSERT INTO Planjobbrad (Id, PlanjobbId, NamndId, Nr, Fore)
        VALUES (@Id, @PlanjobbId, @NamndId, @Nr, @Fore)
        """;

    public async Task<Result<PlanerForAlla>> Handle(PlanerForAllaQuery request, CancellationToken cancellationToken)
    {
        var idag = clock.Idag();
        var arval = Arval(idag);
        var ar = request.Ar is { } valt && arval.Contains(valt) ? valt : Plangang.Planar(idag);
        var antal = await db.SingleOrDefaultAsync<int>(AntalSql, null, cancellationToken);
        var sida = Page<Planjobb>.Inom(request.Sida, antal);
        return Result<PlanerForAlla>.Ok(new(ar, arval,
            await db.QueryAsync<Namndplan>(NamnderSql, new { request.Namnder, Ar = ar }, cancellationToken),
            await Planjobb.PagaendeAsync(db, cancellationToken),
            new(await db.QueryAsync<Planjobb>(KorningarSql, new { Offset = Page<Planjobb>.Offset(sida), Limit = Page<Planjobb>.Storlek }, cancellationToken), antal, sida)));
    }

    public async Task<Result<Guid>> Handle(StartaPlanerForAllaCommand request, CancellationToken cancellationToken)
    {
        var ar = request.Ar!.Value;
        if (!Arval(clock.Idag()).Contains(ar))
        {
            return Result<Guid>.Refused(new Hinder("ar", "Planer för alla nämnder görs för innevarande år eller nästa år.", Falt: nameof(request.Ar)));
        }
        if (await Planjobb.PagaendeAsync(db, cancellationToken) is { } pagar)
        {
            var lokal = SvenskTid.Lokal(pagar.Startad);
            return Result<Guid>.Refused(new Hinder("planjobb-pagar",
                $"{pagar.StartadAv} startade en körning för {pagar.Ar} den {lokal:yyyy-MM-dd} kl. {lokal:HH.mm}, och den pågår: {pagar.Klara} av {pagar.Antal} nämnder är klara. Vänta tills den är avslutad."));
        }
        if (!schema.Pa)
        {
            return Result<Guid>.Refused(new Hinder("jobb-av", "Jobben är avstängda på den här servern, så inget kan köras i bakgrunden. Gör planerna en nämnd i taget."));
        }
        var namnder = await db.QueryAsync<Namndplan>(NamnderSql, new { request.Namnder, Ar = ar }, cancellationToken);
        if (namnder.All(n => n.Tillstand is not (null or Plantillstand.Utkast)))
        {
            return Result<Guid>.Refused(new Hinder("alla-beslutade", $"Alla dina nämnders planer för {ar} är redan beslutade. Det finns inget att göra."));
        }

        var nu = clock.GetUtcNow();
        var id = Guid.CreateVersion7(nu);
        await db.ExecuteAsync(StartaSql, new { Id = id, Ar = ar, StartadAvId = anvandare.Id, StartadAv = anvandare.Namn, Startad = nu }, cancellationToken);
        await db.ExecuteAsync(RadSql,
            namnder.Select((n, i) => new { Id = Guid.CreateVersion7(nu), PlanjobbId = id, NamndId = n.Id, Nr = i + 1, Fore = n.Tillstand?.ToString() }), cancellationToken);
        return Result<Guid>.Ok(id, new AuditEntry("Planer för alla nämnder startade",
            $"Planer för {ar} görs nu för {(namnder.Count == 1 ? "1 nämnd" : $"{namnder.Count} nämnder")}. Du kan lämna sidan; körningen fortsätter.", new { PlanjobbId = id, Ar = ar, Namnder = namnder.Count }));
    }

    /// <summary>En körning för fel år ger många utkast som ingen vill ha, så bara de två år som någon planerar för går att välja.</summary>
    private static int[] Arval(DateOnly idag) => [idag.Year, idag.Year + 1];
}
