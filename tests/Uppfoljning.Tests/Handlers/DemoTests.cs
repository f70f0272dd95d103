using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Demo;
using Uppfoljning.Application.Namnder;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Utforare;
using Uppfoljning.Infrastructure;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Demokommunen läggs in med kommandon; ett kommando som nekas stoppar den.</summary>
public sealed partial class DemoTests
{
    private static readonly DateOnly Idag = new(2026, 11, 21);

    private Testdatabas _databas = null!;

    [SetUp]
    public async Task Starta() => _databas = await Testdatabas.SkapaAsync();

    [TearDown]
    public async Task Stang() => await _databas.DisposeAsync();

    [Test]
    public async Task Demokommunen_har_alla_namnder_utforare_avtal_enheter_och_planer()
    {
        var (utfall, lage) = await Ladda(_databas, Idag);

        Assert.That(utfall, Is.EqualTo(Demoutfall.Inlagd));
        Assert.That((lage.Namnder, lage.Anvandare, lage.Utforare, lage.Avtal, lage.Enheter, lage.Planer), Is.EqualTo((6, 12, 60, 180, 37, 18)));
        Assert.That(await Las("SELECT DISTINCT Tillstand FROM Avtal"), Is.EquivalentTo(Enum.GetNames<Avtalstillstand>()));
        Assert.That(await Las("SELECT DISTINCT Driftsform FROM Utforare WHERE Driftsform IS NOT NULL"), Is.EquivalentTo(Enum.GetNames<Driftsform>()));
        Assert.That(await Las("SELECT Organisationsnummer FROM Utforare WHERE Organisationsnummer IS NOT NULL"), Has.All.Matches<string>(n => Organisationsnummer.TryTolka(n, out _)));
        Assert.That(await Las("SELECT Organisationsnummer FROM Utforare WHERE Driftsform = 'EnskildFirma'"), Has.All.Matches<string>(Organisationsnummer.ArPersonnummer));
        Assert.That(await Las("SELECT Ar, Tillstand, COUNT(*) FROM Uppfoljningsplan GROUP BY Ar, Tillstand"),
            Is.EquivalentTo(new[] { "2025|Beslutad|6", "2026|Beslutad|6", "2027|Utkast|6" }));
        Assert.That(await Las("SELECT Ar, SUM(CASE WHEN Andrad = 1 THEN 1 ELSE 0 END) FROM Planrad r JOIN Uppfoljningsplan p ON p.Id = r.PlanId GROUP BY Ar"),
            Is.EquivalentTo(new[] { "2025|18", "2026|18", "2027|18" }));
    }

    [Test]
    public async Task Demokommunen_har_program_mal_och_varden_over_aren()
    {
        await Ladda(_databas, Idag);

        Assert.That(await Las("SELECT Mandatperiod, Beslutsdatum FROM Program"), Is.EqualTo(new[] { "2022|2023-03-20" }));
        Assert.That(await Las("SELECT COUNT(*) FROM Programpunkt"), Is.EqualTo(new[] { "7" }));
        Assert.That(await Las("SELECT COUNT(*) FROM Fullmaktigemal WHERE MalomradeId IS NOT NULL"), Is.EqualTo(new[] { "6" }));
        Assert.That(await Las("SELECT COUNT(DISTINCT NamndId) FROM Namndmal"), Is.EqualTo(new[] { "6" }));
        Assert.That(await Las("SELECT Ar, COUNT(*) FROM Indikatorvarde GROUP BY Ar ORDER BY Ar"), Is.EqualTo(new[] { "2022|9", "2023|9", "2024|9", "2025|9" }));
        Assert.That(await Las("SELECT COUNT(*) FROM Uppfoljningsplan WHERE Tillstand = 'Beslutad' AND ProgramId IS NULL"), Is.EqualTo(new[] { "0" }));
    }

    [Test]
    public async Task Avtal_gar_ut_inom_tre_sex_och_tolv_manader_och_nagot_ar_okant_i_varje_kolumn_som_kan_vara_det()
    {
        await Ladda(_databas, Idag);

        foreach (var (fran, till) in new[] { (0, 3), (3, 6), (6, 12) })
        {
            Assert.That(await Las($"SELECT Id FROM Avtal WHERE Tillstand = 'Aktivt' AND Slut > '{Idag.AddMonths(fran):yyyy-MM-dd}' AND Slut <= '{Idag.AddMonths(till):yyyy-MM-dd}'"), Is.Not.Empty);
        }
        foreach (var kolumn in new[] { "Start", "Slut", "Avtalsnummer", "UtforareId", "Driftsform", "Upphandlingsform", "ArsvardeOre", "Avtalsansvarig", "UppsagningstidManader", "Omrade" })
        {
            Assert.That(await Las($"SELECT Id FROM Avtal WHERE {kolumn} IS NULL"), Is.Not.Empty, kolumn);
        }
        Assert.That(await Las("SELECT DISTINCT Konkurrens FROM Enhet"), Has.Count.EqualTo(3));
        Assert.That(await Las("SELECT DISTINCT Resultat FROM Kontroll"), Has.Count.EqualTo(4), "Tre resultat, och det som inte är känt.");
        foreach (var gang in new[] { "NastaSenast < '2026-11-21'", "NastaSenast >= '2026-11-21'", "NastaSenast BETWEEN '2026-11-21' AND '2026-12-21'" })
        {
            Assert.That(await Las($"SELECT Id FROM Kontroll WHERE {gang}"), Is.Not.Empty, gang);
        }
        Assert.That(await Las("SELECT Id FROM PlanUtanRad WHERE Skal LIKE 'Enheten f%genom avtalet%'"), Is.Not.Empty);
    }

    [Test]
    public async Task Historiken_ar_skriven_av_rollerna_pa_arbetstid_och_aldrig_i_framtiden()
    {
        await Ladda(_databas, Idag);

        Assert.That(await Las("SELECT MAX(Tid) FROM Handelse WHERE Tid > '2026-11-20 23:00:00.000+00:00'"), Is.EqualTo(new[] { "" }));
        Assert.That(await Las("SELECT MIN(Tid) FROM Handelse WHERE Tid < '2022-02-01'"), Is.EqualTo(new[] { "" }));
        Assert.That(await Las("SELECT DISTINCT Vad FROM Handelse WHERE Anvandare = 'Systemet'"),
            Is.EquivalentTo(new[] { "Nämnd skapad", "Användare skapad", "Roll given", "Plan genererad", "Avtal upphört" }));
        Assert.That(await Las("SELECT DISTINCT Anvandare FROM Handelse WHERE Vad = 'Plan beslutad'"),
            Is.EquivalentTo(new[] { "Nämndsekreterare, vård och socialt", "Nämndsekreterare, övriga nämnder" }));
    }

    [Test]
    public async Task Nagra_avtal_har_ett_dokument_att_titta_pa()
    {
        await Ladda(_databas, Idag);

        Assert.That(await Las("SELECT Filtyp, COUNT(*) FROM Dokument WHERE ObjektSort = 'Avtal' GROUP BY Filtyp"), Is.EqualTo(new[] { "Pdf|2" }));
    }

    [Test]
    public async Task Samma_ar_ger_samma_kommun()
    {
        await using var annan = await Testdatabas.SkapaAsync();
        await Ladda(_databas, Idag);
        await Ladda(annan, Idag);

        Assert.That(await Innehall(annan), Is.EqualTo(await Innehall(_databas)));
    }

    // Årets första och sista dag, dagen då utkastet görs, en skottdag och ett annat år.
    [TestCase("2026-01-01")]
    [TestCase("2026-10-01")]
    [TestCase("2026-12-31")]
    [TestCase("2028-02-29")]
    [TestCase("2031-07-15")]
    public async Task Demokommunen_gar_att_lagga_in_vilken_dag_som_helst(string dag)
    {
        var idag = DateOnly.Parse(dag, System.Globalization.CultureInfo.InvariantCulture);

        var (utfall, lage) = await Ladda(_databas, idag);

        Assert.That((utfall, lage.Utforare, lage.Avtal, lage.Enheter, lage.Planer), Is.EqualTo((Demoutfall.Inlagd, 60, 180, 37, idag.Month >= 10 ? 18 : 12)));
        Assert.That(await Las("SELECT DISTINCT Tillstand FROM Avtal"), Is.EquivalentTo(Enum.GetNames<Avtalstillstand>()));
    }

    [Test]
    public async Task Andra_gangen_gors_inget()
    {
        await Ladda(_databas, Idag);
        var fore = await Innehall(_databas);

        var (utfall, _) = await Ladda(_databas, Idag.AddDays(30));

        Assert.That(utfall, Is.EqualTo(Demoutfall.FannsRedan));
        Assert.That(await Innehall(_databas), Is.EqualTo(fore));
    }

    [Test]
    public async Task En_databas_med_andra_namnder_lamnas_i_fred()
    {
        await using var app = await TestApp.StartaAsync();
        await app.SomAdministrator().Gor(new SkapaNamndCommand { Namn = "Miljönämnden", Forkortning = "MN" });

        var (utfall, lage) = await Ladda(app.Databas, Idag);

        Assert.That((utfall, lage.Namnder, lage.Anvandare), Is.EqualTo((Demoutfall.Nekad, 1, 0)));
    }

    private static async Task<(Demoutfall Utfall, Demolage Lage)> Ladda(Testdatabas databas, DateOnly idag)
    {
        var services = new ServiceCollection().AddLogging().AddUppfoljningInfrastructure(databas.Installningar).AddUppfoljningApplication();
        await using var provider = Demoladdning.Registrera(services).BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        return await provider.GetRequiredService<Demoladdning>().KorAsync(idag, CancellationToken.None);
    }

    private Task<List<string>> Las(string sql) => Las(_databas, sql);

    private static async Task<List<string>> Las(Testdatabas databas, string sql)
    {
        var services = new ServiceCollection().AddLogging().AddUppfoljningInfrastructure(databas.Installningar);
        await using var provider = services.BuildServiceProvider();
        await using var connection = await provider.GetRequiredService<IDatabase>().OpenAsync(CancellationToken.None);
        await using var lasare = await connection.ExecuteReaderAsync(sql);
        var rader = new List<string>();
        while (await lasare.ReadAsync())
        {
            var rad = new StringBuilder();
            for (var i = 0; i < lasare.FieldCount; i++)
            {
                if (i > 0) { rad.Append('|'); }
                rad.Append(System.Globalization.CultureInfo.InvariantCulture, $"{lasare.GetValue(i)}");
            }
            rader.Add(rad.ToString());
        }
        return rader;
    }

    /// <summary>Allt som står i databasen utom id och det som är gjort av dem; raderna sorterade.</summary>
    private static async Task<string> Innehall(Testdatabas databas)
    {
        string[] fragor =
        [
            "SELECT Namn, Forkortning FROM Namnd",
            "SELECT Anvandarnamn, Namn, Losenord, Demo FROM Anvandare",
            "SELECT a.Anvandarnamn, n.Namn, r.Roll FROM Rolltilldelning r JOIN Anvandare a ON a.Id = r.AnvandareId LEFT JOIN Namnd n ON n.Id = r.NamndId",
            "SELECT n.Namn, a.Sort, a.Version FROM Arende a JOIN Namnd n ON n.Id = a.NamndId",
            "SELECT Tid, Anvandare, Vad, Mening, Fakta FROM Handelse",
            "SELECT Namn, Organisationsnummer, Driftsform FROM Utforare",
            """
            SELECT n.Forkortning, a.Radnyckel, a.Avtalsnummer, a.Benamning, v.Namn, u.Namn, a.Driftsform, a.Upphandlingsform, a.Tillstand, a.Start, a.Slut, a.ForlangningManader,
                   a.AntalForlangningar, a.UppsagningstidManader, a.ArsvardeOre, a.Omrade, a.Avtalsansvarig, a.Anmarkning
            FROM Avtal a JOIN Namnd n ON n.Id = a.NamndId LEFT JOIN Verksamhetsomrade v ON v.Id = a.VerksamhetsomradeId LEFT JOIN Utforare u ON u.Id = a.UtforareId
            """,
            """
            SELECT n.Forkortning, e.Radnyckel, e.Namn, v.Namn, u.Namn, e.Driftsform, e.Antal, e.Konkurrens, e.MojligFor, e.Anmarkning
            FROM Enhet e JOIN Namnd n ON n.Id = e.NamndId LEFT JOIN Verksamhetsomrade v ON v.Id = e.VerksamhetsomradeId LEFT JOIN Utforare u ON u.Id = e.UtforareId
            """,
            "SELECT n.Forkortning, p.Ar, p.Tillstand, p.Genererad, p.Sammantrade, p.Paragraf, p.Beslutsdatum FROM Uppfoljningsplan p JOIN Namnd n ON n.Id = p.NamndId",
            """
            SELECT n.Forkortning, p.Ar, r.Nr, r.Version, r.Verksamhetsomrade, r.Objekt, r.Utforare, r.Driftsform, r.Avtalsnummer, r.Start, r.Slut, r.VadSomFoljsUpp, r.Former, r.Ansvarig,
                   r.ForstaManad, r.SistaManad, r.IntervallManader, r.AterkopplingNamnd, r.AterkopplingUtforare, r.AterkopplingAllmanhet, r.Skal, r.Andrad
            FROM Planrad r JOIN Uppfoljningsplan p ON p.Id = r.PlanId JOIN Namnd n ON n.Id = p.NamndId
            """,
            "SELECT Ord, COUNT(*) FROM Sokord GROUP BY Ord",
            "SELECT u.Namn, k.Namn, k.Funktion, k.Epost FROM Kontakt k JOIN Utforare u ON u.Id = k.UtforareId",
            "SELECT u.Namn, k.Sort, k.Gjord, k.Resultat, k.Kalla, k.Beteckning, k.GallerFran, k.GallerTill, k.NastaSenast, k.Anmarkning, k.GjordAv FROM Kontroll k JOIN Utforare u ON u.Id = k.UtforareId",
            "SELECT Namn, Plats, Platser, Brukare, UppdragDiarienummer, UppdragBeslutat FROM Enhet",
        ];
        var text = new StringBuilder();
        foreach (var fraga in fragor)
        {
            foreach (var rad in (await Las(databas, fraga)).Select(r => IdRegex().Replace(r, "#")).Order(StringComparer.Ordinal)) { text.AppendLine(rad); }
        }
        return ChecksummaRegex().Replace(text.ToString(), "\"Checksumma\":\"#\"");
    }

    [GeneratedRegex("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")]
    private static partial Regex IdRegex();

    [GeneratedRegex("\"Checksumma\":\"[0-9A-F]{64}\"", RegexOptions.IgnoreCase)]
    private static partial Regex ChecksummaRegex();
}
