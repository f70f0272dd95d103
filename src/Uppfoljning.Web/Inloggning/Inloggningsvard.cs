using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Web.Jobb;

namespace Uppfoljning.Web.Inloggning;

/// <summary>Hur den som är inloggad känns igen.</summary>
public static class Inloggningsvard
{
    /// <summary>Konton, kakan och inloggningens sätt.</summary>
    /// <exception cref="DriftException">Demoinloggning är påslagen utanför utvecklingsmiljö.</exception>
    public static void AddInloggning(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(provider => Inloggningskaka.For(provider.GetRequiredService<Kontoinstallning>(), provider.GetRequiredService<IHostEnvironment>()));
        services.AddScoped<Inloggad>();
        services.AddScoped<IAnvandarkontext>(provider => provider.GetRequiredService<Inloggad>());
        services.AddScoped<Inloggningstjanst>();
        services.AddSingleton(Demo(builder.Configuration, builder.Environment));
        services.AddHttpContextAccessor();
        services.AddHostedService<Postkorare>();
        services.AddIdentityCore<Konto>(options => options.User.AllowedUserNameCharacters = null!).AddUserStore<Kontolager>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, options =>
            {
                options.LoginPath = "/konto/logga-in";
                options.AccessDeniedPath = "/fel/403";
                options.ReturnUrlParameter = "returnUrl";
                // A page that is refused says so at its own address, with status 403.
                options.Events.OnRedirectToAccessDenied = context =>
                {
                    context.Response.StatusCode = StatusCodes.Status403Forbidden;
                    return Task.CompletedTask;
                };
            })
            .AddCookie(Inloggningstjanst.Halvvags, options => options.ExpireTimeSpan = TimeSpan.FromMinutes(5));
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<Kontoinstallning, Inloggningskaka>((options, installning, kakor) =>
        {
            kakor.Stall(options.Cookie, "uppfoljning");
            // How long it is good for is kept with the session; the cookie need only live as long as that can.
            options.ExpireTimeSpan = installning.Langst;
            options.SlidingExpiration = false;
            options.Events.OnValidatePrincipal = Klockskydd.ProvaAsync;
        });
        services.AddOptions<CookieAuthenticationOptions>(Inloggningstjanst.Halvvags).Configure<Inloggningskaka>((options, kakor) =>
        {
            kakor.Stall(options.Cookie, "uppfoljning-kod");
            options.SlidingExpiration = false;
        });
        builder.AddExterninloggning();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    /// <exception cref="DriftException">Demoinloggning är påslagen utanför utvecklingsmiljö.</exception>
    private static Demoinloggning Demo(ConfigurationManager configuration, IWebHostEnvironment environment)
    {
        var pa = configuration.GetValue("Demo:Inloggning", false);
        if (pa && !environment.IsDevelopment())
        {
            throw new DriftException("Demo:Inloggning är påslagen. Den låter vem som helst välja användare och är bara tillåten i utvecklingsmiljö.");
        }
        return new Demoinloggning(pa);
    }
}
