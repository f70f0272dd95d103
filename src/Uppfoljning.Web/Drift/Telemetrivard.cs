using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Drift;

namespace Uppfoljning.Web.Drift;

/// <summary>Mätning och spår till en mottagare (OTLP över HTTP) när Telemetri:Adress är satt; annars finns inget av det.</summary>
internal static class Telemetrivard
{
    private const int ForvaltIntervall = 60;

    public static void AddTelemetri(this WebApplicationBuilder builder)
    {
        if (builder.Configuration["Telemetri:Adress"] is not { Length: > 0 } adress) { return; }
        var huvuden = builder.Configuration["Telemetri:Huvuden"];
        var intervall = builder.Configuration.GetValue("Telemetri:IntervallSekunder", ForvaltIntervall);

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("uppfoljning", serviceVersion: Driftfakta.Version, serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}"))
            .WithMetrics(matning => matning
                .AddMeter(Telemetri.Namn, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Diagnostics", "System.Runtime")
                .AddOtlpExporter((mottagare, lasare) =>
                {
                    Stall(mottagare, adress, "metrics", huvuden);
                    lasare.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = intervall * 1000;
                }))
            .WithTracing(spar => spar
                .AddSource(Telemetri.Namn, "Microsoft.AspNetCore")
                .AddProcessor(new Utanadress())
                .AddOtlpExporter(mottagare =>
                {
                    Stall(mottagare, adress, "traces", huvuden);
                    mottagare.BatchExportProcessorOptions.ScheduledDelayMilliseconds = Math.Min(intervall, 5) * 1000;
                }));
    }

    private static void Stall(OtlpExporterOptions mottagare, string adress, string slag, string? huvuden)
    {
        mottagare.Protocol = OtlpExportProtocol.HttpProtobuf;
        mottagare.Endpoint = new Uri($"{adress.TrimEnd('/')}/v1/{slag}");
        if (!string.IsNullOrEmpty(huvuden)) { mottagare.Headers = huvuden; }
    }
}

/// <summary>Tar bort det ur ett spår som kan ha uppgifter om en person: adressen med sitt sökord, och vem som frågade.</summary>
internal sealed class Utanadress : BaseProcessor<Activity>
{
    private static readonly string[] Bort =
        ["url.path", "url.query", "url.full", "http.target", "http.url", "client.address", "network.peer.address", "user_agent.original", "enduser.id", "exception.message"];

    public override void OnEnd(Activity data)
    {
        foreach (var namn in Bort) { data.SetTag(namn, null); }
    }
}
