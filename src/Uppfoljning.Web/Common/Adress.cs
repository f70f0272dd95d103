using Microsoft.AspNetCore.Http.Extensions;

namespace Uppfoljning.Web.Common;

/// <summary>Samma adress med något utbytt: så bär länkar för sortering och sidor med sig filtren.</summary>
public static class Adress
{
    public static string Med(HttpRequest request, params ReadOnlySpan<(string Namn, string? Varde)> byten)
    {
        var fraga = new QueryBuilder();
        var namn = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var ny in byten) { namn.Add(ny.Namn); }
        foreach (var (nyckel, varden) in request.Query)
        {
            if (namn.Contains(nyckel)) { continue; }
            foreach (var varde in varden)
            {
                if (!string.IsNullOrEmpty(varde)) { fraga.Add(nyckel, varde); }
            }
        }
        foreach (var ny in byten)
        {
            if (ny.Varde is not null) { fraga.Add(ny.Namn, ny.Varde); }
        }
        return request.PathBase + request.Path + fraga.ToQueryString();
    }

    /// <summary>Samma adress utan ett av filtrets värden, och från första sidan.</summary>
    public static string Utan(HttpRequest request, string namn, string varde)
    {
        var fraga = new QueryBuilder();
        foreach (var (nyckel, varden) in request.Query)
        {
            if (string.Equals(nyckel, "Sida", StringComparison.OrdinalIgnoreCase)) { continue; }
            var detta = string.Equals(nyckel, namn, StringComparison.OrdinalIgnoreCase);
            foreach (var v in varden)
            {
                // A filter with one value may be written in another way than it is shown.
                if (!string.IsNullOrEmpty(v) && !(detta && (varden.Count == 1 || string.Equals(v.Trim(), varde, StringComparison.OrdinalIgnoreCase)))) { fraga.Add(nyckel, v); }
            }
        }
        return request.PathBase + request.Path + fraga.ToQueryString();
    }
}
