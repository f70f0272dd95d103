using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Uppfoljning.Tests;

/// <summary>En liten e-postserver på loopback: tar emot brev så som en riktig, eller nekar dem så länge testet vill.</summary>
public sealed class Smtptjanst : IAsyncDisposable
{
    private readonly TcpListener _lyssnare = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _slut = new();
    private readonly Task _arbete;

    public Smtptjanst()
    {
        _lyssnare.Start();
        _arbete = TaEmotAsync();
    }

    public int Port => ((IPEndPoint)_lyssnare.LocalEndpoint).Port;

    /// <summary>Svaret på MAIL FROM när servern inte tar emot; null är att den tar emot.</summary>
    public string? Nekar { get; set; }

    /// <summary>Breven så som de kom, med huvud och innehåll avkodat.</summary>
    public ConcurrentQueue<string> Brev { get; } = new();

    public int Samtal { get; private set; }

    /// <summary>Inställningarna som skickar hit.</summary>
    public (string Namn, string Varde)[] Installningar =>
    [
        ("Post:Server", "127.0.0.1"), ("Post:Port", Port.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Post:Sakerhet", "Ingen"),
        ("Post:Avsandare", "Uppföljning <uppfoljning@kommunen.example>"), ("Webb:Adress", "https://uppfoljning.kommunen.example/"),
    ];

    /// <summary>Väntar tills så många brev har kommit, och ger det sista.</summary>
    public async Task<string> Vanta(int antal)
    {
        for (var i = 0; i < 400 && Brev.Count < antal; i++) { await Task.Delay(25); }
        Assert.That(Brev, Has.Count.EqualTo(antal));
        return Brev.Last();
    }

    public async ValueTask DisposeAsync()
    {
        await _slut.CancelAsync();
        _lyssnare.Stop();
        await _arbete;
        _lyssnare.Dispose();
        _slut.Dispose();
    }

    private async Task TaEmotAsync()
    {
        try
        {
            while (true)
            {
                using var samtal = await _lyssnare.AcceptTcpClientAsync(_slut.Token);
                try
                {
                    await SamtalaAsync(samtal.GetStream());
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

    private async Task SamtalaAsync(NetworkStream strom)
    {
        Samtal++;
        using var inkommet = new StreamReader(strom, Encoding.UTF8);
        await using var ut = new StreamWriter(strom, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await ut.WriteLineAsync("220 prov ESMTP");
        while (await inkommet.ReadLineAsync(_slut.Token) is { } rad)
        {
            var ord = rad.Split(' ')[0].ToUpperInvariant();
            switch (ord)
            {
                case "EHLO":
                    await ut.WriteLineAsync("250-prov");
                    await ut.WriteLineAsync("250 8BITMIME");
                    break;
                case "MAIL" when Nekar is { } nekar:
                    await ut.WriteLineAsync(nekar);
                    break;
                case "DATA":
                    await ut.WriteLineAsync("354 skriv");
                    var brev = new StringBuilder();
                    while (await inkommet.ReadLineAsync(_slut.Token) is { } del && del != ".") { brev.Append(del.StartsWith('.') ? del[1..] : del).Append('\n'); }
                    Brev.Enqueue(Avkodat(brev.ToString()));
                    await ut.WriteLineAsync("250 mottaget");
                    break;
                case "QUIT":
                    await ut.WriteLineAsync("221 hej");
                    return;
                default:
                    await ut.WriteLineAsync("250 ok");
                    break;
            }
        }
    }

    private static string Avkodat(string text)
    {
        using var strom = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var brev = MimeKit.MimeMessage.Load(strom);
        return $"Till: {brev.To}\nFrån: {brev.From}\nÄmne: {brev.Subject}\n\n{brev.TextBody}";
    }
}
