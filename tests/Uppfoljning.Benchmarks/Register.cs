using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using Microsoft.Data.SqlClient;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Demo;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Utforare;
using Uppfoljning.Infrastructure;
using Uppfoljning.Infrastructure.Data;

namespace Uppfoljning.Benchmarks;

/// <summary>Hur stort ett register är.</summary>
public sealed record Registerstorlek(int Avtal, int Utforare = 1000, int Enheter = 100, int Namnder = 6);

/// <summary>Register som flera mätningar läser; den som skriver tar ett eget.</summary>
public sealed class Registerlager : IAsyncDisposable
{
    private readonly Dictionary<Registerstorlek, Register> _delade = [];

    /// <summary>100 000 avtal och 20 000 utförare i sex nämnder.</summary>
    public static readonly Registerstorlek Stort = new(Avtal: 100_000, Utforare: 20_000, Enheter: 2_000);

    public async Task<Register> DelatAsync(Registerstorlek storlek)
    {
        if (!_delade.TryGetValue(storlek, out var register)) { _delade[storlek] = register = await Register.SkapaAsync(storlek); }
        return register;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var register in _delade.Values) { await register.DisposeAsync(); }
    }
}

/// <summary>
/// En databas med ett register av vald storlek, ifylld förbi pipelinen för fartens skull men med samma rader som den skriver. SQLite i en
/// tillfällig fil, eller SQL Server när UPPFOLJNING_TEST_SQLSERVER håller en anslutning.
/// </summary>
public sealed class Register : IAsyncDisposable
{
    private static readonly string? SqlServer = Environment.GetEnvironmentVariable("UPPFOLJNING_TEST_SQLSERVER");

    private static readonly string[] Verksamheter =
    [
        "Hemtjänst", "Särskilt boende", "Ledsagning", "Daglig verksamhet", "Skolmåltider", "Skolskjuts", "Lokalvård", "Parkskötsel",
        "Vinterväghållning", "Familjerådgivning", "Fritidsgård", "Vägbelysning",
    ];

    private static readonly string[] Platser =
        ["Norra", "Södra", "Östra", "Västra", "Centrum", "Strand", "Berget", "Dalen", "Ängen", "Hamnen", "Kvarnen", "Sjövik", "Åsen", "Lunden"];

    private static readonly string[] Ord = ["Omsorg", "Vård", "Service", "Drift", "Bygd", "Stöd", "Miljö", "Teknik", "Gård", "Kraft", "Hand", "Väg"];

    private readonly string _mapp;
    private readonly string _namn;

    private Register(Registerstorlek storlek, string mapp)
    {
        Storlek = storlek;
        _mapp = mapp;
        _namn = SqlServer is null ? Path.Combine(mapp, "register.db") : $"Uppfoljning_{Guid.NewGuid():N}";
        Installningar = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Databas:Typ"] = SqlServer is null ? "Sqlite" : "SqlServer",
            ["Databas:Anslutning"] = SqlServer is null ? $"Data Source={_namn}" : $"{SqlServer};Database={_namn}",
            ["Filer:Mapp"] = Path.Combine(mapp, "filer"),
            ["Logg:Nyckel"] = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)),
            ["Logg:Ankare:Fil"] = Path.Combine(mapp, "ankare.jsonl"),
            ["Kommun:Namn"] = "Mätkommun",
        }).Build();
        var services = new ServiceCollection().AddLogging().AddUppfoljningInfrastructure(Installningar).AddUppfoljningApplication();
        services.AddScoped<IAnvandarkontext>(_ => Anvandare);
        Services = services.BuildServiceProvider();
    }

    public Registerstorlek Storlek { get; }

    public IConfiguration Installningar { get; }

    /// <summary>Pipelinen på den här databasen.</summary>
    public ServiceProvider Services { get; }

    public IReadOnlyList<Guid> Namnder { get; private set; } = [];

    public IReadOnlyList<Guid> Avtal { get; private set; } = [];

    /// <summary>En som har alla roller i alla nämnder.</summary>
    public IAnvandarkontext Anvandare { get; private set; } = null!;

    public IDatabase Databas => Services.GetRequiredService<IDatabase>();

    public static async Task<Register> SkapaAsync(Registerstorlek storlek)
    {
        var register = new Register(storlek, Directory.CreateTempSubdirectory("uppfoljning-matning-").FullName);
        if (SqlServer is not null) { await KorAsync($"CREATE DATABASE [{register._namn}] COLLATE Finnish_Swedish_100_CI_AS; ALTER DATABASE [{register._namn}] SET READ_COMMITTED_SNAPSHOT ON"); }
        await register.Services.GetRequiredService<IMigrator>().KorAsync(CancellationToken.None);
        await register.FyllAsync();
        return register;
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        if (SqlServer is not null) { await KorAsync($"ALTER DATABASE [{_namn}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE [{_namn}]"); }
        Directory.Delete(_mapp, recursive: true);
    }

    /// <summary>En fil med nya avtal så som Excel sparar den, för importen.</summary>
    public static byte[] Csv(int antal)
    {
        var slump = new Slump(7);
        var text = new StringBuilder("Avtalsnummer;Verksamhetsområde;Benämning;Utförare;Driftform;Upphandlingsform;Avtalsstart;Avtalsslut;Årsvärde (kr);Område;Avtalsansvarig\r\n");
        for (var i = 0; i < antal; i++)
        {
            var start = new DateOnly(2020, 1, 1).AddDays(slump.Under(2000));
            text.Append(CultureInfo.InvariantCulture, $"I-{i:000000};{slump.En(Verksamheter)};{Benamning(slump, i)};{Utforarnamn(slump.Under(Math.Max(10, antal / 5)))};Aktiebolag;LOU;")
                .Append(CultureInfo.InvariantCulture, $"{start:yyyy-MM-dd};{start.AddYears(4):yyyy-MM-dd};{slump.Mellan(100, 9000)}000;{slump.En(Platser)};Enhet {slump.Under(40)}\r\n");
        }
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private async Task FyllAsync()
    {
        var slump = new Slump(1);
        await using var connection = await Databas.OpenAsync(CancellationToken.None);
        if (SqlServer is null) { await connection.ExecuteAsync("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;"); }

        var namnder = Enumerable.Range(0, Storlek.Namnder).Select(_ => Guid.CreateVersion7()).ToList();
        var omraden = namnder.SelectMany(n => Verksamheter.Select(v => (Id: Guid.CreateVersion7(), NamndId: n, Namn: v))).ToList();
        var utforare = Enumerable.Range(0, Storlek.Utforare).Select(i => (Id: Guid.CreateVersion7(), Namn: Utforarnamn(i), Form: slump.En(Enum.GetNames<Driftsform>()))).ToList();
        var avtal = Enumerable.Range(0, Storlek.Avtal).Select(_ => Guid.CreateVersion7()).ToList();
        var enheter = Enumerable.Range(0, Storlek.Enheter).Select(_ => Guid.CreateVersion7()).ToList();
        var sokord = new List<object?[]>();

        await SkrivAsync(connection, "Namnd", "Id Namn Forkortning", namnder.Select((n, i) => new object?[] { n, $"Nämnd {i + 1}", $"N{(char)('A' + i)}" }));
        await SkrivAsync(connection, "Verksamhetsomrade", "Id NamndId Namn", omraden.Select(o => new object?[] { o.Id, o.NamndId, o.Namn }));
        await SkrivAsync(connection, "Utforare", "Id Namn Organisationsnummer Driftsform", utforare.Select((u, i) =>
        {
            var nummer = Organisationsnummer.MedKontrollsiffra(552_000_000 + i);
            Sokbara(sokord, (u.Id, "Utforare", null), u.Namn, nummer.Replace("-", "", StringComparison.Ordinal));
            return new object?[] { u.Id, u.Namn, nummer, u.Form };
        }));
        await SkrivAsync(connection, "Arende", "Id NamndId Sort Version", avtal.Select((a, i) => new object?[] { a, namnder[i % namnder.Count], "Avtal", 1 })
            .Concat(enheter.Select((e, i) => new object?[] { e, namnder[i % namnder.Count], "Enhet", 1 })));

        var tillstand = Enum.GetNames<Avtalstillstand>();
        var former = Enum.GetNames<Upphandlingsform>();
        await SkrivAsync(connection, "Avtal",
            "Id NamndId Radnyckel Avtalsnummer Benamning VerksamhetsomradeId UtforareId Driftsform Upphandlingsform Tillstand Start Slut ForlangningManader AntalForlangningar UppsagningstidManader ArsvardeOre Omrade Avtalsansvarig Anmarkning ImportId",
            avtal.Select((id, i) =>
            {
                var namnd = i % namnder.Count;
                var omrade = omraden[(namnd * Verksamheter.Length) + slump.Under(Verksamheter.Length)];
                var utf = utforare[slump.Under(utforare.Count)];
                var nummer = $"A-{i:000000}";
                var benamning = Benamning(slump, i);
                var plats = slump.En(Platser);
                var start = new DateOnly(2018, 1, 1).AddDays(slump.Under(3000));
                Sokbara(sokord, (id, "Avtal", namnder[namnd]), nummer, benamning, omrade.Namn, utf.Namn, plats);
                return new object?[]
                {
                    id, namnder[namnd], Radnyckel.ForAvtal(nummer, benamning, utf.Namn, plats, omrade.Namn), nummer, benamning, omrade.Id, utf.Id, utf.Form,
                    slump.En(former), slump.Procent(70) ? nameof(Avtalstillstand.Aktivt) : slump.En(tillstand), slump.Procent(3) ? null : start,
                    slump.Procent(8) ? null : start.AddYears(slump.Mellan(2, 9)), 12, slump.Under(3), 6, slump.Procent(5) ? null : slump.Mellan(100, 9000) * 100_000L, plats,
                    slump.Procent(5) ? null : $"Enhet {slump.Under(40)}", null, null,
                };
            }));
        await SkrivAsync(connection, "Enhet", "Id NamndId Radnyckel Namn VerksamhetsomradeId UtforareId Driftsform Antal Konkurrens MojligFor Anmarkning ImportId",
            enheter.Select((id, i) =>
            {
                var namnd = i % namnder.Count;
                var omrade = omraden[(namnd * Verksamheter.Length) + slump.Under(Verksamheter.Length)];
                var namn = $"Enhet {slump.En(Platser)} {i}";
                Sokbara(sokord, (id, "Enhet", namnder[namnd]), namn, omrade.Namn);
                return new object?[]
                {
                    id, namnder[namnd], Radnyckel.ForEnhet(namn, omrade.Namn), namn, omrade.Id, null, nameof(Driftsform.EgenRegi), 1,
                    slump.Under(3) switch { 0 => null, 1 => true, _ => false }, null, null, null,
                };
            }));
        await SkrivAsync(connection, "Sokord", "ObjektId Ord Sort NamndId", sokord);
        if (SqlServer is null) { await connection.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA synchronous = FULL; PRAGMA cache_size = -16000;"); }

        Namnder = namnder;
        Avtal = avtal;
        Anvandare = new Matanvandare(namnder);
    }

    private static string Benamning(Slump slump, int i) => $"{slump.En(Verksamheter)} {slump.En(Platser)} {i % 977}";

    private static string Utforarnamn(int i) => $"{Platser[i % Platser.Length]}s {Ord[i / Platser.Length % Ord.Length]} {i} AB";

    private static void Sokbara(List<object?[]> sokord, (Guid Id, string Sort, Guid? Namnd) objekt, params string[] texter) =>
        sokord.AddRange(Sokord.I(texter).Select(o => new object?[] { objekt.Id, o, objekt.Sort, objekt.Namnd }));

    private static async Task SkrivAsync(DbConnection connection, string tabell, string kolumner, IEnumerable<object?[]> rader)
    {
        var namn = kolumner.Split(' ');
        if (connection is SqlConnection sql)
        {
            using var data = new DataTable();
            foreach (var rad in rader)
            {
                // The types of the columns come from the first row that has a value in them; every column has one among the first.
                if (data.Columns.Count == 0) { foreach (var n in namn) { data.Columns.Add(n, typeof(object)); } }
                data.Rows.Add([.. rad.Select(v => v is DateOnly d ? d.ToDateTime(TimeOnly.MinValue) : v ?? DBNull.Value)]);
            }
            using var bulk = new SqlBulkCopy(sql) { DestinationTableName = tabell, BatchSize = 10_000, BulkCopyTimeout = 0 };
            foreach (var n in namn) { bulk.ColumnMappings.Add(n, n); }
            await bulk.WriteToServerAsync(data);
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"INSERT INTO {tabell} ({string.Join(", ", namn)}) VALUES ({string.Join(", ", namn.Select((_, i) => $"@p{i}"))})";
        for (var i = 0; i < namn.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            command.Parameters.Add(parameter);
        }
        await command.PrepareAsync();
        foreach (var rad in rader)
        {
            for (var i = 0; i < rad.Length; i++)
            {
                command.Parameters[i].Value = rad[i] switch
                {
                    null => DBNull.Value,
                    Guid id => id.ToString().ToUpperInvariant(),
                    DateOnly dag => dag.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    bool b => b ? 1 : 0,
                    var v => v,
                };
            }
            await command.ExecuteNonQueryAsync();
        }
        await transaction.CommitAsync();
    }

    private static async Task KorAsync(string sql)
    {
        await using var connection = await new SqlServerDatabase($"{SqlServer};Database=master").OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(sql);
    }

    private sealed class Matanvandare(IEnumerable<Guid> namnder) : IAnvandarkontext
    {
        public Guid? Id => null;

        public string Namn => "Mätning";

        public Roll KommunRoller => Roll.Administrator | Roll.System;

        public IReadOnlyDictionary<Guid, Roll> NamndRoller { get; } = namnder.ToDictionary(n => n, _ => Roll.NagonINamnden);
    }
}
