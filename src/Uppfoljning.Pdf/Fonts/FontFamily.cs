using Uppfoljning.Pdf.Fonts;

namespace Uppfoljning.Pdf;

/// <summary>A typeface in four styles.</summary>
public sealed class FontFamily
{
    private readonly Lazy<TrueTypeFont>[] _styles;

    private FontFamily(string name, params Lazy<TrueTypeFont>[] styles) => (Name, _styles) = (name, styles);

    /// <summary>Source Sans 3, which the library carries.</summary>
    public static FontFamily SourceSans { get; } = new("Source Sans 3",
        FontSet.Load("SourceSans3-Regular"), FontSet.Load("SourceSans3-SemiBold"), FontSet.Load("SourceSans3-It"), FontSet.Load("SourceSans3-SemiBoldIt"));

    /// <summary>What the typeface is called.</summary>
    public string Name { get; }

    /// <summary>The font of a style, as <see cref="FontSet.StyleOf"/> numbers them.</summary>
    internal TrueTypeFont this[int style] => _styles[style].Value;

    /// <summary>Reads a typeface from font files with TrueType outlines. A style without a file is shown in the nearest that has one.</summary>
    /// <param name="name">What the typeface is called.</param>
    /// <param name="regular">The file of the upright style.</param>
    /// <param name="bold">The file of the bold style, or nothing.</param>
    /// <param name="italic">The file of the italic style, or nothing.</param>
    /// <param name="boldItalic">The file of the bold italic style, or nothing.</param>
    /// <exception cref="FormatException">A file is damaged, has outlines of another kind, or may not be embedded; the message says which and why.</exception>
    public static FontFamily Read(string name, ReadOnlySpan<byte> regular, ReadOnlySpan<byte> bold = default, ReadOnlySpan<byte> italic = default, ReadOnlySpan<byte> boldItalic = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var upright = Style("regular", regular);
        var strong = bold.IsEmpty ? upright : Style("bold", bold);
        var slanted = italic.IsEmpty ? upright : Style("italic", italic);
        var both = boldItalic.IsEmpty ? bold.IsEmpty ? slanted : strong : Style("bold italic", boldItalic);
        return new FontFamily(name, upright, strong, slanted, both);

        Lazy<TrueTypeFont> Style(string style, ReadOnlySpan<byte> file)
        {
            try { return new(FontFile.Read(file.ToArray(), $"{name}-{style}")); }
            catch (FormatException e) { throw new FormatException($"The {style} style of {name}: {e.Message}", e); }
        }
    }
}
