using System.Security.Cryptography;
using Uppfoljning.Pdf.Images;

namespace Uppfoljning.Pdf;

/// <summary>A picture from a PNG or JPEG file, read and found whole.</summary>
public sealed class ImageFile
{
    internal const int MaxPixels = 50_000_000, MaxSide = 30_000;

    private ImageFile() { }

    /// <summary>Width in pixels, as the picture is to be seen.</summary>
    public int Width => IsTurned ? StoredHeight : StoredWidth;

    /// <summary>Height in pixels, as the picture is to be seen.</summary>
    public int Height => IsTurned ? StoredWidth : StoredHeight;

    /// <summary>What the file is: <c>image/png</c> or <c>image/jpeg</c>.</summary>
    internal string MediaType { get; private init; } = "";

    /// <summary>
    /// The file, for the web and for Word, without what does not show: places where a photograph was taken, comments, profiles.
    /// A photograph that was taken with the camera turned still says so.
    /// </summary>
    internal byte[] Bytes { get; private init; } = [];

    /// <summary>How the stored picture is turned when it is seen, 1 to 8 as EXIF has it; 1 is as it is stored.</summary>
    internal int Orientation { get; private init; } = 1;

    /// <summary>Sides as the pixels are stored, before they are turned.</summary>
    internal int StoredWidth { get; private init; }
    internal int StoredHeight { get; private init; }

    /// <summary>The pixels as a PDF takes them, packed as <see cref="PdfEntries"/> says.</summary>
    internal byte[] PdfData { get; private init; } = [];
    internal string PdfEntries { get; private init; } = "";

    /// <summary>The same for two readings of the same picture.</summary>
    internal string Fingerprint => field ??= Convert.ToHexString(SHA256.HashData(Bytes));

    private bool IsTurned => Orientation >= 5;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">The file is not a PNG or JPEG that can be shown; the message says why.</exception>
    public static ImageFile Read(ReadOnlySpan<byte> file)
    {
        if (Png.IsPng(file))
        {
            var png = Png.Read(file);
            return new ImageFile
            {
                MediaType = "image/png",
                Bytes = png.Clean,
                StoredWidth = png.Width,
                StoredHeight = png.Height,
                PdfData = png.Rows,
                PdfEntries = $"/ColorSpace/{(png.Gray ? "DeviceGray" : "DeviceRGB")}/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors {(png.Gray ? 1 : 3)}/Columns {png.Width}>>",
            };
        }
        if (Jpeg.IsJpeg(file))
        {
            var jpeg = Jpeg.Read(file);
            return new ImageFile
            {
                MediaType = "image/jpeg",
                Bytes = jpeg.ForWeb,
                Orientation = jpeg.Orientation,
                StoredWidth = jpeg.Width,
                StoredHeight = jpeg.Height,
                PdfData = jpeg.Clean,
                PdfEntries = $"/ColorSpace/{(jpeg.Gray ? "DeviceGray" : "DeviceRGB")}/Filter/DCTDecode{(jpeg.Gray ? "" : $"/DecodeParms<</ColorTransform {(jpeg.Rgb ? 0 : 1)}>>")}",
            };
        }
        throw new FormatException("The file is neither PNG nor JPEG.");
    }

    /// <summary>Looks at the size before any memory is taken for the pixels: a small file may claim to be very large.</summary>
    internal static void CheckSize(long width, long height)
    {
        if (width <= 0 || height <= 0) { throw new FormatException("The picture has no width or no height."); }
        if (width > MaxSide || height > MaxSide || width * height > MaxPixels)
        {
            throw new FormatException($"The picture has {width} by {height} pixels; at most {MaxPixels / 1_000_000} million are taken, and {MaxSide} in one direction.");
        }
    }
}
