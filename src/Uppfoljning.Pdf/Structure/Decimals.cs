namespace Uppfoljning.Pdf.Structure;

/// <summary>What must follow each number in a column, unseen, for the decimal commas to stand under each other.</summary>
internal sealed class Decimals
{
    private const int LongestUnit = 14;
    private readonly (int Places, string Unit)[] _most;

    public Decimals(Table table)
    {
        _most = new (int, string)[table.Columns.Count];
        Array.Fill(_most, (0, ""));
        if (!table.Columns.Any(c => c.Align == Align.Decimal)) { return; }
        Measure(table.Rows);
        foreach (var group in table.Groups) { Measure(group.Rows); }

        void Measure(IReadOnlyList<Row> rows)
        {
            foreach (var row in CellGrid.Place(table, rows))
            {
                foreach (var cell in row)
                {
                    if (cell.ColumnSpan > 1 || Parse(cell.Text.ToString()) is not { } number) { continue; }
                    ref var most = ref _most[cell.Column];
                    most = (Math.Max(most.Places, number.Places), number.Unit.Length > most.Unit.Length ? number.Unit : most.Unit);
                }
            }
        }
    }

    /// <summary>A comma and figures, and a unit, as wide as what the number lacks. Empty for what is not a number.</summary>
    public string After(string text, int column)
    {
        if (Parse(text) is not { } number) { return ""; }
        var most = _most[column];
        var places = number.Places < most.Places ? (number.Places == 0 ? "," : "") + new string('0', most.Places - number.Places) : "";
        return number.Unit.Length == 0 ? places + most.Unit : places;
    }

    public static bool IsNumber(string text) => Parse(text) is not null;

    /// <summary>The number of decimals and what follows them; null for a text that is not one number, perhaps with signs before it and a unit after it.</summary>
    private static (int Places, string Unit)? Parse(string text)
    {
        int at = 0, places = 0;
        while (at < text.Length && !char.IsAsciiDigit(text[at]))
        {
            if (text[at] is not (' ' or '\u00A0' or '+' or '-' or '\u2010' or '\u2212' or '\u2013' or '±' or '<' or '>' or '≤' or '≥' or '≈' or '~' or '(')) { return null; }
            at++;
        }
        if (at == text.Length) { return null; }
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] is ' ' or '\u00A0' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))) { at++; }
        if (at + 1 < text.Length && text[at] == ',' && char.IsAsciiDigit(text[at + 1]))
        {
            for (at++; at < text.Length && char.IsAsciiDigit(text[at]); at++) { places++; }
        }
        var unit = text[at..];
        // "3-5" and "2027/28" are no numbers, and neither is "12.30".
        return unit.Length > LongestUnit || unit.Length > 0 && unit[0] is ('-' or '/' or ':' or '.') || unit.Any(c => char.IsAsciiDigit(c) || c == '\n') ? null : (places, unit);
    }
}
