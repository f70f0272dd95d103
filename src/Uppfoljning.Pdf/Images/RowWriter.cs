using System.IO.Compression;

namespace Uppfoljning.Pdf.Images;

/// <summary>Packs rows of pixels as both PNG and PDF take them: each row as differences from what is beside it, whichever become smallest, and all of it deflated.</summary>
internal sealed class RowWriter(int width, int channels) : IDisposable
{
    private const int None = 0, Sub = 1, Up = 2, Paeth = 4;

    private readonly MemoryStream _packed = new();
    private readonly byte[] _above = new byte[width * channels];
    private readonly byte[][] _tried = [new byte[width * channels + 1], new byte[width * channels + 1], new byte[width * channels + 1], new byte[width * channels + 1]];
    private ZLibStream? _zlib;

    public void Add(ReadOnlySpan<byte> row)
    {
        _zlib ??= new ZLibStream(_packed, CompressionLevel.Optimal, leaveOpen: true);
        var best = _tried[0];
        var least = long.MaxValue;
        for (var i = 0; i < _tried.Length; i++)
        {
            var kind = i switch { 0 => None, 1 => Sub, 2 => Up, _ => Paeth };
            var sum = Filter(kind, row, _tried[i]);
            if (sum < least) { (best, least) = (_tried[i], sum); }
        }
        _zlib.Write(best);
        row.CopyTo(_above);
    }

    public byte[] Finish()
    {
        _zlib?.Dispose();
        return _packed.ToArray();
    }

    public void Dispose()
    {
        _zlib?.Dispose();
        _packed.Dispose();
    }

    /// <summary>The value among left, above and above left that lies closest to where they point.</summary>
    public static int Predict(int left, int above, int corner)
    {
        int toLeft = Math.Abs(above - corner), toAbove = Math.Abs(left - corner), toCorner = Math.Abs(left + above - 2 * corner);
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }

    private long Filter(int kind, ReadOnlySpan<byte> row, byte[] filtered)
    {
        filtered[0] = (byte)kind;
        long sum = 0;
        for (var i = 0; i < row.Length; i++)
        {
            int left = i >= channels ? row[i - channels] : 0, above = _above[i], corner = i >= channels ? _above[i - channels] : 0;
            var value = (byte)(row[i] - kind switch { None => 0, Sub => left, Up => above, _ => Predict(left, above, corner) });
            filtered[i + 1] = value;
            sum += value < 128 ? value : 256 - value;
        }
        return sum;
    }
}
