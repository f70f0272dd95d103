using System.Globalization;
using Uppfoljning.Pdf.Charts;
using Uppfoljning.Pdf.Structure;

namespace Uppfoljning.Pdf.Word;

/// <summary>
/// The text itself. Page breaks, space and changes of paper are held until something comes after them, so that no empty paragraphs
/// are needed and no empty pages arise.
/// </summary>
internal sealed class WordBody
{
    /// <summary>Levels that a list can have.</summary>
    public const int Levels = 9;

    /// <summary>The number of the first list with numbers; 1 is all lists without.</summary>
    public const int FirstNumberedList = 2;

    public const string FirstHeaderName = "headerFirst.xml";

    private const double Indent = 18;

    private readonly Document _document;
    private readonly Outline _outline;
    private readonly Paper _paper;
    private readonly Package _package;
    private readonly Relations _relations;
    private readonly WordXml _xml;
    private readonly WordText _text;
    private readonly HashSet<string> _placed = new(StringComparer.Ordinal);
    private readonly List<string> _waiting = [];
    private readonly List<PageFormat> _formats = [];
    private readonly List<RichText> _notes = [];
    private readonly List<(int Level, int Start)> _lists = [];

    private PageFormat _format;
    private PageFormat _wanted;
    private bool _titlePage;
    private bool _empty = true;
    private bool _break;
    private double _space;
    private double _width;
    private int _boxes;
    private bool _held;
    private int _nextHeading;
    private int _nextAppendix;
    private int _nextBookmark;
    private int _nextDrawing;

    public WordBody(Document document, Outline outline, Paper paper, Package package, Relations relations, WordXml xml)
    {
        (_document, _outline, _paper, _package, _relations, _xml) = (document, outline, paper, package, relations, xml);
        _format = _wanted = document.Page;
        _width = BodyWidth(document.Page);
        _text = TextFor(xml, relations, note =>
        {
            _notes.Add(note);
            return _notes.Count;
        });
    }

    public IReadOnlyList<(int Level, int Start)> NumberedLists => _lists;
    public IReadOnlyList<RichText> Notes => _notes;
    public IReadOnlyList<PageFormat> Formats => _formats;
    public bool HasHeader => _document.Header is not null || HasWatermark || _document.Theme.Logo is not null;
    public bool HasFooter => _document.Footer is not null;
    public bool HasFirstHeader { get; private set; }

    private Theme Theme => _document.Theme;
    private bool HasWatermark => !PlainText.IsBlank(_document.Watermark);

    public static string HeaderName(int format) => $"header{WordXml.Number(format + 1)}.xml";

    public static string FooterName(int format) => $"footer{WordXml.Number(format + 1)}.xml";

    public WordText TextFor(WordXml xml, Relations relations, Func<RichText, int>? note = null) =>
        new(xml, relations, _outline, _paper.PageOf, note);

    public void Write()
    {
        _xml.Open("body");
        Flow(_document.Blocks);
        if (_waiting.Count > 0) { Divider(); }
        SectionProperties();
        _xml.Close();
    }

    private static double BodyWidth(PageFormat format) => Math.Max(format.Width - format.Margins.Left - format.Margins.Right, 72);

    private static double BodyHeight(PageFormat format) => Math.Max(format.Height - format.Margins.Top - format.Margins.Bottom, 72);

    private void Flow(IReadOnlyList<Block> blocks)
    {
        var held = _held;
        for (var i = 0; i < blocks.Count; i++)
        {
            var block = blocks[i];
            // What is held together is held to what comes next, except for the last of it.
            _held = held && i < blocks.Count - 1;
            if (_outline.Find(block?.Anchor) is { } place && _placed.Add(block!.Anchor!)) { _waiting.Add(WordText.Bookmark(place)); }
            switch (block)
            {
                case Heading heading: Heading(heading.Level, heading.Text); break;
                case Paragraph paragraph: Paragraph(paragraph); break;
                case ItemList list: List(list, 0, 0); break;
                case KeyValueList list: Facts(list.Items); break;
                case Callout callout: Callout(callout); break;
                case Table table: Table(table, table.Caption, held && i == blocks.Count - 1); break;
                case TableOfContents contents: Contents(contents); break;
                case Cover cover: Cover(cover); break;
                case Signatures signatures: Signatures(signatures); break;
                case Section section: OnPaper(section.Page, () => Held(section)); break;
                case Appendix appendix: Appendix(appendix); break;
                case Picture picture: Picture(picture); break;
                case Chart chart: Chart(chart); break;
                case Spacer spacer: _space += Math.Clamp(spacer.Height, 0, BodyHeight(_format) / 2); break;
                case PageBreak: _break = true; break;
                default: throw new ArgumentException($"Blocks of type {block?.GetType().Name ?? "null"} cannot be written.");
            }
        }
        _held = held;
    }

    private void Held(Section section)
    {
        var held = _held;
        _held |= section.KeepTogether;
        Flow(section.Blocks);
        _held = held;
    }

    // Paragraphs

    /// <summary>The looks of one paragraph beyond its style.</summary>
    private readonly record struct Look
    {
        public bool KeepNext { get; init; }
        public (int List, int Level)? Number { get; init; }
        public double? Right { get; init; }
        public (double Left, double Hanging)? Hanging { get; init; }
        public double? Before { get; init; }
        public double? After { get; init; }
        public double? Tab { get; init; }
        public Align Align { get; init; }
    }

    private void Begin(string style, Look look = default)
    {
        var breakBefore = Ready(out var space);
        _xml.Open("p").Open("pPr").Add("pStyle", style);
        _xml.AddIf(look.KeepNext || _held, "keepNext").AddIf(_held, "keepLines").AddIf(breakBefore, "pageBreakBefore");
        if (look.Number is { } number)
        {
            _xml.Open("numPr").Add("ilvl", WordXml.Number(number.Level)).Add("numId", WordXml.Number(number.List)).Close();
        }
        if (look.Tab is { } tab)
        {
            _xml.Open("tabs").Open("tab").With("val", "right").With("leader", "dot").With("pos", WordXml.Twips(tab)).Close().Close();
        }
        var before = look.Before is null && space == 0 ? null : (double?)Math.Max(look.Before ?? 0, space);
        if (before is not null || look.After is not null)
        {
            _xml.Open("spacing");
            if (before is { } above) { _xml.With("before", WordXml.Twips(above)); }
            if (look.After is { } below) { _xml.With("after", WordXml.Twips(below)); }
            _xml.Close();
        }
        if (look.Hanging is { } hanging) { _xml.Open("ind").With("left", WordXml.Twips(hanging.Left)).With("hanging", WordXml.Twips(hanging.Hanging)).Close(); }
        else if (look.Right is { } right) { _xml.Open("ind").With("right", WordXml.Twips(right)).Close(); }
        if (look.Align != Align.Left) { _xml.Add("jc", look.Align == Align.Center ? "center" : "right"); }
        _xml.Close();
        foreach (var name in _waiting) { Bookmark(name, null); }
        _waiting.Clear();
    }

    private void End() => _xml.Close();

    private void Line(string style, string text, Look look = default)
    {
        Begin(style, look);
        WordText.Plain(_xml, text);
        End();
    }

    private void Bookmark(string name, Action? contents)
    {
        var id = _nextBookmark++;
        _xml.Open("bookmarkStart").With("id", id).With("name", name).Close();
        contents?.Invoke();
        _xml.Open("bookmarkEnd").With("id", id).Close();
    }

    /// <summary>A paragraph that takes no room: between tables, which would else become one, and to end a cell or a section.</summary>
    private void Divider(double after = 0, bool keepNext = false)
    {
        Begin("Divider", new Look { After = after > 0 ? after : null, KeepNext = keepNext });
        End();
    }

    // Pages and paper

    /// <summary>Makes ready for something to stand here: on the right paper, and on a new page when one was asked for.</summary>
    private bool Ready(out double space)
    {
        if (_boxes > 0)
        {
            space = _space;
            _space = 0;
            _break = false;
            return false;
        }
        if (_wanted != _format)
        {
            if (!_empty) { EndSection(); }
            _format = _wanted;
        }
        var breakBefore = _break && !_empty;
        space = _empty || breakBefore ? 0 : _space;
        (_empty, _break, _space) = (false, false, 0);
        return breakBefore;
    }

    /// <summary>What cannot begin a page or have space above it, a table, gets a paragraph that can.</summary>
    private void ReadyForTable(double before = 0)
    {
        var top = _boxes == 0 && (_empty || _wanted != _format);
        _space = top ? 0 : Math.Max(_space, before);
        if (!top && (_break || _space > 0)) { Divider(keepNext: true); }
        else { Ready(out _); }
    }

    private void OnPaper(PageFormat? format, Action contents)
    {
        if (format is null || format == _wanted || _boxes > 0)
        {
            contents();
            return;
        }
        var (before, width) = (_wanted, _width);
        (_wanted, _width, _break) = (format, BodyWidth(format), true);
        contents();
        (_wanted, _width, _break) = (before, width, true);
    }

    private void EndSection()
    {
        _xml.Open("p").Open("pPr").Add("pStyle", "Divider");
        SectionProperties();
        _xml.Close().Close();
        (_empty, _titlePage, _break, _space) = (true, false, false, 0);
    }

    private void SectionProperties()
    {
        var index = _formats.IndexOf(_format);
        if (index < 0)
        {
            index = _formats.Count;
            _formats.Add(_format);
        }
        _xml.Open("sectPr");
        if (HasHeader) { Reference("header", HeaderName(index), "default"); }
        if (_titlePage && HasWatermark)
        {
            Reference("header", FirstHeaderName, "first");
            HasFirstHeader = true;
        }
        if (HasFooter) { Reference("footer", FooterName(index), "default"); }
        var (paper, margins) = (_format, _format.Margins);
        _xml.Open("type").With("val", "nextPage").Close();
        _xml.Open("pgSz").With("w", Clamped(paper.Width)).With("h", Clamped(paper.Height));
        if (paper.Width > paper.Height) { _xml.With("orient", "landscape"); }
        _xml.Close();
        // Header and footer stand in the middle of their margins, as on the paper of the PDF.
        _xml.Open("pgMar").With("top", Margin(margins.Top)).With("right", Margin(margins.Right)).With("bottom", Margin(margins.Bottom)).With("left", Margin(margins.Left))
            .With("header", Margin(margins.Top * 0.45)).With("footer", Margin(margins.Bottom * 0.45)).With("gutter", 0).Close();
        if (_titlePage) { _xml.Add("titlePg"); }
        _xml.Close();

        void Reference(string kind, string name, string type) =>
            _xml.Open(kind + "Reference").With("type", type).Related("id", _relations.To(kind, name)).Close();

        // Word's paper is at most 22 inches.
        static string Clamped(double points) => WordXml.Twips(Math.Clamp(points, 72, 1584));
        static string Margin(double points) => WordXml.Twips(Math.Clamp(points, 0, 792));
    }

    // Blocks

    private void Heading(int level, string text)
    {
        var index = _nextHeading++;
        if (!_outline.Headings[index].Shown) { return; }
        Begin(string.Create(CultureInfo.InvariantCulture, $"Heading{level}"));
        Bookmark(HeadingBookmark(index), () => WordText.Plain(_xml, text));
        End();
    }

    private static string HeadingBookmark(int index) => string.Create(CultureInfo.InvariantCulture, $"_Toc{index + 1:000000}");

    private void Paragraph(Paragraph paragraph)
    {
        if (PlainText.IsBlank(paragraph.Text.ToString()) && !paragraph.Text.Any(r => r.Footnote is not null || r.PageNumber))
        {
            _space += (paragraph.Small ? Theme.SmallSize : Theme.TextSize) * Theme.LineHeight + 7;
            return;
        }
        Begin(paragraph.Small ? "Small" : _boxes > 0 ? "Callout" : "Normal", new Look { KeepNext = paragraph.KeepWithNext });
        _text.Write(paragraph.Text);
        End();
    }

    private void List(ItemList list, int depth, double x)
    {
        if (list.Items.Count == 0) { return; }
        var level = Math.Min(depth, Levels - 1);
        var number = 1;
        var indent = Indent;
        if (list.Numbered)
        {
            // Word counts from 0 and upwards.
            _lists.Add((level, Math.Clamp(list.Start, 0, 30_000)));
            number = FirstNumberedList + _lists.Count - 1;
            indent = Math.Max(Indent, _paper.Measure(string.Create(CultureInfo.InvariantCulture, $"{(long)list.Start + list.Items.Count - 1}."), Theme.TextSize) + 6);
        }
        // A list deep inside others still needs room for its words.
        var left = Math.Min(x + indent, Math.Max(_width - 40, indent));
        var held = _held;
        for (var i = 0; i < list.Items.Count; i++)
        {
            var item = list.Items[i];
            var end = i == list.Items.Count - 1 && item.Nested is null && depth == 0;
            Begin(list.Numbered ? "ListNumber" : "ListBullet", new Look { Number = (number, level), Hanging = (left, indent), After = end ? 8 : null });
            _text.Write(item.Text);
            End();
            if (item.Nested is { } nested)
            {
                if (_outline.Find(nested.Anchor) is { } place && _placed.Add(nested.Anchor!)) { _waiting.Add(WordText.Bookmark(place)); }
                List(nested, depth + 1, left);
            }
        }
        _held = held;
    }

    private void Facts(IReadOnlyList<KeyValue> items)
    {
        if (items.Count == 0) { return; }
        ReadyForTable();
        var keys = Math.Min(items.Max(i => _paper.Measure(i.Key, Theme.TextSize)) * 1.05 + 17, _width * 0.4 + 16);
        double[] widths = [keys, Math.Max(_width - keys, 36)];
        OpenTable("FactTable", widths, "", firstColumn: true);
        for (var i = 0; i < items.Count; i++)
        {
            _xml.Open("tr").Open("trPr").Add("cantSplit").Close();
            OpenCell(widths[0]);
            Line("FactName", items[i].Key, new Look { KeepNext = i == 0 && items.Count > 1 });
            CloseCell();
            OpenCell(widths[1]);
            Begin("FactValue");
            _text.Write(items[i].Value);
            End();
            CloseCell();
            _xml.Close();
        }
        CloseTable(6);
    }

    private void Callout(Callout callout)
    {
        var titled = !PlainText.IsBlank(callout.Title);
        if (!titled && callout.Blocks.Count == 0) { return; }
        ReadyForTable(3);
        OpenTable("CalloutBox", [_width], "", firstColumn: false, caption: titled ? callout.Title : "");
        _xml.Open("tr");
        OpenCell(_width, Theme.Tint);
        var width = _width;
        _width = Math.Max(_width - 24, 36);
        if (titled) { Line("CalloutTitle", callout.Title); }
        Flow(callout.Blocks);
        // A cell ends with a paragraph.
        Divider();
        _width = width;
        CloseCell();
        _xml.Close();
        CloseTable(12);
    }

    private void Appendix(Appendix appendix)
    {
        _break = true;
        var title = Outline.AppendixHeading(_document.Labels, ++_nextAppendix, appendix.Title);
        OnPaper(appendix.Page, () =>
        {
            Heading(1, title);
            Flow(appendix.Blocks);
        });
    }

    private void Cover(Cover cover)
    {
        if (_boxes == 0)
        {
            if (!_empty) { EndSection(); }
            _format = _wanted;
            _titlePage = true;
        }
        var left = BodyHeight(_format);
        if (Theme.Logo is { } logo)
        {
            var scale = Math.Min(Math.Min(60.0 / Math.Max(logo.Height, 1), 180.0 / Math.Max(logo.Width, 1)), 1);
            Image(logo, logo.Width * scale, logo.Height * scale, Theme.LogoAlternative, "CoverOwner", new Look { After = 10, Align = Align.Right });
            left -= logo.Height * scale + 10;
        }
        if (!PlainText.IsBlank(cover.Owner))
        {
            Line("CoverOwner", cover.Owner);
            left -= Height(cover.Owner, 13, 18);
        }
        var size = cover.Title.Length > 90 ? Theme.TitleSize * 0.7 : Theme.TitleSize;
        var above = _boxes > 0 ? 0 : Math.Max(BodyHeight(_format) * 0.3 - (BodyHeight(_format) - left), 20);
        Begin("Title", new Look { Before = above });
        WordText.Plain(_xml, cover.Title, new WordText.Style { Size = size == Theme.TitleSize ? null : size });
        End();
        left -= above + Height(cover.Title, size, Theme.TitleSize * 1.15) + 10;
        if (!PlainText.IsBlank(cover.Subtitle))
        {
            Line("Subtitle", cover.Subtitle);
            left -= Height(cover.Subtitle, Theme.TitleSize * 0.5, Theme.TitleSize * 0.65) + 10;
        }
        // The facts go to the foot of the page, with room to spare: another typeface may take more lines.
        if (_boxes == 0) { _space = Math.Max(left * 0.92 - 30 * cover.Facts.Count(f => f.Value.Any(r => r.Footnote is not null)) - cover.Facts.Sum(f => Math.Max(Height(f.Key, Theme.TextSize, 17, 0.4), Height(f.Value.ToString(), Theme.TextSize, 17, 0.55))) - 20, 0); }
        Facts(cover.Facts);
        _break = true;

        double Height(string text, double points, double line, double share = 1) => Math.Ceiling(_paper.Measure(text, points) * 1.05 / (_width * share)) * line;
    }

    private void Contents(TableOfContents contents)
    {
        var heading = _nextHeading++;
        if (_outline.Headings[heading].Shown) { Line("TOCHeading", contents.Title); }
        var entries = _outline.Headings.Select((h, i) => (Heading: h, Index: i)).Where(e => e.Heading is { Listed: true, Shown: true } && e.Heading.Level <= contents.Depth).ToList();
        for (var i = 0; i < entries.Count; i++)
        {
            var (entry, index) = entries[i];
            Begin(string.Create(CultureInfo.InvariantCulture, $"TOC{Math.Clamp(entry.Level, 1, 4)}"), new Look { Tab = _width });
            if (i == 0)
            {
                Mark("begin");
                _xml.Open("r").Text("instrText", $" TOC \\o \"1-{WordXml.Number(Math.Clamp(contents.Depth, 1, 4))}\" \\h \\z ").Close();
                Mark("separate");
            }
            _xml.Open("hyperlink").With("anchor", HeadingBookmark(index)).With("history", "1");
            WordText.Plain(_xml, entry.Text.Replace('\n', ' '));
            if (_paper.PageOf(index) is { } page)
            {
                _xml.Open("r").Add("tab").Close();
                WordText.Field(_xml, $" PAGEREF {HeadingBookmark(index)} \\h ", WordXml.Number(page));
            }
            _xml.Close();
            if (i == entries.Count - 1) { Mark("end"); }
            End();
        }
        _space = Math.Max(_space, 12);

        void Mark(string type) => _xml.Open("r").Open("fldChar").With("fldCharType", type).Close().Close();
    }

    private void Signatures(Signatures signatures)
    {
        if (signatures.Items.Count == 0) { return; }
        const double Above = 44, Gutter = 28;
        ReadyForTable();
        var left = (_width - Gutter) * 0.4;
        double[] widths = [left, Gutter, _width - left - Gutter];
        OpenTable("FactTable", widths, "", firstColumn: false);
        foreach (var signature in signatures.Items)
        {
            // The room to write in, and the lines below it.
            _xml.Open("tr").Open("trPr").Add("cantSplit").Open("trHeight").With("val", WordXml.Twips(Above)).With("hRule", "exact").Close().Close();
            for (var i = 0; i < widths.Length; i++)
            {
                OpenCell(widths[i]);
                Begin("SignatureLine", new Look { KeepNext = true });
                End();
                CloseCell();
            }
            _xml.Close();
            _xml.Open("tr").Open("trPr").Add("cantSplit").Close();
            OpenCell(widths[0], ruleAbove: Theme.Text);
            Line("SignatureLine", _document.Labels.PlaceAndDate);
            CloseCell();
            OpenCell(widths[1]);
            Line("SignatureLine", "");
            CloseCell();
            OpenCell(widths[2], ruleAbove: Theme.Text);
            Begin("SignatureLine");
            WordText.Plain(_xml, signature.Name, new WordText.Style { Bold = true });
            if (signature.Role.Length > 0) { WordText.Plain(_xml, "\n" + signature.Role); }
            End();
            CloseCell();
            _xml.Close();
        }
        CloseTable(10);
    }

    private void Picture(Picture picture)
    {
        var caption = !PlainText.IsBlank(picture.Caption);
        var width = picture.Width is > 0 and var wanted && double.IsFinite(wanted) ? wanted : picture.Image.Width * 0.75;
        var height = width * picture.Image.Height / Math.Max(picture.Image.Width, 1);
        var scale = Math.Min(1, Math.Min(_width / Math.Max(width, 1), (BodyHeight(_wanted) - 60) / Math.Max(height, 1)));
        Image(picture.Image, width * scale, height * scale, picture.Alternative, "Figure", new Look { KeepNext = caption });
        if (caption) { Line("FigureCaption", picture.Caption); }
    }

    private void Image(ImageFile image, double width, double height, string alternative, string style, Look look)
    {
        var id = _relations.To("image", _package.Media(image.Bytes, WordDrawing.Extension(image)));
        Begin(style, look);
        _xml.Open("r").Raw(WordDrawing.Picture(id, null, ++_nextDrawing, width, height, alternative, image.Orientation)).Close();
        End();
    }

    private void Chart(Chart chart)
    {
        var data = chart.Data(_document.Labels);
        if (!PlainText.IsBlank(data.Caption)) { Line("Caption", data.Caption, new Look { KeepNext = true }); }
        var drawing = ChartDrawing.Of(chart, _width, Theme, _document.Labels);
        var alternative = PlainText.IsBlank(chart.Alternative) ? chart.Title : chart.Alternative;
        var image = _relations.To("image", _package.Media(Raster.Png(drawing, 2, Theme), "png"));
        var vectors = _relations.To("image", _package.Media(System.Text.Encoding.UTF8.GetBytes(Svg.Write(drawing, alternative, Theme)), "svg"));
        var scale = Math.Min(1, Math.Min(_width / drawing.Width, (BodyHeight(_wanted) - 60) / Math.Max(drawing.Height, 1)));
        Begin("Figure", new Look { KeepNext = chart.ShowData });
        _xml.Open("r").Raw(WordDrawing.Picture(image, vectors, ++_nextDrawing, drawing.Width * scale, drawing.Height * scale, alternative)).Close();
        End();
        if (chart.ShowData) { Table(data, "", false); }
    }

    // Tables

    private void Table(Table table, string caption, bool held)
    {
        if (table.Columns.Count == 0) { return; }
        var together = table.KeepTogether || _held || held;
        if (!PlainText.IsBlank(caption)) { Line("Caption", caption, new Look { KeepNext = true }); }
        else { ReadyForTable(1); }
        var widths = _paper.Widths(table, _width);
        var decimals = new Decimals(table);
        OpenTable("DocumentTable", widths, table.Caption, firstColumn: table.Columns[0].RowHeader, firstRow: true);
        var wasHeld = _held;
        _held = false;

        if (table.ColumnGroups.Count > 0)
        {
            HeaderRow();
            var at = 0;
            foreach (var group in TableGrid.Groups(table))
            {
                var empty = PlainText.IsBlank(group.Heading);
                OpenCell(widths.Skip(at).Take(group.Span).Sum(), span: group.Span, ruleBelow: empty ? null : Theme.Rule);
                Line("TableHeading", group.Heading, new Look { Align = Align.Center, KeepNext = true });
                CloseCell();
                at += group.Span;
            }
            _xml.Close();
        }
        HeaderRow();
        for (var i = 0; i < widths.Length; i++)
        {
            OpenCell(widths[i], ruleBelow: Theme.Accent, heavy: true, bottom: true);
            Line("TableHeading", table.Columns[i].Heading, new Look { Align = table.Columns[i].Align, KeepNext = true });
            CloseCell();
        }
        _xml.Close();

        if (table.Rows.Count > 0 || table.Groups.Count == 0) { Rows(table, table.Rows, widths, decimals, together, last: table.Groups.Count == 0); }
        for (var g = 0; g < table.Groups.Count; g++)
        {
            _xml.Open("tr").Open("trPr").Add("cantSplit").Close();
            OpenCell(widths.Sum(), Theme.Tint, span: widths.Length);
            Line("TableHeading", table.Groups[g].Heading, new Look { KeepNext = true });
            CloseCell();
            _xml.Close();
            Rows(table, table.Groups[g].Rows, widths, decimals, together, last: g == table.Groups.Count - 1);
        }
        _held = wasHeld;
        CloseTable(12);

        void HeaderRow() => _xml.Open("tr").Open("trPr").Add("cantSplit").Add("tblHeader").Close();
    }

    private void Rows(Table table, IReadOnlyList<Row> rows, double[] widths, Decimals decimals, bool together, bool last)
    {
        if (rows.Count == 0)
        {
            _xml.Open("tr");
            OpenCell(widths.Sum(), span: widths.Length);
            Line("TableText", _document.Labels.NoRows);
            CloseCell();
            _xml.Close();
        }
        var number = 0;
        var covered = 0;
        foreach (var cells in TableGrid.Whole(table, rows))
        {
            var row = rows[number++];
            // Rows that share a cell stay on one page, and a sum stays with what it sums.
            covered = Math.Max(covered - 1, cells.Max(c => c.RowSpan) - 1);
            var end = last && number == rows.Count;
            var keep = !end && (together || row.KeepWithNext || covered > 0 || number < rows.Count && rows[number].Total);
            _xml.Open("tr").Open("trPr").Add("cantSplit").Close();
            foreach (var cell in cells)
            {
                var text = cell.Text;
                var align = cell.Cell?.Align ?? table.Columns[cell.Column].Align;
                OpenCell(widths.Skip(cell.Column).Take(cell.ColumnSpan).Sum(), span: cell.ColumnSpan, merge: cell.Continued ? "continue" : cell.RowSpan > 1 ? "restart" : null,
                    ruleAbove: row.Total ? Theme.Text : null, ruleBelow: row.Total ? Theme.Text : null);
                var after = align == Align.Decimal && cell is { ColumnSpan: 1, Continued: false } ? decimals.After(text.ToString(), cell.Column) : "";
                Begin("TableText", new Look { KeepNext = keep, Align = align, Right = after.Length > 0 ? _paper.Measure(after, Theme.TableSize, row.Total) : null });
                _text.Write(text, row.Total);
                End();
                CloseCell();
            }
            _xml.Close();
        }
    }

    private void OpenTable(string style, double[] widths, string described, bool firstColumn, bool firstRow = false, string caption = "")
    {
        _xml.Open("tbl").Open("tblPr").Add("tblStyle", style);
        _xml.Open("tblW").With("w", WordXml.Twips(widths.Sum())).With("type", "dxa").Close();
        _xml.Open("tblLayout").With("type", "fixed").Close();
        _xml.Open("tblLook").With("val", firstRow ? (firstColumn ? "06A0" : "0620") : firstColumn ? "0680" : "0600").With("firstRow", firstRow ? 1 : 0).With("lastRow", 0)
            .With("firstColumn", firstColumn ? 1 : 0).With("lastColumn", 0).With("noHBand", 1).With("noVBand", 1).Close();
        var name = described.Length > 0 ? described : caption;
        if (name.Length > 0) { _xml.Add("tblCaption", PlainText.Line(name)); }
        _xml.Close().Open("tblGrid");
        foreach (var width in widths) { _xml.Open("gridCol").With("w", WordXml.Twips(width)).Close(); }
        _xml.Close();
    }

    private void CloseTable(double after)
    {
        _xml.Close();
        Divider(after);
    }

    private void OpenCell(
        double width, Color? fill = null, int span = 1, string? merge = null, Color? ruleAbove = null, Color? ruleBelow = null, bool heavy = false, bool bottom = false)
    {
        _boxes++;
        _xml.Open("tc").Open("tcPr").Open("tcW").With("w", WordXml.Twips(width)).With("type", "dxa").Close();
        if (span > 1) { _xml.Add("gridSpan", WordXml.Number(span)); }
        if (merge is not null) { _xml.Add("vMerge", merge); }
        if (ruleAbove is not null || ruleBelow is not null)
        {
            _xml.Open("tcBorders");
            if (ruleAbove is { } above) { Border("top", above, 6); }
            if (ruleBelow is { } below) { Border("bottom", below, heavy ? 8 : 6); }
            _xml.Close();
        }
        if (fill is { } color) { _xml.Open("shd").With("val", "clear").With("color", "auto").With("fill", WordStyles.Hex(color)).Close(); }
        if (bottom) { _xml.Add("vAlign", "bottom"); }
        _xml.Close();

        void Border(string side, Color line, int eighths) =>
            _xml.Open(side).With("val", "single").With("sz", eighths).With("space", 0).With("color", WordStyles.Hex(line)).Close();
    }

    private void CloseCell()
    {
        _xml.Close();
        _boxes--;
    }
}
