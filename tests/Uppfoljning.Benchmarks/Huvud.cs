using System.Globalization;

namespace Uppfoljning.Benchmarks;

/// <summary>
/// Mäter det som ska gå fort och skriver en tabell, i terminalen och som Markdown.
/// </summary>
/// <remarks>
/// An own harness and not BenchmarkDotNet: what is promised is end to end (requests per second over Kestrel, milliseconds through the
/// pipeline with its database, megabytes for a whole import), and product and comparison must run in the same process against the same
/// database. Each figure is the median of several runs after a warm-up. BenchmarkDotNet starts a process per case and would fill a
/// register of 100 000 rows for each of them.
/// </remarks>
public static class Huvud
{
    public static async Task<int> Main(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("sv-SE");
        var filter = args.FirstOrDefault(a => !a.StartsWith('-'));
        if (args.Contains("--help"))
        {
            Console.WriteLine("dotnet run -c Release --project tests/Uppfoljning.Benchmarks -- [FILTER]");
            Console.WriteLine($"FILTER är en del av en mätnings namn: {string.Join(", ", Matning.Alla.Select(m => m.Namn))}.");
            return 0;
        }

        var matningar = Matning.Alla.Where(m => filter is null || m.Namn.Contains(filter, StringComparison.OrdinalIgnoreCase)).ToList();
        if (matningar.Count == 0)
        {
            Console.Error.WriteLine($"Ingen mätning heter något med {filter}. --help visar vilka som finns.");
            return 2;
        }

        var resultat = new List<Resultat>();
        await using var register = new Registerlager();
        foreach (var matning in matningar)
        {
            Console.Error.WriteLine($"{matning.Namn} …");
            try
            {
                await foreach (var r in matning.KorAsync(register))
                {
                    Console.Error.WriteLine($"  {r.Vad}: {r.Matt} {r.Kommentar}");
                    resultat.Add(r);
                }
            }
            catch (Exception fel) when (fel is InvalidOperationException or HttpRequestException)
            {
                // One that fails must not hide the others.
                resultat.Add(new Resultat(matning.Namn, "misslyckades", "", fel.Message));
            }
        }

        Console.WriteLine();
        Console.WriteLine(Tabell.Markdown(resultat));
        Console.WriteLine();
        Console.WriteLine("Mått är medianen. Minne är vad en gång allokerar; för plan och import hela processens arbetsminne som mest.");
        return resultat.Any(r => r.Matt == "misslyckades") ? 1 : 0;
    }
}

/// <summary>En rad i tabellen.</summary>
public sealed record Resultat(string Vad, string Matt, string Minne, string Kommentar);

internal static class Tabell
{
    /// <summary>Markdown med jämna kolumner, så att samma text går att läsa i terminalen och i README.</summary>
    public static string Markdown(IReadOnlyList<Resultat> resultat)
    {
        string[][] rader = [["Vad", "Mått", "Minne", "Kommentar"], .. resultat.Select(r => new[] { r.Vad, r.Matt, r.Minne, r.Kommentar })];
        var bredd = Enumerable.Range(0, 4).Select(k => rader.Max(r => r[k].Length)).ToArray();
        var text = rader.Select(r => "| " + string.Join(" | ", r.Select((cell, k) => k is 1 or 2 ? cell.PadLeft(bredd[k]) : cell.PadRight(bredd[k]))) + " |").ToList();
        text.Insert(1, $"|{new string('-', bredd[0] + 2)}|{new string('-', bredd[1] + 1)}:|{new string('-', bredd[2] + 1)}:|{new string('-', bredd[3] + 2)}|");
        return string.Join('\n', text);
    }
}
