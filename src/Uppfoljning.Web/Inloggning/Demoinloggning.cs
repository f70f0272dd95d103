namespace Uppfoljning.Web.Inloggning;

/// <summary>Om demoanvändare får väljas utan lösenord. Bara i utvecklingsmiljö.</summary>
public sealed record Demoinloggning(bool Tillaten);
