namespace Uppfoljning.Pdf;

/// <summary>
/// A chart, drawn as vectors. What it shows is also said in words (<paramref name="Alternative"/>) and in figures (<see cref="Data"/>),
/// so that nobody has to see it to know what it says.
/// </summary>
/// <param name="Title">Stands above the chart.</param>
/// <param name="Alternative">What the chart tells, in a sentence or two.</param>
public abstract record Chart(string Title, string Alternative) : Block
{
    /// <summary>What the values are counted in. Empty for plain numbers.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What the categories are: heads their column in the table. Empty gives the document's word for it.</summary>
    public string CategoryName { get; init; } = "";

    /// <summary>The figures stand in a table below the chart.</summary>
    public bool ShowData { get; init; } = true;

    /// <summary>The figures as a table.</summary>
    public abstract Table Data(Labels labels);
}

/// <summary>Values of one kind, one for each category of the chart. A null is a value that is not known; values beyond the categories are not shown.</summary>
public sealed record Series(string Name, IReadOnlyList<double?> Values);

/// <summary>Bars side by side for each category, or on top of each other.</summary>
public sealed record BarChart(string Title, string Alternative, IReadOnlyList<string> Categories, IReadOnlyList<Series> Series) : Chart(Title, Alternative)
{
    /// <summary>The series stand on top of each other; negative values are then left out of the drawing.</summary>
    public bool Stacked { get; init; }

    /// <summary>The bars lie down, with the categories below each other: for long names.</summary>
    public bool Horizontal { get; init; }

    /// <inheritdoc/>
    public override Table Data(Labels labels) => ChartTable.Of(this, Categories, Series, labels);
}

/// <summary>A line for each series, with a gap where a value is not known.</summary>
public sealed record LineChart(string Title, string Alternative, IReadOnlyList<string> Categories, IReadOnlyList<Series> Series) : Chart(Title, Alternative)
{
    /// <inheritdoc/>
    public override Table Data(Labels labels) => ChartTable.Of(this, Categories, Series, labels);
}

/// <summary>The year as a wheel of twelve months (årshjul), with what happens in each.</summary>
/// <param name="Title">Stands above the chart.</param>
/// <param name="Alternative">What the chart tells, in a sentence or two.</param>
/// <param name="Year">Stands in the middle.</param>
/// <param name="Months">The names of the months, January first.</param>
/// <param name="Items">What happens, in the order it is to stand.</param>
public sealed record YearWheel(string Title, string Alternative, int Year, IReadOnlyList<string> Months, IReadOnlyList<WheelItem> Items) : Chart(Title, Alternative)
{
    /// <inheritdoc/>
    public override Table Data(Labels labels) => ChartTable.Of(this, labels);
}

/// <summary>Something that happens in a month, 1 to 12, of a kind that gives it its colour.</summary>
public sealed record WheelItem(int Month, string Text, string Kind = "");

/// <summary>Rows and columns of values, the higher the darker. A null is a value that is not known; missing values at the end of a row are not known.</summary>
public sealed record HeatMap(string Title, string Alternative, IReadOnlyList<string> Rows, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<double?>> Values)
    : Chart(Title, Alternative)
{
    /// <inheritdoc/>
    public override Table Data(Labels labels) => ChartTable.Of(this, labels);
}

/// <summary>Periods and days along a line of time.</summary>
/// <param name="Title">Stands above the chart.</param>
/// <param name="Alternative">What the chart tells, in a sentence or two.</param>
/// <param name="From">The first day shown.</param>
/// <param name="To">The last day shown.</param>
/// <param name="Items">What is shown, in the order it is to stand, from above.</param>
public sealed record Timeline(string Title, string Alternative, DateOnly From, DateOnly To, IReadOnlyList<TimelineItem> Items) : Chart(Title, Alternative)
{
    /// <inheritdoc/>
    public override Table Data(Labels labels) => ChartTable.Of(this, labels);
}

/// <summary>A period, or a day when <paramref name="To"/> is null, of a kind that gives it its colour.</summary>
public sealed record TimelineItem(string Text, DateOnly From, DateOnly? To = null, string Kind = "");
