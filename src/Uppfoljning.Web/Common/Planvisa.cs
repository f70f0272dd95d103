using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Uppfoljning.Application.Planer;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Web.Common;

/// <summary>Hur planens värden skrivs på sidorna.</summary>
public static class Planvisa
{
    private static readonly int[] Intervall = [1, 2, 3, 4, 6, 12, 24, 36, 48, 60];

    public static IHtmlContent Marke(Plantillstand tillstand) => Visa.Marke(tillstand.Text(), tillstand switch
    {
        Plantillstand.Utkast => "varning",
        Plantillstand.Beslutad => "ny",
        Plantillstand.Gallande => "bra",
        _ => "lugn",
    });

    /// <summary>Risknivån och poängen: Hög, 62,5 poäng. Formen på tecknet säger samma sak som färgen; utan plats bland nivåerna står bara orden.</summary>
    public static IHtmlContent Risk(int? poang, string? niva, int? plats = null)
    {
        if (poang is not { } p || niva is null) { return new HtmlString("<span class=\"okant\">inte bedömd</span>"); }
        var tag = new TagBuilder("span");
        tag.AddCssClass("niva");
        if (plats is { } nr)
        {
            tag.AddCssClass($"niva-{Math.Min(nr, 2)}");
            tag.InnerHtml.AppendHtml($"<span class=\"niva-tecken\" aria-hidden=\"true\">{(nr switch { 0 => "▲", 1 => "◆", _ => "▽" })}</span>");
        }
        tag.InnerHtml.AppendHtml("<span class=\"niva-namn\">").Append(niva).AppendHtml("</span> <span class=\"niva-poang\">").Append($"{Riskbedomning.Text(p)}\u00A0p").AppendHtml("</span>");
        return tag;
    }

    /// <summary>36 timmar, eller 36 timmar med hur de räknas när raden har flera tillfällen.</summary>
    public static string Timmar(Radtimmar tid) => $"{Visa.Tal(tid.Aret)}\u00A0tim";

    public static string Timmarforklaring(Radtimmar tid) =>
        $"{Plantext.Antal(tid.Tillfallen, "tillfälle", "tillfällen")} × {Plantext.Antal(tid.PerTillfalle, "timme", "timmar")}";

    public static string Bestams(Bestams bestams) => bestams == Domain.Planer.Bestams.Hand ? "Valt för hand" : $"{Stor(bestams.Text())} bestämmer";

    /// <summary>Hur ofta, med när: Mars, juli och november 2027, tre gånger per år.</summary>
    public static string NarOchHurOfta(Planrad rad, int ar)
    {
        var nar = Stor(Plantillfallen.Text(rad, ar));
        return rad.IntervallManader is null ? nar : $"{nar}, {Plantext.Intervall(rad.IntervallManader)}";
    }

    public static string NarOchHurOfta(Arsplanrad r, int ar)
    {
        var forsta = Plantext.Period(r.ForstaManad, r.SistaManad, ar);
        var fler = Plantillfallen.Las(r.FlerManader);
        var nar = Stor(fler.Count == 0 || forsta.Length == 0 ? forsta : $"{Plantext.Uppraknade([forsta[..^5], .. fler.Select(Plantext.Manad)])} {ar}");
        return r.IntervallManader is null ? nar : $"{nar}, {Plantext.Intervall(r.IntervallManader)}";
    }

    public static string Utlosare(Utlosare utlosare) => utlosare switch
    {
        Domain.Planer.Utlosare.NyLag => "Ny lag",
        Domain.Planer.Utlosare.NamndensBeslut => "Nämndens beslut",
        Domain.Planer.Utlosare.OrdforandesBeslut => "Ordförandens beslut",
        _ => "Ansvarig chefs beslut",
    };

    public static string Former(string former) => Uppfoljningsformer.Uppraknade(Uppfoljningsformer.Las(former));

    public static string? Driftsform(Planrad rad) => rad.VisadDriftsform()?.Text();

    public static string Stor(string text) => text.Length == 0 ? text : char.ToUpper(text[0], Visa.Svenska) + text[1..];

    public static string Rader(int antal) => $"{Visa.Tal(antal)} {(antal == 1 ? "rad" : "rader")}";

    public static string Omrade(string? namn) => string.IsNullOrEmpty(namn) ? "Verksamhetsområdet är inte känt" : namn;

    public static string Hinder(Hinder hinder) => hinder.Lagrum is null ? hinder.Text : $"{hinder.Text} ({hinder.Lagrum})";

    public static IReadOnlyList<SelectListItem> Manader() =>
        [new("Välj månad", ""), .. Enumerable.Range(1, 12).Select(m => new SelectListItem(Stor(Plantext.Manad(m)), $"{m}"))];

    public static IReadOnlyList<SelectListItem> Intervaller(int? nu) =>
    [
        new("Välj intervall", ""),
        .. Intervall.Concat(nu is { } n ? [n] : []).Distinct().Order().Select(m => new SelectListItem(Stor(Plantext.Intervall(m)), $"{m}")),
    ];

    public static IReadOnlyList<SelectListItem> Valbara(IEnumerable<Formval> former) =>
        [.. former.Where(f => f.Hinder is null).Select(f => new SelectListItem(f.Form.Text(), f.Form.ToString()))];
}

/// <summary>Rader att visa i tabell. Utan blad är de ett förslag: inget är sparat, och inget går att välja eller ändra.</summary>
public sealed record Planradstabell(IReadOnlyList<Planrad> Rader, int Ar, Planblad? Blad = null)
{
    /// <summary>Grupperad efter verksamhetsområde när raderna står i nummerordning; annars en lista, med de särskilda granskningarna för sig.</summary>
    public bool PerOmrade => Blad is null || Blad.Sortering == "nr";

    /// <summary>Om raderna går att kryssa och ändra.</summary>
    public bool Andras => Blad is { Kan.Andra.Tillaten: true };

    public IEnumerable<(string Rubrik, Plangruppsumma Summa, IReadOnlyList<Planrad> Rader)> Grupper()
    {
        // Rows stand in order already; a group begins where its key changes.
        foreach (var grupp in Rader.GroupBy(r => PerOmrade ? Plangrupp.For(r.Slag, r.Verksamhetsomrade) : new Plangrupp(r.Slag, "")))
        {
            var summa = Blad is null ? new Plangruppsumma(grupp.Count(), 0)
                : PerOmrade ? Blad.Grupper[grupp.Key]
                : Blad.Grupper.Where(g => g.Key.Slag == grupp.Key.Slag).Aggregate(new Plangruppsumma(), (s, g) => new(s.Antal + g.Value.Antal, s.Timmar + g.Value.Timmar));
            var rubrik = grupp.Key.Slag == Radslag.SarskildGranskning ? "Särskilda granskningar" : PerOmrade ? Planvisa.Omrade(grupp.Key.Omrade) : "Regelbunden uppföljning";
            yield return (rubrik, summa, [.. grupp]);
        }
    }
}

/// <summary>En cell i planens tabell som går att ändra på plats.</summary>
public sealed record Plancell(Guid PlanId, int Ar, Planrad Rad, Planradsfalt Falt, bool Andras)
{
    /// <summary>Sant när cellen just har ändrats, eller någon har ångrat sig: fokus går tillbaka till den.</summary>
    public bool Fokus { get; init; }

    /// <summary>Vad som just sparades.</summary>
    public string? Mening { get; init; }

    public string Namn => Falt == Planradsfalt.Tid ? "tid" : "ansvarig";

    public string Id => $"{Namn}-{Rad.Id}";

    public string Adress => $"/planer/{PlanId}/rader/{Rad.Id}/{Namn}";

    /// <summary>En rad med flera tillfällen har fler månader än cellen rymmer; de ändras i radens formulär.</summary>
    public bool PaPlats => Falt == Planradsfalt.Ansvarig || Rad.FlerManader is null;
}
