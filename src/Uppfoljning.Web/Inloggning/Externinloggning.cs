using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Extern;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Application.Logg;
using Uppfoljning.Web.Skydd;

namespace Uppfoljning.Web.Inloggning;

/// <summary>Varför en extern inloggning inte gick; texterna är våra egna, tjänstens text visas aldrig.</summary>
public static class Externfel
{
    public const string Forsok = "forsok";
    public const string Nekad = "nekad";
    public const string Svarar = "svarar-inte";
    public const string Tjansten = "tjansten";
    public const string Intyg = "intyg";
    public const string Stark = "stark";
    public const string Avstangt = "avstangt";

    /// <summary>Vad den som försökte får läsa.</summary>
    public static string Text(string? skal) => skal switch
    {
        Nekad => "Inloggningen avbröts, eller så får du inte använda Uppföljning enligt kommunens identitetstjänst.",
        Svarar => "Kommunens identitetstjänst svarar inte som den ska just nu. Vänta en stund och försök igen.",
        Tjansten => "Kommunens identitetstjänst tog inte emot inloggningen. Försök igen. Händer det flera gånger, säg till den som sköter systemet.",
        Intyg => "Svaret från kommunens identitetstjänst gick inte att lita på, så du loggades inte in. Säg till den som sköter systemet.",
        Stark => "Du behöver logga in med tvåfaktor i kommunens identitetstjänst. Försök igen och välj ett starkare sätt.",
        Avstangt => "Ditt konto i Uppföljning är avstängt. Vänd dig till en administratör.",
        _ => "Inloggningen gick inte att slutföra. Den kan ha tagit för lång tid eller redan vara använd. Försök igen.",
    };

    /// <summary>Skälet för sidan, och vad som ska stå i loggen.</summary>
    internal static (string Skal, string Logg) Ur(Exception? fel)
    {
        for (var e = fel; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case ExternvagranException v: return (v.Skal, v.Message);
                case SecurityTokenInvalidSignatureException: return (Intyg, "intygets underskrift stämmer inte");
                case SecurityTokenInvalidIssuerException: return (Intyg, "intyget har en annan utfärdare");
                case SecurityTokenInvalidAudienceException: return (Intyg, "intyget är ställt till någon annan");
                case SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNotYetValidException: return (Intyg, "intyget gäller inte nu");
                case OpenIdConnectProtocolInvalidNonceException: return (Intyg, "intyget hör till ett annat försök");
                case SecurityTokenException: return (Intyg, "intyget går inte att pröva");
                case OpenIdConnectProtocolException when e.Data["error"] is "access_denied": return (Nekad, "identitetstjänsten nekade eller personen avbröt");
                case OpenIdConnectProtocolException: return (Tjansten, "identitetstjänsten tog inte emot inloggningen");
                case OperationCanceledException or TimeoutException: return (Svarar, "identitetstjänsten svarade inte i tid");
                case HttpRequestException or IOException: return (Svarar, "identitetstjänsten svarar inte, eller svarar fel");
            }
        }
        return (Forsok, "försöket var inte påbörjat här, för gammalt eller redan använt");
    }
}

/// <summary>Programmet självt säger nej till det som tjänsten intygade.</summary>
public sealed class ExternvagranException(string skal, string logg) : Exception(logg)
{
    public string Skal { get; } = skal;
}

/// <summary>
/// Inloggning genom kommunens identitetstjänst: OpenID Connect med kod, PKCE och nonce. Intygets underskrift, utfärdare, mottagare och tid prövas
/// av ramverkets hanterare; här tas uppgifterna om hand, och inga intyg eller nycklar sparas.
/// </summary>
public sealed class Externinloggning(
    Externinstallning installning, UserManager<Konto> users, Inloggningstjanst inloggning, IJobbsandare sandare, Loggbok logg, Hastighetsgrans granser, Inloggningskaka kakor)
{
    public const string Schema = "Extern";

    /// <summary>Säger att den som har loggat ut kan vara kvar hos identitetstjänsten.</summary>
    public const string Kaka = "uppfoljning-extern";

    private const int FlestForsok = 3;

    internal const string ReturnUrl = "returnUrl";
    internal const string Koppla = "koppla";

    /// <summary>Loggar in den som intygades, och ger adressen dit hon ska.</summary>
    public async Task<string> TaEmotAsync(HttpContext http, Externperson person, string? returnUrl)
    {
        var svar = await TaEmotAsync(person) ?? throw new InvalidOperationException("Den externa inloggningen gick inte att ta emot.");
        if (svar.Utfall == Externutfall.Vantar) { return "/konto/extern/vantar"; }
        var konto = svar.Utfall == Externutfall.Inloggad ? await users.FindByIdAsync(svar.AnvandareId!.Value.ToString()) : null;
        if (konto is null or { Inaktiv: true }) { return $"/konto/extern/fel?skal={Externfel.Avstangt}"; }

        await inloggning.LoggaInAsync(konto, installning.Namn);
        http.Response.Cookies.Append(kakor.Namn(Kaka), "1", kakor.Ny(http));
        return returnUrl ?? "/";
    }

    /// <summary>Om webbläsaren kan vara kvar hos identitetstjänsten.</summary>
    public bool KanVaraKvar(HttpContext http) => http.Request.Cookies.ContainsKey(kakor.Namn(Kaka));

    public void GlomAttHonKanVaraKvar(HttpContext http) => http.Response.Cookies.Delete(kakor.Namn(Kaka), kakor.Ny(http));

    /// <summary>Det misslyckade försöket i loggen, och adressen till sidan som säger varför.</summary>
    public async Task<string> MisslyckadesAsync(HttpContext http, Exception? fel)
    {
        var (skal, text) = Externfel.Ur(fel);
        // Anyone can send an answer that no one asked for; past the limit they are turned away without a line in the log.
        if (granser.Adress(http.Connection.RemoteIpAddress)) { await SkrivAsync(http, skal, text); }
        return $"/konto/extern/fel?skal={skal}";
    }

    /// <summary>Två som kommer första gången på en gång kan hinna före varandra; den som inte hann finner sedan det som den andra gjorde.</summary>
    private async Task<Externsvar?> TaEmotAsync(Externperson person)
    {
        for (var forsok = 1; ; forsok++)
        {
            var svar = await sandare.SomSystemAsync(new LoggaInExternCommand(person, installning.SkapaKonton, installning.AdministratorFranGrupp));
            if (svar.Outcome != Outcome.Conflict || forsok == FlestForsok) { return svar.Value; }
        }
    }

    private Task SkrivAsync(HttpContext http, string skal, string text) =>
        logg.SkrivEnsamtAsync([new(new AuditEntry("Misslyckad inloggning", $"En inloggning genom {installning.Namn} gick inte: {text}.",
            new { Adress = http.Connection.RemoteIpAddress?.ToString(), Skal = skal }), Aktor: Loggaktor.Okand)], CancellationToken.None);

    /// <summary>Personen som kakan bär mellan identitetstjänsten och bekräftelsen av en koppling.</summary>
    internal static ClaimsPrincipal Bar(Externperson person) => new(new ClaimsIdentity(
        new (string Typ, string? Varde)[] { ("utfardare", person.Utfardare), ("amne", person.Amne), ("anvandarnamn", person.Anvandarnamn), ("namn", person.Namn), ("epost", person.Epost) }
            .Where(c => c.Varde is not null).Select(c => new Claim(c.Typ, c.Varde!)), Schema));

    internal static Externperson? Las(ClaimsPrincipal? principal) => principal?.FindFirstValue("amne") is not { } amne ? null : new Externperson
    {
        Utfardare = principal.FindFirstValue("utfardare")!,
        Amne = amne,
        Anvandarnamn = principal.FindFirstValue("anvandarnamn"),
        Namn = principal.FindFirstValue("namn"),
        Epost = principal.FindFirstValue("epost"),
    };
}

/// <summary>Hur den externa inloggningen sätts ihop.</summary>
public static class Externvard
{
    private const int StorstaSvar = 256 * 1024;

    private static readonly object Uppgifter = new();

    /// <exception cref="DriftException">En inställning saknas eller går inte att använda.</exception>
    public static void AddExterninloggning(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var utveckling = builder.Environment.IsDevelopment();
        var installning = Externinstallning.Las(builder.Configuration, utveckling);
        services.AddSingleton(installning);
        services.AddScoped<Externinloggning>();
        services.AddScoped<Lokallosenord>();
        if (!installning.Pa) { return; }

        services.AddAuthentication()
            .AddCookie(IdentityConstants.ExternalScheme, options =>
            {
                options.ExpireTimeSpan = TimeSpan.FromMinutes(5);
                options.SlidingExpiration = false;
            })
            .AddOpenIdConnect(Externinloggning.Schema, installning.Namn, options => Stall(options, installning, utveckling));
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ExternalScheme).Configure<Inloggningskaka>((options, kakor) => kakor.Stall(options.Cookie, "uppfoljning-koppling"));
        services.AddOptions<OpenIdConnectOptions>(Externinloggning.Schema).Configure<Inloggningskaka, Kontoinstallning, IUtklient>((options, kakor, konto, ut) =>
        {
            options.Backchannel = ut.Skapa(new Uri(installning.Utfardare), options.BackchannelTimeout, installning.AndraVardar(), StorstaSvar);
            // Their names are continued with something of the attempt's own.
            kakor.Stall(options.CorrelationCookie, "uppfoljning-forsok-");
            kakor.Stall(options.NonceCookie, "uppfoljning-nonce-");
            options.Events = Handelser(installning, konto.Adress?.ToString().TrimEnd('/'));
        });
    }

    private static void Stall(OpenIdConnectOptions options, Externinstallning i, bool utveckling)
    {
        options.SignInScheme = IdentityConstants.ExternalScheme;
        options.Authority = i.Utfardare;
        options.RequireHttpsMetadata = !utveckling;
        options.ClientId = i.Klientid;
        options.ClientSecret = i.Klienthemlighet;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // The answer comes in the query: a form post from another site would need cookies without SameSite.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.SaveTokens = false;
        options.UseTokenLifetime = false;
        options.GetClaimsFromUserInfoEndpoint = true;
        options.MapInboundClaims = false;
        options.DisableTelemetry = true;
        options.CallbackPath = "/konto/extern/svar";
        options.SignedOutCallbackPath = "/konto/extern/ut-svar";
        options.RemoteSignOutPath = PathString.Empty;
        options.RemoteAuthenticationTimeout = TimeSpan.FromMinutes(15);
        options.Scope.Clear();
        foreach (var o in i.Omfattning.Split(' ', StringSplitOptions.RemoveEmptyEntries)) { options.Scope.Add(o); }
        options.TokenValidationParameters.ValidAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
        options.TokenValidationParameters.ClockSkew = TimeSpan.FromMinutes(2);
        options.BackchannelTimeout = TimeSpan.FromSeconds(i.TidsgransSekunder);
    }

    /// <param name="i">Inställningarna.</param>
    /// <param name="adress">Programmets adress utifrån sett; null när den är den som webbläsaren skrev.</param>
    private static OpenIdConnectEvents Handelser(Externinstallning i, string? adress) => new()
    {
        OnRedirectToIdentityProvider = context =>
        {
            if (adress is not null) { context.ProtocolMessage.RedirectUri = adress + context.Options.CallbackPath; }
            if (i.KravAcr.Length > 0) { context.ProtocolMessage.AcrValues = i.KravAcr; }
            return Task.CompletedTask;
        },
        OnRedirectToIdentityProviderForSignOut = context =>
        {
            // No token is kept to hint with, so the client says who it is by its id.
            context.ProtocolMessage.ClientId = i.Klientid;
            if (adress is not null) { context.ProtocolMessage.PostLogoutRedirectUri = adress + context.Options.SignedOutCallbackPath; }
            return Task.CompletedTask;
        },
        OnTokenValidated = context =>
        {
            context.HttpContext.Items[Uppgifter] = Ur(context.SecurityToken, i);
            return Task.CompletedTask;
        },
        OnUserInformationReceived = context =>
        {
            var person = (Externperson)context.HttpContext.Items[Uppgifter]!;
            context.HttpContext.Items[Uppgifter] = Med(person, context.User.RootElement, i.Ansprak);
            return Task.CompletedTask;
        },
        OnTicketReceived = async context =>
        {
            var person = (Externperson)context.HttpContext.Items[Uppgifter]!;
            if (context.Properties!.Items.ContainsKey(Externinloggning.Koppla))
            {
                context.Principal = Externinloggning.Bar(person);
                return;
            }
            var mottagare = context.HttpContext.RequestServices.GetRequiredService<Externinloggning>();
            _ = context.Properties.Items.TryGetValue(Externinloggning.ReturnUrl, out var returnUrl);
            context.Response.Redirect(await mottagare.TaEmotAsync(context.HttpContext, person, returnUrl));
            context.HandleResponse();
        },
        OnRemoteFailure = async context =>
        {
            var mottagare = context.HttpContext.RequestServices.GetRequiredService<Externinloggning>();
            context.Response.Redirect(await mottagare.MisslyckadesAsync(context.HttpContext, context.Failure));
            context.HandleResponse();
        },
    };

    private static Externperson Ur(JwtSecurityToken intyg, Externinstallning i)
    {
        // The handler believes the issuer that the discovery document names; it must be the one that was configured.
        if (!string.Equals(intyg.Issuer, i.Utfardare, StringComparison.Ordinal))
        {
            throw new ExternvagranException(Externfel.Intyg, "utfärdaren kallar sig något annat än Extern:Utfardare");
        }
        // The handler takes an unsigned token from the token endpoint, as the standard lets it; here it has to be signed all the same.
        if (intyg.RawSignature is not { Length: > 0 } || intyg.SignatureAlgorithm is null or "none")
        {
            throw new ExternvagranException(Externfel.Intyg, "intyget är inte undertecknat");
        }
        var amr = intyg.Claims.Where(c => c.Type == "amr").Select(c => c.Value);
        var acr = intyg.Claims.FirstOrDefault(c => c.Type == "acr")?.Value;
        if ((i.KravAmr.Length > 0 && !amr.Contains(i.KravAmr, StringComparer.Ordinal))
            || (i.KravAcr.Length > 0 && !i.KravAcr.Split(' ').Contains(acr, StringComparer.Ordinal)))
        {
            throw new ExternvagranException(Externfel.Stark, "inloggningen var inte så stark som inställningen kräver");
        }
        string? En(string typ) => intyg.Claims.FirstOrDefault(c => c.Type == typ)?.Value is { Length: > 0 } varde ? Kort(varde) : null;
        var a = i.Ansprak;
        return new Externperson
        {
            Utfardare = intyg.Issuer,
            Amne = intyg.Claims.FirstOrDefault(c => c.Type == a.Amne)?.Value is { Length: > 0 and <= 255 } amne ? amne : throw new ExternvagranException(Externfel.Intyg, $"intyget saknar {a.Amne}"),
            Anvandarnamn = En(a.Anvandarnamn),
            Namn = En(a.Namn),
            Epost = En(a.Epost),
            Grupper = intyg.Payload.ContainsKey(a.Grupper) ? [.. intyg.Claims.Where(c => c.Type == a.Grupper).Select(c => c.Value)] : null,
        };
    }

    /// <summary>Det som userinfo säger går före det som står i intyget. Ämnet tas aldrig därifrån; hanteraren har prövat att det är samma person.</summary>
    private static Externperson Med(Externperson person, JsonElement uppgifter, Externansprak a)
    {
        string? En(string typ) => uppgifter.TryGetProperty(typ, out var v) && v.ValueKind == JsonValueKind.String && v.GetString() is { Length: > 0 } text ? Kort(text) : null;
        var grupper = !uppgifter.TryGetProperty(a.Grupper, out var g) ? null
            : g.ValueKind == JsonValueKind.Array ? g.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!).ToList()
            : g.ValueKind == JsonValueKind.String ? [g.GetString()!]
            : (List<string>?)null;
        return person with
        {
            Anvandarnamn = En(a.Anvandarnamn) ?? person.Anvandarnamn,
            Namn = En(a.Namn) ?? person.Namn,
            Epost = En(a.Epost) ?? person.Epost,
            Grupper = grupper is null ? person.Grupper : [.. grupper.Concat(person.Grupper ?? []).Distinct(StringComparer.Ordinal)],
        };
    }

    private static string Kort(string text) => text.Length <= 200 ? text : text[..200];
}

/// <summary>När bara kommunens inloggning gäller är lösenord till för administratörer, så att någon kommer in när identitetstjänsten är borta.</summary>
public sealed class Lokallosenord(Kontoinstallning installning, DbSession db)
{
    private const string AdministratorSql = $"SELECT COUNT(*) FROM Anvandare a WHERE a.Id = @Id AND {Gallanderoller.Administrator}";

    /// <summary>Om kontot får logga in med lösenord här.</summary>
    public async Task<bool> FarAsync(Guid anvandareId) =>
        !installning.BaraExtern || await db.SingleOrDefaultAsync<int>(AdministratorSql, new { Id = anvandareId }, CancellationToken.None) > 0;
}
