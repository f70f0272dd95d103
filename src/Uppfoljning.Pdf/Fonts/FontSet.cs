namespace Uppfoljning.Pdf.Fonts;

/// <summary>The fonts of one document, and which of their glyphs it uses.</summary>
internal sealed class FontSet(FontFamily? family = null)
{
    /// <summary>Stands in for characters that no font has.</summary>
    private const int Box = 0x25A1;

    /// <summary>The family's four styles come first, then the fonts that have what it lacks.</summary>
    private const int FallbackRegular = 4, FallbackBold = 5, Emoji = 6;

    private static readonly Lazy<TrueTypeFont>[] Fallbacks = [Load("DejaVuSans"), Load("DejaVuSans-Bold"), Load("NotoEmoji-Regular")];

    private readonly FontFamily _family = family ?? FontFamily.SourceSans;
    private readonly FontUse?[] _uses = new FontUse?[FallbackRegular + Fallbacks.Length];
    private readonly SortedSet<int> _missing = [];

    /// <summary>Characters that no font has, in order.</summary>
    public IReadOnlyCollection<int> Missing => _missing;

    public IEnumerable<(int Index, FontUse Use)> Used
    {
        get
        {
            for (var i = 0; i < _uses.Length; i++)
            {
                if (_uses[i] is { Glyphs.Count: > 1 } use) { yield return (i, use); }
            }
        }
    }

    public static int StyleOf(bool bold, bool italic) => (bold ? 1 : 0) + (italic ? 2 : 0);

    /// <summary>The style of the family that text in a font belongs to.</summary>
    public static int StyleFor(int font) => font < FallbackRegular ? font : font == FallbackBold ? 1 : 0;

    public TrueTypeFont this[int font] => Use(font).Font;

    /// <summary>The number that a glyph has in its font's own file.</summary>
    public ushort OriginalOf(int font, ushort number) => Use(font).Glyphs[number];

    /// <summary>Finds the glyph that shows a character in a style, in the style's own font first.</summary>
    public (byte Font, UsedGlyph Glyph) Find(int codePoint, int style)
    {
        if (Use(style).TryFind(codePoint, out var glyph)) { return ((byte)style, glyph); }
        var fallback = (style & 1) != 0 ? FallbackBold : FallbackRegular;
        if (Use(fallback).TryFind(codePoint, out glyph)) { return ((byte)fallback, glyph); }
        if (fallback == FallbackBold && Use(FallbackRegular).TryFind(codePoint, out glyph)) { return (FallbackRegular, glyph); }
        if (Use(Emoji).TryFind(codePoint, out glyph)) { return (Emoji, glyph); }

        _missing.Add(codePoint);
        return ((byte)fallback, Use(fallback).StandIn(Box, codePoint));
    }

    /// <summary>Finds a glyph that looks like one character and reads as another; the other's own when no font has the look.</summary>
    public (byte Font, UsedGlyph Glyph) Find(int shown, int read, int style)
    {
        if (shown == read) { return Find(read, style); }
        foreach (var font in (ReadOnlySpan<int>)[style, (style & 1) != 0 ? FallbackBold : FallbackRegular, FallbackRegular])
        {
            if (Use(font).Font.GlyphOf(shown) != 0) { return ((byte)font, Use(font).StandIn(shown, read)); }
        }
        return Find(read, style);
    }

    /// <summary>The hyphen at the end of a line where a word is divided: looks like a hyphen, reads as a soft hyphen.</summary>
    public (byte Font, UsedGlyph Glyph) SoftHyphen(int style)
    {
        var font = Use(style).Font.GlyphOf('-') != 0 ? style : FallbackRegular;
        return ((byte)font, Use(font).StandIn('-', 0x00AD));
    }

    public double KernBetween(int font, UsedGlyph left, UsedGlyph right) => Use(font).Font.KernBetween(left.Original, right.Original);

    private FontUse Use(int index) => _uses[index] ??= new FontUse(index < FallbackRegular ? _family[index] : Fallbacks[index - FallbackRegular].Value);

    internal static Lazy<TrueTypeFont> Load(string name) => new(() =>
    {
        using var resource = typeof(FontSet).Assembly.GetManifestResourceStream(name + ".ttf")
            ?? throw new InvalidOperationException($"The font {name} is not embedded in the assembly.");
        var data = new byte[resource.Length];
        resource.ReadExactly(data);
        return new TrueTypeFont(data, name);
    });
}

/// <summary>A glyph in a document's font: its number in the subset and in the original, and its width in thousandths of the size.</summary>
internal readonly record struct UsedGlyph(ushort Number, ushort Original, float Width);

/// <summary>One font in one document. Each pair of glyph and character gets a number of its own, so that text always reads back as it was written.</summary>
internal sealed class FontUse(TrueTypeFont font)
{
    private const int Common = 0x250;
    private readonly UsedGlyph[] _common = new UsedGlyph[Common];
    private readonly Dictionary<(int Shown, int Read), UsedGlyph> _others = [];

    public TrueTypeFont Font { get; } = font;

    /// <summary>Original glyphs in the order of their numbers in the subset; the first is the obligatory .notdef.</summary>
    public List<ushort> Glyphs { get; } = [0];

    /// <summary>The character of each glyph.</summary>
    public List<int> Characters { get; } = [0];

    public bool TryFind(int codePoint, out UsedGlyph glyph)
    {
        if (codePoint < Common)
        {
            glyph = _common[codePoint];
            if (glyph.Number != 0) { return true; }
        }
        else if (_others.TryGetValue((codePoint, codePoint), out glyph)) { return true; }

        var original = Font.GlyphOf(codePoint);
        if (original == 0) { return false; }
        glyph = Add(original, codePoint);
        if (codePoint < Common) { _common[codePoint] = glyph; }
        else { _others[(codePoint, codePoint)] = glyph; }
        return true;
    }

    /// <summary>A glyph that looks like one character and reads as another.</summary>
    public UsedGlyph StandIn(int shown, int read)
    {
        if (!_others.TryGetValue((shown, read), out var glyph))
        {
            _others[(shown, read)] = glyph = Add(Font.GlyphOf(shown), read);
        }
        return glyph;
    }

    private UsedGlyph Add(ushort original, int codePoint)
    {
        var number = (ushort)Glyphs.Count;
        Glyphs.Add(original);
        Characters.Add(codePoint);
        return new UsedGlyph(number, original, (float)Font.WidthOf(original));
    }
}
