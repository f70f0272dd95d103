using Uppfoljning.Application.Common;
using Uppfoljning.Application.Post;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Konton;

namespace Uppfoljning.Application.Anvandare;

/// <summary>Det som breven om ett konto säger.</summary>
internal static class Kontobrev
{
    public static Task AterstallningAsync(Brevlada brevlada, string till, string namn, string lank, CancellationToken cancellationToken) => brevlada.LaggAsync(till,
        "Välj ett nytt lösenord i Uppföljning",
        $"""
        Hej {namn}!

        Någon, troligen du, har bett om att få välja ett nytt lösenord i Uppföljning. Öppna länken inom en timme:

        {lank}

        Länken går att använda en gång. Har du inte bett om det behöver du inte göra något; ditt lösenord är detsamma.
        """, Lanknyckel.Aterstallning, cancellationToken);

    public static Task InbjudanAsync(Brevlada brevlada, string till, string namn, string anvandarnamn, string lank, CancellationToken cancellationToken) => brevlada.LaggAsync(till,
        "Välj lösenord i Uppföljning",
        $"""
        Hej {namn}!

        En administratör har gjort en länk där du väljer ditt lösenord i Uppföljning. Ditt användarnamn är {anvandarnamn}. Öppna länken inom två dygn:

        {lank}

        Länken går att använda en gång.
        """, Lanknyckel.Inbjudan, cancellationToken);

    /// <summary>Något som har att göra med inloggningen ändrades: den som inte gjorde det själv ska få veta det. Utan e-post sägs inget.</summary>
    public static async Task AndratAsync(Brevlada brevlada, IPost post, string? till, string namn, string vad, DateTimeOffset nu, CancellationToken cancellationToken)
    {
        if (till is null || !post.Installd) { return; }
        var lokal = SvenskTid.Lokal(nu);
        await brevlada.LaggAsync(till,
            "Din inloggning i Uppföljning har ändrats",
            $"""
            Hej {namn}!

            {vad} den {lokal:yyyy-MM-dd} kl. {lokal:HH.mm}.

            Var det inte du, och ingen administratör på din begäran? Säg då genast till den som sköter Uppföljning i kommunen.
            """, TimeSpan.FromDays(2), cancellationToken);
    }
}
