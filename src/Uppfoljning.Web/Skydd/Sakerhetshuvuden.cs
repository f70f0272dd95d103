namespace Uppfoljning.Web.Skydd;

/// <summary>Huvudena på varje svar, satta en gång, också på felsidor, filer och svar utan innehåll.</summary>
internal static class Sakerhetshuvuden
{
    /// <summary>Vad en sida får hämta och visa: bara sitt eget.</summary>
    public const string Sidpolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const string Behorigheter =
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(self), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(self), usb=()";

    public static Task SattAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Sidpolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = Behorigheter;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        context.Response.OnStarting(static svar => Sist((HttpResponse)svar), context.Response);
        return next(context);
    }

    /// <summary>Ber webbläsaren glömma det som den har sparat från produkten. Kakorna rörs inte; svaret sätter själv dem som ska bort.</summary>
    public static void Rensa(HttpResponse response) => response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";

    /// <summary>
    /// Det som beror på svaret. Bara det som är lika för alla får sparas av webbläsaren: det andra visar uppgifter som den som lånar datorn
    /// efteråt inte ska kunna bläddra tillbaka till.
    /// </summary>
    private static Task Sist(HttpResponse response)
    {
        var headers = response.Headers;
        headers.XFrameOptions = headers.ContentSecurityPolicy.ToString().Contains("frame-ancestors 'self'", StringComparison.Ordinal) ? "SAMEORIGIN" : "DENY";
        var allas = headers.CacheControl.ToString().StartsWith("public", StringComparison.Ordinal) && response.StatusCode is 200 or 206 or 304;
        if (!allas)
        {
            headers.CacheControl = "no-store";
            headers.Remove("Pragma");
            headers.Remove("Expires");
        }
        if (headers.ContentType.ToString() is "text/css" or "text/javascript") { headers.ContentType = headers.ContentType + "; charset=utf-8"; }
        return Task.CompletedTask;
    }
}
