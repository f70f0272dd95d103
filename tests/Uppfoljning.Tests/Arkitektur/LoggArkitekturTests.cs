using System.Text.RegularExpressions;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Tests.Arkitektur;

/// <summary>Loggen skrivs på ett ställe och ändras på inget, och det som lämnas ut loggas vare sig någon kommer ihåg det eller inte.</summary>
public sealed partial class LoggArkitekturTests
{
    [Test]
    public void Bara_en_sats_skriver_i_loggen_och_bara_forseglingen_ror_en_rad_som_finns()
    {
        var satser = Kallkod().SelectMany(f => SatsRegex().Matches(f.Text).Select(m => $"{Path.GetFileName(f.Namn)}: {m.Value}")).ToList();
        Assert.That(satser, Is.EquivalentTo(new[] { "Loggbok.cs: INSERT INTO Handelse", "Loggstart.cs: UPDATE Handelse" }));
        Assert.That(Kallkod().Single(f => f.Namn.EndsWith("Loggstart.cs", StringComparison.Ordinal)).Text, Does.Contain("WHERE Id = @Id AND Nr IS NULL"));
    }

    [Test]
    public void Varje_fraga_som_lamnar_ut_en_fil_loggas()
    {
        var svar = typeof(ICommand).Assembly.GetTypes().Where(t => !t.IsAbstract).Select(t => (Fraga: t, Svar: Registrering.Begaran(t)?.GetGenericArguments().FirstOrDefault()))
            .Where(f => f.Svar is not null && !typeof(ICommand).IsAssignableFrom(f.Fraga)
                && f.Svar.GetProperties().Any(p => typeof(Stream).IsAssignableFrom(p.PropertyType) || p.PropertyType == typeof(byte[]))).ToList();
        Assert.That(svar, Has.Count.GreaterThan(8));
        Assert.That(svar.Where(f => !typeof(ILoggadLasning).IsAssignableFrom(f.Svar)).Select(f => f.Fraga.Name), Is.Empty, "Svarets typ ska vara ILoggadLasning.");
    }

    [Test]
    public void SQL_Servers_vakt_gar_att_lasa()
    {
        foreach (var fil in Directory.EnumerateFiles(Path.Combine(Rot(), "db", "sqlserver"), "*.sql"))
        {
            foreach (var sats in Infrastructure.Data.Migrator.Satser(File.ReadAllText(fil))) { Assert.That(Sql.Tsql.Fel(sats), Is.Empty, sats); }
        }
    }

    private static IEnumerable<(string Namn, string Text)> Kallkod() => Directory.EnumerateFiles(Path.Combine(Rot(), "src"), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Select(f => (f, File.ReadAllText(f)));

    private static string Rot()
    {
        var mapp = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(mapp.FullName, "Uppfoljning.sln"))) { mapp = mapp.Parent!; }
        return mapp.FullName;
    }

    [GeneratedRegex(@"(INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE\s+TABLE|MERGE\s+INTO)\s+Handelse\b", RegexOptions.IgnoreCase)]
    private static partial Regex SatsRegex();
}
