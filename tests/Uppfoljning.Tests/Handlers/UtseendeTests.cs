using Microsoft.Extensions.Configuration;
using Uppfoljning.Application.Common;
using Uppfoljning.Infrastructure.Rapporter;
using Uppfoljning.Pdf;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Kommunens utseende prövas när programmet startar, och felet säger vilken inställning det är.</summary>
public sealed class UtseendeTests
{
    private string _mapp = null!;

    [SetUp]
    public void Skapa() => _mapp = Directory.CreateTempSubdirectory("utseende-").FullName;

    [TearDown]
    public void Rensa() => Directory.Delete(_mapp, recursive: true);

    [Test]
    public void Utan_installningar_galler_husets_utseende()
    {
        var utseende = Las();
        Assert.That((utseende.Kommun, utseende.Tema.Accent, utseende.Tema.Logo, utseende.Tema.Fonts, utseende.Morkad), Is.EqualTo(("Kommunen", new Theme().Accent, (ImageFile?)null, FontFamily.SourceSans, (string?)null)));
    }

    [TestCase("#12345", TestName = "För kort")]
    [TestCase("12345678", TestName = "Utan nummertecken")]
    [TestCase("#GG0000", TestName = "Inte hexadecimal")]
    [TestCase("blå", TestName = "Ett namn")]
    public void En_farg_som_inte_ar_en_farg_vagras(string farg) =>
        Assert.That(() => Las(("Utseende:Accent", farg)), Throws.TypeOf<DriftException>().With.Message.Contains($"Utseende:Accent är \"{farg}\""));

    // WCAG 2.1, 1.4.3: text i kommunens färg har minst 4,5:1 mot vitt.
    [TestCase("#1B4B72", null)]
    [TestCase("#767676", null)]
    [TestCase("#777777", "#767676")]
    [TestCase("#FFD200", "#8E7400")]
    public void En_farg_som_inte_gar_att_lasa_mot_vitt_morknas(string farg, string? morkad)
    {
        var utseende = Las(("Utseende:Accent", farg));
        Assert.That(utseende.Tema.Accent.Contrast(Color.White), Is.GreaterThanOrEqualTo(4.5));
        Assert.That((utseende.Onskad, utseende.Morkad), Is.EqualTo((farg, morkad)));
        Assert.That(utseende.Tema.Accent, Is.EqualTo(Color.FromHex(morkad ?? farg)));
    }

    [Test]
    public void Kontrasten_ar_den_som_WCAG_raknar() => Assert.Multiple(() =>
    {
        Assert.That(Color.FromHex("#FFFFFF").Contrast(Color.White), Is.EqualTo(1).Within(0.001));
        Assert.That(Color.FromHex("#000000").Contrast(Color.White), Is.EqualTo(21).Within(0.001));
        Assert.That(Color.FromHex("#777777").Contrast(Color.White), Is.EqualTo(4.478).Within(0.001));
    });

    [Test]
    public void Ett_marke_som_inte_finns_eller_inte_ar_en_bild_vagras()
    {
        Assert.That(() => Las(("Utseende:Logotyp", Path.Combine(_mapp, "saknas.png"))), Throws.TypeOf<DriftException>().With.Message.Contains("Utseende:Logotyp").And.Message.Contains("finns inte"));
        Assert.That(() => Las(("Utseende:Logotyp", _mapp)), Throws.TypeOf<DriftException>().With.Message.Contains("går inte att läsa"));
        Assert.That(() => Las(("Utseende:Logotyp", Fil("text.png", "inte en bild"))), Throws.TypeOf<DriftException>().With.Message.Contains("Den ska vara en bild i PNG eller JPEG"));
    }

    [Test]
    public void Ett_typsnitt_ar_fyra_filer_och_ett_namn()
    {
        var fil = Fil("normal.ttf", "inte ett typsnitt");
        (string, string)[] alla =
        [
            ("Utseende:Typsnitt:Namn", "Kommunsans"), ("Utseende:Typsnitt:Normal", fil), ("Utseende:Typsnitt:Fet", fil), ("Utseende:Typsnitt:Kursiv", fil), ("Utseende:Typsnitt:FetKursiv", fil),
        ];
        Assert.That(() => Las(alla[..3]), Throws.TypeOf<DriftException>().With.Message.Contains("Utseende:Typsnitt:Kursiv saknas"));
        Assert.That(() => Las(alla[1..]), Throws.TypeOf<DriftException>().With.Message.Contains("Utseende:Typsnitt:Namn saknas"));
        Assert.That(() => Las(alla), Throws.TypeOf<DriftException>().With.Message.Contains("typsnittet Kommunsans går inte att använda"));
        alla[2] = ("Utseende:Typsnitt:Fet", Path.Combine(_mapp, "saknas.ttf"));
        Assert.That(() => Las(alla), Throws.TypeOf<DriftException>().With.Message.Contains("Utseende:Typsnitt:Fet").And.Message.Contains("finns inte"));
    }

    [Test]
    public void Kommunen_har_ett_namn() =>
        Assert.That(() => Las(("Kommun:Namn", "  ")), Throws.TypeOf<DriftException>().With.Message.Contains("Kommun:Namn"));

    private static Utseende Las(params (string Nyckel, string Varde)[] installningar) =>
        Utseende.Las(new ConfigurationBuilder().AddInMemoryCollection(installningar.Select(i => KeyValuePair.Create(i.Nyckel, (string?)i.Varde))).Build());

    private string Fil(string namn, string innehall)
    {
        var fil = Path.Combine(_mapp, namn);
        File.WriteAllText(fil, innehall);
        return fil;
    }
}
