using System.Diagnostics;

namespace Uppfoljning.Tests.Kommandorad;

/// <summary>Programmet som en egen process, så som det körs på en server.</summary>
internal static class Vardprocess
{
    public static Process Starta(Testdatabas databas, params string[] args) => StartaMed(databas, new Dictionary<string, string>(), args);

    /// <param name="databas">Testets databas.</param>
    /// <param name="miljo">Miljövariabler utöver, eller i stället för, testets vanliga.</param>
    /// <param name="args">Verbet eller inställningarna.</param>
    public static Process StartaMed(Testdatabas databas, IReadOnlyDictionary<string, string> miljo, params string[] args)
    {
        // The built program by default; a published folder, as an administrator gets it, when one is named.
        var publicerad = Environment.GetEnvironmentVariable("UPPFOLJNING_VARD");
        var start = new ProcessStartInfo(string.IsNullOrEmpty(publicerad) ? "dotnet" : Path.Combine(publicerad, "Uppfoljning.Web"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = databas.Mapp,
        };
        if (string.IsNullOrEmpty(publicerad)) { start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Uppfoljning.Web.dll")); }
        foreach (var arg in args) { start.ArgumentList.Add(arg); }
        start.Environment["Databas__Typ"] = Testdatabas.ArSqlServer ? "SqlServer" : "Sqlite";
        start.Environment["Databas__Anslutning"] = databas.Anslutning;
        start.Environment["Filer__Mapp"] = Path.Combine(databas.Mapp, "filer");
        start.Environment["Nycklar__Mapp"] = Path.Combine(databas.Mapp, "nycklar");
        start.Environment["Kommun__Namn"] = "Provkommun";
        start.Environment["Logg__Nyckel"] = Testdatabas.Loggnyckel;
        start.Environment["Logg__Ankare__Fil"] = Path.Combine(databas.Mapp, "ankare.jsonl");
        start.Environment["ASPNETCORE_ENVIRONMENT"] = start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        foreach (var (namn, varde) in miljo) { start.Environment[namn] = varde; }
        return Process.Start(start)!;
    }

    /// <summary>Kör ett verb till slut och ger svarskoden och det som skrevs.</summary>
    public static Task<(int Kod, string Ut, string Fel)> KorAsync(Testdatabas databas, string? rad, params string[] args) =>
        KorMedAsync(databas, new Dictionary<string, string>(), rad, args);

    public static async Task<(int Kod, string Ut, string Fel)> KorMedAsync(Testdatabas databas, IReadOnlyDictionary<string, string> miljo, string? rad, params string[] args)
    {
        using var process = StartaMed(databas, miljo, args);
        if (rad is not null) { await process.StandardInput.WriteLineAsync(rad); }
        process.StandardInput.Close();
        var ut = process.StandardOutput.ReadToEndAsync();
        var fel = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await ut, await fel);
    }
}
