using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hosting;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: every datacentre can issue machine tokens; reports what is degraded.
/// <c>/health/writable</c>: every database can store data. They answer on any host, to anyone, with a status and reasons.
/// </summary>
internal static class HealthEndpoints
{
    public const string Prefix = "/health/";

    private const string Live = "live";
    private const string Ready = "ready";
    private const string Writable = "writable";

    public static void AddHealth(this IServiceCollection services) =>
        services
            .AddHealthChecks()
            .AddCheck<ReadinessCheck>("readiness", HealthStatus.Unhealthy, [Ready])
            .AddCheck<StorageCheck>("degraded storage", HealthStatus.Degraded, [Ready])
            .AddCheck<StorageCheck>("storage", HealthStatus.Unhealthy, [Writable]);

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var name in (string[])[Live, Ready, Writable])
            routes
                .MapHealthChecks(
                    Prefix + name,
                    new()
                    {
                        Predicate = check => check.Tags.Contains(name),
                        AllowCachingResponses = true, // says so itself
                        ResponseWriter = (http, report) => Write(http, report, name),
                    }
                )
                .WithMetadata(new HttpMethodMetadata([HttpMethods.Get]))
                .CalledBy(EndpointAudience.Anyone);
        routes.MapFallback(Prefix + "{**path}", NotThere).CalledBy(EndpointAudience.Anyone);
    }

    private static Task NotThere(HttpContext http)
    {
        var exists = http.Request.Path.Value is Prefix + Live or Prefix + Ready or Prefix + Writable;
        http.Response.StatusCode = exists ? StatusCodes.Status405MethodNotAllowed : StatusCodes.Status404NotFound;
        if (exists)
            http.Response.Headers.Allow = HttpMethods.Get;
        return Task.CompletedTask;
    }

    private static Task Write(HttpContext http, HealthReport report, string name)
    {
        var status = report.Status switch
        {
            HealthStatus.Healthy => name,
            HealthStatus.Degraded => "degraded",
            _ => $"not {name}",
        };
        var reasons = report.Entries.Values.Select(entry => entry.Description).OfType<string>().Distinct().ToList();
        var body = JsonSerializer.SerializeToUtf8Bytes<object>(reasons.Count == 0 ? new { status } : new { status, reasons });
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }

    /// <summary>Whether every datacentre is migrated, seeded and up to date with its change feed.</summary>
    private sealed class ReadinessCheck(IReadOnlyList<DatacentreHost> datacentres) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var reasons = datacentres
                .Where(datacentre => !datacentre.IsReady)
                .Select(datacentre =>
                    $"{datacentre.Datacentre.Name}: {(datacentre.IsOpen ? "changes cannot be read from the database" : DatacentreHost.NotOpen)}"
                );
            return Task.FromResult(Result(context, reasons));
        }
    }

    /// <summary>Whether every database is open and can store data.</summary>
    private sealed class StorageCheck(IReadOnlyList<DatacentreHost> datacentres) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var faults = await Task.WhenAll(datacentres.Select(datacentre => datacentre.StorageFault(cancellationToken)));
            return Result(context, faults.OfType<string>());
        }
    }

    private static HealthCheckResult Result(HealthCheckContext context, IEnumerable<string> reasons) =>
        string.Join("; ", reasons) is { Length: > 0 } why ? new(context.Registration.FailureStatus, why) : HealthCheckResult.Healthy();
}
