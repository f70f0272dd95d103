using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Uppfoljning.Pdf.Tests;

internal sealed record Name(string Value);

internal sealed record Reference(int Id);

internal sealed record Operator(string Value);

internal sealed class Dict : Dictionary<string, object?>;

internal sealed record PdfStream(Dict Dict, byte[] Data);

/// <summary>Läser så mycket av PDF som testerna behöver: korsreferensström, objektströmmar och innehåll. Egen kod, skild från den som skriver.</summary>
internal sealed class PdfReader
{
    private readonly byte[] _bytes;
    private readonly Dictionary<int, (int Kind, int Place, int Index)> _places = [];
    private readonly Dictionary<int, object?> _objects = [];
    private readonly Dictionary<int, List<object?>> _objectStreams = [];

    public PdfReader(byte[] bytes)
    {
        _bytes = bytes;
        var tail = Encoding.Latin1.GetString(bytes);
        var at = tail.LastIndexOf("startxref", StringComparison.Ordinal);
        var start = int.Parse(tail[(at + 9)..].Trim().Split('\n')[0], CultureInfo.InvariantCulture);
        var table = (PdfStream)ReadAt(start)!;
        Trailer = table.Dict;
        for (var i = 0; i < table.Data.Length / 7; i++)
        {
            var row = table.Data.AsSpan(7 * i, 7);
            _places[i] = (row[0], BinaryPrimitives.ReadInt32BigEndian(row[1..]), BinaryPrimitives.ReadUInt16BigEndian(row[5..]));
        }
    }

    public Dict Trailer { get; }

    public Dict Catalog => (Dict)Get(Trailer["Root"])!;

    public int ObjectCount => _places.Count;

    /// <summary>Alla objekt i filen.</summary>
    public IEnumerable<(int Id, object? Value)> Objects() =>
        _places.Where(p => p.Key != 0 && p.Value.Kind != 0).Select(p => (p.Key, Get(new Reference(p.Key))));

    public object? Get(object? value)
    {
        while (value is Reference reference)
        {
            if (!_objects.TryGetValue(reference.Id, out var loaded)) { _objects[reference.Id] = loaded = Load(reference.Id); }
            value = loaded;
        }
        return value;
    }

    /// <summary>Läser alla objekt, och ser efter att inget av dem har genomskinlighet eller pekar på något som inte finns.</summary>
    public IEnumerable<string> Unreadable()
    {
        foreach (var (id, (kind, _, _)) in _places)
        {
            if (id == 0 || kind == 0) { continue; }
            var value = Get(new Reference(id));
            foreach (var fault in Faults(value is PdfStream stream ? stream.Dict : value)) { yield return $"Objekt {id}: {fault}"; }
        }

        IEnumerable<string> Faults(object? value) => value switch
        {
            Reference reference when !_places.TryGetValue(reference.Id, out var place) || place.Kind == 0 => [$"pekar på {reference.Id}, som inte finns"],
            List<object?> list => list.SelectMany(Faults),
            Dict dict => dict.Keys.Intersect(["SMask", "ca", "CA", "BM", "Encrypt", "JS"]).Select(k => $"har {k}").Concat(dict.Values.SelectMany(Faults)),
            _ => [],
        };
    }

    public Dict DictOf(object? value) => (Dict)Get(value)!;

    public List<object?> Array(object? value) => Get(value) is List<object?> list ? list : value is null ? [] : [value];

    public List<(int Id, Dict Page)> Pages()
    {
        var found = new List<(int, Dict)>();
        Walk(Catalog["Pages"]);
        return found;

        void Walk(object? node)
        {
            var dict = DictOf(node);
            if (dict.TryGetValue("Kids", out var kids)) { Array(kids).ForEach(Walk); }
            else { found.Add((((Reference)node!).Id, dict)); }
        }
    }

    public List<object?> Content(Dict page)
    {
        var all = new MemoryStream();
        foreach (var part in Array(page["Contents"]))
        {
            all.Write(((PdfStream)Get(part)!).Data);
            all.WriteByte((byte)'\n');
        }
        var parser = new Parser(all.ToArray(), 0, null);
        var tokens = new List<object?>();
        while (parser.More()) { tokens.Add(parser.Value()); }
        return tokens;
    }

    private object? Load(int id)
    {
        var (kind, place, index) = _places[id];
        switch (kind)
        {
            case 1: return ReadAt(place);
            case 2:
                if (!_objectStreams.TryGetValue(place, out var members))
                {
                    var stream = (PdfStream)Get(new Reference(place))!;
                    var (count, first) = ((int)(double)stream.Dict["N"]!, (int)(double)stream.Dict["First"]!);
                    var head = new Parser(stream.Data, 0, null);
                    var offsets = Enumerable.Range(0, count).Select(_ => (Id: (int)(double)head.Value()!, Offset: (int)(double)head.Value()!)).ToList();
                    members = [.. offsets.Select(o => new Parser(stream.Data, first + o.Offset, null).Value())];
                    _objectStreams[place] = members;
                }
                return members[index];
            default: throw new InvalidDataException($"Objekt {id} finns inte.");
        }
    }

    private object? ReadAt(int offset)
    {
        var parser = new Parser(_bytes, offset, this);
        parser.Value();
        parser.Value();
        parser.Value();
        return parser.Value();
    }

    /// <summary>Tolkar ett värde i taget; en strömkropp läses när läsaren är med.</summary>
    internal sealed class Parser(byte[] data, int at, PdfReader? reader)
    {
        public bool More()
        {
            Skip();
            return at < data.Length;
        }

        public object? Value()
        {
            Skip();
            var c = (char)data[at];
            switch (c)
            {
                case '/': return NameValue();
                case '(': return Literal();
                case '[':
                    at++;
                    var list = new List<object?>();
                    for (Skip(); data[at] != ']'; Skip()) { list.Add(Value()); }
                    at++;
                    return list;
                case '<' when data[at + 1] == '<': return DictOrStream();
                case '<':
                    var end = System.Array.IndexOf(data, (byte)'>', at);
                    var hex = Encoding.ASCII.GetString(data, at + 1, end - at - 1);
                    at = end + 1;
                    return Convert.FromHexString(hex);
                default: break;
            }
            var from = at;
            while (at < data.Length && !" \r\n\t/()[]<>".Contains((char)data[at], StringComparison.Ordinal)) { at++; }
            var word = Encoding.ASCII.GetString(data, from, at - from);
            if (word is "true" or "false") { return word == "true"; }
            if (word == "null") { return null; }
            if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) { return new Operator(word); }

            // "12 0 R" är en hänvisning.
            var back = at;
            if (at + 4 <= data.Length && data[at] == ' ' && data[at + 1] == '0' && data[at + 2] == ' ' && data[at + 3] == 'R' && (at + 4 == data.Length || !char.IsLetter((char)data[at + 4])))
            {
                at += 4;
                return new Reference((int)number);
            }
            at = back;
            return number;
        }

        private Name NameValue()
        {
            var from = ++at;
            while (at < data.Length && !" \r\n\t/()[]<>".Contains((char)data[at], StringComparison.Ordinal)) { at++; }
            return new Name(Encoding.ASCII.GetString(data, from, at - from));
        }

        private byte[] Literal()
        {
            var text = new List<byte>();
            var depth = 1;
            for (at++; ; at++)
            {
                if (data[at] == '\\') { text.Add(data[++at]); continue; }
                if (data[at] == '(') { depth++; }
                if (data[at] == ')' && --depth == 0) { break; }
                text.Add(data[at]);
            }
            at++;
            return [.. text];
        }

        private object DictOrStream()
        {
            at += 2;
            var dict = new Dict();
            for (Skip(); data[at] != '>'; Skip())
            {
                var key = NameValue().Value;
                dict[key] = Value();
            }
            at += 2;
            Skip();
            if (reader is null || at + 6 > data.Length || Encoding.ASCII.GetString(data, at, 6) != "stream") { return dict; }
            var length = (int)(double)reader.Get(dict["Length"])!;
            var body = data.AsSpan(at + 7, length).ToArray();
            if (dict.TryGetValue("Filter", out var filter) && filter is Name { Value: "FlateDecode" })
            {
                using var zlib = new ZLibStream(new MemoryStream(body), CompressionMode.Decompress);
                using var plain = new MemoryStream();
                zlib.CopyTo(plain);
                body = plain.ToArray();
            }
            return new PdfStream(dict, body);
        }

        private void Skip()
        {
            while (at < data.Length && (data[at] <= ' ' || data[at] == '%'))
            {
                if (data[at] == '%') { while (at < data.Length && data[at] != '\n') { at++; } }
                else { at++; }
            }
        }
    }

    public static string Text(object? value)
    {
        var bytes = (byte[])value!;
        return bytes is [0xFE, 0xFF, ..] ? Encoding.BigEndianUnicode.GetString(bytes, 2, bytes.Length - 2) : Encoding.Latin1.GetString(bytes);
    }
}
