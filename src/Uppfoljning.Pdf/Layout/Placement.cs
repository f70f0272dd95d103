namespace Uppfoljning.Pdf.Layout;

/// <summary>How large a picture is drawn, in points.</summary>
internal readonly record struct Placement(double Width, double Height)
{
    /// <summary>As large as there is room for.</summary>
    public static Placement Within(ImageFile image, double width, double height)
    {
        var scale = Math.Min(width / image.Width, height / image.Height);
        return new Placement(image.Width * scale, image.Height * scale);
    }

    /// <summary>The matrix that puts the stored picture, turned as it is to be seen, with its lower left corner at a point.</summary>
    public double[] Matrix(ImageFile image, double x, double y)
    {
        // Where the stored picture's lower left corner goes, and its lower and left sides, in a square.
        var (left, bottom, acrossX, acrossY, upX, upY) = image.Orientation switch
        {
            2 => (1, 0, -1, 0, 0, 1),
            3 => (1, 1, -1, 0, 0, -1),
            4 => (0, 1, 1, 0, 0, -1),
            5 => (1, 1, 0, -1, -1, 0),
            6 => (0, 1, 0, -1, 1, 0),
            7 => (0, 0, 0, 1, 1, 0),
            8 => (1, 0, 0, 1, -1, 0),
            _ => (0, 0, 1, 0, 0, 1),
        };
        return [acrossX * Width, acrossY * Height, upX * Width, upY * Height, x + left * Width, y + bottom * Height];
    }
}
