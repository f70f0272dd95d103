using System.Collections;
using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Web.TagHelpers;

/// <summary>
/// Ett fält med etikett, hjälptext, fel och inmatning, knutna till varandra för skärmläsare. Det skrivna står kvar vid fel. När någon annan
/// hann ändra (409) visas också vad som är sparat nu, om <c>nu</c> är angivet.
/// </summary>
[HtmlTargetElement("falt", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FaltTagHelper : TagHelper
{
    [HtmlAttributeName("for")]
    public ModelExpression For { get; set; } = null!;

    public string Label { get; set; } = "";

    public string? Hint { get; set; }

    /// <summary>Fler än en rad ger ett textområde.</summary>
    public int Rader { get; set; } = 1;

    /// <summary>Att välja bland. Ett fält som rymmer flera värden blir kryssrutor, annars en lista.</summary>
    public IEnumerable<SelectListItem>? Val { get; set; }

    /// <summary>password, date-liknande format eller annat; text är förval.</summary>
    public string Typ { get; set; } = "text";

    /// <summary>Förslag att skriva eller välja.</summary>
    public IEnumerable<string>? Forslag { get; set; }

    /// <summary>Vad som är sparat nu; visas när någon annan hann ändra.</summary>
    public object? Nu { get; set; }

    /// <summary>Vem som sparade det, och när: står före värdet i stället för "Sparat nu".</summary>
    public string? NuAv { get; set; }

    public string? Autocomplete { get; set; }

    public bool Obligatoriskt { get; set; }

    /// <summary>Ett filfält som tar emot flera filer på en gång.</summary>
    public bool FleraFiler { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var namn = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var id = TagBuilder.CreateSanitizedId(namn, "_");
        var entry = ViewContext.ViewData.ModelState.TryGetValue(namn, out var funnen) ? funnen : null;
        var fel = entry?.Errors.Select(e => e.ErrorMessage).Where(e => e.Length > 0).ToList() ?? [];
        var flera = Val is not null && For.ModelExplorer.ModelType != typeof(string) && typeof(IEnumerable).IsAssignableFrom(For.ModelExplorer.ModelType);

        output.TagName = flera ? "fieldset" : "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "falt" + (fel.Count > 0 ? " falt-fel" : "") + (context.AllAttributes["class"]?.Value is { } klass ? $" {klass}" : ""));
        if (flera) { output.Attributes.SetAttribute("id", id); }

        var beskrivning = new List<string>();
        var etikett = new TagBuilder(flera ? "legend" : "label");
        if (!flera) { etikett.Attributes["for"] = id; }
        etikett.InnerHtml.Append(Label);
        if (Obligatoriskt)
        {
            etikett.InnerHtml.AppendHtml(" <span class=\"obligatoriskt\">(måste anges)</span>");
        }

        if (For.Model is bool or null && (Nullable.GetUnderlyingType(For.ModelExplorer.ModelType) ?? For.ModelExplorer.ModelType) == typeof(bool) && Val is null)
        {
            Kryssruta(output, namn, id, entry, etikett, fel);
            return;
        }

        output.Content.AppendHtml(etikett);
        if (Hint is not null)
        {
            beskrivning.Add($"{id}-hjalp");
            output.Content.AppendHtml(Stycke("div", "hjalp", $"{id}-hjalp", Hint));
        }
        if (fel.Count > 0)
        {
            beskrivning.Add($"{id}-fel");
            output.Content.AppendHtml(Stycke("div", "fel", $"{id}-fel", string.Join(" ", fel)));
        }

        var varden = Varden(entry);
        output.Content.AppendHtml(flera ? Kryssrutor(namn, id, varden, beskrivning) : Inmatning(namn, id, varden.Count > 0 ? varden[0] : "", beskrivning, fel.Count > 0));
        VisaNu(output, id, varden);
    }

    private static TagBuilder Stycke(string tagg, string klass, string id, string text)
    {
        var stycke = new TagBuilder(tagg);
        stycke.AddCssClass(klass);
        stycke.Attributes["id"] = id;
        stycke.InnerHtml.Append(text);
        return stycke;
    }

    private TagBuilder Inmatning(string namn, string id, string varde, List<string> beskrivning, bool fel)
    {
        var inmatning = new TagBuilder(Val is not null ? "select" : Rader > 1 ? "textarea" : "input");
        inmatning.Attributes["id"] = id;
        inmatning.Attributes["name"] = namn;
        inmatning.AddCssClass(Val is not null ? "form-select" : "form-control");
        if (beskrivning.Count > 0) { inmatning.Attributes["aria-describedby"] = string.Join(' ', beskrivning); }
        if (fel) { inmatning.Attributes["aria-invalid"] = "true"; }
        if (Obligatoriskt) { inmatning.Attributes["aria-required"] = "true"; }
        if (Autocomplete is not null) { inmatning.Attributes["autocomplete"] = Autocomplete; }

        if (Val is not null)
        {
            foreach (var val in Val)
            {
                var option = new TagBuilder("option");
                option.Attributes["value"] = val.Value;
                if (string.Equals(val.Value, varde, StringComparison.OrdinalIgnoreCase)) { option.Attributes["selected"] = "selected"; }
                option.InnerHtml.Append(val.Text);
                inmatning.InnerHtml.AppendHtml(option);
            }
        }
        else if (Rader > 1)
        {
            inmatning.Attributes["rows"] = Rader.ToString(CultureInfo.InvariantCulture);
            // The parser drops the first newline after <textarea>.
            inmatning.InnerHtml.Append("\n" + varde);
        }
        else
        {
            inmatning.TagRenderMode = TagRenderMode.SelfClosing;
            inmatning.Attributes["type"] = Typ;
            if (FleraFiler) { inmatning.Attributes["multiple"] = "multiple"; }
            var typ = Nullable.GetUnderlyingType(For.ModelExplorer.ModelType) ?? For.ModelExplorer.ModelType;
            if (typ == typeof(int) || typ == typeof(long)) { inmatning.Attributes["inputmode"] = "numeric"; }
            if (typ == typeof(DateOnly)) { inmatning.Attributes["placeholder"] = "ÅÅÅÅ-MM-DD"; }
            if (Typ != "password") { inmatning.Attributes["value"] = varde; }
            if (Forslag is not null)
            {
                inmatning.Attributes["list"] = $"{id}-forslag";
                var lista = new TagBuilder("datalist");
                lista.Attributes["id"] = $"{id}-forslag";
                foreach (var forslag in Forslag)
                {
                    var option = new TagBuilder("option");
                    option.Attributes["value"] = forslag;
                    lista.InnerHtml.AppendHtml(option);
                }
                var bada = new TagBuilder("div");
                bada.InnerHtml.AppendHtml(inmatning).AppendHtml(lista);
                return bada;
            }
        }
        return inmatning;
    }

    private TagBuilder Kryssrutor(string namn, string id, IReadOnlyList<string> varden, List<string> beskrivning)
    {
        var grupp = new TagBuilder("div");
        grupp.AddCssClass("kryssrutor");
        var nr = 0;
        foreach (var val in Val!)
        {
            var rutid = $"{id}-{nr++}";
            var ruta = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
            ruta.Attributes["type"] = "checkbox";
            ruta.Attributes["class"] = "form-check-input";
            ruta.Attributes["id"] = rutid;
            ruta.Attributes["name"] = namn;
            ruta.Attributes["value"] = val.Value;
            if (beskrivning.Count > 0) { ruta.Attributes["aria-describedby"] = string.Join(' ', beskrivning); }
            if (varden.Contains(val.Value, StringComparer.OrdinalIgnoreCase)) { ruta.Attributes["checked"] = "checked"; }
            var etikett = new TagBuilder("label");
            etikett.Attributes["for"] = rutid;
            etikett.InnerHtml.Append(val.Text);
            var rad = new TagBuilder("div");
            rad.AddCssClass("kryssruta");
            rad.InnerHtml.AppendHtml(ruta).AppendHtml(etikett);
            grupp.InnerHtml.AppendHtml(rad);
        }
        return grupp;
    }

    private void Kryssruta(TagHelperOutput output, string namn, string id, ModelStateEntry? entry, TagBuilder etikett, List<string> fel)
    {
        var vald = entry?.AttemptedValue is { } skrivet ? skrivet.Contains("true", StringComparison.OrdinalIgnoreCase) : For.Model is true;
        output.Attributes.SetAttribute("class", "falt kryssruta");
        var ruta = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        ruta.Attributes["type"] = "checkbox";
        ruta.Attributes["class"] = "form-check-input";
        ruta.Attributes["id"] = id;
        ruta.Attributes["name"] = namn;
        ruta.Attributes["value"] = "true";
        if (vald) { ruta.Attributes["checked"] = "checked"; }
        if (Hint is not null) { ruta.Attributes["aria-describedby"] = $"{id}-hjalp"; }
        output.Content.AppendHtml(ruta).AppendHtml(etikett);
        if (Hint is not null) { output.Content.AppendHtml(Stycke("div", "hjalp", $"{id}-hjalp", Hint)); }
        if (fel.Count > 0) { output.Content.AppendHtml(Stycke("div", "fel", $"{id}-fel", string.Join(" ", fel))); }
    }

    private void VisaNu(TagHelperOutput output, string id, IReadOnlyList<string> varden)
    {
        if (ViewContext.HttpContext.Response.StatusCode != StatusCodes.Status409Conflict || !ViewContext.HttpContext.Request.HasFormContentType) { return; }
        var nu = Nu is null ? "" : Text(Nu);
        if (nu == string.Join(", ", varden)) { return; }
        var visat = Val is null ? nu : string.Join(", ", nu.Split(", ").Select(n => Val.FirstOrDefault(v => v.Value == n)?.Text ?? n));
        output.Content.AppendHtml(Stycke("div", "nu", $"{id}-nu", $"{NuAv ?? "Sparat nu"}: {(visat.Length == 0 ? "inte känt" : visat)}"));
    }

    private IReadOnlyList<string> Varden(ModelStateEntry? entry)
    {
        if (entry?.RawValue is string[] skrivna) { return skrivna; }
        if (entry?.AttemptedValue is { } skrivet) { return [skrivet]; }
        return For.Model switch
        {
            null => [],
            string text => [text],
            IEnumerable flera => [.. flera.Cast<object>().Select(Text)],
            var ett => [For.Name.EndsWith("Ore", StringComparison.Ordinal) && ett is long ore ? Kronor(ore) : Text(ett)],
        };
    }

    private static string Text(object varde) => varde switch
    {
        DateOnly datum => datum.Iso(),
        string text => text,
        IEnumerable flera => string.Join(", ", flera.Cast<object>().Select(Text)),
        bool b => b ? "true" : "false",
        IFormattable tal => tal.ToString(null, CultureInfo.InvariantCulture),
        _ => varde.ToString() ?? "",
    };

    private static string Kronor(long ore) => Domain.Belopp.Kronor(ore).Replace('\u00A0', ' ').Replace(" kr", "", StringComparison.Ordinal);
}
