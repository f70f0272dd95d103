using System.Globalization;
using Uppfoljning.Pdf.Output;
using Uppfoljning.Pdf.Structure;

namespace Uppfoljning.Pdf.Layout;

/// <summary>Lays out a table: widths first, then row after row.</summary>
internal sealed partial class TableFlow(Composer composer, Table table, double x, double width, double? size = null)
{
    private const double PadX = 4.5, PadY = 3.5;

    /// <summary>Widths by content are measured on this many rows from the beginning.</summary>
    private const int Sample = 300;

    private readonly Theme _theme = composer.Theme;
    private readonly double _size = size ?? composer.Theme.TableSize;
    private readonly double _lineHeight = (size ?? composer.Theme.TableSize) * 1.3;
    private readonly TableHeader _header = new();
    private readonly double[] _tails = new double[table.Columns.Count];
    private double[] _widths = [], _lefts = [];

    private int Count => table.Columns.Count;

    public IEnumerable<Slab> Slabs(StructureNode parent)
    {
        if (Count == 0) { yield break; }
        Check();
        (_widths, _lefts) = (Widths(), new double[Count]);
        for (var i = 0; i < Count; i++) { _lefts[i] = i == 0 ? x : _lefts[i - 1] + _widths[i - 1]; }

        var tableNode = parent.Child("Table");
        if (table.Caption.Length > 0)
        {
            foreach (var slab in composer.Lines(table.Caption, tableNode.Child("Caption"), x, width, _theme.TextSize, _theme.Text, bold: true, spaceBefore: 12, spaceAfter: 4))
            {
                slab.KeepWithNext = true;
                yield return slab;
            }
        }

        var head = tableNode.Child("THead");
        foreach (var slab in _header.Rows = HeaderRows(head)) { yield return slab; }
        yield return new Marker(() =>
        {
            _header.Drawn = true;
            head.Close();
        });

        var body = tableNode.Child("TBody");
        foreach (var slab in DataRows(table.Rows, body)) { yield return slab; }
        if (table.Rows.Count == 0 && table.Groups.Count == 0) { yield return SpanningRow(composer.Labels.NoRows, body, "TD", "", false); }

        foreach (var group in table.Groups)
        {
            if (body.HasKids)
            {
                var done = body;
                yield return new Marker(done.Close);
                body = tableNode.Child("TBody");
            }
            // A heading over all columns is the header of the cells below it, like a column's heading with a wider reach.
            var heading = SpanningRow(group.Heading, body, "TH", "/Scope/Column", true);
            var continued = SpanningRow($"{group.Heading} ({composer.Labels.Continued})", null, "", "", true);
            // A page that begins with the group's own heading does not repeat the one before.
            yield return new Marker(() => (_header.Group, _header.Continued) = (heading, null));
            yield return heading;
            yield return new Marker(() => _header.Continued = continued);
            foreach (var slab in DataRows(group.Rows, body)) { yield return slab; }
            if (group.Rows.Count == 0) { yield return SpanningRow(composer.Labels.NoRows, body, "TD", "", false); }
        }
        yield return new Marker(tableNode.Close);
        yield return new BlankSlab { SpaceAfter = 12 };
    }

    /// <summary>All rows, in the sets within which a cell may reach down.</summary>
    private IEnumerable<IReadOnlyList<Row>> RowSets => table.Groups.Select(g => g.Rows).Prepend(table.Rows);

    /// <summary>Finds a row with too many cells before anything of the table has been drawn.</summary>
    private void Check()
    {
        foreach (var rows in RowSets)
        {
            if (rows.All(r => r.Cells.Count <= Count && r.Cells.All(c => c is { ColumnSpan: <= 1, RowSpan: <= 1 }))) { continue; }
            foreach (var _ in TableGrid.Place(table, rows)) { }
        }
    }

    private static string Attributes(string scope, int columns, int rows = 1)
    {
        var spans = string.Create(CultureInfo.InvariantCulture, $"{(columns > 1 ? $"/ColSpan {columns}" : "")}{(rows > 1 ? $"/RowSpan {rows}" : "")}");
        return scope.Length + spans.Length > 0 ? $"/A<</O/Table{scope}{spans}>>" : "";
    }

    private double WidthOf(int column, int columns) => _widths.AsSpan(column, columns).ToArray().Sum();

    private List<RowSlab> HeaderRows(StructureNode head)
    {
        var groups = Groups();
        if (groups.Count == 0) { return [HeaderRow(head.Child("TR"), null, new StructureNode?[Count], 0)]; }

        StructureNode first = head.Child("TR"), second = head.Child("TR");
        // A column without a group has a heading as high as both rows.
        var nodes = new StructureNode?[Count];
        List<TextBox> boxes = [];
        List<RulePart> rules = [];
        foreach (var (column, heading, span) in groups)
        {
            if (heading.Length > 0)
            {
                boxes.Add(Box(heading, true, _lefts[column], WidthOf(column, span), Align.Center, first.Child("TH", Attributes("/Scope/Column", span))));
                rules.Add(new RulePart(_lefts[column] + PadX, WidthOf(column, span) - 2 * PadX));
                continue;
            }
            for (var c = column; c < column + span; c++) { nodes[c] = first.Child("TH", Attributes("/Scope/Column", 1, 2)); }
        }
        var upper = new RowSlab
        {
            Cells = [.. boxes],
            X = x,
            Width = width,
            Padding = PadY,
            RuleColor = _theme.Rule,
            RuleThickness = 0.6,
            RuleParts = rules,
            AtBottom = true,
            SpaceBefore = 8,
            Height = boxes.Max(b => b.Height) + 2 * PadY,
            KeepWithNext = true,
        };
        return [upper, HeaderRow(second, first, nodes, upper.Height - PadY)];
    }

    /// <summary>The groups with their first columns. Columns beyond the last stand in a group without a heading; when all do, there are none.</summary>
    private List<(int Column, string Heading, int Span)> Groups()
    {
        var groups = new List<(int, string, int)>();
        var at = 0;
        foreach (var group in TableGrid.Groups(table))
        {
            groups.Add((at, string.IsNullOrWhiteSpace(group.Heading) ? "" : group.Heading, group.Span));
            at += group.Span;
        }
        if (groups.All(g => g.Item2.Length == 0)) { return []; }
        return groups;
    }

    private RowSlab HeaderRow(StructureNode row, StructureNode? above, StructureNode?[] nodes, double heightAbove)
    {
        var cells = new TextBox[Count];
        double height = 0;
        for (var i = 0; i < Count; i++)
        {
            var column = table.Columns[i];
            var align = column.Align == Align.Decimal ? Align.Right : column.Align;
            cells[i] = Box(column.Heading, true, _lefts[i], _widths[i], align, nodes[i] ?? row.Child("TH", Attributes("/Scope/Column", 1)));
            height = Math.Max(height, cells[i].Height - (nodes[i] is null ? 0 : heightAbove));
        }
        return new RowSlab
        {
            Cells = cells,
            X = x,
            Width = width,
            Padding = PadY,
            RuleColor = _theme.Accent,
            RuleThickness = 1,
            AtBottom = true,
            SpaceBefore = above is null ? 8 : 0,
            Height = height + 2 * PadY,
            KeepWithNext = true,
            Finish = () =>
            {
                above?.Close();
                row.Close();
            },
        };
    }

    private RowSlab SpanningRow(string text, StructureNode? body, string role, string scope, bool heading)
    {
        var row = body?.Child("TR");
        var cell = Box(text, heading, x, width, Align.Left, row?.Child(role, Attributes(scope, Count)));
        return new RowSlab
        {
            Cells = [cell],
            X = x,
            Width = width,
            Padding = PadY,
            RuleColor = _theme.Rule,
            Fill = heading ? _theme.Tint : null,
            Height = cell.Height + 2 * PadY,
            KeepWithNext = heading,
            Table = _header,
            Finish = row is null ? null : row.Close,
        };
    }

    private IEnumerable<Slab> DataRows(IReadOnlyList<Row> rows, StructureNode body)
    {
        var band = new List<PlacedRow>();
        var at = 0;
        foreach (var placed in TableGrid.Place(table, rows))
        {
            band.Add(placed);
            at++;
            if (placed.Down is not null) { continue; }
            Slab slab = band.Count == 1 ? DataRow(placed, null, body) : Band(band, body);
            slab.KeepWithNext = KeepWithNext(at - 1);
            yield return slab;
            band.Clear();
        }

        // Neither a sum nor a last row stands alone on a page, nor the first one alone before it.
        bool KeepWithNext(int i) => rows[i].KeepWithNext || (i + 1 < rows.Count && (i == 0 || i == rows.Count - 2 || (rows[i + 1].Total && !rows[i].Total)));
    }

    /// <summary>Rows held together: each as high as its own cells ask, and the last one under a high cell fills what that cell lacks.</summary>
    private BandSlab Band(List<PlacedRow> band, StructureNode body)
    {
        var rows = new RowSlab[band.Count];
        var heights = new double[band.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = DataRow(band[i], i > 0 ? band[i - 1].Down : null, body);
            heights[i] = Math.Max(rows[i].Cells.Where(c => c.Rows == 1).Select(c => c.Height).DefaultIfEmpty().Max(), _lineHeight) + 2 * PadY;
        }
        for (var last = 0; last < rows.Length; last++)
        {
            for (var i = 0; i < last; i++)
            {
                foreach (var cell in rows[i].Cells.Where(c => i + c.Rows - 1 == last))
                {
                    heights[last] += Math.Max(cell.Height + 2 * PadY - heights.AsSpan(i, cell.Rows).ToArray().Sum(), 0);
                }
            }
        }
        return new BandSlab([.. rows.Select((r, i) => r.With(heights[i], i + 1 < rows.Length && band[i].Row.KeepWithNext))], _lineHeight) { Height = heights.Sum(), Table = _header };
    }

    private RowSlab DataRow(PlacedRow placed, bool[]? fromAbove, StructureNode body)
    {
        var (data, row) = (placed.Row, body.Child("TR"));
        var cells = new TextBox[placed.Cells.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            var (cell, at, columns, rows) = placed.Cells[i];
            var column = table.Columns[at];
            var node = column.RowHeader ? row.Child("TH", Attributes("/Scope/Row", columns, rows)) : row.Child("TD", Attributes("", columns, rows));
            var box = Box(cell.Text, data.Total, _lefts[at], columns == 1 ? _widths[at] : WidthOf(at, columns), AlignOf(cell, at, columns), node);
            cells[i] = rows > 1 || _tails[at] > 0 ? box with { Rows = rows, DecimalTail = _tails[at] } : box;
        }
        return new RowSlab
        {
            Cells = cells,
            X = x,
            Width = width,
            Padding = PadY,
            RuleColor = data.Total ? _theme.Text : _theme.Rule,
            RuleAbove = data.Total && fromAbove is null ? 0.6 : 0,
            RuleThickness = data.Total ? 0.6 : 0.4,
            RuleParts = placed.Down is { } down ? Open(down) : null,
            Height = Math.Max(cells.Length > 0 ? cells.Max(c => c.Height) : 0, _lineHeight) + 2 * PadY,
            Table = _header,
            Finish = row.Close,
        };
    }

    /// <summary>The rule below a row, without the columns where a cell goes on.</summary>
    private List<RulePart> Open(bool[] down)
    {
        var parts = new List<RulePart>();
        for (var i = 0; i < down.Length; i++)
        {
            var from = i;
            while (i < down.Length && !down[i]) { i++; }
            if (i > from) { parts.Add(new RulePart(_lefts[from], WidthOf(from, i - from))); }
        }
        return parts;
    }

    /// <summary>Decimals are lined up within a column; a number over several columns stands to the right.</summary>
    private Align AlignOf(Cell cell, int column, int columns)
    {
        var align = cell.Align ?? table.Columns[column].Align;
        return align == Align.Decimal && columns > 1 ? Align.Right : align;
    }

    private TextBox Box(RichText text, bool bold, double left, double columnWidth, Align align, StructureNode? node)
    {
        var shaped = composer.Shape(text, _size, _theme.Text, bold);
        var inner = Math.Max(columnWidth - 2 * PadX, 1);
        return new TextBox(shaped, composer.Breaker.Break(shaped, inner), left + PadX, inner, _lineHeight, new Tags(node), align);
    }
}
