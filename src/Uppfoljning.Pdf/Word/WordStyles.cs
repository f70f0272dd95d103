using System.Globalization;
using System.Text;

namespace Uppfoljning.Pdf.Word;

/// <summary>The looks, as styles that the one who works on in Word can change in one place.</summary>
internal static class WordStyles
{
    public static string Hex(Color color) => color.ToHex()[1..];

    public static string Write(Document document)
    {
        var theme = document.Theme;
        string text = Hex(theme.Text), muted = Hex(theme.Muted), accent = Hex(theme.AccentText), rule = Hex(theme.Rule), tint = Hex(theme.Tint);
        var xml = new StringBuilder();
        xml.Append(CultureInfo.InvariantCulture, $"""
            <w:styles xmlns:w="{WordXml.W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" w:hAnsiTheme="minorHAnsi" w:cstheme="minorBidi"/><w:color w:val="{text}"/><w:sz w:val="{WordXml.HalfPoints(theme.TextSize)}"/><w:szCs w:val="{WordXml.HalfPoints(theme.TextSize)}"/><w:lang w:val="{WordXml.Escaped(document.Metadata.Language)}" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>{Spacing(0, 7, theme.TextSize * theme.LineHeight)}</w:pPr></w:pPrDefault></w:docDefaults>
            """);
        xml.Append("""<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>""");
        xml.Append("""<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>""");
        xml.Append("""<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>""");
        xml.Append("""<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>""");

        Paragraph("Title", "Title", $"<w:keepLines/>{Spacing(18, 10, theme.TitleSize * 1.15)}", Font(theme.TitleSize, text, bold: true), next: "Normal");
        Paragraph("Subtitle", "Subtitle", $"<w:keepLines/>{Spacing(0, 10, theme.TitleSize * 0.65)}", Font(theme.TitleSize * 0.5, muted), next: "Normal");
        Paragraph("CoverOwner", "Dokumentets ägare", Spacing(0, 0, 18), Font(13, accent, bold: true));
        for (var level = 1; level <= 4; level++)
        {
            var size = theme.HeadingSizes.Count > 0 ? theme.HeadingSizes[Math.Min(level, theme.HeadingSizes.Count) - 1] : theme.TextSize;
            // Word adds the space below a paragraph to that above the next; the PDF takes the larger.
            var (before, after) = level switch { 1 => (17, 10), 2 => (13, 6), 3 => (8, 4), _ => (5, 4) };
            Paragraph(string.Create(CultureInfo.InvariantCulture, $"Heading{level}"), string.Create(CultureInfo.InvariantCulture, $"heading {level}"),
                $"<w:keepNext/><w:keepLines/><w:suppressAutoHyphens/>{Spacing(before, after, size * 1.2)}<w:outlineLvl w:val=\"{WordXml.Number(level - 1)}\"/>",
                Font(size, level == 1 ? accent : text, bold: true), next: "Normal");
        }
        Paragraph("TOCHeading", "TOC Heading", $"<w:keepNext/><w:keepLines/>{Spacing(17, 10, theme.TextSize * theme.LineHeight)}", Font(theme.HeadingSizes.Count > 0 ? theme.HeadingSizes[0] : theme.TextSize, accent, bold: true), next: "Normal");
        for (var level = 1; level <= 4; level++)
        {
            Paragraph(string.Create(CultureInfo.InvariantCulture, $"TOC{level}"), string.Create(CultureInfo.InvariantCulture, $"toc {level}"),
                $"{Spacing(level == 1 ? 7 : 1, 1, theme.TextSize * theme.LineHeight)}<w:ind w:left=\"{WordXml.Twips((level - 1) * 16)}\"/>", level == 1 ? "<w:b/><w:bCs/>" : "", next: "Normal");
        }
        Paragraph("ListBullet", "List Bullet", $"<w:numPr><w:numId w:val=\"1\"/></w:numPr>{Spacing(0, 2.5, theme.TextSize * theme.LineHeight)}", "");
        Paragraph("ListNumber", "List Number", Spacing(0, 2.5, theme.TextSize * theme.LineHeight), "");
        Paragraph("Caption", "caption", $"<w:keepLines/>{Spacing(5, 4, theme.TextSize * theme.LineHeight)}", Font(theme.TextSize, text, bold: true), next: "Normal");
        Paragraph("Figure", "Figur", "<w:spacing w:before=\"60\" w:after=\"80\" w:line=\"240\" w:lineRule=\"auto\"/>", "");
        Paragraph("FigureCaption", "Figurtext", $"<w:keepLines/>{Spacing(0, 10, theme.SmallSize * theme.LineHeight)}", Font(theme.SmallSize, muted));
        Paragraph("Small", "Liten text", Spacing(0, 7, theme.SmallSize * theme.LineHeight), Font(theme.SmallSize, muted));
        Paragraph("TableText", "Tabelltext", Spacing(0, 0, theme.TableSize * 1.3), Font(theme.TableSize, null));
        Paragraph("TableHeading", "Tabellrubrik", "<w:keepNext/>", "<w:b/><w:bCs/>", basedOn: "TableText");
        Paragraph("FactName", "Uppgift", Spacing(0, 0, theme.TextSize * theme.LineHeight), Font(theme.TextSize, muted));
        Paragraph("FactValue", "Uppgiftens värde", Spacing(0, 0, theme.TextSize * theme.LineHeight), "");
        Paragraph("Callout", "Notis", "", "");
        Paragraph("CalloutTitle", "Notisrubrik", $"<w:keepNext/><w:keepLines/>{Spacing(0, 2, theme.TextSize * theme.LineHeight)}", "<w:b/><w:bCs/>", basedOn: "Callout", next: "Callout");
        Paragraph("SignatureLine", "Underskrift", $"<w:keepLines/>{Spacing(3, 0, theme.SmallSize * 1.35)}", Font(theme.SmallSize, muted));
        Paragraph("Header", "header", Spacing(0, 0, theme.SmallSize * 1.3), Font(theme.SmallSize, muted));
        Paragraph("Footer", "footer", Spacing(0, 0, theme.SmallSize * 1.3), Font(theme.SmallSize, muted));
        Paragraph("FootnoteText", "footnote text", Spacing(0, 2, theme.SmallSize * 1.3), Font(theme.SmallSize, null));
        // Stands between what must not grow together, and takes no room.
        Paragraph("Divider", "Avdelare", "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/>", "<w:sz w:val=\"2\"/><w:szCs w:val=\"2\"/>");

        xml.Append(CultureInfo.InvariantCulture, $"""<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/><w:unhideWhenUsed/><w:rPr><w:color w:val="{accent}"/><w:u w:val="single"/></w:rPr></w:style>""");
        xml.Append("""<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/><w:unhideWhenUsed/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>""");

        string thin = $"w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"{rule}\"", none = "w:val=\"nil\"";
        xml.Append(CultureInfo.InvariantCulture, $"""<w:style w:type="table" w:customStyle="1" w:styleId="DocumentTable"><w:name w:val="Dokumenttabell"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:tblPr><w:tblBorders><w:bottom {thin}/><w:insideH {thin}/></w:tblBorders><w:tblCellMar><w:top w:w="70" w:type="dxa"/><w:left w:w="90" w:type="dxa"/><w:bottom w:w="70" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr></w:style>""");
        xml.Append(CultureInfo.InvariantCulture, $"""<w:style w:type="table" w:customStyle="1" w:styleId="FactTable"><w:name w:val="Uppgifter"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:tblPr><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="160" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>""");
        xml.Append(CultureInfo.InvariantCulture, $"""<w:style w:type="table" w:customStyle="1" w:styleId="CalloutBox"><w:name w:val="Notisruta"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:tblPr><w:tblBorders><w:top {none}/><w:left w:val="single" w:sz="24" w:space="0" w:color="{Hex(theme.Accent)}"/></w:tblBorders><w:tblCellMar><w:top w:w="180" w:type="dxa"/><w:left w:w="240" w:type="dxa"/><w:bottom w:w="60" w:type="dxa"/><w:right w:w="240" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{tint}"/></w:tcPr></w:style>""");
        return xml.Append("</w:styles>").ToString();

        void Paragraph(string id, string name, string paragraph, string run, string basedOn = "Normal", string? next = null)
        {
            var own = char.IsUpper(name[0]) && name is not ("Title" or "Subtitle" or "TOC Heading" or "List Bullet" or "List Number");
            xml.Append(CultureInfo.InvariantCulture, $"""<w:style w:type="paragraph"{(own ? " w:customStyle=\"1\"" : "")} w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="{basedOn}"/>{(next is null ? "" : $"<w:next w:val=\"{next}\"/>")}<w:uiPriority w:val="{(own ? 50 : 9)}"/><w:qFormat/>""");
            if (paragraph.Length > 0) { xml.Append("<w:pPr>").Append(paragraph).Append("</w:pPr>"); }
            if (run.Length > 0) { xml.Append("<w:rPr>").Append(run).Append("</w:rPr>"); }
            xml.Append("</w:style>");
        }
    }

    /// <summary>The typeface with what to look for when it is not installed.</summary>
    public static string Fonts(Theme theme) => $"""
        <w:fonts xmlns:w="{WordXml.W}"><w:font w:name="{WordXml.Escaped(theme.Fonts.Name)}"><w:altName w:val="Calibri"/><w:panose1 w:val="020B0503030403020204"/><w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font><w:font w:name="Calibri"><w:panose1 w:val="020F0502020204030204"/><w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>
        """;

    /// <summary>The theme in Word's sense: the colours and typefaces that its menus offer.</summary>
    public static string Theme(Theme theme)
    {
        var font = WordXml.Escaped(theme.Fonts.Name);
        var accents = new StringBuilder();
        for (var i = 0; i < 6; i++)
        {
            var color = theme.Palette.Count > 0 ? theme.Palette[i % theme.Palette.Count] : theme.Accent;
            accents.Append(CultureInfo.InvariantCulture, $"<a:accent{i + 1}>{Rgb(color)}</a:accent{i + 1}>");
        }
        const string Fill = """<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>""";
        var line = $"""<a:ln w="6350" cap="flat" cmpd="sng" algn="ctr">{Fill}<a:prstDash val="solid"/></a:ln>""";
        const string Effect = "<a:effectStyle><a:effectLst/></a:effectStyle>";
        var face = $"""<a:latin typeface="{font}" panose="020B0503030403020204"/><a:ea typeface=""/><a:cs typeface=""/>""";
        return $"""
            <a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Dokument"><a:themeElements><a:clrScheme name="Dokument"><a:dk1>{Rgb(theme.Text)}</a:dk1><a:lt1><a:srgbClr val="FFFFFF"/></a:lt1><a:dk2>{Rgb(theme.Muted)}</a:dk2><a:lt2>{Rgb(theme.Tint)}</a:lt2>{accents}<a:hlink>{Rgb(theme.AccentText)}</a:hlink><a:folHlink>{Rgb(theme.AccentText)}</a:folHlink></a:clrScheme><a:fontScheme name="Dokument"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme><a:fmtScheme name="Dokument"><a:fillStyleLst>{Fill}{Fill}{Fill}</a:fillStyleLst><a:lnStyleLst>{line}{line}{line}</a:lnStyleLst><a:effectStyleLst>{Effect}{Effect}{Effect}</a:effectStyleLst><a:bgFillStyleLst>{Fill}{Fill}{Fill}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>
            """;

        static string Rgb(Color color) => $"<a:srgbClr val=\"{Hex(color)}\"/>";
    }

    private static string Spacing(double before, double after, double line) =>
        $"<w:spacing w:before=\"{WordXml.Twips(before)}\" w:after=\"{WordXml.Twips(after)}\" w:line=\"{WordXml.Twips(line)}\" w:lineRule=\"atLeast\"/>";

    private static string Font(double size, string? color, bool bold = false) =>
        $"{(bold ? "<w:b/><w:bCs/>" : "")}{(color is null ? "" : $"<w:color w:val=\"{color}\"/>")}<w:sz w:val=\"{WordXml.HalfPoints(size)}\"/><w:szCs w:val=\"{WordXml.HalfPoints(size)}\"/>";
}
