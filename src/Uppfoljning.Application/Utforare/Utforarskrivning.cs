using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Utforare;

/// <summary>Hittar eller lägger in den utförare som ett avtal namnger. Känns igen på organisationsnumret, annars på namnet.</summary>
internal static class Utforarskrivning
{
    private const string HittaSql = """
        SELECT Id, Namn, Organisationsnummer, Driftsform
        FROM Utforare
        WHERE Organisationsnummer = @Organisationsnummer OR Namn = @Namn
        """;

    private const string SkapaSql = "INSERT INTO Utforare (Id, Namn, Organisationsnummer, Driftsform) VALUES (@Id, @Namn, @Organisationsnummer, @Driftsform)";

    private const string FyllSql = "UPDATE Utforare SET Organisationsnummer = @Organisationsnummer, Driftsform = @Driftsform, Version = Version + 1 WHERE Id = @Id";

    /// <summary>Utförarens id; null när inget namn är angivet. Det som registret saknar om utföraren fylls på, det som finns ändras inte.</summary>
    public static async Task<Guid?> HittaEllerSkapaAsync(
        DbSession db, string? namn, string? organisationsnummer, Driftsform? driftsform, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(namn)) { return null; }
        var sokt = new { Namn = namn.Trim(), Organisationsnummer = organisationsnummer };
        var kanda = await db.QueryAsync<Kand>(HittaSql, sokt, cancellationToken);

        // Samma namn med ett annat organisationsnummer är ett annat företag.
        var traff = kanda.FirstOrDefault(k => organisationsnummer is not null && k.Organisationsnummer == organisationsnummer)
            ?? kanda.FirstOrDefault(k => k.Organisationsnummer is null || organisationsnummer is null);
        if (traff is null)
        {
            var id = Guid.CreateVersion7();
            await db.ExecuteAsync(SkapaSql, new { Id = id, sokt.Namn, sokt.Organisationsnummer, Driftsform = driftsform?.ToString() }, cancellationToken);
            await Sokord.SkrivAsync(db, id, [sokt.Namn, organisationsnummer?.Replace("-", "", StringComparison.Ordinal)], nytt: true, cancellationToken);
            return id;
        }

        var fyllt = new { traff.Id, Organisationsnummer = traff.Organisationsnummer ?? organisationsnummer, Driftsform = traff.Driftsform ?? driftsform?.ToString() };
        if (fyllt.Organisationsnummer != traff.Organisationsnummer || fyllt.Driftsform != traff.Driftsform)
        {
            await db.ExecuteAsync(FyllSql, fyllt, cancellationToken);
            var nummer = fyllt.Organisationsnummer?.Replace("-", "", StringComparison.Ordinal);
            await Sokord.SkrivAsync(db, traff.Id, [traff.Namn, nummer], nytt: false, cancellationToken);
            if (traff.Organisationsnummer is null) { await Avtalssokord.BytAsync(db, [new(traff.Id, [], [nummer])], cancellationToken); }
        }
        return traff.Id;
    }

    private sealed record Kand
    {
        public Guid Id { get; init; }

        public string Namn { get; init; } = "";

        public string? Organisationsnummer { get; init; }

        public string? Driftsform { get; init; }
    }
}
