using Quartz;

namespace Uppfoljning.Infrastructure.Jobb;

/// <summary>
/// Schemaläggarens tabeller i SQL Server, ur paketet självt. Satserna skapar bara det som saknas, så de är ofarliga att köra igen. På SQLite gör
/// schemaläggaren sin egen fil.
/// </summary>
internal static class Quartztabeller
{
    private const string Resurs = "Quartz.Impl.AdoJobStore.Schema.create_sqlServer.sql";

    private const string Prefix = "QRTZ_";

    private const string Skiljerad = "--;;";

    public static IReadOnlyList<string> ForSqlServer()
    {
        using var text = new StreamReader(typeof(IScheduler).Assembly.GetManifestResourceStream(Resurs)!);
        return [.. text.ReadToEnd().ReplaceLineEndings("\n").Split($"\n{Skiljerad}\n").Skip(1)
            .Select(s => s.Replace("{0}", Prefix, StringComparison.Ordinal).Replace("{1}", Prefix, StringComparison.Ordinal).Trim())
            .Where(s => s.Length > 0)];
    }
}
