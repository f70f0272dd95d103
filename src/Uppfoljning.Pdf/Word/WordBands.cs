using System.Globalization;
using Uppfoljning.Pdf.Structure;

namespace Uppfoljning.Pdf.Word;

/// <summary>The parts that Word repeats on each page: header with logo and watermark, and footer.</summary>
internal sealed class WordBands(Document document, Package package)
{
    private const string Main = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
    private const double LogoHeight = 20, LogoWidth = 120;

    public void Header(string name, PageFormat format)
    {
        var relations = new Relations();
        using (var part = package.Part("word/" + name, Main + "header+xml"))
        using (var xml = new WordXml(part, "hdr"))
        {
            Begin(xml, "Header", format);
            Watermark(xml);
            if (document.Theme.Logo is { } logo)
            {
                var scale = Math.Min(LogoHeight / Math.Max(logo.Height, 1), LogoWidth / Math.Max(logo.Width, 1));
                var id = relations.To("image", package.Media(logo.Bytes, WordDrawing.Extension(logo)));
                // Said once, on the cover; here it decorates.
                xml.Open("r").Raw(WordDrawing.Picture(id, null, 9_000, logo.Width * scale, logo.Height * scale, "", logo.Orientation)).Close();
                xml.Open("r").Text("t", "\u00A0\u00A0").Close();
            }
            Band(xml, document.Header);
            xml.Close();
        }
        package.Relations($"word/_rels/{name}.rels", relations);
    }

    /// <summary>The cover has no header, but the watermark lies behind it too.</summary>
    public void FirstHeader(string name)
    {
        using var part = package.Part("word/" + name, Main + "header+xml");
        using var xml = new WordXml(part, "hdr");
        Begin(xml, "Header", null);
        Watermark(xml);
        xml.Close();
    }

    public void Footer(string name, PageFormat format)
    {
        using var part = package.Part("word/" + name, Main + "footer+xml");
        using var xml = new WordXml(part, "ftr");
        Begin(xml, "Footer", format);
        Band(xml, document.Footer);
        xml.Close();
    }

    private static void Begin(WordXml xml, string style, PageFormat? format)
    {
        xml.Open("p").Open("pPr").Add("pStyle", style);
        if (format is not null)
        {
            xml.Open("tabs").Open("tab").With("val", "right").With("pos", WordXml.Twips(Math.Max(format.Width - format.Margins.Left - format.Margins.Right, 1))).Close().Close();
        }
        xml.Close();
    }

    private static void Band(WordXml xml, PageBand? band)
    {
        if (band is null) { return; }
        Side(xml, band.Left);
        if (band.Right.Length == 0) { return; }
        xml.Open("r").Add("tab").Close();
        Side(xml, band.Right);
    }

    private static void Side(WordXml xml, string text)
    {
        foreach (var piece in text.Replace("{pages}", "\u0001NUMPAGES\u0001", StringComparison.Ordinal).Replace("{page}", "\u0001PAGE\u0001", StringComparison.Ordinal).Split('\u0001'))
        {
            if (piece is "PAGE" or "NUMPAGES") { WordText.Field(xml, $" {piece} ", "1"); }
            else if (piece.Length > 0) { xml.Open("r").Text("t", PlainText.Line(piece)).Close(); }
        }
    }

    /// <summary>The word as Word itself writes it when someone chooses a watermark, so that it can be taken away in the same place.</summary>
    private void Watermark(WordXml xml)
    {
        if (PlainText.IsBlank(document.Watermark)) { return; }
        var word = WordXml.Escaped(document.Watermark.Trim());
        var width = Math.Clamp(document.Watermark.Trim().Length * 72.0, 200, 460);
        xml.Raw(string.Create(CultureInfo.InvariantCulture, $"""
            <w:r><w:rPr><w:noProof/></w:rPr><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles><o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype><v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" alt="" style="position:absolute;margin-left:0;margin-top:0;width:{width:0}pt;height:{width / 3:0}pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#{WordStyles.Hex(document.Theme.Watermark)}" stroked="f"><v:textpath style="font-family:&quot;Calibri&quot;;font-size:1pt;font-weight:bold" string="{word}"/><w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict></w:r>
            """));
    }
}
