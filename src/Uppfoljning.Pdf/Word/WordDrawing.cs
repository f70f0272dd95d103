using System.Globalization;
using Uppfoljning.Pdf.Structure;

namespace Uppfoljning.Pdf.Word;

/// <summary>Pictures in the text.</summary>
internal static class WordDrawing
{
    public static string Extension(ImageFile image) => image.MediaType == "image/jpeg" ? "jpeg" : "png";

    /// <summary>A picture in its line, with what it tells; one that tells nothing is marked as decoration. Newer programs take the vectors.</summary>
    public static string Picture(string image, string? vectors, int id, double width, double height, string alternative, int orientation = 1)
    {
        // A photograph may be stored as the camera was held. Word does not read that, and turns the picture around its middle when told to.
        var (turned, mirrored, upsideDown) = orientation switch
        {
            2 => (0, true, false),
            3 => (180, false, false),
            4 => (0, false, true),
            5 => (270, true, false),
            6 => (90, false, false),
            7 => (90, true, false),
            8 => (270, false, false),
            _ => (0, false, false),
        };
        var lying = turned is 90 or 270;
        if (lying) { (width, height) = (height, width); }
        // What stands out over the sides of the picture as it was before it was turned.
        string above = Emu(lying ? Math.Max(width - height, 0) / 2 : 0), beside = Emu(lying ? Math.Max(height - width, 0) / 2 : 0);
        var transform = (turned > 0 ? $" rot=\"{WordXml.Number(turned * 60_000)}\"" : "") + (mirrored ? " flipH=\"1\"" : "") + (upsideDown ? " flipV=\"1\"" : "");
        string across = Emu(Math.Max(width, 0.1)), up = Emu(Math.Max(height, 0.1)), number = WordXml.Number(id);
        var decorative = PlainText.IsBlank(alternative);
        var marked = decorative
            ? $$"""<wp:docPr id="{{number}}" name="Bild {{number}}"><a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst></wp:docPr>"""
            : $"""<wp:docPr id="{number}" name="Bild {number}" descr="{WordXml.Escaped(alternative)}"/>""";
        var blip = vectors is null
            ? $"""<a:blip r:embed="{image}"/>"""
            : $$"""<a:blip r:embed="{{image}}"><a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{{vectors}}"/></a:ext></a:extLst></a:blip>""";
        return $"""<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{across}" cy="{up}"/><wp:effectExtent l="{beside}" t="{above}" r="{beside}" b="{above}"/>{marked}<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="Bild {number}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>{blip}<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm{transform}><a:off x="0" y="0"/><a:ext cx="{across}" cy="{up}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>""";
    }

    /// <summary>Points as English metric units.</summary>
    private static string Emu(double points) => ((long)Math.Round(points * 12_700)).ToString(CultureInfo.InvariantCulture);
}
