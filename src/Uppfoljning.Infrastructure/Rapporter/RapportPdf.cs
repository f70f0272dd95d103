using Microsoft.Extensions.Logging;
using Uppfoljning.Pdf;

namespace Uppfoljning.Infrastructure.Rapporter;

/// <summary>
/// Gör PDF av ett dokument. Det enda stället som känner motorn: en annan motor är en annan klass här, och inget annat ändras.
/// </summary>
public interface IRapportPdf
{
    /// <summary>Skriver dokumentet. Strömmen lämnas öppen.</summary>
    Pdfutskrift Skriv(Document dokument, Stream ut);
}

/// <summary>Vad som blev skrivet.</summary>
/// <param name="Sidor">Antalet sidor.</param>
/// <param name="Saknas">Tecken som inget typsnitt har; de syns som en ruta.</param>
/// <param name="Okanda">Hänvisningar till ställen som inte finns i dokumentet; de står som vanlig text.</param>
public sealed record Pdfutskrift(int Sidor, IReadOnlyList<string> Saknas, IReadOnlyList<string> Okanda);

/// <summary>Husets egen motor: PDF/A-2a och PDF/UA-1.</summary>
public sealed partial class RapportPdf(ILogger<RapportPdf> logg) : IRapportPdf
{
    public Pdfutskrift Skriv(Document dokument, Stream ut)
    {
        var rapport = PdfWriter.Write(dokument, ut);
        // Code points and not the text around them: a text may hold what nobody should read in a log.
        if (rapport.MissingCharacters.Count > 0)
        {
            TeckenSaknas(dokument.Metadata.Id, string.Join(' ', rapport.MissingCharacters.Select(t => $"U+{char.ConvertToUtf32(t, 0):X4}")));
        }
        // A target is a name in the code.
        if (rapport.UnknownTargets.Count > 0) { HanvisningarSaknas(dokument.Metadata.Id, string.Join(", ", rapport.UnknownTargets)); }
        return new(rapport.PageCount, rapport.MissingCharacters, rapport.UnknownTargets);
    }

    [LoggerMessage(LogLevel.Warning, "Dokument {Id}: inget typsnitt har tecknen {Tecken}; de visas som en ruta.")]
    private partial void TeckenSaknas(Guid id, string tecken);

    [LoggerMessage(LogLevel.Warning, "Dokument {Id}: inget ställe heter {Hanvisningar}; hänvisningarna står som vanlig text.")]
    private partial void HanvisningarSaknas(Guid id, string hanvisningar);
}
