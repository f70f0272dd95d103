using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Namnder;

namespace Uppfoljning.Domain.Program;

/// <summary>Det som reglerna behöver veta om en version av programmet.</summary>
public sealed record Programversion
{
    public Guid Id { get; init; }

    /// <summary>Valåret då mandatperioden börjar.</summary>
    public int Mandatperiod { get; init; }

    public int Versionsnr { get; init; }

    public DateOnly Beslutsdatum { get; init; }

    public DateOnly GallerFran { get; init; }
}

/// <summary>
/// Fullmäktige antar för varje mandatperiod ett program med mål och riktlinjer för sådana kommunala angelägenheter som utförs av utförare,
/// hur de följs upp och hur allmänhetens insyn tillgodoses (5 kap. 3 § KL). Från den 1 juli 2024 gäller programmet samtliga utförare
/// (SFS 2024:247), alltså också kommunens egen regi och bolag.
/// </summary>
public static class Programregler
{
    public static readonly Lagrum Lagrum = Lagrum.Kl(5, 3);

    /// <summary>Dagen då programmet ska gälla samtliga utförare och inte bara privata (SFS 2024:247).</summary>
    public static readonly DateOnly SamtligaUtforareFran = new(2024, 7, 1);

    /// <summary>Hinder mot att registrera en version: den ska höra till mandatperioden och vara beslutad.</summary>
    public static IReadOnlyList<Hinder> ProvaVersion(int valar, DateOnly beslutsdatum, DateOnly gallerFran, DateOnly idag)
    {
        var hinder = new List<Hinder>();
        if (!Mandatperiod.ArValar(valar))
        {
            hinder.Add(new("inte-valar", "Mandatperioder börjar valår: 2022, 2026, 2030 och så vidare.", Lagrum, "Mandatperiod"));
        }
        else
        {
            var period = new Mandatperiod(valar);
            if (gallerFran > period.Till)
            {
                hinder.Add(new("efter-perioden", $"Mandatperioden slutar {period.Till.Iso()}. Programmet antas för varje mandatperiod.", Lagrum, "GallerFran"));
            }
            if (beslutsdatum > period.Till)
            {
                hinder.Add(new("beslut-efter-perioden", $"Beslutet är fattat efter mandatperioden, som slutar {period.Till.Iso()}.", Lagrum, "Beslutsdatum"));
            }
        }
        if (beslutsdatum > idag)
        {
            hinder.Add(new("framtida-beslut", "Fullmäktige har inte sammanträtt än. Registrera programmet när det är antaget.", Falt: "Beslutsdatum"));
        }
        if (gallerFran < beslutsdatum)
        {
            hinder.Add(new("galler-fore-beslut", "Programmet kan inte gälla innan fullmäktige har antagit det.", Falt: "GallerFran"));
        }
        return hinder;
    }

    /// <summary>Den version som gäller en dag: den senaste i dagens mandatperiod som då är antagen och har börjat gälla. Null när ingen gör det.</summary>
    public static Programversion? Gallande(IEnumerable<Programversion> versioner, DateOnly dag)
    {
        var period = Mandatperiod.For(dag);
        return versioner
            .Where(v => v.Mandatperiod == period.Valar && v.Beslutsdatum <= dag && v.GallerFran <= dag)
            .OrderBy(v => v.GallerFran).ThenBy(v => v.Versionsnr)
            .LastOrDefault();
    }

    /// <summary>
    /// Hinder mot att besluta en plan den dagen (regelverket 6.8, P1): mandatperioden har ett program men ingen version gällde då, så planen
    /// skulle sakna den. Har mandatperioden inget program alls är det fullmäktiges brist och ett påpekande, inte ett hinder för nämnden.
    /// </summary>
    public static IReadOnlyList<Hinder> ProvaPlanbeslut(IReadOnlyCollection<Programversion> versioner, DateOnly dag)
    {
        var periodens = versioner.Where(v => v.Mandatperiod == Mandatperiod.For(dag).Valar).ToList();
        return periodens.Count == 0 || Gallande(periodens, dag) is not null
            ? []
            : [new("program-galler-inte-an",
                $"Programmet för mandatperioden {Mandatperiod.For(dag)} gäller från {periodens.Min(v => v.GallerFran).Iso()}, efter sammanträdet. Planen ska vila på det program som gäller.",
                Lagrum, "Sammantrade")];
    }

    /// <summary>Vad som ska sägas när mandatperioden inte har något program som gäller dagen; null när ett program gäller.</summary>
    public static Hinder? Brist(IReadOnlyCollection<Programversion> versioner, DateOnly dag)
    {
        if (Gallande(versioner, dag) is not null) { return null; }
        var period = Mandatperiod.For(dag);
        var kommande = versioner.Where(v => v.Mandatperiod == period.Valar).Select(v => (DateOnly?)v.GallerFran).Min();
        return new("program-saknas", kommande is { } fran
            ? $"Programmet för mandatperioden {period} gäller först från {fran.Iso()}."
            : $"Mandatperioden {period} (från {period.Fran.Iso()}) har inget program för uppföljning och insyn. Fullmäktige antar ett för varje mandatperiod, och det gäller samtliga utförare.", Lagrum);
    }
}
