using Uppfoljning.Domain.Integritet;
using Uppfoljning.Domain.Mal;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Domain.Tests.Integritet;

/// <summary>Vad som får gallras och när (ARK-01, DOK-03), och hur den som söks maskeras.</summary>
public sealed class GallringsreglerTests
{
    private static readonly DateOnly Dag = new(2026, 11, 21);

    [Test]
    public void Utan_beslut_och_med_beslut_att_bevara_finns_ingen_grans() // ARK-01
    {
        Assert.That(Gallringsregler.Grans(null, Dag), Is.Null);
        Assert.That(Gallringsregler.Grans(Beslut(null, Dag), Dag), Is.Null);
        Assert.That(Gallringsregler.Grans(Beslut(24, Dag), Dag), Is.EqualTo(new DateOnly(2024, 11, 21)));
    }

    [Test]
    public void Ett_beslut_galler_fran_sin_dag_och_tills_ett_senare_gor_det()
    {
        var (forsta, andra) = (Beslut(12, new(2026, 1, 1)), Beslut(24, Dag));
        Assert.That(Gallringsregler.Gallande([andra, forsta], new DateOnly(2025, 12, 31)), Is.Null);
        Assert.That(Gallringsregler.Gallande([andra, forsta], Dag.AddDays(-1)), Is.EqualTo(forsta));
        Assert.That(Gallringsregler.Gallande([andra, forsta], Dag), Is.EqualTo(andra));
    }

    [Test]
    public void Av_tva_beslut_fran_samma_dag_galler_det_senast_registrerade()
    {
        var (forsta, andra) = (Beslut(12, Dag) with { Nr = 1 }, Beslut(24, Dag) with { Nr = 2 });
        Assert.That(Gallringsregler.Gallande([andra, forsta], Dag), Is.EqualTo(andra));
    }

    [TestCase(null, true)] // utan beslut, eller bevaras
    [TestCase(-1, true)]
    [TestCase(0, false)]
    [TestCase(1, false)]
    public void En_annan_namnds_langre_tid_haller_kvar_det_som_delas(int? dagar, bool bevarar) =>
        Assert.That(Gallringsregler.Bevarar(dagar is { } d ? Dag.AddDays(d) : null, Dag), Is.EqualTo(bevarar));

    [Test]
    public void Registret_sager_de_tider_som_programmet_foljer() // artikel 30.1 f
    {
        Assert.That(Behandlingsregister.Med(Modul.Konton).Lagring, Does.Contain($"{Lagringstider.InloggningDagar} dagar").And.Contain("artikel 5.1 e"));
        Assert.That(Behandlingsregister.Med(Modul.Post).Lagring, Does.Contain($"{Lagringstider.InloggningDagar} dagar"));
        Assert.That(Behandlingsregister.Med(Modul.Import).Lagring, Does.Contain($"{Lagringstider.ImportfilDagar} dagar"));
    }

    [TestCase("Utforare", "Utförare")]
    [TestCase("InlagtAv", "Inlagt av")]
    [TestCase("Epost", "E-post")]
    [TestCase("AterkopplingNamnd", "Återkoppling nämnd")]
    [TestCase("Namndsekreterare", "Nämndsekreterare")]
    [TestCase("BorttagetDokument", "Borttaget dokument")]
    [TestCase("PlanUtanRad", "Objekt utanför planen")]
    public void Databasens_namn_visas_i_ord(string namn, string text) => Assert.That(Registerord.Text(namn), Is.EqualTo(text));

    [TestCase("640823-3234", true)]
    [TestCase("19640823 3234", true)]
    [TestCase("Firma 640823-3234", true)]
    [TestCase("640823", false)]
    [TestCase("640823-3235", false)] // fel kontrollsiffra
    [TestCase("556677-8899", false)]
    [TestCase(null, false)]
    public void Ett_personnummer_kanns_igen_i_en_text(string? text, bool finns) => Assert.That(Doltpersonnummer.Finns(text), Is.EqualTo(finns)); // GDPR-03

    [TestCase(0, 0, null)]
    [TestCase(1, 1, "beslut-i-framtiden")]
    [TestCase(0, -1, "fore-beslutet")]
    public void Beslutet_ska_vara_fattat_och_galler_inte_bakat(int beslutad, int galler, string? hinder) =>
        Assert.That(Gallringsregler.Prova(Dag.AddDays(beslutad), Dag.AddDays(galler), Dag).Select(h => h.Kod), Is.EqualTo(hinder is null ? Array.Empty<string>() : [hinder]));

    [Test]
    public void Varje_sort_har_ett_forslag_med_kalla_och_sager_vad_tiden_raknas_fran() =>
        Assert.That(Enum.GetValues<Gallringssort>(), Has.All.Matches<Gallringssort>(s => s.Forslag().Kalla.Length > 0 && s.Raknas().Length > 0 && s.Text().Length > 0));

    [TestCase("640823-3234", "640823-XXXX")]
    [TestCase("19640823-3234", "640823-XXXX")]
    [TestCase("Exempel Provsson", "E. P.")]
    [TestCase("berit@exempel.se", "b…@exempel.se")]
    public void Den_som_soks_star_maskerad_i_loggen(string sokt, string maskerad) => Assert.That(Personuppgifter.Maskerat(sokt), Is.EqualTo(maskerad)); // GDPR-03

    [TestCase(4, Gruppskydd.FaPersoner)]
    [TestCase(5, Gruppskydd.Visas)]
    public void Gransen_for_sma_grupper_ar_fem_om_inget_annat_ar_bestamt(int personer, Gruppskydd skydd) // GDPR-05
    {
        Assert.That(Gruppgrans.Forval.MinstAntalPersoner, Is.EqualTo(5));
        Assert.That(Uppdelning.Skydd([personer, 90, 90], Gruppgrans.Forval.MinstAntalPersoner)[0], Is.EqualTo(skydd));
    }

    [Test]
    public void En_egen_grans_for_sma_grupper_foljs_ocksa_av_den_grupp_som_doljs_bredvid() // GDPR-05
    {
        Assert.That(Uppdelning.Skydd([9, 40, 12], 10), Is.EqualTo(new[] { Gruppskydd.FaPersoner, Gruppskydd.Visas, Gruppskydd.SkyddarAnnan }));
        Assert.That(Uppdelning.Skydd([10, 40, 12], 10), Has.All.EqualTo(Gruppskydd.Visas));
    }

    private static Gallringsbeslut Beslut(int? manader, DateOnly fran) => new(Gallringssort.Kontakt, manader, "Plan 2026", fran, "5", fran);
}
