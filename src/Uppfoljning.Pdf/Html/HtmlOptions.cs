namespace Uppfoljning.Pdf;

/// <summary>How a document is fitted into the page that shows it.</summary>
public sealed record HtmlOptions
{
    /// <summary>How many levels of headings the page has above the document's own: with 1 the document's highest heading is an h2.</summary>
    public int HeadingOffset { get; init; } = 1;

    /// <summary>Comes before every id, so that the document's places are not taken for the page's.</summary>
    public string IdPrefix { get; init; } = "doc-";

    /// <summary>The address at which a picture is found. Null, or a null answer, puts the picture itself into the text as a data address.</summary>
    public Func<ImageFile, string?>? ImageSource { get; init; }
}
