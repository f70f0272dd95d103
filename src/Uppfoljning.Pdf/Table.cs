namespace Uppfoljning.Pdf;

/// <summary>A table. Its header is repeated on each page, and a row is kept whole when it fits on one.</summary>
public sealed record Table(IReadOnlyList<Column> Columns) : Block
{
    /// <summary>Says what the table shows; stands above it. Empty gives none.</summary>
    public string Caption { get; init; } = "";

    /// <summary>Rows outside any group; they come before the groups.</summary>
    public IReadOnlyList<Row> Rows { get; init; } = [];

    /// <summary>Rows under headings of their own.</summary>
    public IReadOnlyList<RowGroup> Groups { get; init; } = [];
}

/// <summary>A column: its heading, width and alignment.</summary>
public sealed record Column(string Heading)
{
    /// <summary>How wide it is.</summary>
    public ColumnWidth Width { get; init; } = ColumnWidth.Auto;

    /// <summary>Where the text stands in the cells and in the heading.</summary>
    public Align Align { get; init; }

    /// <summary>The cells say what their row is about, and are tagged as the row's header.</summary>
    public bool RowHeader { get; init; }
}

/// <summary>The width of a column.</summary>
public readonly record struct ColumnWidth
{
    internal double Points { get; private init; }
    internal double Weight { get; private init; }

    /// <summary>As wide as the contents ask for, shared with the others when the page is too narrow.</summary>
    public static ColumnWidth Auto => default;

    /// <summary>A width in points.</summary>
    public static ColumnWidth Fixed(double points) => new() { Points = Math.Max(points, 1) };

    /// <summary>A share of what the fixed and automatic columns leave.</summary>
    public static ColumnWidth Relative(double weight) => new() { Weight = Math.Max(weight, 0.01) };
}

/// <summary>Where text stands between its edges.</summary>
public enum Align
{
    /// <summary>From the left.</summary>
    Left,

    /// <summary>In the middle.</summary>
    Center,

    /// <summary>To the right; for numbers, whose figures are equally wide.</summary>
    Right,
}

/// <summary>A row. Missing cells are empty; cells beyond the last column are an error.</summary>
public sealed record Row(IReadOnlyList<RichText> Cells)
{
    /// <summary>Set in bold between rules: a sum.</summary>
    public bool Total { get; init; }

    /// <summary>A row of plain cells.</summary>
    public static Row Of(params ReadOnlySpan<string> cells)
    {
        var texts = new RichText[cells.Length];
        for (var i = 0; i < texts.Length; i++) { texts[i] = cells[i]; }
        return new Row(texts);
    }
}

/// <summary>Rows under a heading that spans all columns and is kept with the first row.</summary>
public sealed record RowGroup(string Heading, IReadOnlyList<Row> Rows);
