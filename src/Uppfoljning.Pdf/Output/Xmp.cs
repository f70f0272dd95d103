using System.Globalization;
using System.Security;
using System.Text;

namespace Uppfoljning.Pdf.Output;

/// <summary>The document's metadata as XMP, in step with the document information.</summary>
internal static class Xmp
{
    public const string Producer = "Uppföljning PDF";

    public static string Joined(IReadOnlyList<string> keywords) => string.Join(", ", keywords);

    public static string Write(Metadata metadata)
    {
        var created = metadata.Created.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        var text = new StringBuilder();
        text.Append("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n");
        text.Append("""
            <x:xmpmeta xmlns:x="adobe:ns:meta/">
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">

            """);
        text.Append(CultureInfo.InvariantCulture, $"<dc:format>application/pdf</dc:format>\n<dc:title>{Alternatives(metadata.Title)}</dc:title>\n");
        text.Append(CultureInfo.InvariantCulture, $"<dc:language><rdf:Bag><rdf:li>{Escaped(metadata.Language)}</rdf:li></rdf:Bag></dc:language>\n");
        if (!string.IsNullOrEmpty(metadata.Author)) { text.Append(CultureInfo.InvariantCulture, $"<dc:creator><rdf:Seq><rdf:li>{Escaped(metadata.Author)}</rdf:li></rdf:Seq></dc:creator>\n"); }
        if (!string.IsNullOrEmpty(metadata.Subject)) { text.Append(CultureInfo.InvariantCulture, $"<dc:description>{Alternatives(metadata.Subject)}</dc:description>\n"); }
        if (metadata.Keywords.Count > 0)
        {
            text.Append("<dc:subject><rdf:Bag>");
            foreach (var keyword in metadata.Keywords) { text.Append(CultureInfo.InvariantCulture, $"<rdf:li>{Escaped(keyword)}</rdf:li>"); }
            text.Append(CultureInfo.InvariantCulture, $"</rdf:Bag></dc:subject>\n<pdf:Keywords>{Escaped(Joined(metadata.Keywords))}</pdf:Keywords>\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"""
            <pdf:Producer>{Producer}</pdf:Producer>
            <xmp:CreatorTool>{Escaped(metadata.Creator)}</xmp:CreatorTool>
            <xmp:CreateDate>{created}</xmp:CreateDate>
            <xmp:ModifyDate>{created}</xmp:ModifyDate>
            <xmp:MetadataDate>{created}</xmp:MetadataDate>
            <xmpMM:DocumentID>uuid:{metadata.Id}</xmpMM:DocumentID>
            <xmpMM:InstanceID>uuid:{metadata.Id}</xmpMM:InstanceID>
            <pdfaid:part>2</pdfaid:part>
            <pdfaid:conformance>A</pdfaid:conformance>
            <pdfuaid:part>1</pdfuaid:part>
            </rdf:Description>

            """);
        // PDF/A asks that a schema it does not know be described in the file; PDF/UA's identifier is one.
        text.Append("""
            <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
            <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
            <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
            <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
            <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
            <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
            <pdfaProperty:name>part</pdfaProperty:name>
            <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
            <pdfaProperty:category>internal</pdfaProperty:category>
            <pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
            </rdf:li></rdf:Seq></pdfaSchema:property>
            </rdf:li></rdf:Bag></pdfaExtension:schemas>
            </rdf:Description>
            </rdf:RDF>
            </x:xmpmeta>
            <?xpacket end="w"?>
            """);
        return text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);

        static string Alternatives(string value) => $"<rdf:Alt><rdf:li xml:lang=\"x-default\">{Escaped(value)}</rdf:li></rdf:Alt>";
    }

    /// <summary>Without the characters that XML cannot hold; the document information is written the same way, to be in step.</summary>
    public static string Clean(string value) =>
        string.Concat(value.EnumerateRunes().Where(r => r.Value is >= 0x20 and not 0xFFFE and not 0xFFFF).Select(r => r.ToString()));

    private static string Escaped(string value) => SecurityElement.Escape(Clean(value));
}
