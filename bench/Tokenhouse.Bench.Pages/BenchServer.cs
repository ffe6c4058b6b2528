using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Hosting;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Bench.Pages;

/// <summary>The real server in this process with the datacentre dc2, on a port of its own.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    public const string Login = "http://login.dc2.localhost:5080";
    public const string Hub = "http://hub.dc2.localhost:5080";

    private readonly Installation installation;

    private BenchServer(Installation installation) => this.installation = installation;

    public int Port => new Uri(installation.Addresses.First()).Port;

    private IServiceProvider Services => installation.Datacentres.Single().Services;

    /// <param name="folder">The data folder.</param>
    /// <param name="postgres">A connection string; none: SQLite in the data folder.</param>
    public static async Task<BenchServer> Start(string folder, string? postgres)
    {
        string[] args =
        [
            "--environment",
            "Development",
            "--urls",
            "http://127.0.0.1:0",
            "--Tokenhouse:DataFolder",
            folder,
            "--Tokenhouse:Run:0",
            "dc2",
            // One that is retired: only then its use is counted.
            "--Tokenhouse:Dialects:OAuth2Legacy:DeprecatedAt",
            "2026-01-01T00:00:00Z",
            "--Tokenhouse:Dialects:OAuth2Legacy:SunsetAt",
            "2099-01-01T00:00:00Z",
            "--Logging:LogLevel:Default",
            "Warning",
            .. postgres is null ? [] : (string[])["--Tokenhouse:Datacentres:dc2:Postgres", postgres],
        ];
        var built = Installation.Build(args);
        await built.Start();
        return new(built);
    }

    public Db Db() => Services.GetRequiredService<IDbContextFactory<Db>>().CreateDbContext();

    /// <summary>What can be looked at in the Hub, with what it takes to see it.</summary>
    public IEnumerable<RouteEndpoint> Pages() =>
        Services
            .GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<Permission>() is not null)
            .Where(route => !route.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET"));

    public async ValueTask DisposeAsync()
    {
        await installation.Stop();
        await installation.DisposeAsync();
    }
}
