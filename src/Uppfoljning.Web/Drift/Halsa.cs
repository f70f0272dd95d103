using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using Uppfoljning.Application.Drift;

namespace Uppfoljning.Web.Drift;

/// <summary>
/// /halsa/live: processen svarar. /halsa/redo: servern kan ta emot, och varje del den behöver fungerar. /halsa är detsamma som redo. Den som frågar
/// utifrån får ett ord; delarna visas bara för den egna maskinen och på driftsidan.
/// </summary>
internal static class Halsa
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Så länge gäller ett svar: den som frågar ofta belastar inte databasen.</summary>
    private static readonly TimeSpan Farskt = TimeSpan.FromSeconds(1);

    public static void MapHalsa(this WebApplication app)
    {
        var senaste = new Senaste();
        app.Lifetime.ApplicationStopped.Register(senaste.Dispose);
        app.MapMethods("/halsa/live", ["GET", "HEAD"], context => SvaraAsync(context, frisk: true, [])).AllowAnonymous();
        RequestDelegate redo = async context =>
        {
            var lage = await senaste.HamtaAsync(context.RequestServices.GetRequiredService<Driftprov>(), context.RequestAborted);
            var igang = context.RequestServices.GetRequiredService<Stoppvakt>().Redo;
            var delar = lage.Select(l => new Del(l.Namn, l.Status.ToString(), l.Text)).Prepend(igang
                ? new("Server", nameof(Driftstatus.Frisk), "Tar emot.") : new("Server", nameof(Driftstatus.Sjuk), "Startar eller stannar."));
            await SvaraAsync(context, igang && lage.All(l => l.Status != Driftstatus.Sjuk), delar);
        };
        app.MapMethods("/halsa/redo", ["GET", "HEAD"], redo).AllowAnonymous();
        app.MapMethods("/halsa", ["GET", "HEAD"], redo).AllowAnonymous();
    }

    private static async Task SvaraAsync(HttpContext context, bool frisk, IEnumerable<Del> delar)
    {
        var svar = context.Response;
        svar.StatusCode = frisk ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        svar.Headers.CacheControl = "no-store";
        // The page of errors is for people.
        if (context.Features.Get<Microsoft.AspNetCore.Diagnostics.IStatusCodePagesFeature>() is { } sidor) { sidor.Enabled = false; }
        var ord = frisk ? "Healthy" : "Unhealthy";
        if (!EgenMaskin(context))
        {
            svar.ContentType = "text/plain; charset=utf-8";
            await svar.WriteAsync(ord, context.RequestAborted);
            return;
        }
        svar.ContentType = "application/json; charset=utf-8";
        await JsonSerializer.SerializeAsync(svar.Body, new { status = ord, delar }, Json, context.RequestAborted);
    }

    /// <summary>Frågan kommer från maskinen själv, och inte genom en proxy på den som skickar vidare för någon annan.</summary>
    private static bool EgenMaskin(HttpContext context) => context.Connection.RemoteIpAddress is { } ip && IPAddress.IsLoopback(ip)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded") && !context.Request.Headers.ContainsKey("Via");

    private sealed record Del(string Namn, string Status, string Text);

    private sealed class Senaste : IDisposable
    {
        private readonly SemaphoreSlim _tur = new(1, 1);
        private IReadOnlyList<Dellage> _lage = [];
        private long _nar;

        public void Dispose() => _tur.Dispose();

        public async Task<IReadOnlyList<Dellage>> HamtaAsync(Driftprov prov, CancellationToken cancellationToken)
        {
            await _tur.WaitAsync(cancellationToken);
            try
            {
                if (_nar == 0 || System.Diagnostics.Stopwatch.GetElapsedTime(_nar) > Farskt)
                {
                    _lage = await prov.ProvaAsync(cancellationToken);
                    _nar = System.Diagnostics.Stopwatch.GetTimestamp();
                }
                return _lage;
            }
            finally
            {
                _tur.Release();
            }
        }
    }
}
