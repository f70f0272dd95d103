using System.Reflection;
using System.Text.RegularExpressions;
using Uppfoljning.Application.Common;
using Uppfoljning.Infrastructure.Data;

namespace Uppfoljning.Tests.Sql;

/// <summary>En och samma SQL-text för båda databaserna.</summary>
public sealed partial class SqlTests
{
    private static IEnumerable<TestCaseData> Konstanter()
    {
        foreach (var assembly in new[] { typeof(ICommand).Assembly, typeof(Migrator).Assembly, typeof(Program).Assembly })
        {
            foreach (var falt in assembly.GetTypes().SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)))
            {
                if (falt is { IsLiteral: true } && falt.FieldType == typeof(string) && falt.Name.EndsWith("Sql", StringComparison.Ordinal))
                {
                    yield return new TestCaseData((string)falt.GetRawConstantValue()!).SetName($"{falt.DeclaringType!.Name}.{falt.Name}");
                }
            }
        }
    }

    private static IEnumerable<TestCaseData> Migreringar() =>
        Migrator.Alla.Select(m => new TestCaseData(m.Text).SetName($"Migrering {m.Nr:0000} {m.Namn}"));

    [TestCaseSource(nameof(Konstanter))]
    public void Varje_sats_kan_lasas_av_SQL_Server(string sql) => Assert.That(Tsql.Fel(sql), Is.Empty);

    [TestCaseSource(nameof(Konstanter))]
    public void Ingen_sats_har_ord_som_bara_den_ena_databasen_forstar(string sql)
    {
        Assert.That(OrdRegex().Matches(sql).Select(m => m.Value), Is.Empty);
        Assert.That(StjarnRegex().IsMatch(sql), Is.False, "Kolumnerna ska räknas upp.");
        Assert.That(LiteralRegex().Matches(sql).Where(m => m.Value.Any(c => c > 127)), Is.Empty, "Svenska tecken hör inte hemma i en SQL-literal.");
    }

    [TestCaseSource(nameof(Migreringar))]
    public void Varje_migrering_kan_lasas_av_SQL_Server(string text)
    {
        foreach (var sats in Migrator.Satser(text)) { Assert.That(Tsql.Fel(sats), Is.Empty, sats); }
    }

    [Test]
    public void Migreringarna_ar_numrerade_utan_luckor() =>
        Assert.That(Migrator.Alla.Select(m => m.Nr), Is.EqualTo(Enumerable.Range(1, Migrator.Alla.Count)));

    [Test]
    public void Det_finns_satser_att_prova() => Assert.That(Konstanter().Count(), Is.GreaterThan(30));

    [Test]
    public void Provningen_hittar_det_som_SQL_Server_inte_kan_lasa()
    {
        Assert.That(Tsql.Fel("SELECT Id FROM Avtal LIMIT 10 OFFSET 5"), Is.Not.Empty);
        Assert.That(Tsql.Fel("SELECT Namn || 'x' FROM Namnd"), Is.Not.Empty);
        Assert.That(Tsql.Fel("SELECT Id FROM Avtal WHERE NamndId IN @Namnder ORDER BY Id OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY"), Is.Empty);
    }

    [GeneratedRegex(@"(?<!@)\bLIMIT\b|\|\||\bN'|\bUPDLOCK\b|\bNOLOCK\b|\bMERGE\b|\bOUTPUT\b|\bRETURNING\b|\bGETDATE\b|\bISNULL\b|\bIFNULL\b|\bTOP\b|\bILIKE\b|\bREPLACE INTO\b", RegexOptions.IgnoreCase)]
    private static partial Regex OrdRegex();

    [GeneratedRegex(@"SELECT\s+\*|\b\w\.\*", RegexOptions.IgnoreCase)]
    private static partial Regex StjarnRegex();

    [GeneratedRegex("'[^']*'")]
    private static partial Regex LiteralRegex();
}
