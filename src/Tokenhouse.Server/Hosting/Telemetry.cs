using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Tokenhouse.Server.Hosting;

/// <summary>
/// Sends traces and metrics over OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; the other <c>OTEL_</c> variables
/// have their standard meaning.
/// </summary>
internal static class Telemetry
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;

        builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("tokenhouse").AddEnvironmentVariableDetector())
            .WithTracing(traces =>
                traces
                    .AddAspNetCoreInstrumentation(requests =>
                        // Only the route is exported: careless clients put secrets into the rest. No variable enables it.
                        requests.EnrichWithHttpRequest = (span, _) => span.SetTag("url.path", null).SetTag("url.query", null)
                    )
                    .AddSource("Npgsql")
                    .AddOtlpExporter()
            )
            .WithMetrics(metrics =>
                metrics
                    .AddMeter(
                        "Tokenhouse.*",
                        "Microsoft.AspNetCore.Hosting",
                        "Microsoft.AspNetCore.Server.Kestrel",
                        "Npgsql",
                        "System.Runtime"
                    )
                    .AddOtlpExporter()
            );
    }
}
