using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Uppfoljning.Application.Common;
using Uppfoljning.Infrastructure.Skydd;

namespace Uppfoljning.Infrastructure.Virusskydd;

/// <summary>
/// Prövar filer med ClamAV:s tjänst clamd. Protokollet: kommandot INSTREAM, stycken med sin längd framför, en tom längd, och ett svar på en rad.
/// Utan adress är skyddet av.
/// </summary>
public sealed class Clamd(Virusskyddsinstallning installning, ILogger<Clamd> logger) : IVirusskydd
{
    private const int Stycke = 64 * 1024;
    private const int LangstaSvar = 4096;

    private readonly EndPoint? _plats = installning.Plats();
    private readonly TimeSpan _tidsgrans = TimeSpan.FromSeconds(installning.TidsgransSekunder);

    public bool Pa => _plats is not null;

    public async Task<Virussvar> ProvaAsync(Stream innehall, CancellationToken cancellationToken)
    {
        if (_plats is null) { return new Virussvar(Virusutfall.Ren); }

        using var tid = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        tid.CancelAfter(_tidsgrans);
        try
        {
            innehall.Position = 0;
            using var socket = await AnslutAsync(_plats, tid.Token);
            await using var strom = new NetworkStream(socket, ownsSocket: false);
            return Tolka(await FragaAsync(strom, innehall, tid.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogError("Virusskyddet på {Plats} svarade inte inom {Sekunder} sekunder.", _plats, _tidsgrans.TotalSeconds);
            return new Virussvar(Virusutfall.KundeInteProvas, "inget svar i tid");
        }
        catch (Exception fel) when (fel is SocketException or IOException)
        {
            logger.LogError(fel, "Virusskyddet på {Plats} går inte att nå.", _plats);
            return new Virussvar(Virusutfall.KundeInteProvas, "går inte att nå");
        }
    }

    private static async Task<Socket> AnslutAsync(EndPoint plats, CancellationToken cancellationToken)
    {
        switch (plats)
        {
            case IPEndPoint ip:
                return await Skyddadklient.AnslutAsync(ip.Address.ToString(), ip.Port, cancellationToken);
            case DnsEndPoint dns:
                return await Skyddadklient.AnslutAsync(dns.Host, dns.Port, cancellationToken);
            default:
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(plats, cancellationToken);
                    return socket;
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
        }
    }

    private static async Task<string> FragaAsync(NetworkStream strom, Stream innehall, CancellationToken cancellationToken)
    {
        try
        {
            await strom.WriteAsync("zINSTREAM\0"u8.ToArray(), cancellationToken);
            var buffert = new byte[sizeof(int) + Stycke];
            int antal;
            while ((antal = await innehall.ReadAsync(buffert.AsMemory(sizeof(int)), cancellationToken)) > 0)
            {
                BinaryPrimitives.WriteInt32BigEndian(buffert, antal);
                await strom.WriteAsync(buffert.AsMemory(0, sizeof(int) + antal), cancellationToken);
            }
            await strom.WriteAsync(new byte[sizeof(int)], cancellationToken);
        }
        catch (IOException)
        {
            // Over its size limit the scanner answers and hangs up before all is sent; the answer may still be there to read.
        }
        return await SvarAsync(strom, cancellationToken);
    }

    private static async Task<string> SvarAsync(NetworkStream strom, CancellationToken cancellationToken)
    {
        var svar = new byte[LangstaSvar];
        var last = 0;
        while (last < svar.Length)
        {
            var antal = await strom.ReadAsync(svar.AsMemory(last), cancellationToken);
            if (antal == 0) { break; }
            last += antal;
            if (svar.AsSpan(0, last).Contains((byte)0)) { break; }
        }
        return Encoding.UTF8.GetString(svar, 0, last).TrimEnd('\0', '\r', '\n', ' ');
    }

    /// <summary>Bara ett uttryckligt OK är rent; allt som inte går att tolka räknas som att filen inte kunde prövas.</summary>
    private Virussvar Tolka(string svar)
    {
        const string Inledning = "stream: ";
        const string Fynd = " FOUND";
        if (svar == Inledning + "OK") { return new Virussvar(Virusutfall.Ren); }
        if (svar.StartsWith(Inledning, StringComparison.Ordinal) && svar.EndsWith(Fynd, StringComparison.Ordinal) && svar.Length > Inledning.Length + Fynd.Length)
        {
            var namn = svar[Inledning.Length..^Fynd.Length];
            logger.LogWarning("Virusskyddet fann {Fynd} i en fil som skulle läggas in.", namn);
            return new Virussvar(Virusutfall.Skadlig, namn);
        }
        logger.LogError("Virusskyddet på {Plats} kunde inte pröva filen: {Svar}", _plats, svar.Length == 0 ? "inget svar" : svar);
        return new Virussvar(Virusutfall.KundeInteProvas, svar);
    }
}
