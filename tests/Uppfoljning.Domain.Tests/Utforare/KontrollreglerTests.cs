using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Domain.Tests.Utforare;

/// <summary>Kontroller före avtal och varje år (PR-09), och IVO:s tillstånd (LOVP-08).</summary>
public sealed class KontrollreglerTests
{
    private static readonly DateOnly Dag = new(2026, 11, 21);

    private static Kontrollfakta Kontroll(Kontrollsort sort = Kontrollsort.FSkatt, Kontrollresultat? resultat = Kontrollresultat.UtanAnmarkning, DateOnly? gjord = null,
        DateOnly? nasta = null, DateOnly? fran = null, DateOnly? till = null, string? beteckning = null) => new()
        {
            Sort = sort,
            Gjord = gjord ?? new DateOnly(2026, 1, 15),
            Resultat = resultat,
            NastaSenast = nasta,
            GallerFran = fran,
            GallerTill = till,
            Beteckning = beteckning,
        };

    private static Kontrollfakta Tillstand(DateOnly? fran, DateOnly? till = null, Kontrollresultat? resultat = Kontrollresultat.UtanAnmarkning, DateOnly? gjord = null, string? beteckning = null) =>
        Kontroll(Kontrollsort.IvoTillstand, resultat, gjord, fran: fran, till: till, beteckning: beteckning);

    // PR-09: varje år, som egen regel; det som går ut dessförinnan görs om då.
    [Test]
    public void Nasta_kontroll_ar_efter_intervallet_eller_nar_det_gar_ut() => Assert.Multiple(() =>
    {
        Assert.That(Kontrollregler.ForeslaNasta(Kontrollsort.FSkatt, new(2026, 3, 1), null), Is.EqualTo(new DateOnly(2027, 3, 1)));
        Assert.That(Kontrollregler.ForeslaNasta(Kontrollsort.FSkatt, new(2024, 2, 29), null), Is.EqualTo(new DateOnly(2025, 2, 28)));
        Assert.That(Kontrollregler.ForeslaNasta(Kontrollsort.Fakturakontroll, new(2026, 3, 1), null), Is.EqualTo(new DateOnly(2026, 9, 1)));
        Assert.That(Kontrollregler.ForeslaNasta(Kontrollsort.Forsakring, new(2026, 3, 1), new(2026, 12, 31)), Is.EqualTo(new DateOnly(2026, 12, 31)));
        Assert.That(Kontrollregler.ForeslaNasta(Kontrollsort.Forsakring, new(2026, 3, 1), new(2027, 3, 2)), Is.EqualTo(new DateOnly(2027, 3, 1)));
    });

    [TestCase("2026-11-20", Kontrollage.Forfallen)]
    [TestCase("2026-11-21", Kontrollage.Snart)]
    [TestCase("2026-12-21", Kontrollage.Snart)]
    [TestCase("2026-12-22", Kontrollage.Aktuell)]
    public void Sista_dagen_ar_inte_forfallen_och_snart_ar_trettio_dagar(string nasta, Kontrollage lage)
    {
        var dag = DateOnly.ParseExact(nasta, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        Assert.That(Kontrollregler.Lage(Kontroll(nasta: dag), Dag), Is.EqualTo(lage));
        Assert.That(Kontrollregler.Lage(Kontroll(nasta: new(2030, 1, 1), till: dag), Dag), Is.EqualTo(lage), "Det som går ut räknas lika.");
    }

    [Test]
    public void Det_som_inte_ar_kant_ar_inte_kant_och_det_som_inte_ar_uppfyllt_star_forst() => Assert.Multiple(() =>
    {
        Assert.That(Kontrollregler.Lage(null, Dag), Is.EqualTo(Kontrollage.InteKant));
        Assert.That(Kontrollregler.Lage(Kontroll(resultat: null, nasta: new(2027, 1, 1)), Dag), Is.EqualTo(Kontrollage.InteKant));
        Assert.That(Kontrollregler.Lage(Kontroll(resultat: Kontrollresultat.EjUppfyllt, nasta: new(2027, 6, 1)), Dag), Is.EqualTo(Kontrollage.EjUppfyllt));
        Assert.That(Kontrollregler.Lage(Kontroll(resultat: Kontrollresultat.Anmarkning, nasta: new(2027, 6, 1)), Dag), Is.EqualTo(Kontrollage.Aktuell));
        Assert.That(Kontrollregler.Lage(Kontroll(), Dag), Is.EqualTo(Kontrollage.Aktuell));
    });

    // KL-03, LOVP-08: vad som väntas följer av driftsformen och av att det är hemtjänst.
    [Test]
    public void Vad_som_vantas_foljer_driftsformen() => Assert.Multiple(() =>
    {
        Assert.That(Kontrollregler.Vantade(Driftsform.EgenRegi, hemtjanst: true), Is.Empty);
        Assert.That(Kontrollregler.Vantade(Driftsform.KommunaltBolag, hemtjanst: true), Is.EqualTo(new[] { Kontrollsort.FSkatt, Kontrollsort.Arbetsgivaravgifter }));
        Assert.That(Kontrollregler.Vantade(Driftsform.Aktiebolag, hemtjanst: true), Does.Contain(Kontrollsort.IvoTillstand).And.Contain(Kontrollsort.AgareHuvudman));
        Assert.That(Kontrollregler.Vantade(Driftsform.Aktiebolag, hemtjanst: false), Does.Not.Contain(Kontrollsort.IvoTillstand));
        Assert.That(Kontrollregler.Vantade(Driftsform.EnskildFirma, hemtjanst: false), Does.Not.Contain(Kontrollsort.AgareHuvudman));
        Assert.That(Kontrollregler.Vantade(null, hemtjanst: true), Is.EqualTo(Kontrollregler.Vantade(Driftsform.Aktiebolag, hemtjanst: true)), "Det okända utesluter inget.");
        Assert.That(Kontrollregler.ArHemtjanst(null, "HEMTJÄNST Väster"), Is.True);
        Assert.That(Kontrollregler.ArHemtjanst("Särskilt boende", null), Is.False);
    });

    [Test]
    public void Den_senaste_av_varje_sort_galler_och_det_som_saknas_ar_med()
    {
        var gammal = Kontroll(resultat: Kontrollresultat.EjUppfyllt, gjord: new(2026, 1, 1), nasta: new(2027, 1, 1));
        var ny = Kontroll(gjord: new(2026, 2, 1), nasta: new(2027, 2, 1));
        var samma = gammal with { Gjord = new(2026, 2, 1), Registrerad = DateTimeOffset.UnixEpoch.AddHours(-1) };

        var poster = Kontrollregler.Poster([ny, samma with { Registrerad = default }, gammal], Driftsform.Aktiebolag, hemtjanst: true, Dag);

        Assert.That(poster.Select(p => p.Sort), Is.EqualTo(Kontrollregler.Vantade(Driftsform.Aktiebolag, true)));
        Assert.That(poster.Single(p => p.Sort == Kontrollsort.FSkatt), Is.EqualTo(new Kontrollpost<Kontrollfakta>(Kontrollsort.FSkatt, samma with { Registrerad = default }, Kontrollage.EjUppfyllt, true, new(2027, 1, 1))),
            "Samma dag: den som skrevs in sist.");
        Assert.That(poster.Single(p => p.Sort == Kontrollsort.IvoTillstand), Is.EqualTo(new Kontrollpost<Kontrollfakta>(Kontrollsort.IvoTillstand, null, Kontrollage.InteKant, true, null)));
    }

    // LOVP-08, 26 kap. 1 § SoL.
    [Test]
    public void Tillstandet_galler_fran_sin_forsta_till_och_med_sin_sista_dag() => Assert.Multiple(() =>
    {
        Kontrollfakta[] tillstand = [Tillstand(new(2026, 3, 1), new(2026, 11, 21))];
        Assert.That(Kontrollregler.GiltigtTillstand(tillstand, new(2026, 2, 28)), Is.False);
        Assert.That(Kontrollregler.GiltigtTillstand(tillstand, new(2026, 3, 1)), Is.True);
        Assert.That(Kontrollregler.GiltigtTillstand(tillstand, new(2026, 11, 21)), Is.True);
        Assert.That(Kontrollregler.GiltigtTillstand(tillstand, new(2026, 11, 22)), Is.False);
        Assert.That(Kontrollregler.GiltigtTillstand([Tillstand(new(2020, 1, 1))], new(2199, 1, 1)), Is.True, "Utan slutdag gäller det tills vidare.");
    });

    [Test]
    public void Det_som_inte_ar_kant_om_tillstandet_gissas_inte() => Assert.Multiple(() =>
    {
        Assert.That(Kontrollregler.GiltigtTillstand([], Dag), Is.Null);
        Assert.That(Kontrollregler.GiltigtTillstand([Kontroll()], Dag), Is.Null, "F-skatt är inget tillstånd.");
        Assert.That(Kontrollregler.GiltigtTillstand([Tillstand(null)], Dag), Is.Null);
        Assert.That(Kontrollregler.GiltigtTillstand([Tillstand(null, Dag.AddDays(-1))], Dag), Is.False);
        Assert.That(Kontrollregler.GiltigtTillstand([Tillstand(new(2020, 1, 1), resultat: null)], Dag), Is.Null);
        Assert.That(Kontrollregler.GiltigtTillstand([Tillstand(new(2020, 1, 1), resultat: Kontrollresultat.Anmarkning)], Dag), Is.True);
    });

    [Test]
    public void Ett_aterkallat_tillstand_galler_inte_men_det_gjorde_det_forut() => Assert.Multiple(() =>
    {
        var nekat = Tillstand(null, resultat: Kontrollresultat.EjUppfyllt, gjord: new(2026, 6, 1));
        Kontrollfakta[] bada = [nekat, Tillstand(new(2020, 1, 1), gjord: new(2026, 1, 1))];
        Assert.That(Kontrollregler.GiltigtTillstand(bada, new(2026, 5, 31)), Is.True);
        Assert.That(Kontrollregler.GiltigtTillstand(bada, new(2026, 6, 1)), Is.False);
        Assert.That(Kontrollregler.GiltigtTillstand([.. bada, Tillstand(new(2026, 9, 1), gjord: new(2026, 8, 1), beteckning: "Nytt")], new(2026, 9, 1)), Is.True);
        Assert.That(Kontrollregler.GiltigtTillstand([nekat], new(2026, 5, 31)), Is.Null);
    });

    [Test]
    public void Ett_nytt_tillstand_tar_vid_efter_det_gamla_och_samma_tillstand_har_den_senaste_uppgiften() => Assert.Multiple(() =>
    {
        Kontrollfakta[] flytt = [Tillstand(new(2020, 1, 1), new(2026, 12, 31), beteckning: "A"), Tillstand(new(2027, 1, 1), gjord: new(2026, 10, 1), beteckning: "B")];
        Assert.That(Kontrollregler.GiltigtTillstand(flytt, new(2026, 12, 31)), Is.True);
        Assert.That(Kontrollregler.GiltigtTillstand(flytt, new(2027, 1, 1)), Is.True);
        Kontrollfakta[] kortat = [Tillstand(new(2020, 1, 1), beteckning: "A"), Tillstand(new(2020, 1, 1), new(2026, 6, 30), gjord: new(2026, 5, 1), beteckning: " a")];
        Assert.That(Kontrollregler.GiltigtTillstand(kortat, new(2026, 7, 1)), Is.False);
    });

    [Test]
    public void En_kontroll_gors_inte_i_framtiden_och_gors_om_senare() => Assert.Multiple(() =>
    {
        Assert.That(Kontrollregler.Prova(Dag, null, null, Dag.AddDays(1), Dag), Is.Empty);
        Assert.That(Kontrollregler.Prova(Dag.AddDays(1), new(2026, 2, 2), new(2026, 2, 1), Dag.AddDays(1), Dag).Select(h => (h.Kod, h.Falt)),
            Is.EqualTo(new[] { ("gjord-i-framtiden", "Gjord"), ("slut-fore-start", "GallerTill"), ("nasta-fore-gjord", "NastaSenast") }));
    });

    // LOVP-06.
    [Test]
    public void Bara_egen_regi_har_uppdragsbeskrivning() => Assert.Multiple(() =>
    {
        Assert.That(Enhetsregler.ProvaUppdrag(true, "VON 2026-1", new(2026, 1, 1), new(2026, 1, 1)), Is.Empty);
        Assert.That(Enhetsregler.ProvaUppdrag(false, null, null, null), Is.Empty);
        Assert.That(Enhetsregler.ProvaUppdrag(false, null, new(2026, 1, 1), null).Single().Falt, Is.EqualTo("UppdragBeslutat"));
        Assert.That(Enhetsregler.ProvaUppdrag(true, null, new(2026, 1, 2), new(2026, 1, 1)).Single().Kod, Is.EqualTo("slut-fore-start"));
    });
}
