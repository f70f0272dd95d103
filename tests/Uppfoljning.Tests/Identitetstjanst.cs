using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Uppfoljning.Tests;

/// <summary>
/// En liten identitetstjänst på loopback: kod med PKCE (S256), registrerad svarsadress, kod för en gång, klienthemlighet, underskrivet intyg och
/// userinfo. Den nekar det som en riktig nekar, och kan ljuga på de sätt som testet väljer.
/// </summary>
public sealed class Identitetstjanst : IAsyncDisposable
{
    public const string Klientid = "uppfoljning-prov";
    public const string Hemlighet = "provets hemlighet";

    private readonly WebApplication _app;
    private readonly RSA _nyckel = RSA.Create(2048);
    private readonly RSA _annanNyckel = RSA.Create(2048);
    private readonly Dictionary<string, Forsok> _koder = [];
    private readonly HashSet<string> _nycklar = [];

    private Identitetstjanst()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Map("/.well-known/openid-configuration", () => Results.Json(Uppgifter()));
        _app.Map("/jwks", () => Results.Json(new { keys = new[] { Publik() } }));
        _app.MapGet("/auth", Auth);
        // As a method group it would be taken for a RequestDelegate, whose result nobody writes.
        _app.MapPost("/token", (Func<HttpContext, Task<IResult>>)Token);
        _app.MapGet("/userinfo", Userinfo);
        _app.MapGet("/ut", (HttpContext c) =>
        {
            Utloggningar.Add(c.Request.QueryString.Value!);
            return Results.Redirect($"{c.Request.Query["post_logout_redirect_uri"]}?state={Uri.EscapeDataString(c.Request.Query["state"].ToString())}");
        });
    }

    public static async Task<Identitetstjanst> StartaAsync()
    {
        var tjanst = new Identitetstjanst();
        await tjanst._app.StartAsync();
        return tjanst;
    }

    public string Adress => _app.Urls.Single();

    /// <summary>Den enda svarsadress som är registrerad.</summary>
    public string Svarsadress { get; set; } = "http://localhost/konto/extern/svar";

    public string Amne { get; set; } = "person-1";

    public string? Anvandarnamn { get; set; } = "anstalld.ett";

    public string Namn { get; set; } = "Anställd Ett";

    /// <summary>Null utelämnar grupperna helt.</summary>
    public string[]? Grupper { get; set; } = [];

    public string[] Amr { get; set; } = ["pwd"];

    /// <summary>Hur tjänsten ljuger eller krånglar; tomt är inte alls.</summary>
    public string Knep { get; set; } = "";

    public List<string> Utloggningar { get; } = [];

    /// <summary>Allt som tjänsten har lämnat ut och som aldrig får sparas.</summary>
    public List<string> Hemligt { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _nyckel.Dispose();
        _annanNyckel.Dispose();
    }

    private Dictionary<string, object> Uppgifter()
    {
        var uppgifter = new Dictionary<string, object>
        {
            ["issuer"] = Knep == "kallar sig annat" ? "https://nagon.annan.example" : Adress,
            ["authorization_endpoint"] = $"{Adress}/auth",
            ["token_endpoint"] = Knep == "annan vard" ? "http://127.0.0.1:9/token" : $"{Adress}/token",
            ["userinfo_endpoint"] = $"{Adress}/userinfo",
            ["jwks_uri"] = $"{Adress}/jwks",
            ["response_types_supported"] = new[] { "code" },
            ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        };
        if (Knep != "ingen utloggning") { uppgifter["end_session_endpoint"] = $"{Adress}/ut"; }
        return uppgifter;
    }

    private object Publik()
    {
        var p = _nyckel.ExportParameters(false);
        return new { kty = "RSA", use = "sig", alg = "RS256", kid = "1", n = WebEncoders.Base64UrlEncode(p.Modulus!), e = WebEncoders.Base64UrlEncode(p.Exponent!) };
    }

    private IResult Auth(HttpContext c)
    {
        var q = c.Request.Query;
        if (q["client_id"] != Klientid || q["redirect_uri"] != Svarsadress) { return Results.BadRequest("okänd klient eller svarsadress"); }
        if (q["response_type"] != "code" || q["code_challenge_method"] != "S256" || q["code_challenge"].ToString().Length != 43) { return Results.BadRequest("PKCE saknas"); }
        if (Knep == "nekar")
        {
            return Results.Redirect($"{Svarsadress}?error=access_denied&error_description={Uri.EscapeDataString("<script>alert(1)</script>")}&state={Uri.EscapeDataString(q["state"].ToString())}");
        }
        var kod = Slump();
        _koder[kod] = new(q["code_challenge"].ToString(), q["nonce"].ToString());
        return Results.Redirect($"{Svarsadress}?code={kod}&state={Uri.EscapeDataString(q["state"].ToString())}");
    }

    private async Task<IResult> Token(HttpContext c)
    {
        switch (Knep)
        {
            case "langsam":
                await Task.Delay(TimeSpan.FromSeconds(20), c.RequestAborted);
                break;
            case "for stort":
                return Results.Text("{\"id_token\":\"" + new string('x', 1_000_000) + "\"}", "application/json");
            case "omdirigerar":
                return Results.Redirect($"{Adress}/jwks");
            case "trasig":
                return Results.Text("<h1>fel</h1>", "text/html", Encoding.UTF8, 500);
        }
        var f = await c.Request.ReadFormAsync();
        if (!_koder.Remove(f["code"].ToString(), out var forsok) || f["client_id"] != Klientid || f["client_secret"] != Hemlighet || f["redirect_uri"] != Svarsadress
            || WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(f["code_verifier"].ToString()))) != forsok.Utmaning)
        {
            return Results.Json(new { error = "invalid_grant", error_description = "<b>koden</b>" }, statusCode: 400);
        }
        var nyckel = Slump();
        _nycklar.Add(nyckel);
        var intyg = Intyg(forsok);
        Hemligt.AddRange([nyckel, intyg]);
        return Results.Json(new { access_token = nyckel, token_type = "Bearer", expires_in = 300, id_token = intyg });
    }

    private string Intyg(Forsok forsok)
    {
        var nu = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var falt = new Dictionary<string, object>
        {
            ["iss"] = Knep is "utfardare" or "kallar sig annat" ? "https://nagon.annan.example" : Adress,
            ["aud"] = Knep == "mottagare" ? "nagon-annan" : Klientid,
            ["sub"] = Amne,
            ["nonce"] = Knep == "nonce" ? "ett annat forsok" : forsok.Nonce,
            ["iat"] = nu,
            ["nbf"] = nu,
            ["exp"] = Knep == "for gammalt" ? nu - 600 : nu + 300,
            ["amr"] = Amr,
        };
        if (Knep == "for gammalt") { falt["nbf"] = falt["iat"] = nu - 900; }
        if (Knep == "inget nonce") { falt.Remove("nonce"); }
        var huvud = Knep == "ingen underskrift" ? "{\"alg\":\"none\",\"typ\":\"JWT\"}" : "{\"alg\":\"RS256\",\"kid\":\"1\",\"typ\":\"JWT\"}";
        var text = $"{WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(huvud))}.{WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(falt))}";
        var underskrift = (Knep == "underskrift" ? _annanNyckel : _nyckel).SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return Knep == "ingen underskrift" ? $"{text}." : $"{text}.{WebEncoders.Base64UrlEncode(underskrift)}";
    }

    private IResult Userinfo(HttpContext c)
    {
        if (!AuthenticationHeaderValue.TryParse(c.Request.Headers.Authorization, out var h) || h.Scheme != "Bearer" || !_nycklar.Remove(h.Parameter!)) { return Results.Unauthorized(); }
        if (Knep == "userinfo omdirigerar") { return Results.Redirect($"{Adress}/jwks"); }
        var svar = new Dictionary<string, object?>
        {
            ["sub"] = Knep == "annan person" ? "person-x" : Amne,
            ["name"] = Namn,
            ["preferred_username"] = Anvandarnamn,
            ["email"] = string.Create(CultureInfo.InvariantCulture, $"{Amne}@kommun.example"),
        };
        if (Grupper is not null) { svar["groups"] = Grupper; }
        return Results.Json(svar);
    }

    private static string Slump() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(24));

    private sealed record Forsok(string Utmaning, string Nonce);
}
