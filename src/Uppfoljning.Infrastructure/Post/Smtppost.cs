using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Infrastructure.Post;

/// <summary>Skickar brev med SMTP. Varje brev är ett eget samtal; det är få.</summary>
public sealed class Smtppost(Postinstallning installning, TimeProvider clock) : IPost
{
    private static readonly TimeSpan Tidsgrans = TimeSpan.FromSeconds(30);

    public bool Installd => installning.Pa;

    public async Task<string?> SkickaAsync(Brev brev, CancellationToken cancellationToken)
    {
        using var grans = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        grans.CancelAfter(Tidsgrans);
        try
        {
            using var innehall = Innehall(brev);
            using var klient = new SmtpClient { Timeout = (int)Tidsgrans.TotalMilliseconds };
            await klient.ConnectAsync(installning.Server, installning.Port, installning.Sakerhet switch
            {
                Postsakerhet.Tls => SecureSocketOptions.SslOnConnect,
                Postsakerhet.StartTls => SecureSocketOptions.StartTls,
                _ => SecureSocketOptions.None,
            }, grans.Token);
            if (installning.Anvandarnamn.Length > 0) { await klient.AuthenticateAsync(installning.Anvandarnamn, installning.Losenord, grans.Token); }
            await klient.SendAsync(innehall, grans.Token);
            await klient.DisconnectAsync(true, grans.Token);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"E-postservern {installning} svarade inte inom {Tidsgrans.TotalSeconds:0} sekunder.";
        }
        catch (SmtpCommandException fel)
        {
            // What the server says of an address or of itself; never what was in the message.
            return $"E-postservern {installning} nekade: {(int)fel.StatusCode} {fel.Message}";
        }
        catch (MailKit.Security.AuthenticationException)
        {
            return $"E-postservern {installning} tog inte emot användarnamnet och lösenordet i Post:Anvandarnamn och Post:Losenord.";
        }
        catch (SslHandshakeException)
        {
            return $"Det gick inte att kryptera samtalet med e-postservern {installning}. Dess certifikat godtas inte, eller så är Post:Sakerhet fel.";
        }
        catch (ParseException)
        {
            return $"E-postadressen {brev.Till} går inte att läsa.";
        }
        catch (Exception fel) when (fel is SocketException or IOException)
        {
            return $"E-postservern {installning} gick inte att nå, eller avbröt samtalet.";
        }
        catch (Exception fel) when (fel is ProtocolException or NotSupportedException or InvalidOperationException)
        {
            return $"E-postservern {installning} svarade inte så som den ska, eller saknar det som Post:Sakerhet och Post:Anvandarnamn kräver.";
        }
    }

    private MimeMessage Innehall(Brev brev)
    {
        var innehall = new MimeMessage
        {
            Subject = brev.Amne,
            Date = clock.GetUtcNow(),
            // The same message has the same id when it is tried again: a server that took it the first time can tell.
            MessageId = $"{brev.Id:N}@{installning.Avsandare!.Domain}",
            Body = new TextPart("plain") { Text = brev.Text },
        };
        innehall.From.Add(installning.Avsandare);
        innehall.To.Add(MailboxAddress.Parse(brev.Till));
        innehall.Headers.Add("Auto-Submitted", "auto-generated");
        return innehall;
    }
}
