namespace Uppfoljning.Pdf.Structure;

/// <summary>A cell in place: its first column, and how many columns and rows it covers.</summary>
internal readonly record struct PlacedCell(Cell Cell, int Column, int Columns, int Rows);

/// <summary>A row with its cells in place.</summary>
/// <param name="Row">The row.</param>
/// <param name="Cells">The cells that begin in the row, from the left; together with those that reach down from above they cover every column once.</param>
/// <param name="Down">For each column whether a cell in it goes on in the next row; null when none does.</param>
internal sealed record PlacedRow(Row Row, PlacedCell[] Cells, bool[]? Down);

/// <summary>A part of a row: a cell that begins there, or the room of one that goes on from the row above and has no contents there.</summary>
internal readonly record struct GridCell(Cell? Cell, int Column, int ColumnSpan, int RowSpan)
{
    public bool Continued => Cell is null;

    public RichText Text => Cell?.Text ?? RichText.Empty;
}

/// <summary>Gives the cells of rows their places when some cover several columns or rows.</summary>
internal static class TableGrid
{
    private static readonly Cell Empty = new(RichText.Empty);

    /// <summary>Places the cells of rows that belong together, row after row.</summary>
    /// <exception cref="ArgumentException">A row has a cell where no column is left.</exception>
    public static IEnumerable<PlacedRow> Place(Table table, IReadOnlyList<Row> rows)
    {
        var columns = table.Columns.Count;
        var cells = new List<PlacedCell>(columns);
        // How many rows each column is taken, this one counted.
        var taken = new int[columns];
        for (var r = 0; r < rows.Count; r++)
        {
            cells.Clear();
            var at = 0;
            foreach (var cell in rows[r].Cells)
            {
                while (at < columns && taken[at] > 0) { at++; }
                if (at == columns) { throw new ArgumentException($"A row of the table \"{table.Caption}\" has more cells than the table has columns."); }
                Take(cell, Math.Clamp(cell.RowSpan, 1, rows.Count - r));
            }
            for (at = 0; at < columns; at++)
            {
                if (taken[at] > 0) { continue; }
                Take(Empty, 1);
                at--;
            }
            bool[]? down = null;
            for (var c = 0; c < columns; c++)
            {
                if (--taken[c] > 0) { (down ??= new bool[columns])[c] = true; }
            }
            cells.Sort((a, b) => a.Column.CompareTo(b.Column));
            yield return new PlacedRow(rows[r], [.. cells], down);

            void Take(Cell cell, int height)
            {
                var span = 1;
                while (span < cell.ColumnSpan && at + span < columns && taken[at + span] == 0) { span++; }
                cells.Add(new PlacedCell(cell, at, span, height));
                for (; span > 0; span--) { taken[at++] = height; }
            }
        }
    }
    /// <summary>The rows with every column covered: also by the cells that go on from the rows above.</summary>
    /// <exception cref="ArgumentException">A row has a cell where no column is left.</exception>
    public static IEnumerable<IReadOnlyList<GridCell>> Whole(Table table, IReadOnlyList<Row> rows)
    {
        // For each column the rows that the cell beginning in it has left, and its width.
        var open = new (int Rows, int Columns)[table.Columns.Count];
        foreach (var placed in Place(table, rows))
        {
            var cells = new List<GridCell>(placed.Cells.Length);
            var next = 0;
            for (var column = 0; column < open.Length; column += cells[^1].ColumnSpan)
            {
                if (open[column].Rows > 0)
                {
                    open[column].Rows--;
                    cells.Add(new GridCell(null, column, open[column].Columns, 1));
                    continue;
                }
                var cell = placed.Cells[next++];
                open[column] = (cell.Rows - 1, cell.Columns);
                cells.Add(new GridCell(cell.Cell, column, cell.Columns, cell.Rows));
            }
            yield return cells;
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
