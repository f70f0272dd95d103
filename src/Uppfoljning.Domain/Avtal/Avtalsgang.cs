using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Domain.Avtal;

/// <summary>Vad ett avtal kan gå från och till, och vad som måste vara uppfyllt (regelverket 6.7, K1–K13).</summary>
public static class Avtalsgang
{
    private static readonly Dictionary<Avtalstillstand, Avtalstillstand[]> Steg = new()
    {
        [Avtalstillstand.Utkast] = [Avtalstillstand.Tecknat],
        [Avtalstillstand.Tecknat] = [Avtalstillstand.Aktivt],
        [Avtalstillstand.Aktivt] = [Avtalstillstand.UnderRattelse, Avtalstillstand.Uppsagt, Avtalstillstand.Havt, Avtalstillstand.Upphort],
        [Avtalstillstand.UnderRattelse] = [Avtalstillstand.Aktivt, Avtalstillstand.Uppsagt, Avtalstillstand.Havt],
        [Avtalstillstand.Uppsagt] = [Avtalstillstand.Havt, Avtalstillstand.Upphort],
        [Avtalstillstand.Havt] = [Avtalstillstand.Upphort],
        [Avtalstillstand.Upphort] = [Avtalstillstand.Arkiverat],
        [Avtalstillstand.Arkiverat] = [],
    };

    /// <summary>De tillstånd som avtalet kan övergå till härnäst, i den ordning de visas.</summary>
    public static IReadOnlyList<Avtalstillstand> Nasta(Avtalstillstand fran) => Steg[fran];

    /// <summary>Hinder mot övergången den dag den görs; tom lista betyder att den får göras.</summary>
    /// <param name="fran">Tillståndet nu.</param>
    /// <param name="till">Tillståndet efteråt.</param>
    /// <param name="start">Första avtalsdagen, eller null om den inte är känd.</param>
    /// <param name="slut">Sista avtalsdagen, eller null om den inte är känd.</param>
    /// <param name="idag">Dagens svenska datum.</param>
    public static IReadOnlyList<Hinder> Prova(Avtalstillstand fran, Avtalstillstand till, DateOnly? start, DateOnly? slut, DateOnly idag)
    {
        if (!Steg[fran].Contains(till))
        {
            return [new("overgang-finns-inte", $"Ett avtal som är {fran.Text().ToLowerInvariant()} kan inte bli {till.Text().ToLowerInvariant()}.")];
        }

        var hinder = new List<Hinder>();
        if (till == Avtalstillstand.Aktivt && fran == Avtalstillstand.Tecknat && start > idag)
        {
            hinder.Add(new("fore-start", $"Avtalet börjar gälla {start.Value.Iso()} och kan inte bli aktivt dessförinnan."));
        }
        if (till is Avtalstillstand.Uppsagt or Avtalstillstand.Havt && slut is null)
        {
            hinder.Add(new("slutdatum-saknas", "Ange vilken dag avtalet upphör innan det sägs upp eller hävs.", Falt: "Slut"));
        }
        if (till == Avtalstillstand.Upphort && (slut is null || slut >= idag))
        {
            hinder.Add(slut is null
                ? new("slutdatum-saknas", "Ange avtalets slutdatum innan det avslutas.", Falt: "Slut")
                : new("fore-slut", $"Avtalet löper till och med {slut.Value.Iso()} och upphör tidigast dagen därpå."));
        }
        return hinder;
    }
}
