namespace Uppfoljning.Pdf.Layout;

/// <summary>A cell in place: its first column, and how many columns and rows it covers.</summary>
internal readonly record struct PlacedCell(Cell Cell, int Column, int Columns, int Rows);

/// <summary>A row with its cells in place.</summary>
/// <param name="Row">The row.</param>
/// <param name="Cells">The cells that begin in the row, from the left; together with those that reach down from above they cover every column once.</param>
/// <param name="Down">For each column whether a cell in it goes on in the next row; null when none does.</param>
internal sealed record PlacedRow(Row Row, PlacedCell[] Cells, bool[]? Down);

/// <summary>Gives the cells of rows their places when some cover several columns or rows.</summary>
internal static class TableGrid
{
    private static readonly Cell Empty = new(RichText.Empty);

    /// <summary>Places the cells of rows that belong together, row after row.</summary>
    /// <exception cref="ArgumentException">A row has a cell where no column is left.</exception>
    public static IEnumerable<PlacedRow> Place(IReadOnlyList<Row> rows, int columns)
    {
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
                if (at == columns) { throw new ArgumentException("A row of a table has more cells than the table has columns."); }
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
}
