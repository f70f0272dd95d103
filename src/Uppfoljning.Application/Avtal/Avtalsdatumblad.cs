using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>Avtalets datum så som sidan visar dem: i tidsordning och numrerade, det okända sist, och perioderna de hör till.</summary>
public sealed record Avtalsdatumblad(IReadOnlyList<Avtalsdatumrad> Rader, IReadOnlyList<Avtalsperiod> Perioder, DateOnly Idag)
{
    internal static Avtalsdatumblad Av(
        Avtalsblad avtal, Avtalsdatumtider tider, Arbetskalender kalender, IReadOnlyList<Sammantradesdag> sammantraden, DateOnly idag)
    {
        var dagar = Avtalsdatum.Rakna(
            new()
            {
                Start = avtal.Start,
                Slut = avtal.Slut,
                ForlangningManader = avtal.ForlangningManader,
                AntalForlangningar = avtal.AntalForlangningar,
                UppsagningstidManader = avtal.UppsagningstidManader,
                Upphandlingsform = avtal.Upphandlingsform,
                Tillstand = avtal.Tillstand,
                Regler = avtal.Regler,
                Sammantraden = [.. sammantraden.Select(s => new Beslutstillfalle(s.Datum, s.SistaHandlingsdag))],
            },
            tider, kalender);
        return new(
            [.. dagar.OrderBy(d => d.Dag ?? DateOnly.MaxValue).Select((d, i) => new Avtalsdatumrad(i + 1, d, d.Dag is { } dag ? dag.DayNumber - idag.DayNumber : null))],
            [.. Tider(avtal, dagar)], idag);
    }

    private static IEnumerable<Avtalsperiod> Tider(Avtalsblad avtal, IReadOnlyList<Avtalsdag> dagar)
    {
        if (dagar.FirstOrDefault(d => d.Sort == Avtalsdatumsort.Slut)?.Dag is not { } slut) { yield break; }
        yield return new(0, avtal.Start, slut);
        if (dagar.FirstOrDefault(d => d.Sort == Avtalsdatumsort.LangstaSlut)?.Dag is not { } langst || langst == slut) { yield break; }
        for (var nr = 1; nr <= avtal.AntalForlangningar; nr++)
        {
            var fore = nr == 1 ? slut : Avtalsdatum.Periodslut(slut, avtal.ForlangningManader!.Value, nr - 1);
            yield return new(nr, fore.AddDays(1), Avtalsdatum.Periodslut(slut, avtal.ForlangningManader!.Value, nr));
        }
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

/// <summary>Grundtiden (nummer 0) eller en förlängning. Null när början inte är känd.</summary>
public sealed record Avtalsperiod(int Nr, DateOnly? Fran, DateOnly Till);
