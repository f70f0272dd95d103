using FsCheck;
using FsCheck.Fluent;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Domain.Tests.Planer;

/// <summary>Avtal, enheter och rader att pröva reglerna med.</summary>
internal static class Planfakta
{
    public const int Ar = 2027;

    public static Planobjekt EttAvtal(DateOnly? start = null, DateOnly? slut = null, Driftsform? driftsform = Driftsform.Aktiebolag,
        Avtalstillstand tillstand = Avtalstillstand.Aktivt) => new()
        {
            AvtalId = Guid.NewGuid(),
            Namn = "Hemtjänst Väster",
            Verksamhetsomrade = "Äldreomsorg",
            Utforare = "Omsorg Väst AB",
            Driftsform = driftsform,
            Avtalsnummer = "VON-12",
            Tillstand = tillstand,
            Start = start,
            Slut = slut,
        };

    public static Planobjekt EnEnhet(bool? konkurrens) => new()
    {
        EnhetId = Guid.NewGuid(),
        Namn = "Hässelgården",
        Verksamhetsomrade = "Äldreomsorg",
        Driftsform = Driftsform.EgenRegi,
        Konkurrens = konkurrens,
        MojligFor = "Konkurrensutsättning",
    };

    /// <summary>Förslaget för ett enda objekt, som ska ha en rad.</summary>
    public static Planrad Rad(Planobjekt objekt, int ar = Ar) => Plangenerering.Foresla([objekt], ar, Planregler.Forval).Rader.Single();

    public static string Skal(this Planrad rad, Skalsort sort) => Planskal.Las(rad.Skal).Single(s => s.Sort == sort).Text;

    public static DateOnly Dag(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public static DateOnly? Kanske(string? iso) => iso is null ? null : Dag(iso);
}

/// <summary>Slumpade register: alla slags avtal och enheter, med känt och okänt.</summary>
public static class Slump
{
    public static Arbitrary<Planobjekt[]> Register() => Objekt().ArrayOf().Select(a => a.Select((o, i) => Nytt(o, i)).ToArray()).ToArbitrary();

    private static Gen<Planobjekt> Objekt() =>
        from avtal in ArbMap.Default.GeneratorFor<bool>()
        from namn in Gen.Elements("Hemtjänst", "Parkskötsel", "Ålderdomshem", "Daglig verksamhet", "Åkeri", "Öppenvård")
        from omrade in Gen.Elements<string?>("Äldreomsorg", "Stadsmiljö", "Arbete", null)
        from utforare in Gen.Elements<string?>("Omsorg AB", "Åkes Park", null)
        from driftsform in Gen.Elements([null, .. Enum.GetValues<Driftsform>().Cast<Driftsform?>()])
        from tillstand in Gen.Elements(Enum.GetValues<Avtalstillstand>())
        from start in Datum()
        from slut in Datum()
        from ansvarig in Gen.Elements<string?>("Enhetschef", null)
        from utforareId in Gen.Elements<Guid?>(new Guid(1, 5, 5, new byte[8]), new Guid(2, 5, 5, new byte[8]), null)
        from konkurrens in Gen.Elements<bool?>(true, false, null)
        select avtal
            ? new Planobjekt { AvtalId = Guid.Empty, Namn = namn, Verksamhetsomrade = omrade, UtforareId = utforareId, Utforare = utforare, Driftsform = driftsform, Tillstand = tillstand, Start = start, Slut = slut, Avtalsansvarig = ansvarig }
            : new Planobjekt { EnhetId = Guid.Empty, Namn = namn, Verksamhetsomrade = omrade, UtforareId = utforareId, Utforare = utforare, Driftsform = driftsform, Konkurrens = konkurrens };

    private static Gen<DateOnly?> Datum() => Gen.OneOf(
        Gen.Constant((DateOnly?)null),
        Gen.Choose(0, 4 * 365).Select(d => (DateOnly?)new DateOnly(Planfakta.Ar - 2, 6, 1).AddDays(d)));

    private static Planobjekt Nytt(Planobjekt o, int i)
    {
        var id = new Guid(i + 1, 1, 2, [3, 4, 5, 6, 7, 8, 9, 10]);
        return o.AvtalId is null ? o with { EnhetId = id } : o with { AvtalId = id };
    }
}
