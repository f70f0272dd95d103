namespace Uppfoljning.Pdf.Charts;

/// <summary>The field of a chart with categories along the bottom and values upward: the grid, the scale and the names.</summary>
internal sealed class Plane
{
    private const double TurnedRoom = 100;

    private readonly Sketch _sketch;
    private readonly IReadOnlyList<string> _names;

    private Plane(Sketch sketch, Scale scale, IReadOnlyList<string> names) => (_sketch, Scale, _names) = (sketch, scale, names);

    public Scale Scale { get; }
    public double Left { get; private init; }
    public double Right { get; private init; }
    public double Top { get; private init; }
    public double Bottom { get; private init; }

    /// <summary>The width of a category.</summary>
    public double Slot => (Right - Left) / _names.Count;

    public double CenterOf(int category) => Left + (category + 0.5) * Slot;

    public double HeightOf(double value) => Bottom - Scale.At(value) * (Bottom - Top);

    /// <summary>Draws the grid with its scale to the left and the names below.</summary>
    /// <param name="sketch">The drawing.</param>
    /// <param name="y">Where the plane begins.</param>
    /// <param name="height">The height of the field.</param>
    /// <param name="rightRoom">What is kept free to the right.</param>
    /// <param name="scale">The values.</param>
    /// <param name="names">The categories.</param>
    /// <param name="unit">Stands above the scale.</param>
    /// <param name="belowField">What is kept free between the field and the names.</param>
    public static Plane Draw(Sketch sketch, double y, double height, double rightRoom, Scale scale, IReadOnlyList<string> names, string unit, double belowField)
    {
        if (!string.IsNullOrWhiteSpace(unit))
        {
            sketch.Text(sketch.Shorten(unit, sketch.Width), 0, sketch.Middle(y + sketch.LineHeight / 2), color: sketch.Muted);
            y += sketch.LineHeight + 2;
        }
        var widest = Enumerable.Range(0, scale.Steps + 1).Max(i => sketch.WidthOf(scale.TextAt(i)));
        var top = y + sketch.LineHeight + 2;
        var plane = new Plane(sketch, scale, names) { Left = Math.Min(widest + 6, sketch.Width / 3), Right = sketch.Width - rightRoom, Top = top, Bottom = top + height };
        for (var i = 0; i <= scale.Steps; i++)
        {
            var at = plane.HeightOf(scale.ValueAt(i));
            var zero = Math.Abs(scale.ValueAt(i)) < scale.Step / 2;
            sketch.Line(plane.Left, at, plane.Right, at, zero || i == 0 ? sketch.Muted : sketch.Theme.Rule, zero ? 0.8 : 0.5);
            sketch.Text(scale.TextAt(i), plane.Left - 6, sketch.Middle(at), Align.Right, sketch.Muted);
        }
        sketch.ReachTo(plane.Bottom + 6 + sketch.Size / 2);
        plane.Names(plane.Bottom + 5 + belowField);
        return plane;
    }

    /// <summary>Names stand upright when their words fit side by side, else they are turned; when there are too many every so manieth is written.</summary>
    private void Names(double y)
    {
        const double EnoughToDivide = 80;
        var room = Slot - 3;
        bool Fits() => room >= EnoughToDivide || _names.All(n => _sketch.LongestWord(n) <= room);
        _sketch.IsSmaller = !Fits();
        if (Fits())
        {
            var most = 0;
            for (var c = 0; c < _names.Count; c++)
            {
                var lines = _sketch.Wrap(_names[c], room, 3);
                for (var l = 0; l < lines.Length; l++) { _sketch.Text(lines[l], CenterOf(c), _sketch.Middle(y + (l + 0.5) * _sketch.LineHeight), Align.Center); }
                most = Math.Max(most, lines.Length);
            }
            _sketch.ReachTo(y + most * _sketch.LineHeight);
            _sketch.IsSmaller = false;
            return;
        }

        _sketch.IsSmaller = false;
        var every = Math.Max((int)Math.Ceiling(_sketch.LineHeight / Slot), 1);
        double longest = 0;
        for (var c = 0; c < _names.Count; c += every)
        {
            var name = _sketch.Shorten(_names[c], TurnedRoom);
            // The middle of the letters is to stand under the middle of the category, whose outermost ones are narrower than a line.
            var at = Math.Clamp(CenterOf(c), _sketch.Size * 0.5, _sketch.Width - _sketch.Size * 0.5);
            _sketch.Text(name, at + 0.33 * _sketch.Size, y, Align.Right, turned: -90);
            longest = Math.Max(longest, _sketch.WidthOf(name));
        }
        _sketch.ReachTo(y + longest + 1);
    }
}
