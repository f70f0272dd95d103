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

    /// <summary>Om ingen har sparat innehållet sedan <paramref name="sedan"/>; det som inte finns är också orört.</summary>
    Task<bool> ArOrordAsync(string checksumma, DateTimeOffset sedan, CancellationToken cancellationToken);

    /// <summary>
    /// Tar bort innehållet för gott, om ingen har sparat det sedan <paramref name="orordSedan"/>: den som just har lämnat samma innehåll räknar
    /// med att det finns. Den som anropar har sett till att inget längre använder det.
    /// </summary>
    /// <returns>Om innehållet är borta.</returns>
    Task<bool> TaBortAsync(string checksumma, DateTimeOffset orordSedan, CancellationToken cancellationToken);

    /// <summary>Sparar något som bara behövs medan en människa granskar det. Ligger för sig, och tas bort efter sin ålder.</summary>
    Task<string> SparaTillfalligtAsync(ReadOnlyMemory<byte> innehall, CancellationToken cancellationToken);

    /// <summary>Det tillfälligt sparade, eller null när det saknas, inte stämmer, eller texten inte är en checksumma.</summary>
    Task<byte[]?> LasTillfalligtAsync(string checksumma, CancellationToken cancellationToken);

    /// <summary>Tar bort det tillfälligt sparade som ingen har lämnat sedan <paramref name="orordSedan"/>, och ger antalet.</summary>
    Task<int> RensaTillfalligtAsync(DateTimeOffset orordSedan, CancellationToken cancellationToken);
}
