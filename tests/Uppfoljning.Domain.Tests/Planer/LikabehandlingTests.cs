using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;
using static Uppfoljning.Domain.Tests.Planer.Planfakta;

namespace Uppfoljning.Domain.Tests.Planer;

/// <summary>Egen regi och privata utförare av samma verksamhet följs upp lika (regelverket 3.3; 5 kap. 3 § KL).</summary>
public sealed class LikabehandlingTests
{
    private static readonly Planrad Privat = Rad(EttAvtal()) with { Riskniva = "Låg", IntervallManader = 24 };
    private static readonly Planrad Egen = Rad(EnEnhet(konkurrens: true)) with { Riskniva = "Låg", IntervallManader = 24 };

    private static IReadOnlyList<Hinder> Prova(params Planrad[] rader) => Likabehandling.Av(rader).Prova(new Dictionary<string, string>());

    [Test]
    public void Avtals_och_uppdragsuppfoljning_ar_varandras_motsvarighet()
    {
        Assert.That((Privat.Former, Egen.Former), Is.EqualTo(("Avtalsuppfoljning,Verksamhetsuppfoljning", "Uppdragsuppfoljning,Verksamhetsuppfoljning")));
        Assert.That(Likabehandling.Av([Privat, Egen]).Olikheter, Is.Empty);
        Assert.That(Likabehandling.Av([Privat, Egen]).Jamforda, Is.EqualTo(new[] { "Äldreomsorg" }));
    }

    [Test]
    public void En_form_som_bara_den_ena_har_ska_motiveras()
    {
        var olikhet = Likabehandling.Av([Privat with { Former = Privat.Former + ",Brukarundersokning" }, Egen]).AttMotivera.Single();

        Assert.That(olikhet.Text, Is.EqualTo("Brukarundersökning görs hos 0 av 1 i egen regi och 1 av 1 privata."));
        Assert.That((olikhet.EgenRegi.Count, olikhet.Privata.Count), Is.EqualTo((0, 1)));
        var hinder = Prova(Privat with { Former = Privat.Former + ",Brukarundersokning" }, Egen).Single();
        Assert.That((hinder.Kod, hinder.Lagrum), Is.EqualTo(("olikhet-utan-motiv", Lagrum.Kl(5, 3))));
    }

    [Test]
    public void En_motiverad_skillnad_hindrar_inte()
    {
        var jamforelse = Likabehandling.Av([Privat with { Former = Privat.Former + ",Brukarundersokning" }, Egen]);

        Assert.That(jamforelse.Prova(new Dictionary<string, string> { [jamforelse.AttMotivera.Single().Nyckel] = "Ny utförare." }), Is.Empty);
    }

    // KL-07: tillsyn över egen regi är förbjuden, så att den saknas där är ingen behandling.
    [Test]
    public void Tillsyn_forklaras_av_lagen()
    {
        var olikhet = Likabehandling.Av([Privat with { Former = Privat.Former + ",Tillsyn" }, Egen]).Olikheter.Single();

        Assert.That((olikhet.Forklaring is not null, olikhet.Lagrum), Is.EqualTo((true, Lagrum.Kl(6, 7))));
        Assert.That(Prova(Privat with { Former = Privat.Former + ",Tillsyn" }, Egen), Is.Empty);
    }

    [Test]
    public void Olika_intervall_pa_samma_niva_ska_motiveras() =>
        Assert.That(Likabehandling.Av([Privat with { IntervallManader = 12 }, Egen]).AttMotivera.Single().Text,
            Is.EqualTo("På risknivån låg följs egen regi upp vartannat år (1) och privata en gång per år (1)."));

    [Test]
    public void Olika_intervall_pa_olika_niva_ar_forklarade()
    {
        var olikhet = Likabehandling.Av([Privat with { Riskniva = "Hög", IntervallManader = 4 }, Egen]).Olikheter.Single();

        Assert.That(olikhet.Forklaring, Is.EqualTo("Intervallen skiljer för att riskpoängen ger olika nivå."));
        Assert.That(olikhet.Text, Is.EqualTo("Egen regi: låg vartannat år (1). Privata: hög tre gånger per år (1)."));
    }

    [Test]
    public void Olika_verksamhetsomraden_och_privata_emellan_jamfors_inte()
    {
        var annat = Egen with { Verksamhetsomrade = "Skola", IntervallManader = 1 };

        Assert.That(Likabehandling.Av([Privat, annat, Rad(EttAvtal()) with { Riskniva = "Låg", IntervallManader = 6 }]).Olikheter, Is.Empty);
    }

    [Test]
    public void Det_som_inte_ar_kant_och_kommunens_bolag_jamfors_inte_och_namns()
    {
        var okand = Rad(EttAvtal(driftsform: null));
        var bolag = Rad(EttAvtal(driftsform: Driftsform.KommunaltBolag)) with { IntervallManader = 1 };
        var utanOmrade = Rad(EttAvtal()) with { Verksamhetsomrade = null };

        var jamforelse = Likabehandling.Av([Egen, okand, bolag, utanOmrade]);

        Assert.That(jamforelse.Olikheter, Is.Empty);
        Assert.That(jamforelse.Ojamforda, Has.Count.EqualTo(3));
        Assert.That(jamforelse.Ojamforda, Does.Contain(okand).And.Contain(bolag));
    }

    [Test]
    public void En_delad_rad_raknas_med_alla_sina_former()
    {
        var delar = new[] { Privat with { Former = "Avtalsuppfoljning" }, Privat with { Former = "Verksamhetsuppfoljning", Del = 2 } };

        Assert.That(Likabehandling.Av([.. delar, Egen]).Olikheter, Is.Empty);
    }
}
