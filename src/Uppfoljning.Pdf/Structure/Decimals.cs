namespace Uppfoljning.Pdf.Structure;

/// <summary>What must follow each number in a column, unseen, for the decimal commas to stand under each other.</summary>
internal sealed class Decimals
{
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
            foreach (var row in TableGrid.Place(table, rows))
            {
                foreach (var cell in row.Cells)
                {
                    if (cell.Columns > 1 || Parse(cell.Cell.Text.ToString()) is not { } number) { continue; }
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

    public static bool IsNumber(string text) => DecimalNumber.Read(text) is not null;

    private static (int Places, string Unit)? Parse(string text) => DecimalNumber.Read(text) is { } number ? (number.Places, text[number.UnitAt..]) : null;
}
