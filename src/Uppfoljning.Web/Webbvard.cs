using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.WebEncoders;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Web.Common;
using Uppfoljning.Web.Drift;
using Uppfoljning.Web.Inloggning;
using Uppfoljning.Web.Jobb;
using Uppfoljning.Web.Skydd;

namespace Uppfoljning.Web;

/// <summary>Kommunen som installationen tillhör; står på sidorna och i rapporterna.</summary>
public sealed record Kommuninstallning
{
    public string Namn { get; init; } = "Kommunen";
}

/// <summary>Hur webben sätts ihop.</summary>
public static class Webbvard
{
    public static void AddUppfoljningWeb(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var configuration = builder.Configuration;

        services.AddUppfoljningApplication();
        services.AddSingleton<Importvackare>();
        services.AddHostedService<Importkorare>();
        services.AddSingleton<Jobbvackare>();
        services.AddHostedService(provider => provider.GetRequiredService<Jobbvackare>());
        services.AddSingleton(configuration.GetSection("Kommun").Get<Kommuninstallning>() ?? new Kommuninstallning());
        builder.AddInloggning();
        builder.AddSkydd();
        builder.AddDrift();

        services.AddControllersWithViews(options =>
        {
            options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
            options.ModelBinderProviders.Insert(0, new SvenskaBinders());
            options.ModelMetadataDetailsProviders.Add(new TomtForblirTomt());
            Bindningsfel(options.ModelBindingMessageProvider);
        });
        // It asks the assembly for its attributes, some hundreds of pages, once for each controller. None of ours is an API controller.
        services.Remove(services.Single(s => s.ImplementationType?.Name == "ApiBehaviorApplicationModelProvider"));
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
        services.AddSingleton<IJobbsandare, Jobbsandare>();
        services.AddSingleton<Jobbkorning>();
    }

    public static void UseUppfoljningWeb(this WebApplication app)
    {
        app.UseMiddleware<Begaranslogg>();
        app.UseExceptionHandler("/fel/500");
        app.UseStatusCodePagesWithReExecute("/fel/{0}");
        app.UseSkydd();
        app.UseMiddleware<DriftfelMiddleware>();
        app.UseRequestLocalization();
        app.UseForpackat();
        app.UseStaticFiles(new StaticFileOptions
        {
            ContentTypeProvider = Forpackat.Innehallstyper,
            OnPrepareResponse = fil => fil.Context.Response.Headers.CacheControl = "public, max-age=3600",
        });
        app.UseRouting();
        app.UseAuthentication();
        app.UseGranser();
        app.UseMiddleware<InloggadMiddleware>();
        app.UseAuthorization();
        app.MapDrift();
        app.MapControllers().MedGranser();
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
