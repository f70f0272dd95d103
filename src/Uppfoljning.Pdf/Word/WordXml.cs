using System.Globalization;
using System.Security;
using System.Xml;
using Uppfoljning.Pdf.Structure;

namespace Uppfoljning.Pdf.Word;

/// <summary>Writes WordprocessingML. Names without a prefix are of its own namespace, attributes with them.</summary>
internal sealed class WordXml : IDisposable
{
    public const string W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    public const string R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private readonly XmlWriter _xml;

    /// <summary>Begins a part with its root element.</summary>
    public WordXml(Stream part, string root)
    {
        _xml = XmlWriter.Create(part, new XmlWriterSettings { NewLineHandling = NewLineHandling.None, CloseOutput = false });
        _xml.WriteStartDocument(true);
        _xml.WriteStartElement("w", root, W);
        foreach (var (prefix, name) in new[]
        {
            ("r", R),
            ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
            ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
            ("pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
            ("v", "urn:schemas-microsoft-com:vml"),
            ("o", "urn:schemas-microsoft-com:office:office"),
            ("w10", "urn:schemas-microsoft-com:office:word"),
        })
        {
            _xml.WriteAttributeString("xmlns", prefix, null, name);
        }
    }

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Points as twentieths, Word's unit.</summary>
    public static string Twips(double points) => Number((int)Math.Round(points * 20));

    public static string HalfPoints(double points) => Number(Math.Clamp((int)Math.Round(points * 2), 2, 3276));

    public static string Escaped(string? text) => SecurityElement.Escape(PlainText.Line(text)) ?? "";

    public WordXml Open(string name)
    {
        _xml.WriteStartElement("w", name, W);
        return this;
    }

    public WordXml With(string attribute, string value)
    {
        _xml.WriteAttributeString("w", attribute, W, value);
        return this;
    }

    public WordXml With(string attribute, int value) => With(attribute, Number(value));

    public WordXml Related(string attribute, string id)
    {
        _xml.WriteAttributeString("r", attribute, R, id);
        return this;
    }

    public WordXml Close()
    {
        _xml.WriteEndElement();
        return this;
    }

    /// <summary>An element with a value, or with nothing.</summary>
    public WordXml Add(string name, string? value = null)
    {
        Open(name);
        if (value is not null) { With("val", value); }
        return Close();
    }

    public WordXml AddIf(bool condition, string name) => condition ? Add(name) : this;

    /// <summary>Words, with their space.</summary>
    public WordXml Text(string element, string text)
    {
        Open(element);
        _xml.WriteAttributeString("xml", "space", null, "preserve");
        _xml.WriteString(text);
        return Close();
    }

    /// <summary>XML that is whole and escaped.</summary>
    public WordXml Raw(string xml)
    {
        _xml.WriteRaw(xml);
        return this;
    }

    public void Dispose() => _xml.Dispose();
}
