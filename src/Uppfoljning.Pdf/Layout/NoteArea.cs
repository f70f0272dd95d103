using Uppfoljning.Pdf.Output;

namespace Uppfoljning.Pdf.Layout;

/// <summary>
/// The foot of a page, where the notes stand whose marks are on it. It grows upwards as lines with marks are placed. A note that has
/// no room for all its lines goes on at the foot of the next page, before that page's own.
/// </summary>
internal sealed class NoteArea(PageWriter pages, LineBreaker breaker, References references, Theme theme)
{
    private const double Above = 12, Below = 5, Between = 2, Indent = 14;

    private readonly double _lineHeight = theme.SmallSize * 1.3;
    private readonly Queue<Note> _carried = new();
    private readonly List<Part> _parts = [];

    /// <summary>Height of what is to stand at the foot of this page, with its rule.</summary>
    public double Height { get; private set; }

    /// <summary>Some notes have lines left for the next page.</summary>
    public bool HasMore => _carried.Count > 0;

    /// <summary>How much the area must be able to grow for a line with these notes to stand on the page: for all of them, or for the beginning of much text.</summary>
    public double Demand(IReadOnlyList<Note> notes, double body)
    {
        if (notes.Count == 0) { return 0; }
        var height = notes.Sum(n => Break(n).Length * _lineHeight + Between);
        var least = Math.Min(notes[0].Lines.Length, 2) * _lineHeight + Between;
        return (Height > 0 ? 0 : Above + Below) + (height <= body / 2 ? height : least);
    }

    /// <summary>A page has begun. What the one before had no room for takes at most so much of it.</summary>
    public void Begin(double most)
    {
        // A note at a time: the next is not begun while lines of the one before are left.
        for (var least = 1; _carried.TryPeek(out var note) && Fill(note, most, least); least = 0) { _carried.Dequeue(); }
    }

    /// <summary>Places the notes of a line, as far as there is room.</summary>
    public void Add(IReadOnlyList<Note> notes, double most)
    {
        foreach (var note in notes)
        {
            if (_carried.Count > 0 || !Fill(note, most, 0)) { _carried.Enqueue(note); }
        }
    }

    /// <summary>Draws the notes of the page, with their last line at its bottom.</summary>
    public void Draw(double bottom)
    {
        if (_parts.Count == 0) { return; }
        var format = pages.Canvas.Page.Format;
        var (x, y) = (format.Margins.Left, bottom - Height);
        pages.Rule(x, y + Above, Math.Min(120, WidthOf(format) / 3), 0.5, theme.Muted);
        y += Above + Below;
        foreach (var (note, lines, last) in _parts)
        {
            var baseline = y + PageWriter.Baseline(theme.SmallSize, _lineHeight);
            if (note.Tags is null)
            {
                note.Place.Set(pages.Canvas.Page, y);
                note.Tags = new Tags(note.Node);
                var mark = pages.Shaper.Shape(note.Mark, theme.SmallSize, theme.Text);
                pages.Text(mark, new Line(0, mark.Count, 0, false, false), x, baseline, new Tags(note.Node?.Child("Lbl")));
            }
            foreach (var line in lines)
            {
                pages.Text(note.Shaped!, line, x + IndentOf(note), baseline, note.Tags);
                baseline += _lineHeight;
            }
            y += lines.Length * _lineHeight + Between;
            if (last) { note.Node?.Close(); }
        }
        _parts.Clear();
        Height = 0;
    }

    /// <summary>Places as many lines as there is room for, and at least so many. True when none is left.</summary>
    private bool Fill(Note note, double most, int least)
    {
        var lines = Break(note);
        var head = Height > 0 ? 0 : Above + Below;
        var count = Math.Clamp((int)((most - Height - head - Between + 0.01) / _lineHeight), least, lines.Length);
        // Two lines at least on each side of a page break.
        if (lines.Length - count == 1 && count > 2) { count--; }
        if (count == 0) { return false; }
        var last = count == lines.Length;
        _parts.Add(new Part(note, lines[..count], last));
        Height += head + count * _lineHeight + Between;
        if (!last) { note.Start = lines[count].Start; }
        return last;
    }

    /// <summary>The lines that are left of a note, as wide as this page allows.</summary>
    private Line[] Break(Note note)
    {
        var width = Math.Max(WidthOf(pages.HasPage ? pages.Canvas.Page.Format : pages.Format) - IndentOf(note), 20);
        if (note.Shaped is { } shaped && note.Lines.Length > 0 && note.Lines[0].Start == note.Start && note.Width == width) { return note.Lines; }
        note.Shaped = shaped = note.Shaped ?? pages.Shaper.Shape(note.Text, theme.SmallSize, theme.Text, references: references);
        (note.Width, note.Lines) = (width, breaker.Break(shaped, width, note.Start));
        return note.Lines;
    }

    private static double WidthOf(PageFormat format) => format.Width - format.Margins.Left - format.Margins.Right;

    private double IndentOf(Note note) => Math.Max(Indent, note.Mark.Length * theme.SmallSize * 0.5 + 5);

    private readonly record struct Part(Note Note, Line[] Lines, bool Last);
}
