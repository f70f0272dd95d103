namespace Uppfoljning.Pdf;

/// <summary>A typeface in four styles.</summary>
public sealed class FontFamily
{
    private FontFamily(string name) => Name = name;

    /// <summary>Source Sans 3, which the library carries.</summary>
    public static FontFamily SourceSans { get; } = new("Source Sans 3");

    /// <summary>What the typeface is called.</summary>
    public string Name { get; }
}
