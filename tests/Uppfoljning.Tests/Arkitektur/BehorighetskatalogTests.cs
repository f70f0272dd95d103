using System.Text.RegularExpressions;
using Uppfoljning.Application.Behorigheter;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Tests.Arkitektur;

/// <summary>Meningen ovanför en begäran är den som användaren läser på sidan Vem får vad.</summary>
public sealed partial class BehorighetskatalogTests
{
    private static IEnumerable<Type> Begaranden => typeof(ICommand).Assembly.GetTypes().Where(t => !t.IsAbstract && Registrering.Begaran(t) is not null);

    [Test]
    public void Varje_begaran_har_en_mening_pa_svenska_som_gar_att_lasa() => Assert.Multiple(() =>
    {
        foreach (var begaran in Begaranden)
        {
            var mening = Behorighetskatalog.Mening(begaran);
            Assert.That(mening, Is.Not.Null.And.Not.Empty, $"{begaran.Name} saknar beskrivning: skriv vad den gör i <summary>, så som en användare läser det.");
            if (mening is null) { continue; }
            Assert.That(mening, Does.EndWith("."), begaran.Name);
            Assert.That(mening.Length, Is.InRange(15, 420), begaran.Name);
            Assert.That(KodRegex().Matches(mening).Select(m => m.Value), Is.Empty, $"{begaran.Name}: {mening}");
        }
    });

    [Test]
    public void Katalogen_har_allt_som_en_manniska_far_och_sager_vilket_omrade_det_hor_till() => Assert.Multiple(() =>
    {
        Assert.That(Behorighetskatalog.Alla.Select(p => p.Namn), Is.Unique);
        Assert.That(Behorighetskatalog.Alla, Has.Count.GreaterThan(200));
        Assert.That(Behorighetskatalog.Alla.Where(p => p.Galler != Galler.DetEgna && p.NagonAv == Roll.System), Is.Empty);
        Assert.That(Behorighetskatalog.Alla.Select(p => p.Omrade).Distinct().Where(o => OmradeRegex().IsMatch(o)), Is.Empty, "Området behöver ett namn i Behorighetskatalog.");
    });

    [Test]
    public void Varje_del_av_programmet_som_har_begaranden_har_en_rubrik_och_ingen_rubrik_star_tom()
    {
        var delar = Begaranden.Select(t => t.Namespace!.Split('.')[^1]).Distinct().ToList();
        var visade = Behorighetskatalog.Alla.Select(p => Begaranden.Single(t => t.Name == p.Namn).Namespace!.Split('.')[^1]).Distinct().ToList();
        Assert.That(visade.Except(Behorighetskatalog.Omraden.Keys), Is.Empty, "Området behöver ett namn i Behorighetskatalog.Omraden.");
        Assert.That(Behorighetskatalog.Omraden.Keys.Except(delar), Is.Empty);
        Assert.That(Behorighetskatalog.Omraden.Values, Is.Unique);
    }

    [Test]
    public void Regelverkets_nummer_visas_inte_men_lagrummen_star_kvar() => Assert.Multiple(() =>
    {
        string Mening(string namn) => Behorighetskatalog.Alla.Single(p => p.Namn == namn).Mening;
        Assert.That(Mening("ArkiveraAvtalCommand"), Is.EqualTo("Arkiverar ett avtal som har upphört och är helt avslutat."));
        Assert.That(Mening("NoteraAndringsannonsCommand"), Is.EqualTo("Noterar att en ändring har annonserats i en registrerad databas (17 kap. 16 § LOU)."));
    });

    [GeneratedRegex(@"@\w+|<|>|\bnull\b|\b[A-Z]\w*(Query|Command|Handler)\b|\b(?:K|P)\d+\b|\b[A-Z]{2,3}-\d+\b")]
    private static partial Regex KodRegex();

    // Ett område som ingen har namngett heter som mappen: ett ord utan å, ä och ö är då misstänkt, utom de här.
    [GeneratedRegex(@"^(Anvandare|Namnder|Oversikt|Mal|Utforare|Vyer|Planer|Sammantraden|Behorigheter)$")]
    private static partial Regex OmradeRegex();
}
