using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>Avtalets datum så som sidan visar dem: i tidsordning och numrerade, det okända sist, och perioderna de hör till.</summary>
public sealed record Avtalsdatumblad(IReadOnlyList<Avtalsdatumrad> Rader, IReadOnlyList<Avtalsperiod> Perioder, DateOnly Idag)
{
    internal static Avtalsdatumblad Av(
        Avtalsblad avtal, Avtalsdatumtider tider, Arbetskalender kalender, IReadOnlyList<Sammantradesdag> sammantraden, DateOnly idag)
    {
        var fakta = new Avtalsdatumfakta
        {
            Start = avtal.Start,
            Slut = avtal.Slut,
            ForlangningManader = avtal.ForlangningManader,
            AntalForlangningar = avtal.AntalForlangningar,
            Forlangningar = avtal.Forlangningar,
            UppsagningstidManader = avtal.UppsagningstidManader,
            Upphandlingsform = avtal.Upphandlingsform,
            Tillstand = avtal.Tillstand,
            Regler = avtal.Regler,
            Sammantraden = [.. sammantraden.Select(s => new Beslutstillfalle(s.Datum, s.SistaHandlingsdag))],
        };
        return new(
            [.. Avtalsdatum.Rakna(fakta, tider, kalender).OrderBy(d => d.Dag ?? DateOnly.MaxValue)
                .Select((d, i) => new Avtalsdatumrad(i + 1, d, d.Dag is { } dag ? dag.DayNumber - idag.DayNumber : null))],
            Avtalsdatum.Perioder(fakta), idag);
    }
}

/// <summary>Ett av nämndens sammanträden, så som registret har det.</summary>
internal sealed record Sammantradesdag
{
    public DateOnly Datum { get; init; }

    public DateOnly? SistaHandlingsdag { get; init; }
}

/// <summary>En rad i listan, och hur långt det är dit. Negativt har passerat.</summary>
public sealed record Avtalsdatumrad(int Nr, Avtalsdag Datum, int? DagarKvar)
{
    /// <summary>Om dagen då något skulle ha gjorts har passerat.</summary>
    public bool Passerad => DagarKvar < 0 && Datum.Sort is (Avtalsdatumsort.Besked or Avtalsdatumsort.NastaUpphandling);
}
