using System.Net;
using System.Net.Sockets;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Infrastructure.Skydd;

/// <summary>Adressen gick till ett ställe som den inte får gå till.</summary>
public sealed class NekadAdressException(string message) : IOException(message);

/// <summary>
/// Den enda vägen ut till en adress som står i inställningarna: loggens mottagare, virusskyddet, identitetsleverantören, brevservern. Bara
/// https, inga omdirigeringar, ingen proxy, en tidsgräns och ett största svar. Namnet slås upp här och det är just de adresser som prövades som
/// ansluts, så att ett namn som byter adress emellan inte leder fel. Maskinens egen adress nås bara när den själv är inställd; adresser som
/// molntjänster lämnar ut hemligheter på nås aldrig.
/// </summary>
public static class Skyddadklient
{
    public const int StorstaSvar = 1024 * 1024;

    private static readonly TimeSpan Anslutning = TimeSpan.FromSeconds(5);

    // Reached from inside a virtual machine only, and hands out its credentials.
    private static readonly IPAddress[] Metadata = [IPAddress.Parse("fd00:ec2::254"), IPAddress.Parse("fd20:ce::254"), IPAddress.Parse("100.100.100.200"), IPAddress.Parse("192.0.0.192"), IPAddress.Parse("168.63.129.16")];

    private static readonly IPNetwork[] Stangda =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("224.0.0.0/3"),
        IPNetwork.Parse("::/128"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("fec0::/10"), IPNetwork.Parse("ff00::/8"),
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork Sextillfyra = IPNetwork.Parse("2002::/16");

    /// <summary>En klient för adressen, och för de andra som samma tjänst har.</summary>
    /// <param name="adress">Adressen så som den är inställd.</param>
    /// <param name="tidsgrans">Så länge får ett svar ta.</param>
    /// <param name="andra">Fler adresser som klienten får gå till.</param>
    /// <param name="storstaSvar">Så många byte får ett svar vara.</param>
    /// <param name="slaUpp">Hur ett namn blir adresser; annars som datorn gör.</param>
    /// <exception cref="DriftException">Adressen är inte https.</exception>
    public static HttpClient Skapa(Uri adress, TimeSpan tidsgrans, IEnumerable<Uri>? andra = null, int storstaSvar = StorstaSvar, Func<string, CancellationToken, Task<IPAddress[]>>? slaUpp = null)
    {
        Uri[] alla = [adress, .. andra ?? []];
        foreach (var en in alla) { Prova(en); }
        var utat = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = Anslutning,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = async (context, avbryt) => new NetworkStream(await AnslutAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, slaUpp ?? Dns.GetHostAddressesAsync, avbryt), ownsSocket: true),
        };
        return new HttpClient(new Begransad(utat, [.. alla.Select(Ursprung)], storstaSvar)) { Timeout = tidsgrans, MaxResponseContentBufferSize = storstaSvar };
    }

    /// <summary>En ansluten sockel till en värd och port ur inställningarna, efter samma prövning.</summary>
    /// <exception cref="NekadAdressException">Namnet leder till ett ställe som inte får nås.</exception>
    public static Task<Socket> AnslutAsync(string vard, int port, CancellationToken cancellationToken) => AnslutAsync(vard, port, Dns.GetHostAddressesAsync, cancellationToken);

    private static async Task<Socket> AnslutAsync(string vard, int port, Func<string, CancellationToken, Task<IPAddress[]>> slaUpp, CancellationToken cancellationToken)
    {
        var adresser = IPAddress.TryParse(vard.Trim('[', ']'), out var skriven) ? [skriven] : await slaUpp(vard, cancellationToken);
        var egen = ArEgen(vard);
        // One forbidden address among several is enough: the name is not what it says.
        if (adresser.Length == 0 || adresser.Any(a => !Tillaten(a, egen))) { throw new NekadAdressException($"{vard} leder till en adress som inte får nås."); }
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(adresser, port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Om adressen får nås.</summary>
    /// <param name="adress">Adressen som namnet ledde till.</param>
    /// <param name="egen">Om det är den egna maskinen som är inställd.</param>
    public static bool Tillaten(IPAddress adress, bool egen)
    {
        if (adress.IsIPv4MappedToIPv6) { adress = adress.MapToIPv4(); }
        if (IPAddress.IsLoopback(adress)) { return egen; }
        if (Metadata.Contains(adress) || Stangda.Any(n => n.Contains(adress))) { return false; }
        // An IPv4 address inside an IPv6 one leads to the IPv4 address.
        var bytes = adress.GetAddressBytes();
        if (Nat64.Contains(adress)) { return Tillaten(new IPAddress(bytes.AsSpan(12, 4)), egen); }
        return !Sextillfyra.Contains(adress) || Tillaten(new IPAddress(bytes.AsSpan(2, 4)), egen);
    }

    /// <summary>Om inställningen själv säger den egna maskinen.</summary>
    private static bool ArEgen(string vard) =>
        string.Equals(vard, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(vard.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    private static void Prova(Uri adress)
    {
        if (!adress.IsAbsoluteUri || adress.UserInfo.Length > 0 || !(adress.Scheme == Uri.UriSchemeHttps || (adress.Scheme == Uri.UriSchemeHttp && ArEgen(adress.Host))))
        {
            throw new DriftException($"Adressen {adress.OriginalString} ska vara en https-adress utan användarnamn.");
        }
        if (IPAddress.TryParse(adress.Host.Trim('[', ']'), out var ip) && !Tillaten(ip, ArEgen(adress.Host))) { throw new DriftException($"Adressen {adress.OriginalString} får inte nås."); }
    }

    private static string Ursprung(Uri adress) => adress.GetLeftPart(UriPartial.Authority).ToUpperInvariant();

    /// <summary>Håller klienten vid de inställda adresserna och svaren under sin gräns, också när de läses som en ström.</summary>
    private sealed class Begransad(HttpMessageHandler utat, HashSet<string> ursprung, int storst) : DelegatingHandler(utat)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri is not { IsAbsoluteUri: true } mal || !ursprung.Contains(Ursprung(mal)))
            {
                throw new NekadAdressException($"Klienten går bara till den inställda adressen, inte till {request.RequestUri}.");
            }
            var svar = await base.SendAsync(request, cancellationToken);
            try
            {
                if (svar.Content.Headers.ContentLength > storst) { throw new NekadAdressException($"Svaret är större än {storst} byte."); }
                var innehall = new StreamContent(new Gransstrom(await svar.Content.ReadAsStreamAsync(cancellationToken), storst));
                foreach (var (namn, varden) in svar.Content.Headers) { innehall.Headers.TryAddWithoutValidation(namn, varden); }
                svar.Content = innehall;
                return svar;
            }
            catch
            {
                svar.Dispose();
                throw;
            }
        }
    }

    /// <summary>En ström som säger ifrån när den har gett för mycket.</summary>
    private sealed class Gransstrom(Stream inre, int storst) : Stream
    {
        private long _last;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _last; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Rakna(inre.Read(buffer, offset, count));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Rakna(await inre.ReadAsync(buffer, cancellationToken));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) { inre.Dispose(); }
            base.Dispose(disposing);
        }

        private int Rakna(int antal) => (_last += antal) <= storst ? antal : throw new NekadAdressException($"Svaret är större än {storst} byte.");
    }
}
