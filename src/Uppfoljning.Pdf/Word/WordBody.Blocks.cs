using System.Globalization;
using Uppfoljning.Pdf.Charts;
using Uppfoljning.Pdf.Structure;

namespace Uppfoljning.Pdf.Word;

/// <summary>The kinds of block, but for tables.</summary>
internal sealed partial class WordBody
{
    private void Heading(int level, string text)
    {
        var index = _nextHeading++;
        if (!_outline.Headings[index].Shown) { return; }
        Begin(string.Create(CultureInfo.InvariantCulture, $"Heading{level}"));
        Bookmark(HeadingBookmark(index), () => WordText.Plain(_xml, text));
        End();
    }

    private static string HeadingBookmark(int index) => string.Create(CultureInfo.InvariantCulture, $"_Toc{index + 1:000000}");

    private void Paragraph(Paragraph paragraph)
    {
        if (PlainText.IsBlank(paragraph.Text.ToString()) && !paragraph.Text.Any(r => r.Footnote is not null || r.PageNumber))
        {
            _space += (paragraph.Small ? Theme.SmallSize : Theme.TextSize) * Theme.LineHeight + 7;
            return;
        }
        Begin(paragraph.Small ? "Small" : _boxes > 0 ? "Callout" : "Normal", new Look { KeepNext = paragraph.KeepWithNext });
        _text.Write(paragraph.Text);
        End();
    }

    private void List(ItemList list, int depth, double x)
    {
        if (list.Items.Count == 0) { return; }
        var level = Math.Min(depth, Levels - 1);
        var number = 1;
        var indent = Indent;
        if (list.Numbered)
        {
            // Word counts from 0 and upwards.
            _lists.Add((level, Math.Clamp(list.Start, 0, 30_000)));
            number = FirstNumberedList + _lists.Count - 1;
            indent = Math.Max(Indent, _paper.Measure(string.Create(CultureInfo.InvariantCulture, $"{(long)list.Start + list.Items.Count - 1}."), Theme.TextSize) + 6);
        }
        // A list deep inside others still needs room for its words.
        var left = Math.Min(x + indent, Math.Max(_width - 40, indent));
        for (var i = 0; i < list.Items.Count; i++)
        {
            var item = list.Items[i];
            var end = i == list.Items.Count - 1 && item.Nested is null && depth == 0;
            Begin(list.Numbered ? "ListNumber" : "ListBullet", new Look { Number = (number, level), Hanging = (left, indent), After = end ? 8 : null });
            _text.Write(item.Text);
            End();
            if (item.Nested is { } nested)
            {
                if (_outline.Find(nested.Anchor) is { } place && _placed.Add(nested.Anchor!)) { _waiting.Add(WordText.Bookmark(place)); }
                List(nested, depth + 1, left);
            }
        }
    }

    private void Facts(IReadOnlyList<KeyValue> items)
    {
        if (items.Count == 0) { return; }
        ReadyForTable();
        var keys = Math.Min(items.Max(i => _paper.Measure(i.Key, Theme.TextSize)) * 1.05 + 17, _width * 0.4 + 16);
        double[] widths = [keys, Math.Max(_width - keys, 36)];
        OpenTable("FactTable", widths, "", firstColumn: true);
        for (var i = 0; i < items.Count; i++)
        {
            _xml.Open("tr").Open("trPr").Add("cantSplit").Close();
            OpenCell(widths[0]);
            Line("FactName", items[i].Key, new Look { KeepNext = i == 0 && items.Count > 1 });
            CloseCell();
            OpenCell(widths[1]);
            Begin("FactValue");
            _text.Write(items[i].Value);
            End();
            CloseCell();
            _xml.Close();
        }
        CloseTable(6);
    }

    private void Callout(Callout callout)
    {
        var titled = !PlainText.IsBlank(callout.Title);
        if (!titled && callout.Blocks.Count == 0) { return; }
        ReadyForTable(3);
        OpenTable("CalloutBox", [_width], "", firstColumn: false, caption: titled ? callout.Title : "");
        _xml.Open("tr");
        OpenCell(_width, Theme.Tint);
        var width = _width;
        _width = Math.Max(_width - 24, 36);
        if (titled) { Line("CalloutTitle", callout.Title); }
        Flow(callout.Blocks);
        // A cell ends with a paragraph.
        Divider();
        _width = width;
        CloseCell();
        _xml.Close();
        CloseTable(12);
    }

    private void Appendix(Appendix appendix)
    {
        _break = true;
        var title = Outline.AppendixHeading(_document.Labels, ++_nextAppendix, appendix.Title);
        OnPaper(appendix.Page, () =>
        {
            Heading(1, title);
            Flow(appendix.Blocks);
        });
    }

    private void Cover(Cover cover)
    {
        if (_boxes == 0)
        {
            if (!_empty) { EndSection(); }
            _format = _wanted;
            _titlePage = true;
        }
        var left = BodyHeight(_format);
        if (Theme.Logo is { } logo)
        {
            var scale = Math.Min(Math.Min(60.0 / Math.Max(logo.Height, 1), 180.0 / Math.Max(logo.Width, 1)), 1);
            Image(logo, logo.Width * scale, logo.Height * scale, Theme.LogoAlternative, "CoverOwner", new Look { After = 10, Align = Align.Right });
            left -= logo.Height * scale + 10;
        }
        if (!PlainText.IsBlank(cover.Owner))
        {
            Line("CoverOwner", cover.Owner);
            left -= Height(cover.Owner, 13, 18);
        }
        var size = cover.Title.Length > 90 ? Theme.TitleSize * 0.7 : Theme.TitleSize;
        var above = _boxes > 0 ? 0 : Math.Max(BodyHeight(_format) * 0.3 - (BodyHeight(_format) - left), 20);
        Begin("Title", new Look { Before = above });
        WordText.Plain(_xml, cover.Title, new WordText.Style { Size = size == Theme.TitleSize ? null : size });
        End();
        left -= above + Height(cover.Title, size, Theme.TitleSize * 1.15) + 10;
        if (!PlainText.IsBlank(cover.Subtitle))
        {
            Line("Subtitle", cover.Subtitle);
            left -= Height(cover.Subtitle, Theme.TitleSize * 0.5, Theme.TitleSize * 0.65) + 10;
        }
        // The facts go to the foot of the page, with room to spare: another typeface may take more lines.
        if (_boxes == 0) { _space = Math.Max(left * 0.92 - 30 * cover.Facts.Count(f => f.Value.Any(r => r.Footnote is not null)) - cover.Facts.Sum(f => Math.Max(Height(f.Key, Theme.TextSize, 17, 0.4), Height(f.Value.ToString(), Theme.TextSize, 17, 0.55))) - 20, 0); }
        Facts(cover.Facts);
        _break = true;

        double Height(string text, double points, double line, double share = 1) => Math.Ceiling(_paper.Measure(text, points) * 1.05 / (_width * share)) * line;
    }

    private void Contents(TableOfContents contents)
    {
        var heading = _nextHeading++;
        if (_outline.Headings[heading].Shown) { Line("TOCHeading", contents.Title); }
        var entries = _outline.Headings.Select((h, i) => (Heading: h, Index: i)).Where(e => e.Heading is { Listed: true, Shown: true } && e.Heading.Level <= contents.Depth).ToList();
        for (var i = 0; i < entries.Count; i++)
        {
            var (entry, index) = entries[i];
            Begin(string.Create(CultureInfo.InvariantCulture, $"TOC{Math.Clamp(entry.Level, 1, 4)}"), new Look { Tab = _width });
            if (i == 0)
            {
                Mark("begin");
                _xml.Open("r").Text("instrText", $" TOC \\o \"1-{WordXml.Number(Math.Clamp(contents.Depth, 1, 4))}\" \\h \\z ").Close();
                Mark("separate");
            }
            _xml.Open("hyperlink").With("anchor", HeadingBookmark(index)).With("history", "1");
            WordText.Plain(_xml, entry.Text.Replace('\n', ' '));
            if (_paper.PageOf(index) is { } page)
            {
                _xml.Open("r").Add("tab").Close();
                WordText.Field(_xml, $" PAGEREF {HeadingBookmark(index)} \\h ", WordXml.Number(page));
            }
            _xml.Close();
            if (i == entries.Count - 1) { Mark("end"); }
            End();
        }
        _space = Math.Max(_space, 12);

        void Mark(string type) => _xml.Open("r").Open("fldChar").With("fldCharType", type).Close().Close();
    }

    private void Signatures(Signatures signatures)
    {
        if (signatures.Items.Count == 0) { return; }
        const double Above = 44, Gutter = 28;
        ReadyForTable();
        var left = (_width - Gutter) * 0.4;
        double[] widths = [left, Gutter, _width - left - Gutter];
        OpenTable("FactTable", widths, "", firstColumn: false);
        foreach (var signature in signatures.Items)
        {
            // The room to write in, and the lines below it.
            _xml.Open("tr").Open("trPr").Add("cantSplit").Open("trHeight").With("val", WordXml.Twips(Above)).With("hRule", "exact").Close().Close();
            for (var i = 0; i < widths.Length; i++)
            {
                OpenCell(widths[i]);
                Begin("SignatureLine", new Look { KeepNext = true });
                End();
                CloseCell();
            }
            _xml.Close();
            _xml.Open("tr").Open("trPr").Add("cantSplit").Close();
            OpenCell(widths[0], ruleAbove: Theme.Text);
            Line("SignatureLine", _document.Labels.PlaceAndDate);
            CloseCell();
            OpenCell(widths[1]);
            Line("SignatureLine", "");
            CloseCell();
            OpenCell(widths[2], ruleAbove: Theme.Text);
            Begin("SignatureLine");
            WordText.Plain(_xml, signature.Name, new WordText.Style { Bold = true });
            if (signature.Role.Length > 0) { WordText.Plain(_xml, "\n" + signature.Role); }
            End();
            CloseCell();
            _xml.Close();
        }
        CloseTable(10);
    }

    private void Picture(Picture picture)
    {
        var caption = !PlainText.IsBlank(picture.Caption);
        var width = picture.Width is > 0 and var wanted && double.IsFinite(wanted) ? wanted : picture.Image.Width * 0.75;
        var height = width * picture.Image.Height / Math.Max(picture.Image.Width, 1);
        var scale = Math.Min(1, Math.Min(_width / Math.Max(width, 1), (BodyHeight(_wanted) - 60) / Math.Max(height, 1)));
        Image(picture.Image, width * scale, height * scale, picture.Alternative, "Figure", new Look { KeepNext = caption });
        if (caption) { Line("FigureCaption", picture.Caption); }
    }

    private void Image(ImageFile image, double width, double height, string alternative, string style, Look look)
    {
        var id = _relations.To("image", _package.Media(image.Bytes, WordDrawing.Extension(image)));
        Begin(style, look);
        _xml.Open("r").Raw(WordDrawing.Picture(id, null, ++_nextDrawing, width, height, alternative, image.Orientation)).Close();
        End();
    }

    private void Chart(Chart chart)
    {
        var data = chart.Data(_document.Labels);
        if (!PlainText.IsBlank(data.Caption)) { Line("Caption", data.Caption, new Look { KeepNext = true }); }
        var drawing = ChartDrawing.Of(chart, _width, Theme, _document.Labels);
        var alternative = PlainText.IsBlank(chart.Alternative) ? chart.Title : chart.Alternative;
        var image = _relations.To("image", _package.Media(Raster.Png(drawing, 2, Theme), "png"));
        var vectors = _relations.To("image", _package.Media(System.Text.Encoding.UTF8.GetBytes(Svg.Write(drawing, alternative, Theme)), "svg"));
        var scale = Math.Min(1, Math.Min(_width / drawing.Width, (BodyHeight(_wanted) - 60) / Math.Max(drawing.Height, 1)));
        Begin("Figure", new Look { KeepNext = chart.ShowData });
        _xml.Open("r").Raw(WordDrawing.Picture(image, vectors, ++_nextDrawing, drawing.Width * scale, drawing.Height * scale, alternative)).Close();
        End();
        if (chart.ShowData) { Table(data, "", false); }
    }
}
