using FsCheck.NUnit;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Planer;
using Property = FsCheck.NUnit.PropertyAttribute;

namespace Uppfoljning.Domain.Tests.Planer;

/// <summary>Det som gäller för varje register, hur det än ser ut.</summary>
[Properties(Arbitrary = [typeof(Slump)], MaxTest = 200)]
public sealed class PlanegenskaperTests
{
    private static Planforslag Forslag(IEnumerable<Planobjekt> register) => Plangenerering.Foresla(register, Planfakta.Ar, Planregler.Forval);

    // UPP-01: rader och skäl är tillsammans hela registret.
    [Property]
    public void Varje_objekt_har_exakt_en_rad_eller_ett_skal(Planobjekt[] register)
    {
        var forslag = Forslag(register);

        Assert.That(forslag.Rader.Select(r => r.ObjektId).Concat(forslag.Utan.Select(u => u.ObjektId)), Is.EquivalentTo(register.Select(o => o.Id)));
        Assert.That(forslag.Utan.Select(u => u.Skal), Has.All.Not.Empty);
    }

    [Property]
    public void Varje_avtal_som_loper_under_aret_har_en_rad(Planobjekt[] register)
    {
        var rader = Forslag(register).Rader.Select(r => r.ObjektId).ToHashSet();

        foreach (var avtal in register.Where(o => o.Sort == Objektsort.Avtal))
        {
            Assert.That(rader.Contains(avtal.Id), Is.EqualTo(Avtalstid.LoperUnder(Planfakta.Ar, avtal.Tillstand!.Value, avtal.Start, avtal.Slut)));
        }
    }

    [Property]
    public void Varje_foreslagen_rad_har_programmets_fem_punkter(Planobjekt[] register) =>
        Assert.That(Forslag(register).Rader.SelectMany(Plankrav.Prova), Is.Empty);

    [Property]
    public void Varje_rad_ryms_i_databasen_och_har_alla_skal(Planobjekt[] register)
    {
        foreach (var rad in Forslag(register).Rader)
        {
            Assert.That(rad.Skal.Length, Is.LessThan(4000));
            Assert.That(Planskal.Las(rad.Skal).Select(s => s.Sort), Is.EquivalentTo(Enum.GetValues<Skalsort>().Where(s => s != Skalsort.Andring)));
        }
    }

    [Property]
    public void Samma_register_ger_samma_plan_i_vilken_ordning_det_an_lases(Planobjekt[] register)
    {
        var forslag = Forslag(register);
        var bakvant = Forslag(register.Reverse());

        Assert.That(bakvant.Rader, Is.EqualTo(forslag.Rader));
        Assert.That(bakvant.Utan, Is.EqualTo(forslag.Utan));
    }

    [Property]
    public void Det_som_inget_datum_styr_sprids_jamnt_over_elva_manader(Planobjekt[] register)
    {
        var perManad = Enumerable.Range(1, 12).Where(m => m != Planregler.Forval.LedigManad)
            .Select(m => Forslag(register).Rader.Count(r => r.ForstaManad == m && r.Skal(Skalsort.Tid).StartsWith("Inget datum", StringComparison.Ordinal)))
            .ToList();

        Assert.That(perManad.Max() - perManad.Min(), Is.LessThanOrEqualTo(1));
    }

    [Property]
    public void Att_generera_om_ett_ororrt_utkast_andrar_ingenting(Planobjekt[] register)
    {
        var fore = Sparad(Forslag(register).Rader);

        var s = Planjamforelse.Sla(fore, Plangenerering.Foresla(register, Planfakta.Ar, Planregler.Forval, fore).Rader);

        Assert.That(s.Kvar, Is.EqualTo(fore));
        Assert.That((s.Nya.Count, s.Borttagna.Count, s.AntalErsatta), Is.EqualTo((0, 0, 0)));
    }

    [Property]
    public void Det_som_nagon_har_andrat_star_kvar(Planobjekt[] register, bool[] andrade)
    {
        var fore = Sparad(Forslag(register).Rader)
            .Select((r, i) => i < andrade.Length && andrade[i] ? r with { Andrad = true, Ansvarig = "Vald person", ForstaManad = 7, SistaManad = 7 } : r).ToList();
        var nyttRegister = register.Select(o => o with { Namn = o.Namn + " (nytt namn)" }).ToList();

        var s = Planjamforelse.Sla(fore, Plangenerering.Foresla(nyttRegister, Planfakta.Ar, Planregler.Forval, fore).Rader);

        foreach (var rad in s.Kvar)
        {
            Assert.That(rad.Objekt, Does.EndWith("(nytt namn)"));
            Assert.That(rad.Ansvarig == "Vald person" && rad.ForstaManad == 7, Is.EqualTo(rad.Andrad));
            Assert.That(rad.Version, Is.EqualTo(2));
        }
        Assert.That(s.AntalBehallna, Is.EqualTo(fore.Count(r => r.Andrad)));
    }

    [Property]
    public void Sammanslagningen_har_exakt_forslagets_objekt(Planobjekt[] fore, Planobjekt[] efter)
    {
        var rader = Sparad(Forslag(fore).Rader);
        var forslag = Forslag(efter).Rader;

        var s = Planjamforelse.Sla(rader, forslag);

        Assert.That(s.Nya.Concat(s.Kvar).Select(r => r.ObjektId), Is.EquivalentTo(forslag.Select(r => r.ObjektId)));
        Assert.That(s.Kvar.Concat(s.Borttagna).Select(r => r.Id), Is.EquivalentTo(rader.Select(r => r.Id)));
    }

    [Property]
    public void Checksumman_andras_av_varje_andring_och_bara_da(Planobjekt[] register)
    {
        var forslag = Forslag(register);
        var namnd = Guid.NewGuid();
        var summa = Plansumma.Av(namnd, Planfakta.Ar, forslag.Rader, forslag.Utan);

        Assert.That(Plansumma.Av(namnd, Planfakta.Ar, forslag.Rader.Reverse(), forslag.Utan.Reverse()), Is.EqualTo(summa));
        if (forslag.Rader.Count > 0)
        {
            List<Planrad> andrad = [forslag.Rader[0] with { AterkopplingNamnd = forslag.Rader[0].AterkopplingNamnd + "." }, .. forslag.Rader.Skip(1)];
            Assert.That(Plansumma.Av(namnd, Planfakta.Ar, andrad, forslag.Utan), Is.Not.EqualTo(summa));
        }
    }

    private static List<Planrad> Sparad(IReadOnlyList<Planrad> rader) => [.. rader.Select((r, i) => r with { Id = new Guid(i + 1, 9, 9, new byte[8]) })];
}
