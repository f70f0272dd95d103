using Uppfoljning.Pdf.Output;

namespace Uppfoljning.Pdf.Layout;

/// <summary>A horizontal strip of a page: a line of text, a row of a table. The paginator decides where it goes; it only draws itself.</summary>
internal abstract class Slab
{
    /// <summary>Empty space above and below, in points; of two that meet the larger counts, and none at a page's top.</summary>
    public double SpaceBefore { get; set; }
    public double SpaceAfter { get; set; }

    /// <summary>Height in points of what is drawn, without padding.</summary>
    public double Height { get; init; }

    /// <summary>Space inside a backdrop.</summary>
    public double PadTop { get; set; }
    public double PadBottom { get; set; }

    public double FullHeight => PadTop + Height + PadBottom;

    /// <summary>How much of it must stand on the page where it begins. Less than all for text that may be divided between two pages.</summary>
    public virtual double Least => FullHeight;

    /// <summary>Stands on the same page as the next slab, when both fit on one.</summary>
    public bool KeepWithNext { get; set; }

    public Backdrop? Backdrop { get; set; }

    /// <summary>The table whose header is repeated when a page begins with this slab.</summary>
    public TableHeader? Table { get; init; }

    /// <summary>Its page has neither header nor footer.</summary>
    public bool Bare { get; set; }

    /// <summary>Told the page and the height where it is painted.</summary>
    public Action<PageRecord, double>? Painted { get; set; }

    /// <summary>The notes whose marks stand in it.</summary>
    public virtual IReadOnlyList<Note> Notes => [];

    /// <summary>What takes its place when it is higher than a page. Null for a slab that has no parts.</summary>
    public virtual IReadOnlyList<Slab>? Parts => null;

    public abstract void Draw(PageWriter pages, double y);

    /// <summary>Divides a slab that is higher than a page. Null when it cannot be divided so low.</summary>
    public virtual (Slab First, Slab Tail)? Split(double available) => null;
}

/// <summary>Colour behind a run of slabs, with a bar at the left.</summary>
internal sealed record Backdrop(double X, double Width, Color Fill, Color Bar);

/// <summary>Something that happens at a place in the flow without taking room there.</summary>
internal sealed class Marker(Action action) : Slab
{
    /// <summary>Nothing before it is kept with what comes after.</summary>
    public bool Barrier { get; init; }

    public override void Draw(PageWriter pages, double y) => action();
}

/// <summary>The element that text belongs to, with the elements of links inside it. Without an element the text is an artifact.</summary>
internal sealed class Tags(StructureNode? node)
{
    private Dictionary<int, StructureNode>? _links;

    public StructureNode? Node { get; } = node;

    public StructureNode Link(int run, Inline inline)
    {
        _links ??= [];
        if (!_links.TryGetValue(run, out var link))
        {
            _links[run] = link = inline.Note is null ? Node!.Child("Link") : Node!.Child("Reference").Child("Link");
        }
        return link;
    }
}

/// <summary>A line of text, perhaps with a label to the left of it.</summary>
internal sealed class TextSlab(ShapedText text, Line line, double x, Tags tags) : Slab
{
    public ShapedText? Label { get; init; }
    public double LabelX { get; init; }
    public Tags? LabelTags { get; init; }

    public override IReadOnlyList<Note> Notes { get; } = text.NotesOf([line]);

    public override void Draw(PageWriter pages, double y)
    {
        var baseline = y + PageWriter.Baseline(text.Size, Height);
        if (Label is { } label && LabelTags is { } labelTags)
        {
            pages.Text(label, new Line(0, label.Count, 0, false, false), LabelX, baseline, labelTags);
        }
        pages.Text(text, line, x, baseline, tags);
    }
}

/// <summary>Empty space, or a rule across it.</summary>
internal sealed class BlankSlab : Slab
{
    public double X { get; init; }
    public double Width { get; init; }
    public double Thickness { get; init; }
    public Color Color { get; init; }

    public override void Draw(PageWriter pages, double y)
    {
        if (Thickness > 0) { pages.Rule(X, y + (Height - Thickness) / 2, Width, Thickness, Color); }
    }
}

/// <summary>Pieces of text side by side that are kept together: a name and its value, or places to sign.</summary>
internal sealed class PairSlab : Slab
{
    public required IReadOnlyList<TextBox> Boxes { get; init; }

    /// <summary>Height of a rule above each box; 0 gives none.</summary>
    public double RuleAt { get; init; }
    public Color RuleColor { get; init; }

    /// <summary>From the rule down to the text.</summary>
    public const double RuleGap = 4;

    public override double Least => RuleAt == 0 && Boxes.Max(b => b.Lines.Length) > 3 ? PadTop + Boxes.Max(b => Math.Min(b.Lines.Length, 2) * b.LineHeight) : FullHeight;

    public override IReadOnlyList<Note> Notes { get => field ??= TextBox.NotesOf(Boxes); }

    public override void Draw(PageWriter pages, double y)
    {
        foreach (var box in Boxes)
        {
            if (RuleAt > 0) { pages.Rule(box.X, y + RuleAt, box.Width, 0.6, RuleColor); }
            box.Draw(pages, y + RuleAt + (RuleAt > 0 ? RuleGap : 0));
        }
    }

    public override (Slab First, Slab Tail)? Split(double available)
    {
        if (RuleAt > 0) { return null; }
        var parts = Boxes.Select(b => b.Split(available)).ToArray();
        var lines = parts.Max(p => p.First.Lines.Length * p.First.LineHeight);
        if (lines <= 0) { return null; }
        return (new PairSlab { Boxes = [.. parts.Select(p => p.First)], Height = lines, SpaceBefore = SpaceBefore, PadTop = PadTop, Backdrop = Backdrop },
            new PairSlab { Boxes = [.. parts.Select(p => p.Tail)], Height = parts.Max(p => p.Tail.Height), SpaceAfter = SpaceAfter, PadBottom = PadBottom, Backdrop = Backdrop });
    }
}

/// <summary>Broken text at a place across the page.</summary>
internal sealed record TextBox(ShapedText Text, Line[] Lines, double X, double Width, double LineHeight, Tags Tags, Align Align = Align.Left)
{
    public double Height => Lines.Length * LineHeight;

    /// <summary>How wide the column's widest text after a decimal comma is.</summary>
    public double DecimalTail { get; init; }

    /// <summary>How many rows of a table it covers.</summary>
    public int Rows { get; init; } = 1;

    public static IReadOnlyList<Note> NotesOf(IReadOnlyList<TextBox> boxes)
    {
        List<Note>? found = null;
        foreach (var box in boxes)
        {
            if (box.Text.NotesOf(box.Lines) is { Count: > 0 } notes) { (found ??= []).AddRange(notes); }
        }
        return found ?? (IReadOnlyList<Note>)[];
    }

    public void Draw(PageWriter pages, double y)
    {
        foreach (var line in Lines)
        {
            var x = Align switch
            {
                Align.Decimal when Lines.Length == 1 && Text.DecimalPoint() is > 0 and var point =>
                    X + Math.Max(Math.Min(Width - DecimalTail - Text.OffsetOf(point), Width - line.Width), 0),
                Align.Right or Align.Decimal => X + Width - line.Width,
                Align.Center => X + (Width - line.Width) / 2,
                _ => X,
            };
            pages.Text(Text, line, x, y + PageWriter.Baseline(Text.Size, LineHeight), Tags);
            y += LineHeight;
        }
    }

    public (TextBox First, TextBox Tail) Split(double available)
    {
        var count = Math.Clamp((int)(available / LineHeight + 0.001), 0, Lines.Length);
        // Two lines at least on each side of a page break.
        if (Lines.Length - count == 1 && count > 2) { count--; }
        return (this with { Lines = Lines[..count] }, this with { Lines = Lines[count..] });
    }
}
