using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Logg;

/// <summary>En enskild firmas organisationsnummer är ett personnummer. När det visas helt skrivs det i loggen vem som såg det (GDPR-03, GDPR-06).</summary>
internal static class Personnummerlasning
{
    /// <summary>Läsningen, eller null när numret saknas, är dolt eller är en juridisk persons.</summary>
    public static AuditEntry? Av(string? nummer, string? namn, Guid objektId) =>
        nummer is not null && !Organisationsnummer.ArMaskerat(nummer) && Organisationsnummer.ArPersonnummer(nummer)
            ? new("Personnummer visat", $"Personnumret för {namn ?? "en utförare"} visades.", ArendeId: objektId)
            : null;

    public static string Nyckel(Guid objektId) => $"personnummer {objektId}";
}
