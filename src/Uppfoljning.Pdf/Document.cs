namespace Uppfoljning.Pdf;

/// <summary>A document of blocks: everything the writer needs, and nothing that depends on where or when it runs.</summary>
public sealed record Document
{
    /// <summary>Title, language and the other facts that follow the file into the archive.</summary>
    public required Metadata Metadata { get; init; }

    /// <summary>The contents in reading order.</summary>
    public required IReadOnlyList<Block> Blocks { get; init; }

    /// <summary>The paper of every page outside a <see cref="Section"/> with its own format.</summary>
    public PageFormat Page { get; init; } = PageFormat.A4;

    /// <summary>The line above the body of every page but the cover. Null gives none.</summary>
    public PageBand? Header { get; init; }

    /// <summary>The line below the body of every page but the cover. Null gives none.</summary>
    public PageBand? Footer { get; init; }

    /// <summary>A word in light grey behind each page, such as "UTKAST". Null gives none.</summary>
    public string? Watermark { get; init; }

    /// <summary>Colours and sizes.</summary>
    public Theme Theme { get; init; } = new();

    /// <summary>The few words that the writer itself puts into the document.</summary>
    public Labels Labels { get; init; } = new();
}

/// <summary>Facts about the document. They are written both as XMP and as document information, in step.</summary>
public sealed record Metadata
{
    /// <summary>The title that a reader shows in its window. Must not be empty.</summary>
    public required string Title { get; init; }

    /// <summary>The language of the text as a BCP 47 tag.</summary>
    public string Language { get; init; } = "sv-SE";

    /// <summary>The organisation that answers for the contents.</summary>
    public string? Author { get; init; }

    /// <summary>What the document is about, in a sentence.</summary>
    public string? Subject { get; init; }

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>The system in which the document was made.</summary>
    public string Creator { get; init; } = "Uppföljning";

    /// <summary>When the document was made; its offset is kept.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The identity of the document. The same id, instant and blocks give the same bytes.</summary>
    public required Guid Id { get; init; }
}

/// <summary>Paper and margins in points (1/72 inch).</summary>
public sealed record PageFormat(double Width, double Height, Margins Margins)
{
    private const double A4Short = 595.28, A4Long = 841.89;

    /// <summary>A4 upright.</summary>
    public static PageFormat A4 { get; } = new(A4Short, A4Long, new Margins(68, 74, 68, 74));

    /// <summary>A4 on its side, with narrower margins for wide tables.</summary>
    public static PageFormat A4Landscape { get; } = new(A4Long, A4Short, new Margins(48, 62, 48, 58));
}

/// <summary>Distances in points from the paper's edges to the body. Header and footer stand inside the top and bottom margins.</summary>
public sealed record Margins(double Left, double Top, double Right, double Bottom);

/// <summary>A line at the top or bottom of the pages. <c>{page}</c> and <c>{pages}</c> become the page's number and the number of pages.</summary>
public sealed record PageBand(string Left = "", string Right = "");

/// <summary>A colour in sRGB.</summary>
public readonly record struct Color(byte Red, byte Green, byte Blue)
{
    /// <summary>Reads <c>#RRGGBB</c>.</summary>
    /// <exception cref="FormatException">The text is not a number sign and six hexadecimal digits.</exception>
    public static Color FromHex(string hex)
    {
        ArgumentNullException.ThrowIfNull(hex);
        if (hex.Length != 7 || hex[0] != '#')
        {
            throw new FormatException($"A colour is written #RRGGBB, not \"{hex}\".");
        }
        var bytes = Convert.FromHexString(hex.AsSpan(1));
        return new Color(bytes[0], bytes[1], bytes[2]);
    }

    /// <summary>The paper.</summary>
    public static Color White { get; } = new(255, 255, 255);

    /// <summary>The colour as <c>#RRGGBB</c>.</summary>
    public string ToHex() => $"#{Red:X2}{Green:X2}{Blue:X2}";

    /// <summary>How clearly two colours stand out from each other, 1 to 21, as WCAG counts it.</summary>
    public double Contrast(Color other)
    {
        double a = Luminance, b = other.Luminance;
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary>The colour, darkened until it stands out so clearly from a light one.</summary>
    public Color DarkerOn(Color light, double contrast)
    {
        var color = this;
        for (var part = byte.MaxValue - 1; part >= 0 && color.Contrast(light) < contrast; part--)
        {
            color = new Color((byte)(Red * part / byte.MaxValue), (byte)(Green * part / byte.MaxValue), (byte)(Blue * part / byte.MaxValue));
        }
        return color;
    }

    /// <summary>A colour between this and another: 0 is this one, 1 the other.</summary>
    internal Color Mixed(Color other, double part)
    {
        return new Color(Mix(Red, other.Red), Mix(Green, other.Green), Mix(Blue, other.Blue));

        byte Mix(byte a, byte b) => (byte)Math.Round(a + (b - a) * Math.Clamp(part, 0, 1));
    }

    private double Luminance
    {
        get
        {
            return 0.2126 * Linear(Red) + 0.7152 * Linear(Green) + 0.0722 * Linear(Blue);

            static double Linear(byte value) => value <= 10 ? value / 255.0 / 12.92 : Math.Pow((value / 255.0 + 0.055) / 1.055, 2.4);
        }
    }
}

/// <summary>The look of the document: sizes in points, colours in sRGB.</summary>
public sealed record Theme
{
    /// <summary>Body text.</summary>
    public double TextSize { get; init; } = 10.5;

    /// <summary>Text in tables.</summary>
    public double TableSize { get; init; } = 9;

    /// <summary>Header, footer and other small text.</summary>
    public double SmallSize { get; init; } = 8.5;

    /// <summary>Headings of level 1 to 4.</summary>
    public IReadOnlyList<double> HeadingSizes { get; init; } = [20, 14.5, 11.5, 10.5];

    /// <summary>The title on the cover.</summary>
    public double TitleSize { get; init; } = 32;

    /// <summary>Distance between baselines as a multiple of the text size.</summary>
    public double LineHeight { get; init; } = 1.4;

    /// <summary>The typeface. Characters that it lacks are taken from fonts that the library carries.</summary>
    public FontFamily Fonts { get; init; } = FontFamily.SourceSans;

    /// <summary>The municipality's mark, on the cover and small above the body of the other pages. Null gives none.</summary>
    public ImageFile? Logo { get; init; }

    /// <summary>What the mark is, for someone who does not see it; said once, on the cover.</summary>
    public string LogoAlternative { get; init; } = "";

    /// <summary>Colours of the series in a chart, in order; each keeps a contrast of at least 3 to 1 against white.</summary>
    public IReadOnlyList<Color> Palette { get; init; } = [.. new[] { "#1B4B72", "#C05A1C", "#4F7F3A", "#8A4E8F", "#8C6D1F", "#4A6670" }.Select(Color.FromHex)];

    /// <summary>Running text.</summary>
    public Color Text { get; init; } = Color.FromHex("#1C1F23");

    /// <summary>Text of less weight; keeps a contrast of at least 4.5 to 1 against white.</summary>
    public Color Muted { get; init; } = Color.FromHex("#565D66");

    /// <summary>The municipality's colour: cover, links and the rule under a table's header.</summary>
    public Color Accent { get; init; } = Color.FromHex("#1B4B72");

    /// <summary>The municipality's colour where it is text: as dark as it must be to be read on white and on <see cref="Tint"/>.</summary>
    internal Color AccentText => Accent.DarkerOn(Color.White, 4.5).DarkerOn(Tint.Contrast(Text) > 4.5 ? Tint : Color.White, 4.5);

    /// <summary>Thin rules.</summary>
    public Color Rule { get; init; } = Color.FromHex("#C9CED4");

    /// <summary>Behind group rows and notes.</summary>
    public Color Tint { get; init; } = Color.FromHex("#F1F4F7");

    /// <summary>The watermark.</summary>
    public Color Watermark { get; init; } = Color.FromHex("#ECEEF0");
}

/// <summary>Words the writer adds; the defaults are Swedish.</summary>
public sealed record Labels
{
    /// <summary>Follows a group's heading that is repeated on the next page.</summary>
    public string Continued { get; init; } = "forts.";

    /// <summary>Stands alone in a table without rows.</summary>
    public string NoRows { get; init; } = "Inga rader.";

    /// <summary>Comes before the page number in the description of a link in the table of contents.</summary>
    public string Page { get; init; } = "sida";

    /// <summary>Comes before the number of a note in the description of the link to it.</summary>
    public string Note { get; init; } = "Not";

    /// <summary>Comes before the number of an appendix.</summary>
    public string Appendix { get; init; } = "Bilaga";

    /// <summary>Heads the column of categories in a chart's table.</summary>
    public string Category { get; init; } = "Kategori";

    /// <summary>Heads the column of months in the table of a year wheel.</summary>
    public string Month { get; init; } = "Månad";

    /// <summary>Heads the column of what happens, in the tables of a year wheel and a timeline.</summary>
    public string Item { get; init; } = "Vad";

    /// <summary>Heads the column of kinds, in the tables of a year wheel and a timeline.</summary>
    public string Kind { get; init; } = "Slag";

    /// <summary>Heads the column of first days in the table of a timeline.</summary>
    public string From { get; init; } = "Från";

    /// <summary>Heads the column of last days in the table of a timeline.</summary>
    public string To { get; init; } = "Till";

    /// <summary>A value that is not known, in a chart's table.</summary>
    public string Unknown { get; init; } = "inte känt";

    /// <summary>Stands in a chart that has nothing to show.</summary>
    public string NoValues { get; init; } = "Inga värden.";

    /// <summary>Heads the notes where there are no pages to put them on.</summary>
    public string Notes { get; init; } = "Noter";

    /// <summary>Leads from a note back to its mark.</summary>
    public string BackToText { get; init; } = "tillbaka till texten";

    /// <summary>Under the first line of a signature.</summary>
    public string PlaceAndDate { get; init; } = "Ort och datum";
}
