using Uppfoljning.Application.Avtal;

namespace Uppfoljning.Web.Common;

/// <summary>Fälten för ett avtals uppgifter, lika när avtalet registreras och när det ändras.</summary>
/// <remarks><c>Nu</c> är det som är sparat, för jämförelse när någon annan hann ändra.</remarks>
public sealed record Avtalsformularsdel(
    Avtalsuppgifter Command, IReadOnlyList<string> Verksamhetsomraden, IReadOnlyList<Avtalsansvarsval> Ansvariga, Avtalsuppgifter? Nu);
