using Uppfoljning.Pdf.Structure;

namespace Uppfoljning.Pdf.Word;

/// <summary>Text with formatting as runs, in the body or in the notes.</summary>
/// <param name="xml">The part.</param>
/// <param name="relations">What the part refers to.</param>
/// <param name="outline">What runs may refer to.</param>
/// <param name="pageOf">The page on which a place stands, when it is known.</param>
/// <param name="note">Takes a note and gives its number; null where notes are not shown.</param>
internal sealed class WordText(WordXml xml, Relations relations, Outline outline, Func<OutlinePlace, int?> pageOf, Func<RichText, int>? note)
{
    public static string Bookmark(OutlinePlace place) => "Plats" + WordXml.Number(place.Number);

    public void Write(RichText text, bool bold = false)
    {
        foreach (var run in text)
        {
            var place = outline.Find(run.Target);
            var style = new Style { Bold = bold || run.Bold, Italic = run.Italic };
            if (run.PageNumber && place is { } page && pageOf(page) is { } number)
            {
                Field(xml, $" PAGEREF {Bookmark(page)} \\h ", WordXml.Number(number), style);
            }
            else
            {
                var words = run.Text;
                if (run.PageNumber && PlainText.IsBlank(words) && place is { } section) { words = outline.SectionOf(section); }
                Words(words, style, place, run.Link);
            }
            if (run.Footnote is { } footnote && note is not null)
            {
                xml.Open("r").Open("rPr").Add("rStyle", "FootnoteReference").Close()
                    .Open("footnoteReference").With("id", note(footnote)).Close().Close();
            }
        }
    }

    /// <summary>Words in one style, as a link when they lead somewhere.</summary>
    private void Words(string words, Style style, OutlinePlace? place, Uri? link)
    {
        if (words.Length == 0) { return; }
        var address = place is null ? PlainText.Address(link) : null;
        // Word takes no longer addresses.
        var linked = (place is not null || address is { Length: <= 2000 }) && !PlainText.IsBlank(words);
        if (linked)
        {
            xml.Open("hyperlink");
            if (place is { } target) { xml.With("anchor", Bookmark(target)); }
            else { xml.Related("id", relations.To("hyperlink", address!, external: true)); }
            xml.With("history", "1");
        }
        Plain(xml, words, style with { Linked = linked });
        if (linked) { xml.Close(); }
    }

    /// <summary>Runs of words: a new one where the direction of the writing changes, which Word has to be told.</summary>
    public static void Plain(WordXml xml, string words, Style style = default)
    {
        var text = PlainText.Clean(words);
        for (var from = 0; from < text.Length;)
        {
            var (to, rightToLeft) = SameDirection(text, from);
            xml.Open("r");
            style.Write(xml, rightToLeft);
            Pieces(xml, text.AsSpan(from, to - from));
            xml.Close();
            from = to;
        }
    }

    /// <summary>A field with what it says until Word counts anew.</summary>
    public static void Field(WordXml xml, string instruction, string shown, Style style = default)
    {
        Mark("begin");
        xml.Open("r").Text("instrText", instruction).Close();
        Mark("separate");
        xml.Open("r");
        style.Write(xml, false);
        xml.Text("t", shown).Close();
        Mark("end");

        void Mark(string type) => xml.Open("r").Open("fldChar").With("fldCharType", type).Close().Close();
    }

    private static void Pieces(WordXml xml, ReadOnlySpan<char> text)
    {
        while (text.Length > 0)
        {
            var end = text.IndexOfAny('\n', '\u00AD', '\u2011');
            if (end != 0) { xml.Text("t", PlainText.HoldNumbers(end < 0 ? text : text[..end])); }
            if (end < 0) { return; }
            xml.Add(text[end] switch { '\n' => "br", '\u00AD' => "softHyphen", _ => "noBreakHyphen" });
            text = text[(end + 1)..];
        }
    }

    /// <summary>How far the text is written in one direction. Spaces and signs between words that go from right to left go with them.</summary>
    private static (int End, bool RightToLeft) SameDirection(string text, int from)
    {
        var end = text.AsSpan(from).IndexOfAnyInRange('\u0590', '\uFEFC');
        while (end >= 0 && !IsRightToLeft(text[from + end]))
        {
            var next = text.AsSpan(from + end + 1).IndexOfAnyInRange('\u0590', '\uFEFC');
            end = next < 0 ? -1 : end + 1 + next;
        }
        if (end != 0) { return (end < 0 ? text.Length : from + end, false); }
        var last = from;
        for (var i = from; i < text.Length && !char.IsDigit(text[i]) && (IsRightToLeft(text[i]) || !char.IsLetter(text[i])) && text[i] != '\n' && !char.IsSurrogate(text[i]); i++)
        {
            if (IsRightToLeft(text[i])) { last = i; }
        }
        return (last + 1, true);
    }

    private static bool IsRightToLeft(char c) => c is (>= '\u0590' and <= '\u08FF') or (>= '\uFB1D' and <= '\uFDFF') or (>= '\uFE70' and <= '\uFEFC');

    /// <summary>The looks of a run.</summary>
    internal readonly record struct Style
    {
        public bool Bold { get; init; }
        public bool Italic { get; init; }
        public bool Linked { get; init; }
        public double? Size { get; init; }

        public void Write(WordXml xml, bool rightToLeft)
        {
            if (this == default && !rightToLeft) { return; }
            xml.Open("rPr");
            if (Linked) { xml.Add("rStyle", "Hyperlink"); }
            xml.AddIf(Bold, "b").AddIf(Bold, "bCs").AddIf(Italic, "i").AddIf(Italic, "iCs");
            if (Size is { } size) { xml.Add("sz", WordXml.HalfPoints(size)).Add("szCs", WordXml.HalfPoints(size)); }
            xml.AddIf(rightToLeft, "rtl").Close();
        }
    }
}
