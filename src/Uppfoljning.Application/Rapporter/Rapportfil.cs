namespace Uppfoljning.Application.Rapporter;

/// <summary>En färdig fil att lämna ut: namn, medietyp och innehåll.</summary>
public sealed record Rapportfil(string Namn, string Typ, byte[] Innehall);
