using Uppfoljning.Pdf.Structure;

namespace Uppfoljning.Pdf.Word;

/// <summary>Tables, also those that only hold other blocks together.</summary>
internal sealed partial class WordBody
{
    private void Table(Table table, string caption, bool held)
    {
        if (table.Columns.Count == 0) { return; }
        var together = table.KeepTogether || _held || held;
        if (!PlainText.IsBlank(caption)) { Line("Caption", caption, new Look { KeepNext = true }); }
        else { ReadyForTable(1); }
        var widths = _paper.Widths(table, _width);
        var decimals = new Decimals(table);
        OpenTable("DocumentTable", widths, table.Caption, firstColumn: table.Columns[0].RowHeader, firstRow: true);
        var wasHeld = _held;
        _held = false;

        if (table.ColumnGroups.Count > 0)
        {
            HeaderRow();
            var at = 0;
            foreach (var group in TableGrid.Groups(table))
            {
                var empty = PlainText.IsBlank(group.Heading);
                OpenCell(widths.Skip(at).Take(group.Span).Sum(), span: group.Span, ruleBelow: empty ? null : Theme.Rule);
                Line("TableHeading", group.Heading, new Look { Align = Align.Center, KeepNext = true });
                CloseCell();
                at += group.Span;
            }
            _xml.Close();
        }
        HeaderRow();
        for (var i = 0; i < widths.Length; i++)
        {
            OpenCell(widths[i], ruleBelow: Theme.Accent, heavy: true, bottom: true);
            Line("TableHeading", table.Columns[i].Heading, new Look { Align = table.Columns[i].Align, KeepNext = true });
            CloseCell();
        }
        _xml.Close();

        if (table.Rows.Count > 0 || table.Groups.Count == 0) { Rows(table, table.Rows, widths, decimals, together, last: table.Groups.Count == 0); }
        for (var g = 0; g < table.Groups.Count; g++)
        {
            _xml.Open("tr").Open("trPr").Add("cantSplit").Close();
            OpenCell(widths.Sum(), Theme.Tint, span: widths.Length);
            Line("TableHeading", table.Groups[g].Heading, new Look { KeepNext = true });
            CloseCell();
            _xml.Close();
            Rows(table, table.Groups[g].Rows, widths, decimals, together, last: g == table.Groups.Count - 1);
        }
        _held = wasHeld;
        CloseTable(12);

        void HeaderRow() => _xml.Open("tr").Open("trPr").Add("cantSplit").Add("tblHeader").Close();
    }

    private void Rows(Table table, IReadOnlyList<Row> rows, double[] widths, Decimals decimals, bool together, bool last)
    {
        if (rows.Count == 0)
        {
            _xml.Open("tr");
            OpenCell(widths.Sum(), span: widths.Length);
            Line("TableText", _document.Labels.NoRows);
            CloseCell();
            _xml.Close();
        }
        var number = 0;
        var covered = 0;
        foreach (var cells in TableGrid.Whole(table, rows))
        {
            var row = rows[number++];
            // Rows that share a cell stay on one page, and a sum stays with what it sums.
            covered = Math.Max(covered - 1, cells.Max(c => c.RowSpan) - 1);
            var end = last && number == rows.Count;
            var keep = !end && (together || row.KeepWithNext || covered > 0 || number < rows.Count && rows[number].Total);
            _xml.Open("tr").Open("trPr").Add("cantSplit").Close();
            foreach (var cell in cells)
            {
                var text = cell.Text;
                var align = cell.Cell?.Align ?? table.Columns[cell.Column].Align;
                OpenCell(widths.Skip(cell.Column).Take(cell.ColumnSpan).Sum(), span: cell.ColumnSpan, merge: cell.Continued ? "continue" : cell.RowSpan > 1 ? "restart" : null,
                    ruleAbove: row.Total ? Theme.Text : null, ruleBelow: row.Total ? Theme.Text : null);
                var after = align == Align.Decimal && cell is { ColumnSpan: 1, Continued: false } ? decimals.After(text.ToString(), cell.Column) : "";
                Begin("TableText", new Look { KeepNext = keep, Align = align, Right = after.Length > 0 ? _paper.Measure(after, Theme.TableSize, row.Total) : null });
                _text.Write(text, row.Total);
                End();
                CloseCell();
            }
            _xml.Close();
        }
    }

    private void OpenTable(string style, double[] widths, string described, bool firstColumn, bool firstRow = false, string caption = "")
    {
        _xml.Open("tbl").Open("tblPr").Add("tblStyle", style);
        _xml.Open("tblW").With("w", WordXml.Twips(widths.Sum())).With("type", "dxa").Close();
        _xml.Open("tblLayout").With("type", "fixed").Close();
        _xml.Open("tblLook").With("val", firstRow ? (firstColumn ? "06A0" : "0620") : firstColumn ? "0680" : "0600").With("firstRow", firstRow ? 1 : 0).With("lastRow", 0)
            .With("firstColumn", firstColumn ? 1 : 0).With("lastColumn", 0).With("noHBand", 1).With("noVBand", 1).Close();
        var name = described.Length > 0 ? described : caption;
        if (name.Length > 0) { _xml.Add("tblCaption", PlainText.Line(name)); }
        _xml.Close().Open("tblGrid");
        foreach (var width in widths) { _xml.Open("gridCol").With("w", WordXml.Twips(width)).Close(); }
        _xml.Close();
    }

    private void CloseTable(double after)
    {
        _xml.Close();
        Divider(after);
    }

    private void OpenCell(
        double width, Color? fill = null, int span = 1, string? merge = null, Color? ruleAbove = null, Color? ruleBelow = null, bool heavy = false, bool bottom = false)
    {
        _boxes++;
        _xml.Open("tc").Open("tcPr").Open("tcW").With("w", WordXml.Twips(width)).With("type", "dxa").Close();
        if (span > 1) { _xml.Add("gridSpan", WordXml.Number(span)); }
        if (merge is not null) { _xml.Add("vMerge", merge); }
        if (ruleAbove is not null || ruleBelow is not null)
        {
            _xml.Open("tcBorders");
            if (ruleAbove is { } above) { Border("top", above, 6); }
            if (ruleBelow is { } below) { Border("bottom", below, heavy ? 8 : 6); }
            _xml.Close();
        }
        if (fill is { } color) { _xml.Open("shd").With("val", "clear").With("color", "auto").With("fill", WordStyles.Hex(color)).Close(); }
        if (bottom) { _xml.Add("vAlign", "bottom"); }
        _xml.Close();

        void Border(string side, Color line, int eighths) =>
            _xml.Open(side).With("val", "single").With("sz", eighths).With("space", 0).With("color", WordStyles.Hex(line)).Close();
    }

    private void CloseCell()
    {
        _xml.Close();
        _boxes--;
    }
}
