using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Dokument;

/// <summary>Vad som tas emot: sektionen Dokument i inställningarna.</summary>
public sealed record Dokumentinstallning
{
    /// <summary>Så många filer kan läggas in på en gång.</summary>
    public const int FlestFiler = 20;

    private const int StorstaFilerPerGang = 4;

    /// <summary>Största fil, i MB.</summary>
    public int StorstaFilMb { get; init; } = 50;

    public long StorstaFil => StorstaFilMb * 1024L * 1024;

    /// <summary>Största begäran: flera filer, men inte alla av största storlek, och formuläret runt dem.</summary>
    public long StorstaBegaran => (StorstaFil * StorstaFilerPerGang) + (256 * 1024);

    /// <exception cref="DriftException">Storleken är orimlig.</exception>
    public Dokumentinstallning Provad() => StorstaFilMb is >= 1 and <= 500 ? this
        : throw new DriftException($"Inställningen Dokument:StorstaFilMb är {StorstaFilMb} men ska vara mellan 1 och 500.");
}
