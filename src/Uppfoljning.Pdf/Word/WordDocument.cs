using System.Globalization;
using System.Text;
using Uppfoljning.Pdf.Structure;

namespace Uppfoljning.Pdf.Word;

/// <summary>The parts around the text: properties, styles, lists, headers, notes.</summary>
internal sealed class WordDocument(Document document, Package package)
{
    private const string Main = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

    private readonly Relations _relations = new();

    public void Write()
    {
        var root = new Relations();
        root.To("officeDocument", "word/document.xml");
        root.To("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml");
        root.To("extended-properties", "docProps/app.xml");
        package.Relations("_rels/.rels", root);
        Properties();

        _relations.To("styles", "styles.xml");
        _relations.To("settings", "settings.xml");
        _relations.To("fontTable", "fontTable.xml");
        _relations.To("theme", "theme/theme1.xml");
        _relations.To("numbering", "numbering.xml");
        _relations.To("footnotes", "footnotes.xml");

        var outline = new Outline(document);
        using var paper = new Paper(document, outline);
        WordBody body;
        using (var part = package.Part("word/document.xml", Main + "document.main+xml"))
        using (var xml = new WordXml(part, "document"))
        {
            body = new WordBody(document, outline, paper, package, _relations, xml);
            body.Write();
        }

        package.Part("word/styles.xml", Main + "styles+xml", WordStyles.Write(document));
        package.Part("word/settings.xml", Main + "settings+xml", Settings());
        package.Part("word/fontTable.xml", Main + "fontTable+xml", WordStyles.Fonts(document.Theme));
        package.Part("word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml", WordStyles.Theme(document.Theme));
        package.Part("word/numbering.xml", Main + "numbering+xml", Numbering(body.NumberedLists));
        Footnotes(body);
        var bands = new WordBands(document, package);
        for (var i = 0; i < body.Formats.Count; i++)
        {
            if (body.HasHeader) { bands.Header(WordBody.HeaderName(i), body.Formats[i]); }
            if (body.HasFooter) { bands.Footer(WordBody.FooterName(i), body.Formats[i]); }
        }
        if (body.HasFirstHeader) { bands.FirstHeader(WordBody.FirstHeaderName); }
        package.Relations("word/_rels/document.xml.rels", _relations);
        package.Finish();
    }

    private void Properties()
    {
        var metadata = document.Metadata;
        var created = metadata.Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var core = new StringBuilder();
        core.Append("""<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">""");
        Core("dc:title", metadata.Title);
        Core("dc:subject", metadata.Subject);
        Core("dc:creator", metadata.Author);
        Core("cp:keywords", string.Join(", ", metadata.Keywords));
        Core("cp:lastModifiedBy", metadata.Author);
        core.Append(CultureInfo.InvariantCulture, $"""<dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{created}</dcterms:modified>""");
        Core("dc:identifier", $"urn:uuid:{metadata.Id}");
        Core("dc:language", metadata.Language);
        package.Part("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", core.Append("</cp:coreProperties>").ToString());

        var company = string.IsNullOrEmpty(metadata.Author) ? "" : $"<Company>{WordXml.Escaped(metadata.Author)}</Company>";
        package.Part("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml",
            $"""<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>{WordXml.Escaped(metadata.Creator)}</Application>{company}</Properties>""");

        void Core(string name, string? value)
        {
            if (!PlainText.IsBlank(value)) { core.Append(CultureInfo.InvariantCulture, $"<{name}>{WordXml.Escaped(value)}</{name}>"); }
        }
    }

    /// <summary>No fields are updated when the file is opened: Word would ask about it, and what they say is already there.</summary>
    private string Settings() => $"""
        <w:settings xmlns:w="{WordXml.W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/><w:autoHyphenation/><w:consecutiveHyphenLimit w:val="2"/><w:hyphenationZone w:val="425"/><w:doNotHyphenateCaps/><w:characterSpacingControl w:val="doNotCompress"/><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/><w:compatSetting w:name="overrideTableStyleFontSizeAndJustification" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/><w:compatSetting w:name="enableOpenTypeFeatures" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/><w:compatSetting w:name="doNotFlipMirrorIndents" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/></w:compat><w:themeFontLang w:val="{WordXml.Escaped(document.Metadata.Language)}"/><w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1" w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6" w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>
        """;

    /// <summary>Bullets for all lists without numbers; for lists with numbers one definition, and an instance for each list with its first number.</summary>
    private string Numbering(IReadOnlyList<(int Level, int Start)> lists)
    {
        var xml = new StringBuilder();
        xml.Append(CultureInfo.InvariantCulture, $"<w:numbering xmlns:w=\"{WordXml.W}\">");
        Definition(0, "bullet", "ListBullet", l => l == 0 ? "\u2022" : "\u2013");
        Definition(1, "decimal", "ListNumber", l => $"%{WordXml.Number(l + 1)}.");
        xml.Append("<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>");
        for (var i = 0; i < lists.Count; i++)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<w:num w:numId=\"{WordBody.FirstNumberedList + i}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"{lists[i].Level}\"><w:startOverride w:val=\"{lists[i].Start}\"/></w:lvlOverride></w:num>");
        }
        return xml.Append("</w:numbering>").ToString();

        void Definition(int id, string format, string style, Func<int, string> mark)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"hybridMultilevel\"/>");
            for (var level = 0; level < WordBody.Levels; level++)
            {
                var color = format == "bullet" ? $"<w:rPr><w:color w:val=\"{WordStyles.Hex(document.Theme.AccentText)}\"/></w:rPr>" : "";
                var named = level == 0 ? $"<w:pStyle w:val=\"{style}\"/>" : "";
                xml.Append(CultureInfo.InvariantCulture, $"<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{named}<w:lvlText w:val=\"{mark(level)}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{360 * (level + 1)}\" w:hanging=\"360\"/></w:pPr>{color}</w:lvl>");
            }
            xml.Append("</w:abstractNum>");
        }
    }

    private void Footnotes(WordBody body)
    {
        var relations = new Relations();
        using (var part = package.Part("word/footnotes.xml", Main + "footnotes+xml"))
        using (var xml = new WordXml(part, "footnotes"))
        {
            xml.Raw("""<w:footnote w:type="separator" w:id="-1"><w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:separator/></w:r></w:p></w:footnote>""");
            xml.Raw("""<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>""");
            var text = body.TextFor(xml, relations);
            for (var i = 0; i < body.Notes.Count; i++)
            {
                xml.Open("footnote").With("id", i + 1).Open("p").Open("pPr").Add("pStyle", "FootnoteText").Close();
                xml.Raw("""<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>""");
                text.Write(body.Notes[i]);
                xml.Close().Close();
            }
        }
        package.Relations("word/_rels/footnotes.xml.rels", relations);
    }
}
