using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Uppfoljning.Web.Common;
using BadHttpRequestException = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace Uppfoljning.Web.Skydd;

/// <summary>Hur stor en begäran får vara och hur länge den får ta.</summary>
internal static class Servergranser
{
    /// <summary>Tidsgränsen för filer, som tar längre tid än sidor.</summary>
    public const string Fil = "fil";

    /// <summary>Längre än så är ingen adress som en sida leder till; de längsta är en lista med alla sina urval.</summary>
    public const int LangstaAdress = 8 * 1024;

    private const int LangstaHuvuden = 32 * 1024;
    private const int FlestHuvuden = 60;

    /// <summary>Ett formulär har högst så här många värden; det största är en sida med kryssrutor.</summary>
    internal const int FlestVarden = 4096;

    private const int LangstaNamn = 512;

    public static void AddServergranser(this WebApplicationBuilder builder, Gransinstallning granser)
    {
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestLineSize = LangstaAdress + 64;
            options.Limits.MaxRequestHeadersTotalSize = LangstaHuvuden;
            options.Limits.MaxRequestHeaderCount = FlestHuvuden;
            options.Limits.MaxRequestBodySize = granser.StorstaFormular;
            // A client that drips its body holds a connection and nothing else; this is when it is let go.
            options.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
            options.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
            options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            options.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        });
        builder.Services.Configure<FormOptions>(options =>
        {
            options.ValueCountLimit = FlestVarden;
            options.KeyLengthLimit = LangstaNamn;
            options.ValueLengthLimit = (int)granser.StorstaFormular;
            options.BufferBodyLengthLimit = granser.StorstaFormular;
            options.MultipartBodyLengthLimit = granser.StorstaFormular;
            options.MultipartHeadersCountLimit = 16;
            options.MultipartHeadersLengthLimit = 16 * 1024;
        });
        builder.Services.AddRequestTimeouts(options =>
        {
            options.DefaultPolicy = new RequestTimeoutPolicy { Timeout = TimeSpan.FromSeconds(granser.TidsgransSekunder), TimeoutStatusCode = StatusCodes.Status504GatewayTimeout };
            options.AddPolicy(Fil, new RequestTimeoutPolicy { Timeout = TimeSpan.FromSeconds(granser.TidsgransFilSekunder), TimeoutStatusCode = StatusCodes.Status504GatewayTimeout });
        });
    }

    /// <summary>Ger de sidor som gör eller tar emot filer sin längre tid.</summary>
    public static TBuilder MedGranser<TBuilder>(this TBuilder sidor) where TBuilder : IEndpointConventionBuilder
    {
        sidor.Add(endpoint =>
        {
            if (endpoint is not RouteEndpointBuilder vag) { return; }
            var lamnas = vag.Metadata.Any(m => m is StorleksgransAttribute or DokumentgransAttribute);
            var gors = GorFil(vag.RoutePattern.RawText ?? "");
            if (gors) { vag.Metadata.Add(new GorFilMetadata()); }
            if (gors || lamnas) { vag.Metadata.Add(new RequestTimeoutAttribute(Fil)); }
        });
        return sidor;
    }

    /// <summary>Om vägen svarar med en fil som görs i samma stund: en export eller en handling på papper.</summary>
    private static bool GorFil(string monster) =>
        monster.Contains("export.", StringComparison.OrdinalIgnoreCase) || monster.Contains("(pdf|word)", StringComparison.OrdinalIgnoreCase)
        || monster.EndsWith("/pdf", StringComparison.OrdinalIgnoreCase) || monster.EndsWith("/word", StringComparison.OrdinalIgnoreCase)
        || monster.EndsWith("/fel.csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>Adressens längd, och det som servern själv nekar medan begäran läses, som sidor och inte som fel hos oss.</summary>
    public static async Task ProvaAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.Value!.Length + context.Request.QueryString.Value!.Length > LangstaAdress)
        {
            context.Response.StatusCode = StatusCodes.Status414UriTooLong;
            return;
        }
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException fel) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await Sakerhetshuvuden.SattAsync(context, _ => Task.CompletedTask);
            context.Response.StatusCode = fel.StatusCode;
        }
    }

    internal static string Sekunder(TimeSpan tid) => Math.Max(1, (int)Math.Ceiling(tid.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}

/// <summary>En väg som gör en fil: några få åt gången för var och en.</summary>
internal sealed class GorFilMetadata;
