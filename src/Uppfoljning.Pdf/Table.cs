namespace Uppfoljning.Pdf;

/// <summary>A table. Its header is repeated on each page, and a row is kept whole when it fits on one.</summary>
public sealed record Table(IReadOnlyList<Column> Columns) : Block
{
    /// <summary>Says what the table shows; stands above it. Empty gives none.</summary>
    public string Caption { get; init; } = "";

    /// <summary>Headings above the columns' own, each over a number of columns. Empty gives none; columns beyond the last group stand without.</summary>
    public IReadOnlyList<ColumnGroup> ColumnGroups { get; init; } = [];

    /// <summary>The table stands on one page, when it fits on one.</summary>
    public bool KeepTogether { get; init; }

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

/// <summary>A heading over a number of columns. An empty heading leaves the room above them empty.</summary>
public sealed record ColumnGroup(string Heading, int Span);

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

    /// <summary>Numbers with their decimal commas under each other. A cell that is not a number stands to the right.</summary>
    Decimal,
}

/// <summary>What stands in a row, in one column or over several columns and rows.</summary>
public sealed record Cell(RichText Text)
{
    /// <summary>How many columns it covers; never more than are left.</summary>
    public int ColumnSpan { get; init; } = 1;

    /// <summary>How many rows it covers; never more than its group has left. The rows are kept on one page when they fit.</summary>
    public int RowSpan { get; init; } = 1;

    /// <summary>Where the text stands; null as its column.</summary>
    public Align? Align { get; init; }

    /// <summary>A cell of one column and one row.</summary>
    public static implicit operator Cell(RichText text) => new(text);

    /// <summary>A cell of one column and one row, without formatting.</summary>
    public static implicit operator Cell(string? text) => new((RichText)text);
}

/// <summary>A row. Missing cells are empty; cells beyond the last column are an error. A cell covered by one above is left out.</summary>
public sealed record Row(IReadOnlyList<Cell> Cells)
{
    /// <summary>Stands on the page where the next row begins.</summary>
    public bool KeepWithNext { get; init; }

    /// <summary>Set in bold between rules: a sum.</summary>
    public bool Total { get; init; }

    /// <summary>A row of plain cells.</summary>
    public static Row Of(params ReadOnlySpan<string> cells)
    {
        var row = new Cell[cells.Length];
        for (var i = 0; i < row.Length; i++) { row[i] = cells[i]; }
        return new Row(row);
    }
}

/// <summary>Rows under a heading that spans all columns and is kept with the first row.</summary>
public sealed record RowGroup(string Heading, IReadOnlyList<Row> Rows);
