using System.Diagnostics;
using System.Globalization;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Tests.Kommandorad;

namespace Uppfoljning.Tests.Fel;

/// <summary>
/// Tjugo klienter skriver, servern dödas med -9 om och om igen, och efter varje start är allt helt: inget bekräftat är borta och inget är halvt.
/// Kort i vanliga körningar. <c>UPPFOLJNING_DODANDEN=100</c> ger den långa, <c>UPPFOLJNING_FRO</c> samma slump en gång till och
/// <c>UPPFOLJNING_VARD</c> en publicerad mapp i stället för den byggda.
/// </summary>
public sealed class DodandeTests
{
    private const int Klienter = 20, MinstPerOmgang = 40;

    private static readonly string[] Satt = ["slump", "skickat", "halva filen", "import", "planjobb", "slump", "halva filen"];

    [Test]
    public async Task Tjugo_skriver_servern_dodas_och_inget_bekraftat_ar_borta_och_inget_halvt()
    {
        Assume.That(Testdatabas.ArSqlServer, Is.False, "SQL Servers egen logg är inte vår att pröva.");
        var dodanden = int.Parse(Environment.GetEnvironmentVariable("UPPFOLJNING_DODANDEN") ?? "4", CultureInfo.InvariantCulture);
        var fro = int.Parse(Environment.GetEnvironmentVariable("UPPFOLJNING_FRO") ?? Random.Shared.Next(100_000).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        TestContext.Out.WriteLine($"Frö {fro}");
        var slump = new Random(fro);

        await using var app = await TestApp.StartaAsync();
        // The clock of the receipts is the real one, as it is for the server.
        app.Klocka.Nu = TimeProvider.System.GetUtcNow();
        var konton = await KontonAsync(app);
        await using var plats = await Felplats.SkapaAsync(app);
        await using var vard = new Felvard(app.Databas, plats.Miljo);
        await vard.StartaAsync();
        var last = new Last(vard, konton, fro);
        await last.LoggaInAsync();

        var starter = new List<TimeSpan>();
        Helhet.Svar svar = null!;
        for (var i = 1; i <= dodanden; i++)
        {
            var satt = Satt[i % Satt.Length];
            using var stopp = new CancellationTokenSource();
            var (skriver, fore, tid) = (last.SkrivAsync(stopp.Token), last.Bekraftade, Stopwatch.StartNew());
            // Everybody is under way before the moment is chosen, however slow the machine is.
            while (last.Bekraftade < fore + MinstPerOmgang && tid.Elapsed < TimeSpan.FromSeconds(20)) { await Task.Delay(25); }
            var nasta = satt == "slump" ? Task.Delay(slump.Next(50, 2500)) : last.Nasta(satt);
            // The first rounds of a new register have no file or job yet; then any moment is as good.
            await Task.WhenAny(nasta, Task.Delay(4000));
            await Task.Delay(slump.Next(satt is "import" or "planjobb" ? 300 : 25));
            Assert.That(vard.Lever, Is.True, $"Servern hade redan dött.\n{vard.Slutet()}");
            await vard.DodaAsync();
            await stopp.CancelAsync();
            await skriver;
            Assert.That(last.Ovantade, Is.Empty, $"{satt}, frö {fro}");

            starter.Add(await vard.StartaAsync());
            var efter = $"Dödande {i} ({satt}), frö {fro}";
            svar = await Helhet.ProvaAsync(plats, [.. last.Skrivningar], efter);
            Assert.That((svar.Forlorade, svar.Halva), Is.EqualTo((0, 0)), efter);
            await Helhet.ProvaSchemaAsync(plats, efter);
        }

        await JobbenBlirKlaraAsync(plats, vard);
        svar = await Helhet.ProvaAsync(plats, [.. last.Skrivningar], "När jobben är klara");
        Assert.That((svar.Forlorade, svar.Halva), Is.EqualTo((0, 0)));
        await IngetLiggerKvarAsync(plats, vard);
        var (kod, ut, fel) = await Vardprocess.KorMedAsync(app.Databas, plats.Miljo, null, "verifiera-logg");
        Assert.That(kod, Is.Zero, ut + fel);

        starter.Sort();
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{dodanden} dödanden, {svar.Bekraftade} bekräftade skrivningar, {svar.Obekraftade} utan svar, {svar.Forlorade} förlorade, {svar.Halva} halva. Omstart: median {starter[starter.Count / 2].TotalSeconds:0.00} s, längst {starter[^1].TotalSeconds:0.00} s. {ut.Split('\n')[0]}"));
        Assert.That(svar.Bekraftade, Is.GreaterThan(dodanden * 20), "Det var för lite last för att pröva något.");
    }

    /// <summary>Varje kvitterad import och körning blir klar, en gång: inget är förlorat i kön.</summary>
    private static async Task JobbenBlirKlaraAsync(Felplats plats, Felvard vard)
    {
        var tid = Stopwatch.StartNew();
        while (await plats.Ett<int>("SELECT (SELECT COUNT(*) FROM Import WHERE Tillstand IN ('Koad', 'Pagar')) + (SELECT COUNT(*) FROM Planjobb WHERE Pagar = 1)") > 0)
        {
            Assert.That(tid.Elapsed, Is.LessThan(TimeSpan.FromMinutes(2)), $"Jobben blir inte klara.\n{vard.Slutet()}");
            await Task.Delay(100);
        }
        Assert.That(await plats.Ett<int>("SELECT COUNT(*) FROM Import WHERE Tillstand = 'Misslyckad'"), Is.Zero);
    }

    /// <summary>Det som dödade servrar lämnade halvskrivet tas bort vid en start, när det är gammalt nog för att ingen längre ska skriva det.</summary>
    private static async Task IngetLiggerKvarAsync(Felplats plats, Felvard vard)
    {
        await vard.DodaAsync();
        var tmp = Path.Combine(plats.Filer, "tmp");
        await File.WriteAllTextAsync(Path.Combine(tmp, "halv.tmp"), "avbruten");
        foreach (var fil in Directory.EnumerateFiles(tmp)) { File.SetLastWriteTimeUtc(fil, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-2)); }
        await vard.StartaAsync();
        Assert.That(Directory.EnumerateFiles(tmp), Is.Empty);
    }

    private static async Task<List<Klientkonto>> KontonAsync(TestApp app)
    {
        var planjobb = new List<Guid>();
        for (var i = 0; i < 8; i++)
        {
            var namnd = await app.SomAdministrator().Namnd($"Körningens nämnd {i}", $"K{(char)('A' + i)}");
            planjobb.Add(namnd);
            await app.Som(Roll.Avtalsansvarig, namnd).Gor(new RegistreraAvtalCommand { NamndId = namnd, Benamning = "Städning", Start = new(2024, 1, 1), Slut = new(2090, 12, 31), Undertecknat = true });
        }
        var konton = new List<Klientkonto>();
        for (var i = 0; i < Klienter; i++)
        {
            var namnd = await app.SomAdministrator().Namnd($"Nämnd {i}", $"N{(char)('A' + i)}");
            var losenord = $"Ett långt lösenord åt klient {i} som ingen gissar";
            var id = await app.Gor(new SkapaAnvandareCommand { Anvandarnamn = $"klient{i}", Namn = $"Klient {i}", Losenord = losenord });
            foreach (var roll in new[] { Roll.Avtalsansvarig, Roll.Uppfoljare }) { await app.Gor(new GeRollCommand { AnvandareId = id, NamndId = i == 13 ? konton[3].Namnd : namnd, Roll = roll }); }
            // Those who order plans for all do it in nämnder of their own: otherwise the years of the plan clients would be in the way.
            if (i % 10 == 9)
            {
                foreach (var n in planjobb) { await app.Gor(new GeRollCommand { AnvandareId = id, NamndId = n, Roll = Roll.Uppfoljare }); }
            }
            konton.Add(new(i, id, $"klient{i}", losenord, namnd, [.. planjobb]));
        }
        return konton;
    }
}
