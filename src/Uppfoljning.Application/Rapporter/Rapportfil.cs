using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Rapporter;

/// <summary>En färdig fil att lämna ut: namn, medietyp och innehåll.</summary>
public sealed record Rapportfil(string Namn, string Typ, byte[] Innehall) : ILoggadLasning
{
    public AuditEntry? Lasning => new("Fil hämtad", $"Filen {Namn} hämtad.", new { Fil = Namn });
}
