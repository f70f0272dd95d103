using System.Globalization;
using Microsoft.Extensions.Configuration;
using MimeKit;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Infrastructure.Post;

public enum Postsakerhet
{
    /// <summary>Samtalet krypteras innan något annat sägs (port 587).</summary>
    StartTls,

    /// <summary>Krypterat från början (port 465).</summary>
    Tls,

    /// <summary>Okrypterat: bara till en server på samma maskin eller ett eget nät.</summary>
    Ingen,
}

/// <summary>Servern att skicka e-post genom: sektionen Post i inställningarna. Utan server skickas inget.</summary>
public sealed record Postinstallning(string Server, int Port, Postsakerhet Sakerhet, string Anvandarnamn, string Losenord, MailboxAddress? Avsandare)
{
    public bool Pa => Server.Length > 0;

    /// <exception cref="DriftException">En inställning saknas eller saknar mening.</exception>
    public static Postinstallning Las(IConfiguration configuration, Kontoinstallning konto)
    {
        var server = (configuration["Post:Server"] ?? "").Trim();
        if (server.Length == 0) { return new("", 0, Postsakerhet.StartTls, "", "", null); }

        if (Uri.CheckHostName(server) == UriHostNameType.Unknown) { throw new DriftException($"Inställningen Post:Server är ”{server}” men ska vara ett värdnamn eller en IP-adress, utan port."); }
        var sakerhet = configuration["Post:Sakerhet"] switch
        {
            null or "" => Postsakerhet.StartTls,
            var text when Enum.TryParse<Postsakerhet>(text, out var varde) && Enum.IsDefined(varde) && !char.IsAsciiDigit(text[0]) => varde,
            var text => throw new DriftException($"Inställningen Post:Sakerhet är ”{text}” men ska vara StartTls, Tls eller Ingen."),
        };
        var port = configuration["Post:Port"] switch
        {
            null or "" => sakerhet switch { Postsakerhet.Tls => 465, Postsakerhet.StartTls => 587, _ => 25 },
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var varde) && varde is >= 1 and <= 65535 => varde,
            var text => throw new DriftException($"Inställningen Post:Port är ”{text}” men ska vara ett portnummer."),
        };
        var (anvandarnamn, losenord) = (configuration["Post:Anvandarnamn"] ?? "", configuration["Post:Losenord"] ?? "");
        if (anvandarnamn.Length == 0 != (losenord.Length == 0)) { throw new DriftException("Inställningarna Post:Anvandarnamn och Post:Losenord hör ihop: ange båda eller ingen."); }
        if (sakerhet == Postsakerhet.Ingen && losenord.Length > 0) { throw new DriftException("Inställningen Post:Sakerhet är Ingen. Då går lösenordet i Post:Losenord okrypterat; välj StartTls eller Tls."); }
        if (!MailboxAddress.TryParse(configuration["Post:Avsandare"] ?? "", out var avsandare) || !avsandare.Address.Contains('@', StringComparison.Ordinal))
        {
            throw new DriftException("Inställningen Post:Avsandare saknas eller går inte att läsa. Ange den som Uppföljning <uppfoljning@kommunen.se>.");
        }
        return konto.Adress is null
            ? throw new DriftException("Inställningen Webb:Adress saknas. Länkarna i breven behöver adressen som webbläsarna når produkten på, till exempel https://uppfoljning.kommunen.se.")
            : new(server, port, sakerhet, anvandarnamn, losenord, avsandare);
    }

    /// <summary>Utan lösenordet: en inställning som skrivs ut ska inte lämna ut det.</summary>
    public override string ToString() => $"{Server}:{Port} {Sakerhet}";
}
