using Uppfoljning.Application.Avtal;

namespace Uppfoljning.Web.Common;

/// <summary>Krav i en tabell, lika på avtalets sida och i listan över alla.</summary>
public sealed record Kravtabell(Guid AvtalId, IReadOnlyList<Avtalskrav> Krav, bool KanAndras);
