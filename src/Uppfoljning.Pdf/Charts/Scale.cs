using System.Globalization;

namespace Uppfoljning.Pdf.Charts;

/// <summary>A scale of values with even steps: 1, 2, 2.5 or 5 times a power of ten.</summary>
internal readonly record struct Scale(double Low, double High, double Step, int Decimals)
{
    /// <summary>Larger values than this are drawn as this: their sums must still be numbers.</summary>
    private const double Most = 1e300;

    /// <summary>Smaller values than this cannot be told from zero.</summary>
    private const double Least = 1e-290;

    public int Steps => (int)Math.Round((High - Low) / Step);

    /// <summary>A scale that covers the values.</summary>
    /// <param name="low">The lowest value.</param>
    /// <param name="high">The highest value.</param>
    /// <param name="steps">About how many steps there is room for.</param>
    /// <param name="whole">The values are whole numbers, and the steps are to be too.</param>
    public static Scale Of(double low, double high, int steps, bool whole)
    {
        if (!(high - low > Least)) { (low, high) = low < 0 ? (low, 0) : (low, low + Math.Max(Math.Abs(low) * 0.1, 1)); }
        // Of the scales near the number asked for the one that leaves the least of its field empty.
        var best = With(low, high, steps, whole);
        for (var more = 1; more <= steps / 2; more++)
        {
            var other = With(low, high, steps + more, whole);
            if (other.High - other.Low < (best.High - best.Low) * 0.93) { best = other; }
        }
        return best;
    }

    private static Scale With(double low, double high, int steps, bool whole)
    {
        var rough = (high - low) / Math.Max(steps, 1);
        var exponent = (int)Math.Floor(Math.Log10(rough));
        var power = Math.Pow(10, exponent);
        var mantissa = (rough / power) switch { <= 1.0001 => 1, <= 2.0001 => 2, <= 2.5001 => 2.5, <= 5.0001 => 5.0, _ => 10 };
        var step = mantissa * power;
        if (whole && (step < 1 || step == 2.5))
        {
            step = step < 1 ? 1 : 5;
            (mantissa, exponent) = (step, 0);
        }
        var decimals = (mantissa == 2.5 ? 1 : 0) - exponent - (mantissa == 10 ? 1 : 0);
        double from = Math.Floor(low / step + 1e-9) * step, to = Math.Ceiling(high / step - 1e-9) * step;
        return new Scale(from, Math.Max(to, from + step), step, Math.Clamp(decimals, 0, 12));
    }

    public double ValueAt(int step) => Low + step * Step;

    public string TextAt(int step) => Number(Math.Abs(ValueAt(step)) < Step / 2 ? 0 : ValueAt(step), Decimals, Decimals);

    /// <summary>How far along the scale a value stands, 0 to 1.</summary>
    public double At(double value) => Math.Clamp((value - Low) / (High - Low), 0, 1);

    /// <summary>A value that can be drawn, or null when it is not known.</summary>
    public static double? Known(double? value) => value is { } v && double.IsFinite(v) ? Math.Abs(v) < Least ? 0 : Math.Clamp(v, -Most, Most) : null;

    /// <summary>The value of a category in a series; null when it is not known.</summary>
    public static double? Known(Series series, int category) => category < series.Values.Count ? Known(series.Values[category]) : null;

    /// <summary>A value written beside what shows it: with as many decimals as mean something there. The table has them all.</summary>
    public static string Short(double value) =>
        Number(value, 0, Math.Abs(value) switch { >= 10_000 => 0, >= 100 => 1, >= 0.1 or 0 => 2, _ => 6 });

    /// <summary>A number as it is written in Swedish. Numbers too long to be read are written with a power of ten.</summary>
    public static string Number(double value, int least, int most)
    {
        var size = Math.Abs(value);
        if (size >= 1e15 || (size > 0 && size < 1e-6))
        {
            var exponent = (int)Math.Floor(Math.Log10(size));
            var mantissa = Math.Round(value / Math.Pow(10, exponent), 2);
            return Number(mantissa, 0, 2) + "·10" + string.Concat(exponent.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
        }
        var digits = Math.Round(size, most).ToString("0." + new string('0', least) + new string('#', most - least), CultureInfo.InvariantCulture);
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? digits : digits[..point];
        for (var i = whole.Length - 3; i > 0; i -= 3) { whole = whole.Insert(i, "\u00A0"); }
        var text = point < 0 ? whole : whole + "," + digits[(point + 1)..];
        return value < 0 && digits.Any(c => c is >= '1' and <= '9') ? "\u2212" + text : text;
    }
}
