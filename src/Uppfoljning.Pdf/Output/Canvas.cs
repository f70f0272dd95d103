using Uppfoljning.Pdf.Charts;
using Uppfoljning.Pdf.Layout;

namespace Uppfoljning.Pdf.Output;

/// <summary>What a page keeps after its contents have been sent.</summary>
internal sealed class PageRecord
{
    public required int Id { get; init; }
    public required int Number { get; init; }
    public required PageFormat Format { get; init; }
    public required int Contents { get; init; }

    /// <summary>The stream with header, footer and page numbers in a table of contents: written last, when the numbers are known.</summary>
    public required int LateContents { get; init; }

    /// <summary>Key of the page in the structure's parent tree.</summary>
    public required int StructureKey { get; init; }

    /// <summary>The array of elements that own the page's marked content, in the order of their numbers.</summary>
    public int Owners { get; set; }

    public List<int> Annotations { get; } = [];

    public bool Bare { get; set; }
}

internal enum ArtifactKind { Layout, Pagination, Watermark, Header, Footer }

/// <summary>Draws on a page, with y measured in points from the paper's top. Everything drawn is either tagged or an artifact.</summary>
internal sealed class Canvas(Shaper shaper, PageRecord page)
{
    private readonly List<int> _owners = [];
    private StructureNode? _node;
    private ArtifactKind? _artifact;
    private bool _inText, _reserved;
    private int _font = -1;
    private double _size;
    private Color? _color;

    public ByteWriter Content { get; } = new(16 * 1024);

    public PageRecord Page { get; } = page;

    public IReadOnlyList<int> Owners => _owners;

    /// <summary>What follows belongs to an element.</summary>
    public void Tag(StructureNode node)
    {
        if (_node == node) { return; }
        EndMarked();
        var mcid = Reserve(node);
        Content.Add("/"u8).Add(node.Role).Add("<</MCID "u8).Add(mcid).Add(">>BDC\n"u8);
        _node = node;
    }

    /// <summary>What follows is no part of the text: rules, backgrounds, and repeated headers.</summary>
    public void Artifact(ArtifactKind kind)
    {
        if (_artifact == kind) { return; }
        EndMarked();
        Content.Add(kind switch
        {
            ArtifactKind.Layout => "/Artifact<</Type/Layout>>BDC\n"u8,
            ArtifactKind.Watermark => "/Artifact<</Type/Pagination/Subtype/Watermark>>BDC\n"u8,
            ArtifactKind.Header => "/Artifact<</Type/Pagination/Subtype/Header>>BDC\n"u8,
            ArtifactKind.Footer => "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n"u8,
            _ => "/Artifact<</Type/Pagination>>BDC\n"u8,
        });
        _artifact = kind;
    }

    /// <summary>Gives an element a piece of content on this page that is drawn later, by <see cref="TagReserved"/>.</summary>
    public int Reserve(StructureNode node)
    {
        var mcid = _owners.Count;
        _owners.Add(node.Id);
        node.AddContent(mcid, Page.Id);
        return mcid;
    }

    public void TagReserved(string role, int mcid)
    {
        EndMarked();
        Content.Add("/"u8).Add(role).Add("<</MCID "u8).Add(mcid).Add(">>BDC\n"u8);
        _reserved = true;
    }

    public void EndMarked()
    {
        EndText();
        if (_node is null && _artifact is null && !_reserved) { return; }
        Content.Add("EMC\n"u8);
        _node = null;
        _artifact = null;
        _reserved = false;
    }

    public void Text(ShapedText text, in Line line, double x, double baseline)
    {
        if (line.End > line.Start) { Text(text, line.Start, line.End, line.Hyphen, line.SpaceAfter, x, baseline); }
    }

    public void Text(ShapedText text, int start, int end, bool hyphen, bool spaceAfter, double x, double baseline)
    {
        BeginText(text.Color);
        if (text.HasRightToLeft)
        {
            TextBothWays(text, start, end, hyphen, spaceAfter, x, baseline);
            return;
        }
        MoveTo(x, baseline);
        ShowGlyphs(text, start, end, hyphen, spaceAfter);
    }

    /// <summary>
    /// Text with stretches that are read from the right, inside a line that is read from the left. The glyphs of such a stretch are
    /// written in reading order and placed one by one from its right edge.
    /// </summary>
    private void TextBothWays(ShapedText text, int start, int end, bool hyphen, bool spaceAfter, double x, double baseline)
    {
        for (var i = start; i < end;)
        {
            var from = i;
            var right = RightToLeft(i);
            while (i < end && RightToLeft(i) == right) { i++; }
            if (right)
            {
                // Spaces and marks between two such words belong to the stretch.
                for (var next = i; next < end && (text.Glyphs[next].Kind & GlyphKind.Letter) == 0; next++)
                {
                    if (RightToLeft(next)) { i = next + 1; }
                }
            }
            var width = text.WidthOf(from, i);
            if (right)
            {
                var edge = x + width;
                for (var j = from; j < i; j++)
                {
                    edge -= (text.Glyphs[j].Width + (j < i - 1 ? text.Glyphs[j].Kern : 0)) * text.Size / 1000;
                    if (text.Glyphs[j].Number == 0) { continue; }
                    MoveTo(edge, baseline);
                    ShowGlyphs(text, j, j + 1, false, false);
                }
            }
            else
            {
                MoveTo(x, baseline);
                ShowGlyphs(text, from, i, hyphen && i == end, spaceAfter && i == end);
            }
            x += width + (i < end ? text.Glyphs[i - 1].Kern * text.Size / 1000 : 0);
        }

        bool RightToLeft(int i) => (text.Glyphs[i].Kind & GlyphKind.RightToLeft) != 0;
    }

    private void MoveTo(double x, double baseline) =>
        Content.Add("1 0 0 1 "u8).Add(x).Add(Page.Format.Height - baseline).Add("Tm\n"u8);

    /// <summary>Draws a form as an artifact, with the graphics state left as it was.</summary>
    public void Form(string name, ArtifactKind kind)
    {
        Artifact(kind);
        Content.Add("q/"u8).Add(name).Add(" Do Q\n"u8);
        EndMarked();
    }

    public void Fill(double x, double y, double width, double height, Color color)
    {
        EndText();
        SetColor(color);
        Content.Add(x).Add(Page.Format.Height - y - height).Add(width).Add(height).Add("re f\n"u8);
    }

    /// <summary>Draws a picture where the matrix puts its square: x to the right, y up, from the page's lower left corner.</summary>
    public void Image(string name, ReadOnlySpan<double> matrix)
    {
        EndText();
        Content.Add("q "u8);
        foreach (var value in matrix) { Content.Add(value); }
        Content.Add("cm/"u8).Add(name).Add(" Do Q\n"u8);
    }

    /// <summary>Draws an outline, scaled and then moved so that its origin stands at a point.</summary>
    public void Path(PathShape path, double x, double y, double scale)
    {
        if (path.Parts.Count == 0 || (path.Fill is null && path.Stroke is null)) { return; }
        EndText();
        if (path.Fill is { } fill) { SetColor(fill); }
        if (path.Stroke is { } stroke)
        {
            Content.Add(stroke.Red / 255.0).Add(stroke.Green / 255.0).Add(stroke.Blue / 255.0).Add("RG "u8).Add(path.StrokeWidth * scale).Add("w ["u8);
            if (path.Dash > 0) { Content.Add(path.Dash * scale); }
            Content.Add("]0 d\n"u8);
        }
        foreach (var part in path.Parts)
        {
            switch (part.Verb)
            {
                case PathVerb.Move: At(part.X, part.Y).Add("m\n"u8); break;
                case PathVerb.Line: At(part.X, part.Y).Add("l\n"u8); break;
                case PathVerb.Curve:
                    At(part.X1, part.Y1);
                    At(part.X2, part.Y2);
                    At(part.X, part.Y).Add("c\n"u8);
                    break;
                default: Content.Add("h\n"u8); break;
            }
        }
        Content.Add(path.Fill is null ? "S\n"u8 : path.Stroke is null ? "f\n"u8 : "B\n"u8);

        ByteWriter At(double px, double py) => Content.Add(x + px * scale).Add(Page.Format.Height - y - py * scale);
    }

    /// <summary>Draws text turned clockwise around the point where its baseline begins.</summary>
    public void TurnedText(ShapedText text, double degrees, double x, double baseline, double along)
    {
        EndText();
        var (sin, cos) = Math.SinCos(-degrees * Math.PI / 180);
        Content.Add("q "u8).Add(cos).Add(sin).Add(-sin).Add(cos).Add(x).Add(Page.Format.Height - baseline).Add("cm\n"u8);
        Forget();
        // In the turned system the baseline is the axis.
        Text(text, 0, text.Count, false, false, along, Page.Format.Height);
        EndText();
        Content.Add("Q\n"u8);
        Forget();

        void Forget() => (_font, _color) = (-1, null);
    }

    private void ShowGlyphs(ShapedText text, int start, int end, bool hyphen, bool spaceAfter)
    {
        var glyphs = text.Glyphs;
        for (var i = start; i < end;)
        {
            int font = glyphs[i].Font, from = i;
            while (i < end && glyphs[i].Font == font) { i++; }
            SetFont(font, text.Size);
            Content.Add("[<"u8);
            for (var j = from; j < i; j++)
            {
                ref readonly var glyph = ref glyphs[j];
                if (glyph.Number == 0) { continue; }
                Content.AddHex(glyph.Number);
                if (glyph.Kern != 0 && j < i - 1) { Content.Add(">"u8).Add(-glyph.Kern).Add("<"u8); }
            }
            // The space between two lines is part of the text, though it is not seen.
            if (i == end && spaceAfter && glyphs[end].Font == font) { Content.AddHex(glyphs[end].Number); }
            Content.Add(">]TJ\n"u8);
        }
        if (hyphen)
        {
            var glyph = shaper.Hyphen(glyphs[end - 1]);
            SetFont(glyph.Font, text.Size);
            Content.Add("<"u8);
            Content.AddHex(glyph.Number);
            Content.Add(">Tj\n"u8);
        }
    }

    private void BeginText(Color color)
    {
        SetColor(color);
        if (_inText) { return; }
        Content.Add("BT\n"u8);
        _inText = true;
    }

    private void EndText()
    {
        if (!_inText) { return; }
        Content.Add("ET\n"u8);
        _inText = false;
    }

    private void SetFont(int font, double size)
    {
        if (font == _font && size == _size) { return; }
        Content.Add("/F"u8).Add(font).Add(" "u8).Add(size).Add("Tf\n"u8);
        (_font, _size) = (font, size);
    }

    private void SetColor(Color color)
    {
        if (_color == color) { return; }
        Content.Add(color.Red / 255.0).Add(color.Green / 255.0).Add(color.Blue / 255.0).Add("rg\n"u8);
        _color = color;
    }
}
