using System.Text.Json;
using Uppfoljning.Domain.Logg;

namespace Uppfoljning.Domain.Tests.Logg;

/// <summary>En återställning som loggen berättar om ursäktar de ankare den nämner, inga andra, och sägs alltid.</summary>
public sealed class LoggaterstallningTests
{
    private static readonly byte[] Nyckel = "en nyckel som bara finns i testerna"u8.ToArray();
    private static readonly DateTimeOffset Tid = new(2026, 11, 26, 9, 0, 0, TimeSpan.Zero);

    // Före återställningen fanns åtta händelser; kopian hade fem.
    private static readonly List<Loggrad> Fore = Kedja([], 8, "före");
    private static readonly Loggankare[] Ankare = [Ankaret(Fore[2]), Ankaret(Fore[5]), Ankaret(Fore[7])];

    [Test]
    public void Utan_handelsen_ar_ankarna_efter_kopian_fel() => Assert.That(Prova(Kedja(Fore[..5], 9, "efter"), Ankare).Fel?.Sort, Is.EqualTo(Loggfelsort.Omskriven));

    [TestCase(6)]
    [TestCase(7)]
    [TestCase(12)]
    public void Med_handelsen_ar_loggen_hel_och_aterstallningen_sags(int slut)
    {
        var (fel, provning) = Prova(Aterstalld(5, Ankare[1..], slut), Ankare);
        Assert.That(fel, Is.Null, fel?.Mening);
        Assert.That((provning.RattaAnkare, provning.AntalAnkare), Is.EqualTo((1, 1)));
        var a = provning.Aterstallningar.Single();
        Assert.That((a.Nr, a.Till, a.Vem, a.KandaAnkare), Is.EqualTo((6L, (long?)8, "drift på server", 2)));
        Assert.That(a.Mening, Is.EqualTo("Känd återställning: händelse 6, 2026-11-26T09:06:00.000Z, av drift på server. Händelserna 6–8 som skrevs före den finns inte, och 2 ankare hör till dem."));
    }

    [Test]
    public void Ett_ankare_som_handelsen_inte_namner_ar_fortfarande_fel()
    {
        var (fel, _) = Prova(Aterstalld(5, [Ankare[1]], 6), Ankare);
        Assert.That((fel?.Sort, fel?.Nr), Is.EqualTo(((Loggfelsort?)Loggfelsort.Avklippt, (long?)7)));
        Assert.That(Prova(Aterstalld(5, [Ankare[1]], 9), Ankare).Fel?.Sort, Is.EqualTo(Loggfelsort.Omskriven));
    }

    [Test]
    public void Handelsen_kan_inte_ursakta_ankare_fore_sig_sjalv()
    {
        var omskriven = Kedja([], 5, "omskrivet");
        var (fel, _) = Prova(Aterstalld(omskriven, Ankare, 7), Ankare);
        Assert.That((fel?.Sort, fel?.Nr), Is.EqualTo(((Loggfelsort?)Loggfelsort.Omskriven, (long?)1)), "Ankaret vid 3 hör till det som skulle vara kvar.");
    }

    [Test]
    public void En_handelse_som_ar_forfalskad_utan_nyckeln_hittas()
    {
        var rader = Aterstalld(5, Ankare[1..], 6);
        var annan = "en annan nyckel som nagon hittat pa"u8.ToArray();
        rader[5] = rader[5] with { Kedja = Loggkedja.Berakna(annan, rader[5], rader[4].Kedja) };
        Assert.That(Prova(rader, Ankare).Fel?.Nr, Is.EqualTo(6));
    }

    [TestCase("{\"Sista\":4,\"Av\":\"x\",\"Ankare\":[]}")]
    [TestCase("{\"Sista\":6,\"Av\":\"x\",\"Ankare\":[]}")]
    [TestCase("{\"Sista\":5,\"Ankare\":[]}")]
    [TestCase("{\"Sista\":5,\"Av\":\"x\",\"Ankare\":[\"7:0123\"]}")]
    [TestCase("{\"Sista\":5,\"Av\":\"x\",\"Ankare\":[\"sju\"]}")]
    [TestCase("[]")]
    [TestCase("inte json")]
    [TestCase(null)]
    public void Det_som_inte_ar_en_aterstallning_ursaktar_inget(string? fakta) =>
        Assert.That(Loggaterstallning.Las(new() { Nr = 6, Vad = Loggaterstallning.Handelse, Fakta = fakta }), Is.Null);

    [Test]
    public void Tva_aterstallningar_i_rad_ar_tva()
    {
        var en = Aterstalld(5, Ankare[1..], 9);
        var sedan = Ankaret(en[8]);
        var (fel, provning) = Prova(Aterstalld(en[..7], [sedan], 10), [.. Ankare, sedan]);
        Assert.That(fel, Is.Null, fel?.Mening);
        Assert.That(provning.Aterstallningar.Select(a => a.Nr), Is.EqualTo(new[] { 6L, 8L }));
    }

    private static List<Loggrad> Aterstalld(int sista, Loggankare[] namnda, int slut) => Aterstalld(Fore[..sista], namnda, slut);

    private static List<Loggrad> Aterstalld(List<Loggrad> kvar, Loggankare[] namnda, int slut) => Kedja(kvar, slut, "efter", kvar.Count + 1, JsonSerializer.Serialize(new
    {
        Sista = kvar.Count,
        Till = namnda.Max(a => a.Nr),
        Av = "drift på server",
        Ankare = namnda.Select(a => Loggaterstallning.Text(a.Nr, a.Kedja)),
    }));

    private static List<Loggrad> Kedja(List<Loggrad> kvar, int slut, string mening, int aterstalld = 0, string? fakta = null)
    {
        var rader = kvar.ToList();
        for (var nr = kvar.Count + 1; nr <= slut; nr++)
        {
            var rad = new Loggrad
            {
                Nr = nr,
                Nyckel = "ny",
                Id = new Guid(nr, 0, 0, new byte[8]),
                Tid = Tid.AddMinutes(nr),
                Anvandare = "Systemet",
                Vad = nr == aterstalld ? Loggaterstallning.Handelse : "Prov",
                Mening = mening,
                Fakta = nr == aterstalld ? fakta : null,
            };
            rader.Add(rad with { Kedja = Loggkedja.Berakna(Nyckel, rad, rader.Count == 0 ? Loggkedja.Borjan : rader[^1].Kedja) });
        }
        return rader;
    }

    private static Loggankare Ankaret(Loggrad rad) => new(rad.Nr, rad.Kedja, "ny", rad.Tid);

    private static (Loggfel? Fel, Loggprovning Provning) Prova(List<Loggrad> rader, IEnumerable<Loggankare> ankare)
    {
        var provning = new Loggprovning(_ => Nyckel, _ => 0, ankare);
        for (var i = 0; i < rader.Count; i++)
        {
            if (provning.Prova(rader[i], [.. rader.Skip(i + 1).Take(Loggprovning.Framat)]) is { } fel) { return (fel, provning); }
        }
        var huvud = new Logghuvud(rader[^1].Nr, rader[^1].Kedja, "ny");
        return (provning.Slut(huvud, huvud), provning);
    }
}
