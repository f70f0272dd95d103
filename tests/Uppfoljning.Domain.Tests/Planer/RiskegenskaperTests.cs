using FsCheck;
using FsCheck.Fluent;
using FsCheck.NUnit;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;
using Property = FsCheck.NUnit.PropertyAttribute;

namespace Uppfoljning.Domain.Tests.Planer;

/// <summary>Det som gäller för varje register och varje uppsättning regler som nämnden får ha.</summary>
[Properties(Arbitrary = [typeof(Riskslump)], MaxTest = 200)]
public sealed class RiskegenskaperTests
{
    private static readonly DateOnly Arsborjan = new(Planfakta.Ar, 1, 1);

    [Property]
    public void De_slumpade_reglerna_ar_sadana_som_namnden_far_ha(Planregler regler) =>
        Assert.That(Planregelkrav.Prova(regler).Concat(regler.Regler.SelectMany(r => Planregelkrav.Prova(r))), Is.Empty);

    [Property]
    public void Andelarna_ar_tillsammans_poangen_och_overlever_lagringen(Planobjekt[] register, Planregler regler)
    {
        foreach (var rad in Plangenerering.Foresla(register, Planfakta.Ar, regler).Rader)
        {
            var last = Riskbedomning.Las(rad.Risk)!;

            Assert.That(last.Andelar.Sum(a => a.Poang), Is.EqualTo(rad.Riskpoang));
            Assert.That(last.Andelar, Is.EqualTo(Bedom(register.Single(o => o.Id == rad.ObjektId), regler).Andelar));
            Assert.That(last.Skriv(), Is.EqualTo(rad.Risk));
            Assert.That(rad.Riskpoang, Is.InRange(0, regler.Vikter.Values.Sum() * 100));
        }
    }

    [Property]
    public void En_faktor_som_tas_bort_andrar_bara_de_objekt_som_den_gav_poang(Planobjekt[] register, Planregler regler, Riskfaktor faktor)
    {
        var utan = Utan(regler, faktor);
        foreach (var o in register)
        {
            var (fore, efter) = (Bedom(o, regler), Bedom(o, utan));
            var andel = fore.Andelar.SingleOrDefault(a => a.Faktor == faktor)?.Poang ?? 0;

            Assert.That(efter.Poang, Is.EqualTo(fore.Poang - andel));
            Assert.That(efter.Andelar, Is.EqualTo(fore.Andelar.Where(a => a.Faktor != faktor)));
        }
    }

    [Property]
    public void Med_poanggranser_andrar_en_faktor_bara_de_raderna(Planobjekt[] register, Planregler slumpade, Riskfaktor faktor)
    {
        var regler = Poanggranser(slumpade);
        var fore = Frekvenser(register, regler);
        var efter = Frekvenser(register, Utan(regler, faktor));
        foreach (var o in register.Where(o => !Bedom(o, regler).Andelar.Any(a => a.Faktor == faktor && a.Poang > 0)))
        {
            Assert.That((efter[o.Id].IntervallManader, efter[o.Id].Niva, efter[o.Id].Bestams), Is.EqualTo((fore[o.Id].IntervallManader, fore[o.Id].Niva, fore[o.Id].Bestams)));
        }
    }

    [Property]
    public void Lika_poang_ger_lika_niva_och_hogre_poang_aldrig_en_lagre(Planobjekt[] register, Planregler regler)
    {
        var ordning = regler.Nivaer.Select((n, i) => (n.Namn, i)).ToDictionary(n => n.Namn, n => n.i);
        var nivaer = Frekvenser(register, regler).Values.Select(f => (f.Risk.Poang, Niva: ordning[f.Niva])).ToList();

        Assert.That(nivaer.GroupBy(n => n.Poang).Select(g => g.Select(n => n.Niva).Distinct().Count()), Has.All.EqualTo(1));
        Assert.That(nivaer.OrderByDescending(n => n.Poang).Select(n => n.Niva), Is.Ordered);
    }

    // KL-04: lagen går först; nämnden och risken kan bara göra uppföljningen tätare.
    [Property]
    public void Det_som_lag_eller_avtal_kraver_blir_aldrig_glesare(Planobjekt[] register, Planregler regler)
    {
        var objekt = register.ToDictionary(o => o.Id);
        foreach (var rad in Plangenerering.Foresla(register, Planfakta.Ar, regler).Rader)
        {
            var bindande = regler.Regler.Where(r => r.Slag != Regelslag.Namnd && r.HogstIntervallManader is not null && r.Traffar(objekt[rad.ObjektId])).ToList();
            foreach (var regel in bindande) { Assert.That(rad.IntervallManader, Is.LessThanOrEqualTo(regel.HogstIntervallManader!.Value)); }
            Assert.That(rad.HogstIntervallManader, Is.EqualTo(bindande.Min(r => r.HogstIntervallManader)));
        }
    }

    [Property]
    public void En_niva_rymmer_aldrig_fler_an_sin_andel(Planobjekt[] register, Planregler slumpade)
    {
        var regler = Andelsgranser(slumpade);
        var nivaer = Frekvenser(register, regler).Values.CountBy(f => f.Niva).ToDictionary();
        int antal = 0, andel = 0;
        foreach (var niva in regler.Nivaer.SkipLast(1))
        {
            antal += nivaer.GetValueOrDefault(niva.Namn);
            andel += niva.Grans;
            Assert.That(antal, Is.LessThanOrEqualTo((int)Math.Ceiling(register.Length * andel / 100m)));
        }
    }

    [Property]
    public void Samma_regler_har_ingen_effekt_och_summorna_stammer_annars(Planobjekt[] register, Planregler nu, Planregler nya)
    {
        Assert.That(Planeffekt.Av(register, Planfakta.Ar, nu, nu, [], []).Rader, Is.Empty);

        var effekt = Planeffekt.Av(register, Planfakta.Ar, nu, nya, [], []);
        Assert.That(effekt.TimmarEfter - effekt.TimmarFore, Is.EqualTo(effekt.Rader.Sum(r => (r.Efter?.Timmar ?? 0) - (r.Fore?.Timmar ?? 0))));
        Assert.That(effekt.RaderEfter - effekt.RaderFore, Is.EqualTo(effekt.AntalNya - effekt.AntalBorta));
    }

    private static Riskbedomning Bedom(Planobjekt o, Planregler regler) => Riskbedomning.Av(o.Risk, regler.Vikter, regler.OkantProcent, Arsborjan);

    private static Dictionary<Guid, Frekvens> Frekvenser(Planobjekt[] register, Planregler regler)
    {
        var val = new Frekvensval(register, Planfakta.Ar, regler);
        return register.ToDictionary(o => o.Id, val.For);
    }

    private static Planregler Utan(Planregler regler, Riskfaktor faktor) => regler with { Vikter = new Dictionary<Riskfaktor, int>(regler.Vikter) { [faktor] = 0 } };

    private static Planregler Poanggranser(Planregler r) => r.Granssort == Granssort.Poang ? r : r with
    {
        Granssort = Granssort.Poang,
        Nivaer = [.. r.Nivaer.Select((n, i) => n with { Grans = (r.Nivaer.Count - 1 - i) * 700 })],
    };

    private static Planregler Andelsgranser(Planregler r) => r.Granssort == Granssort.Andel ? r : r with
    {
        Granssort = Granssort.Andel,
        Nivaer = [.. r.Nivaer.Select((n, i) => n with { Grans = i < r.Nivaer.Count - 1 ? 7 : 100 - 7 * (r.Nivaer.Count - 1) })],
    };
}

/// <summary>Slumpade register med känd och okänd risk, och slumpade regler som uppfyller kraven.</summary>
public static class Riskslump
{
    public static Arbitrary<Planobjekt[]> Register() => Objekt().ArrayOf().Select(a => a.Select((o, i) =>
    {
        var id = new Guid(i + 1, 4, 2, [3, 4, 5, 6, 7, 8, 9, 10]);
        return o.EnhetId is null ? o with { AvtalId = id } : o with { EnhetId = id };
    }).ToArray()).ToArbitrary();

    public static Arbitrary<Planregler> Regler() => (
        from vikter in Gen.Choose(0, 100).ArrayOf(Enum.GetValues<Riskfaktor>().Length)
        from minst in Gen.Choose(0, Enum.GetValues<Riskfaktor>().Length - 1)
        from sort in Gen.Elements(Enum.GetValues<Granssort>())
        from antal in Gen.Choose(1, Planregelkrav.FlestNivaer)
        from granser in Gen.Choose(1, 15).ArrayOf(Planregelkrav.FlestNivaer)
        from intervall in Gen.Choose(1, Plankrav.LangstIntervallManader).ArrayOf(Planregelkrav.FlestNivaer)
        from okant in Gen.Choose(0, 100)
        from ledig in Gen.Choose(1, 12)
        from regler in Regel().ArrayOf(3)
        select Satta(vikter, minst, sort, granser[..antal], intervall[..antal], okant, ledig, regler)).ToArbitrary();

    private static Planregler Satta(int[] vikter, int minst, Granssort sort, int[] granser, int[] intervall, int okant, int ledig, Planregel[] regler)
    {
        vikter[minst] = Math.Max(1, vikter[minst]);
        Array.Sort(intervall);
        var hogst = vikter.Sum() * 100;
        var nivaer = new List<Risknivaregel>();
        for (var i = 0; i < granser.Length; i++)
        {
            var sista = i == granser.Length - 1;
            var grans = sort == Granssort.Andel
                ? sista ? 100 - granser[..i].Sum() : granser[i]
                : sista ? 0 : Math.Max(1, hogst / granser.Length) * (granser.Length - 1 - i);
            nivaer.Add(new($"Nivå {i + 1}", grans, intervall[i]));
        }
        return Planregler.Forval with
        {
            Vikter = Enum.GetValues<Riskfaktor>().ToDictionary(f => f, f => vikter[(int)f]),
            Granssort = sort,
            Nivaer = nivaer,
            OkantProcent = okant,
            LedigManad = ledig,
            Regler = [.. regler.Select((r, i) => r with { Id = new Guid(i + 1, 6, 6, new byte[8]) })],
        };
    }

    private static Gen<Planregel> Regel() =>
        from slag in Gen.Elements(Enum.GetValues<Regelslag>())
        from omrade in Gen.Elements<string?>("Äldreomsorg", "Stadsmiljö", null)
        from driftsform in Gen.Elements<Driftsform?>(Driftsform.EgenRegi, Driftsform.Aktiebolag, null)
        from manader in Gen.Choose(1, Plankrav.LangstIntervallManader)
        select new Planregel
        {
            Slag = slag,
            Benamning = "Regel",
            Kalla = "1 kap. 1 § lagen",
            Verksamhetsomrade = omrade,
            Driftsform = driftsform,
            HogstIntervallManader = manader,
            GallerFran = new(2026, 1, 1),
        };

    private static Gen<Planobjekt> Objekt() =>
        from avtal in ArbMap.Default.GeneratorFor<bool>()
        from namn in Gen.Elements("Hemtjänst", "Parkskötsel", "Åkeri", "Öppenvård")
        from omrade in Gen.Elements<string?>("Äldreomsorg", "Stadsmiljö", null)
        from driftsform in Gen.Elements<Driftsform?>(Driftsform.EgenRegi, Driftsform.Aktiebolag, Driftsform.KommunaltBolag, null)
        from slut in Kanske(Gen.Choose(0, 4 * 365).Select(d => new DateOnly(Planfakta.Ar - 1, 6, 1).AddDays(d)))
        from risk in Risk()
        select avtal
            ? new Planobjekt { AvtalId = Guid.Empty, Namn = namn, Verksamhetsomrade = omrade, Driftsform = driftsform, Tillstand = Avtalstillstand.Aktivt, Slut = slut, Risk = risk }
            : new Planobjekt { EnhetId = Guid.Empty, Namn = namn, Verksamhetsomrade = omrade, Driftsform = driftsform, Konkurrens = true, Risk = risk };

    private static Gen<Riskunderlag> Risk() =>
        from varde in Kanske(Gen.Elements(0L, 99_999_999L, 100_000_000L, 5_000_000_00L, 20_000_000_00L, 100_000_000_00L))
        from brukare in Kanske(Gen.Choose(0, 250))
        from senast in Kanske(Gen.Choose(1, 6 * 365).Select(d => Arsborjan.AddDays(-d)))
        from planerad in ArbMap.Default.GeneratorFor<bool>()
        from avvikelser in Kanske(Gen.Choose(0, 4))
        from sedan in Kanske(Gen.Choose(-200, 3 * 365).Select(d => Arsborjan.AddDays(-d)))
        from kontroller in Kanske(Gen.Choose(0, 3))
        from klagomal in Kanske(Gen.Choose(0, 12))
        from kanslig in Kanske(ArbMap.Default.GeneratorFor<bool>())
        from egen in Kanske(Gen.Choose(0, 100))
        select new Riskunderlag
        {
            VardeOre = varde,
            Brukare = brukare,
            SenastUppfoljd = senast,
            SenastPlanerad = planerad,
            OppnaAvvikelser = avvikelser,
            UtforarenSedan = sedan,
            KontrollerForfallna = kontroller,
            Klagomal = klagomal,
            KansligGrupp = kanslig,
            EgenVikt = egen,
        };

    private static readonly DateOnly Arsborjan = new(Planfakta.Ar, 1, 1);

    private static Gen<T?> Kanske<T>(Gen<T> gen) where T : struct => Gen.OneOf(Gen.Constant((T?)null), gen.Select(v => (T?)v), gen.Select(v => (T?)v));
}
