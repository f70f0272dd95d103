using Uppfoljning.Application.Avtal;

namespace Uppfoljning.Web.Common;

/// <summary>Stegen i ett avtals gång, så som både avtalets sida och översikten visar dem.</summary>
public sealed record Gangdel(Guid AvtalId, IReadOnlyList<Gangsteg> Steg);
