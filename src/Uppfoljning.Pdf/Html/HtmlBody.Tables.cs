using System.Globalization;
using Uppfoljning.Pdf.Structure;

namespace Uppfoljning.Pdf.Html;

/// <summary>Tables, with headers that say what they head.</summary>
internal sealed partial class HtmlBody
{
    private readonly HashSet<string> _regions = new(StringComparer.Ordinal);
    private int _nextTable;

    private void Table(Table table, string? place, string caption, bool captionShown)
    {
        if (table.Columns.Count == 0)
        {
            Anchor(place);
            return;
        }
        var decimals = new Decimals(table);
        var captionId = Id("t", _nextTable++);
        var named = !PlainText.IsBlank(caption);
        // What scrolls must be reached by the keyboard, and what is reached must have a name. A table without one of its own is no landmark,
        // and neither is the second with the same.
        Start("div", table.KeepTogether ? "doc-scroll doc-keep" : "doc-scroll");
        Attribute("id", place);
        Attribute("tabindex", "0");
        Attribute("role", named && _regions.Add(caption) ? "region" : "group");
        if (named) { Attribute("aria-labelledby", captionId); }
        else { Attribute("aria-label", _outline.SectionOf(new OutlinePlace("", 0, _nextHeading - 1)) is { Length: > 0 } section ? section : document.Metadata.Title); }
        Start("table", "doc-table");
        if (named)
        {
            Start("caption", captionShown ? null : "doc-unseen");
            Attribute("id", captionId);
            Content(caption);
            End();
        }
        if (table.ColumnGroups.Count > 0)
        {
            foreach (var group in TableGrid.Groups(table))
            {
                Start("colgroup");
                Span("span", group.Span);
                End();
            }
        }
        Start("thead");
        if (table.ColumnGroups.Count > 0)
        {
            Start("tr", "doc-columngroups");
            foreach (var group in TableGrid.Groups(table))
            {
                var empty = PlainText.IsBlank(group.Heading);
                Start(empty ? "td" : "th");
                if (!empty) { Attribute("scope", "colgroup"); }
                Span("colspan", group.Span);
                Content(group.Heading);
                End();
            }
            End();
        }
        Start("tr");
        foreach (var column in table.Columns)
        {
            var empty = PlainText.IsBlank(column.Heading);
            Start(empty ? "td" : "th", AlignClass(column.Align));
            if (!empty) { Attribute("scope", "col"); }
            Content(column.Heading);
            End();
        }
        End();
        End();

        if (table.Rows.Count > 0 || table.Groups.Count == 0)
        {
            Start("tbody");
            Rows(table, table.Rows, decimals);
            End();
        }
        foreach (var group in table.Groups)
        {
            Start("tbody");
            Start("tr", "doc-group");
            var empty = PlainText.IsBlank(group.Heading);
            Start(empty ? "td" : "th");
            if (!empty) { Attribute("scope", "rowgroup"); }
            Span("colspan", table.Columns.Count);
            Content(group.Heading);
            End();
            End();
            Rows(table, group.Rows, decimals);
            End();
        }
        End();
        End();
    }

    private void Rows(Table table, IReadOnlyList<Row> rows, Decimals decimals)
    {
        if (rows.Count == 0)
        {
            Start("tr");
            Start("td", "doc-norows");
            Span("colspan", table.Columns.Count);
            Content(document.Labels.NoRows);
            End();
            End();
        }
        var number = 0;
        foreach (var cells in TableGrid.Whole(table, rows))
        {
            var row = rows[number++];
            Start("tr", row.Total ? "doc-total" : null);
            foreach (var cell in cells.Where(c => !c.Continued))
            {
                var column = table.Columns[cell.Column];
                var align = cell.Cell?.Align ?? column.Align;
                var header = column.RowHeader && !PlainText.IsBlank(cell.Text.ToString());
                Start(header ? "th" : "td", align == Align.Decimal && !Decimals.IsNumber(cell.Text.ToString()) ? "doc-right" : AlignClass(align));
                if (header) { Attribute("scope", cell.RowSpan > 1 ? "rowgroup" : "row"); }
                Span("colspan", cell.ColumnSpan);
                Span("rowspan", cell.RowSpan);
                Text(cell.Text);
                if (align == Align.Decimal && cell.ColumnSpan == 1 && decimals.After(cell.Text.ToString(), cell.Column) is { Length: > 0 } after)
                {
                    // Room for the decimals that the number lacks: drawn by the style sheet, unseen, and no part of the text.
                    Start("span", "doc-fill");
                    Attribute("data-fill", after);
                    End();
                }
                End();
            }
            End();
        }
    }

    private static string? AlignClass(Align align) => align switch
    {
        Align.Center => "doc-center",
        Align.Right => "doc-right",
        Align.Decimal => "doc-decimal",
        _ => null,
    };

    private void Span(string name, int span)
    {
        if (span > 1) { Attribute(name, span.ToString(CultureInfo.InvariantCulture)); }
    }
}
