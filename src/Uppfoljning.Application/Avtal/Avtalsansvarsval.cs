using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Avtal;

/// <summary>En användare som kan vara avtalsansvarig i nämnden.</summary>
public sealed record Avtalsansvarsval
{
    private const string ValSql = $"""
        SELECT a.Id, a.Namn
        FROM Anvandare a
        WHERE a.Id = @Nuvarande
           OR (a.Inaktiv = 0 AND EXISTS (SELECT 1 FROM Rolltilldelning r WHERE r.AnvandareId = a.Id AND r.NamndId = @NamndId AND r.Roll = 'Avtalsansvarig' AND {Gallanderoller.Galler}))
        ORDER BY a.Namn, a.Id
        """;

    public Guid Id { get; init; }

    public string Namn { get; init; } = "";

    /// <summary>De som kan väljas: användare som är avtalsansvariga i nämnden den dagen, och den som redan är det på avtalet.</summary>
    internal static Task<IReadOnlyList<Avtalsansvarsval>> LasAsync(DbSession db, Guid namndId, Guid? nuvarande, DateOnly idag, CancellationToken cancellationToken) =>
        db.QueryAsync<Avtalsansvarsval>(ValSql, new { NamndId = namndId, Nuvarande = nuvarande, Idag = idag }, cancellationToken);

    /// <summary>Namnet på den ansvarige av det som valdes eller skrevs, eller varför det inte går.</summary>
    internal static async Task<(string? Namn, Hinder? Hinder)> AvgorAsync(
        DbSession db, Guid namndId, Avtalsuppgifter uppgifter, Guid? nuvarande, DateOnly idag, CancellationToken cancellationToken)
    {
        var skrivet = string.IsNullOrWhiteSpace(uppgifter.Avtalsansvarig) ? null : uppgifter.Avtalsansvarig.Trim();
        if (uppgifter.AvtalsansvarigId is not { } id) { return (skrivet, null); }

        var vald = (await LasAsync(db, namndId, nuvarande, idag, cancellationToken)).FirstOrDefault(v => v.Id == id);
        if (vald is null)
        {
            return (null, new Hinder("ej-avtalsansvarig", "Användaren är inte avtalsansvarig i nämnden. Välj en annan, eller skriv ett namn.", Falt: nameof(uppgifter.AvtalsansvarigId)));
        }
        return skrivet is null || skrivet == vald.Namn
            ? (vald.Namn, null)
            : (null, new Hinder("tva-ansvariga", $"Du har valt {vald.Namn} men skrivit ett annat namn. Töm fältet, eller välj att ingen användare är ansvarig.", Falt: nameof(uppgifter.Avtalsansvarig)));
    }
}
