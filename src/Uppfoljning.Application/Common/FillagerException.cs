namespace Uppfoljning.Application.Common;

/// <summary>Fillagret kunde inte ta emot filen. Texten är till användaren; orsaken följer med till loggen.</summary>
public sealed class FillagerException(string text, Exception? orsak = null) : IOException(text, orsak);

/// <summary>En fil som ligger i lagret.</summary>
/// <param name="Checksumma">SHA-256, 64 hexadecimala tecken.</param>
/// <param name="Storlek">Antal byte.</param>
public sealed record Lagradfil(string Checksumma, long Storlek);
