namespace Uppfoljning.Web.Common;

/// <summary>Vart målen i filen ska: till nämnden, eller till hela kommunen när ingen nämnd är angiven.</summary>
public sealed record Malimportformular(Guid? NamndId, string? Namnd)
{
    /// <summary>Fältet som filen lämnas i.</summary>
    public Malfilfalt Command { get; } = new();
}

public sealed record Malfilfalt
{
    public string? Fil { get; init; }
}
