namespace Uppfoljning.Web.Drift;

/// <summary>Var en uppladdning ligger medan den tas emot.</summary>
internal static class Tillfalligt
{
    private const string Variabel = "ASPNETCORE_TEMP";

    /// <summary>
    /// In the file store's own folder for half files, which is cleared when the server starts. In the system's folder a document would be left behind
    /// for good, for anyone to find, each time the server is killed in the middle of one.
    /// </summary>
    public static void Valj(WebApplication app)
    {
        if (app.Environment.IsDevelopment() || Environment.GetEnvironmentVariable(Variabel) is { Length: > 0 }) { return; }
        if (app.Configuration["Filer:Mapp"] is { Length: > 0 } mapp) { Environment.SetEnvironmentVariable(Variabel, Directory.CreateDirectory(Path.Combine(Path.GetFullPath(mapp), "tmp")).FullName); }
    }
}
