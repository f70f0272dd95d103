using Uppfoljning.Pdf.Output;

namespace Uppfoljning.Pdf.Layout;

/// <summary>Puts slabs on pages. It looks ahead only as far as slabs are kept together, so pages leave as they are filled.</summary>
internal sealed class Paginator(PageWriter pages)
{
    private double _y, _spaceAfter;
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
    }

    /// <summary>The next slab begins a new page.</summary>
    public void Break()
    {
        pages.EndPage();
        _backdrop = null;
    }

    private double Bottom => pages.Format.Height - pages.Format.Margins.Bottom;
    private double Body => Bottom - pages.Format.Margins.Top;

    private void Place(List<Slab> chain)
    {
        var first = chain.Find(s => s is not Marker);
        if (first is not null && pages.HasPage && !_fresh)
        {
            var height = chain[^1] is Marker && chain.Count == 1 ? 0 : HeightOf(chain, _spaceAfter);
            if (_y + height > Bottom + 0.01 && HeightOf(chain, -1) + Repeated(first) <= Body) { Break(); }
        }
        foreach (var slab in chain) { Place(slab); }
    }

    private static double HeightOf(List<Slab> chain, double spaceAfter)
    {
        double height = 0;
        foreach (var slab in chain)
        {
            if (slab is Marker) { continue; }
            if (spaceAfter >= 0) { height += Math.Max(spaceAfter, slab.SpaceBefore); }
            height += slab.FullHeight;
            spaceAfter = slab.SpaceAfter;
        }
        return height;
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
            if (!pages.HasPage) { Begin(slab); }
            var gap = _fresh ? 0 : Math.Max(_spaceAfter, slab.SpaceBefore);
            var room = Bottom - _y - gap;
            if (slab.FullHeight <= room + 0.01)
            {
                Paint(slab, gap);
                return;
            }

            var tooHigh = slab.FullHeight + Repeated(slab) > Body;
            if (tooHigh && (_fresh || room > Body / 3) && slab.Split(room - slab.PadTop) is var (first, rest))
            {
                Paint(first, gap);
                Break();
                slab = rest;
            }
            else if (_fresh)
            {
                // Higher than a page and indivisible: it is shown as far as the paper reaches.
                Paint(slab, gap);
                return;
            }
            else { Break(); }
        }
    }

    private void Begin(Slab slab)
    {
        pages.BeginPage();
        if (slab.Bare) { pages.Canvas.Page.Bare = true; }
        _y = pages.Format.Margins.Top;
        _spaceAfter = 0;
        _fresh = true;
        if (slab.Table is { Drawn: true } table)
        {
            _y += table.Repeat(pages, _y, withGroup: slab != table.Group);
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
        slab.Draw(pages, top + slab.PadTop);
        _y = top + slab.FullHeight;
        _spaceAfter = slab.SpaceAfter;
        _fresh = false;
    }
}
