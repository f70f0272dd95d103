using System.Globalization;
using System.Text.RegularExpressions;
using Uppfoljning.Pdf.Output;
using Uppfoljning.Pdf.Structure;

namespace Uppfoljning.Pdf.Layout;

/// <summary>The header of a table under way, and the group it has come to.</summary>
internal sealed class TableHeader
{
    public bool Drawn { get; set; }

    /// <summary>The row of the columns' headings, below the one of the column groups if there are any.</summary>
    public IReadOnlyList<RowSlab> Rows { get; set; } = [];

    /// <summary>The group heading that has been drawn, and how it looks when it is repeated.</summary>
    public RowSlab? Group { get; set; }
    public RowSlab? Continued { get; set; }

    public double Height => Rows.Sum(r => r.Height) + (Continued?.Height ?? 0);

    /// <summary>Draws the header once more, as an artifact: it has already been read.</summary>
    public double Repeat(PageWriter pages, double y, bool withGroup)
    {
        double height = 0;
        foreach (var row in Rows) { Draw(row); }
        if (withGroup && Continued is { } continued) { Draw(continued); }
        return height;

        void Draw(RowSlab row)
        {
            row.DrawAsArtifact(pages, y + height);
            height += row.Height;
        }
    }
}

/// <summary>A part of a rule across the page.</summary>
internal readonly record struct RulePart(double X, double Width);

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

    /// <summary>Where the rule below stands when it does not go all the way across.</summary>
    public IReadOnlyList<RulePart>? RuleParts { get; init; }

    /// <summary>The cells' last lines stand level: for column headings.</summary>
    public bool AtBottom { get; init; }

    /// <summary>Closes the row's elements; null when a later part of a divided row does.</summary>
    public Action? Finish { get; init; }

    /// <summary>Cells that begin in a row above. When a page begins here their text is shown again, as far as there is room in the row.</summary>
    public IReadOnlyList<TextBox> Covering { get; init; } = [];

    public override IReadOnlyList<Note> Notes { get => field ??= TextBox.NotesOf(Cells); }

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

    /// <summary>Shows again, at a page's top, what the cells say that reach down into this row: they have already been read.</summary>
    public void RepeatCovering(PageWriter pages, double y)
    {
        foreach (var cell in Covering)
        {
            (cell.Split(Height - 2 * Padding).First with { Tags = new Tags(null) }).Draw(pages, y + Padding);
        }
    }

    /// <summary>The same row with another height.</summary>
    public RowSlab With(double height, bool keepWithNext, IReadOnlyList<TextBox>? covering = null) => new()
    {
        Cells = Cells,
        X = X,
        Width = Width,
        Padding = Padding,
        Fill = Fill,
        RuleColor = RuleColor,
        RuleThickness = RuleThickness,
        RuleAbove = RuleAbove,
        RuleParts = RuleParts,
        Table = Table,
        Finish = Finish,
        Height = height,
        KeepWithNext = keepWithNext,
        Covering = covering ?? [],
    };

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
            RuleParts = RuleParts,
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
        foreach (var part in RuleParts ?? [new RulePart(X, Width)]) { pages.Rule(part.X, y + Height - RuleThickness, part.Width, RuleThickness, RuleColor); }
    }
}

/// <summary>
/// Rows that are held together by cells over several of them. When they are too many for a page they are placed one by one, and then
/// each is high enough for all the text that begins in it.
/// </summary>
internal sealed class BandSlab(IReadOnlyList<RowSlab> rows, double least) : Slab
{
    public override IReadOnlyList<Note> Notes { get; } = [.. rows.SelectMany(r => r.Notes)];

    public override IReadOnlyList<Slab> Parts
    {
        get
        {
            var covering = new List<(TextBox Box, int Rows)>();
            var parts = new List<Slab>();
            for (var i = 0; i < rows.Count; i++)
            {
                var row = rows[i];
                covering.RemoveAll(c => c.Rows <= i);
                var height = Math.Max(row.Cells.Length > 0 ? row.Cells.Max(c => c.Height) : 0, least) + 2 * row.Padding;
                parts.Add(row.With(height, i == rows.Count - 1 ? KeepWithNext : row.KeepWithNext, [.. covering.Select(c => c.Box)]));
                covering.AddRange(row.Cells.Where(c => c.Rows > 1).Select(c => (c, i + c.Rows)));
            }
            return parts;
        }
    }

    public override void Draw(PageWriter pages, double y)
    {
        foreach (var row in rows)
        {
            row.Draw(pages, y);
            y += row.Height;
        }
    }
}

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

    /// <summary>
    /// Fixed widths are given first. Automatic columns get what their longest line asks for when there is room; when there is not,
    /// short columns still do and those with much text wrap. Relative columns share what is left, and keep room for their longest word.
    /// </summary>
    internal double[] Widths()
    {
        var count = Count;
        var (least, most, heads) = (new double[count], new double[count], new double[count]);
        // A single word may not ask for more than this; longer ones are divided.
        var longest = Math.Max(width * 0.4, 60);
        for (var i = 0; i < count; i++) { Take(table.Columns[i].Heading, true, i, 1); }
        var wide = new List<(RichText Text, bool Bold, int Column, int Columns)>();
        var left = Sample;
        foreach (var rows in RowSets)
        {
            foreach (var placed in TableGrid.Place(table, rows))
            {
                if (left-- <= 0) { break; }
                foreach (var (cell, at, columns, _) in placed.Cells)
                {
                    if (columns > 1) { wide.Add((cell.Text, placed.Row.Total, at, columns)); }
                    else if (table.Columns[at].Width.Points == 0) { Take(cell.Text, placed.Row.Total, at, 1); }
                }
            }
        }
        MeasureDecimals(heads);
        for (var i = 0; i < count; i++)
        {
            if (heads[i] > 0) { least[i] = Math.Max(least[i], Math.Min(heads[i] + _tails[i], longest) + 2 * PadX + 0.1); }
        }
        // What stands over several columns asks them for room in common, when each has got its own.
        foreach (var (column, heading, span) in Groups().Where(g => g.Heading.Length > 0)) { Take(heading, true, column, span); }
        foreach (var (text, bold, column, columns) in wide) { Take(text, bold, column, columns); }
        for (var i = 0; i < count; i++) { most[i] = Math.Max(most[i], least[i]); }

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

        void Take(RichText text, bool bold, int column, int columns)
        {
            var (narrowest, widest) = LineBreaker.Measure(composer.Measured(text, _size, bold));
            Ask(least, Math.Min(narrowest, longest) + 2 * PadX + 0.1);
            Ask(most, Math.Min(widest, width) + 2 * PadX + 0.1);

            void Ask(double[] asked, double wanted)
            {
                double got = 0;
                for (var i = column; i < column + columns; i++) { got += asked[i]; }
                for (var i = column; got < wanted && i < column + columns; i++) { asked[i] += (wanted - got) / columns; }
            }
        }
    }

    /// <summary>For each column the widest text before and after the decimal commas. All rows are looked at, but each pattern only once.</summary>
    private void MeasureDecimals(double[] heads)
    {
        if (table.Columns.All(c => c.Align != Align.Decimal) && !RowSets.Any(rows => rows.Any(r => r.Cells.Any(c => c.Align == Align.Decimal)))) { return; }
        var seen = new HashSet<(int, string, bool)>();
        foreach (var rows in RowSets)
        {
            foreach (var placed in TableGrid.Place(table, rows))
            {
                foreach (var (cell, at, columns, _) in placed.Cells)
                {
                    if (AlignOf(cell, at, columns) != Align.Decimal || !seen.Add((at, Pattern(cell.Text), placed.Row.Total))) { continue; }
                    var shaped = composer.Measured(cell.Text, _size, placed.Row.Total);
                    var point = shaped.DecimalPoint();
                    if (point == 0) { continue; }
                    var head = shaped.OffsetOf(point);
                    heads[at] = Math.Max(heads[at], head);
                    _tails[at] = Math.Max(_tails[at], shaped.OffsetOf(shaped.Count) - head);
                }
            }
        }

        // Figures are equally wide, so numbers that differ only in them take the same room.
        static string Pattern(RichText text) => string.Concat(text.Runs.ToArray().Select(r => $"{(r.Bold ? 'b' : ' ')}{(r.Footnote is null ? ' ' : 'n')}{Figures().Replace(r.Text, "0")}"));
    }

    [GeneratedRegex("[0-9]")]
    private static partial Regex Figures();

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
