using System.Text;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hosting;

/// <summary>Which hosts are answered for, and that nothing of a request's host finds its way into an answer.</summary>
[Trait("Category", "Security")]
public sealed class HostTests(TestServers servers) : IClassFixture<TestServers>
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("login.dc2.localhost.evil.example")]
    [InlineData("evil.example:5080")]
    [InlineData("login.dc2.localhost@evil.example")]
    [InlineData("login")]
    [InlineData("login.localhost")]
    [InlineData(".login.localhost")]
    [InlineData("xlogin.dc2.localhost")]
    [InlineData("acme.login.dc2.localhost")]
    [InlineData("acme.loginlive.localhost")]
    [InlineData("[::1]")]
    [InlineData("")]
    public async Task A_host_that_is_not_ours_gets_421_or_400_and_is_not_repeated(string host)
    {
        var server = await servers.On();
        foreach (var path in (string[])["/.well-known/oauth-authorization-server", "/.well-known/jwks.json", "/connect/token"])
        {
            var answer = RawHttp.Parse(await Raw(server, $"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
            answer.Status.ShouldBeOneOf(400, 421);
            if (answer.Status == 421)
                answer.Body.ShouldBe(
                    """{"error":"invalid_request","error_description":"This server doesn't serve the requested host name. Check the host in the URL."}"""
                );
            if (host.Length > 0)
                answer.ToString().ShouldNotContain(host);
        }
    }

    [Fact]
    public async Task Without_a_host_there_is_no_site()
    {
        var server = await servers.On();
        (await Raw(server, "GET /.well-known/jwks.json HTTP/1.0\r\n\r\n")).ShouldStartWith("HTTP/1.1 421 ");
        (
            await Raw(server, "GET /.well-known/jwks.json HTTP/1.1\r\nHost: login.dc2.localhost\r\nHost: evil.example\r\n\r\n")
        ).ShouldStartWith("HTTP/1.1 400 ");
    }

    [Fact]
    public async Task An_absolute_request_target_cannot_choose_another_site_than_the_host_header()
    {
        var server = await servers.On();
        var answer = await Raw(
            server,
            "GET http://evil.example/.well-known/jwks.json HTTP/1.1\r\nHost: login.dc2.localhost\r\nConnection: close\r\n\r\n"
        );
        answer.ShouldStartWith("HTTP/1.1 400 ");
    }

    [Fact]
    public async Task An_alias_serves_its_site_whose_issuer_it_keeps()
    {
        await using var server = await TestServer.Start(
            Databases.Default,
            "--Tokenhouse:Datacentres:dc2:Sites:LIVE:Aliases:0",
            "sso.old-name.example",
            "--Tokenhouse:Datacentres:dc2:Sites:UAT:Aliases:0",
            "sso-uat.old-name.example"
        );
        foreach (var (alias, site) in new[] { ("sso.old-name.example", "login"), ("sso-uat.old-name.example", "loginuat") })
        {
            var metadata = await server.Get($"http://{alias}/.well-known/oauth-authorization-server");
            metadata.Json.GetProperty("issuer").GetString().ShouldBe($"http://{site}.dc2.localhost:5080");
        }
        (await server.Token("http://sso.old-name.example", "acme-live", "acme-live-demo-secret")).Status.ShouldBe(200);
        (await server.Token("http://sso.old-name.example", "acme-uat", "acme-uat-demo-secret")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_new_tenant_has_its_hosts_within_a_second()
    {
        var server = await servers.On();
        (await server.Get("http://newcomer.login.localhost/.well-known/oauth-authorization-server")).Status.ShouldBe(421);
        await server.Add("newcomer", ["Public.Job.Read"]);
        var metadata = await server.Get("http://newcomer.login.localhost/.well-known/oauth-authorization-server");
        metadata.Json.GetProperty("issuer").GetString().ShouldBe("http://newcomer.login.localhost:5080");
        (await server.Token("http://newcomer.login.localhost", "newcomer", "newcomer-secret")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_vendor_who_is_everywhere_has_no_host_of_its_own()
    {
        var server = await servers.On();
        (await server.Get("http://vendor.login.localhost/.well-known/jwks.json")).Status.ShouldBe(421);
    }

    [Fact]
    public async Task What_no_host_or_client_can_be_called_is_not_looked_up()
    {
        var server = await servers.On();
        await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret");
        var before = server.Commands.Count;
        foreach (var label in (string[])[new string('a', 64), "a.b", "acme.x"])
            (await server.Get($"http://{label}.login.localhost/.well-known/jwks.json")).Status.ShouldBe(421);
        (await server.Token(TestServer.Dc2, new string('a', 101), "x")).Status.ShouldBe(401);
        server.Commands.Count.ShouldBe(before);
    }

    [Fact]
    public async Task A_datacentre_that_cannot_be_asked_does_not_keep_another_from_answering()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc2", "dc3"] });
        await using var db = server.Db();
        await db.Database.ExecuteSqlRawAsync("""ALTER TABLE "Tenants" RENAME TO "Elsewhere" """);

        (await server.Token("http://globex.login.localhost", "globex-live", "globex-live-demo-secret")).Status.ShouldBe(200);
        var unknown = await server.Get("http://acme.login.localhost/.well-known/jwks.json");
        unknown.Body.ShouldBe(
            """{"error":"temporarily_unavailable","error_description":"The server can't answer right now. Try again in a few seconds."}"""
        );
        (unknown.Status, unknown["Retry-After"], unknown.CorrelationId.Length).ShouldBe((503, "5", 32));
    }

    [Fact]
    public async Task Health_has_three_paths_and_two_methods()
    {
        var server = await servers.On();
        (await server.Get("http://nowhere.example/health/nothing")).Status.ShouldBe(404);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("http://nowhere.example/health/live"));
        using var response = await server.Http.SendAsync(request);
        var answer = await Answer.From(response);
        (answer.Status, answer["Allow"]).ShouldBe((405, "GET, HEAD"));
        answer.Body.ShouldBe("""{"error":"invalid_request","error_description":"This endpoint only supports GET, HEAD."}""");
    }

    [Fact]
    public async Task Every_answer_has_a_correlation_id_of_its_own()
    {
        var server = await servers.On();
        var answers = new[]
        {
            await server.Get(TestServer.Dc2 + "/.well-known/jwks.json"),
            await server.Get(TestServer.Dc2 + "/connect/token"),
            await server.Get(TestServer.Dc2 + "/nothing"),
            await server.Get("http://nowhere.example/"),
            await server.Get("http://nowhere.example/health/live"),
            await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret"),
            await server.Token(TestServer.Dc2, "acme-live", "wrong"),
        };
        answers.Select(answer => answer.CorrelationId).ShouldBeUnique();
        answers.ShouldAllBe(answer => answer.CorrelationId.Length == 32);
    }

    [Fact]
    public async Task Health_is_answered_on_any_host()
    {
        var server = await servers.On();
        foreach (var host in (string[])["localhost", "10.1.2.3", "login.dc2.localhost", "nowhere.example"])
        {
            (await server.Get($"http://{host}/health/live")).Body.ShouldBe("""{"status":"live"}""");
            (await server.Get($"http://{host}/health/ready")).Body.ShouldBe("""{"status":"ready"}""");
        }
    }

    private static Task<string> Raw(TestServer server, string request) => RawHttp.Send(server.Port, Encoding.ASCII.GetBytes(request));
}
