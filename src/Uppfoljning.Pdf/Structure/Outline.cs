using System.Globalization;

namespace Uppfoljning.Pdf.Structure;

/// <summary>A heading, in reading order.</summary>
/// <param name="Level">As the document says, 1 to 4.</param>
/// <param name="Text">The words, with the number of an appendix.</param>
/// <param name="Listed">Stands in the table of contents.</param>
internal sealed record OutlineHeading(int Level, string Text, bool Listed)
{
    /// <summary>A heading without words is not shown.</summary>
    public bool Shown { get; } = !PlainText.IsBlank(Text);
}

/// <summary>A place that runs may refer to: its name, its number among the places, and the index of the heading it is or stands under, or -1.</summary>
internal readonly record struct OutlinePlace(string Anchor, int Number, int Heading);

/// <summary>The headings and places of a document, known before anything is written: what comes first may refer to what comes last.</summary>
internal sealed class Outline
{
    private readonly List<OutlineHeading> _headings = [];
    private readonly Dictionary<string, OutlinePlace> _places = new(StringComparer.Ordinal);
    private readonly Labels _labels;
    private int _appendices;

    public Outline(Document document)
    {
        _labels = document.Labels;
        Collect(document.Blocks);
    }

    public IReadOnlyList<OutlineHeading> Headings => _headings;

    public OutlinePlace? Find(string? anchor) => !string.IsNullOrEmpty(anchor) && _places.TryGetValue(anchor, out var place) ? place : null;

    /// <summary>What the section is called in which a place stands; empty when no heading comes before it.</summary>
    public string SectionOf(OutlinePlace place)
    {
        for (var i = place.Heading; i >= 0; i--)
        {
            if (_headings[i].Shown) { return _headings[i].Text; }
        }
        return "";
    }

    /// <summary>An appendix' heading with its number.</summary>
    public static string AppendixHeading(Labels labels, int number, string title) =>
        string.Create(CultureInfo.InvariantCulture, $"{labels.Appendix} {number}{(PlainText.IsBlank(title) ? "" : ". ")}{title}");

    private void Collect(IReadOnlyList<Block> blocks)
    {
        foreach (var block in blocks)
        {
            switch (block)
            {
                case Heading heading: _headings.Add(new OutlineHeading(heading.Level, heading.Text, true)); break;
                case TableOfContents contents: _headings.Add(new OutlineHeading(1, contents.Title, false)); break;
                case Appendix appendix: _headings.Add(new OutlineHeading(1, AppendixHeading(_labels, ++_appendices, appendix.Title), true)); break;
                default: break;
            }
            Collect(block.Anchor);
            if (block is ItemList list) { Nested(list); }
            if (Inside(block) is { } inside) { Collect(inside); }
        }
    }

    private void Collect(string? anchor)
    {
        if (!string.IsNullOrEmpty(anchor)) { _places.TryAdd(anchor, new OutlinePlace(anchor, _places.Count + 1, _headings.Count - 1)); }
    }

    private void Nested(ItemList list)
    {
        foreach (var item in list.Items)
        {
            if (item.Nested is not { } nested) { continue; }
            Collect(nested.Anchor);
            Nested(nested);
        }
    }

    /// <summary>The blocks within a block.</summary>
    public static IReadOnlyList<Block>? Inside(Block block) => block switch
    {
        Section section => section.Blocks,
        Callout callout => callout.Blocks,
        Appendix appendix => appendix.Blocks,
        _ => null,
    };
}
