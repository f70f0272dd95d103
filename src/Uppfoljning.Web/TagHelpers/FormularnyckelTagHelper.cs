using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Options;

namespace Uppfoljning.Web.TagHelpers;

/// <summary>Varje formulär som postas får formulärnyckeln, också när adressen är skriven för hand; MVC lägger den annars bara i dem utan.</summary>
[HtmlTargetElement("form", Attributes = "method")]
public sealed class FormularnyckelTagHelper(IAntiforgery antiforgery, IOptions<AntiforgeryOptions> options) : TagHelper
{
    /// <summary>After MVC's own form helper, which runs at -1000, so that the key is not written twice.</summary>
    public override int Order => 1000;

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var post = string.Equals(context.AllAttributes["method"]?.Value?.ToString(), "post", StringComparison.OrdinalIgnoreCase);
        if (post && !output.PostContent.GetContent().Contains(options.Value.FormFieldName, StringComparison.Ordinal))
        {
            output.PostContent.AppendHtml(antiforgery.GetHtml(ViewContext.HttpContext));
        }
    }
}
