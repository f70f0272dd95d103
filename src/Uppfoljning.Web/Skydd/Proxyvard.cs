using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Uppfoljning.Application.Common;
using IPNetwork = System.Net.IPNetwork;

namespace Uppfoljning.Web.Skydd;

/// <summary>Proxyservrarna som får säga vem som frågar och om det är https: inställningen Proxy:Kanda.</summary>
public sealed class Proxyinstallning
{
    public bool Finns { get; set; }
}

internal static class Proxyvard
{
    /// <summary>Bara kända proxyservrar blir trodda; annars kan vem som helst skriva vilken adress som helst i huvudena.</summary>
    /// <exception cref="DriftException">En adress i Proxy:Kanda eller AllowedHosts går inte att läsa.</exception>
    public static void AddProxy(this WebApplicationBuilder builder)
    {
        var kanda = Lista(builder.Configuration, "Proxy:Kanda").Select(Tolka).ToList();
        builder.Services.Configure<Proxyinstallning>(options => options.Finns = kanda.Count > 0);
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // One hop after another, as long as each is known; the first unknown one is the client.
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var nat in kanda) { options.KnownIPNetworks.Add(nat); }
        });
        foreach (var vard in Vardar(builder.Configuration))
        {
            if (vard != "*" && Uri.CheckHostName(vard.StartsWith("*.", StringComparison.Ordinal) ? vard[2..] : vard.Trim('[', ']')) == UriHostNameType.Unknown)
            {
                throw new DriftException($"Inställningen AllowedHosts är ”{builder.Configuration["AllowedHosts"]}” men ska vara namnen i adressen, utan https:// och port, med semikolon emellan, till exempel uppfoljning.kommunen.se.");
            }
        }
    }

    /// <summary>En server på nätet ska bara svara på sitt eget namn; annars kan länkar i brev och omdirigeringar lånas av den som skickar ett annat.</summary>
    public static void Varna(WebApplication app)
    {
        if (!app.Environment.IsProduction()) { return; }
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Uppfoljning.Skydd");
        if (Vardar(app.Configuration).DefaultIfEmpty("*").Contains("*"))
        {
            logger.LogWarning("Inställningen AllowedHosts är *: servern svarar på vilket namn som helst. Sätt den till namnet i adressen.");
        }
        if (string.Equals(app.Configuration["FORWARDEDHEADERS_ENABLED"] ?? app.Configuration["ASPNETCORE_FORWARDEDHEADERS_ENABLED"], "true", StringComparison.OrdinalIgnoreCase))
        {
            logger.LogWarning("ASPNETCORE_FORWARDEDHEADERS_ENABLED är på: då blir varje proxyserver trodd, också en som någon hittar på. Ta bort den och använd Proxy:Kanda.");
        }
    }

    private static string[] Vardar(IConfiguration configuration) =>
        (configuration["AllowedHosts"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>En lista, skriven som lista eller som text med komma eller semikolon emellan.</summary>
    private static IEnumerable<string> Lista(ConfigurationManager configuration, string namn) =>
        (configuration[namn] is { Length: > 0 } text ? text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [])
        .Concat(configuration.GetSection(namn).GetChildren().Select(c => c.Value ?? "").Where(v => v.Length > 0));

    private static IPNetwork Tolka(string text)
    {
        if (IPAddress.TryParse(text, out var adress)) { return new IPNetwork(adress, adress.GetAddressBytes().Length * 8); }
        return IPNetwork.TryParse(text, out var nat) && nat.PrefixLength > 0 ? nat
            : throw new DriftException($"Inställningen Proxy:Kanda har ”{text}”, som ska vara en IP-adress eller ett nät, till exempel 10.0.0.5 eller 10.0.0.0/24.");
    }
}
