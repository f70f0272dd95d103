using System.Text;
using Microsoft.Extensions.Logging;
using Uppfoljning.Application.Rapporter;
using Uppfoljning.Pdf;

namespace Uppfoljning.Infrastructure.Rapporter;

/// <summary>Skriver ett dokument i det format som begärs. Alla rapporter går den här vägen.</summary>
public sealed partial class Rapportskrivare
{
    private readonly IRapportPdf _pdf;

    public Rapportskrivare(IRapportPdf pdf, Utseende utseende, ILogger<Rapportskrivare> logg)
    {
        _pdf = pdf;
        if (utseende.Morkad is { } morkad) { AccentMorkad(logg, utseende.Onskad, morkad); }
    }

    public byte[] Skriv(Document dokument, Rapportformat format)
    {
        using var ut = new MemoryStream();
        switch (format)
        {
            case Rapportformat.Pdf:
                _pdf.Skriv(dokument, ut);
                break;
            case Rapportformat.Word:
                WordWriter.Write(dokument, ut);
                break;
            case Rapportformat.Html:
                using (var text = new StreamWriter(ut, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true)) { HtmlWriter.Write(dokument, text, new HtmlOptions()); }
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, null);
        }
        return ut.ToArray();
    }

    [LoggerMessage(LogLevel.Warning, "Utseende:Accent {Onskad} har för svag kontrast mot vitt för text (WCAG 2.1: minst 4,5:1). Dokumenten använder {Morkad}.")]
    private static partial void AccentMorkad(ILogger logg, string onskad, string morkad);
}
