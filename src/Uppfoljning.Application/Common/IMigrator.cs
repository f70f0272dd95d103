namespace Uppfoljning.Application.Common;

/// <summary>Databasens schema: kör det som saknas, eller skriver det som ett skript åt en databasadministratör.</summary>
public interface IMigrator
{
    /// <summary>Namnen på de migreringar som saknas.</summary>
    Task<IReadOnlyList<string>> SaknasAsync(CancellationToken cancellationToken);

    /// <summary>Om databasen aldrig har fått sitt schema.</summary>
    Task<bool> ArNyAsync(CancellationToken cancellationToken);

    /// <summary>Kör det som saknas och ger namnen på det som kördes.</summary>
    /// <exception cref="DriftException">En körd migrering har ändrats, eller databasen är nyare än programmet.</exception>
    Task<IReadOnlyList<string>> KorAsync(CancellationToken cancellationToken);

    Task<string> SkriptAsync(CancellationToken cancellationToken);
}
