using FsCheck;
using FsCheck.Fluent;
using FsCheck.NUnit;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;
using static Uppfoljning.Domain.Tests.Planer.Planfakta;
using Property = FsCheck.NUnit.PropertyAttribute;

namespace Uppfoljning.Domain.Tests.Planer;

/// <summary>Planens timmar mot bemanningen: fördelningen, ordningen och gränsen.</summary>
public sealed class TimprovTests
{
    private static readonly Planregler Regler = Planregler.Forval;

    [TestCase(3, 3, 0, 0, 2800, 0)]
    [TestCase(3, 4, 0, 0, 1400, 1400)]
    [TestCase(1, 3, 934, 933, 933, 0)]
    public void Ett_tillfalle_delas_jamnt_pa_sina_manader(int forsta, int sista, int jan, int feb, int mars, int april) =>
        Assert.That(Timprov.Fordela(EnRad() with { ForstaManad = forsta, SistaManad = sista }, Regler)[..4], Is.EqualTo(new[] { jan, feb, mars, april }));

    [Test]
    public void Varje_tillfalle_tar_sina_timmar_och_radens_egna_gar_fore_formernas()
    {
        var rad = EnRad() with { ForstaManad = 2, SistaManad = 2, FlerManader = "6,10", IntervallManader = 4 };
        Assert.That(Timprov.Fordela(rad, Regler).Sum(), Is.EqualTo(3 * 28 * 100));

        var egna = Timprov.Fordela(rad with { Timmar = 5 }, Regler);
        Assert.That((egna[1], egna[5], egna[9], egna.Sum()), Is.EqualTo((500, 500, 500, 1500)));
    }

    [Test]
    public void Utan_bemanning_bedoms_inget()
    {
        var prov = Timprov.Av([EnRad()], Regler, null);

        Assert.That((prov.BemanningKand, prov.Finns, prov.Utanfor.Count, prov.Behov), Is.EqualTo((false, (int?)null, 0, 2800)));
        Assert.That(prov.Manader.SelectMany(m => m.Rader).Select(r => r.Ryms), Has.All.Null);
        Assert.That(prov.Manader.Select(m => m.Skillnad), Has.All.Null);
        Assert.That(Timforslagen.For([EnRad()], Ar, Regler, null), Is.Empty);
    }

    [Test]
    public void Bemanning_med_noll_timmar_ar_kand_och_racker_inte()
    {
        var prov = Timprov.Av([EnRad()], Regler, Manader(0));

        Assert.That(prov.Utanfor.Single().Manader, Is.EqualTo(new[] { 3 }));
        Assert.That(prov.Manader[2].Skillnad, Is.EqualTo(-2800));
    }

    [TestCase(28, true)]
    [TestCase(27, false)]
    public void En_rad_ryms_nar_timmarna_ar_precis_sa_manga(int timmar, bool ryms) =>
        Assert.That(Timprov.Av([EnRad()], Regler, Manader(timmar)).Utanfor.Count == 0, Is.EqualTo(ryms));

    // UPP-04, UPP-05: beslutad granskning och lag går före avtal, nämnd och risk.
    [Test]
    public void Ordningen_ar_granskning_lag_avtal_namnd_och_sedan_hogst_risk()
    {
        Planrad[] rader =
        [
            EnRad(1, Bestams.Risk, 9000), EnRad(2, Bestams.Risk, 1000), EnRad(3, Bestams.Namnd, 10), EnRad(4, Bestams.Avtal, 10), EnRad(5, Bestams.Lag, 10),
            EnRad(6, Bestams.Risk, 9000), EnRad(7, Bestams.Hand, 9500), EnRad(8, Bestams.Hand, 5) with { HogstIntervallManader = 12 },
            EnRad(9, null, null) with { Slag = Radslag.SarskildGranskning, Utlosare = Utlosare.NamndensBeslut },
            EnRad(10, Bestams.Risk, null),
        ];

        Assert.That(rader.Order(Timprov.Ordning).Select(r => r.Nr), Is.EqualTo(new[] { 9, 5, 4, 8, 3, 7, 1, 6, 2, 10 }));
    }

    [Test]
    public void Det_som_inte_far_plats_stoppar_det_som_gar_efter()
    {
        // 28 timmar finns; raden med högst risk tar 30, och då ryms inte heller den mindre efter den.
        var prov = Timprov.Av([EnRad(1, Bestams.Risk, 9000) with { Timmar = 30 }, EnRad(2, Bestams.Risk, 100) with { Timmar = 5 }], Regler, Manader(28));

        Assert.That(prov.Utanfor.Select(u => u.Rad.Nr), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public void Formernas_timmar_ar_tillsammans_planens_timmar()
    {
        var prov = Timprov.Av([EnRad(), EnRad(2) with { Timmar = 7, FlerManader = "9" }, EnRad(3) with { Former = "Verksamhetsuppfoljning" }], Regler, null);

        Assert.That(prov.Former.Select(f => (f.Form, f.Tillfallen, f.Timmar)), Is.EqualTo(new (Uppfoljningsform?, int, int)[]
        {
            (Uppfoljningsform.Avtalsuppfoljning, 1, 12), (Uppfoljningsform.Verksamhetsuppfoljning, 2, 32), (null, 2, 14),
        }));
        Assert.That(prov.Former.Sum(f => f.Timmar) * 100, Is.EqualTo(prov.Behov));
    }

    [Test]
    public void En_rad_utan_manad_raknas_inte_in_utan_namns()
    {
        var prov = Timprov.Av([EnRad() with { ForstaManad = null, SistaManad = null }], Regler, Manader(0));

        Assert.That((prov.Behov, prov.UtanManad.Count, prov.Utanfor.Count), Is.EqualTo((0, 1, 0)));
    }

    internal static IReadOnlyList<int> Manader(int timmar) => [.. Enumerable.Repeat(timmar, 12)];

    internal static Planrad EnRad(int nr = 1, Bestams? bestams = Bestams.Risk, int? risk = 3000) => new()
    {
        Id = new Guid(nr, 7, 7, new byte[8]),
        Nr = nr,
        AvtalId = new Guid(nr, 8, 8, new byte[8]),
        Objekt = $"Avtal {nr}",
        VadSomFoljsUpp = $"Avtal {nr}: kvalitet.",
        Former = "Avtalsuppfoljning,Verksamhetsuppfoljning",
        Ansvarig = "Uppföljare",
        Driftsform = Driftsform.Aktiebolag,
        ForstaManad = 3,
        SistaManad = 3,
        IntervallManader = 12,
        Bestams = bestams,
        Riskpoang = risk,
        AterkopplingNamnd = "Rapport",
        AterkopplingUtforare = "Möte",
        AterkopplingAllmanhet = "Webben",
        Skal = "",
    };
}

/// <summary>Slumpade rader och slumpad bemanning.</summary>
public static class Timslump
{
    public static Arbitrary<Planrad[]> Rader() => Rad().ArrayOf().Select(a => a.Select((r, i) => r with
    {
        Nr = i + 1,
        Id = new Guid(i + 1, 7, 7, new byte[8]),
        AvtalId = new Guid(i + 1, 8, 8, new byte[8]),
        Objekt = $"Avtal {i + 1}",
    }).ToArray()).ToArbitrary();

    public static Arbitrary<int[]> Bemanning() => Gen.Choose(0, 120).ArrayOf(12).ToArbitrary();

    private static Gen<Planrad> Rad() =>
        from bestams in Gen.Elements([null, .. Enum.GetValues<Bestams>().Cast<Bestams?>()])
        from risk in Gen.OneOf(Gen.Constant((int?)null), Gen.Choose(0, 20).Select(p => (int?)(p * 500)))
        from forsta in Gen.Choose(1, 12)
        from langd in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Choose(1, 3)))
        from intervall in Gen.Elements(3, 4, 6, 12, 24)
        from timmar in Gen.Elements<int?>(null, 1, 7, 40)
        from hogst in Gen.Frequency((4, Gen.Constant((int?)null)), (1, Gen.Elements<int?>(6, 12, 24)))
        from granskning in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        from slut in Gen.Frequency((5, Gen.Constant((DateOnly?)null)), (1, Gen.Choose(1, 12).Select(m => (DateOnly?)new DateOnly(Ar, m, 15))))
        let sista = Math.Min(12, forsta + langd)
        let rad = TimprovTests.EnRad(1, bestams, risk) with { ForstaManad = forsta, SistaManad = sista, IntervallManader = intervall, Timmar = timmar, HogstIntervallManader = hogst, Slut = slut }
        select granskning
            ? rad with { Slag = Radslag.SarskildGranskning, Bestams = null, Riskpoang = null, IntervallManader = null, Utlosare = Utlosare.NyLag }
            : Planfonster.Lagd(rad, forsta, sista, intervall, Ar, Planregler.Forval);
}

/// <summary>Det som gäller för varje plan och varje bemanning.</summary>
[Properties(Arbitrary = [typeof(Timslump)], MaxTest = 300)]
public sealed class TimegenskaperTests
{
    private static readonly Planregler Regler = Planregler.Forval;

    [Property]
    public void Timmarna_over_manaderna_ar_tillfallenas_timmar(Planrad[] rader)
    {
        foreach (var rad in rader)
        {
            Assert.That(Timprov.Fordela(rad, Regler).Sum(), Is.EqualTo(Radtimmar.For(rad, Regler.Formtider).Aret * 100));
        }
        var prov = Timprov.Av(rader, Regler, null);
        Assert.That(prov.Behov, Is.EqualTo(prov.Former.Sum(f => f.Timmar) * 100));
        Assert.That(prov.Manader.Select(m => m.Behov), Is.EqualTo(prov.Manader.Select(m => m.Rader.Sum(r => r.Timmar))));
    }

    [Property]
    public void Mer_bemanning_gor_aldrig_att_en_rad_faller_utanfor(Planrad[] rader, int[] bemanning, int[] mer)
    {
        var fore = Utanfor(Timprov.Av(rader, Regler, bemanning));
        var efter = Utanfor(Timprov.Av(rader, Regler, [.. bemanning.Zip(mer, (a, b) => a + b)]));

        Assert.That(efter, Is.SubsetOf(fore));
    }

    [Property]
    public void Den_som_ryms_gar_fore_den_som_inte_ryms_i_samma_manad(Planrad[] rader, int[] bemanning)
    {
        foreach (var manad in Timprov.Av(rader, Regler, bemanning).Manader)
        {
            var gransen = manad.Rader.TakeWhile(r => r.Ryms == true).Count();
            Assert.That(manad.Rader.Skip(gransen).Select(r => r.Ryms), Has.All.False);
            Assert.That(manad.Rader.Take(gransen).Sum(r => r.Timmar), Is.LessThanOrEqualTo(manad.Finns!.Value));
        }
    }

    [Property]
    public void Forslagen_ror_aldrig_det_som_lag_avtal_namnd_eller_beslut_kraver(Planrad[] rader, int[] bemanning)
    {
        foreach (var f in Timforslagen.For(rader, Ar, Regler, bemanning))
        {
            Assert.That(Timprov.Foretrade(f.Rad), Is.EqualTo(Radforetrade.Risk));
            if (f.Sort == Timforslagssort.LamnaUt) { Assert.That((f.Rad.HogstIntervallManader, f.Rad.Riskpoang is null), Is.EqualTo(((int?)null, false))); }
            if (f.Sort == Timforslagssort.Glesa) { Assert.That(f.Varde, Is.LessThanOrEqualTo(f.Rad.HogstIntervallManader ?? 12).And.GreaterThan(f.Rad.IntervallManader!.Value)); }
            if (f.Sort == Timforslagssort.Flytta) { Assert.That(Planfonster.ProvaManad(f.Rad, f.Varde!.Value, Ar), Is.Empty); }
        }
    }

    [Property]
    public void Det_som_foreslas_lamnas_ut_har_aldrig_hogre_risk_an_det_som_star_kvar_i_samma_manad(Planrad[] rader, int[] bemanning)
    {
        // Rader med ett enda tillfälle i en månad: då är det entydigt vilka som tävlar om samma timmar.
        Planrad[] enkla = [.. rader.Where(r => r.IntervallManader >= 12).Select(r => r with { SistaManad = r.ForstaManad })];
        var forslag = Timforslagen.For(enkla, Ar, Regler, bemanning);
        var ute = forslag.Where(f => f.Sort == Timforslagssort.LamnaUt).Select(f => f.Rad).ToList();
        var rorda = forslag.Select(f => f.Rad.Id).ToHashSet();
        foreach (var rad in ute)
        {
            var lagre = enkla.Where(r => !rorda.Contains(r.Id) && r.ForstaManad == rad.ForstaManad && Timforslagen.Rorlig(r)
                && r is { Riskpoang: not null, HogstIntervallManader: null } && r.Riskpoang < rad.Riskpoang);
            Assert.That(lagre, Is.Empty, $"Rad {rad.Nr} lämnas ut.");
        }
    }

    [Property]
    public void Varje_rad_far_hogst_ett_forslag_och_alla_kan_goras(Planrad[] rader, int[] bemanning)
    {
        var forslag = Timforslagen.For(rader, Ar, Regler, bemanning);
        Assert.That(forslag.Select(f => f.Rad.Id), Is.Unique);

        var andring = new Planandring(Ar, Regler, [], rader, [], "Prov", new DateOnly(2026, 11, 21));
        foreach (var f in forslag)
        {
            Assert.That(f.Sort switch
            {
                Timforslagssort.Flytta => andring.Flytta(f.Rad.Id, f.Varde!.Value, enManad: true),
                Timforslagssort.Glesa => andring.Glesa(f.Rad.Id, f.Varde!.Value),
                _ => andring.LamnaUt(f.Rad.Id, f.Skal),
            }, Is.Empty);
        }
        if (Timprov.Av(rader, Regler, bemanning).Utanfor.Count == 0) { Assert.That(forslag, Is.Empty); }
        var fore = Brist(Timprov.Av(rader, Regler, bemanning));
        Assert.That(Brist(Timprov.Av(andring.Rader, Regler, bemanning)), forslag.Count > 0 ? Is.LessThan(fore) : Is.EqualTo(fore));
    }

    private static int Brist(Timprov prov) => prov.Manader.Sum(m => Math.Max(0, -m.Skillnad!.Value));

    private static IEnumerable<(int, Guid)> Utanfor(Timprov prov) => prov.Manader.SelectMany(m => m.Utanfor.Select(r => (m.Manad, r.Rad.Id)));
}

/// <summary>Vad som föreslås när timmarna inte räcker.</summary>
public sealed class TimforslagTests
{
    private static readonly Planregler Regler = Planregler.Forval;

    [Test]
    public void Det_som_ryms_i_en_annan_manad_flyttas_och_inget_annat_rors()
    {
        Planrad[] rader = [TimprovTests.EnRad(1, Bestams.Lag), TimprovTests.EnRad(2, Bestams.Risk, 8000), TimprovTests.EnRad(3, Bestams.Risk, 1000)];

        var forslag = Timforslagen.For(rader, Ar, Regler, [0, 28, 56, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

        Assert.That(forslag.Select(f => (f.Sort, f.Rad.Nr, f.Varde, f.Frigor)), Is.EqualTo(new[] { (Timforslagssort.Flytta, 3, (int?)2, 2800) }));
        Assert.That(forslag[0].Foljd, Is.EqualTo("Rad 3, Avtal 3, följs upp i februari i stället för mars. Inget faller bort."));
    }

    [Test]
    public void Ett_avtal_som_snart_loper_ut_laggs_i_den_manad_av_sin_period_dar_det_finns_timmar()
    {
        var rad = TimprovTests.EnRad() with { ForstaManad = 1, SistaManad = 3, Slut = new DateOnly(Ar, 12, 31) };

        var forslag = Timforslagen.For([rad], Ar, Regler, [0, 0, 28, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

        Assert.That(forslag.Select(f => (f.Sort, f.Varde)), Is.EqualTo(new[] { (Timforslagssort.Flytta, (int?)3) }));
        Assert.That(forslag[0].Foljd, Is.EqualTo("Rad 1, Avtal 1, följs upp i mars i stället för januari–mars. Inget faller bort."));
    }

    [Test]
    public void Juli_ar_ledig_och_ett_avtal_som_snart_loper_ut_flyttas_inte()
    {
        var rad = TimprovTests.EnRad();
        Assert.That(Planfonster.Flyttbara(rad, Ar, Regler, null), Is.EqualTo(new[] { 1, 2, 4, 5, 6, 8, 9, 10, 11, 12 }));
        Assert.That(Planfonster.Flyttbara(rad, Ar, Regler, 5), Is.EqualTo(new[] { 1, 2, 4, 5 }));
        // Sex månaders förberedelse: till och med den 30 juni året efter styr slutet tiden.
        Assert.That(Planfonster.Flyttbara(rad with { Slut = new DateOnly(Ar + 1, 6, 30) }, Ar, Regler, null), Is.Empty);
        Assert.That(Planfonster.Flyttbara(rad with { Slut = new DateOnly(Ar + 1, 7, 1) }, Ar, Regler, null), Is.Not.Empty);
        // Inom sin period kan den läggas i en av månaderna.
        Assert.That(Planfonster.Flyttbara(rad with { ForstaManad = 1, Slut = new DateOnly(Ar + 1, 6, 30) }, Ar, Regler, null), Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public void Nar_inget_gar_att_flytta_gors_den_lagsta_risken_glesare()
    {
        Planrad Tre(int nr, int risk) => Planfonster.Lagd(TimprovTests.EnRad(nr, Bestams.Risk, risk), 2, 2, 4, Ar, Regler);

        // Två rader med tre tillfällen var; i juni finns bara timmar för den ena.
        var forslag = Timforslagen.For([Tre(1, 9000), Tre(2, 8000)], Ar, Regler, [0, 56, 0, 0, 0, 28, 0, 0, 0, 56, 0, 0]);

        Assert.That(forslag.Select(f => (f.Sort, f.Rad.Nr, f.Varde)), Is.EqualTo(new[] { (Timforslagssort.Glesa, 2, (int?)12) }));
        Assert.That(forslag[0].Foljd, Does.Contain("1 gång i år i stället för 3"));
    }

    [Test]
    public void Sist_lamnas_den_lagsta_risken_ut_sa_att_den_hogre_far_plats()
    {
        Planrad[] rader =
        [
            TimprovTests.EnRad(1, Bestams.Risk, 9000), TimprovTests.EnRad(2, Bestams.Risk, 7000),
            TimprovTests.EnRad(3, Bestams.Risk, 500) with { ForstaManad = 4, SistaManad = 4 },
        ];

        var forslag = Timforslagen.For(rader, Ar, Regler, [0, 0, 28, 28, 0, 0, 0, 0, 0, 0, 0, 0]);

        Assert.That(forslag.Select(f => (f.Sort, f.Rad.Nr, f.Varde)), Is.EquivalentTo(new[] { (Timforslagssort.Flytta, 2, (int?)4), (Timforslagssort.LamnaUt, 3, (int?)null) }));
    }

    [Test]
    public void Racker_inte_timmarna_for_det_lagbundna_foreslas_inget_om_det() =>
        Assert.That(Timforslagen.For([TimprovTests.EnRad(1, Bestams.Lag), TimprovTests.EnRad(2, Bestams.Lag)], Ar, Regler, TimprovTests.Manader(0)), Is.Empty);

    [Test]
    public void En_rad_som_andra_foljs_upp_i_lamnas_inte_ut()
    {
        var rad = TimprovTests.EnRad();
        Assert.That(Timforslagen.For([rad], Ar, Regler, TimprovTests.Manader(0), sammanslagna: new HashSet<Guid> { rad.Id }), Is.Empty);
    }
}
