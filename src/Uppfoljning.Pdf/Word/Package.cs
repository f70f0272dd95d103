using System.IO.Compression;
using System.Text;

namespace Uppfoljning.Pdf.Word;

/// <summary>The parts that a part refers to. The same target keeps the same id.</summary>
internal sealed class Relations
{
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

    private readonly Dictionary<(string Kind, string Target), string> _ids = [];
    private readonly List<(string Id, string Type, string Target, bool External)> _all = [];

    public bool Any => _all.Count > 0;

    public string To(string kind, string target, bool external = false)
    {
        if (!_ids.TryGetValue((kind, target), out var id))
        {
            id = "rId" + WordXml.Number(_all.Count + 1);
            _ids[(kind, target)] = id;
            _all.Add((id, kind.Contains(':', StringComparison.Ordinal) ? kind : Office + kind, target, external));
        }
        return id;
    }

    public override string ToString()
    {
        var xml = new StringBuilder("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
        foreach (var (id, type, target, external) in _all)
        {
            xml.Append("<Relationship Id=\"").Append(id).Append("\" Type=\"").Append(type).Append("\" Target=\"").Append(WordXml.Escaped(target)).Append('"')
                .Append(external ? " TargetMode=\"External\"" : "").Append("/>");
        }
        return xml.Append("</Relationships>").ToString();
    }
}

/// <summary>The parts of the file, in the order they are written and all with the same date: the same document gives the same bytes.</summary>
internal sealed class Package(Stream output) : IDisposable
{
    // The first day that a zip archive can tell.
    private static readonly DateTimeOffset Dated = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive _zip = new(output, ZipArchiveMode.Create, leaveOpen: true);
    private readonly List<(string Name, string Type)> _parts = [];
    private readonly List<ReadOnlyMemory<byte>> _media = [];
    private readonly List<string> _mediaNames = [];

    /// <summary>Opens a part for writing; only one at a time.</summary>
    public Stream Part(string name, string? type = null)
    {
        if (type is not null) { _parts.Add((name, type)); }
        var entry = _zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = Dated;
        return entry.Open();
    }

    public void Part(string name, string? type, string xml)
    {
        using var part = Part(name, type);
        part.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" + xml));
    }

    public void Relations(string name, Relations relations)
    {
        if (relations.Any) { Part(name, null, relations.ToString()); }
    }

    /// <summary>Takes a picture to be written last, and says what it will be called. The same picture is written once.</summary>
    public string Media(ReadOnlyMemory<byte> bytes, string extension)
    {
        for (var i = 0; i < _media.Count; i++)
        {
            if (_media[i].Span.SequenceEqual(bytes.Span)) { return _mediaNames[i]; }
        }
        var name = $"media/image{WordXml.Number(_media.Count + 1)}.{extension}";
        _media.Add(bytes);
        _mediaNames.Add(name);
        return name;
    }

    /// <summary>Writes pictures and the list of contents.</summary>
    public void Finish()
    {
        for (var i = 0; i < _media.Count; i++)
        {
            using var part = Part("word/" + _mediaNames[i]);
            part.Write(_media[i].Span);
        }
        var xml = new StringBuilder("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">");
        foreach (var (extension, type) in new[]
        {
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml"), ("png", "image/png"), ("jpeg", "image/jpeg"),
            ("svg", "image/svg+xml"),
        })
        {
            xml.Append("<Default Extension=\"").Append(extension).Append("\" ContentType=\"").Append(type).Append("\"/>");
        }
        foreach (var (name, type) in _parts)
        {
            xml.Append("<Override PartName=\"/").Append(name).Append("\" ContentType=\"").Append(type).Append("\"/>");
        }
        Part("[Content_Types].xml", null, xml.Append("</Types>").ToString());
    }

    public void Dispose() => _zip.Dispose();
}
