using Microsoft.AspNetCore.Mvc;

namespace Uppfoljning.Web.Skydd;

/// <summary>Det som skyddar varje sida mot det som kommer utifrån.</summary>
public static class Skyddsvard
{
    /// <summary>Vad en sida får hämta och visa: bara sitt eget.</summary>
    internal const string Sidpolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void AddSkydd(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.Configure<MvcOptions>(options => options.Filters.Add(new AutoValidateAntiforgeryTokenAttribute()));
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "uppfoljning-formular";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.FormFieldName = "formularnyckel";
        });
        services.AddResponseCompression(options => options.EnableForHttps = false);
    }

    public static void UseSkydd(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment()) { app.UseHsts(); }
        app.Use(Sakerhetshuvuden);
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
}
