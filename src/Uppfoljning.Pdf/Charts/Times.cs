using System.Globalization;

namespace Uppfoljning.Pdf.Charts;

/// <summary>Periods as bars and days as marks along a line of time, with their names to the left.</summary>
internal static class Times
{
    private const double HighestRow = 17, BarHeight = 9;

    public static void Draw(Timeline timeline, Sketch sketch)
    {
        if (timeline.Items.Count == 0)
        {
            sketch.Nothing();
            return;
        }
        var (from, to) = timeline.From <= timeline.To ? (timeline.From, timeline.To) : (timeline.To, timeline.From);
        var kinds = timeline.Items.Select(i => i.Kind).Distinct().ToList();
        var several = kinds.Count > 1;
        double days = to.DayNumber - from.DayNumber + 1;

        var names = sketch.NameColumn([.. timeline.Items.Select(i => i.Text)], sketch.Width * 0.36, 2);
        var height = names.Any(n => n.Length > 1) ? 2 * sketch.LineHeight + 4 : HighestRow;
        if (height * names.Length > Sketch.MostHeight)
        {
            height = Math.Min(HighestRow, Sketch.MostHeight / names.Length);
            names = sketch.NameColumn([.. timeline.Items.Select(i => i.Text)], sketch.Width * 0.36, 1);
        }
        var left = names.SelectMany(n => n).Select(n => sketch.WidthOf(n)).DefaultIfEmpty().Max() + 8;
        var right = sketch.Width - 6;
        var thick = Math.Min(BarHeight, height * 0.75);

        var y = several
            ? sketch.Legend([.. kinds.Select((k, i) => (k.Length > 0 ? k : "–", (Action<double, double, double, double>)((x, at, w, h) => Sample(k, i, x, at, w, h))))])
            : 0;
        y += sketch.LineHeight + 4;
        var bottom = y + height * names.Length;
        Ticks();
        var every = Math.Max((int)Math.Ceiling(sketch.LineHeight / height), 1);
        for (var i = 0; i < names.Length; i++)
        {
            var middle = y + (i + 0.5) * height;
            if (i % every == 0) { sketch.NameLines(names[i], left - 8, middle); }
            Item(timeline.Items[i], kinds.IndexOf(timeline.Items[i].Kind), middle);
        }
        sketch.Line(left, bottom, right, bottom, sketch.Theme.Rule);
        sketch.ReachTo(bottom + (every > 1 ? sketch.Size / 2 : 1));

        // A day is as wide as a day: the last one ends where the line does.
        double X(double day) => left + Math.Clamp((day - from.DayNumber) / days, 0, 1) * (right - left);

        void Sample(string kind, int index, double x, double at, double w, double h)
        {
            // A kind that is only days is shown by its mark.
            if (timeline.Items.Any(i => i.Kind == kind && i.To is not null)) { sketch.Field(x, at, w, h, index, true); }
            else { sketch.Mark(x + w / 2, at + h / 2, 3.6, index); }
        }

        void Item(TimelineItem item, int kind, double middle)
        {
            // A period that ends before it begins is a mistake, and is shown as the day it begins.
            var (first, last) = (item.From.DayNumber, item.To is { } end && end >= item.From ? end.DayNumber : item.From.DayNumber);
            if (last < from.DayNumber || first > to.DayNumber)
            {
                Arrow(last < from.DayNumber ? left : right, middle, last < from.DayNumber, sketch.ColorOf(kind));
                return;
            }
            if (item.To is null || last == first)
            {
                sketch.Mark(Math.Max(X(first + 0.5), left + 1), middle, Math.Min(3.8, thick / 2), kind);
                return;
            }
            double x1 = X(first), x2 = Math.Max(X(last + 1), x1 + 1.5);
            sketch.Field(x1, middle - thick / 2, Math.Min(x2, right) - x1, thick, kind, several);
            // What goes on beyond the ends of the line has an arrow there.
            if (first < from.DayNumber) { Arrow(left, middle, true, sketch.ColorOf(kind)); }
            if (last > to.DayNumber) { Arrow(right, middle, false, sketch.ColorOf(kind)); }
        }

        void Arrow(double x, double middle, bool back, Color color)
        {
            var (tip, half) = (back ? -5.0 : 5.0, Math.Min(thick / 2, 4));
            sketch.Add(new PathShape([new(PathVerb.Move, x, middle - half), new(PathVerb.Line, x + tip, middle), new(PathVerb.Line, x, middle + half), new(PathVerb.Close)]) { Fill = color });
        }

        void Ticks()
        {
            var widest = sketch.WidthOf("0000-00-00") + 8;
            var most = Math.Max((int)((right - left) / widest), 1);
            var free = double.NegativeInfinity;
            foreach (var day in TickDays(from, to, most, out var form))
            {
                var (x, text) = (X(day.DayNumber), day.ToString(form, CultureInfo.InvariantCulture));
                sketch.Line(x, y, x, bottom, sketch.Theme.Rule);
                var wide = sketch.WidthOf(text);
                var at = Math.Min(x, sketch.Width - wide);
                if (at < free) { continue; }
                sketch.Text(text, at, sketch.Middle(y - sketch.LineHeight / 2 - 2), color: sketch.Muted);
                free = at + wide + 6;
            }
            sketch.Line(left, y, right, y, sketch.Muted, 0.8);
        }
    }

    /// <summary>Days to write on the line: as many as fit, at the beginning of weeks, months, quarters or years.</summary>
    private static List<DateOnly> TickDays(DateOnly from, DateOnly to, int most, out string form)
    {
        var days = to.DayNumber - from.DayNumber + 1;
        var found = new List<DateOnly>();
        foreach (var step in (int[])[1, 2, 7, 14])
        {
            if ((days + step - 1) / step > most || days > 62) { continue; }
            form = "yyyy-MM-dd";
            var first = from;
            // Weeks begin on Mondays.
            while (step >= 7 && first.DayOfWeek != DayOfWeek.Monday && first < to) { first = first.AddDays(1); }
            for (var d = first.DayNumber; d <= to.DayNumber; d += step) { found.Add(DateOnly.FromDayNumber(d)); }
            return found;
        }

        int begin = from.Year * 12 + from.Month - (from.Day == 1 ? 1 : 0), end = to.Year * 12 + to.Month - 1;
        foreach (var step in (int[])[1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12000])
        {
            form = step < 12 ? "yyyy-MM" : "yyyy";
            var start = (begin + step - 1) / step * step;
            if (end >= start && (end - start) / step + 1 <= most)
            {
                for (var m = start; m <= end; m += step) { if (m is >= 12 and < 120_000) { found.Add(new DateOnly(m / 12, m % 12 + 1, 1)); } }
                if (found.Count > 0) { return found; }
            }
            if (end < start) { break; }
        }
        form = "yyyy-MM-dd";
        return [from];
    }
}
