using System.Globalization;
using Uppfoljning.Pdf.Output;

namespace Uppfoljning.Pdf.Layout;

/// <summary>Turns blocks into slabs with their elements. Lazily: the next block is laid out when the one before is on its page.</summary>
internal sealed class Composer
{
    private const double Indent = 18;
    private readonly Document _document;
    private readonly PageWriter _pages;
    private readonly List<HeadingPlace> _headings = [];
    private readonly List<Place> _waiting = [];
    private readonly NoteArea _notes;
    private readonly Paginator _paginator;
    private int _nextHeading;
    private int _taggedLevel;
    private int _appendices;

    public Composer(Document document, PageWriter pages, References references)
    {
        (_document, _pages, References) = (document, pages, references);
        references.Here = () => Math.Max(pages.Pages.Count, 1);
        Breaker = new LineBreaker(pages.Shaper);
        _notes = new NoteArea(pages, Breaker, references, document.Theme);
        _paginator = new Paginator(pages, _notes);
        Collect(document.Blocks);
    }

    public Theme Theme => _document.Theme;
    public Labels Labels => _document.Labels;
    public Shaper Shaper => _pages.Shaper;
    public LineBreaker Breaker { get; }
    public References References { get; }
    public PageFormat Format => _pages.Format;

    private FigureFlow Figures { get => field ??= new FigureFlow(this, _pages); }

    /// <summary>All headings in reading order.</summary>
    public IReadOnlyList<HeadingPlace> Headings => _headings;

    public void Compose(StructureNode root)
    {
        _pages.Format = _document.Page;
        _paginator.Run(Flow(_document.Blocks, root, _document.Page.Margins.Left, BodyWidth(_document.Page)));
        // Nothing came after them.
        if (_pages.Pages.Count > 0) { _waiting.ForEach(p => p.Set(_pages.Pages[^1], _pages.Format.Margins.Top)); }
    }

    /// <summary>Turns text into glyphs, with its links and notes. For text that is drawn once, in the order it is read.</summary>
    public ShapedText Shape(RichText text, double size, Color color, bool bold = false) => Shaper.Shape(text, size, color, bold, References, NoteUse.Counted);

    /// <summary>The same text for measuring.</summary>
    public ShapedText Measured(RichText text, double size, bool bold = false) => Shaper.Shape(text, size, Theme.Text, bold, References, NoteUse.Measured);

    /// <summary>Slabs that stand on one page, when they fit on one.</summary>
    public IEnumerable<Slab> Together(IEnumerable<Slab> slabs, bool together = true) => together ? _paginator.Together(slabs) : slabs;

    /// <summary>The lines of a text, tagged as one element.</summary>
    public IEnumerable<Slab> Lines(
        RichText text, StructureNode node, double x, double width, double size, Color color, bool bold = false, double spaceBefore = 0,
        double spaceAfter = 0, double? lineHeight = null, bool keepWithNext = false, bool whole = false, Place? place = null,
        ShapedText? label = null, double labelX = 0, StructureNode? labelNode = null)
    {
        var shaped = Shape(text, size, color, bold);
        var lines = Breaker.Break(shaped, width);
        if (lines.Length == 0) { lines = [default]; }
        var tags = new Tags(node);
        for (var i = 0; i < lines.Length; i++)
        {
            yield return new TextSlab(shaped, lines[i], x, tags)
            {
                Height = lineHeight ?? size * Theme.LineHeight,
                SpaceBefore = i == 0 ? spaceBefore : 0,
                SpaceAfter = i == lines.Length - 1 ? spaceAfter : 0,
                // Two lines at least on each side of a page break.
                KeepWithNext = i == lines.Length - 1 ? keepWithNext : whole || i == 0 || i == lines.Length - 2,
                Painted = i == 0 && place is not null ? place.Set : null,
                Label = i == 0 ? label : null,
                LabelX = labelX,
                LabelTags = i == 0 && labelNode is not null ? new Tags(labelNode) : null,
            };
        }
    }

    /// <summary>The width between the margins. Less than an inch each way is taken for a mistake, and a page wider or higher than 200 inches is more than a PDF/A may have.</summary>
    private static double BodyWidth(PageFormat format)
    {
        double width = format.Width - format.Margins.Left - format.Margins.Right, height = format.Height - format.Margins.Top - format.Margins.Bottom;
        return width >= 72 && height >= 72 && format.Width <= 14_400 && format.Height <= 14_400
            ? width
            : throw new ArgumentException($"A page of {format.Width:0} by {format.Height:0} points has no room between its margins, or is too large.");
    }

    private void Collect(IEnumerable<Block> blocks)
    {
        foreach (var block in blocks)
        {
            References.Collect(block);
            switch (block)
            {
                case Heading heading: _headings.Add(new HeadingPlace(heading.Level, heading.Text, listed: true)); break;
                case TableOfContents contents when contents.Title.Length > 0: _headings.Add(new HeadingPlace(1, contents.Title, listed: false)); break;
                case Section section: Collect(section.Blocks); break;
                case Callout callout: Collect(callout.Blocks); break;
                case Appendix appendix:
                    var number = string.Create(CultureInfo.InvariantCulture, $"{Labels.Appendix} {++_appendices}");
                    _headings.Add(new HeadingPlace(1, string.IsNullOrWhiteSpace(appendix.Title) ? number : $"{number}. {appendix.Title}", listed: true));
                    Collect(appendix.Blocks);
                    break;
                default: break;
            }
        }
    }

    /// <summary>Remembers where blocks with an anchor come to stand: where the first slab from them is painted, on whichever page that is.</summary>
    private IEnumerable<Slab> Flow(IReadOnlyList<Block> blocks, StructureNode parent, double x, double width)
    {
        foreach (var block in blocks)
        {
            var place = References.Claim(block?.Anchor);
            foreach (var slab in Slabs(block, parent, x, width)) { yield return Placed(slab, ref place); }
            if (place is not null) { _waiting.Add(place); }
        }
    }

    private Slab Placed(Slab slab, ref Place? place)
    {
        if (slab is Marker) { return slab; }
        if (place is not null)
        {
            slab.Painted += place.Set;
            place = null;
        }
        // An anchor on something that takes no room stands where the next thing does.
        foreach (var waiting in _waiting) { slab.Painted += waiting.Set; }
        _waiting.Clear();
        return slab;
    }

    private IEnumerable<Slab> Slabs(Block? block, StructureNode parent, double x, double width) => block switch
    {
        Heading => HeadingSlabs(parent, x, width),
        Paragraph paragraph => ParagraphSlabs(paragraph, parent, x, width),
        ItemList list => ListSlabs(list, parent, x, width, 0),
        KeyValueList list => KeyValueSlabs(list.Items, parent, x, width, 6),
        Callout callout => CalloutSlabs(callout, parent, x, width),
        Table table => Together(new TableFlow(this, table, x, width).Slabs(parent), table.KeepTogether),
        TableOfContents contents => ContentsSlabs(contents, parent, x, width),
        Cover cover => CoverSlabs(cover, parent, x, width),
        Signatures signatures => SignatureSlabs(signatures, parent, x, width),
        Section section => Together(SectionSlabs(section, parent, x, width), section.KeepTogether),
        Appendix appendix => AppendixSlabs(appendix, parent, x, width),
        Chart chart => Figures.Chart(chart, parent, x, width),
        Picture picture => Figures.Picture(picture, parent, x, width),
        Spacer spacer => [new BlankSlab { Height = Math.Clamp(spacer.Height, 0, _pages.Format.Height / 2) }],
        PageBreak => [new Marker(_paginator.Break) { Barrier = true }],
        _ => throw new ArgumentException($"Blocks of type {block?.GetType().Name ?? "null"} cannot be written."),
    };

    private IEnumerable<Slab> HeadingSlabs(StructureNode parent, double x, double width)
    {
        var place = _headings[_nextHeading++];
        var (level, text) = (place.Level, place.Text);
        if (string.IsNullOrWhiteSpace(text)) { yield break; }
        // The tree may not skip a level, whatever the page shows.
        _taggedLevel = Math.Min(level, _taggedLevel + 1);
        var node = parent.Child(string.Create(CultureInfo.InvariantCulture, $"H{_taggedLevel}"));
        var size = Theme.HeadingSizes[Math.Min(level, Theme.HeadingSizes.Count) - 1];
        foreach (var slab in Lines(
            text, node, x, width, size, level == 1 ? Theme.AccentText : Theme.Text, bold: true, lineHeight: size * 1.2, keepWithNext: true, whole: true,
            spaceBefore: level switch { 1 => 24, 2 => 20, 3 => 15, _ => 12 }, spaceAfter: level switch { 1 => 10, 2 => 6, _ => 4 },
            place: place))
        {
            yield return slab;
        }
        yield return new Marker(node.Close);
    }

    private IEnumerable<Slab> ParagraphSlabs(Paragraph paragraph, StructureNode parent, double x, double width)
    {
        var (size, color) = paragraph.Small ? (Theme.SmallSize, Theme.Muted) : (Theme.TextSize, Theme.Text);
        if (References.IsBlank(paragraph.Text))
        {
            // An empty line is room on the page, and nothing to read.
            yield return new BlankSlab { Height = size * Theme.LineHeight, SpaceAfter = 7 };
            yield break;
        }
        var node = parent.Child("P");
        foreach (var slab in Lines(paragraph.Text, node, x, width, size, color, spaceAfter: 7, keepWithNext: paragraph.KeepWithNext)) { yield return slab; }
        yield return new Marker(node.Close);
    }

    private IEnumerable<Slab> ListSlabs(ItemList list, StructureNode parent, double x, double width, int depth)
    {
        if (list.Items.Count == 0) { yield break; }
        var kind = list.Numbered ? "Decimal" : depth == 0 ? "Disc" : "Circle";
        var node = parent.Child("L", $"/A<</O/List/ListNumbering/{kind}>>");
        var number = list.Start;
        var last = string.Create(CultureInfo.InvariantCulture, $"{list.Start + list.Items.Count - 1}.");
        var indent = list.Numbered
            ? Math.Max(Indent, LineBreaker.Measure(Shaper.Shape(last, Theme.TextSize, Theme.Text)).Widest + 6)
            : Indent;
        for (var i = 0; i < list.Items.Count; i++, number++)
        {
            var item = list.Items[i];
            var itemNode = node.Child("LI");
            var labelNode = itemNode.Child("Lbl");
            var body = itemNode.Child("LBody");
            var label = list.Numbered ? string.Create(CultureInfo.InvariantCulture, $"{number}.") : depth == 0 ? "•" : "–";
            var end = i == list.Items.Count - 1 && item.Nested is null && depth == 0;
            foreach (var slab in Lines(
                item.Text, body, x + indent, Math.Max(width - indent, 20), Theme.TextSize, Theme.Text, spaceAfter: end ? 8 : 2.5,
                label: Shaper.Shape(label, Theme.TextSize, list.Numbered ? Theme.Text : Theme.AccentText),
                labelX: x + (list.Numbered ? 0 : 5), labelNode: labelNode))
            {
                yield return slab;
            }
            if (item.Nested is { } nested)
            {
                yield return new Marker(body.EndText);
                var place = References.Claim(nested.Anchor);
                foreach (var slab in ListSlabs(nested, body, x + indent, Math.Max(width - indent, 20), depth + 1)) { yield return Placed(slab, ref place); }
                if (place is not null) { _waiting.Add(place); }
            }
            yield return new Marker(itemNode.Close);
        }
        yield return new Marker(node.Close);
        if (depth == 0) { yield return new BlankSlab { SpaceAfter = 8 }; }
    }

    private IEnumerable<Slab> KeyValueSlabs(IReadOnlyList<KeyValue> items, StructureNode parent, double x, double width, double after)
    {
        if (items.Count == 0) { yield break; }
        var node = parent.Child("L", "/A<</O/List/ListNumbering/None>>");
        var keys = items.Select(i => Shaper.Shape(i.Key, Theme.TextSize, Theme.Muted)).ToArray();
        var keyWidth = Math.Min(keys.Max(k => LineBreaker.Measure(k).Widest) + 0.1, width * 0.4);
        var lineHeight = Theme.TextSize * Theme.LineHeight;
        for (var i = 0; i < items.Count; i++)
        {
            var item = node.Child("LI");
            var key = new TextBox(keys[i], Breaker.Break(keys[i], keyWidth), x, keyWidth, lineHeight, new Tags(item.Child("Lbl")));
            var shaped = Shape(items[i].Value, Theme.TextSize, Theme.Text);
            var left = x + keyWidth + 16;
            var value = new TextBox(shaped, Breaker.Break(shaped, x + width - left), left, x + width - left, lineHeight, new Tags(item.Child("LBody")));
            yield return new PairSlab
            {
                Boxes = [key, value],
                Height = Math.Max(Math.Max(key.Height, value.Height), lineHeight),
                SpaceBefore = i == 0 ? 4 : 0,
                SpaceAfter = i == items.Count - 1 ? after : 2,
                KeepWithNext = i == 0 && items.Count > 1,
            };
            yield return new Marker(item.Close);
        }
        yield return new Marker(node.Close);
    }

    private List<Slab> CalloutSlabs(Callout callout, StructureNode parent, double x, double width)
    {
        var node = parent.Child("Sect");
        var slabs = new List<Slab>();
        double left = x + 14, inner = Math.Max(width - 28, 20);
        if (callout.Title.Length > 0)
        {
            slabs.AddRange(Lines(callout.Title, node.Child("P"), left, inner, Theme.TextSize, Theme.Text, bold: true, spaceAfter: 2, keepWithNext: true, whole: true));
        }
        slabs.AddRange(Flow(callout.Blocks, node, left, inner));
        var drawn = slabs.Where(s => s is not Marker).ToList();
        if (drawn.Count > 0)
        {
            var backdrop = new Backdrop(x, width, Theme.Tint, Theme.Accent);
            foreach (var slab in drawn) { slab.Backdrop = backdrop; }
            (drawn[0].PadTop, drawn[0].SpaceBefore) = (9, 10);
            (drawn[^1].PadBottom, drawn[^1].SpaceAfter) = (9, 12);
        }
        slabs.Add(new Marker(node.Close));
        return slabs;
    }

    private IEnumerable<Slab> SectionSlabs(Section section, StructureNode parent, double x, double width)
    {
        var node = parent.Child("Sect");
        var before = _pages.Format;
        if (section.Page is { } format && format != before)
        {
            yield return FormatMarker(format);
            foreach (var slab in Flow(section.Blocks, node, format.Margins.Left, BodyWidth(format))) { yield return slab; }
            yield return FormatMarker(before);
        }
        else
        {
            foreach (var slab in Flow(section.Blocks, node, x, width)) { yield return slab; }
        }
        yield return new Marker(node.Close);
    }

    private IEnumerable<Slab> AppendixSlabs(Appendix appendix, StructureNode parent, double x, double width)
    {
        var node = parent.Child("Sect");
        var before = _pages.Format;
        var format = appendix.Page ?? before;
        var own = format != before;
        yield return FormatMarker(format);
        var (left, room) = own ? (format.Margins.Left, BodyWidth(format)) : (x, width);
        foreach (var slab in HeadingSlabs(node, left, room)) { yield return slab; }
        foreach (var slab in Flow(appendix.Blocks, node, left, room)) { yield return slab; }
        if (own) { yield return FormatMarker(before); }
        yield return new Marker(node.Close);
    }

    private Marker FormatMarker(PageFormat format) => new(() =>
    {
        _paginator.Break();
        _pages.Format = format;
    })
    { Barrier = true };

    private IEnumerable<Slab> CoverSlabs(Cover cover, StructureNode parent, double x, double width)
    {
        var node = parent.Child("Sect");
        var format = _pages.Format;
        var body = format.Height - format.Margins.Top - format.Margins.Bottom;
        var titleSize = cover.Title.Length > 90 ? Theme.TitleSize * 0.7 : Theme.TitleSize;
        List<Slab> top = [.. Figures.Logo(node, x, width)], middle = [], facts = [];
        if (cover.Owner.Length > 0)
        {
            top.AddRange(Lines(cover.Owner, node.Child("P"), x, width - Figures.LogoWidth(width), 13, Theme.AccentText, bold: true));
        }
        middle.Add(new BlankSlab { X = x, Width = 56, Thickness = 3, Color = Theme.Accent, Height = 3 });
        middle.AddRange(Lines(cover.Title, node.Child("Title"), x, width, titleSize, Theme.Text, bold: true, lineHeight: titleSize * 1.15, spaceBefore: 18));
        if (cover.Subtitle.Length > 0)
        {
            middle.AddRange(Lines(cover.Subtitle, node.Child("P"), x, width, titleSize * 0.5, Theme.Muted, spaceBefore: 10, lineHeight: titleSize * 0.65));
        }
        if (cover.Facts.Count > 0)
        {
            facts.Add(new BlankSlab { X = x, Width = width, Thickness = 0.6, Color = Theme.Rule, Height = 1, SpaceAfter = 10 });
            facts.AddRange(KeyValueSlabs(cover.Facts, node, x, width, 0));
        }

        var above = Math.Max(body * 0.3 - Total(top), 20);
        // The notes of the facts stand below them, at the foot of the page.
        var notes = _notes.Demand([.. facts.SelectMany(f => f.Notes)], body);
        var below = body - above - Total(top) - Total(middle) - Total(facts) - notes - 1;
        foreach (var slab in top) { yield return Bare(slab); }
        yield return Bare(new BlankSlab { Height = above });
        foreach (var slab in middle) { yield return Bare(slab); }
        if (below > 0 && facts.Count > 0) { yield return Bare(new BlankSlab { Height = below }); }
        foreach (var slab in facts) { yield return Bare(slab); }
        yield return new Marker(() =>
        {
            node.Close();
            _paginator.Break();
        })
        { Barrier = true };

        static double Total(List<Slab> slabs)
        {
            double height = 0, after = 0;
            foreach (var slab in slabs.Where(s => s is not Marker))
            {
                height += Math.Max(after, slab.SpaceBefore) + slab.FullHeight;
                after = slab.SpaceAfter;
            }
            return height;
        }

        static Slab Bare(Slab slab)
        {
            slab.Bare = true;
            return slab;
        }
    }

    private IEnumerable<Slab> ContentsSlabs(TableOfContents contents, StructureNode parent, double x, double width)
    {
        const double NumberWidth = 30;
        if (contents.Title.Length > 0)
        {
            foreach (var slab in HeadingSlabs(parent, x, width)) { yield return slab; }
        }

        var nodes = new Stack<(int Level, StructureNode Node)>();
        foreach (var heading in _headings.Where(h => h.Listed && h.Level <= contents.Depth && !string.IsNullOrWhiteSpace(h.Text)))
        {
            while (nodes.Count > 0 && heading.Level < nodes.Peek().Level && nodes.Count > 1) { nodes.Pop(); }
            if (nodes.Count == 0) { nodes.Push((heading.Level, parent.Child("TOC"))); }
            else if (heading.Level > nodes.Peek().Level) { nodes.Push((heading.Level, nodes.Peek().Node.Child("TOC"))); }

            var item = nodes.Peek().Node.Child("TOCI");
            var link = item.Child("Reference").Child("Link");
            var left = x + (heading.Level - 1) * 16;
            var top = heading.Level == 1;
            var shaped = Shaper.Shape(heading.Text, Theme.TextSize, Theme.Text, bold: top);
            var lineHeight = Theme.TextSize * Theme.LineHeight;
            var room = Math.Max(x + width - left - NumberWidth - 10, 40);
            var box = new TextBox(shaped, Breaker.Break(shaped, room), left, room, lineHeight, new Tags(link));
            yield return new ContentsSlab(box, heading, link, x + width - left, NumberWidth, top, this)
            {
                Height = Math.Max(box.Height, lineHeight),
                SpaceBefore = top ? 7 : 1,
                SpaceAfter = 1,
                KeepWithNext = top,
            };
        }
        foreach (var (_, node) in nodes) { yield return new Marker(node.Close); }
        yield return new BlankSlab { SpaceAfter = 12 };
    }

    private IEnumerable<Slab> SignatureSlabs(Signatures signatures, StructureNode parent, double x, double width)
    {
        const double Above = 44, Gutter = 28;
        var lineHeight = Theme.SmallSize * 1.35;
        foreach (var signature in signatures.Items)
        {
            var node = parent.Child("Sect");
            var left = (width - Gutter) * 0.4;
            var place = Box(Labels.PlaceAndDate, x, left, node.Child("P"));
            RichText who = signature.Role.Length > 0 ? [Run.Strong(signature.Name), "\n" + signature.Role] : [Run.Strong(signature.Name)];
            var name = Box(who, x + left + Gutter, width - left - Gutter, node.Child("P"));
            yield return new PairSlab
            {
                Boxes = [place, name],
                RuleAt = Above,
                RuleColor = Theme.Text,
                Height = Above + PairSlab.RuleGap + Math.Max(place.Height, name.Height),
                SpaceAfter = 10,
            };
            yield return new Marker(node.Close);
        }

        TextBox Box(RichText text, double left, double room, StructureNode node)
        {
            var shaped = Shaper.Shape(text, Theme.SmallSize, Theme.Muted);
            return new TextBox(shaped, Breaker.Break(shaped, room), left, room, lineHeight, new Tags(node));
        }
    }
}

/// <summary>A line of the table of contents. Its page number is drawn when all pages are known.</summary>
internal sealed class ContentsSlab(
    TextBox box, HeadingPlace heading, StructureNode link, double width, double numberWidth, bool bold, Composer composer) : Slab
{
    public override void Draw(PageWriter pages, double y)
    {
        box.Draw(pages, y);
        var canvas = pages.Canvas;
        var size = box.Text.Size;
        var baseline = y + Height - box.LineHeight + PageWriter.Baseline(size, box.LineHeight);
        double right = box.X + width, from = box.X + (box.Lines.Length > 0 ? box.Lines[^1].Width : 0) + 6, to = right - numberWidth;
        if (!bold && to - from > 12)
        {
            var dot = composer.Shaper.Shape(".", size, composer.Theme.Muted);
            // Dots stand on a grid that is common to all lines.
            canvas.Artifact(ArtifactKind.Layout);
            for (var x = to - Math.Floor((to - from) / 5) * 5; x < to; x += 5) { canvas.Text(dot, 0, 1, false, false, x, baseline); }
        }
        pages.AddLate(new LateNumber(heading, canvas.Reserve(link), right, baseline, size, bold));
        pages.AddLink(link, box.X, y, width, Height, heading, heading.Text);
        link.Close();
    }
}
