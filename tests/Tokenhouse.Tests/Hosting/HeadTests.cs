using Microsoft.AspNetCore.Routing;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hosting;

/// <summary>HEAD is answered wherever there is GET, with the same headers and no body (RFC 9110, 9.3.2).</summary>
public sealed class HeadTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private static readonly string[] Compared = ["Content-Type", "Cache-Control", "Access-Control-Allow-Origin"];

    [Fact]
    public async Task Every_route_that_has_GET_answers_HEAD_like_it()
    {
        var server = (await browserSessions.On()).Server;
        var routes = RouteTable
            .OfSites(server, "dc3")
            .Select(route => (BrowserSession.Dc3, route))
            .Concat(RouteTable.OfHub(server, "dc3").Select(route => (BrowserSession.Hub, route)))
            .Where(routed => Methods(routed.route).Contains("GET"))
            .ToList();
        routes.Count.ShouldBeGreaterThan(100);
        foreach (var (host, route) in routes)
            await Same(server, host + ApiDescription.Filled(route.RoutePattern.RawText!, "nordia", "nordia-erp"));
    }

    [Theory]
    [InlineData(BrowserSession.Dc3 + "/css/tokenhouse.css")]
    [InlineData("http://localhost:5080/")]
    [InlineData("http://localhost:5080/health/live")]
    [InlineData("http://localhost:5080/health/ready")]
    [InlineData("http://globex.login.localhost:5080/.well-known/openid-configuration")]
    public async Task So_do_files_health_and_the_hosts_of_tenants(string address)
    {
        var server = (await browserSessions.On()).Server;
        (await Send(server, HttpMethod.Get, address)).Status.ShouldBe(200);
        await Same(server, address);
    }

    [Fact]
    public async Task A_refused_method_is_told_of_HEAD_where_there_is_GET()
    {
        var server = (await browserSessions.On()).Server;
        (await Send(server, HttpMethod.Delete, BrowserSession.Dc3 + "/connect/authorize"))["Allow"].ShouldBe("GET, HEAD, POST");
        (await Send(server, HttpMethod.Head, BrowserSession.Dc3 + "/connect/token"))["Allow"].ShouldBe("POST");
        (await Send(server, HttpMethod.Post, "http://localhost:5080/health/live"))["Allow"].ShouldBe("GET, HEAD");
    }

    private static IReadOnlyList<string> Methods(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods;

    private static async Task Same(TestServer server, string address)
    {
        var (get, head) = (await Send(server, HttpMethod.Get, address), await Send(server, HttpMethod.Head, address));
        (head.Status, head.Body).ShouldBe((get.Status, ""), address);
        head["Location"]?.Split('?')[0].ShouldBe(get["Location"]?.Split('?')[0], address); // some contain a new random value
        foreach (var header in Compared)
            head[header].ShouldBe(get[header], $"{header} of {address}");
    }

    private static async Task<Answer> Send(TestServer server, HttpMethod method, string address)
    {
        using var request = new HttpRequestMessage(method, address);
        using var response = await server.Http.SendAsync(request);
        return await Answer.From(response);
    }
}
