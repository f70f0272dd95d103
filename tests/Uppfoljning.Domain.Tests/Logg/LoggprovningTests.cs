using System.Security.Cryptography;
using System.Text;
using Uppfoljning.Domain.Logg;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Domain.Tests.Logg;

/// <summary>Kedjan och prövningen av den: det första felet, på rätt rad och på rätt sätt.</summary>
public sealed class LoggprovningTests
{
    private static readonly byte[] Nyckel = "en nyckel som bara finns i testerna"u8.ToArray();
    private static readonly byte[] Gammal = "en aldre nyckel bara for testerna.."u8.ToArray();
    private static readonly DateTimeOffset Tid = new(2026, 11, 21, 9, 0, 0, 123, TimeSpan.Zero);

    [Test]
    public void Serialiseringen_ar_ett_lofte_som_inte_far_andras_for_det_som_redan_ar_skrivet()
    {
        var rad = new Loggrad
        {
            Nr = 7,
            Nyckel = "abc",
            Id = new Guid("0193a1b2-0000-7000-8000-000000000001"),
            Tid = Tid,
            Anvandare = "Åsa",
            NamndId = new Guid("0193a1b2-0000-7000-8000-000000000002"),
            Vad = "Avtal registrerat",
            Mening = "Avtalet Hemtjänst registrerat.",
        };
        var text = "1:11:73:abc36:0193a1b2-0000-7000-8000-00000000000124:2026-11-21T09:00:00.123Z-4:Åsa36:0193a1b2-0000-7000-8000-000000000002-17:Avtal registrerat31:Avtalet Hemtjänst registrerat.-64:" + Loggkedja.Borjan;
        Assert.That(Loggkedja.Berakna(Nyckel, rad, Loggkedja.Borjan), Is.EqualTo(Convert.ToHexStringLower(HMACSHA256.HashData(Nyckel, Encoding.UTF8.GetBytes(text)))));
    }

    [Test]
    public void Falten_kan_inte_flyta_ihop()
    {
        var rad = new Loggrad { Nr = 1, Vad = "ab", Mening = "c" };
        Assert.That(Loggkedja.Berakna(Nyckel, rad with { Vad = "a", Mening = "bc" }, Loggkedja.Borjan), Is.Not.EqualTo(Loggkedja.Berakna(Nyckel, rad, Loggkedja.Borjan)));
        Assert.That(Loggkedja.Berakna(Nyckel, rad with { Fakta = "" }, Loggkedja.Borjan), Is.Not.EqualTo(Loggkedja.Berakna(Nyckel, rad, Loggkedja.Borjan)), "Tomt är inte detsamma som inget.");
    }

    [Test]
    public void En_hel_kedja_stammer() => Assert.That(Prova(Kedja(6)), Is.Null);

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(6)]
    public void En_rad_vars_innehall_andrats_hittas(int nr)
    {
        var rader = Kedja(6);
        rader[nr - 1] = rader[nr - 1] with { Mening = "Något annat." };
        Fel(Prova(rader), Loggfelsort.Andrad, nr, nr == 6 ? "kontrollsumman stämmer inte" : "innehållet är inte det som skrevs");
    }

    [Test]
    public void En_utbytt_kontrollsumma_hittas_pa_sin_egen_rad()
    {
        var rader = Kedja(6);
        rader[2] = rader[2] with { Kedja = new string('a', 64) };
        Fel(Prova(rader), Loggfelsort.Andrad, 3, "kontrollsumman är utbytt");
        rader[2] = rader[2] with { Kedja = "inte hexadecimalt" };
        Fel(Prova(rader), Loggfelsort.Andrad, 3, "kontrollsumman är utbytt");
    }

    [TestCase(1, 1)]
    [TestCase(3, 1)]
    [TestCase(2, 3)]
    public void Borttagna_rader_hittas(int fran, int antal)
    {
        var rader = Kedja(8);
        rader.RemoveRange(fran - 1, antal);
        Fel(Prova(rader, huvud: new(8, Kedja(8)[^1].Kedja, "ny")), Loggfelsort.Borttagen, fran, "borttagen ur databasen");
    }

    [TestCase(1)]
    [TestCase(4)]
    public void Borttagna_rader_hittas_ocksa_nar_de_efter_ar_omnumrerade(int antal)
    {
        var rader = Kedja(9);
        rader.RemoveRange(2, antal);
        rader = [.. rader.Select((r, i) => r with { Nr = i + 1 })];
        Fel(Prova(rader), Loggfelsort.Borttagen, 3, "omnumrerade");
    }

    [Test]
    public void En_tillagd_rad_hittas()
    {
        var rader = Kedja(6);
        rader.Insert(2, rader[2] with { Id = Guid.CreateVersion7(), Mening = "Påhittat." });
        Fel(Prova([.. rader.Select((r, i) => r with { Nr = i + 1 })]), Loggfelsort.Tillagd, 3, "omnumrerade");
        Fel(Prova(rader), Loggfelsort.Tillagd, 3, "finns två gånger");

        var sist = Kedja(6);
        var kedja = sist[^1].Kedja;
        sist.Add(sist[^1] with { Nr = 7, Id = Guid.CreateVersion7() });
        Fel(Prova(sist, huvud: new(6, kedja, "ny")), Loggfelsort.Andrad, 7, "Händelse 7");
    }

    [Test]
    public void Rader_som_bytt_plats_hittas()
    {
        var rader = Kedja(6);
        (rader[2], rader[3]) = (rader[3] with { Nr = 3 }, rader[2] with { Nr = 4 });
        Fel(Prova(rader), Loggfelsort.Ombytt, 3, "Händelserna 3 och 4 har bytt plats");
    }

    [Test]
    public void Ett_avklippt_slut_hittas_av_huvudet_och_av_ankaret_nar_huvudet_har_foljt_med()
    {
        var hel = Kedja(8);
        var kvar = hel[..5];
        Fel(Prova(kvar, huvud: new(8, hel[^1].Kedja, "ny")), Loggfelsort.Avklippt, 6, "Händelserna 6–8 saknas i slutet");
        Assert.That(Prova(kvar), Is.Null, "Utan ankare går det inte att se.");
        Fel(Prova(kvar, ankare: [Ankare(hel, 4), Ankare(hel, 7)]), Loggfelsort.Avklippt, 6, "Händelserna 6–7 saknas i slutet, enligt ankaret");
        Assert.That(Prova(kvar, ankare: [Ankare(hel, 4), Ankare(hel, 5)]), Is.Null);
        Fel(Prova([], huvud: new(8, hel[^1].Kedja, "ny")), Loggfelsort.Avklippt, 1, "Händelserna 1–8 saknas");
    }

    [Test]
    public void En_kedja_som_raknats_om_av_nagon_med_nyckeln_hittas_av_ankaret()
    {
        var hel = Kedja(8);
        var omraknad = Kedja(8, andra: r => r.Nr == 5 ? r with { Mening = "Omskrivet." } : r);
        Assert.That(Prova(omraknad), Is.Null, "Kedjan för sig stämmer.");
        Fel(Prova(omraknad, ankare: [Ankare(hel, 3), Ankare(hel, 7), Ankare(hel, 8)]), Loggfelsort.Omskriven, 4, "händelserna 4–7 är ändrade");
    }

    [Test]
    public void En_utbytt_nyckel_saknas_och_en_aldre_an_den_fore_galler_inte()
    {
        Fel(Prova(Kedja(3, andra: r => r with { Nyckel = r.Nr == 2 ? "okand" : "ny" })), Loggfelsort.Oprovad, 2, "okand, som saknas");
        Assert.That(Prova(Kedja(4, andra: r => r with { Nyckel = r.Nr <= 2 ? "gammal" : "ny" })), Is.Null, "Ett byte framåt är som det ska.");
        Fel(Prova(Kedja(4, andra: r => r with { Nyckel = r.Nr == 3 ? "gammal" : "ny" })), Loggfelsort.Omskriven, 3, "äldre nyckel");
    }

    [Test]
    public void Ett_huvud_som_andrats_eller_tagits_bort_hittas()
    {
        var rader = Kedja(4);
        Fel(Prova(rader, huvud: new(4, new string('b', 64), "ny")), Loggfelsort.Andrad, 4, "Huvudet är ändrat");
        var provning = Provningen([]);
        foreach (var rad in rader) { provning.Prova(rad, []); }
        Fel(provning.Slut(null, null), Loggfelsort.Avklippt, 4, "huvud är borttaget");
        Fel(Prova(rader, huvud: new(3, rader[2].Kedja, "ny")), Loggfelsort.Tillagd, 4, "loggens huvud säger att den sista är 3");
    }

    [TestCase("Personnummer 811228-9874 i texten.", "Personnummer 811228-XXXX i texten.")]
    [TestCase("198112289874", "19811228XXXX")]
    [TestCase("\"Nummer\":\"8112289874\"", "\"Nummer\":\"811228XXXX\"")]
    [TestCase("Org.nr 556677-8899 är ett bolags.", "Org.nr 556677-8899 är ett bolags.")]
    [TestCase("811228-9875 har fel kontrollsiffra", "811228-9875 har fel kontrollsiffra")]
    [TestCase("id 0193a1b2-811228-9874-7000", "id 0193a1b2-811228-9874-7000")]
    public void Personnummer_i_text_doljs(string text, string dold) => Assert.That(Doltpersonnummer.I(text), Is.EqualTo(dold)); // GDPR-03

    private static List<Loggrad> Kedja(int antal, Func<Loggrad, Loggrad>? andra = null)
    {
        var rader = new List<Loggrad>();
        var fore = Loggkedja.Borjan;
        for (var nr = 1; nr <= antal; nr++)
        {
            var rad = new Loggrad { Nr = nr, Nyckel = "ny", Id = new Guid(nr, 0, 0, new byte[8]), Tid = Tid.AddMinutes(nr), Anvandare = "Någon", Vad = "Prov", Mening = $"Nummer {nr}." };
            rad = andra?.Invoke(rad) ?? rad;
            rad = rad with { Kedja = Loggkedja.Berakna(rad.Nyckel == "gammal" ? Gammal : Nyckel, rad, fore) };
            fore = rad.Kedja;
            rader.Add(rad);
        }
        return rader;
    }

    private static Loggankare Ankare(List<Loggrad> rader, int nr) => new(nr, rader[nr - 1].Kedja, "ny", Tid.AddHours(nr));

    private static Loggprovning Provningen(IEnumerable<Loggankare> ankare) =>
        new(id => id switch { "ny" => Nyckel, "gammal" => Gammal, _ => null }, id => id switch { "gammal" => 0, "ny" => 1, _ => -1 }, ankare);

    private static Loggfel? Prova(List<Loggrad> rader, Logghuvud? huvud = null, IEnumerable<Loggankare>? ankare = null)
    {
        huvud ??= rader.Count == 0 ? Logghuvud.Tomt : new(rader[^1].Nr, rader[^1].Kedja, rader[^1].Nyckel);
        var provning = Provningen(ankare ?? []);
        for (var i = 0; i < rader.Count; i++)
        {
            if (provning.Prova(rader[i], [.. rader.Skip(i + 1).Take(Loggprovning.Framat)]) is { } fel) { return fel; }
        }
        return provning.Slut(huvud, huvud);
    }

    private static void Fel(Loggfel? fel, Loggfelsort sort, long nr, string mening)
    {
        Assert.That(fel, Is.Not.Null);
        Assert.That((fel!.Sort, fel.Nr), Is.EqualTo((sort, nr)), fel.Mening);
        Assert.That(fel.Mening, Does.Contain(mening));
    }
}
