using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Uppfoljning.Tests;

/// <summary>En liten clamd på loopback eller en unix-sockel: tar emot INSTREAM så som den riktiga och svarar det som testet bestämmer.</summary>
public sealed class Clamdtjanst : IAsyncDisposable
{
    private readonly Socket _lyssnare;
    private readonly CancellationTokenSource _slut = new();
    private readonly Task _arbete;

    public Clamdtjanst(EndPoint? plats = null)
    {
        plats ??= new IPEndPoint(IPAddress.Loopback, 0);
        _lyssnare = new Socket(plats.AddressFamily, SocketType.Stream, plats is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        _lyssnare.Bind(plats);
        _lyssnare.Listen();
        _arbete = TaEmotAsync();
    }

    public string Adress => _lyssnare.LocalEndPoint is IPEndPoint ip ? $"127.0.0.1:{ip.Port}" : _lyssnare.LocalEndPoint!.ToString()!;

    /// <summary>Svaret på nästa prövning; null är att aldrig svara, tomt är att lägga på utan svar.</summary>
    public string? Svar { get; set; } = "stream: OK";

    /// <summary>Så mycket tas emot innan svaret ges och samtalet bryts.</summary>
    public long Storst { get; set; } = long.MaxValue;

    /// <summary>Det som senast togs emot.</summary>
    public byte[] Mottaget { get; private set; } = [];

    public int Antal { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _slut.CancelAsync();
        _lyssnare.Dispose();
        await _arbete;
        _slut.Dispose();
    }

    private async Task TaEmotAsync()
    {
        try
        {
            while (true)
            {
                using var samtal = await _lyssnare.AcceptAsync(_slut.Token);
                await using var strom = new NetworkStream(samtal);
                try
                {
                    await SvaraAsync(strom);
                }
                catch (IOException)
                {
                    // The other side gave up.
                }
            }
        }
        catch (Exception fel) when (fel is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Stopped by the test.
        }
    }

    private async Task SvaraAsync(NetworkStream strom)
    {
        Antal++;
        var kommando = new byte["zINSTREAM\0".Length];
        await strom.ReadExactlyAsync(kommando, _slut.Token);
        Assert.That(Encoding.ASCII.GetString(kommando), Is.EqualTo("zINSTREAM\0"));
        if (Svar is null)
        {
            await strom.ReadExactlyAsync(new byte[1], _slut.Token);
            await Task.Delay(Timeout.Infinite, _slut.Token);
        }

        using var innehall = new MemoryStream();
        var langd = new byte[4];
        while (innehall.Length <= Storst)
        {
            await strom.ReadExactlyAsync(langd, _slut.Token);
            var stycke = new byte[BinaryPrimitives.ReadInt32BigEndian(langd)];
            if (stycke.Length == 0) { break; }
            await strom.ReadExactlyAsync(stycke, _slut.Token);
            innehall.Write(stycke);
        }
        Mottaget = innehall.ToArray();
        if (Svar!.Length > 0) { await strom.WriteAsync(Encoding.UTF8.GetBytes(Svar + "\0"), _slut.Token); }
    }
}
