namespace Uppfoljning.Pdf.Structure;

/// <summary>A cell in its place. One that goes on from the row above has no contents; neither has one that the row is missing.</summary>
internal readonly record struct PlacedCell(Cell? Cell, int Column, int ColumnSpan, int RowSpan, bool Continued)
{
    public RichText Text => Cell?.Text ?? RichText.Empty;
}

/// <summary>Finds where the cells stand when some of them cover several columns and rows.</summary>
internal static class CellGrid
{
    /// <summary>The cells of the rows of one group, row by row, with every column covered.</summary>
    /// <exception cref="ArgumentException">A row has more cells than there is room for.</exception>
    public static IEnumerable<List<PlacedCell>> Place(Table table, IReadOnlyList<Row> rows)
    {
        var count = table.Columns.Count;
        // How many more rows the cell that begins in a column covers, and its width.
        var (left, spans) = (new int[count], new int[count]);
        for (var r = 0; r < rows.Count; r++)
        {
            var placed = new List<PlacedCell>(count);
            var next = 0;
            for (var column = 0; column < count;)
            {
                if (left[column] > 0)
                {
                    left[column]--;
                    placed.Add(new PlacedCell(null, column, spans[column], 1, true));
                    column += spans[column];
                    continue;
                }
                var free = 1;
                while (column + free < count && left[column + free] == 0) { free++; }
                var cell = next < rows[r].Cells.Count ? rows[r].Cells[next++] : null;
                var (across, down) = (Math.Clamp(cell?.ColumnSpan ?? 1, 1, free), Math.Clamp(cell?.RowSpan ?? 1, 1, rows.Count - r));
                (left[column], spans[column]) = (down - 1, across);
                placed.Add(new PlacedCell(cell, column, across, down, false));
                column += across;
            }
            if (next < rows[r].Cells.Count) { throw new ArgumentException($"A row of the table \"{table.Caption}\" has more cells than the table has columns."); }
            yield return placed;
        }
    }

    /// <summary>The headings above the columns' own, cut to the columns there are; columns beyond the last group stand under an empty one.</summary>
    public static IEnumerable<ColumnGroup> Groups(Table table)
    {
        var left = table.Columns.Count;
        foreach (var group in table.ColumnGroups)
        {
            if (left == 0) { yield break; }
            var span = Math.Clamp(group.Span, 1, left);
            left -= span;
            yield return group with { Span = span };
        }
        if (left > 0) { yield return new ColumnGroup("", left); }
    }
}
