namespace Uppfoljning.Pdf;

/// <summary>A part of a document, laid out from top to bottom.</summary>
public abstract record Block
{
    private protected Block() { }

    /// <summary>A name for this place in the document, for runs that refer to it. Null for a block that nothing refers to; of two with the same name the first counts.</summary>
    public string? Anchor { get; init; }
}

/// <summary>A first page of its own, without header and footer.</summary>
public sealed record Cover(string Title) : Block
{
    /// <summary>A line above the title: whose document this is.</summary>
    public string Owner { get; init; } = "";

    /// <summary>A line below the title.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>Facts at the foot of the page: diary number, version, decision.</summary>
    public IReadOnlyList<KeyValue> Facts { get; init; } = [];
}

/// <summary>A heading of level 1 to 4. It becomes a bookmark and a line in the table of contents, and stays with what follows.</summary>
public sealed record Heading : Block
{
    /// <summary>Makes a heading.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is not 1, 2, 3 or 4.</exception>
    public Heading(int level, string text)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 4);
        (Level, Text) = (level, text);
    }

    /// <summary>1 is the highest.</summary>
    public int Level { get; }

    /// <summary>The words.</summary>
    public string Text { get; }
}

/// <summary>Running text. A line feed starts a new line.</summary>
public sealed record Paragraph(RichText Text) : Block
{
    /// <summary>Set smaller and greyer.</summary>
    public bool Small { get; init; }

    /// <summary>Stays on the page where the next block begins.</summary>
    public bool KeepWithNext { get; init; }
}

/// <summary>A list with bullets, or with numbers when <see cref="Numbered"/>.</summary>
public sealed record ItemList(IReadOnlyList<ListItem> Items) : Block
{
    /// <summary>Numbers instead of bullets.</summary>
    public bool Numbered { get; init; }

    /// <summary>The first number.</summary>
    public int Start { get; init; } = 1;
}

/// <summary>A line of a list, perhaps with a list below it.</summary>
public sealed record ListItem(RichText Text)
{
    /// <summary>A list inside this line.</summary>
    public ItemList? Nested { get; init; }

    /// <summary>A line without formatting.</summary>
    public static implicit operator ListItem(string text) => new((RichText)text);
}

/// <summary>Names and values side by side.</summary>
public sealed record KeyValueList(IReadOnlyList<KeyValue> Items) : Block;

/// <summary>A name and its value.</summary>
public sealed record KeyValue(string Key, RichText Value);

/// <summary>A note set apart by a tint and a bar in the accent colour.</summary>
public sealed record Callout(IReadOnlyList<Block> Blocks) : Block
{
    /// <summary>A short heading in bold; it is not a heading of the document.</summary>
    public string Title { get; init; } = "";
}

/// <summary>The headings with page numbers and links.</summary>
public sealed record TableOfContents(string Title = "Innehåll") : Block
{
    /// <summary>The lowest level of heading to list.</summary>
    public int Depth { get; init; } = 3;
}

/// <summary>Lines to sign on.</summary>
public sealed record Signatures(IReadOnlyList<Signature> Items) : Block;

/// <summary>Who signs, and as what.</summary>
public sealed record Signature(string Name, string Role = "");

/// <summary>What follows begins on a new page.</summary>
public sealed record PageBreak : Block;

/// <summary>Empty space of a height in points; dropped at a page's top.</summary>
public sealed record Spacer(double Height) : Block;

/// <summary>Blocks on pages of a format of their own, or simply held together in the structure when the format is null.</summary>
public sealed record Section(IReadOnlyList<Block> Blocks, PageFormat? Page = null) : Block
{
    /// <summary>The blocks stand on one page, when they fit on one.</summary>
    public bool KeepTogether { get; init; }
}

/// <summary>An appendix: begins on a new page under a heading of level 1 that carries its number, counted by the writer.</summary>
public sealed record Appendix(string Title, IReadOnlyList<Block> Blocks) : Block
{
    /// <summary>The paper of its pages. Null keeps the paper it comes to.</summary>
    public PageFormat? Page { get; init; }
}

/// <summary>A picture from a file, as wide as asked for or as the body allows.</summary>
/// <param name="Image">The file.</param>
/// <param name="Alternative">What the picture tells someone who does not see it. Empty for a picture that only decorates.</param>
public sealed record Picture(ImageFile Image, string Alternative) : Block
{
    /// <summary>Width in points. Null gives the picture's own at 96 pixels to the inch; never wider than the body nor higher than a page.</summary>
    public double? Width { get; init; }

    /// <summary>Stands below the picture. Empty gives none.</summary>
    public string Caption { get; init; } = "";
}
