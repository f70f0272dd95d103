using System.Globalization;
using Uppfoljning.Pdf.Output;

namespace Uppfoljning.Pdf.Layout;

/// <summary>The header of a table under way, and the group it has come to.</summary>
internal sealed class TableHeader
{
    public bool Drawn { get; set; }
    public RowSlab? Row { get; set; }

    /// <summary>The group heading that has been drawn, and how it looks when it is repeated.</summary>
    public RowSlab? Group { get; set; }
    public RowSlab? Continued { get; set; }

    public double Height => (Row?.Height ?? 0) + (Continued?.Height ?? 0);

    /// <summary>Draws the header once more, as an artifact: it has already been read.</summary>
    public double Repeat(PageWriter pages, double y, bool withGroup)
    {
        double height = 0;
        foreach (var row in new[] { Row, withGroup ? Continued : null })
        {
            if (row is null) { continue; }
            row.DrawAsArtifact(pages, y + height);
            height += row.Height;
        }
        return height;
    }
}

/// <summary>A row of a table.</summary>
internal sealed class RowSlab : Slab
{
    public required TextBox[] Cells { get; init; }
    public required double X { get; init; }
    public required double Width { get; init; }
    public required double Padding { get; init; }
    public Color? Fill { get; init; }
    public Color RuleColor { get; init; }
    public double RuleThickness { get; init; } = 0.4;
    public double RuleAbove { get; init; }

    /// <summary>The cells' last lines stand level: for column headings.</summary>
    public bool AtBottom { get; init; }

    /// <summary>Closes the row's elements; null when a later part of a divided row does.</summary>
    public Action? Finish { get; init; }

    public override void Draw(PageWriter pages, double y)
    {
        Background(pages, y);
        foreach (var cell in Cells) { cell.Draw(pages, TopOf(cell, y)); }
        Finish?.Invoke();
    }

    public void DrawAsArtifact(PageWriter pages, double y)
    {
        Background(pages, y);
        foreach (var cell in Cells) { (cell with { Tags = new Tags(null) }).Draw(pages, TopOf(cell, y)); }
    }

    public override (Slab First, Slab Tail)? Split(double available)
    {
        var parts = Cells.Select(c => c.Split(available - 2 * Padding)).ToArray();
        if (parts.All(p => p.First.Lines.Length == 0)) { return null; }
        return (Part([.. parts.Select(p => p.First)], null), Part([.. parts.Select(p => p.Tail)], Finish));

        RowSlab Part(TextBox[] cells, Action? finish) => new()
        {
            Cells = cells,
            X = X,
            Width = Width,
            Padding = Padding,
            Fill = Fill,
            RuleColor = RuleColor,
            RuleThickness = RuleThickness,
            Table = Table,
            Finish = finish,
            Height = cells.Max(c => c.Height) + 2 * Padding,
        };
    }

    private double TopOf(TextBox cell, double y) => AtBottom ? y + Height - Padding - cell.Height : y + Padding;

    private void Background(PageWriter pages, double y)
    {
        if (Fill is { } fill) { pages.Rule(X, y, Width, Height, fill); }
        if (RuleAbove > 0) { pages.Rule(X, y, Width, RuleAbove, RuleColor); }
        pages.Rule(X, y + Height - RuleThickness, Width, RuleThickness, RuleColor);
    }
}

/// <summary>Lays out a table: widths first, then row after row.</summary>
internal sealed class TableFlow(Composer composer, Table table, double x, double width)
{
    private const double PadX = 4.5, PadY = 3.5;

    /// <summary>Widths by content are measured on this many rows from the beginning.</summary>
    private const int Sample = 300;

    private readonly Theme _theme = composer.Theme;
    private readonly double _size = composer.Theme.TableSize;
    private readonly double _lineHeight = composer.Theme.TableSize * 1.3;
    private readonly TableHeader _header = new();

    public IEnumerable<Slab> Slabs(StructureNode parent)
    {
        if (table.Columns.Count == 0) { yield break; }
        if (table.Rows.Concat(table.Groups.SelectMany(g => g.Rows)).Any(r => r.Cells.Count > table.Columns.Count))
        {
            throw new ArgumentException($"A row of the table \"{table.Caption}\" has more cells than the table has columns.");
        }

        var widths = Widths();
        var lefts = new double[widths.Length];
        for (var i = 0; i < widths.Length; i++) { lefts[i] = i == 0 ? x : lefts[i - 1] + widths[i - 1]; }

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
        var header = HeaderRow(head, lefts, widths);
        yield return header;
        yield return new Marker(() =>
        {
            _header.Drawn = true;
            head.Close();
        });

        var body = tableNode.Child("TBody");
        foreach (var slab in DataRows(table.Rows, body, lefts, widths)) { yield return slab; }
        if (table.Rows.Count == 0 && table.Groups.Count == 0)
        {
            yield return SpanningRow(composer.Labels.NoRows, body, "TD", Spanning(""), false);
        }

        foreach (var group in table.Groups)
        {
            if (body.HasKids)
            {
                var done = body;
                yield return new Marker(done.Close);
                body = tableNode.Child("TBody");
            }
            // A heading over all columns is the header of the cells below it, like a column's heading with a wider reach.
            var heading = SpanningRow(group.Heading, body, "TH", Spanning("/Scope/Column"), true);
            var continued = SpanningRow($"{group.Heading} ({composer.Labels.Continued})", null, "", "", true);
            // A page that begins with the group's own heading does not repeat the one before.
            yield return new Marker(() => (_header.Group, _header.Continued) = (heading, null));
            yield return heading;
            yield return new Marker(() => _header.Continued = continued);
            foreach (var slab in DataRows(group.Rows, body, lefts, widths)) { yield return slab; }
            if (group.Rows.Count == 0) { yield return SpanningRow(composer.Labels.NoRows, body, "TD", Spanning(""), false); }
        }
        yield return new Marker(tableNode.Close);
        yield return new BlankSlab { SpaceAfter = 12 };
    }

    private string Spanning(string scope)
    {
        var span = table.Columns.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"/ColSpan {table.Columns.Count}") : "";
        return scope.Length + span.Length > 0 ? $"/A<</O/Table{scope}{span}>>" : "";
    }

    private RowSlab HeaderRow(StructureNode head, double[] lefts, double[] widths)
    {
        var row = head.Child("TR");
        var cells = new TextBox[table.Columns.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            var column = table.Columns[i];
            cells[i] = Box(column.Heading, true, lefts[i], widths[i], column.Align, row.Child("TH", "/A<</O/Table/Scope/Column>>"));
        }
        var height = cells.Max(c => c.Height);
        var slab = new RowSlab
        {
            Cells = cells,
            X = x,
            Width = width,
            Padding = PadY,
            RuleColor = _theme.Accent,
            RuleThickness = 1,
            AtBottom = true,
            SpaceBefore = 8,
            Height = height + 2 * PadY,
            KeepWithNext = true,
            Finish = row.Close,
        };
        _header.Row = slab;
        return slab;
    }

    private RowSlab SpanningRow(string text, StructureNode? body, string role, string attributes, bool heading)
    {
        var row = body?.Child("TR");
        var cell = Box(text, heading, x, width, Align.Left, row?.Child(role, attributes));
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

    private IEnumerable<RowSlab> DataRows(IReadOnlyList<Row> rows, StructureNode body, double[] lefts, double[] widths)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var slab = DataRow(rows[i], body, lefts, widths);
            // A sum does not stand alone on a page.
            slab.KeepWithNext = i + 1 < rows.Count && rows[i + 1].Total && !rows[i].Total;
            yield return slab;
        }
    }

    private RowSlab DataRow(Row data, StructureNode body, double[] lefts, double[] widths)
    {
        var row = body.Child("TR");
        var cells = new TextBox[table.Columns.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            var column = table.Columns[i];
            var node = column.RowHeader ? row.Child("TH", "/A<</O/Table/Scope/Row>>") : row.Child("TD");
            cells[i] = Box(i < data.Cells.Count ? data.Cells[i].Text : RichText.Empty, data.Total, lefts[i], widths[i], column.Align, node);
        }
        return new RowSlab
        {
            Cells = cells,
            X = x,
            Width = width,
            Padding = PadY,
            RuleColor = data.Total ? _theme.Text : _theme.Rule,
            RuleAbove = data.Total ? 0.6 : 0,
            Height = Math.Max(cells.Max(c => c.Height), _lineHeight) + 2 * PadY,
            Table = _header,
            Finish = row.Close,
        };
    }

    private TextBox Box(RichText text, bool bold, double left, double columnWidth, Align align, StructureNode? node)
    {
        var shaped = composer.Shaper.Shape(text, _size, _theme.Text, bold);
        var inner = Math.Max(columnWidth - 2 * PadX, 1);
        return new TextBox(shaped, composer.Breaker.Break(shaped, inner), left + PadX, inner, _lineHeight, new Tags(node), align);
    }

    /// <summary>
    /// Fixed widths are given first. Automatic columns get what their longest line asks for when there is room; when there is not,
    /// short columns still do and those with much text wrap. Relative columns share what is left, and keep room for their longest word.
    /// </summary>
    internal double[] Widths()
    {
        var count = table.Columns.Count;
        var (least, most) = (new double[count], new double[count]);
        var rows = table.Rows.Concat(table.Groups.SelectMany(g => g.Rows)).Take(Sample).ToList();
        // A single word may not ask for more than this; longer ones are divided.
        var longest = Math.Max(width * 0.4, 60);
        for (var i = 0; i < count; i++)
        {
            Take(table.Columns[i].Heading, true, i);
            if (table.Columns[i].Width.Points > 0) { continue; }
            foreach (var row in rows)
            {
                if (i < row.Cells.Count) { Take(row.Cells[i].Text, row.Total, i); }
            }
        }

        var widths = new double[count];
        double taken = 0, weight = 0, reserved = 0;
        for (var i = 0; i < count; i++)
        {
            var wanted = table.Columns[i].Width;
            if (wanted.Points > 0) { taken += widths[i] = wanted.Points; }
            else if (wanted.Weight > 0)
            {
                weight += wanted.Weight;
                reserved += least[i];
            }
        }

        var automatic = Enumerable.Range(0, count).Where(i => table.Columns[i].Width is { Points: 0, Weight: 0 }).ToArray();
        var room = width - taken;
        if (automatic.Length > 0)
        {
            var forAutomatic = Math.Max(room - reserved, 0);
            Limit(automatic, least, forAutomatic);
            double sumLeast = automatic.Sum(i => least[i]), sumMost = automatic.Sum(i => most[i]);
            var level = sumMost > forAutomatic && sumLeast <= forAutomatic ? Level(automatic, least, most, forAutomatic) : 0;
            foreach (var i in automatic)
            {
                widths[i] = sumMost <= forAutomatic
                    ? most[i] + (weight > 0 ? 0 : (forAutomatic - sumMost) * most[i] / sumMost)
                    : sumLeast <= forAutomatic
                        ? Math.Clamp(level * Math.Sqrt(most[i]), least[i], most[i])
                        : least[i];
            }
            room -= automatic.Sum(i => widths[i]);
        }
        for (var i = 0; i < count; i++)
        {
            if (table.Columns[i].Width.Weight is > 0 and var share) { widths[i] = Math.Max(room * share / weight, Math.Min(least[i], 30)); }
        }

        // What does not fit is shrunk alike, and what does not fill is stretched alike.
        var sum = widths.Sum();
        if (sum > width || automatic.Length + (weight > 0 ? 1 : 0) == 0)
        {
            for (var i = 0; i < count; i++) { widths[i] *= width / sum; }
        }
        return widths;

        void Take(RichText text, bool bold, int i)
        {
            var (narrowest, widest) = LineBreaker.Measure(composer.Shaper.Shape(text, _size, _theme.Text, bold));
            least[i] = Math.Max(least[i], Math.Min(narrowest, longest) + 2 * PadX + 0.1);
            most[i] = Math.Max(most[i], Math.Min(widest, width) + 2 * PadX + 0.1);
        }
    }

    /// <summary>When the longest words do not fit side by side, the widest columns give way, down to an even share.</summary>
    private static void Limit(int[] columns, double[] least, double room)
    {
        while (columns.Sum(i => least[i]) > room)
        {
            var widest = columns.Max(i => least[i]);
            if (widest <= room / columns.Length + 0.1) { return; }
            foreach (var i in columns) { least[i] = Math.Min(least[i], Math.Max(widest * 0.95, room / columns.Length)); }
        }
    }

    /// <summary>The level at which columns, each wanting the level times the root of its longest line but kept between its bounds, fill the room.</summary>
    private static double Level(int[] columns, double[] least, double[] most, double room)
    {
        double low = 0, high = columns.Max(i => Math.Sqrt(most[i])) + 1;
        for (var step = 0; step < 40; step++)
        {
            var middle = (low + high) / 2;
            if (columns.Sum(i => Math.Clamp(middle * Math.Sqrt(most[i]), least[i], most[i])) > room) { high = middle; }
            else { low = middle; }
        }
        return low;
    }
}
