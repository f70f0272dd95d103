using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Infrastructure.Virusskydd;

/// <summary>Var virusskyddet svarar: sektionen Virusskydd i inställningarna.</summary>
public sealed record Virusskyddsinstallning
{
    /// <summary>Adressen till clamd: värd:port, eller sökvägen till en unix-sockel. Tom betyder att filer inte prövas.</summary>
    public string Adress { get; init; } = "";

    /// <summary>Så länge får en prövning ta, från anslutning till svar.</summary>
    public int TidsgransSekunder { get; init; } = 60;

    public bool Pa => !string.IsNullOrWhiteSpace(Adress);

    /// <summary>Platsen att ansluta till, eller null när skyddet är av.</summary>
    /// <exception cref="DriftException">Adressen går inte att tolka, eller tidsgränsen är orimlig.</exception>
    internal EndPoint? Plats()
    {
        if (TidsgransSekunder is < 1 or > 600)
        {
            throw new DriftException($"Inställningen Virusskydd:TidsgransSekunder är {TidsgransSekunder} men ska vara mellan 1 och 600.");
        }
        if (!Pa) { return null; }

        var adress = Adress.Trim();
        if (adress.StartsWith('/')) { return Unix(adress); }
        var kolon = adress.LastIndexOf(':');
        if (kolon > 0 && int.TryParse(adress[(kolon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535)
        {
            var vard = adress[..kolon].Trim('[', ']');
            if (IPAddress.TryParse(vard, out var ip)) { return new IPEndPoint(ip, port); }
            if (Uri.CheckHostName(vard) == UriHostNameType.Dns) { return new DnsEndPoint(vard, port); }
        }
        throw new DriftException($"Inställningen Virusskydd:Adress är ”{Adress}” men ska vara värd:port eller sökvägen till en unix-sockel, till exempel 127.0.0.1:3310 eller /run/clamav/clamd.ctl.");
    }

    private UnixDomainSocketEndPoint Unix(string adress)
    {
        try
        {
            return new UnixDomainSocketEndPoint(adress);
        }
        catch (Exception fel) when (fel is ArgumentException or PlatformNotSupportedException)
        {
            throw new DriftException($"Inställningen Virusskydd:Adress är ”{Adress}”, som inte kan vara en unix-sockel: {fel.Message}");
        }
    }
}
