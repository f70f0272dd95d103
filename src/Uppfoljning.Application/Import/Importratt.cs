using Uppfoljning.Application.Common;
using Uppfoljning.Application.Sammantraden;

namespace Uppfoljning.Application.Import;

/// <summary>Gäller en fil som har lämnats. Vilken roll som räcker beror på vilket register filen är; åtkomstkontrollen läser det.</summary>
public interface IImportbunden : INamndbunden
{
    Guid ImportId { get; }
}

/// <summary>Vem som lämnar och för in filer: den som för hand sköter det som filen är ett register över.</summary>
public static class Importratt
{
    /// <summary>De som får lämna någon sorts fil.</summary>
    public const Roll Nagon = Roll.Avtalsansvarig | Roll.Namndsekreterare;

    public static Roll For(Importsort sort) => sort == Importsort.Sammantraden ? Sammantradesuppgifter.Skoter : Roll.Avtalsansvarig;

    public static bool Far(this IAnvandarkontext anvandare, Guid namndId, Importsort sort) => anvandare.Har(namndId, For(sort) | Roll.System);

    /// <summary>De register som användaren får föra in filer i, i den ordning de visas.</summary>
    public static IReadOnlyList<Importsort> Sorter(this IAnvandarkontext anvandare, Guid namndId) => [.. Enum.GetValues<Importsort>().Where(s => anvandare.Far(namndId, s))];

    /// <summary>Rollerna som räcker för begäran när filen är av sorten: de andra som annars får lämna filer räknas bort.</summary>
    internal static Roll Begransad(Roll nagonAv, Importsort sort) => (nagonAv & ~Nagon) | (nagonAv & For(sort));

    internal static Domain.Hinder Nekad(Importsort sort) =>
        new("fel-roll", $"Filen är ett register över {sort.Text().ToLowerInvariant()}. Den förs in av den som är {For(sort).Text().ToLowerInvariant()} i nämnden.", Falt: nameof(TaEmotImportCommand.Fil));
}
