using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.Routing;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.TagHelpers;

/// <summary>
/// En kolumnrubrik som sorterar listan: första valet stigande, andra fallande. Ordningen står i adressen och för skärmläsaren. En kolumn
/// med två uppgifter har en span för var och en, och säger själv sin ordning.
/// </summary>
[HtmlTargetElement("th", Attributes = "sortera")]
[HtmlTargetElement("span", Attributes = "sortera")]
public sealed class SorteraTagHelper : TagHelper
{
    /// <summary>Kolumnens namn i adressen.</summary>
    public string Sortera { get; set; } = "";

    /// <summary>Listans sortering nu.</summary>
    public string Nu { get; set; } = "";

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var stigande = Nu == Sortera;
        var fallande = Nu == "-" + Sortera;
        if (output.TagName == "th") { output.Attributes.SetAttribute("scope", "col"); }
        if (output.TagName == "th" && (stigande || fallande)) { output.Attributes.SetAttribute("aria-sort", stigande ? "ascending" : "descending"); }

        var lank = new TagBuilder("a");
        lank.AddCssClass("sortera");
        lank.Attributes["href"] = Adress.Med(ViewContext.HttpContext.Request, ("Sortering", stigande ? "-" + Sortera : Sortera), ("Sida", null));
        lank.InnerHtml.AppendHtml(await output.GetChildContentAsync());
        lank.InnerHtml.AppendHtml($"<span class=\"pil\" aria-hidden=\"true\">{(stigande ? "▲" : fallande ? "▼" : "")}</span>");
        output.Content.SetHtmlContent(lank);
    }
}

/// <summary>Bläddring: hur många, var i listan, och länkar till sidorna.</summary>
[HtmlTargetElement("sidor", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class SidorTagHelper : TagHelper
{
    public int Sida { get; set; }

    public int Sidor { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Sidor <= 1)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("aria-label", "Sidor");
        output.Attributes.SetAttribute("class", "sidor");
        var lista = new TagBuilder("ul");
        Punkt(lista, Sida > 1 ? Sida - 1 : null, "Föregående", "prev");
        var senaste = 0;
        foreach (var nr in Enumerable.Range(1, Sidor).Where(n => n == 1 || n == Sidor || Math.Abs(n - Sida) <= 2))
        {
            if (nr > senaste + 1) { lista.InnerHtml.AppendHtml("<li aria-hidden=\"true\">…</li>"); }
            senaste = nr;
            var punkt = new TagBuilder("li");
            var lank = Lank(nr, Visa.Tal(nr));
            lank.Attributes["aria-label"] = $"Sida {nr}";
            if (nr == Sida) { lank.Attributes["aria-current"] = "page"; }
            punkt.InnerHtml.AppendHtml(lank);
            lista.InnerHtml.AppendHtml(punkt);
        }
        Punkt(lista, Sida < Sidor ? Sida + 1 : null, "Nästa", "next");
        output.Content.SetHtmlContent(lista);
    }

    private void Punkt(TagBuilder lista, int? nr, string text, string rel)
    {
        if (nr is null) { return; }
        var punkt = new TagBuilder("li");
        var lank = Lank(nr.Value, text);
        lank.Attributes["rel"] = rel;
        punkt.InnerHtml.AppendHtml(lank);
        lista.InnerHtml.AppendHtml(punkt);
    }

    private TagBuilder Lank(int nr, string text)
    {
        var lank = new TagBuilder("a");
        lank.Attributes["href"] = Adress.Med(ViewContext.HttpContext.Request, ("Sida", nr == 1 ? null : nr.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        lank.InnerHtml.Append(text);
        return lank;
    }
}

/// <summary>Länkar som hämtar listan som fil: samma filter och ordning som på sidan, alla sidor.</summary>
[HtmlTargetElement("hamta", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class HamtaTagHelper(IUrlHelperFactory urls) : TagHelper
{
    /// <summary>Listans adress, från programmets rot.</summary>
    public string Lista { get; set; } = "";

    /// <summary>Det som listan räknar upp, i flertal.</summary>
    public string Vad { get; set; } = "";

    /// <summary>Sant när listan inte har några filter: sidans urval gäller något annat.</summary>
    public bool Alla { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var fraga = Alla ? "" : new Uri("http://lista" + Adress.Med(ViewContext.HttpContext.Request, ("Sida", null))).Query;
        var bas = urls.GetUrlHelper(ViewContext).Content(Lista);
        output.TagName = "p";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "hamta");
        output.Content.AppendHtml(Alla ? $"Hämta {Vad} som " : $"Hämta {Vad} i urvalet som ");
        output.Content.AppendHtml(Lank(bas + "/export.xlsx" + fraga, "Excel"));
        output.Content.AppendHtml(" eller ");
        output.Content.AppendHtml(Lank(bas + "/export.csv" + fraga, "CSV"));
    }

    private TagBuilder Lank(string adress, string text)
    {
        var lank = new TagBuilder("a");
        lank.Attributes["href"] = adress;
        lank.Attributes["aria-label"] = $"Hämta {Vad} som {text}";
        lank.InnerHtml.Append(text);
        return lank;
    }
}

/// <summary>Ärendets version i formuläret: den som användaren såg, eller den som gäller nu när någon annan hann ändra och användaren har sett det.</summary>
[HtmlTargetElement("version", Attributes = "for,nu", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class VersionTagHelper : TagHelper
{
    [HtmlAttributeName("for")]
    public ModelExpression For { get; set; } = null!;

    public int Nu { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var konflikt = ViewContext.HttpContext.Response.StatusCode == StatusCodes.Status409Conflict;
        output.TagName = "input";
        output.TagMode = TagMode.SelfClosing;
        output.Attributes.SetAttribute("type", "hidden");
        output.Attributes.SetAttribute("name", For.Name);
        output.Attributes.SetAttribute("value", konflikt ? Nu : For.Model);
    }
}
