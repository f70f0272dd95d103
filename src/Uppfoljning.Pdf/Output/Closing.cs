using System.Globalization;
using System.Text;
using Uppfoljning.Pdf.Fonts;
using Uppfoljning.Pdf.Layout;

namespace Uppfoljning.Pdf.Output;

/// <summary>The objects that tie a file together, written when all pages are: page tree, fonts, structure root, bookmarks, metadata, catalog.</summary>
internal sealed class Closing(Document document, PdfFile file, PageWriter pages, IReadOnlyList<HeadingPlace> headings)
{
    public void Write(int catalog, int pageTree, int resources, int structureTree, int structureRoot)
    {
        WritePageTree(pageTree);
        WriteResources(resources);
        WriteStructureTree(structureTree, structureRoot);
        var outlines = WriteOutlines();

        var profile = file.Allocate();
        file.WriteStream(profile, "/N 3"u8, ColorProfile.Srgb);
        var metadata = file.Allocate();
        file.WriteStream(metadata, "/Type/Metadata/Subtype/XML"u8, Encoding.UTF8.GetBytes(Xmp.Write(document.Metadata)), compress: false);
        var info = WriteInfo();

        var body = new ByteWriter().Add("<</Type/Catalog/Pages "u8).AddReference(pageTree).Add("/Metadata "u8).AddReference(metadata)
            .Add("/Lang"u8).AddText(document.Metadata.Language).Add("/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>"u8)
            .Add("/StructTreeRoot "u8).AddReference(structureTree)
            .Add("/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)/Info(sRGB IEC61966-2.1)/DestOutputProfile "u8)
            .AddReference(profile).Add(">>]"u8);
        if (outlines != 0) { body.Add("/Outlines "u8).AddReference(outlines).Add("/PageMode/UseOutlines"u8); }
        file.Write(catalog, body.Add(">>"u8).Written);
        file.Finish(catalog, info, document.Metadata.Id);
    }

    private void WritePageTree(int id)
    {
        var body = new ByteWriter().Add("<</Type/Pages/Count "u8).Add(pages.Pages.Count).Add("/Kids["u8);
        foreach (var page in pages.Pages) { body.AddReference(page.Id).Add(" "u8); }
        file.Write(id, body.Add("]>>"u8).Written);
    }

    private void WriteStructureTree(int id, int root)
    {
        var parents = file.Allocate();
        var body = new ByteWriter().Add("<</Nums["u8);
        for (var key = 0; key < pages.StructureKeys.Count; key++)
        {
            // A page without tagged content owns nothing.
            if (pages.StructureKeys[key] != 0) { body.Add(key).Add(" "u8).AddReference(pages.StructureKeys[key]).Add(" "u8); }
        }
        file.Write(parents, body.Add("]>>"u8).Written);
        var tree = new ByteWriter().Add("<</Type/StructTreeRoot/K "u8).AddReference(root).Add("/ParentTree "u8).AddReference(parents)
            .Add("/ParentTreeNextKey "u8).Add(pages.StructureKeys.Count).Add("/RoleMap<</Title/P>>"u8);
        if (pages.Notes.Count > 0)
        {
            var names = file.Allocate();
            body = new ByteWriter().Add("<</Names["u8);
            foreach (var (name, node) in pages.Notes.OrderBy(n => n.Id, StringComparer.Ordinal)) { body.Add("("u8).Add(name).Add(")"u8).AddReference(node).Add(" "u8); }
            file.Write(names, body.Add("]>>"u8).Written);
            tree.Add("/IDTree "u8).AddReference(names);
        }
        file.Write(id, tree.Add(">>"u8).Written);
    }

    private void WriteResources(int resources)
    {
        var body = new ByteWriter().Add("<</Font<<"u8);
        foreach (var (index, use) in pages.Fonts.Used)
        {
            body.Add("/F"u8).Add(index).Add(" "u8).AddReference(WriteFont(use));
        }
        body.Add(">>"u8);
        if (pages.Forms.Any())
        {
            body.Add("/XObject<<"u8);
            foreach (var (name, form) in pages.Forms) { body.Add("/"u8).Add(name).Add(" "u8).AddReference(form); }
            body.Add(">>"u8);
        }
        file.Write(resources, body.Add(">>"u8).Written);
    }

    private int WriteFont(FontUse use)
    {
        int id = file.Allocate(), descendant = file.Allocate(), descriptor = file.Allocate(), program = file.Allocate(), toUnicode = file.Allocate(), set = file.Allocate();
        var font = use.Font;
        var (data, glyphs) = FontSubset.Write(font, use.Glyphs);
        file.WriteStream(program, new ByteWriter().Add("/Length1 "u8).Add(data.Length).Written, data);
        file.WriteStream(toUnicode, default, ToUnicode(use).Written);
        file.WriteStream(set, default, GlyphSet(glyphs.Count));

        var name = $"{SubsetTag(use)}+{font.Name}";
        var italic = font.ItalicAngle != 0;
        file.Write(descriptor, new ByteWriter().Add("<</Type/FontDescriptor/FontName/"u8).Add(name).Add("/Flags "u8).Add(4 + (italic ? 64 : 0))
            .Add("/FontBBox["u8).Add(font.Box[0]).Add(font.Box[1]).Add(font.Box[2]).Add(font.Box[3]).Add("]/ItalicAngle "u8).Add(font.ItalicAngle)
            .Add("/Ascent "u8).Add(font.Ascent).Add("/Descent "u8).Add(font.Descent).Add("/CapHeight "u8).Add(font.CapHeight)
            .Add("/StemV "u8).Add(font.Weight >= 600 ? 130 : 84).Add("/FontFile2 "u8).AddReference(program).Add("/CIDSet "u8).AddReference(set).Add(">>"u8).Written);

        var widths = new ByteWriter().Add("<</Type/Font/Subtype/CIDFontType2/BaseFont/"u8).Add(name)
            .Add("/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity/FontDescriptor "u8).AddReference(descriptor)
            .Add("/W[0["u8);
        foreach (var glyph in glyphs) { widths.Add(font.WidthOf(glyph)); }
        file.Write(descendant, widths.Add("]]>>"u8).Written);

        file.Write(id, new ByteWriter().Add("<</Type/Font/Subtype/Type0/BaseFont/"u8).Add(name).Add("/Encoding/Identity-H/DescendantFonts["u8)
            .AddReference(descendant).Add("]/ToUnicode "u8).AddReference(toUnicode).Add(">>"u8).Written);
        return id;
    }

    /// <summary>A bit for each glyph of the subset, from the left. They are numbered without gaps, so all are there.</summary>
    private static byte[] GlyphSet(int count)
    {
        var bits = new byte[(count + 7) / 8];
        Array.Fill(bits, (byte)0xFF);
        if (count % 8 != 0) { bits[^1] = (byte)(0xFF << 8 - count % 8); }
        return bits;
    }

    /// <summary>Six letters that tell one subset from another, drawn from what it contains.</summary>
    private static string SubsetTag(FontUse use)
    {
        var hash = 2166136261u;
        for (var i = 0; i < use.Glyphs.Count; i++) { hash = (hash ^ use.Glyphs[i] ^ (uint)use.Characters[i] << 8) * 16777619u; }
        Span<char> tag = stackalloc char[6];
        for (var i = 0; i < tag.Length; i++)
        {
            tag[i] = (char)('A' + hash % 26);
            hash /= 26;
        }
        return new string(tag);
    }

    private static ByteWriter ToUnicode(FontUse use)
    {
        var map = new ByteWriter(4096).Add("""
            /CIDInit /ProcSet findresource begin
            12 dict begin
            begincmap
            /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
            /CMapName /Adobe-Identity-UCS def
            /CMapType 2 def
            1 begincodespacerange
            <0000> <FFFF>
            endcodespacerange

            """u8);
        // At most a hundred lines in each section.
        for (var from = 1; from < use.Characters.Count; from += 100)
        {
            var to = Math.Min(from + 100, use.Characters.Count);
            map.Add(to - from).Add(" beginbfchar\n"u8);
            for (var i = from; i < to; i++)
            {
                map.Add("<"u8);
                map.AddHex((ushort)i);
                map.Add("> <"u8);
                foreach (var unit in char.ConvertFromUtf32(use.Characters[i])) { map.AddHex(unit); }
                map.Add(">\n"u8);
            }
            map.Add("endbfchar\n"u8);
        }
        return map.Add("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"u8);
    }

    private int WriteOutlines()
    {
        var shown = headings.Where(h => h.Page is not null && h.Text.Length > 0).ToList();
        if (shown.Count == 0) { return 0; }

        // Each bookmark's parent is the nearest earlier heading of a higher level; -1 is the root.
        int root = file.Allocate(), count = shown.Count;
        int[] ids = [.. shown.Select(_ => file.Allocate())], parent = new int[count], previous = new int[count], next = new int[count],
            first = new int[count], last = new int[count], below = new int[count];
        Array.Fill(previous, -1);
        Array.Fill(next, -1);
        Array.Fill(first, -1);
        Array.Fill(last, -1);
        int rootFirst = -1, rootLast = -1, top = 0;
        var path = new Stack<int>();
        for (var i = 0; i < count; i++)
        {
            while (path.Count > 0 && shown[path.Peek()].Level >= shown[i].Level) { path.Pop(); }
            parent[i] = path.Count > 0 ? path.Peek() : -1;
            ref var oldest = ref parent[i] < 0 ? ref rootFirst : ref first[parent[i]];
            ref var youngest = ref parent[i] < 0 ? ref rootLast : ref last[parent[i]];
            if (oldest < 0) { oldest = i; }
            else
            {
                previous[i] = youngest;
                next[youngest] = i;
            }
            youngest = i;
            if (parent[i] < 0) { top++; }
            else { below[parent[i]]++; }
            path.Push(i);
        }

        for (var i = 0; i < count; i++)
        {
            var body = new ByteWriter().Add("<</Title"u8).AddText(shown[i].Text).Add("/Parent "u8).AddReference(parent[i] < 0 ? root : ids[parent[i]])
                .Add("/Dest"u8).Add(PageWriter.Destination(shown[i]));
            if (previous[i] >= 0) { body.Add("/Prev "u8).AddReference(ids[previous[i]]); }
            if (next[i] >= 0) { body.Add("/Next "u8).AddReference(ids[next[i]]); }
            // A negative count: the levels below are folded until someone opens them.
            if (first[i] >= 0) { body.Add("/First "u8).AddReference(ids[first[i]]).Add("/Last "u8).AddReference(ids[last[i]]).Add("/Count "u8).Add(-below[i]); }
            file.Write(ids[i], body.Add(">>"u8).Written);
        }
        file.Write(root, new ByteWriter().Add("<</Type/Outlines/First "u8).AddReference(ids[rootFirst]).Add("/Last "u8).AddReference(ids[rootLast])
            .Add("/Count "u8).Add(top).Add(">>"u8).Written);
        return root;
    }

    private int WriteInfo()
    {
        var metadata = document.Metadata;
        var id = file.Allocate();
        var body = new ByteWriter().Add("<</Title"u8).AddText(Xmp.Clean(metadata.Title));
        if (!string.IsNullOrEmpty(metadata.Author)) { body.Add("/Author"u8).AddText(Xmp.Clean(metadata.Author)); }
        if (!string.IsNullOrEmpty(metadata.Subject)) { body.Add("/Subject"u8).AddText(Xmp.Clean(metadata.Subject)); }
        if (metadata.Keywords.Count > 0) { body.Add("/Keywords"u8).AddText(Xmp.Clean(Xmp.Joined(metadata.Keywords))); }
        var created = Date(metadata.Created);
        body.Add("/Creator"u8).AddText(Xmp.Clean(metadata.Creator)).Add("/Producer"u8).AddText(Xmp.Producer)
            .Add("/CreationDate("u8).Add(created).Add(")/ModDate("u8).Add(created).Add(")>>"u8);
        file.Write(id, body.Written);
        return id;

        static string Date(DateTimeOffset at)
        {
            var offset = at.Offset;
            return string.Create(CultureInfo.InvariantCulture,
                $"D:{at:yyyyMMddHHmmss}{(offset < TimeSpan.Zero ? '-' : '+')}{Math.Abs(offset.Hours):00}'{Math.Abs(offset.Minutes):00}'");
        }
    }
}
