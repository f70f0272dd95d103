using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.WebEncoders;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Application.Logg;
using Uppfoljning.Web.Common;
using Uppfoljning.Web.Inloggning;
using Uppfoljning.Web.Jobb;

namespace Uppfoljning.Web;

/// <summary>Kommunen som installationen tillhör; står på sidorna och i rapporterna.</summary>
public sealed record Kommuninstallning
{
    public string Namn { get; init; } = "Kommunen";
}

/// <summary>Hur webben sätts ihop.</summary>
public static class Webbvard
{
    /// <summary>Vad en sida får hämta och visa: bara sitt eget.</summary>
    internal const string Sidpolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void AddUppfoljningWeb(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var configuration = builder.Configuration;

        services.AddUppfoljningApplication();
        services.AddScoped<Inloggad>();
        services.AddScoped<IAnvandarkontext>(provider => provider.GetRequiredService<Inloggad>());
        services.AddSingleton<Importvackare>();
        services.AddHostedService<Importkorare>();
        services.AddSingleton(configuration.GetSection("Kommun").Get<Kommuninstallning>() ?? new Kommuninstallning());
        services.AddSingleton(Demo(configuration, builder.Environment));

        AddInloggning(services);
        if (configuration["Nycklar:Mapp"] is { Length: > 0 } mapp)
        {
            services.AddDataProtection().SetApplicationName("Uppfoljning").PersistKeysToFileSystem(Directory.CreateDirectory(mapp));
        }

        services.AddControllersWithViews(options =>
        {
            options.Filters.Add(new AutoValidateAntiforgeryTokenAttribute());
            options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
            options.ModelBinderProviders.Insert(0, new SvenskaBinders());
            options.ModelMetadataDetailsProviders.Add(new TomtForblirTomt());
            Bindningsfel(options.ModelBindingMessageProvider);
        });
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "uppfoljning-formular";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.FormFieldName = "formularnyckel";
        });
        // Razor writes å, ä and ö as entities unless told that they are harmless.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(
            UnicodeRanges.BasicLatin, UnicodeRanges.Latin1Supplement, UnicodeRanges.LatinExtendedA, UnicodeRanges.GeneralPunctuation));
        services.Configure<RouteOptions>(options => options.LowercaseUrls = true);
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.DefaultRequestCulture = new RequestCulture(Visa.Svenska);
            options.SupportedCultures = [Visa.Svenska];
            options.SupportedUICultures = [Visa.Svenska];
            options.RequestCultureProviders.Clear();
        });
        services.AddHealthChecks();
        services.AddSingleton<IJobbsandare, Jobbsandare>();
        services.AddSingleton<Jobbkorning>();
        // A job in progress may finish what it has begun before the server stops.
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMinutes(2));
        services.AddResponseCompression(options => options.EnableForHttps = false);
    }

    public static void UseUppfoljningWeb(this WebApplication app)
    {
        app.UseExceptionHandler("/fel/500");
        app.UseStatusCodePagesWithReExecute("/fel/{0}");
        if (!app.Environment.IsDevelopment()) { app.UseHsts(); }
        app.Use(Sakerhetshuvuden);
        app.UseRequestLocalization();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = fil => fil.Context.Response.Headers.CacheControl = "public, max-age=3600",
        });
        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<InloggadMiddleware>();
        app.UseAuthorization();
        app.MapHealthChecks("/halsa").AllowAnonymous();
        app.MapControllers();
    }

    /// <summary>Den inbyggda databasen uppdateras vid start. SQL Server uppdateras av en databasadministratör; då vägrar starten med besked.</summary>
    /// <exception cref="DriftException">SQL Server-databasen saknar migreringar, eller loggens nyckel saknas.</exception>
    public static async Task ForberedDatabasenAsync(this WebApplication app)
    {
        // The file store clears what a killed server left half written when it is created.
        app.Services.GetRequiredService<IFillager>();
        var migrator = app.Services.GetRequiredService<IMigrator>();
        if (app.Services.GetRequiredService<IDatabase>().Namn == "SQLite")
        {
            await migrator.KorAsync(app.Lifetime.ApplicationStopping);
            await app.Services.GetRequiredService<Loggstart>().ForberedAsync(app.Lifetime.ApplicationStopping);
            return;
        }
        var saknas = await migrator.SaknasAsync(app.Lifetime.ApplicationStopping);
        if (saknas.Count > 0)
        {
            throw new DriftException($"Databasen saknar {saknas.Count} migreringar ({string.Join(", ", saknas)}). Kör verbet migrera, eller låt databasadministratören köra skriptet från migrera --skript.");
        }
        await app.Services.GetRequiredService<Loggstart>().ForberedAsync(app.Lifetime.ApplicationStopping);
    }

    private static void AddInloggning(IServiceCollection services)
    {
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

    private static Task Sakerhetshuvuden(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Sidpolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return next(context);
    }

    private static void Bindningsfel(DefaultModelBindingMessageProvider texter)
    {
        texter.SetAttemptedValueIsInvalidAccessor((varde, _) => $"”{varde}” går inte att läsa.");
        texter.SetNonPropertyAttemptedValueIsInvalidAccessor(varde => $"”{varde}” går inte att läsa.");
        texter.SetValueIsInvalidAccessor(varde => $"”{varde}” går inte att läsa.");
        texter.SetUnknownValueIsInvalidAccessor(_ => "Värdet går inte att läsa.");
        texter.SetNonPropertyUnknownValueIsInvalidAccessor(() => "Värdet går inte att läsa.");
        texter.SetValueMustBeANumberAccessor(_ => "Skriv ett heltal med siffror.");
        texter.SetNonPropertyValueMustBeANumberAccessor(() => "Skriv ett heltal med siffror.");
        texter.SetValueMustNotBeNullAccessor(_ => "Ange ett värde.");
        texter.SetMissingBindRequiredValueAccessor(_ => "Ange ett värde.");
        texter.SetMissingKeyOrValueAccessor(() => "Ange ett värde.");
        texter.SetMissingRequestBodyRequiredValueAccessor(() => "Begäran saknar innehåll.");
    }

    /// <summary>Ett tomt fält som är text förblir tom text; MVC gör det annars till null också där egenskapen inte kan vara null.</summary>
    private sealed class TomtForblirTomt : IDisplayMetadataProvider
    {
        public void CreateDisplayMetadata(DisplayMetadataProviderContext context)
        {
            if (context.Key.ModelType == typeof(string)) { context.DisplayMetadata.ConvertEmptyStringToNull = false; }
        }
    }
}
