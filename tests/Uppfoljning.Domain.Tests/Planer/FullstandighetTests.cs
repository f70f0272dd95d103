using FsCheck.NUnit;
using Uppfoljning.Domain.Planer;
using static Uppfoljning.Domain.Tests.Planer.Planfakta;
using Property = FsCheck.NUnit.PropertyAttribute;

namespace Uppfoljning.Domain.Tests.Planer;

/// <summary>Beviset för att planen är fullständig (UPP-01).</summary>
[Properties(Arbitrary = [typeof(Slump)], MaxTest = 100)]
public sealed class FullstandighetTests
{
    // UPP-01: planens rader och skälen är tillsammans registret, vad någon än har lämnat ut.
    [Property]
    public void Rader_och_skal_ar_tillsammans_registret(Planobjekt[] register, int fro)
    {
        var forslag = Utlamnat(register, fro);

        var bevis = Fullstandighet.Av(register.Select(Registerobjekt.Av), forslag.Rader, forslag.Utan);

        Assert.That(bevis.Fullstandig, Is.True);
        Assert.That(bevis.Objekt.Select(o => o.Objekt.Id), Is.EquivalentTo(register.Select(o => o.Id)));
        Assert.That(bevis.Objekt.Where(o => o.Tackning == Tackning.Rad).Select(o => o.Objekt.Id), Is.EquivalentTo(forslag.Rader.Select(r => r.ObjektId)));
        Assert.That(bevis.Utanfor, Is.Empty);
        foreach (var s in new[] { bevis.Avtal, bevis.Enheter, bevis.Totalt, bevis.Utforarna }) { Assert.That(s.MedRad + s.MedSkal + s.Saknas, Is.EqualTo(s.Antal)); }
        Assert.That(bevis.Avtal.Antal + bevis.Enheter.Antal, Is.EqualTo(bevis.Totalt.Antal));
        Assert.That(bevis.Utforare.Sum(u => u.Objekt.Count), Is.EqualTo(register.Count(o => o.UtforareId is not null)));
    }

    [Property]
    public void Det_som_tas_bort_ur_planen_saknas(Planobjekt[] register, int fro)
    {
        var forslag = Utlamnat(register, fro);
        var bort = forslag.Rader.Where((_, i) => (uint)(i + fro) % 3 == 0).Select(r => r.ObjektId).ToHashSet();

        var bevis = Fullstandighet.Av(register.Select(Registerobjekt.Av), [.. forslag.Rader.Where(r => !bort.Contains(r.ObjektId))], forslag.Utan);

        Assert.That(bevis.Objekt.Where(o => o.Tackning == Tackning.Saknas).Select(o => o.Objekt.Id), Is.EquivalentTo(bort));
        Assert.That(bevis.Totalt.Saknas, Is.EqualTo(bort.Count));
    }

    [Test]
    public void Ett_sammanslaget_objekt_har_den_andra_radens_nummer_tills_den_forsvinner()
    {
        var (ett, tva) = (EttAvtal() with { Namn = "Ett", UtforareId = Guid.NewGuid() }, EttAvtal() with { Namn = "Två" });
        var rad = Rad(ett) with { Id = Guid.NewGuid(), Nr = 4 };
        var utan = new UtanRad { AvtalId = tva.AvtalId, Objekt = "Två", Skal = "Följs upp i rad 4.", Slag = Utanslag.Sammanslagen, GenomRadId = rad.Id };
        Registerobjekt[] register = [Registerobjekt.Av(ett), Registerobjekt.Av(tva)];

        Assert.That(Fullstandighet.Av(register, [rad], [utan]).Objekt[1].Rader, Is.EqualTo(new[] { 4 }));
        Assert.That(Fullstandighet.Av(register, [rad with { Id = Guid.NewGuid() }], [utan]).Objekt[1].Tackning, Is.EqualTo(Tackning.Saknas));
    }

    [Test]
    public void En_delad_rad_har_alla_sina_nummer_och_en_sarskild_granskning_tacker_inget()
    {
        var avtal = EttAvtal();
        var rad = Rad(avtal) with { Id = Guid.NewGuid(), Nr = 1 };
        var del = rad with { Id = Guid.NewGuid(), Nr = 2, Del = 2 };
        var granskning = rad with { Id = Guid.NewGuid(), Nr = 3, Slag = Radslag.SarskildGranskning };

        Assert.That(Fullstandighet.Av([Registerobjekt.Av(avtal)], [del, rad, granskning], []).Objekt.Single().Rader, Is.EqualTo(new[] { 1, 2 }));
        Assert.That(Fullstandighet.Av([Registerobjekt.Av(avtal)], [granskning], []).Objekt.Single().Tackning, Is.EqualTo(Tackning.Saknas));
        Assert.That(Fullstandighet.Av([], [rad], []).Utanfor, Is.EqualTo(new[] { rad }));
    }

    [Property]
    public void En_fryst_plan_ar_alltid_fullstandig_i_sig(Planobjekt[] register)
    {
        var forslag = Plangenerering.Foresla(register, Ar, Planregler.Forval);

        var bevis = Fullstandighet.AvPlanen([.. forslag.Rader.Select(r => r with { Id = Guid.NewGuid() })], forslag.Utan);

        Assert.That((bevis.Fullstandig, bevis.Totalt.Antal), Is.EqualTo((true, register.Length)));
    }

    /// <summary>Förslaget när var fjärde rad har lämnats ut med ett skäl.</summary>
    private static Planforslag Utlamnat(Planobjekt[] register, int fro)
    {
        var forsta = Plangenerering.Foresla(register, Ar, Planregler.Forval);
        var utlamnade = forsta.Rader.Where((_, i) => (uint)(i + fro) % 4 == 0)
            .Select(r => new UtanRad { AvtalId = r.AvtalId, EnhetId = r.EnhetId, Objekt = r.Objekt, Slag = Utanslag.Utelamnad, Skal = "Ryms inte i timmarna." });
        var forslag = Plangenerering.Foresla(register, Ar, Planregler.Forval, [], utlamnade);
        return forslag with { Rader = [.. forslag.Rader.Select(r => r with { Id = Guid.NewGuid() })] };
    }
}
