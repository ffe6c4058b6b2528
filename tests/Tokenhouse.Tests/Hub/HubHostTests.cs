using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Tests.Hub.Attacks;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub;

/// <summary>The Hub's host is no site, and a site's host is no Hub. People get pages there, and programs what RFC 9457 says.</summary>
[Collection<AttackServers>]
public sealed class HubHostTests(TestServers servers)
{
    [Fact]
    [Trait("Category", "Security")]
    public async Task Nothing_of_a_site_answers_at_the_Hub_and_nothing_of_the_Hub_at_a_site()
    {
        var server = await servers.On();
        var (ofSites, ofHub) = (RouteTable.OfSites(server, "dc3"), RouteTable.OfHub(server, "dc3"));
        ofSites.Count.ShouldBeGreaterThan(30);
        ofHub.Count.ShouldBeGreaterThan(3);
        foreach (var route in ofSites)
            (await Send(server, BrowserSession.Hub, route)).ShouldBe(404, $"{route.RoutePattern.RawText} at the Hub");
        foreach (var route in ofHub)
        foreach (var site in (string[])[BrowserSession.Dc3, "http://loginuat.dc3.localhost:5080", "http://nordia.login.localhost:5080"])
            (await Send(server, site, route)).ShouldBe(404, $"{route.RoutePattern.RawText} at {site}");
    }

    [Theory]
    [InlineData("hub.localhost")]
    [InlineData("hub.dc9.localhost")]
    [InlineData("xhub.dc3.localhost")]
    [InlineData("evil.hub.dc3.localhost")]
    [InlineData("hub.dc3.localhost.evil.example")]
    [InlineData("hub.dc3.localhost@evil.example")]
    [InlineData("hub.login.localhost")]
    [InlineData("hub.dc3")]
    [Trait("Category", "Security")]
    public async Task A_host_that_resembles_the_Hub_is_none(string host)
    {
        var server = await servers.On();
        foreach (var path in (string[])["/", "/sign-in", "/sign-in/callback", "/api/v1/x"])
        {
            var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
            var answer = RawHttp.Parse(await RawHttp.Send(server.Port, request));
            answer.Status.ShouldBeOneOf(400, 421);
            answer.ToString().ShouldNotContain(host);
        }
    }

    [Fact]
    public async Task The_Hub_answers_whatever_the_case_of_its_host_and_names_it_as_configured()
    {
        var server = await servers.On();
        var answer = RawHttp.Parse(
            await RawHttp.Send(
                server.Port,
                Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: HUB.dc3.LocalHost\r\nConnection: close\r\n\r\n")
            )
        );
        answer.Status.ShouldBe(303);
        BrowserSession.Query(new(answer["Location"]!))["redirect_uri"].ShouldBe(BrowserSession.Hub + "/sign-in/callback");
    }

    [Fact]
    public async Task What_is_not_there_is_a_page_for_people_and_a_problem_for_programs()
    {
        var server = await servers.On();
        foreach (var path in (string[])["/nothing", "/Sign-In", "/sign-in/", "//", "/account"])
        {
            var page = await Get(server, path, "text/html,*/*");
            (page.Status, page["Content-Type"]).ShouldBe((404, "text/html; charset=utf-8"), path);
            page.Body.ShouldContain("Page not found");
            page.Body.ShouldContain("<a class=\"btn btn-primary\" href=\"/\">Go to the Hub</a>");
            page.Body.ShouldContain(page.CorrelationId);
            page["Content-Security-Policy"]!.ShouldContain("frame-ancestors 'none'");
        }
        foreach (
            var (path, accept) in new[] { ("/api/v1/nothing", "text/html,*/*"), ("/openapi/nothing", "text/html"), ("/nothing", "*/*") }
        )
        {
            var problem = await Get(server, path, accept);
            (problem.Status, problem["Content-Type"], problem["Cache-Control"]).ShouldBe(
                (404, "application/problem+json", "no-store"),
                path
            );
            problem.Body.ShouldBe(
                $$"""{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.5","title":"Not found","status":404,"detail":"This doesn't exist, or you don't have access to it.","code":"not_found","correlation_id":"{{problem.CorrelationId}}"}"""
            );
        }
    }

    [Fact]
    public async Task What_cannot_be_read_is_a_problem_too()
    {
        var server = await servers.On();
        using var wrong = await server.Http.PostAsync(new Uri(BrowserSession.Hub + "/sign-in"), null);
        var method = await Answer.From(wrong);
        (method.Status, method["Allow"], method["Content-Type"]).ShouldBe((405, "GET, HEAD", "application/problem+json"));
        method.Body.ShouldBe(
            $$"""{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.6","title":"That didn't work","status":405,"detail":"This endpoint only supports GET, HEAD.","code":"method_not_allowed","correlation_id":"{{method.CorrelationId}}"}"""
        );
        using var form = new ByteArrayContent(new byte[300_000]);
        form.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        using var large = await server.Http.PostAsync(new Uri(BrowserSession.Hub + "/sign-out"), form);
        var size = await Answer.From(large);
        (size.Status, size["Content-Type"]).ShouldBe((413, "text/html; charset=utf-8")); // who sends forms reads pages
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_failure_of_ours_shows_a_number_and_nothing_else()
    {
        await using var server = await TestServer.Start(
            new TestServerOptions(Databases.Default)
            {
                Run = ["dc3"],
                Services = services => services.AddSingleton<IInterceptor>(new BrokenReader("\"Sessions\"")),
            }
        );
        var page = await Get(server, "/", "text/html", "tokenhouse-hub=x");
        (page.Status, page["Content-Type"]).ShouldBe((500, "text/html; charset=utf-8"));
        page.Body.ShouldContain("Something went wrong on our side");
        page.Body.ShouldContain(page.CorrelationId);
        page.Body.ShouldNotContain("Exception");
        var problem = await Get(server, "/", "application/json", "tokenhouse-hub=x");
        problem.Body.ShouldBe(
            $$"""{"type":"https://tools.ietf.org/html/rfc9110#section-15.6.1","title":"Something went wrong on our side","status":500,"detail":"Try again in a moment. If it keeps happening, give the operator the correlation ID.","code":"server_error","correlation_id":"{{problem.CorrelationId}}"}"""
        );
    }

    [Fact]
    public async Task Stylesheets_and_pictures_are_there()
    {
        var server = await servers.On();
        (await Get(server, "/css/tokenhouse.css", "*/*")).Status.ShouldBe(200);
    }

    private static async Task<int> Send(TestServer server, string origin, RouteEndpoint route)
    {
        var method = route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];
        using var request = new HttpRequestMessage(new(method), origin + route.RoutePattern.RawText);
        using var response = await server.Http.SendAsync(request);
        return (int)response.StatusCode;
    }

    private static async Task<Answer> Get(TestServer server, string path, string accept, string? cookie = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, BrowserSession.Hub + path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        using var response = await server.Http.SendAsync(request);
        return await Answer.From(response);
    }
}
