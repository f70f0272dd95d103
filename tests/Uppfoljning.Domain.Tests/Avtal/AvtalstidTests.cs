using Uppfoljning.Domain.Avtal;

namespace Uppfoljning.Domain.Tests.Avtal;

public sealed class AvtalstidTests
{
    private static readonly DateOnly Idag = new(2026, 11, 21);

    [TestCase("2026-01-01", "2026-12-31", true)]
    [TestCase("2026-12-31", "2030-01-01", true)]
    [TestCase("2027-01-01", "2030-01-01", false)]
    [TestCase("2020-01-01", "2026-01-01", true)]
    [TestCase("2020-01-01", "2025-12-31", false)]
    public void Ett_avtal_loper_under_aret_om_nagon_dag_infaller_i_det(string start, string slut, bool loper) =>
        Assert.That(Avtalstid.LoperUnder(2026, Avtalstillstand.Aktivt, Dag(start), Dag(slut)), Is.EqualTo(loper));

    [Test]
    public void Okanda_datum_utesluter_inget() =>
        Assert.That(Avtalstid.LoperUnder(2026, Avtalstillstand.Aktivt, null, null), Is.True);

    [Test]
    public void Ett_utkast_ar_inget_avtal() =>
        Assert.That(Avtalstid.LoperUnder(2026, Avtalstillstand.Utkast, Dag("2026-01-01"), null), Is.False);

    [TestCase(Avtalstillstand.Upphort, null, false)]
    [TestCase(Avtalstillstand.Arkiverat, null, false)]
    [TestCase(Avtalstillstand.Upphort, "2026-03-31", true)]
    public void Ett_upphort_avtal_loper_bara_under_ar_dess_slutdag_visar(Avtalstillstand tillstand, string? slut, bool loper) =>
        Assert.That(Avtalstid.LoperUnder(2026, tillstand, Dag("2020-01-01"), slut is null ? null : Dag(slut)), Is.EqualTo(loper));

    [TestCase(null, "2026-11-20", Avtalstillstand.Upphort)]
    [TestCase(null, "2026-11-21", Avtalstillstand.Aktivt)]
    [TestCase("2026-11-22", null, Avtalstillstand.Tecknat)]
    [TestCase("2026-11-21", null, Avtalstillstand.Aktivt)]
    [TestCase(null, null, Avtalstillstand.Aktivt)]
    public void Tillstandet_vid_inlaggningen_foljer_av_datumen(string? start, string? slut, Avtalstillstand tillstand) =>
        Assert.That(Avtalstid.TillstandAv(start is null ? null : Dag(start), slut is null ? null : Dag(slut), Idag), Is.EqualTo(tillstand));

    [TestCase("2026-05-01", "2026-05-01", true)]
    [TestCase("2026-05-01", "2026-04-30", false)]
    public void Slut_far_inte_ligga_fore_start(string start, string slut, bool gar) =>
        Assert.That(Avtalstid.Prova(Dag(start), Dag(slut)), gar ? Is.Empty : Has.Exactly(1).Property(nameof(Hinder.Falt)).EqualTo("Slut"));

    private static DateOnly Dag(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
