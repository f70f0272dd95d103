using Uppfoljning.Pdf.Structure;

namespace Uppfoljning.Pdf.Word;

/// <summary>
/// The text itself. Page breaks, space and changes of paper are held until something comes after them, so that no empty paragraphs
/// are needed and no empty pages arise.
/// </summary>
internal sealed partial class WordBody
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
}
