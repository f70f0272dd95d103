using System.Buffers.Binary;
using System.IO.Compression;

namespace Uppfoljning.Pdf.Output;

/// <summary>
/// The file's objects in the order they become ready. Streams go straight out; small objects are gathered into compressed
/// object streams, so that a structure tree of ten thousand cells costs little. The output need not be seekable.
/// </summary>
internal sealed class PdfFile : IDisposable
{
    private const int PerObjectStream = 200;
    private readonly Stream? _output;
    private const int InFile = -1, Free = -2;
    private readonly List<(long Place, int Index)> _places = [(0, Free)];
    private readonly List<(int Id, int Offset)> _gathered = [];
    private readonly ByteWriter _bodies = new(16 * 1024), _head = new();
    private readonly MemoryStream _compressed = new();
    private int _gatheringId;
    private long _position;

    /// <summary>Begins a file. Without a stream nothing is kept: the document is only laid out, to see where things come to stand.</summary>
    public PdfFile(Stream? output)
    {
        _output = output;
        Send([.. "%PDF-1.7\n%"u8, 0xE2, 0xE3, 0xCF, 0xD3, (byte)'\n']);
    }

    public int Allocate()
    {
        _places.Add((0, Free));
        return _places.Count - 1;
    }

    /// <summary>Writes a small object, such as a dictionary or an array.</summary>
    public void Write(int id, ReadOnlySpan<byte> body)
    {
        if (_output is null) { return; }
        if (_gathered.Count == 0) { _gatheringId = Allocate(); }
        _places[id] = (_gatheringId, _gathered.Count);
        _gathered.Add((id, _bodies.Length));
        _bodies.Add(body).Add("\n"u8);
        if (_gathered.Count == PerObjectStream) { WriteGathered(); }
    }

    /// <summary>Writes a stream; the dictionary's own entries are given without brackets, length and filter.</summary>
    public void WriteStream(int id, ReadOnlySpan<byte> entries, ReadOnlySpan<byte> data, bool compress = true)
    {
        if (_output is null) { return; }
        if (compress)
        {
            _compressed.SetLength(0);
            using (var zlib = new ZLibStream(_compressed, CompressionLevel.Optimal, leaveOpen: true)) { zlib.Write(data); }
            data = _compressed.GetBuffer().AsSpan(0, (int)_compressed.Length);
        }
        _places[id] = (_position, InFile);
        _head.Clear();
        _head.Add(id).Add(" 0 obj\n<<"u8).Add(entries).Add("/Length "u8).Add(data.Length);
        if (compress) { _head.Add("/Filter/FlateDecode"u8); }
        Send(_head.Add(">>\nstream\n"u8).Written);
        Send(data);
        Send("\nendstream\nendobj\n"u8);
    }

    /// <summary>Writes the cross-reference stream and the end of the file.</summary>
    public void Finish(int catalog, int info, Guid identity)
    {
        WriteGathered();
        var id = Allocate();
        var start = _position;
        _places[id] = (start, InFile);
        var rows = new byte[7 * _places.Count];
        for (var i = 0; i < _places.Count; i++)
        {
            var (place, index) = _places[i];
            var row = rows.AsSpan(7 * i, 7);
            row[0] = index switch { Free => 0, InFile => 1, _ => 2 };
            BinaryPrimitives.WriteUInt32BigEndian(row[1..], (uint)place);
            BinaryPrimitives.WriteUInt16BigEndian(row[5..], i == 0 ? ushort.MaxValue : (ushort)Math.Max(index, 0));
        }
        var hex = Convert.ToHexString(identity.ToByteArray(bigEndian: true));
        var entries = new ByteWriter().Add("/Type/XRef/W[1 4 2]/Size "u8).Add(_places.Count).Add("/Root "u8).AddReference(catalog)
            .Add("/Info "u8).AddReference(info).Add($"/ID[<{hex}><{hex}>]");
        WriteStream(id, entries.Written, rows);
        Send(new ByteWriter().Add("startxref\n"u8).Add(start.ToString(System.Globalization.CultureInfo.InvariantCulture)).Add("\n%%EOF\n"u8).Written);
    }

    public void Dispose() => _compressed.Dispose();

    private void WriteGathered()
    {
        if (_gathered.Count == 0) { return; }
        var all = new ByteWriter(_bodies.Length + 16 * _gathered.Count);
        foreach (var (id, offset) in _gathered) { all.Add(id).Add(" "u8).Add(offset).Add(" "u8); }
        var first = all.Length;
        all.Add(_bodies.Written);
        var entries = new ByteWriter().Add("/Type/ObjStm/N "u8).Add(_gathered.Count).Add("/First "u8).Add(first);
        WriteStream(_gatheringId, entries.Written, all.Written);
        _gathered.Clear();
        _bodies.Clear();
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        _output?.Write(bytes);
        _position += bytes.Length;
    }
}
