using Uppfoljning.Pdf.Fonts;
using Uppfoljning.Pdf.Structure;

namespace Uppfoljning.Pdf.Layout;

[Flags]
internal enum GlyphKind : byte
{
    None = 0,
    Space = 1,
    BreakAfter = 2,
    SoftHyphen = 4,
    NewLine = 8,
    Letter = 16,
    RightToLeft = 32,

    /// <summary>Part of a note's mark.</summary>
    Mark = 64,
}

/// <summary>A glyph in place: widths in thousandths of the size.</summary>
internal struct Glyph
{
    public float Width;
    public float Kern;
    public int Character;
    public ushort Number;
    public short Run;
    public byte Font;
    public GlyphKind Kind;
}

/// <summary>A line of shaped text: glyphs from <see cref="Start"/> up to <see cref="End"/>, the width in points without trailing space.</summary>
internal readonly record struct Line(int Start, int End, double Width, bool Hyphen, bool SpaceAfter);

/// <summary>Text turned into glyphs at one size, ready to be broken into lines.</summary>
internal sealed class ShapedText
{
    public required Glyph[] Glyphs { get; init; }
    public required int Count { get; init; }
    public required double Size { get; init; }
    public required Color Color { get; init; }

    /// <summary>Where each run leads, and after those where each run's mark does; null when none does.</summary>
    public Inline?[]? Inlines { get; init; }

    /// <summary>Some of the glyphs are read from the right.</summary>
    public bool HasRightToLeft { get; init; }

    /// <summary>The same glyphs in another colour.</summary>
    public ShapedText In(Color color) => new() { Glyphs = Glyphs, Count = Count, Size = Size, Color = color, HasRightToLeft = HasRightToLeft };

    /// <summary>Where each glyph of the whole text stands on a single line, in points from its left edge. Stretches read from the right are laid out from their right edge.</summary>
    public double[] Places()
    {
        var places = new double[Count];
        double x = 0;
        for (var i = 0; i < Count;)
        {
            var from = i;
            var right = IsRightToLeft(i);
            while (i < Count && IsRightToLeft(i) == right) { i++; }
            for (var next = i; right && next < Count && (Glyphs[next].Kind & GlyphKind.Letter) == 0; next++)
            {
                // Spaces and marks between two such words belong to the stretch.
                if (IsRightToLeft(next)) { i = next + 1; }
            }
            var width = WidthOf(from, i);
            for (var (j, at) = (from, 0.0); j < i; j++)
            {
                var own = (Glyphs[j].Width + (j < i - 1 ? Glyphs[j].Kern : 0)) * Size / 1000;
                places[j] = right ? x + width - at - own : x + at;
                at += own;
            }
            x += width + (i < Count ? Glyphs[i - 1].Kern * Size / 1000 : 0);
        }
        return places;

        bool IsRightToLeft(int i) => (Glyphs[i].Kind & GlyphKind.RightToLeft) != 0;
    }

    /// <summary>The same glyphs as a note's mark: their widths are already those of the smaller size.</summary>
    public ShapedText AsMark(Color color) => new() { Glyphs = Glyphs, Count = Count, Size = Size * Shaper.MarkSize, Color = color };

    /// <summary>The notes whose marks begin in some lines.</summary>
    public IReadOnlyList<Note> NotesOf(ReadOnlySpan<Line> lines)
    {
        List<Note>? found = null;
        if (Inlines is not null)
        {
            foreach (var line in lines)
            {
                for (var i = line.Start; i < line.End; i++)
                {
                    if ((Glyphs[i].Kind & GlyphKind.Mark) != 0 && (i == 0 || Glyphs[i - 1].Run != Glyphs[i].Run) && Inlines[Glyphs[i].Run]?.Note is { } note) { (found ??= []).Add(note); }
                }
            }
        }
        return found ?? (IReadOnlyList<Note>)[];
    }

    /// <summary>How far from the beginning a glyph stands, in text that is one line.</summary>
    public double OffsetOf(int glyph)
    {
        double offset = 0;
        for (var i = 0; i < glyph; i++) { offset += Glyphs[i].Width + Glyphs[i].Kern; }
        return offset * Size / 1000;
    }

    /// <summary>How many glyphs stand before the decimal comma, or before the place where it would have stood; 0 when the text is not one number.</summary>
    public int DecimalPoint()
    {
        Span<char> text = Count <= 256 ? stackalloc char[Count] : new char[Count];
        for (var i = 0; i < Count; i++)
        {
            ref readonly var glyph = ref Glyphs[i];
            text[i] = (glyph.Kind & GlyphKind.Mark) != 0 ? DecimalNumber.Aside : (glyph.Kind & GlyphKind.NewLine) != 0 ? '\n' : glyph.Character < 0x10000 ? (char)glyph.Character : '\uFFFD';
        }
        return DecimalNumber.Read(text)?.Point ?? 0;
    }

    public double WidthOf(int start, int end)
    {
        double width = 0;
        for (var i = start; i < end; i++)
        {
            width += Glyphs[i].Width;
            if (i < end - 1) { width += Glyphs[i].Kern; }
        }
        return width * Size / 1000;
    }
}

/// <summary>Turns text into glyphs: picks fonts, kerns, and marks where lines may break.</summary>
internal sealed class Shaper(FontSet fonts)
{
    private const int Replacement = 0xFFFD;

    /// <summary>Size of a note's mark, as a share of the text's, and how far it is raised.</summary>
    public const double MarkSize = 0.64, MarkRise = 0.36;

    private static readonly string[] Months =
    [
        "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december",
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "nov", "dec",
    ];

    /// <summary>Words that stand on the line of the number before them.</summary>
    private static readonly string[] Units = ["kr", "tkr", "mnkr", "kronor", "öre", "kap", "st", "tim", .. Months];

    /// <summary>Words that stand on the line of the number after them.</summary>
    private static readonly string[] Leads =
    [
        "§", "§§", "kap.", "nr", "nr.", "s.", "st.", "p.", "kl.", "art.", "dnr", "sida", "sidan", "bilaga", "tabell", "figur", "avsnitt", "punkt",
        .. Months, .. Months.Select(m => m + "."),
    ];

    private Glyph[] _buffer = new Glyph[256];
    private bool _rightToLeft;

    /// <summary>Shapes a text. Without references it is read as it stands, and leads nowhere.</summary>
    public ShapedText Shape(RichText text, double size, Color color, bool bold = false, References? references = null, NoteUse notes = NoteUse.None)
    {
        var count = 0;
        _rightToLeft = false;
        Inline?[]? inlines = null;
        var runs = text.Runs;
        for (var r = 0; r < runs.Length; r++)
        {
            var run = runs[r];
            var style = FontSet.StyleOf(bold || run.Bold, run.Italic);
            var (shown, inline) = references?.Of(run) ?? (run.Text, null);
            if (inline is not null) { Inlines(runs.Length)[r] = inline; }
            ShapeRun(Composed(shown), style, RunOf(r), ref count);
            if (notes == NoteUse.None || run.Footnote is not { } footnote || references?.IsBlank(footnote) is not false) { continue; }

            var note = notes == NoteUse.Counted ? references.NewNote(footnote) : null;
            if (note is not null) { Inlines(runs.Length)[runs.Length + r] = new Inline(null, note.Place, note.Mark, note); }
            var from = count;
            ShapeRun(note?.Mark ?? "00", style, RunOf(runs.Length + r), ref count);
            foreach (ref var glyph in _buffer.AsSpan(from, count - from))
            {
                (glyph.Width, glyph.Kern, glyph.Kind) = ((float)(glyph.Width * MarkSize), 0, GlyphKind.Mark);
            }
        }
        MarkBreaks(count);
        return new ShapedText { Glyphs = _buffer.AsSpan(0, count).ToArray(), Count = count, Size = size, Color = color, Inlines = inlines, HasRightToLeft = _rightToLeft };

        // A text of more runs than a short can count is not told apart towards its end.
        short RunOf(int run) => (short)Math.Min(run, short.MaxValue);
        Inline?[] Inlines(int count) => inlines ??= new Inline?[2 * count];
    }

    /// <summary>A hyphen for the end of a line, in the style of the glyph before it.</summary>
    public Glyph Hyphen(in Glyph after)
    {
        var (font, glyph) = fonts.SoftHyphen(FontSet.StyleFor(after.Font));
        return new Glyph { Width = glyph.Width, Number = glyph.Number, Font = font, Run = after.Run, Character = 0x00AD };
    }

    private void ShapeRun(string text, int style, short run, ref int count)
    {
        UsedGlyph previous = default;
        var previousFont = -1;
        for (var i = 0; i < text.Length; i++)
        {
            int c = text[i];
            if (char.IsSurrogate(text[i]))
            {
                c = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])
                    ? char.ConvertToUtf32(text[i], text[++i])
                    : Replacement;
            }
            var kind = GlyphKind.None;
            switch (c)
            {
                case '\r': continue;
                case '\n' or 0x2028 or 0x2029 or '\v' or '\f': kind = GlyphKind.NewLine; break;
                case '\t' or ' ': c = ' '; kind = GlyphKind.Space; break;
                case 0x00AD: kind = GlyphKind.SoftHyphen; break;
                case 0x2011: c = 0x2010; break;
                case 0x202F or 0x2007: c = 0x00A0; break;
                case >= 0x2000 and <= 0x200A: c = ' '; kind = GlyphKind.Space; break;
                case 0x200B: kind = GlyphKind.BreakAfter; break;
                case 0x200C or 0x200D or 0x200E or 0x200F or 0x2060 or 0xFEFF: continue;
                case >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069 or >= 0xFE00 and <= 0xFE0F or >= 0xE0000 and <= 0xE01EF: continue;
                case < 0x20 or >= 0x7F and < 0xA0: c = Replacement; break;
                case >= 0xE000 and <= 0xF8FF or >= 0xF0000: c = Replacement; break;
                case >= 0xFDD0 and <= 0xFDEF: c = Replacement; break;
                case >= 0x0590 and <= 0x08FF or >= 0xFB1D and <= 0xFDCF or >= 0xFDF0 and <= 0xFDFF or >= 0xFE70 and <= 0xFEFE:
                    kind = GlyphKind.RightToLeft;
                    _rightToLeft = true;
                    break;
                case >= 'a' and <= 'z' or >= 'A' and <= 'Z': kind = GlyphKind.Letter; break;
                default:
                    if ((c & 0xFFFE) == 0xFFFE) { c = Replacement; }
                    else if (c >= 0xC0 && c < 0x10000 && char.IsLetter((char)c)) { kind = GlyphKind.Letter; }
                    break;
            }

            if (count == _buffer.Length) { Array.Resize(ref _buffer, 2 * count); }
            ref var glyph = ref _buffer[count++];
            if (kind is GlyphKind.NewLine or GlyphKind.SoftHyphen || c == 0x200B)
            {
                glyph = new Glyph { Kind = kind, Run = run, Character = c, Font = (byte)style };
                previousFont = -1;
                continue;
            }

            var (font, found) = fonts.Find((kind & GlyphKind.RightToLeft) != 0 && c < 0x10000 ? ArabicForms.Shown(text, i) : c, c, style);
            if (font == previousFont)
            {
                _buffer[count - 2].Kern = (float)fonts.KernBetween(font, previous, found);
            }
            glyph = new Glyph { Width = found.Width, Number = found.Number, Font = font, Run = run, Kind = kind, Character = c };
            (previous, previousFont) = (found, font);
        }
    }

    /// <summary>A line may also break after a hyphen, a dash and a slash, but not inside a date or a diary number; and not at the spaces of an amount, a date or a reference.</summary>
    private void MarkBreaks(int count)
    {
        for (var i = 1; i < count - 1; i++)
        {
            ref var glyph = ref _buffer[i];
            if ((glyph.Kind & GlyphKind.Space) != 0)
            {
                if ((IsDigit(i - 1) && (IsThousands(i + 1, count) || IsUnit(i + 1, count))) || (IsDigit(i + 1) && IsLead(i))) { glyph.Kind = GlyphKind.None; }
                continue;
            }
            if (glyph.Character is not ('-' or '/' or 0x2013 or 0x2014)) { continue; }
            ref readonly var before = ref _buffer[i - 1];
            ref readonly var after = ref _buffer[i + 1];
            if ((before.Kind & GlyphKind.Letter) != 0 && (after.Kind & GlyphKind.Letter) != 0) { glyph.Kind |= GlyphKind.BreakAfter; }
        }
    }

    private bool IsDigit(int at) => _buffer[at].Character is >= '0' and <= '9' && (_buffer[at].Kind & GlyphKind.Mark) == 0;

    /// <summary>Three digits and no more: a number goes on after the space.</summary>
    private bool IsThousands(int at, int count) =>
        at + 2 < count && IsDigit(at) && IsDigit(at + 1) && IsDigit(at + 2) && (at + 3 == count || !IsDigit(at + 3));

    /// <summary>A number and its unit stand on one line, and so do a paragraph's number and its sign.</summary>
    private bool IsUnit(int at, int count)
    {
        if (_buffer[at].Character is '%' or '§' or '€') { return true; }
        foreach (var unit in Units)
        {
            if (at + unit.Length > count || (at + unit.Length < count && (_buffer[at + unit.Length].Kind & GlyphKind.Letter) != 0)) { continue; }
            var same = true;
            for (var i = 0; same && i < unit.Length; i++) { same = _buffer[at + i].Character == unit[i]; }
            if (same) { return true; }
        }
        return false;
    }

    /// <summary>Before the space stands a word that belongs to the number after it: "§ 12", "kap. 3", "nr 4", "januari 2027".</summary>
    private bool IsLead(int space)
    {
        foreach (var lead in Leads)
        {
            var start = space - lead.Length;
            if (start < 0 || (start > 0 && (_buffer[start - 1].Kind & GlyphKind.Letter) != 0)) { continue; }
            var same = true;
            for (var i = 0; same && i < lead.Length; i++) { same = (i == 0 ? Lower(_buffer[start].Character) : _buffer[start + i].Character) == lead[i]; }
            if (same) { return true; }
        }
        return false;

        static int Lower(int c) => c is >= 'A' and <= 'Z' ? c + ('a' - 'A') : c;
    }

    private static string Composed(string text)
    {
        var marks = false;
        foreach (var c in text)
        {
            if (c is >= '\u0300' and <= '\u036F') { marks = true; }
            else if (char.IsSurrogate(c)) { return text; }
        }
        return marks ? text.Normalize() : text;
    }
}
