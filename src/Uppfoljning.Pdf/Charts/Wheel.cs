using System.Globalization;

namespace Uppfoljning.Pdf.Charts;

/// <summary>
/// The year as a wheel: January begins at the top and the year goes clockwise. What happens stands in columns beside the wheel, joined
/// to its month by a thin line, so that no text is turned and none is squeezed into the ring.
/// </summary>
internal static class Wheel
{
    private const double ItemGap = 2, BlockGap = 9, MarkRoom = 10;

    private sealed record MonthBlock(int Month, List<(string[] Lines, int Kind)> Items, string More)
    {
        public double HeightIn(Sketch sketch) =>
            sketch.LineHeight * (1 + Items.Sum(i => i.Lines.Length) + (More.Length > 0 ? 1 : 0)) + ItemGap * Items.Count;
    }

    public static void Draw(YearWheel wheel, Sketch sketch)
    {
        var kinds = wheel.Items.Select(i => i.Kind).Distinct().ToList();
        var several = kinds.Count > 1;
        var y = several
            ? sketch.Legend([.. kinds.Select((k, i) => (k.Length > 0 ? k : "–", (Action<double, double, double, double>)((x, at, w, h) => sketch.Mark(x + w / 2, at + h / 2, 3.4, i))))])
            : 0;

        var radius = Math.Clamp(sketch.Width * 0.215, 60, 110);
        var column = sketch.Width / 2 - radius - 22;
        var right = Fitted(wheel, kinds, sketch, column, [0, 1, 2, 3, 4, 5]);
        var left = Fitted(wheel, kinds, sketch, column, [11, 10, 9, 8, 7, 6]);
        var height = Math.Max(2 * radius + 2, Math.Max(Total(right), Total(left)));
        var (centerX, centerY) = (sketch.Width / 2, y + height / 2);

        Ring(wheel, kinds, sketch, centerX, centerY, radius);
        Column(right, isRight: true);
        Column(left, isRight: false);
        sketch.ReachTo(y + height);

        double Total(List<MonthBlock> blocks) => blocks.Sum(b => b.HeightIn(sketch)) + BlockGap * Math.Max(blocks.Count - 1, 0);

        void Column(List<MonthBlock> blocks, bool isRight)
        {
            // Each block as near its month as the others let it stand.
            var tops = new double[blocks.Count];
            for (var i = 0; i < tops.Length; i++)
            {
                var wanted = centerY - Math.Cos(Angle(blocks[i].Month + 0.5)) * radius * 1.05 - sketch.LineHeight / 2;
                tops[i] = Math.Max(wanted, i == 0 ? y : tops[i - 1] + blocks[i - 1].HeightIn(sketch) + BlockGap);
            }
            var floor = y + height;
            for (var i = tops.Length - 1; i >= 0; i--)
            {
                tops[i] = Math.Max(Math.Min(tops[i], floor - blocks[i].HeightIn(sketch)), y);
                floor = tops[i] - BlockGap;
            }
            for (var i = 0; i < tops.Length; i++) { Block(blocks[i], tops[i], isRight); }
        }

        void Block(MonthBlock block, double top, bool isRight)
        {
            var x = isRight ? sketch.Width - column : 0;
            var middle = top + sketch.LineHeight / 2;
            // From the ring straight out, then level to the name of the month.
            var angle = Angle(block.Month + 0.5);
            var (sin, cos) = Math.SinCos(angle);
            var edge = isRight ? x - 4 : column + 4;
            var name = sketch.Shorten(NameOf(wheel, block.Month), column, bold: true);
            var nameEnd = isRight ? edge : Math.Min(sketch.WidthOf(name, bold: true) + 4, edge);
            var knee = isRight ? x - 12 : column + 12;
            sketch.Add(new PathShape(
            [
                new(PathVerb.Move, centerX + sin * (radius + 1), centerY - cos * (radius + 1)),
                new(PathVerb.Line, knee, middle),
                new(PathVerb.Line, nameEnd, middle),
            ])
            { Stroke = sketch.Theme.Rule.DarkerOn(Color.White, 2), StrokeWidth = 0.6 });
            sketch.Text(name, x, sketch.Middle(middle), bold: true);
            var at = top + sketch.LineHeight;
            foreach (var (lines, kind) in block.Items)
            {
                at += ItemGap;
                sketch.Mark(x + 3.5, at + sketch.LineHeight / 2, 2.7, kind);
                foreach (var line in lines)
                {
                    sketch.Text(line, x + MarkRoom, sketch.Middle(at + sketch.LineHeight / 2));
                    at += sketch.LineHeight;
                }
            }
            sketch.Text(block.More, x + MarkRoom, sketch.Middle(at + sketch.LineHeight / 2), color: sketch.Muted);
        }
    }

    /// <summary>The blocks of half a year. When they would stand too high, texts get fewer lines, and then the last items of each month give way for their number.</summary>
    private static List<MonthBlock> Fitted(YearWheel wheel, List<string> kinds, Sketch sketch, double column, int[] months)
    {
        foreach (var (lines, most) in ((int, int)[])[(4, int.MaxValue), (2, int.MaxValue), (1, int.MaxValue), (1, 8), (1, 5), (1, 3)])
        {
            var blocks = new List<MonthBlock>();
            foreach (var month in months)
            {
                var items = wheel.Items.Where(i => i.Month == month + 1).ToList();
                if (items.Count == 0) { continue; }
                blocks.Add(new MonthBlock(
                    month,
                    [.. items.Take(most).Select(i => (sketch.Wrap(i.Text, column - MarkRoom, lines), kinds.IndexOf(i.Kind)))],
                    items.Count > most ? string.Create(CultureInfo.InvariantCulture, $"+ {items.Count - most}") : ""));
            }
            if (most == 3 || blocks.Sum(b => b.HeightIn(sketch) + BlockGap) <= Sketch.MostHeight) { return blocks; }
        }
        return [];
    }

    private static void Ring(YearWheel wheel, List<string> kinds, Sketch sketch, double x, double y, double radius)
    {
        double inner = radius * 0.47, rim = radius * 0.8;
        var color = sketch.Theme.Accent.DarkerOn(Color.White, 4.5);
        var tint = Color.White.Mixed(color, 0.1);
        // A name keeps to its part of the ring, all of them whole or all cut alike; whole they stand beside the wheel.
        var middle = (inner + rim) / 2;
        var room = 2 * Math.PI * middle / 12 - 5;
        var whole = Enumerable.Range(0, 12).All(m => sketch.WidthOf(NameOf(wheel, m), bold: true) <= room);
        for (var month = 0; month < 12; month++)
        {
            var items = wheel.Items.Where(i => i.Month == month + 1).ToList();
            sketch.Add(new PathShape(Sector(x, y, inner, rim, month)) { Fill = items.Count > 0 ? color : tint, Stroke = Color.White, StrokeWidth = 1.2 });
            sketch.Add(new PathShape(Sector(x, y, rim, radius, month)) { Fill = tint, Stroke = Color.White, StrokeWidth = 1.2 });

            var (sin, cos) = Math.SinCos(Angle(month + 0.5));
            var name = NameOf(wheel, month);
            name = whole ? name : sketch.Shorten(name.Length > 3 ? name[..3] : name, room, bold: true);
            sketch.Text(name, x + sin * middle, sketch.Middle(y - cos * middle), Align.Center, items.Count > 0 ? Color.White : sketch.Ink, bold: true);
            Marks(items, month);
        }
        sketch.Text(wheel.Year.ToString(CultureInfo.InvariantCulture), x, sketch.Middle(y, 2 * sketch.Size), Align.Center, color, bold: true, times: 2);

        // A mark for each thing that happens, as many as the rim has room for.
        void Marks(List<WheelItem> items, int month)
        {
            var at = (rim + radius) / 2;
            var most = Math.Max((int)(2 * Math.PI * at / 12 / 7), 1);
            var shown = Math.Min(items.Count, most);
            for (var i = 0; i < shown; i++)
            {
                var (sin, cos) = Math.SinCos(Angle(month + 0.5 + (i - (shown - 1) / 2.0) / most * 0.9));
                sketch.Mark(x + sin * at, y - cos * at, 2.4, kinds.IndexOf(items[i].Kind));
            }
        }
    }

    /// <summary>A part of a ring that covers a month.</summary>
    private static PathPart[] Sector(double x, double y, double inner, double outer, int month)
    {
        double from = Angle(month), to = Angle(month + 1), bend = 4.0 / 3 * Math.Tan((to - from) / 4);
        var (sin1, cos1) = Math.SinCos(from);
        var (sin2, cos2) = Math.SinCos(to);
        return
        [
            new(PathVerb.Move, x + outer * sin1, y - outer * cos1),
            new(PathVerb.Curve, x + outer * sin2, y - outer * cos2,
                x + outer * (sin1 + bend * cos1), y - outer * (cos1 - bend * sin1), x + outer * (sin2 - bend * cos2), y - outer * (cos2 + bend * sin2)),
            new(PathVerb.Line, x + inner * sin2, y - inner * cos2),
            new(PathVerb.Curve, x + inner * sin1, y - inner * cos1,
                x + inner * (sin2 - bend * cos2), y - inner * (cos2 + bend * sin2), x + inner * (sin1 + bend * cos1), y - inner * (cos1 - bend * sin1)),
            new(PathVerb.Close),
        ];
    }

    private static string NameOf(YearWheel wheel, int month) => month < wheel.Months.Count ? wheel.Months[month] : "";

    private static double Angle(double month) => month * Math.PI / 6;
}
