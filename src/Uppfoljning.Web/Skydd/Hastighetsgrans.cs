using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Threading.RateLimiting;

namespace Uppfoljning.Web.Skydd;

/// <summary>
/// Hur ofta och hur många på en gång. Räknas i minnet i ett fast antal fack, så att den som byter adress eller namn inte fyller minnet. Ingen
/// stängs ute längre än fönstret: det som nekas räknas inte.
/// </summary>
public sealed class Hastighetsgrans : IDisposable
{
    private const int Fack = 16_384;
    private const int Segment = 6;

    private readonly PartitionedRateLimiter<string>? _adresser;
    private readonly PartitionedRateLimiter<string>? _namn;
    private readonly PartitionedRateLimiter<string>? _sok;
    private readonly PartitionedRateLimiter<string>? _filer;

    public Hastighetsgrans(Gransinstallning granser)
    {
        _adresser = Fonster(granser.Inloggning.PerAdress, granser.Inloggning.Sekunder);
        _namn = Fonster(granser.Inloggning.PerNamn, granser.Inloggning.Sekunder);
        _sok = Fonster(granser.Sok.PerAnvandare, granser.Sok.Sekunder);
        _filer = granser.Filer.Samtidiga == 0 ? null : PartitionedRateLimiter.Create<string, int>(vem => RateLimitPartition.GetConcurrencyLimiter(Facket(vem),
            _ => new ConcurrencyLimiterOptions { PermitLimit = granser.Filer.Samtidiga, QueueLimit = granser.Filer.Ko, QueueProcessingOrder = QueueProcessingOrder.OldestFirst }));
        Inloggningsfonster = TimeSpan.FromSeconds(granser.Inloggning.Sekunder);
        Sokfonster = TimeSpan.FromSeconds(granser.Sok.Sekunder);
    }

    public TimeSpan Inloggningsfonster { get; }

    public TimeSpan Sokfonster { get; }

    /// <summary>Om ännu ett försök från adressen ryms.</summary>
    public bool Adress(IPAddress? adress) => Ryms(_adresser, Natet(adress));

    /// <summary>Om ännu ett försök på namnet ryms.</summary>
    public bool Namn(string namn) => Ryms(_namn, namn.Trim().ToUpperInvariant());

    public bool Sok(string vem) => Ryms(_sok, vem);

    /// <summary>Väntar på sin tur att göra en fil; null när kön är full.</summary>
    public async ValueTask<IDisposable?> FilAsync(string vem, CancellationToken cancellationToken)
    {
        if (_filer is null) { return Ingen.Enda; }
        var plats = await _filer.AcquireAsync(vem, 1, cancellationToken);
        if (plats.IsAcquired) { return plats; }
        plats.Dispose();
        return null;
    }

    public void Dispose()
    {
        _adresser?.Dispose();
        _namn?.Dispose();
        _sok?.Dispose();
        _filer?.Dispose();
    }

    /// <summary>Nätet som en och samma abonnent har: en IPv4-adress, eller de första 64 bitarna av en IPv6-adress.</summary>
    internal static string Natet(IPAddress? adress)
    {
        if (adress is null) { return "okänd"; }
        if (adress.IsIPv4MappedToIPv6) { adress = adress.MapToIPv4(); }
        return adress.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(adress.GetAddressBytes().AsSpan(0, 8)) : adress.ToString();
    }

    private static bool Ryms(PartitionedRateLimiter<string>? grans, string vem)
    {
        if (grans is null) { return true; }
        using var plats = grans.AttemptAcquire(vem);
        return plats.IsAcquired;
    }

    private static PartitionedRateLimiter<string>? Fonster(int antal, int sekunder) => antal == 0 ? null : PartitionedRateLimiter.Create<string, int>(vem => RateLimitPartition.GetSlidingWindowLimiter(Facket(vem),
        _ => new SlidingWindowRateLimiterOptions { PermitLimit = antal, Window = TimeSpan.FromSeconds(sekunder), SegmentsPerWindow = Segment, QueueLimit = 0 }));

    // Text hashes differ from start to start, so no one can choose names that share a compartment with someone else's.
    private static int Facket(string vem) => (int)((uint)string.GetHashCode(vem, StringComparison.Ordinal) % Fack);

    private sealed class Ingen : IDisposable
    {
        public static readonly Ingen Enda = new();

        public void Dispose()
        {
        }
    }
}

/// <summary>Prövar gränserna: allt som postas under /konto, sökningarna, och det som gör en fil.</summary>
internal sealed partial class HastighetsgransMiddleware(RequestDelegate next, Hastighetsgrans granser, ILogger<Hastighetsgrans> logger)
{
    private const int LangstNamn = 256;

    public async Task InvokeAsync(HttpContext context)
    {
        var stig = context.Request.Path;
        var vem = context.User.FindFirstValue(ClaimTypes.NameIdentifier);
        if (HttpMethods.IsPost(context.Request.Method) && stig.StartsWithSegments("/konto", StringComparison.OrdinalIgnoreCase))
        {
            if (!granser.Adress(context.Connection.RemoteIpAddress))
            {
                Neka(context, "försök att logga in från samma adress", granser.Inloggningsfonster);
                return;
            }
            if (await NamnAsync(context, vem) is { } namn && !granser.Namn(namn))
            {
                Neka(context, "försök att logga in med samma namn", granser.Inloggningsfonster);
                return;
            }
        }
        else if (vem is not null && ArSokning(context.Request) && !granser.Sok(vem))
        {
            Neka(context, "sökningar av samma användare", granser.Sokfonster);
            return;
        }
        if (vem is null || context.GetEndpoint()?.Metadata.GetMetadata<GorFilMetadata>() is null)
        {
            await next(context);
            return;
        }
        using var tur = await granser.FilAsync(vem, context.RequestAborted);
        if (tur is null)
        {
            Neka(context, "filer på en gång av samma användare", TimeSpan.FromSeconds(10));
            return;
        }
        // The file is written to the client while it is read; the turn is over when all of it has been.
        await next(context);
    }

    /// <summary>Sökningen, och den som letar efter en person i hela registret.</summary>
    private static bool ArSokning(HttpRequest request) => request.Path.StartsWithSegments("/sok", StringComparison.OrdinalIgnoreCase)
        || (HttpMethods.IsPost(request.Method) && request.Path.StartsWithSegments("/personuppgifter/person", StringComparison.OrdinalIgnoreCase));

    private void Neka(HttpContext context, string vad, TimeSpan vanta)
    {
        Nekad(logger, vad, context.Request.Path.StartsWithSegments("/konto", StringComparison.OrdinalIgnoreCase) ? "/konto" : context.Request.Path.Value!);
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = Servergranser.Sekunder(vanta);
    }

    /// <summary>
    /// Namnet som någon försöker komma in med. Den som redan är inloggad är sitt eget namn. Ett formulär som inte går att läsa har inget; det
    /// nekas längre in, med sin egen sida.
    /// </summary>
    private static async Task<string?> NamnAsync(HttpContext context, string? vem)
    {
        if (vem is not null) { return vem; }
        var request = context.Request;
        if (!request.HasFormContentType || request.ContentLength is null or > 64 * 1024) { return null; }
        try
        {
            var form = await request.ReadFormAsync(context.RequestAborted);
            var namn = form.FirstOrDefault(f => f.Key.EndsWith("Anvandarnamn", StringComparison.OrdinalIgnoreCase) || f.Key.EndsWith("Epost", StringComparison.OrdinalIgnoreCase)).Value.ToString();
            return namn.Length is > 0 and <= LangstNamn ? namn : null;
        }
        catch (Exception fel) when (fel is InvalidDataException or BadHttpRequestException or IOException or NotSupportedException)
        {
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "För många {Vad}: {Stig} nekades med 429.")]
    private static partial void Nekad(ILogger logger, string vad, string stig);
}
