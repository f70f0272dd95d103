using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Namnder;

/// <summary>Nämndens verksamhetsområden; ett namn som inte finns läggs till när det först används.</summary>
internal static class Verksamhetsomraden
{
    private const string HittaSql = "SELECT Id FROM Verksamhetsomrade WHERE NamndId = @NamndId AND Namn = @Namn";
    private const string SkapaSql = "INSERT INTO Verksamhetsomrade (Id, NamndId, Namn) VALUES (@Id, @NamndId, @Namn)";

    public static async Task<Guid?> HittaEllerSkapaAsync(DbSession db, Guid namndId, string? namn, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(namn)) { return null; }
        var sokt = new { NamndId = namndId, Namn = namn.Trim() };
        var id = await db.SingleOrDefaultAsync<Guid?>(HittaSql, sokt, cancellationToken);
        if (id is not null) { return id; }

        var nytt = Guid.CreateVersion7();
        await db.ExecuteAsync(SkapaSql, new { Id = nytt, sokt.NamndId, sokt.Namn }, cancellationToken);
        return nytt;
    }
}
