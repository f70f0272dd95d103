using FsCheck.NUnit;
using Uppfoljning.Domain.Planer;
using static Uppfoljning.Domain.Tests.Planer.Planfakta;
using Property = FsCheck.NUnit.PropertyAttribute;

namespace Uppfoljning.Domain.Tests.Planer;

/// <summary>Jämförelsen av två planer: arbetsrader mot beslutad version, version mot version, år mot år.</summary>
[Properties(Arbitrary = [typeof(Slump)], MaxTest = 100)]
public sealed class PlanskillnadTests
{
    private static readonly Planrad EnRad = Rad(EttAvtal()) with { Id = Guid.NewGuid() };

    private static Planskillnad Mellan(IReadOnlyList<Planrad> fore, IReadOnlyList<Planrad> efter) => Planskillnad.MellanVersioner(fore, efter, [], [], Ar);

    [Property]
    public void En_plan_skiljer_sig_inte_fran_sig_sjalv(Planobjekt[] register)
    {
        var forslag = Plangenerering.Foresla(register, Ar, Planregler.Forval);
        var rader = MedId(forslag.Rader);

        var skillnad = Planskillnad.MellanVersioner(rader, rader, forslag.Utan, forslag.Utan, Ar);

        Assert.That(skillnad.Tom, Is.True);
        Assert.That(skillnad.BaraTid, Is.False);
        Assert.That(skillnad.Oforandrade, Is.EqualTo(rader));
        Assert.That(Planskillnad.MellanAr(rader, rader, Ar).Tom, Is.True);
    }

    [Property]
    public void Skillnaden_gjord_i_den_ena_ger_den_andra(Planobjekt[] register, int fro)
    {
        var alla = MedId(Plangenerering.Foresla(register, Ar, Planregler.Forval).Rader);
        var fore = alla.Where((_, i) => !Traff(i, fro, 5)).ToList();
        var efter = alla.Where((_, i) => !Traff(i, fro, 7)).Select((r, i) => Andrad(r, i, fro)).ToList();

        var skillnad = Mellan(fore, efter);

        Assert.That(skillnad.Tillampa(fore).Select(Innehall), Is.EquivalentTo(efter.Select(Innehall)));
        Assert.That(skillnad.Tillkomna.Count + skillnad.Andrade.Count + skillnad.Oforandrade.Count, Is.EqualTo(efter.Count));
        Assert.That(skillnad.Borttagna.Count + skillnad.Andrade.Count + skillnad.Oforandrade.Count, Is.EqualTo(fore.Count));
    }

    [Test]
    public void Varje_andrat_falt_star_fore_och_efter_med_skalet()
    {
        var efter = EnRad with
        {
            Ansvarig = "Enhetschef",
            ForstaManad = 10,
            SistaManad = 11,
            Skal = EnRad.Skal.Replace("Ansvarig: ", "Ansvarig: Ändrad av Bo. ", StringComparison.Ordinal) + "\nAndring: Vakans på förvaltningen.",
        };

        var andrad = Mellan([EnRad], [efter]).Andrade.Single();

        Assert.That(andrad.Falt, Is.EqualTo(new[]
        {
            new Faltskillnad(Skillnadsfalt.Ansvarig, "Förvaltningens uppföljare", "Enhetschef"),
            new Faltskillnad(Skillnadsfalt.Tid, Plantillfallen.Text(EnRad, Ar), "oktober–november 2027"),
        }));
        Assert.That(andrad.Skal.Select(s => s.Sort), Is.EquivalentTo(new[] { Skalsort.Ansvarig, Skalsort.Andring }));
    }

    // P3: bara en ändrad tid får beslutas på delegation.
    [Test]
    public void Bara_en_andrad_tid_ar_bara_tid()
    {
        var flyttad = EnRad with { ForstaManad = 12, SistaManad = 12, Skal = EnRad.Skal + "\nAndring: x" };

        Assert.That(Mellan([EnRad], [flyttad]).BaraTid, Is.True);
        Assert.That(Mellan([EnRad], [flyttad with { Ansvarig = "X" }]).BaraTid, Is.False);
        Assert.That(Mellan([EnRad], [flyttad, Rad(EttAvtal()) with { Id = Guid.NewGuid() }]).BaraTid, Is.False);
        Assert.That(Mellan([EnRad], [EnRad with { IntervallManader = 4 }]).BaraTid, Is.False);
    }

    [Test]
    public void Ett_andrat_skal_for_det_som_star_utan_rad_ar_en_skillnad()
    {
        var utan = new UtanRad { AvtalId = Guid.NewGuid(), Objekt = "X", Skal = "Ett" };

        var skillnad = Planskillnad.MellanVersioner([EnRad], [EnRad], [utan], [utan with { Skal = "Två" }], Ar);

        Assert.That((skillnad.Tom, skillnad.UtanTillkomna.Single().Skal, skillnad.UtanBorttagna.Single().Skal), Is.EqualTo((false, "Två", "Ett")));
    }

    [Test]
    public void Mellan_tva_ar_jamfors_objekten_och_arets_namn_ar_ingen_skillnad()
    {
        var forra = EnRad with { Id = Guid.NewGuid(), Riskniva = null, Riskpoang = null, Risk = null };
        var granskning = EnRad with { Id = Guid.NewGuid(), Slag = Radslag.SarskildGranskning };

        Assert.That(Planskillnad.MellanAr([forra], [EnRad, granskning], Ar).Tom, Is.True);
        var tatare = Planskillnad.MellanAr([forra with { IntervallManader = 36 }], [EnRad], Ar).Andrade.Single();
        Assert.That(tatare.Falt.Single(), Is.EqualTo(new Faltskillnad(Skillnadsfalt.Intervall, "vart tredje år", Plantext.Intervall(EnRad.IntervallManader))));
    }

    [Test]
    public void Orsaken_sager_vad_som_bestammer_poangen_och_den_faktor_som_andrades_mest()
    {
        Planrad Med(int? avvikelser, int klagomal) => EnRad with
        {
            Bestams = avvikelser is null ? Bestams.Lag : Bestams.Risk,
            Riskpoang = Risk(avvikelser, klagomal).Poang,
            Risk = Risk(avvikelser, klagomal).Skriv(),
        };
        static Riskbedomning Risk(int? avvikelser, int klagomal) => Riskbedomning.Av(new Riskunderlag { OppnaAvvikelser = avvikelser, Klagomal = klagomal }, Planregler.Forval.Vikter, 0, new DateOnly(Ar, 1, 1));

        var orsak = Riskorsak.Av(Med(null, 0), Med(3, 1));

        Assert.That((orsak.Faktor, orsak.VardeFore, orsak.VardeEfter, orsak.Andring), Is.EqualTo(((Riskfaktor?)Riskfaktor.OppnaAvvikelser, "inte känt", "3 öppna avvikelser", 1500)));
        Assert.That(orsak.Text(), Is.EqualTo("Intervallet bestäms av risken; förra året av lag. Riskpoängen gick från 0 till 17,5. Mest ändrades öppna avvikelser: inte känt → 3 öppna avvikelser (+15 poäng)."));
    }

    private static List<Planrad> MedId(IEnumerable<Planrad> rader) => [.. rader.Select((r, i) => r with { Id = new Guid(i + 1, 7, 7, new byte[8]) })];

    private static bool Traff(int i, int fro, int av) => (uint)(i + fro) % av == 0;

    private static Planrad Andrad(Planrad r, int i, int fro)
    {
        if (Traff(i, fro, 2)) { r = r with { Ansvarig = r.Ansvarig + "!", Version = r.Version + 1, Skal = r.Skal + "\nAndring: x" }; }
        if (Traff(i, fro, 3)) { r = r with { ForstaManad = 12, SistaManad = 12, FlerManader = null }; }
        if (Traff(i, fro, 4)) { r = r with { Risk = null, Riskniva = "Annan", Bestams = Bestams.Hand, IntervallManader = 1 }; }
        return Traff(i, fro, 6) ? r with { Utforare = null, Driftsform = null, Timmar = 3, AterkopplingNamnd = "Nytt", Former = "Egenkontroll" } : r;
    }

    /// <summary>Det i raden som är planens innehåll: inte numret, versionen eller skälen.</summary>
    private static Planrad Innehall(Planrad r) => r with { Nr = 0, Version = 0, Andrad = false, Skal = "" };
}
