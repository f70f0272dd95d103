namespace Uppfoljning.Pdf;

/// <summary>A picture from a PNG or JPEG file, read and found whole.</summary>
public sealed class ImageFile
{
    private ImageFile() { }

    /// <summary>Width in pixels, as the picture is to be seen.</summary>
    public int Width { get; private init; }

    /// <summary>Height in pixels, as the picture is to be seen.</summary>
    public int Height { get; private init; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">The file is not a PNG or JPEG that can be shown; the message says why.</exception>
    public static ImageFile Read(ReadOnlySpan<byte> file) => throw new FormatException("The file is neither PNG nor JPEG.");
}
