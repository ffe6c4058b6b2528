using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Server.Dialects;
using Tokenhouse.Server.Hosting;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Architecture;

public sealed class RouteTests
{
    [Fact]
    [Trait("Category", "Security")]
    public async Task Every_route_says_who_may_call_it()
    {
        await using var house = await House.Start(Database.Sqlite);
        var endpoints = house
            .Services()
            .GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .ToList();
        endpoints
            .Select(endpoint => $"{endpoint.RoutePattern.RawText} {endpoint.Metadata.GetMetadata<Callers>()?.Who}")
            .ShouldBe(["/connect/token clients", "/.well-known/oauth-authorization-server anyone", "/.well-known/jwks.json anyone"]);
    }

    [Fact]
    public void No_two_dialects_claim_one_path() => AllDialects.List.Select(dialect => dialect.TokenPath).ShouldBeUnique();
}
