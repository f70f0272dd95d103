using Uppfoljning.Application.Common;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Konton;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Integritet;

/// <summary>Den som frågan gäller: det som söktes, och de konton och namn som det ledde till.</summary>
internal sealed record Personsubjekt(Personsokning Sort, string Sokt, string? Nummer, IReadOnlyList<string> Namn, IReadOnlyList<Guid> Konton)
{
    private const string SynligtDel = "(@Kommun = 1 OR EXISTS (SELECT 1 FROM Rolltilldelning r WHERE r.AnvandareId = a.Id AND r.NamndId IN @Namnder))";

    private const string KontonSql = $"""
        SELECT a.Id, a.Namn
        FROM Anvandare a
        WHERE (a.AnvandarnamnNormal = @Normal OR a.EpostNormal = @Normal OR a.Namn = @Sokt) AND {SynligtDel}
        """;

    private const string FirmorSql = $"""
        SELECT u.Namn
        FROM Utforare u
        WHERE u.Organisationsnummer = @Nummer AND {Utforaratkomst.SynligDel}
        """;

    public static async Task<Personsubjekt> LasAsync(DbSession db, string sokt, IReadOnlyList<Guid> namnder, bool kommun, CancellationToken cancellationToken)
    {
        if (Organisationsnummer.TryTolka(sokt, out var nummer))
        {
            return new(Personsokning.Nummer, nummer, nummer, await db.QueryAsync<string>(FirmorSql, new { Nummer = nummer, Namnder = namnder }, cancellationToken), []);
        }
        var konton = await db.QueryAsync<Konto>(KontonSql, new { Normal = Epostadress.Normal(sokt), Sokt = sokt, Namnder = namnder, Kommun = kommun ? 1 : 0 }, cancellationToken);
        if (sokt.Contains('@', StringComparison.Ordinal)) { return new(Personsokning.Epost, sokt, null, [.. konton.Select(k => k.Namn)], [.. konton.Select(k => k.Id)]); }
        return sokt.Contains(' ', StringComparison.Ordinal)
            ? new(Personsokning.Namn, sokt, null, [sokt], [.. konton.Select(k => k.Id)])
            : new(Personsokning.Konto, sokt, null, [.. konton.Select(k => k.Namn)], [.. konton.Select(k => k.Id)]);
    }

    /// <summary>Texter som i löpande text kan vara personen. Ett ensamt ord är inte nog: det skulle ge andra med samma förnamn.</summary>
    public IEnumerable<string> Texter => Sort switch
    {
        Personsokning.Nummer => [Nummer!, Nummer!.Replace("-", "", StringComparison.Ordinal)],
        Personsokning.Epost => [Sokt],
        _ => Namn,
    };

    private sealed record Konto
    {
        public Guid Id { get; init; }

        public string Namn { get; init; } = "";
    }
}
