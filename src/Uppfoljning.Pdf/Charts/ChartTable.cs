using System.Globalization;

namespace Uppfoljning.Pdf;

/// <summary>The figures of a chart as a table: what is not known is said, and nothing is rounded away.</summary>
internal static class ChartTable
{
    private static readonly CultureInfo Swedish = CultureInfo.GetCultureInfo("sv-SE");

    /// <summary>More categories than this do not fit beside each other.</summary>
    private const int MostAcross = 13;

    /// <summary>Names longer than this ask for lines of their own.</summary>
    private const int LongestAcross = 6;

    /// <summary>Short categories, such as months, stand beside each other when that makes the table lower; others below each other.</summary>
    public static Table Of(Chart chart, IReadOnlyList<string> categories, IReadOnlyList<Series> series, Labels labels) =>
        categories.Count > series.Count + 1 && categories.Count <= MostAcross && categories.All(c => c.Length <= LongestAcross)
            ? Across(chart, categories, series, labels)
            : Down(chart, categories, series, labels);

    private static Table Across(Chart chart, IReadOnlyList<string> categories, IReadOnlyList<Series> series, Labels labels) => new(
    [
        new Column(Category(chart, labels)) { RowHeader = true },
        .. categories.Select(c => new Column(c) { Align = Align.Decimal }),
    ])
    {
        Caption = Caption(chart),
        Rows = [.. series.Select(s => new Row([s.Name, .. categories.Select((_, i) => (Cell)Text(i < s.Values.Count ? s.Values[i] : null, labels))]))],
    };

    private static Table Down(Chart chart, IReadOnlyList<string> categories, IReadOnlyList<Series> series, Labels labels) => new(
    [
        new Column(Category(chart, labels)) { RowHeader = true },
        .. series.Select(s => new Column(s.Name) { Align = Align.Decimal }),
    ])
    {
        Caption = Caption(chart),
        Rows = [.. categories.Select((c, i) => new Row([c, .. series.Select(s => (Cell)Text(i < s.Values.Count ? s.Values[i] : null, labels))]))],
    };

    public static Table Of(HeatMap map, Labels labels) => new(
    [
        new Column(Category(map, labels)) { RowHeader = true },
        .. map.Columns.Select(c => new Column(c) { Align = Align.Decimal }),
    ])
    {
        Caption = Caption(map),
        Rows =
        [
            .. map.Rows.Select((r, i) => new Row(
            [
                r,
                .. map.Columns.Select((_, j) => (Cell)Text(i < map.Values.Count && j < map.Values[i].Count ? map.Values[i][j] : null, labels)),
            ])),
        ],
    };

    public static Table Of(YearWheel wheel, Labels labels)
    {
        var kinds = wheel.Items.Any(i => i.Kind.Length > 0);
        return new Table([new Column(labels.Month) { RowHeader = true }, new Column(labels.Item), .. kinds ? [new Column(labels.Kind)] : Array.Empty<Column>()])
        {
            Caption = Caption(wheel),
            Rows =
            [
                .. wheel.Items.OrderBy(i => i.Month).Select(i =>
                {
                    var month = i.Month >= 1 && i.Month <= wheel.Months.Count ? wheel.Months[i.Month - 1] : labels.Unknown;
                    return kinds ? Row.Of(month, i.Text, i.Kind) : Row.Of(month, i.Text);
                }),
            ],
        };
    }

    public static Table Of(Timeline timeline, Labels labels)
    {
        var kinds = timeline.Items.Any(i => i.Kind.Length > 0);
        return new Table(
        [
            new Column(labels.Item) { RowHeader = true },
            new Column(labels.From),
            new Column(labels.To),
            .. kinds ? [new Column(labels.Kind)] : Array.Empty<Column>(),
        ])
        {
            Caption = Caption(timeline),
            Rows =
            [
                .. timeline.Items.Select(i => kinds ? Row.Of(i.Text, Day(i.From), i.To is { } to ? Day(to) : "", i.Kind) : Row.Of(i.Text, Day(i.From), i.To is { } end ? Day(end) : "")),
            ],
        };
    }

    /// <summary>A value as it is written in Swedish, with the decimals it has, at most six.</summary>
    public static string Text(double? value, Labels labels) =>
        value is { } v && double.IsFinite(v) ? v.ToString("#,##0.######", Swedish).Replace('\u2212', '-').Replace("-", "\u2212", StringComparison.Ordinal) : labels.Unknown;

    private static string Category(Chart chart, Labels labels) => chart.CategoryName.Length > 0 ? chart.CategoryName : labels.Category;

    private static string Caption(Chart chart) => chart.Unit.Length > 0 ? $"{chart.Title} ({chart.Unit})" : chart.Title;

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
