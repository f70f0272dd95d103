using System.Text;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Extern;

/// <summary>
/// Ett konto utan lösenord åt en extern identitet. Är användarnamnet upptaget får det nya kontot ett annat: två med samma namn är aldrig
/// samma person bara för det.
/// </summary>
internal static class Kontoskapande
{
    private const string FinnsSql = "SELECT COUNT(*) FROM Anvandare WHERE AnvandarnamnNormal = @Normal";

    private const string SkapaSql = """
        INSERT INTO Anvandare (Id, Anvandarnamn, AnvandarnamnNormal, Namn, Losenord, Sakerhetsstampel, MisslyckadeForsok, Inaktiv, Demo)
        VALUES (@Id, @Anvandarnamn, @Normal, @Namn, NULL, @Sakerhetsstampel, 0, 0, 0)
        """;

    private const string KopplaSql = "UPDATE ExternIdentitet SET AnvandareId = @AnvandareId WHERE Id = @IdentitetId AND AnvandareId IS NULL";

    /// <summary>Kontot; null när någon annan kopplade identiteten i samma stund, och då ska inget av det göras.</summary>
    public static async Task<(Guid Id, string Namn, string Anvandarnamn)?> SkapaAsync(DbSession db, Guid identitetId, string? onskat, string namn, CancellationToken cancellationToken)
    {
        var grund = Anvandarnamn(onskat);
        var anvandarnamn = grund;
        for (var nr = 2; await db.SingleOrDefaultAsync<int>(FinnsSql, new { Normal = anvandarnamn.ToUpperInvariant() }, cancellationToken) > 0; nr++)
        {
            anvandarnamn = $"{grund}.{nr}";
        }

        var id = Guid.CreateVersion7();
        namn = namn.Length <= 200 ? namn : namn[..200];
        await db.ExecuteAsync(SkapaSql, new
        {
            Id = id,
            Anvandarnamn = anvandarnamn,
            Normal = anvandarnamn.ToUpperInvariant(),
            Namn = namn,
            Sakerhetsstampel = Guid.NewGuid().ToString("N"),
        }, cancellationToken);
        return await db.ExecuteAsync(KopplaSql, new { AnvandareId = id, IdentitetId = identitetId }, cancellationToken) == 1 ? (id, namn, anvandarnamn) : null;
    }

    /// <summary>Det önskade namnet med bara de tecken som ett användarnamn får ha.</summary>
    internal static string Anvandarnamn(string? onskat)
    {
        var namn = new StringBuilder();
        foreach (var tecken in onskat ?? "")
        {
            if (char.IsLetter(tecken) || char.IsDigit(tecken) || "._@-".Contains(tecken, StringComparison.Ordinal)) { namn.Append(tecken); }
        }
        if (namn.Length > 90) { namn.Length = 90; }
        return namn.Length < 3 ? $"extern.{namn}".TrimEnd('.') : namn.ToString();
    }
}
