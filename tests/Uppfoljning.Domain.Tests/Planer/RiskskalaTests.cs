using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Domain.Tests.Planer;

/// <summary>Varje faktors trappa vid varje gräns (PR-02, PR-03), och att det okända aldrig räknas som noll.</summary>
public sealed class RiskskalaTests
{
    private const long Miljon = 1_000_000_00;

    private static readonly DateOnly Arsborjan = new(2027, 1, 1);

    [TestCase(0, 0)]
    [TestCase(1 * Miljon - 1, 0)]
    [TestCase(1 * Miljon, 25)]
    [TestCase(5 * Miljon - 1, 25)]
    [TestCase(5 * Miljon, 50)]
    [TestCase(20 * Miljon - 1, 50)]
    [TestCase(20 * Miljon, 75)]
    [TestCase(100 * Miljon - 1, 75)]
    [TestCase(100 * Miljon, 100)]
    public void Vardet(long ore, int procent) => Prova(Riskfaktor.Varde, new() { VardeOre = ore }, procent);

    [TestCase(0, 0)]
    [TestCase(1, 25)]
    [TestCase(9, 25)]
    [TestCase(10, 50)]
    [TestCase(49, 50)]
    [TestCase(50, 75)]
    [TestCase(199, 75)]
    [TestCase(200, 100)]
    public void Brukarna(int antal, int procent) => Prova(Riskfaktor.Brukare, new() { Brukare = antal }, procent);

    // Hela månader till planårets början: den 1 är en månad, den 2 är det inte.
    [TestCase("2026-01-02", 0)]
    [TestCase("2026-01-01", 25)]
    [TestCase("2025-01-02", 25)]
    [TestCase("2025-01-01", 50)]
    [TestCase("2024-01-02", 50)]
    [TestCase("2024-01-01", 75)]
    [TestCase("2023-01-02", 75)]
    [TestCase("2023-01-01", 100)]
    [TestCase("2027-05-01", 0)]
    public void Tiden_sedan_uppfoljningen(string dag, int procent) => Prova(Riskfaktor.TidSedanUppfoljning, new() { SenastUppfoljd = Planfakta.Dag(dag) }, procent);

    [TestCase(0, 0)]
    [TestCase(1, 50)]
    [TestCase(2, 75)]
    [TestCase(3, 100)]
    public void Avvikelserna(int antal, int procent) => Prova(Riskfaktor.OppnaAvvikelser, new() { OppnaAvvikelser = antal }, procent);

    [TestCase("2026-01-02", 100)]
    [TestCase("2026-01-01", 50)]
    [TestCase("2025-01-02", 50)]
    [TestCase("2025-01-01", 0)]
    public void Ny_utforare(string dag, int procent) => Prova(Riskfaktor.NyUtforare, new() { UtforarenSedan = Planfakta.Dag(dag) }, procent);

    [TestCase(0, 0)]
    [TestCase(1, 50)]
    [TestCase(2, 100)]
    public void Kontrollerna(int antal, int procent) => Prova(Riskfaktor.KontrollerForfallna, new() { KontrollerForfallna = antal }, procent);

    [TestCase(0, 0)]
    [TestCase(1, 25)]
    [TestCase(2, 25)]
    [TestCase(3, 50)]
    [TestCase(5, 50)]
    [TestCase(6, 75)]
    [TestCase(10, 75)]
    [TestCase(11, 100)]
    public void Klagomalen(int antal, int procent) => Prova(Riskfaktor.Klagomal, new() { Klagomal = antal }, procent);

    [TestCase(true, 100)]
    [TestCase(false, 0)]
    public void Kansliga_grupper(bool ja, int procent) => Prova(Riskfaktor.KansligGrupp, new() { KansligGrupp = ja }, procent);

    [TestCase(0, 0)]
    [TestCase(37, 37)]
    [TestCase(100, 100)]
    public void Den_egna_bedomningen(int tal, int procent) => Prova(Riskfaktor.EgenVikt, new() { EgenVikt = tal }, procent);

    [Test]
    public void Det_som_inte_ar_kant_har_ingen_niva_och_ger_det_som_namnden_har_bestamt()
    {
        foreach (var faktor in Enum.GetValues<Riskfaktor>())
        {
            var matt = faktor.Mat(Riskunderlag.Okant, Arsborjan);
            Assert.That((matt.Procent, matt.Varde), Is.EqualTo(((int?)null, "inte känt")));
            Assert.That(faktor.Trappa(), Is.Not.Empty);
        }
        var vikter = Planregler.Forval.Vikter;
        Assert.That(Riskbedomning.Av(Riskunderlag.Okant, vikter, 0, Arsborjan).Poang, Is.Zero);
        Assert.That(Riskbedomning.Av(Riskunderlag.Okant, vikter, 50, Arsborjan).Poang, Is.EqualTo(vikter.Values.Sum() * 50));
        Assert.That(Riskbedomning.Av(Riskunderlag.Okant, vikter, 50, Arsborjan).Okanda, Is.EqualTo(9));
    }

    private static void Prova(Riskfaktor faktor, Riskunderlag underlag, int procent) => Assert.That(faktor.Mat(underlag, Arsborjan).Procent, Is.EqualTo(procent));
}
