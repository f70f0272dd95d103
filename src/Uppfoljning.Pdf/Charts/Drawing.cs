namespace Uppfoljning.Pdf.Charts;

/// <summary>A chart as shapes, in the order they are painted, with x to the right and y down in points from its upper left corner.</summary>
internal sealed record Drawing(double Width, double Height, IReadOnlyList<Shape> Shapes)
{
    /// <summary>The same drawing in another size.</summary>
    public Drawing Scaled(double scale) => new(Width * scale, Height * scale, [.. Shapes.Select(s => s.Scaled(scale))]);
}

/// <summary>A part of a drawing.</summary>
internal abstract record Shape
{
    public abstract Shape Scaled(double scale);
}

/// <summary>An outline, filled or drawn with a line or both. A dash pattern of 0 is an unbroken line.</summary>
internal sealed record PathShape(IReadOnlyList<PathPart> Parts) : Shape
{
    public Color? Fill { get; init; }
    public Color? Stroke { get; init; }
    public double StrokeWidth { get; init; } = 1;
    public double Dash { get; init; }

    public override Shape Scaled(double scale) => this with
    {
        Parts = [.. Parts.Select(p => new PathPart(p.Verb, p.X * scale, p.Y * scale, p.X1 * scale, p.Y1 * scale, p.X2 * scale, p.Y2 * scale))],
        StrokeWidth = StrokeWidth * scale,
        Dash = Dash * scale,
    };
}

internal enum PathVerb { Move, Line, Curve, Close }

/// <summary>A step of an outline. A curve is cubic and has two control points before its end; the other steps use the end alone.</summary>
internal readonly record struct PathPart(PathVerb Verb, double X = 0, double Y = 0, double X1 = 0, double Y1 = 0, double X2 = 0, double Y2 = 0);

/// <summary>A line of text whose baseline begins, has its middle or ends at a point. Turned by degrees clockwise around that point.</summary>
internal sealed record TextShape(string Text, double X, double Y, double Size, Color Color) : Shape
{
    public bool Bold { get; init; }
    public Align Anchor { get; init; }
    public double Turned { get; init; }

    public override Shape Scaled(double scale) => this with { X = X * scale, Y = Y * scale, Size = Size * scale };
}
