using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Samples;

/// <summary>The sample before an authorization server whose answers get lost: what it sends, and what it keeps.</summary>
[OuterTier]
public sealed class LossTests : IAsyncLifetime
{
    private const string Home = "http://127.0.0.1:8400/";

    private readonly int serverPort = Demonstration.FreePort();
    private readonly int port = Demonstration.FreePort();
    private readonly ConcurrentQueue<string> presented = new();
    private Func<HttpContext, int, Task> refresh = (_, _) => Task.CompletedTask;
    private WebApplication? server;
    private ServerProcess? sample;
    private BrowserSession session = null!;

    private string Authority => $"http://login.dc3.localhost:{serverPort}";

    private string Notice => session.Page.QuerySelector(".notice p")!.TextContent;

    public async ValueTask InitializeAsync()
    {
        server = Server();
        await server.StartAsync();
        sample = await Demonstration.Sample(Authority, port);
        session = new(Demonstration.Http(port));
        await session.Open(Home);
        await session.Submit(new Dictionary<string, string> { ["who"] = "no" }, "/connect");
        await session.Open(session.Left!.AbsoluteUri);
        Notice.ShouldBe("Connected.");
    }

    public async ValueTask DisposeAsync()
    {
        sample!.Dispose();
        await server!.DisposeAsync();
    }

    [Fact]
    public async Task A_refusal_of_the_moment_and_a_torn_connection_are_answered_with_the_same_refresh_token()
    {
        refresh = async (http, attempt) =>
        {
            if (attempt == 1)
                http.Response.StatusCode = 503;
            else if (attempt == 2)
                http.Abort();
            else
                await Answer(http, "second");
        };
        await Refresh();
        Notice.ShouldBe("Refreshed on attempt 3, with the same refresh token.");
        presented.ShouldBe(["first", "first", "first"]);

        refresh = (http, _) => Answer(http, "third");
        await Refresh();
        presented.Last().ShouldBe("second"); // stored
    }

    [Fact]
    public async Task When_no_answer_comes_at_all_the_connection_stays_as_it_was()
    {
        refresh = (http, _) =>
        {
            http.Abort();
            return Task.CompletedTask;
        };
        await Refresh();
        Notice.ShouldStartWith($"{Authority} does not answer.");

        refresh = (http, _) => Answer(http, "second");
        await Refresh();
        Notice.ShouldBe("Refreshed.");
        presented.ShouldBe(["first", "first", "first", "first"]);
    }

    [Fact]
    public async Task A_refusal_that_is_not_about_the_refresh_token_deletes_nothing()
    {
        refresh = (http, _) =>
        {
            http.Response.StatusCode = 401;
            return http.Response.WriteAsJsonAsync(new { error = "invalid_client", error_description = "Check the secret." });
        };
        await Refresh();
        Notice.ShouldBe("The refresh was refused. The connection is kept. Check the secret.");
        presented.ShouldBe(["first"]);
        session.Page.QuerySelector("h2")!.TextContent.ShouldBe("Connected");
    }

    private Task Refresh() => session.Submit(new Dictionary<string, string>(), "/refresh");

    private WebApplication Server()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", $"http://127.0.0.1:{serverPort}"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/.well-known/oauth-authorization-server", () => new { issuer = Authority });
        app.MapGet(
            "/connect/authorize",
            (string state) =>
                Results.Redirect(
                    BrowserSession.Callback
                        + new QueryBuilder
                        {
                            { "code", "1" },
                            { "state", state },
                            { "iss", Authority },
                        }
                )
        );
        app.MapPost(
            "/connect/token",
            async (HttpContext http) =>
            {
                var form = await http.Request.ReadFormAsync();
                if (form["grant_type"] == "authorization_code")
                {
                    await Answer(http, "first");
                    return;
                }
                presented.Enqueue(form["refresh_token"].ToString());
                await refresh(http, presented.Count);
            }
        );
        return app;
    }

    private static Task Answer(HttpContext http, string refreshToken) =>
        http.Response.WriteAsJsonAsync(
            new
            {
                access_token = "access",
                expires_in = 300,
                token_type = "Bearer",
                scope = "all",
                refresh_token = refreshToken,
            }
        );
}
