namespace Uppfoljning.Domain;

/// <summary>Ett skäl till att något inte får göras. En regel lämnar alla sina hinder på en gång, aldrig bara det första.</summary>
/// <param name="Kod">Stabil kod för tester och statistik, till exempel <c>slut-fore-start</c>.</param>
/// <param name="Text">Vad användaren läser: en hel mening på svenska.</param>
/// <param name="Lagrum">Bestämmelsen som hindret vilar på, om det finns en.</param>
/// <param name="Falt">Fältet som hindret gäller, med kommandots egenskapsnamn.</param>
public sealed record Hinder(string Kod, string Text, Lagrum? Lagrum = null, string? Falt = null);
