using Microsoft.AspNetCore.StaticFiles;

namespace Uppfoljning.Web.Drift;

/// <summary>
/// Stilmallar och skript så som publiceringen packade dem, när de ligger bredvid: inget packas medan någon väntar. Saknas den packade, eller är den
/// tom, skickas filen som den är.
/// </summary>
internal static class Forpackat
{
    private static readonly (string Kodning, string Andelse)[] Sorter = [("br", ".br"), ("gzip", ".gz")];

    public static void UseForpackat(this WebApplication app)
    {
        var filer = app.Environment.WebRootFileProvider;
        app.Use((context, next) =>
        {
            var (begaran, svar) = (context.Request, context.Response);
            if ((HttpMethods.IsGet(begaran.Method) || HttpMethods.IsHead(begaran.Method)) && begaran.Path.Value is { } vag
                && (vag.EndsWith(".css", StringComparison.Ordinal) || vag.EndsWith(".js", StringComparison.Ordinal) || vag.EndsWith(".svg", StringComparison.Ordinal)))
            {
                svar.Headers.Append("Vary", "Accept-Encoding");
                var godtar = begaran.Headers.AcceptEncoding.ToString();
                foreach (var (kodning, andelse) in Sorter)
                {
                    if (Godtar(godtar, kodning) && filer.GetFileInfo(vag) is { Exists: true } && filer.GetFileInfo(vag + andelse) is { Exists: true, Length: > 0 })
                    {
                        begaran.Path = vag + andelse;
                        svar.Headers.ContentEncoding = kodning;
                        break;
                    }
                }
            }
            return next(context);
        });
    }

    /// <summary>Den packade filen är av samma slag som den opackade.</summary>
    public static IContentTypeProvider Innehallstyper { get; } = new Typer();

    private static bool Godtar(string godtar, string kodning) => godtar.Split(',').Select(d => d.Trim())
        .Any(d => d == kodning || (d.StartsWith(kodning + ";", StringComparison.Ordinal) && !d.Replace(" ", "", StringComparison.Ordinal).EndsWith("q=0", StringComparison.Ordinal)));

    private sealed class Typer : IContentTypeProvider
    {
        private readonly FileExtensionContentTypeProvider _vanliga = new();

        public bool TryGetContentType(string subpath, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out string contentType)
        {
            foreach (var (_, andelse) in Sorter)
            {
                if (subpath.EndsWith(andelse, StringComparison.Ordinal)) { subpath = subpath[..^andelse.Length]; }
            }
            return _vanliga.TryGetContentType(subpath, out contentType);
        }
    }
}
