using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.CookiePolicy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Uppfoljning.Application.Common;
using Uppfoljning.Web.Inloggning;

namespace Uppfoljning.Web.Skydd;

/// <summary>Det som skyddar varje sida mot det som kommer utifrån.</summary>
public static class Skyddsvard
{
    /// <summary>Vad en sida får hämta och visa: bara sitt eget.</summary>
    internal const string Sidpolicy = Sakerhetshuvuden.Sidpolicy;

    /// <summary>Gränser, huvuden, nyckel i varje formulär och kända proxyservrar.</summary>
    /// <exception cref="DriftException">En inställning under Granser eller Proxy, eller AllowedHosts, går inte att använda.</exception>
    public static void AddSkydd(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var granser = Gransinstallning.Las(builder.Configuration);
        services.AddSingleton(granser);
        services.AddSingleton<Hastighetsgrans>();
        services.Configure<MvcOptions>(options =>
        {
            options.Filters.Add(new Formulargrans(granser.StorstaFormular));
            options.Filters.Add(new Namngrans());
            options.Filters.Add(new AutoValidateAntiforgeryTokenAttribute());
        });
        services.AddAntiforgery(options =>
        {
            options.FormFieldName = "formularnyckel";
            // The headers of every page are set in one place; here they would only be set on pages with a form.
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddOptions<AntiforgeryOptions>().Configure<Inloggningskaka>((options, kakor) =>
        {
            kakor.Stall(options.Cookie, "uppfoljning-formular", SameSiteMode.Strict);
            // The keys are refused altogether on http when they demand https, also behind a proxy that has taken the encryption. The policy below
            // makes the cookie Secure all the same.
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddOptions<CookieTempDataProviderOptions>().Configure<Inloggningskaka>((options, kakor) => kakor.Stall(options.Cookie, "uppfoljning-meddelande"));
        services.AddOptions<CookiePolicyOptions>().Configure<Inloggningskaka>((options, kakor) =>
        {
            options.Secure = kakor.Saker ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
            options.HttpOnly = HttpOnlyPolicy.Always;
        });
        services.AddResponseCompression(options => options.EnableForHttps = false);
        services.AddHsts(options =>
        {
            options.MaxAge = TimeSpan.FromDays(365);
            options.Preload = false;
            options.IncludeSubDomains = true;
        });
        builder.AddServergranser(granser);
        builder.AddProxy();
    }

    /// <summary>Det som gäller varje svar, också felsidor och filer.</summary>
    public static void UseSkydd(this WebApplication app)
    {
        Proxyvard.Varna(app);
        if (app.Services.GetRequiredService<IOptions<Proxyinstallning>>().Value.Finns) { app.UseForwardedHeaders(); }
        if (!app.Environment.IsDevelopment()) { app.UseHsts(); }
        app.Use(Sakerhetshuvuden.SattAsync);
        app.Use(Servergranser.ProvaAsync);
        app.UseCookiePolicy();
    }

    /// <summary>Det som behöver veta vem som frågar och efter vad: tider och antal.</summary>
    public static void UseGranser(this WebApplication app)
    {
        app.UseRequestTimeouts();
        app.UseMiddleware<HastighetsgransMiddleware>();
    }
}
