using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Uppfoljning.Tests.Fel;

/// <summary>En webbläsare med egna kakor, som minns dem också när servern har dött och startat igen.</summary>
internal sealed partial class Besokare(HttpClient klient)
{
    private readonly ConcurrentDictionary<string, string> _kakor = new();

    public string Nyckel { get; private set; } = "";

    public string Sida { get; private set; } = "";

    public HttpStatusCode Status { get; private set; }

    public HttpResponseMessage? Svar { get; private set; }

    public async Task LoggaInAsync(string namn, string losenord)
    {
        await OppnaAsync("/konto/logga-in");
        var svar = await SkickaAsync("/konto/logga-in", ("Command.Anvandarnamn", namn), ("Command.Losenord", losenord));
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Redirect), Sida);
    }

    /// <summary>Öppnar sidan och minns dess formulärnyckel.</summary>
    public async Task<string> OppnaAsync(string adress)
    {
        using var begaran = new HttpRequestMessage(HttpMethod.Get, new Uri(adress, UriKind.Relative));
        await GorAsync(begaran);
        if (NyckelRegex().Match(Sida) is { Success: true } traff) { Nyckel = traff.Groups[1].Value; }
        return Sida;
    }

    public async Task<HttpResponseMessage> SkickaAsync(string adress, params (string Falt, string Varde)[] falt)
    {
        using var innehall = new FormUrlEncodedContent(falt.Select(f => KeyValuePair.Create(f.Falt, f.Varde)).Append(new("formularnyckel", Nyckel)));
        return await SkickaAsync(adress, innehall);
    }

    public async Task<HttpResponseMessage> SkickaAsync(string adress, HttpContent innehall)
    {
        using var begaran = new HttpRequestMessage(HttpMethod.Post, new Uri(adress, UriKind.Relative)) { Content = innehall };
        return await GorAsync(begaran);
    }

    /// <summary>Ett fälts värde på den sida som är öppen.</summary>
    public string Falt(string namn)
    {
        var traff = Regex.Match(Sida, $"name=\"{Regex.Escape(namn)}\"[^>]*value=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(5));
        Assert.That(traff.Success, Is.True, $"Fältet {namn} finns inte på sidan ({Status}).\n{Sida}");
        return WebUtility.HtmlDecode(traff.Groups[1].Value);
    }

    private async Task<HttpResponseMessage> GorAsync(HttpRequestMessage begaran)
    {
        // Written by hand: a cookie that is only for https is also sent here, as by the proxy that stands in front.
        if (!_kakor.IsEmpty) { begaran.Headers.Add("Cookie", string.Join("; ", _kakor.Select(k => string.Create(CultureInfo.InvariantCulture, $"{k.Key}={k.Value}")))); }
        begaran.Headers.Add("X-Forwarded-Proto", "https");
        var svar = await klient.SendAsync(begaran);
        foreach (var kaka in svar.Headers.TryGetValues("Set-Cookie", out var nya) ? nya : [])
        {
            var par = kaka.Split(';')[0].Split('=', 2);
            if (par[1].Length == 0) { _kakor.TryRemove(par[0], out _); } else { _kakor[par[0]] = par[1]; }
        }
        Sida = await svar.Content.ReadAsStringAsync();
        (Svar, Status) = (svar, svar.StatusCode);
        return svar;
    }

    [GeneratedRegex("name=\"formularnyckel\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex NyckelRegex();
}
