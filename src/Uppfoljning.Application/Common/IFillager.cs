namespace Uppfoljning.Application.Common;

/// <summary>
/// Filer utanför databasen. Innehållet ligger under sin checksumma (SHA-256): samma innehåll finns en gång, och ett namn utifrån blir aldrig
/// en sökväg.
/// </summary>
public interface IFillager
{
    /// <summary>Sparar innehållet helt eller inte alls.</summary>
    /// <returns>Checksumman, 64 hexadecimala tecken.</returns>
    Task<string> SparaAsync(ReadOnlyMemory<byte> innehall, CancellationToken cancellationToken);

    /// <summary>Sparar strömmen helt eller inte alls, utan att hålla den i minnet. Läser aldrig mer än en byte över det största.</summary>
    /// <exception cref="FillagerException">Innehållet är större än <paramref name="storst"/>, eller går inte att skriva.</exception>
    Task<Lagradfil> SparaAsync(Stream innehall, long storst, CancellationToken cancellationToken);

    /// <summary>
    /// Innehållet som en sökbar ström, prövat mot sin checksumma innan något lämnas ut. Null när filen saknas eller inte stämmer; det står i loggen.
    /// </summary>
    Task<Stream?> OppnaAsync(string checksumma, CancellationToken cancellationToken);

    /// <summary>Innehållet, eller null när filen saknas eller inte längre stämmer med sin checksumma.</summary>
    Task<byte[]?> LasAsync(string checksumma, CancellationToken cancellationToken);

    /// <summary>Tar bort innehållet för gott. Den som anropar har sett till att inget längre använder det.</summary>
    Task TaBortAsync(string checksumma, CancellationToken cancellationToken);
}
