using System.Globalization;
using System.Xml;
using Uppfoljning.Pdf.Charts;
using Uppfoljning.Pdf.Structure;

namespace Uppfoljning.Pdf.Html;

/// <summary>The document as an article: what stands on the pages, once, in reading order.</summary>
internal sealed partial class HtmlBody(Document document, XmlWriter xml, HtmlOptions options, bool wholePage)
{
    private readonly Outline _outline = new(document);
    private readonly List<RichText> _notes = [];
    private readonly HashSet<string> _placed = new(StringComparer.Ordinal);
    private readonly List<PageFormat> _formats = [document.Page];
    private PageFormat _format = document.Page;
    private int _nextHeading;
    private int _level;
    private int _nextAppendix;
    private bool _logoShown;
    private bool _titleShown;

    public void Write()
    {
        Start("article", "doc");
        Attribute("lang", document.Metadata.Language);
        if (document.Watermark is { } mark && !PlainText.IsBlank(mark))
        {
            Start("p", "doc-watermark");
            Content(mark);
            End();
        }
        Band(document.Header, "doc-header");
        if (!HasCover(document.Blocks))
        {
            if (wholePage)
            {
                Start("h1", "doc-title");
                Content(document.Metadata.Title);
                End();
            }
            Logo();
        }
        Flow(document.Blocks);
        Notes();
        Band(document.Footer, "doc-footer");
        End();
    }

    /// <summary>Paper, margins, header and footer for the printer. The page's number is the browser's to count.</summary>
    public string PageRules()
    {
        Formats(document.Blocks);
        var css = new System.Text.StringBuilder();
        for (var i = 0; i < _formats.Count; i++)
        {
            css.Append(CultureInfo.InvariantCulture, $"@page{(i == 0 ? "" : $" doc-format-{i}")} {{ {Paper(_formats[i])}");
            Box("top-left", document.Header?.Left);
            Box("top-right", document.Header?.Right);
            Box("bottom-left", document.Footer?.Left);
            Box("bottom-right", document.Footer?.Right);
            css.Append(" }\n");
            if (i > 0) { css.Append(CultureInfo.InvariantCulture, $"@media print {{ .doc-format-{i} {{ page: doc-format-{i}; }} }}\n"); }
        }
        css.Append(CultureInfo.InvariantCulture, $"@page doc-cover {{ {Paper(document.Page)} @top-left {{ content: none; }} @top-right {{ content: none; }} @bottom-left {{ content: none; }} @bottom-right {{ content: none; }} }}\n@media print {{ .doc-cover {{ page: doc-cover; min-height: {Math.Max(document.Page.Height - document.Page.Margins.Top - document.Page.Margins.Bottom - 4, 1):0.##}pt; }} }}\n");
        return css.ToString();

        void Box(string place, string? text)
        {
            if (PlainText.IsBlank(text)) { return; }
            var content = string.Join(' ', text.Replace("{pages}", "\u0001pages\u0001", StringComparison.Ordinal).Replace("{page}", "\u0001page\u0001", StringComparison.Ordinal)
                .Split('\u0001').Where(p => p.Length > 0).Select(p => p is "page" or "pages" ? $"counter({p})" : HtmlWriter.CssString(p)));
            css.Append(CultureInfo.InvariantCulture, $" @{place} {{ content: {content}; font: {document.Theme.SmallSize:0.##}pt {HtmlWriter.CssString(document.Theme.Fonts.Name)}, sans-serif; color: {document.Theme.Muted.ToHex()}; }}");
        }

        static string Paper(PageFormat f) => string.Create(CultureInfo.InvariantCulture,
            $"size: {f.Width:0.##}pt {f.Height:0.##}pt; margin: {f.Margins.Top:0.##}pt {f.Margins.Right:0.##}pt {f.Margins.Bottom:0.##}pt {f.Margins.Left:0.##}pt;");
    }

    private static bool HasCover(IReadOnlyList<Block> blocks) => blocks.Any(b => b is Cover || Outline.Inside(b) is { } inside && HasCover(inside));

    private void Formats(IReadOnlyList<Block> blocks)
    {
        foreach (var block in blocks)
        {
            if (((block as Section)?.Page ?? (block as Appendix)?.Page) is { } format) { FormatIndex(format); }
            if (Outline.Inside(block) is { } inside) { Formats(inside); }
        }
    }

    private int FormatIndex(PageFormat format)
    {
        var index = _formats.IndexOf(format);
        if (index >= 0) { return index; }
        _formats.Add(format);
        return _formats.Count - 1;
    }

    private void Flow(IReadOnlyList<Block> blocks)
    {
        foreach (var block in blocks)
        {
            switch (block)
            {
                case Heading heading: Heading(heading.Level, heading.Text, Place(heading)); break;
                case Paragraph paragraph: Paragraph(paragraph); break;
                case ItemList list: List(list, Place(list)); break;
                case KeyValueList list: KeyValues(list.Items, Place(list)); break;
                case Callout callout: Callout(callout); break;
                case Table table: Table(table, Place(table), table.Caption, captionShown: true); break;
                case TableOfContents contents: Contents(contents); break;
                case Cover cover: Cover(cover); break;
                case Signatures signatures: Signatures(signatures); break;
                case Section section: Section(section); break;
                case Appendix appendix: Appendix(appendix); break;
                case Picture picture: Picture(picture); break;
                case Chart chart: Chart(chart); break;
                case Spacer: Empty("doc-space", Place(block)); break;
                case PageBreak: Empty("doc-break", Place(block)); break;
                default: throw new ArgumentException($"Blocks of type {block?.GetType().Name ?? "null"} cannot be written.");
            }
        }
    }

    private void Heading(int level, string text, string? place)
    {
        var id = Id("h", _nextHeading++);
        if (PlainText.IsBlank(text))
        {
            Anchor(place);
            return;
        }
        Anchor(place);
        // The tree may not skip a level, whatever the page shows.
        _level = Math.Min(level, _level + 1);
        var depth = Math.Max(options.HeadingOffset, 0) + _level;
        Start(depth <= 6 ? string.Create(CultureInfo.InvariantCulture, $"h{Math.Max(depth, 1)}") : "div", string.Create(CultureInfo.InvariantCulture, $"doc-h{level}"));
        Attribute("id", id);
        if (depth > 6)
        {
            Attribute("role", "heading");
            Attribute("aria-level", depth.ToString(CultureInfo.InvariantCulture));
        }
        Content(text);
        End();
    }

    private void Paragraph(Paragraph paragraph)
    {
        var place = Place(paragraph);
        if (PlainText.IsBlank(paragraph.Text.ToString()) && !paragraph.Text.Any(HasOwnText))
        {
            // An empty line is room on the page, and nothing to read.
            Empty("doc-space", place);
            return;
        }
        Start("p", paragraph.Small ? "doc-small" : null);
        Attribute("id", place);
        Text(paragraph.Text);
        End();
    }

    /// <summary>A run without words may still show a note's mark or the name of a section.</summary>
    private static bool HasOwnText(Run run) => run.Footnote is not null || run.PageNumber;

    private void List(ItemList list, string? place)
    {
        if (list.Items.Count == 0)
        {
            Anchor(place);
            return;
        }
        var wide = list.Numbered && Math.Max(Math.Abs((long)list.Start), Math.Abs((long)list.Start + list.Items.Count)) > 99;
        Start(list.Numbered ? "ol" : "ul", wide ? "doc-list doc-wide" : "doc-list");
        Attribute("id", place);
        if (list.Numbered && list.Start != 1) { Attribute("start", list.Start.ToString(CultureInfo.InvariantCulture)); }
        foreach (var item in list.Items)
        {
            Start("li");
            Text(item.Text);
            if (item.Nested is { } nested) { List(nested, Place(nested)); }
            End();
        }
        End();
    }

    private void KeyValues(IReadOnlyList<KeyValue> items, string? place)
    {
        if (items.Count == 0)
        {
            Anchor(place);
            return;
        }
        Start("dl", "doc-facts");
        Attribute("id", place);
        foreach (var item in items)
        {
            Start("div");
            Start("dt");
            Content(item.Key);
            End();
            Start("dd");
            Text(item.Value);
            End();
            End();
        }
        End();
    }

    private void Callout(Callout callout)
    {
        Start("section", "doc-callout");
        Attribute("role", "note");
        Attribute("id", Place(callout));
        if (!PlainText.IsBlank(callout.Title))
        {
            Attribute("aria-label", callout.Title);
            Start("p", "doc-callout-title");
            Content(callout.Title);
            End();
        }
        Flow(callout.Blocks);
        End();
    }

    private void Section(Section section)
    {
        var before = _format;
        var index = section.Page is { } format && format != _format ? FormatIndex(_format = format) : -1;
        string[] classes = [.. section.KeepTogether ? ["doc-keep"] : Array.Empty<string>(), .. index >= 0 ? [FormatClass(index)] : Array.Empty<string>()];
        Start("section", classes.Length > 0 ? string.Join(' ', classes) : null);
        Attribute("id", Place(section));
        Flow(section.Blocks);
        End();
        _format = before;
    }

    private void Appendix(Appendix appendix)
    {
        var before = _format;
        var index = appendix.Page is { } format && format != _format ? FormatIndex(_format = format) : -1;
        Start("section", index >= 0 ? $"doc-appendix {FormatClass(index)}" : "doc-appendix");
        Attribute("role", "doc-appendix");
        Attribute("aria-labelledby", Id("h", _nextHeading));
        Heading(1, Outline.AppendixHeading(document.Labels, ++_nextAppendix, appendix.Title), Place(appendix));
        Flow(appendix.Blocks);
        End();
        _format = before;
    }

    private static string FormatClass(int index) => string.Create(CultureInfo.InvariantCulture, $"doc-format-{index}");

    private void Cover(Cover cover)
    {
        Start("header", "doc-cover");
        Attribute("id", Place(cover));
        Logo();
        if (!PlainText.IsBlank(cover.Owner)) { Line("p", "doc-owner", cover.Owner); }
        // A page has one h1; within a page of the product it is that page's own.
        var first = wholePage && !_titleShown;
        _titleShown = true;
        var title = first && PlainText.IsBlank(cover.Title) ? document.Metadata.Title : cover.Title;
        if (!PlainText.IsBlank(title)) { Line(first ? "h1" : "p", "doc-title", title); }
        if (!PlainText.IsBlank(cover.Subtitle)) { Line("p", "doc-subtitle", cover.Subtitle); }
        KeyValues(cover.Facts, null);
        End();
    }

    private void Line(string element, string kind, string text)
    {
        Start(element, kind);
        Content(text);
        End();
    }

    private void Logo()
    {
        if (_logoShown || document.Theme.Logo is not { } logo) { return; }
        _logoShown = true;
        Image(logo, document.Theme.LogoAlternative, "doc-logo", null);
    }

    /// <summary>The lines of header and footer, said once; what only counts pages has nothing to say here.</summary>
    private void Band(PageBand? band, string kind)
    {
        if (band is null) { return; }
        string[] texts = [.. new[] { band.Left, band.Right }.Where(t => !PlainText.IsBlank(t) && !t.Contains("{page", StringComparison.Ordinal))];
        if (texts.Length == 0) { return; }
        Start("p", kind);
        for (var i = 0; i < texts.Length; i++)
        {
            if (i > 0) { xml.WriteString(" "); }
            Start("span");
            Content(texts[i]);
            End();
        }
        End();
    }

    private void Contents(TableOfContents contents)
    {
        var title = !PlainText.IsBlank(contents.Title);
        var entries = _outline.Headings.Select((h, i) => (Heading: h, Index: i)).Where(e => e.Heading is { Listed: true, Shown: true } && e.Heading.Level <= contents.Depth).ToList();
        var place = Place(contents);
        if (!title && entries.Count == 0)
        {
            _nextHeading++;
            Anchor(place);
            return;
        }
        Start("nav", "doc-toc");
        if (title) { Attribute("aria-labelledby", Id("h", _nextHeading)); }
        else { Attribute("aria-label", document.Metadata.Title); }
        Heading(1, contents.Title, place);

        var levels = new Stack<int>();
        foreach (var (heading, index) in entries)
        {
            while (levels.Count > 1 && heading.Level < levels.Peek())
            {
                levels.Pop();
                End();
                End();
            }
            if (levels.Count == 0 || heading.Level > levels.Peek())
            {
                Start("ol");
                levels.Push(heading.Level);
            }
            else { End(); }
            Start("li");
            Start("a");
            Attribute("href", "#" + Id("h", index));
            Content(heading.Text);
            End();
        }
        for (var i = 0; i < levels.Count * 2; i++) { End(); }
        End();
    }

    private void Signatures(Signatures signatures)
    {
        var place = Place(signatures);
        if (signatures.Items.Count == 0)
        {
            Anchor(place);
            return;
        }
        Start("div", "doc-signatures");
        Attribute("id", place);
        foreach (var signature in signatures.Items)
        {
            Start("div", "doc-signature");
            Line("p", "doc-line", document.Labels.PlaceAndDate);
            Start("p", "doc-line");
            Start("strong");
            Content(signature.Name);
            End();
            if (!PlainText.IsBlank(signature.Role))
            {
                Void("br");
                Content(signature.Role);
            }
            End();
            End();
        }
        End();
    }

    private void Picture(Picture picture)
    {
        Start("figure", "doc-figure");
        Attribute("id", Place(picture));
        Image(picture.Image, picture.Alternative, null, picture.Width);
        if (!PlainText.IsBlank(picture.Caption)) { Line("figcaption", "doc-caption", picture.Caption); }
        End();
    }

    private void Image(ImageFile image, string alternative, string? kind, double? points)
    {
        var source = options.ImageSource?.Invoke(image) ?? $"data:{image.MediaType};base64,{Convert.ToBase64String(image.Bytes)}";
        Start("img", kind);
        Attribute("src", PlainText.Line(source));
        xml.WriteAttributeString("alt", PlainText.Line(alternative));
        // 96 pixels to the inch; the style sheet lets it shrink. Both sides are told, so that the page does not jump when the picture comes.
        var width = points is > 0 and var wanted && double.IsFinite(wanted) ? wanted * 96 / 72 : image.Width;
        Attribute("width", Math.Max(Math.Round(width), 1).ToString(CultureInfo.InvariantCulture));
        Attribute("height", Math.Max(Math.Round(width * image.Height / Math.Max(image.Width, 1)), 1).ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
    }

    private void Chart(Chart chart)
    {
        var width = _format.Width - _format.Margins.Left - _format.Margins.Right;
        var alternative = PlainText.IsBlank(chart.Alternative) ? chart.Title : chart.Alternative;
        var svg = Svg.Write(ChartDrawing.Of(chart, Math.Max(width, 72), document.Theme, document.Labels), alternative, document.Theme);
        Start("figure", "doc-figure doc-chart");
        Attribute("id", Place(chart));
        var data = chart.Data(document.Labels);
        if (!PlainText.IsBlank(data.Caption)) { Line("figcaption", "doc-caption", data.Caption); }
        xml.WriteRaw(svg);
        // The figure's caption is the table's too; a reader of tables hears it there.
        if (chart.ShowData) { Table(data, null, data.Caption, captionShown: false); }
        End();
    }

    private void Notes()
    {
        if (_notes.Count == 0) { return; }
        Start("section", "doc-notes");
        Attribute("role", "doc-endnotes");
        Attribute("aria-labelledby", Id("notes"));
        Start(string.Create(CultureInfo.InvariantCulture, $"h{Math.Clamp(options.HeadingOffset + 1, 1, 6)}"), "doc-h2");
        Attribute("id", Id("notes"));
        Content(document.Labels.Notes);
        End();
        Start("ol", "doc-list");
        for (var i = 0; i < _notes.Count; i++)
        {
            Start("li");
            Attribute("id", Id("n", i));
            Text(_notes[i], withNotes: false);
            xml.WriteString(" ");
            Start("a", "doc-back");
            Attribute("role", "doc-backlink");
            Attribute("href", "#" + Id("r", i));
            Attribute("aria-label", document.Labels.BackToText);
            Content("\u21A9\uFE0E");
            End();
            End();
        }
        End();
        End();
    }

    private void Text(RichText text, bool withNotes = true)
    {
        foreach (var run in text)
        {
            var place = _outline.Find(run.Target);
            var words = run.Text;
            if (run.PageNumber && PlainText.IsBlank(words)) { words = place is { } found ? _outline.SectionOf(found) : ""; }
            if (words.Length > 0)
            {
                var href = place is { } target ? "#" + Id("a", target.Number) : PlainText.Address(run.Link);
                var link = href is not null && !PlainText.IsBlank(words);
                if (link)
                {
                    Start("a");
                    Attribute("href", href);
                    if (href![0] != '#') { Attribute("rel", "external noopener noreferrer"); }
                }
                if (run.Bold) { Start("strong"); }
                if (run.Italic) { Start("em"); }
                Content(words);
                if (run.Italic) { End(); }
                if (run.Bold) { End(); }
                if (link) { End(); }
            }
            if (withNotes && run.Footnote is { } note)
            {
                Start("sup");
                Start("a", "doc-noteref");
                Attribute("role", "doc-noteref");
                Attribute("id", Id("r", _notes.Count));
                Attribute("href", "#" + Id("n", _notes.Count));
                _notes.Add(note);
                Content(_notes.Count.ToString(CultureInfo.InvariantCulture));
                End();
                End();
            }
        }
    }

    /// <summary>The id of a block that is referred to by name; of two with the same name the first has it.</summary>
    private string? Place(Block block) => _outline.Find(block.Anchor) is { } place && _placed.Add(block.Anchor!) ? Id("a", place.Number) : null;

    private void Anchor(string? place)
    {
        if (place is not null) { Empty(null, place); }
    }

    private string Id(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{options.IdPrefix}{kind}{number}");

    private string Id(string name) => options.IdPrefix + name;

    /// <summary>An element without contents: room, or a place to come to.</summary>
    private void Empty(string? kind, string? place)
    {
        Start(kind is null ? "span" : "div", kind);
        Attribute("id", place);
        End();
    }

    private void Content(string text)
    {
        var lines = PlainText.Clean(text).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (i > 0) { Void("br"); }
            xml.WriteString(lines[i]);
        }
    }

    private void Start(string element, string? kind = null)
    {
        xml.WriteStartElement(element);
        Attribute("class", kind);
    }

    private void Attribute(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) { xml.WriteAttributeString(name, PlainText.Line(value)); }
    }

    private void Void(string element)
    {
        xml.WriteStartElement(element);
        xml.WriteEndElement();
    }

    /// <summary>An end tag always: to HTML, <c>&lt;p/&gt;</c> would begin a paragraph and not end it.</summary>
    private void End() => xml.WriteFullEndElement();
}
