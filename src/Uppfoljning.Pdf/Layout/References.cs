using System.Globalization;
using Uppfoljning.Pdf.Output;

namespace Uppfoljning.Pdf.Layout;

/// <summary>A place in the document, known when it has been drawn.</summary>
internal class Place
{
    public PageRecord? Page { get; private set; }

    /// <summary>Points from the page's top.</summary>
    public double Y { get; private set; }

    public int Number => Page?.Number ?? 0;

    public void Set(PageRecord page, double y) => (Page, Y) = (page, y);
}

/// <summary>A heading's place.</summary>
internal sealed class HeadingPlace(int level, string text, bool listed) : Place
{
    public int Level { get; } = level;
    public string Text { get; } = text;
    public bool Listed { get; } = listed;
}

/// <summary>What a stretch of text leads to: an address, a place in the document, or a note. The text says it in words; it is empty when the page's number says enough.</summary>
internal sealed record Inline(Uri? Address, Place? Place, string Text, Note? Note = null);

/// <summary>A note and its place at the foot of a page.</summary>
internal sealed class Note(int number, RichText text)
{
    public string Mark { get; } = number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Its name in the structure tree. Names are kept in order there, so the numbers are equally long.</summary>
    public string Id { get; } = string.Create(CultureInfo.InvariantCulture, $"N{number:000000}");

    public RichText Text { get; } = text;
    public Place Place { get; } = new();

    /// <summary>Its element; there is one from when the mark has been drawn.</summary>
    public StructureNode? Node { get; set; }

    /// <summary>The element with those of its links, from when its first line has been drawn.</summary>
    public Tags? Tags { get; set; }

    public ShapedText? Shaped { get; set; }

    /// <summary>The lines that are left, for the width they were broken to.</summary>
    public Line[] Lines { get; set; } = [];
    public double Width { get; set; }

    /// <summary>The first glyph that is left.</summary>
    public int Start { get; set; }
}

/// <summary>How the notes of a text are treated when it is shaped.</summary>
internal enum NoteUse
{
    /// <summary>They are not shown.</summary>
    None,

    /// <summary>Each gets the next number.</summary>
    Counted,

    /// <summary>The marks take their room, and no more: the text is only measured.</summary>
    Measured,
}

/// <summary>What the document's runs may refer to, and the notes they make. A number of a page is the one it had when the document was laid out before.</summary>
internal sealed class References(IReadOnlyDictionary<string, int> pages)
{
    /// <summary>Stands for a number that is not known yet: most documents have tens of pages.</summary>
    private const string Guess = "00";

    public static int GuessedDigits => Guess.Length;

    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);
    private readonly List<string> _unknown = [];
    private int _notes;

    /// <summary>Some run shows the number of a page.</summary>
    public bool ShowsPages { get; private set; }

    /// <summary>Targets that no block has, in the order they were met.</summary>
    public IReadOnlyList<string> Unknown => _unknown;

    /// <summary>The numbers of the pages that the anchors came to stand on.</summary>
    public Dictionary<string, int> Numbers() => _places.ToDictionary(p => p.Key, p => p.Value.Number, StringComparer.Ordinal);

    /// <summary>Notes what a block can be referred to by, and whether its text shows numbers of pages.</summary>
    public void Collect(Block block)
    {
        if (!string.IsNullOrEmpty(block.Anchor)) { _places.TryAdd(block.Anchor, new Place()); }
        switch (block)
        {
            case Paragraph paragraph: Look(paragraph.Text); break;
            case KeyValueList list: Look(list.Items); break;
            case Cover cover: Look(cover.Facts); break;
            case ItemList list:
                foreach (var item in list.Items)
                {
                    Look(item.Text);
                    if (item.Nested is { } nested) { Collect(nested); }
                }
                break;
            case Table table:
                Look(table.Rows);
                foreach (var group in table.Groups) { Look(group.Rows); }
                break;
            default: break;
        }
    }

    /// <summary>The place of an anchor, to the block that has it; null to a later block with the same name.</summary>
    public Place? Claim(string? anchor) => !string.IsNullOrEmpty(anchor) && _claimed.Add(anchor) ? _places[anchor] : null;

    /// <summary>What a run shows, and where it leads.</summary>
    public (string Text, Inline? Inline) Of(Run run)
    {
        if (run.Target is { } target)
        {
            if (_places.TryGetValue(target, out var place))
            {
                return run.PageNumber
                    ? (pages.TryGetValue(target, out var page) ? page.ToString(CultureInfo.InvariantCulture) : Guess, new Inline(null, place, ""))
                    : (run.Text, new Inline(null, place, run.Text));
            }
            if (!_unknown.Contains(target, StringComparer.Ordinal)) { _unknown.Add(target); }
        }
        return (run.Text, run.Link is null ? null : new Inline(run.Link, null, run.Text));
    }

    /// <summary>Nothing of a text is seen.</summary>
    public bool IsBlank(RichText text)
    {
        foreach (var run in text.Runs)
        {
            if (!string.IsNullOrWhiteSpace(Of(run).Text) || (run.Footnote is { } note && !IsBlank(note))) { return false; }
        }
        return true;
    }

    public Note NewNote(RichText text) => new(++_notes, text);

    private void Look(IReadOnlyList<Row> rows)
    {
        foreach (var row in rows)
        {
            foreach (var cell in row.Cells) { Look(cell.Text); }
        }
    }

    private void Look(IReadOnlyList<KeyValue> items)
    {
        foreach (var item in items) { Look(item.Value); }
    }

    private void Look(RichText text)
    {
        foreach (var run in text.Runs)
        {
            ShowsPages |= run.PageNumber;
            if (run.Footnote is { } note) { Look(note); }
        }
    }
}
