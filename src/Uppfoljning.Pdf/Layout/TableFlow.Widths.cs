using System.Text.RegularExpressions;
using Uppfoljning.Pdf.Structure;

namespace Uppfoljning.Pdf.Layout;

/// <summary>How wide the columns are.</summary>
internal sealed partial class TableFlow
{
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
