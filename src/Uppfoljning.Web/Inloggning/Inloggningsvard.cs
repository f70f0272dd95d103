using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Web.Inloggning;

/// <summary>Hur den som är inloggad känns igen.</summary>
public static class Inloggningsvard
{
    /// <summary>Konton, kakan och inloggningens sätt.</summary>
    /// <exception cref="DriftException">Demoinloggning är påslagen utanför utvecklingsmiljö.</exception>
    public static void AddInloggning(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<Inloggad>();
        services.AddScoped<IAnvandarkontext>(provider => provider.GetRequiredService<Inloggad>());
        services.AddScoped<Inloggningstjanst>();
        services.AddSingleton(Demo(builder.Configuration, builder.Environment));
        services.AddIdentityCore<Konto>(options =>
            {
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
                options.User.AllowedUserNameCharacters = null!;
            })
            .AddUserStore<Kontolager>()
            .AddSignInManager();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme, options =>
        {
            options.Cookie.Name = "uppfoljning";
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.HttpOnly = true;
            options.LoginPath = "/konto/logga-in";
            options.AccessDeniedPath = "/fel/403";
            options.ReturnUrlParameter = "returnUrl";
            options.ExpireTimeSpan = TimeSpan.FromHours(9);
            options.SlidingExpiration = true;
            options.Events.OnValidatePrincipal = Klockskydd.ProvaAsync;
            // A page that is refused says so at its own address, with status 403.
            options.Events.OnRedirectToAccessDenied = context =>
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            };
        });
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
