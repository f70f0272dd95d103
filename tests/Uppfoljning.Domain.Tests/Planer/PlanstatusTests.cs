using Uppfoljning.Domain.Planer;
using static Uppfoljning.Domain.Tests.Planer.Planfakta;

namespace Uppfoljning.Domain.Tests.Planer;

/// <summary>Utfallet av planen och läget en dag.</summary>
public sealed class PlanstatusTests
{
    /// <summary>Tre tillfällen: januari–mars, juni och oktober.</summary>
    private static readonly Planrad Rad = Planfakta.Rad(EttAvtal()) with { Id = Guid.NewGuid(), Nr = 1, ForstaManad = 1, SistaManad = 3, FlerManader = "6,10" };

    private static Planutfall Utfallet(Utfall utfall, string? datum = null, int? manad = null, string? skal = null, int tillfalle = 1, int? timmar = null) => new()
    {
        RadId = Rad.Id,
        Tillfalle = tillfalle,
        Utfall = utfall,
        Datum = Kanske(datum),
        NyManad = manad,
        Skal = skal,
        Timmar = timmar,
    };

    private static IEnumerable<string?> Falt(Planutfall utfall, string idag = "2027-05-10", Plantillstand visat = Plantillstand.Gallande) =>
        Utfallsregler.Prova(utfall, Rad, visat, Ar, Dag(idag)).Select(h => h.Falt);

    [TestCase("2027-05-10", true)]
    [TestCase("2027-05-11", false)]
    [TestCase("2027-01-01", true)]
    [TestCase("2026-12-31", false)]
    [TestCase(null, false)]
    public void En_gjord_uppfoljning_har_en_dag_fran_planarets_borjan_till_i_dag(string? datum, bool tillaten) =>
        Assert.That(Falt(Utfallet(Utfall.Gjord, datum)), tillaten ? Is.Empty : Is.EqualTo(new[] { "Datum" }));

    // Den som görs efter årets slut är sen men gjord.
    [Test]
    public void Den_far_goras_efter_planaret() => Assert.That(Falt(Utfallet(Utfall.Gjord, "2028-01-15"), "2028-02-01"), Is.Empty);

    [TestCase(0, false)]
    [TestCase(1, false)]
    [TestCase(3, false)]
    [TestCase(4, true)]
    [TestCase(12, true)]
    [TestCase(13, false)]
    [TestCase(null, false)]
    public void En_flyttad_uppfoljning_har_en_annan_manad(int? manad, bool tillaten) =>
        Assert.That(Falt(Utfallet(Utfall.Flyttad, manad: manad, skal: "Vakans")), tillaten ? Is.Empty : Is.EqualTo(new[] { "NyManad" }));

    [TestCase(Utfall.Flyttad)]
    [TestCase(Utfall.InteGjord)]
    public void Det_som_inte_gors_som_planerat_har_ett_skal(Utfall utfall) => Assert.That(Falt(Utfallet(utfall, manad: 4, skal: " – ")), Is.EqualTo(new[] { "Skal" }));

    [TestCase(-1, false)]
    [TestCase(0, true)]
    [TestCase(2000, true)]
    [TestCase(2001, false)]
    public void Timmarna_ar_rimliga(int timmar, bool tillaten) =>
        Assert.That(Falt(Utfallet(Utfall.Gjord, "2027-02-01", timmar: timmar)), tillaten ? Is.Empty : Is.EqualTo(new[] { "Timmar" }));

    [TestCase(Plantillstand.Utkast)]
    [TestCase(Plantillstand.Beslutad)]
    [TestCase(Plantillstand.Reviderad)]
    [TestCase(Plantillstand.Aterrapporterad)]
    public void Utfall_registreras_bara_i_en_gallande_plan(Plantillstand visat) =>
        Assert.That(Utfallsregler.Prova(Utfallet(Utfall.Gjord, "2027-02-01"), Rad, visat, Ar, Dag("2027-05-10")).Single().Kod, Is.EqualTo("inte-gallande"));

    [Test]
    public void Ett_tillfalle_som_raden_inte_har_nekas() => Assert.That(Falt(Utfallet(Utfall.Gjord, "2027-02-01", tillfalle: 4)), Is.EqualTo(new[] { "Tillfalle" }));

    // Försenad dagen efter den sista i månaden.
    [TestCase("2027-03-31", Tillfalleslage.Planerad)]
    [TestCase("2027-04-01", Tillfalleslage.Forsenad)]
    public void Det_som_inte_ar_gjort_ar_forsenat_dagen_efter_manadens_slut(string dag, Tillfalleslage lage) =>
        Assert.That(Planstatus.Av([Rad], [], Ar, Dag(dag)).Tillfallen[0].Lage, Is.EqualTo(lage));

    [TestCase("2027-04-30", Tillfalleslage.Flyttad)]
    [TestCase("2027-05-01", Tillfalleslage.Forsenad)]
    public void En_flyttad_ar_forsenad_nar_ocksa_den_nya_manaden_har_gatt(string dag, Tillfalleslage lage) =>
        Assert.That(Planstatus.Av([Rad], [Utfallet(Utfall.Flyttad, manad: 4, skal: "Vakans")], Ar, Dag(dag)).Tillfallen[0].Lage, Is.EqualTo(lage));

    // Läget en dag är det som var gjort då, också när det visas senare.
    [TestCase("2027-04-09", Tillfalleslage.Forsenad, false)]
    [TestCase("2027-04-10", Tillfalleslage.Gjord, true)]
    public void Det_som_gjordes_efter_dagen_var_inte_gjort_da(string dag, Tillfalleslage lage, bool sent)
    {
        var status = Planstatus.Av([Rad], [Utfallet(Utfall.Gjord, "2027-04-10", timmar: 5)], Ar, Dag(dag)).Tillfallen[0];

        Assert.That((status.Lage, status.GjordSent), Is.EqualTo((lage, sent)));
    }

    [Test]
    public void Lagena_ar_tillsammans_alla_i_varje_grupp_och_texten_sager_samma_sak()
    {
        var annan = Planfakta.Rad(EnEnhet(true)) with { Id = Guid.NewGuid(), Nr = 2, Verksamhetsomrade = null, ForstaManad = 8, SistaManad = 8, FlerManader = null };
        Planutfall[] utfall =
        [
            Utfallet(Utfall.Gjord, "2027-04-10", timmar: 5), Utfallet(Utfall.InteGjord, skal: "Utföraren har lagts ned.", tillfalle: 3),
        ];

        var status = Planstatus.Av([annan, Rad], utfall, Ar, Dag("2027-08-31"));

        foreach (var s in status.PerOmrade.Concat(status.PerForm).Append(status.Totalt))
        {
            Assert.That(s.Gjorda + s.Forsenade + s.Flyttade + s.InteGjorda + s.Planerade, Is.EqualTo(s.Antal));
        }
        Assert.That(status.Totalt, Is.EqualTo(new Statussumma(null, 4, 1, 1, 1, 0, 1, 1, 5)));
        Assert.That(status.PerOmrade.Select(o => (o.Namn, o.Antal)), Is.EqualTo(new[] { ("Äldreomsorg", 3), (null, 1) }));
        Assert.That(status.Forfallna, Is.EqualTo(3));
        Assert.That(status.Text("Nämnden"), Does.Contain("planerat 4 uppföljningar. Till och med 2027-08-31 skulle 3 ha gjorts. 1 är gjorda, varav 1 efter den planerade tiden, 1 är försenade")
            .And.Contain("Hemtjänst Väster: skulle ha varit gjord senast 2027-06-30").And.Contain("(Utföraren har lagts ned)"));
    }
}
