using Uppfoljning.Pdf.Output;

namespace Uppfoljning.Pdf.Layout;

/// <summary>The header of a table under way, and the group it has come to.</summary>
internal sealed class TableHeader
{
    public bool Drawn { get; set; }

    /// <summary>The row of the columns' headings, below the one of the column groups if there are any.</summary>
    public IReadOnlyList<RowSlab> Rows { get; set; } = [];

    /// <summary>The group heading that has been drawn, and how it looks when it is repeated.</summary>
    public RowSlab? Group { get; set; }
    public RowSlab? Continued { get; set; }

    public double Height => Rows.Sum(r => r.Height) + (Continued?.Height ?? 0);

    /// <summary>Draws the header once more, as an artifact: it has already been read.</summary>
    public double Repeat(PageWriter pages, double y, bool withGroup)
    {
        double height = 0;
        foreach (var row in Rows) { Draw(row); }
        if (withGroup && Continued is { } continued) { Draw(continued); }
        return height;

        void Draw(RowSlab row)
        {
            row.DrawAsArtifact(pages, y + height);
            height += row.Height;
        }
    }
}

/// <summary>A part of a rule across the page.</summary>
internal readonly record struct RulePart(double X, double Width);

/// <summary>A row of a table.</summary>
internal sealed class RowSlab : Slab
{
    public required TextBox[] Cells { get; init; }
    public required double X { get; init; }
    public required double Width { get; init; }
    public required double Padding { get; init; }
    public Color? Fill { get; init; }
    public Color RuleColor { get; init; }
    public double RuleThickness { get; init; } = 0.4;
    public double RuleAbove { get; init; }

    /// <summary>Where the rule below stands when it does not go all the way across.</summary>
    public IReadOnlyList<RulePart>? RuleParts { get; init; }

    /// <summary>The cells' last lines stand level: for column headings.</summary>
    public bool AtBottom { get; init; }

    /// <summary>Closes the row's elements; null when a later part of a divided row does.</summary>
    public Action? Finish { get; init; }

    /// <summary>Cells that begin in a row above. When a page begins here their text is shown again, as far as there is room in the row.</summary>
    public IReadOnlyList<TextBox> Covering { get; init; } = [];

    public override IReadOnlyList<Note> Notes { get => field ??= TextBox.NotesOf(Cells); }

    public override void Draw(PageWriter pages, double y)
    {
        Background(pages, y);
        foreach (var cell in Cells) { cell.Draw(pages, TopOf(cell, y)); }
        Finish?.Invoke();
    }

    public void DrawAsArtifact(PageWriter pages, double y)
    {
        Background(pages, y);
        foreach (var cell in Cells) { (cell with { Tags = new Tags(null) }).Draw(pages, TopOf(cell, y)); }
    }

    /// <summary>Shows again, at a page's top, what the cells say that reach down into this row: they have already been read.</summary>
    public void RepeatCovering(PageWriter pages, double y)
    {
        foreach (var cell in Covering)
        {
            (cell.Split(Height - 2 * Padding).First with { Tags = new Tags(null) }).Draw(pages, y + Padding);
        }
    }

    /// <summary>The same row with another height.</summary>
    public RowSlab With(double height, bool keepWithNext, IReadOnlyList<TextBox>? covering = null) => new()
    {
        Cells = Cells,
        X = X,
        Width = Width,
        Padding = Padding,
        Fill = Fill,
        RuleColor = RuleColor,
        RuleThickness = RuleThickness,
        RuleAbove = RuleAbove,
        RuleParts = RuleParts,
        Table = Table,
        Finish = Finish,
        Height = height,
        KeepWithNext = keepWithNext,
        Covering = covering ?? [],
    };

    public override (Slab First, Slab Tail)? Split(double available)
    {
        var parts = Cells.Select(c => c.Split(available - 2 * Padding)).ToArray();
        if (parts.All(p => p.First.Lines.Length == 0)) { return null; }
        return (Part([.. parts.Select(p => p.First)], null), Part([.. parts.Select(p => p.Tail)], Finish));

        RowSlab Part(TextBox[] cells, Action? finish) => new()
        {
            Cells = cells,
            X = X,
            Width = Width,
            Padding = Padding,
            Fill = Fill,
            RuleColor = RuleColor,
            RuleThickness = RuleThickness,
            RuleParts = RuleParts,
            Table = Table,
            Finish = finish,
            Height = cells.Max(c => c.Height) + 2 * Padding,
        };
    }

    private double TopOf(TextBox cell, double y) => AtBottom ? y + Height - Padding - cell.Height : y + Padding;

    private void Background(PageWriter pages, double y)
    {
        if (Fill is { } fill) { pages.Rule(X, y, Width, Height, fill); }
        if (RuleAbove > 0) { pages.Rule(X, y, Width, RuleAbove, RuleColor); }
        foreach (var part in RuleParts ?? [new RulePart(X, Width)]) { pages.Rule(part.X, y + Height - RuleThickness, part.Width, RuleThickness, RuleColor); }
    }
}

/// <summary>
/// Rows that are held together by cells over several of them. When they are too many for a page they are placed one by one, and then
/// each is high enough for all the text that begins in it.
/// </summary>
internal sealed class BandSlab(IReadOnlyList<RowSlab> rows, double least) : Slab
{
    public override IReadOnlyList<Note> Notes { get; } = [.. rows.SelectMany(r => r.Notes)];

    public override IReadOnlyList<Slab> Parts
    {
        get
        {
            var covering = new List<(TextBox Box, int Rows)>();
            var parts = new List<Slab>();
            for (var i = 0; i < rows.Count; i++)
            {
                var row = rows[i];
                covering.RemoveAll(c => c.Rows <= i);
                var height = Math.Max(row.Cells.Length > 0 ? row.Cells.Max(c => c.Height) : 0, least) + 2 * row.Padding;
                parts.Add(row.With(height, i == rows.Count - 1 ? KeepWithNext : row.KeepWithNext, [.. covering.Select(c => c.Box)]));
                covering.AddRange(row.Cells.Where(c => c.Rows > 1).Select(c => (c, i + c.Rows)));
            }
            return parts;
        }
    }

    public override void Draw(PageWriter pages, double y)
    {
        foreach (var row in rows)
        {
            row.Draw(pages, y);
            y += row.Height;
        }
    }
}
