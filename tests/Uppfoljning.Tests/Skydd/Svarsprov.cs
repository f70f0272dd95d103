using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Uppfoljning.Tests.Skydd;

/// <summary>Det som gäller varje svar, vad det än är ett svar på.</summary>
internal static class Svarsprov
{
    public static readonly TimeSpan Langst = TimeSpan.FromSeconds(5);

    private static readonly HtmlParser Parser = new(default, BrowsingContext.New(AngleSharp.Configuration.Default));

    private static readonly string[] Spar = ["   at Uppfoljning.", "   at System.", "   at Microsoft.", "Data Source=", "SqliteException", "SqlException", "System.InvalidOperationException", "Stack trace", "Password="];

    /// <summary>Det som är fel med svaret; inget när det är som det ska.</summary>
    public static IEnumerable<string> Prova(HttpResponseMessage svar, string text, IHtmlDocument? html, TimeSpan tid)
    {
        var status = (int)svar.StatusCode;
        if (status >= 500) { yield return $"status {status}"; }
        if (tid > Langst) { yield return $"långsamt svar"; }
        foreach (var fel in Huvuden(svar)) { yield return fel; }
        foreach (var spar in Spar.Where(s => text.Contains(s, StringComparison.Ordinal))) { yield return $"svaret visar ”{spar.Trim()}”"; }
        if (html is not null)
        {
            foreach (var fel in Html(html, status)) { yield return fel; }
        }
        else if (status >= 400 && text.Length > 0 && svar.Content.Headers.ContentType?.MediaType != "text/css")
        {
            yield return $"felsidan är {svar.Content.Headers.ContentType} och inte en sida";
        }
        else if (status >= 400 && text.Length == 0 && svar.RequestMessage!.Method != HttpMethod.Head)
        {
            yield return "felet har ingen sida";
        }
    }

    public static IHtmlDocument Tolka(string text) => Parser.ParseDocument(text);

    public static IEnumerable<string> Huvuden(HttpResponseMessage svar)
    {
        var alla = svar.Headers.Concat(svar.Content.Headers).SelectMany(h => h.Value.Select(v => (h.Key, Varde: v))).ToList();
        foreach (var (namn, varde) in alla)
        {
            if (namn.Contains(Fientligt.Marke, StringComparison.OrdinalIgnoreCase)) { yield return $"huvudet {namn} kom från det som skickades"; }
            if (varde.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0) { yield return $"huvudet {namn} är delat"; }
        }
        if (svar.Headers.Location is { } plats)
        {
            var text = plats.OriginalString;
            if (text.StartsWith("//", StringComparison.Ordinal) || text.StartsWith("/\\", StringComparison.Ordinal) || (plats.IsAbsoluteUri && plats.Host != "localhost" && plats.Scheme != "file"))
            {
                yield return $"omdirigerar ut till {text}";
            }
        }
        foreach (var namn in Skyddshuvuden.Alltid.Where(n => !svar.Headers.Contains(n))) { yield return $"saknar {namn}"; }
        if (Varde(svar, "X-Content-Type-Options") != "nosniff") { yield return "saknar nosniff"; }
        if (svar.Headers.CacheControl is not { } cache || (!cache.NoStore && !cache.Public)) { yield return $"får sparas av webbläsaren ({svar.Headers.CacheControl})"; }
        if (svar.Headers.Contains("Server") || svar.Headers.Contains("X-Powered-By")) { yield return "säger vilken server det är"; }
        if (svar.Content.Headers.ContentLength is > 0 && svar.Content.Headers.ContentType is null) { yield return "saknar innehållstyp"; }
        if (svar.Content.Headers.ContentType is { MediaType: "text/html", CharSet: not "utf-8" } typ) { yield return $"innehållstypen är {typ}"; }
    }

    private static string? Varde(HttpResponseMessage svar, string namn) => svar.Headers.TryGetValues(namn, out var varden) ? string.Join(",", varden) : null;

    private static IEnumerable<string> Html(IHtmlDocument html, int status)
    {
        foreach (var element in html.All)
        {
            if (element.LocalName.Contains(Fientligt.Marke, StringComparison.OrdinalIgnoreCase)) { yield return $"ekat element: {Kort(element)}"; }
            foreach (var attribut in element.Attributes)
            {
                if (attribut.Name.Contains(Fientligt.Marke, StringComparison.OrdinalIgnoreCase)) { yield return $"ekat attribut: {Kort(element)}"; }
                if (attribut.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribut.Name is "style" or "srcdoc") { yield return $"attributet {attribut.Name}: {Kort(element)}"; }
                if (attribut.Name is "href" or "src" or "action" or "formaction" or "data" && Farlig(attribut.Value)) { yield return $"farlig adress: {Kort(element)}"; }
            }
            if (element is IHtmlScriptElement { Source: null or "" } || (element.LocalName is "script" or "style" && element.TextContent.Length > 0)) { yield return $"inbäddat {element.LocalName}: {Kort(element)}"; }
        }
        foreach (var kommentar in html.Descendants<IComment>().Where(k => k.Data.Contains(Fientligt.Marke, StringComparison.OrdinalIgnoreCase))) { yield return $"ekad kommentar: {kommentar.Data}"; }
        foreach (var formular in html.QuerySelectorAll("form[method=post]").Where(f => f.QuerySelectorAll("input[name=formularnyckel]").Length != 1)) { yield return $"formuläret {formular.GetAttribute("action")} saknar nyckel"; }
        if (status >= 400 && html.QuerySelector("html")?.GetAttribute("lang") is { } sprak && sprak != "sv") { yield return $"felsidan är på {sprak}"; }
        if (status is 400 or 403 or 404 or 405 or 413 or 414 or 429 && string.IsNullOrWhiteSpace(html.QuerySelector("h1")?.TextContent)) { yield return "felsidan har ingen rubrik"; }
    }

    /// <summary>En adress som kör något eller går någon annanstans på det skickades ord.</summary>
    private static bool Farlig(string adress)
    {
        var ren = string.Concat(adress.Where(c => c > ' '));
        return ren.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase) || ren.StartsWith("data:text", StringComparison.OrdinalIgnoreCase) || ren.StartsWith("vbscript:", StringComparison.OrdinalIgnoreCase)
            || (ren.Contains(Fientligt.Marke, StringComparison.OrdinalIgnoreCase)
                && (ren.StartsWith("//", StringComparison.Ordinal) || ren.StartsWith("/\\", StringComparison.Ordinal) || ren.StartsWith("http", StringComparison.OrdinalIgnoreCase)));
    }

    private static string Kort(IElement element) => element.OuterHtml is { Length: > 200 } lang ? lang[..200] + "…" : element.OuterHtml;
}

/// <summary>Huvudena som varje svar har, vad det än svarar på.</summary>
internal static class Skyddshuvuden
{
    public static readonly string[] Alltid =
    [
        "Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
    ];
}
