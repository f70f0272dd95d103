using System.Collections;
using System.Runtime.CompilerServices;

namespace Uppfoljning.Pdf;

/// <summary>Text with formatting: a sequence of runs. A plain string is a text of one run.</summary>
[CollectionBuilder(typeof(RichText), nameof(Create))]
public sealed class RichText : IEnumerable<Run>
{
    private readonly Run[] _runs;

    private RichText(Run[] runs) => _runs = runs;

    /// <summary>No text.</summary>
    public static RichText Empty { get; } = new([]);

    /// <summary>Makes a text of runs.</summary>
    public static RichText Create(ReadOnlySpan<Run> runs) => new(runs.ToArray());

    /// <summary>A text without formatting.</summary>
    public static implicit operator RichText(string? text) => string.IsNullOrEmpty(text) ? Empty : new([new Run(text)]);

    internal ReadOnlySpan<Run> Runs => _runs;

    /// <inheritdoc/>
    public IEnumerator<Run> GetEnumerator() => ((IEnumerable<Run>)_runs).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _runs.GetEnumerator();

    /// <summary>The words without formatting.</summary>
    public override string ToString() => string.Concat(_runs.Select(r => r.Text));
}

/// <summary>A stretch of text in one style.</summary>
public sealed record Run(string Text)
{
    /// <summary>Set in semibold.</summary>
    public bool Bold { get; init; }

    /// <summary>Set in italics.</summary>
    public bool Italic { get; init; }

    /// <summary>Where the text leads. Null for text that is not a link.</summary>
    public Uri? Link { get; init; }

    /// <summary>The <see cref="Block.Anchor"/> of a block in the document that the text leads to. Null for text that is not a cross reference.</summary>
    public string? Target { get; init; }

    /// <summary>The text stands for the number of the page on which <see cref="Target"/> begins; what is written shows where there are no pages.</summary>
    public bool PageNumber { get; init; }

    /// <summary>A note at the foot of the page. Its mark follows the text. Notes within notes are not shown.</summary>
    public RichText? Footnote { get; init; }

    /// <summary>Text without formatting.</summary>
    public static implicit operator Run(string text) => new(text);

    /// <summary>Bold text.</summary>
    public static Run Strong(string text) => new(text) { Bold = true };

    /// <summary>Text in italics.</summary>
    public static Run Emphasis(string text) => new(text) { Italic = true };

    /// <summary>A link to an address outside the document.</summary>
    public static Run To(Uri address, string text) => new(text) { Link = address };

    /// <summary>A link to a block of the document.</summary>
    public static Run See(string anchor, string text) => new(text) { Target = anchor };

    /// <summary>The number of the page on which a block begins, as a link to it. Without pages the text stands as it is.</summary>
    public static Run PageOf(string anchor, string withoutPages = "") => new(withoutPages) { Target = anchor, PageNumber = true };

    /// <summary>Text with a note at the foot of the page.</summary>
    public static Run Noted(string text, RichText note) => new(text) { Footnote = note };
}
