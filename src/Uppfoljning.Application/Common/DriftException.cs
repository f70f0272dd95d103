namespace Uppfoljning.Application.Common;

/// <summary>Något i driften hindrar programmet att starta eller gå vidare: en inställning, databasens version. Texten är till den som sköter servern.</summary>
public sealed class DriftException(string text) : Exception(text);
