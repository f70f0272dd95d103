using Uppfoljning.Application.Anvandare;

namespace Uppfoljning.Web.Inloggning;

/// <summary>
/// Hur produktens kakor sätts: inloggningens, formulärens och meddelandenas. Utanför utvecklingsmiljö är de bara för https, också när en proxy framför tar emot krypteringen: webbläsaren ser
/// https, vad produkten än ser. Undantaget är den som uttryckligen har sagt att adressen är http, till exempel i ett slutet provnät.
/// </summary>
public sealed record Inloggningskaka(bool Saker)
{
    public static Inloggningskaka For(Kontoinstallning installning, IHostEnvironment miljo) =>
        new(installning.Adress?.Scheme switch { "http" => false, "https" => true, _ => !miljo.IsDevelopment() });

    /// <summary>Med förledet __Host- tar webbläsaren bara emot kakan över https, för just den här värden och hela den.</summary>
    public string Namn(string namn) => Saker ? $"__Host-{namn}" : namn;

    public void Stall(CookieBuilder kaka, string namn, SameSiteMode egen = SameSiteMode.Lax)
    {
        kaka.Name = Namn(namn);
        kaka.Path = "/";
        kaka.HttpOnly = true;
        kaka.SameSite = egen;
        kaka.SecurePolicy = Saker ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }

    /// <summary>Detsamma för en kaka som sätts direkt i ett svar.</summary>
    public CookieOptions Ny(HttpContext http) => new() { Path = "/", HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Saker || http.Request.IsHttps, IsEssential = true };
}
