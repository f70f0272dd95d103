using Uppfoljning.Pdf.Output;

namespace Uppfoljning.Pdf.Layout;

/// <summary>Puts slabs on pages. It looks ahead only as far as slabs are kept together, so pages leave as they are filled.</summary>
internal sealed class Paginator(PageWriter pages, NoteArea notes)
{
    private static readonly List<Note> None = [];
    private double _y, _spaceAfter, _reserved;
    private bool _fresh;
    private Backdrop? _backdrop;

    public void Run(IEnumerable<Slab> slabs)
    {
        var chain = new List<Slab>();
        double height = 0;
        var keep = false;
        foreach (var slab in slabs)
        {
            chain.Add(slab);
            if (slab is not Marker)
            {
                keep = slab.KeepWithNext;
                height += slab.SpaceBefore + slab.FullHeight;
            }
            if (keep && slab is not Marker { Barrier: true } && height < pages.Format.Height) { continue; }
            Place(chain);
            chain.Clear();
            height = 0;
            keep = false;
        }
        Place(chain);
        Break();
        // No text is left to share these pages with.
        while (notes.HasMore)
        {
            BeginPage(Body);
            Break();
        }
    }

    /// <summary>The next slab begins a new page.</summary>
    public void Break()
    {
        if (pages.HasPage)
        {
            notes.Draw(pages.Canvas.Page.Format.Height - pages.Canvas.Page.Format.Margins.Bottom);
            pages.EndPage();
        }
        _backdrop = null;
    }

    /// <summary>
    /// Slabs that stand on one page when they fit on one. They are held back only until that is known; what is too much for a page, or
    /// asks for a new one, flows as if nothing had been said.
    /// </summary>
    public IEnumerable<Slab> Together(IEnumerable<Slab> slabs)
    {
        var held = new List<Slab>();
        var fits = true;
        foreach (var slab in slabs)
        {
            if (!fits)
            {
                yield return slab;
                continue;
            }
            held.Add(slab);
            if (slab is not Marker { Barrier: true } && HeightOf(held, -1) + notes.Demand(NotesOf(held), Body) <= Body) { continue; }
            fits = false;
            foreach (var one in held) { yield return one; }
        }
        if (!fits) { yield break; }
        for (var i = held.FindLastIndex(s => s is not Marker) - 1; i >= 0; i--) { held[i].KeepWithNext = true; }
        foreach (var one in held) { yield return one; }
    }

    private double Bottom => pages.Format.Height - pages.Format.Margins.Bottom - notes.Height;
    private double Body => pages.Format.Height - pages.Format.Margins.Bottom - pages.Format.Margins.Top;

    private void Place(List<Slab> chain)
    {
        var first = chain.Find(s => s is not Marker);
        if (first is not null && pages.HasPage && !_fresh)
        {
            var demand = notes.Demand(NotesOf(chain), Body);
            if (_y + HeightOf(chain, _spaceAfter) + demand > Bottom + 0.01 && HeightOf(chain, -1) + Repeated(first) + demand <= Body) { Break(); }
        }
        for (var i = 0; i < chain.Count; i++)
        {
            // The beginning of a long note leaves room for what its line is kept with.
            _reserved = i + 1 < chain.Count && chain[i].Notes.Count > 0 ? HeightOf(chain[(i + 1)..], chain[i].SpaceAfter) : 0;
            Place(chain[i]);
        }
        _reserved = 0;
    }

    /// <summary>The height of slabs below each other; of the last, what must stand where it begins.</summary>
    private static double HeightOf(List<Slab> chain, double spaceAfter)
    {
        double height = 0, rest = 0;
        foreach (var slab in chain)
        {
            if (slab is Marker) { continue; }
            if (spaceAfter >= 0) { height += Math.Max(spaceAfter, slab.SpaceBefore); }
            height += slab.FullHeight;
            spaceAfter = slab.SpaceAfter;
            rest = slab.FullHeight - slab.Least;
        }
        return height - rest;
    }

    private static List<Note> NotesOf(List<Slab> slabs)
    {
        List<Note>? found = null;
        foreach (var slab in slabs)
        {
            if (slab.Notes.Count > 0) { (found ??= []).AddRange(slab.Notes); }
        }
        return found ?? None;
    }

    private static double Repeated(Slab slab) => slab.Table is { Drawn: true } table && slab != table.Group ? table.Height : 0;

    private void Place(Slab slab)
    {
        if (slab is Marker)
        {
            slab.Draw(pages, _y);
            return;
        }

        while (true)
        {
            if (!pages.HasPage)
            {
                BeginPage(Body / 2);
                Begin(slab);
            }
            var gap = _fresh ? 0 : Math.Max(_spaceAfter, slab.SpaceBefore);
            var room = Bottom - _y - gap;
            var demand = notes.Demand(slab.Notes, Body);
            if (slab.FullHeight + (_fresh ? 0 : demand) <= room + 0.01)
            {
                Paint(slab, gap);
                return;
            }

            var tooHigh = slab.FullHeight + Repeated(slab) > Body;
            if (tooHigh && slab.Parts is { } parts)
            {
                foreach (var part in parts) { Place(part); }
                return;
            }
            var divisible = slab.Least < slab.FullHeight && slab.Least + demand <= room;
            if ((divisible || (tooHigh && (_fresh || room > Body / 3))) && slab.Split(room - demand - slab.PadTop) is var (first, rest))
            {
                first.Painted = slab.Painted;
                Paint(first, gap);
                Break();
                slab = rest;
            }
            else if (_fresh && notes.Height == 0)
            {
                // Higher than a page and indivisible: it is shown as far as the paper reaches.
                Paint(slab, gap);
                return;
            }
            else { Break(); }
        }
    }

    private void BeginPage(double mostNotes)
    {
        pages.BeginPage();
        notes.Begin(mostNotes);
        _y = pages.Format.Margins.Top;
        _spaceAfter = 0;
        _fresh = true;
    }

    private void Begin(Slab slab)
    {
        if (slab.Bare) { pages.Canvas.Page.Bare = true; }
        if (slab.Table is { Drawn: true } table)
        {
            _y += table.Repeat(pages, _y, withGroup: slab != table.Group);
            (slab as RowSlab)?.RepeatCovering(pages, _y);
        }
    }

    private void Paint(Slab slab, double gap)
    {
        var top = _y + gap;
        if (slab.Backdrop is { } backdrop)
        {
            var from = _backdrop == backdrop && !_fresh ? _y : top;
            pages.Rule(backdrop.X, from, backdrop.Width, top + slab.FullHeight - from, backdrop.Fill);
            pages.Rule(backdrop.X, from, 2.5, top + slab.FullHeight - from, backdrop.Bar);
        }
        _backdrop = slab.Backdrop;
        slab.Painted?.Invoke(pages.Canvas.Page, top + slab.PadTop);
        slab.Draw(pages, top + slab.PadTop);
        _y = top + slab.FullHeight;
        _spaceAfter = slab.SpaceAfter;
        _fresh = false;
        if (slab.Notes.Count > 0) { notes.Add(slab.Notes, Bottom + notes.Height - _y - _reserved); }
    }
}
