using System.Globalization;
using Uppfoljning.Pdf.Fonts;
using Uppfoljning.Pdf.Layout;

namespace Uppfoljning.Pdf.Output;

/// <summary>A page number in a table of contents, to be drawn when it is known.</summary>
internal sealed record LateNumber(HeadingPlace Heading, int Mcid, double Right, double Baseline, double Size, bool Bold);

/// <summary>
/// Pages under way. A page's body is sent when the page is full. Its header and footer say how many pages there are, so they stand
/// in a second content stream that is written at the end; the same stream takes page numbers of a table of contents. That way the
/// layout is done once, and what is kept of a page is a few numbers.
/// </summary>
internal sealed class PageWriter(Document document, PdfFile file)
{
    private readonly List<PageRecord> _pages = [];
    private readonly List<(int Page, LateNumber Number)> _late = [];
    private readonly List<(int Id, int Key, PageRecord Page, string Rect, Place Place, string Text)> _jumps = [];
    private readonly List<int> _structureKeys = [];
    private readonly List<(string Id, int Node)> _notes = [];
    private readonly Watermark? _watermark = string.IsNullOrWhiteSpace(document.Watermark) ? null : new Watermark(document.Watermark, document.Theme.Watermark, document.Theme.Fonts, file);
    private Canvas? _canvas;

    private readonly Dictionary<string, (string Name, int Id)> _images = [];

    /// <summary>Forms and pictures that the pages draw, by name.</summary>
    public IEnumerable<(string Name, int Id)> Forms => (_watermark?.Forms ?? []).Concat(_images.Values.OrderBy(i => i.Id));

    public FontSet Fonts { get; } = new(document.Theme.Fonts);

    public Shaper Shaper { get => field ??= new Shaper(Fonts); }

    public PageFormat Format { get; set; } = document.Page;

    public bool HasPage => _canvas is not null;

    public Canvas Canvas => _canvas ?? throw new InvalidOperationException("No page has been begun.");

    public IReadOnlyList<PageRecord> Pages => _pages;

    /// <summary>For each key of the structure's parent tree the object that holds its owner or owners.</summary>
    public IReadOnlyList<int> StructureKeys => _structureKeys;

    /// <summary>The elements of the notes by their names, in order.</summary>
    public IReadOnlyList<(string Id, int Node)> Notes => _notes;

    /// <summary>Where the baseline stands in a line of a height, measured from its top.</summary>
    public static double Baseline(double size, double lineHeight) => lineHeight / 2 + 0.33 * size;

    public void BeginPage()
    {
        var page = new PageRecord
        {
            Id = file.Allocate(),
            Number = _pages.Count + 1,
            Format = Format,
            Contents = file.Allocate(),
            LateContents = file.Allocate(),
            StructureKey = NewKey(0),
        };
        _pages.Add(page);
        _canvas = new Canvas(Shaper, page);
        if (_watermark is not null) { _canvas.Form(_watermark.FormFor(Format), ArtifactKind.Watermark); }
    }

    public void EndPage()
    {
        if (_canvas is null) { return; }
        _canvas.EndMarked();
        var page = _canvas.Page;
        file.WriteStream(page.Contents, default, _canvas.Content.Written);
        if (_canvas.Owners.Count > 0)
        {
            page.Owners = file.Allocate();
            var owners = new ByteWriter().Add("["u8);
            foreach (var owner in _canvas.Owners) { owners.AddReference(owner).Add(" "u8); }
            file.Write(page.Owners, owners.Add("]"u8).Written);
            _structureKeys[page.StructureKey] = page.Owners;
        }
        _canvas = null;
    }

    public void Text(ShapedText text, in Line line, double x, double baseline, Tags tags)
    {
        if (line.End <= line.Start) { return; }
        if (tags.Node is null)
        {
            Canvas.Artifact(ArtifactKind.Pagination);
            Canvas.Text(text, line, x, baseline);
            return;
        }
        if (text.Inlines is null)
        {
            Canvas.Tag(tags.Node);
            Canvas.Text(text, line, x, baseline);
            return;
        }

        for (var i = line.Start; i < line.End;)
        {
            var from = i;
            int run = text.Glyphs[i].Run;
            while (i < line.End && text.Glyphs[i].Run == run) { i++; }
            var last = i == line.End;
            var width = text.WidthOf(from, i);
            var inline = text.Inlines[run];
            if (inline?.Note is { } note)
            {
                var node = tags.Link(run, inline);
                Canvas.Tag(node);
                Canvas.Text(text.AsMark(document.Theme.AccentText), from, i, last && line.Hyphen, last && line.SpaceAfter, x, baseline - Shaper.MarkRise * text.Size);
                // A mark is small: the link around it is not.
                AddLink(node, x - 2, baseline - text.Size, width + 4, text.Size * 1.2, note.Place, $"{document.Labels.Note} {note.Mark}");
                if (note.Node is null)
                {
                    note.Node = tags.Node.After("Note", $"/ID({note.Id})");
                    _notes.Add((note.Id, note.Node.Id));
                }
            }
            else
            {
                var node = inline is null ? tags.Node : tags.Link(run, inline);
                Canvas.Tag(node);
                Canvas.Text(inline is null ? text : text.In(document.Theme.AccentText), from, i, last && line.Hyphen, last && line.SpaceAfter, x, baseline);
                if (inline is not null)
                {
                    if (inline.Address is { } address) { AddLink(node, x, baseline - text.Size, width, text.Size * 1.3, address); }
                    else if (inline.Place is { } place) { AddLink(node, x, baseline - text.Size, width, text.Size * 1.3, place, inline.Text); }
                    // A colour alone does not tell everyone that this is a link.
                    Rule(x, baseline + 1.4, width, 0.5, document.Theme.AccentText);
                }
            }
            x += width + (last ? 0 : text.Glyphs[i - 1].Kern * text.Size / 1000);
        }
    }

    public void Rule(double x, double y, double width, double height, Color color)
    {
        Canvas.Artifact(ArtifactKind.Layout);
        Canvas.Fill(x, y, width, height, color);
    }

    /// <summary>The name of a picture. It is written when it is first asked for, once for all pages.</summary>
    public string NameOf(ImageFile image)
    {
        if (!_images.TryGetValue(image.Fingerprint, out var known))
        {
            known = (string.Create(CultureInfo.InvariantCulture, $"I{_images.Count}"), file.Allocate());
            _images[image.Fingerprint] = known;
            var entries = new ByteWriter().Add("/Type/XObject/Subtype/Image/Width "u8).Add(image.StoredWidth).Add("/Height "u8).Add(image.StoredHeight)
                .Add("/BitsPerComponent 8"u8).Add(image.PdfEntries);
            file.WriteStream(known.Id, entries.Written, image.PdfData, compress: false);
        }
        return known.Name;
    }

    public void AddLate(LateNumber number) => _late.Add((Canvas.Page.Number, number));

    /// <summary>A link to a place in the document, which may be known later.</summary>
    public void AddLink(StructureNode node, double x, double y, double width, double height, Place place, string text)
    {
        var id = NewAnnotation(node);
        _jumps.Add((id, NewKey(node.Id), Canvas.Page, Rectangle(x, y, width, height), place, text));
    }

    /// <summary>Writes what had to wait for the last page: headers, footers, numbers in contents, links and the pages themselves.</summary>
    public void Finish(int pagesId, int resources)
    {
        if (_pages.Count == 0) { BeginPage(); }
        EndPage();

        foreach (var (id, key, _, rect, place, text) in _jumps)
        {
            var body = AnnotationStart(rect, key, string.Create(CultureInfo.InvariantCulture, $"{text}{(text.Length > 0 ? ", " : "")}{document.Labels.Page} {place.Number}"));
            if (place.Page is not null) { body.Add("/Dest"u8).Add(Destination(place)); }
            file.Write(id, body.Add(">>"u8).Written);
        }

        var late = _late.ToLookup(l => l.Page, l => l.Number);
        foreach (var page in _pages)
        {
            var canvas = new Canvas(Shaper, page);
            foreach (var number in late[page.Number])
            {
                var text = Shaper.Shape((number.Heading.Number).ToString(CultureInfo.InvariantCulture), number.Size, document.Theme.Text, number.Bold);
                canvas.TagReserved("Link", number.Mcid);
                canvas.Text(text, 0, text.Count, false, false, number.Right - text.WidthOf(0, text.Count), number.Baseline);
                canvas.EndMarked();
            }
            if (!page.Bare)
            {
                DrawBand(canvas, document.Header, ArtifactKind.Header);
                DrawBand(canvas, document.Footer, ArtifactKind.Footer);
            }
            canvas.EndMarked();
            var hasLate = canvas.Content.Length > 0;
            // The number was promised when the page began, so the object exists even when nothing came of it.
            file.WriteStream(page.LateContents, default, canvas.Content.Written, compress: hasLate);

            var body = new ByteWriter().Add("<</Type/Page/Parent "u8).AddReference(pagesId).Add("/MediaBox[0 0 "u8).Add(page.Format.Width)
                .Add(page.Format.Height).Add("]/Resources "u8).AddReference(resources).Add("/Contents["u8).AddReference(page.Contents).Add(" "u8)
                .AddReference(page.LateContents).Add("]/Tabs/S/StructParents "u8).Add(page.StructureKey);
            if (page.Annotations.Count > 0)
            {
                body.Add("/Annots["u8);
                foreach (var annotation in page.Annotations) { body.AddReference(annotation).Add(" "u8); }
                body.Add("]"u8);
            }
            file.Write(page.Id, body.Add(">>"u8).Written);
        }
    }

    /// <summary>A place as an explicit destination.</summary>
    public static string Destination(Place place)
    {
        var page = place.Page!;
        return string.Create(CultureInfo.InvariantCulture, $"[{page.Id} 0 R/XYZ {page.Format.Margins.Left:0} {Math.Min(page.Format.Height - place.Y + 8, page.Format.Height):0} null]");
    }

    private void AddLink(StructureNode node, double x, double y, double width, double height, Uri address)
    {
        var id = NewAnnotation(node);
        var body = AnnotationStart(Rectangle(x, y, width, height), NewKey(node.Id), address.OriginalString);
        file.Write(id, body.Add("/A<</Type/Action/S/URI/URI"u8).AddText(Ascii(address)).Add(">>>>"u8).Written);
    }

    /// <summary>An address as a PDF takes it: escaped, and the host's name in its ASCII form.</summary>
    private static string Ascii(Uri address)
    {
        if (!address.IsAbsoluteUri) { return string.Concat(address.OriginalString.EnumerateRunes().Select(r => r.Value is > ' ' and < 0x7F ? r.ToString() : Uri.EscapeDataString(r.ToString()))); }
        var escaped = address.AbsoluteUri;
        return escaped.All(char.IsAscii) ? escaped : new UriBuilder(address) { Host = address.IdnHost }.Uri.AbsoluteUri;
    }

    private static ByteWriter AnnotationStart(string rect, int key, string contents) =>
        new ByteWriter().Add("<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect"u8).Add(rect).Add("/StructParent "u8).Add(key).Add("/Contents"u8).AddText(contents);

    private int NewAnnotation(StructureNode node)
    {
        var id = file.Allocate();
        Canvas.Page.Annotations.Add(id);
        node.AddAnnotation(id, Canvas.Page.Id);
        return id;
    }

    private int NewKey(int owner)
    {
        _structureKeys.Add(owner);
        return _structureKeys.Count - 1;
    }

    private string Rectangle(double x, double y, double width, double height)
    {
        var top = Canvas.Page.Format.Height - y;
        return string.Create(CultureInfo.InvariantCulture, $"[{x:0.##} {top - height:0.##} {x + width:0.##} {top:0.##}]");
    }

    private void DrawBand(Canvas canvas, PageBand? band, ArtifactKind kind)
    {
        var (format, theme) = (canvas.Page.Format, document.Theme);
        var top = kind == ArtifactKind.Header;
        var logo = top ? theme.Logo : null;
        if ((band is null || (band.Left.Length == 0 && band.Right.Length == 0)) && logo is null) { return; }
        band ??= new PageBand();
        var width = format.Width - format.Margins.Left - format.Margins.Right;
        var baseline = top ? format.Margins.Top * 0.55 : format.Height - format.Margins.Bottom * 0.48;
        var right = Shaper.Shape(Filled(band.Right), theme.SmallSize, theme.Muted);
        var left = Shaper.Shape(Filled(band.Left), theme.SmallSize, theme.Muted);
        var rightWidth = right.WidthOf(0, right.Count);
        canvas.Artifact(kind);
        canvas.Fill(format.Margins.Left, top ? baseline + 7 : baseline - 14, width, 0.4, theme.Rule);
        var from = format.Margins.Left;
        if (logo is not null)
        {
            // The mark stands before the text, centred on its line, and the text gives way.
            var place = Placement.Within(logo, Math.Min(90, width / 3), Math.Clamp(baseline - 14, 6, 20));
            canvas.Image(NameOf(logo), place.Matrix(logo, from, format.Height - (baseline + 3)));
            from += place.Width + 10;
            canvas.Artifact(kind);
        }
        if (right.Count > 0) { canvas.Text(right, 0, right.Count, false, false, format.Margins.Left + width - rightWidth, baseline); }

        var room = format.Margins.Left + width - from - rightWidth - 12;
        var end = left.Count;
        if (left.WidthOf(0, end) > room)
        {
            var dots = Shaper.Shape("…", theme.SmallSize, theme.Muted);
            while (end > 0 && left.WidthOf(0, end) + dots.WidthOf(0, 1) > room) { end--; }
            canvas.Text(dots, 0, 1, false, false, from + left.WidthOf(0, end), baseline);
        }
        if (end > 0) { canvas.Text(left, 0, end, false, false, from, baseline); }

        string Filled(string text) => text
            .Replace("{pages}", _pages.Count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{page}", canvas.Page.Number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }
}
