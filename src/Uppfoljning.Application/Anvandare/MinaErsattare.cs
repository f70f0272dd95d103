using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Anvandare;

/// <summary>De egna rollerna, de som är ersättare för en, och dem som man själv ersätter.</summary>
[Oppen(Ersattarregler.Egna)]
public sealed record MinaErsattareQuery : IQuery<MinaErsattare>;

public sealed record MinaErsattare(IReadOnlyList<Egenroll> Roller, IReadOnlyList<Ersattarrad> ForMig, IReadOnlyList<Ersattarrad> JagErsatter, DateOnly Idag)
{
    /// <summary>De roller som man själv får låna ut.</summary>
    public IReadOnlyList<Roll> Utlanbara => [.. Common.Roller.INamnd.Where(r => Roller.Any(e => e.Roll == r) && !Ersattarregler.UtsesAvAdministrator.HasFlag(r))];
}

public sealed record Egenroll
{
    public Guid NamndId { get; init; }

    public required string Namnd { get; init; }

    public Roll Roll { get; init; }

    public DateOnly? FranDag { get; init; }

    public DateOnly? TillDag { get; init; }
}

/// <summary>Det som formuläret för en ersättare för en själv visar: de egna rollerna och de som arbetar i samma nämnder.</summary>
[Oppen(Ersattarregler.Egna)]
public sealed record MinErsattarformularQuery : IQuery<Ersattarformular>;

/// <summary>Det som formuläret för en ny ersättare visar.</summary>
[Kraver(Roll.Administrator)]
public sealed record ErsattarformularQuery : IQuery<Ersattarformular>, IKommunbunden;

public sealed record Ersattarformular(IReadOnlyList<Namndval> Namnder, IReadOnlyList<Personval> Personer, IReadOnlyList<Roll> Roller, bool Egen);

public sealed class MinaErsattareHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) :
    IRequestHandler<MinaErsattareQuery, Result<MinaErsattare>>, IRequestHandler<MinErsattarformularQuery, Result<Ersattarformular>>,
    IRequestHandler<ErsattarformularQuery, Result<Ersattarformular>>
{
    private const string RollerSql = """
        SELECT t.NamndId, n.Namn AS Namnd, t.Roll, t.FranDag, t.TillDag
        FROM Rolltilldelning t
        JOIN Namnd n ON n.Id = t.NamndId
        WHERE t.AnvandareId = @Jag AND (t.TillDag IS NULL OR t.TillDag >= @Idag)
        ORDER BY n.Namn, t.Roll
        """;

    private const string MinaSql = $"""
        SELECT {ErsattarlistaHandler.KolumnerDel}
        FROM Ersattare e
        JOIN Anvandare o ON o.Id = e.ForAnvandareId
        JOIN Anvandare a ON a.Id = e.AnvandareId
        JOIN Namnd n ON n.Id = e.NamndId
        WHERE e.ForAnvandareId = @Jag OR e.AnvandareId = @Jag
        ORDER BY {ErsattarlistaHandler.OrdningDel}
        """;

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd ORDER BY Namn";

    private const string PersonerSql = "SELECT Id, Namn FROM Anvandare WHERE Inaktiv = 0 ORDER BY Namn, Id";

    private const string KollegerSql = """
        SELECT DISTINCT p.Id, p.Namn
        FROM Anvandare p
        JOIN Rolltilldelning t ON t.AnvandareId = p.Id AND (t.TillDag IS NULL OR t.TillDag >= @Idag)
        WHERE p.Inaktiv = 0 AND p.Id <> @Jag
          AND EXISTS (SELECT 1 FROM Rolltilldelning m WHERE m.AnvandareId = @Jag AND m.NamndId = t.NamndId AND (m.TillDag IS NULL OR m.TillDag >= @Idag))
        ORDER BY p.Namn, p.Id
        """;

    public async Task<Result<MinaErsattare>> Handle(MinaErsattareQuery request, CancellationToken cancellationToken)
    {
        var idag = clock.Idag();
        var filter = new { Jag = anvandare.Id, Idag = idag };
        var rader = await ErsattarlistaHandler.MedRollerAsync(db, await db.QueryAsync<Ersattarrad>(MinaSql, filter, cancellationToken), cancellationToken);
        return Result<MinaErsattare>.Ok(new MinaErsattare(
            await db.QueryAsync<Egenroll>(RollerSql, filter, cancellationToken),
            [.. rader.Where(r => r.ForAnvandareId == anvandare.Id)], [.. rader.Where(r => r.AnvandareId == anvandare.Id)], idag));
    }

    public async Task<Result<Ersattarformular>> Handle(MinErsattarformularQuery request, CancellationToken cancellationToken)
    {
        var filter = new { Jag = anvandare.Id, Idag = clock.Idag() };
        var roller = await db.QueryAsync<Egenroll>(RollerSql, filter, cancellationToken);
        var egna = new MinaErsattare(roller, [], [], clock.Idag());
        return Result<Ersattarformular>.Ok(new Ersattarformular(
            [.. roller.GroupBy(r => (r.NamndId, r.Namnd)).Select(n => new Namndval { Id = n.Key.NamndId, Namn = n.Key.Namnd, Forkortning = "" })],
            await db.QueryAsync<Personval>(KollegerSql, filter, cancellationToken), egna.Utlanbara, Egen: true));
    }

    public async Task<Result<Ersattarformular>> Handle(ErsattarformularQuery request, CancellationToken cancellationToken) => Result<Ersattarformular>.Ok(new Ersattarformular(
        await db.QueryAsync<Namndval>(NamnderSql, null, cancellationToken), await db.QueryAsync<Personval>(PersonerSql, null, cancellationToken), Common.Roller.INamnd, Egen: false));
}
