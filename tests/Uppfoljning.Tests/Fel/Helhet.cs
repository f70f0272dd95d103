using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Dapper;
using Microsoft.Data.Sqlite;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Application.Logg;
using Uppfoljning.Infrastructure.Data;

namespace Uppfoljning.Tests.Fel;

/// <summary>
/// Bevisar att inget är förlorat och inget är halvt: hela databasen, filerna och loggen mot varandra, och mot det som servern har svarat att den
/// har gjort. Allt läses i ett och samma ögonblick, för jobben kan vara igång.
/// </summary>
internal static class Helhet
{
    /// <summary>Frågor vars svar alltid ska vara noll: rader som saknar sin motpart, sin händelse eller sitt nummer.</summary>
    private static readonly (string Vad, string Sql)[] Halva =
    [
        ("ärende utan sin rad", """
            SELECT COUNT(*) FROM Arende a
            WHERE NOT EXISTS (SELECT 1 FROM Avtal x WHERE a.Sort = 'Avtal' AND x.Id = a.Id AND x.NamndId = a.NamndId)
              AND NOT EXISTS (SELECT 1 FROM Enhet x WHERE a.Sort = 'Enhet' AND x.Id = a.Id AND x.NamndId = a.NamndId)
              AND NOT EXISTS (SELECT 1 FROM Uppfoljningsplan x WHERE a.Sort = 'Plan' AND x.Id = a.Id AND x.NamndId = a.NamndId)
            """),
        ("avtal, enhet eller plan utan ärende", """
            SELECT COUNT(*) FROM (SELECT Id, 'Avtal' AS Sort FROM Avtal UNION ALL SELECT Id, 'Enhet' FROM Enhet UNION ALL SELECT Id, 'Plan' FROM Uppfoljningsplan) x
            WHERE NOT EXISTS (SELECT 1 FROM Arende a WHERE a.Id = x.Id AND a.Sort = x.Sort)
            """),
        ("avtal som inte har just en händelse om att det kom till", """
            SELECT COUNT(*) FROM Avtal v
            WHERE (SELECT COUNT(*) FROM Handelse h WHERE h.ArendeId = v.Id AND h.Vad IN ('Avtal registrerat', 'Avtal inläst')) <> 1
            """),
        ("enhet som inte har just en händelse om att den kom till", "SELECT COUNT(*) FROM Enhet e WHERE (SELECT COUNT(*) FROM Handelse h WHERE h.ArendeId = e.Id AND h.Vad = 'Enhet registrerad') <> 1"),
        ("händelse om något som inte finns", """
            SELECT COUNT(*) FROM Handelse h
            WHERE h.Vad IN ('Avtal registrerat', 'Avtal inläst', 'Enhet registrerad', 'Plan genererad') AND NOT EXISTS (SELECT 1 FROM Arende a WHERE a.Id = h.ArendeId)
            """),
        ("ärende vars version inte är antalet händelser som har ändrat det", """
            SELECT COUNT(*) FROM Arende a
            WHERE a.Version <> (SELECT COUNT(*) FROM Handelse h WHERE h.ArendeId = a.Id
              AND h.Vad IN ('Avtal registrerat', 'Avtal inläst', 'Avtal ändrat', 'Dokument inlagt', 'Enhet registrerad', 'Plan genererad', 'Plan genererad om'))
            """),
        ("dokument utan sin händelse", """
            SELECT COUNT(*) FROM Dokument d
            WHERE (SELECT COUNT(*) FROM Handelse h WHERE h.ArendeId = d.ObjektId AND h.Vad = 'Dokument inlagt' AND h.Fakta LIKE '%' || d.Checksumma || '%') <> 1
            """),
        ("plan utan diarienummer, eller diarienummer utan plan", """
            SELECT (SELECT COUNT(*) FROM Uppfoljningsplan p WHERE NOT EXISTS (SELECT 1 FROM Diarienummer d WHERE d.ArendeId = p.Id))
                 + (SELECT COUNT(*) FROM Diarienummer d WHERE NOT EXISTS (SELECT 1 FROM Uppfoljningsplan p WHERE p.Id = d.ArendeId))
            """),
        ("diarieserie med lucka", """
            SELECT COUNT(*) FROM Diarieserie s
            WHERE s.Senast <> (SELECT COUNT(*) FROM Diarienummer d WHERE d.Beteckning = s.Beteckning AND d.Ar = s.Ar)
               OR s.Senast <> (SELECT COALESCE(MAX(d.Lopnummer), 0) FROM Diarienummer d WHERE d.Beteckning = s.Beteckning AND d.Ar = s.Ar)
            """),
        ("plan med andra rader än den senaste händelsen säger", """
            SELECT COUNT(*) FROM Uppfoljningsplan p
            WHERE (SELECT COUNT(*) FROM Planrad r WHERE r.PlanId = p.Id) <> (
              SELECT json_extract(h.Fakta, '$.Rader') FROM Handelse h WHERE h.ArendeId = p.Id AND h.Vad LIKE 'Plan genererad%' ORDER BY h.Nr DESC LIMIT 1)
            """),
        ("utförare utan sökord", "SELECT COUNT(*) FROM Utforare u WHERE NOT EXISTS (SELECT 1 FROM Sokord s WHERE s.ObjektId = u.Id) AND EXISTS (SELECT 1 FROM Handelse h WHERE h.ArendeId = u.Id)"),
        ("avtal utan sökord", "SELECT COUNT(*) FROM Avtal v WHERE NOT EXISTS (SELECT 1 FROM Sokord s WHERE s.ObjektId = v.Id)"),
        ("import som är halv, införd två gånger eller införd utan händelse", """
            SELECT COUNT(*) FROM Import i
            WHERE (SELECT COUNT(*) FROM Avtal v WHERE v.ImportId = i.Id) <> CASE WHEN i.Tillstand = 'Inford' THEN i.AntalRader ELSE 0 END
               OR (SELECT COUNT(*) FROM Handelse h WHERE h.Vad = 'Import införd' AND h.Fakta LIKE '%' || i.Id || '%' COLLATE NOCASE) <> CASE WHEN i.Tillstand = 'Inford' THEN 1 ELSE 0 END
            """),
        ("körning för alla nämnder som är avslutad med nämnder kvar, eller tvärtom", """
            SELECT COUNT(*) FROM Planjobb j
            WHERE j.Pagar <> CASE WHEN EXISTS (SELECT 1 FROM Planjobbrad r WHERE r.PlanjobbId = j.Id AND r.Utfall IS NULL) THEN 1 ELSE 0 END
            """),
        ("nämnd som är noterad två gånger i en körning, eller noterad utan händelse", """
            SELECT COUNT(*) FROM Planjobbrad r
            WHERE (SELECT COUNT(*) FROM Handelse h WHERE h.Vad = 'Plan i körning för alla nämnder' AND h.NamndId = r.NamndId AND h.Fakta LIKE '%' || r.PlanjobbId || '%' COLLATE NOCASE)
               <> CASE WHEN r.Utfall IS NULL THEN 0 ELSE 1 END
            """),
        ("nämnd vars plan misslyckades", "SELECT COUNT(*) FROM Planjobbrad WHERE Utfall = 'Misslyckad'"),
        ("loggens huvud är inte den sista händelsen", "SELECT COUNT(*) FROM Logghuvud g WHERE NOT EXISTS (SELECT 1 FROM Handelse h WHERE h.Nr = g.Nr AND h.Kedja = g.Kedja) OR g.Nr <> (SELECT MAX(h.Nr) FROM Handelse h)"),
        ("logg med lucka", "SELECT (SELECT COUNT(*) FROM Handelse) - (SELECT MAX(Nr) FROM Handelse)"),
    ];

    public sealed record Svar(int Bekraftade, int Obekraftade, int Gjorda, int Forlorade, int Halva);

    public static async Task<Svar> ProvaAsync(Felplats plats, IReadOnlyCollection<Skrivning> skrivningar, string efter)
    {
        using var databas = new SqliteDatabase($"Data Source={plats.Fil};Pooling=False");
        await using var anslutning = await databas.OpenAsync(CancellationToken.None);
        Assert.That(await anslutning.QueryAsync<string>("PRAGMA integrity_check"), Is.EqualTo(new[] { "ok" }), efter);
        Assert.That((await anslutning.QueryAsync("PRAGMA foreign_key_check")).Count(), Is.Zero, efter);

        await using var bild = ((SqliteConnection)anslutning).BeginTransaction(deferred: true);
        var halva = 0;
        foreach (var (vad, sql) in Halva)
        {
            var antal = await anslutning.ExecuteScalarAsync<int>(sql, transaction: bild);
            if (antal != 0) { TestContext.Out.WriteLine($"{efter}: {vad}: {antal}"); }
            halva += Math.Abs(antal);
        }
        halva += await FilerAsync(anslutning, bild, plats.Filer, efter);
        var (gjorda, forlorade) = await KvittonAsync(anslutning, bild, skrivningar, efter);
        await bild.DisposeAsync();

        var logg = await plats.Gor(new ProvaLoggenQuery());
        Assert.That(logg.Hel, Is.True, $"{efter}: {logg.Mening}");
        return new(skrivningar.Count(s => s.Bekraftad), skrivningar.Count(s => !s.Bekraftad), gjorda, forlorade, halva);
    }

    /// <summary>Schemaläggarens egen fil är hel, och varje schema finns en gång. Säkerhetskopian har inget när ingen mapp är inställd.</summary>
    public static async Task ProvaSchemaAsync(Felplats plats, string efter)
    {
        await using var anslutning = new SqliteConnection($"Data Source={plats.Jobb};Mode=ReadWrite;Pooling=False");
        await anslutning.OpenAsync();
        Assert.That(await anslutning.QueryAsync<string>("PRAGMA integrity_check"), Is.EqualTo(new[] { "ok" }), efter);
        Assert.That(await anslutning.QueryAsync<string>("SELECT TRIGGER_NAME FROM QRTZ_TRIGGERS WHERE TRIGGER_GROUP = 'schema' ORDER BY TRIGGER_NAME"),
            Is.EqualTo(Jobben.Alla.Where(j => j.Cron is not null && j.Sort != Jobbsort.Sakerhetskopia).Select(j => j.Kod).Order(StringComparer.Ordinal)), efter);
        Assert.That(await anslutning.QueryAsync<string>("SELECT JOB_NAME FROM QRTZ_JOB_DETAILS ORDER BY JOB_NAME"), Is.EqualTo(Jobben.Alla.Select(j => j.Kod).Order(StringComparer.Ordinal)), efter);
    }

    private static async Task<int> FilerAsync(DbConnection anslutning, DbTransaction bild, string mapp, string efter)
    {
        var fel = 0;
        foreach (var checksumma in await anslutning.QueryAsync<string>("SELECT Checksumma FROM Dokument UNION SELECT Checksumma FROM Import WHERE FilBorttagen IS NULL", transaction: bild))
        {
            var fil = Path.Combine(mapp, checksumma[..2], checksumma);
            if (File.Exists(fil) && Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(fil))) == checksumma) { continue; }
            fel++;
            TestContext.Out.WriteLine($"{efter}: filen {checksumma} saknas eller är en annan.");
        }
        // A name in the store is a promise about its content, also when nobody refers to it.
        foreach (var fil in Directory.EnumerateFiles(mapp, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f).Length == 64))
        {
            if (Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(fil))) != Path.GetFileName(fil)) { fel++; }
        }
        return fel;
    }

    /// <summary>Varje kvitto finns i databasen. Det som inte fick något svar är antingen helt gjort eller helt ogjort, vilket frågorna ovan visar.</summary>
    private static async Task<(int Gjorda, int Forlorade)> KvittonAsync(DbConnection anslutning, DbTransaction bild, IReadOnlyCollection<Skrivning> skrivningar, string efter)
    {
        async Task<HashSet<string>> Finns(string sql) => [.. await anslutning.QueryAsync<string>(sql, transaction: bild)];
        var finns = new Dictionary<string, HashSet<string>>
        {
            ["avtal"] = await Finns("SELECT Benamning FROM Avtal"),
            ["andring"] = await Finns("SELECT json_extract(Fakta, '$.Avtalsnummer') FROM Handelse WHERE Vad = 'Avtal ändrat'"),
            ["dokument"] = await Finns("SELECT Filnamn || ' ' || Checksumma FROM Dokument"),
            ["plan"] = await Finns("SELECT LOWER(NamndId) || ' ' || Ar FROM Uppfoljningsplan"),
            ["utforare"] = await Finns("SELECT Namn FROM Utforare"),
            ["enhet"] = await Finns("SELECT Namn FROM Enhet"),
            ["fil"] = await Finns("SELECT Filnamn FROM Import"),
            ["import"] = await Finns("SELECT Filnamn FROM Import WHERE Tillstand IN ('Koad', 'Pagar', 'Inford')"),
        };
        finns["delad"] = finns["andring"];
        var (gjorda, forlorade) = (0, 0);
        foreach (var s in skrivningar.Where(s => finns.ContainsKey(s.Sort)))
        {
            var gjord = finns[s.Sort].Contains(s.Sort switch { "dokument" => $"{s.Nyckel} {s.Uppgift}", "plan" => $"{s.Uppgift} {s.Nyckel}", _ => s.Nyckel });
            if (gjord) { gjorda++; }
            if (!s.Bekraftad || gjord) { continue; }
            forlorade++;
            TestContext.Out.WriteLine($"{efter}: {s.Sort} {s.Nyckel} av klient {s.Klient} är bekräftad men finns inte.");
        }
        foreach (var (sort, sql) in new[]
        {
            ("planjobb", "SELECT COUNT(*) FROM Planjobb"),
            ("export", "SELECT COUNT(*) FROM Handelse WHERE Vad = 'Fil hämtad'"),
            ("delad", "SELECT COUNT(*) FROM Handelse WHERE Vad = 'Avtal ändrat'"),
        })
        {
            var antal = await anslutning.ExecuteScalarAsync<int>(sql, transaction: bild);
            var bekraftade = skrivningar.Count(s => s.Sort == sort && s.Bekraftad);
            if (antal >= bekraftade) { continue; }
            forlorade += bekraftade - antal;
            TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{efter}: {sort}: {bekraftade} bekräftade men {antal} finns."));
        }
        return (gjorda, forlorade);
    }
}
