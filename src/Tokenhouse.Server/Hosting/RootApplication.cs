using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Tokenhouse.Core;
using Tokenhouse.Server.Demo;
using Tokenhouse.Server.Hosting.Options;
using Tokenhouse.Server.Hub.Tenants;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hosting;

/// <summary>The front application: the listener, and responses to requests that no datacentre handles.</summary>
internal static class RootApplication
{
    /// <summary>The minimum speed at which a client must send a body or read a response.</summary>
    private static readonly MinDataRate Slowest = new(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(10));

    /// <summary>The length of a URL that contains the longest authorization request, sealed.</summary>
    private const int LongestUrl = 32 * 1024;

    public static void AddFront(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            (kestrel.Limits.MinRequestBodyDataRate, kestrel.Limits.MinResponseDataRate) = (Slowest, Slowest);
            (kestrel.Limits.MaxRequestLineSize, kestrel.Limits.Http2.MaxRequestHeaderFieldSize) = (LongestUrl, LongestUrl);
        });
        if (!builder.Environment.IsDevelopment())
            builder.Logging.ClearProviders().AddJsonConsole(console => console.UseUtcTimestamp = true);

        builder.Services.AddSingleton<ILoggerFactory, UrlRedactingLoggerFactory>();
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<TenantRegistry>();
        builder.AddTelemetry();
        builder.Services.AddSecurityHeaders();
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None); // uncached
        builder.Services.AddHealth();
        // Kestrel keeps listening; the dispatcher wraps it.
        var kestrel = builder.Services.Last(service => service.ServiceType == typeof(IServer)).ImplementationType!;
        builder.Services.AddSingleton<IServer>(container => new DatacentreDispatcher(
            (IServer)ActivatorUtilities.CreateInstance(container, kestrel),
            container.GetRequiredService<IReadOnlyList<DatacentreHost>>(),
            container.GetRequiredService<TimeProvider>(),
            container.GetRequiredService<ILogger<DatacentreDispatcher>>()
        ));
    }

    public static void UseFront(this WebApplication front, InstallationOptions options)
    {
        if (options.BaseUrl!.IsLoopback && NamesNoAddress(front.Configuration))
            front.Urls.Add($"http://localhost:{options.BaseUrl.Port}");

        front.UseSecurityHeaders(options.BaseUrl);
        front.UseMiddleware<ExceptionHandlingMiddleware>();
        front.UseMiddleware<HeadMiddleware>();
        if (front.Environment.IsDevelopment())
            front.UseWelcome(options.BaseUrl, Sites(options));
        front.UseRouting();
        HealthEndpoints.Map(front);
        front.MapFallback("{**path}", Refuse).CalledBy(EndpointAudience.Anyone);
    }

    private static Task Refuse(HttpContext http)
    {
        var error = http.Features.Get<DatacentreDispatcher.Unanswerable>() is null
            ? OAuthError.Misdirected()
            : OAuthError.TemporarilyUnavailable();
        ProtocolSerializer.WriteFailure(http, site: null, DialectCatalogue.Owning(http.Request.Path), error);
        return Task.CompletedTask;
    }

    /// <summary>The sites of all datacentres, with demo credentials if there are any.</summary>
    public static IReadOnlyList<DemoSite> Sites(InstallationOptions options) =>
        DemoSite.All(options.Running.Select(named => (new Datacentre(named.Key, options.BaseUrl!), named.Value.Region)), options.Demo);

    private static bool NamesNoAddress(IConfiguration configuration) =>
        string.IsNullOrEmpty(configuration["urls"])
        && string.IsNullOrEmpty(configuration["http_ports"])
        && string.IsNullOrEmpty(configuration["https_ports"])
        && !configuration.GetSection("Kestrel:Endpoints").Exists();
}
