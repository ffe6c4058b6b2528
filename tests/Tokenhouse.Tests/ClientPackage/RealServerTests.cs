extern alias client;

using System.Net.Sockets;
using client::Tokenhouse.Client;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.ClientPackage;

/// <summary>The package before the real server: each grant, and refusals as they really are.</summary>
public sealed class RealServerTests(RealServers servers) : IClassFixture<RealServers>
{
    [Fact]
    public async Task A_machine_gets_a_token_of_the_scopes_it_asked_for()
    {
        var server = await servers.On();
        await using var program = Of(server, "dc2", Acme);
        var token = await program.Token();
        token.Scopes.ShouldBe(["Public.Application.Read"]);
        token.Value.Split('.').Length.ShouldBe(3);
        token.ExpiresAt.ShouldBe(program.Clock.GetUtcNow().AddSeconds(300));
    }

    [Fact]
    public async Task An_app_key_logs_in()
    {
        var server = await servers.On();
        await using var program = Of(
            server,
            "dc4",
            options =>
                (options.GrantType, options.ClientId, options.ClientSecret) = (
                    TokenhouseGrantType.AppKey,
                    "98434376",
                    "demo-live-app-key-0123456789abcd"
                )
        );
        (await program.Token()).ExpiresAt.ShouldBe(program.Clock.GetUtcNow().AddHours(1));
    }

    [Fact]
    public async Task A_refusal_leads_to_its_reason_by_its_correlation_id()
    {
        var server = await servers.On();
        await using var program = Of(
            server,
            "dc2",
            options =>
            {
                Acme(options);
                options.Scopes = ["Public.HrCore.Write.Not"];
            }
        );
        var refusal = await Should.ThrowAsync<TokenRefusedException>(() => program.Token());
        refusal.Error.ShouldBe("invalid_scope");
        refusal.CorrelationId.ShouldNotBeNullOrEmpty();
        refusal.Message.ShouldEndWith("Correlation ID: " + refusal.CorrelationId);
    }

    [Fact]
    public async Task A_client_of_another_datacentre_is_told_where_it_belongs()
    {
        var server = await servers.On();
        await using var program = Of(server, "dc2", options => (options.ClientId, options.ClientSecret) = ("dc3-abcdefghjkmnpq", "any"));
        var refusal = await Should.ThrowAsync<TokenRefusedException>(() => program.Token());
        refusal.Error.ShouldBe("invalid_client");
        refusal.Hint.ShouldEndWith("Try http://login.dc3.localhost:5080.");
    }

    [Theory]
    [InlineData(TokenhouseDialect.Connect)]
    [InlineData(TokenhouseDialect.OAuthV2)]
    public async Task A_person_signs_in_with_the_browser_and_the_session_lives_until_it_is_ended(TokenhouseDialect dialect)
    {
        var server = await servers.On();
        var store = new MemoryRefreshTokenStore();
        await using var program = Of(
            server,
            "dc3",
            options =>
            {
                (options.IsPublic, options.ClientId, options.ClientSecret) = (true, "nordia-desktop", null);
                (options.Dialect, options.RedirectUri, options.Scopes) = (dialect, "http://127.0.0.1/callback", ["all"]);
            },
            client => client.Services.AddSingleton<RefreshTokenStore>(store)
        );
        Uri? link = null;
        var signIn = program.Get<BrowserSignIn>().SignInAsync("hr", "ada", address => link = address).WaitAsync(Eventually.Patience);
        var session = new BrowserSession(server);
        await session.Authorize(link!.AbsoluteUri);
        using var browser = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        (await browser.GetStringAsync(session.Left)).ShouldContain("You are signed in. You can close this window.");
        await signIn;

        var first = (await program.SessionToken()).Value;
        program.Clock.Advance(TimeSpan.FromMinutes(10));
        var second = (await program.SessionToken()).Value;
        second.ShouldNotBe(first);

        var stored = store.Rows.Single();
        await program.Get<TokenhouseSessions>().EndAsync("hr", "ada");
        store.Rows[stored.Key] = stored.Value; // a copy that was made before
        program.Clock.Advance(TimeSpan.FromMinutes(10));
        (await Should.ThrowAsync<TokenRefusedException>(() => program.SessionToken())).Error.ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_lost_answer_to_a_refresh_is_repeated_and_the_session_goes_on()
    {
        var server = await servers.On();
        var tokens = await new Integrator(server).Tokens(new BrowserSession(server));
        var loses = new LosingHandler(Handler(server));
        await using var program = Of(
            server,
            "dc3",
            options => (options.ClientId, options.ClientSecret) = (Integrator.Web, Integrator.Web + "-demo-secret"),
            client =>
            {
                client.Services.AddSingleton<RefreshTokenStore>(new MemoryRefreshTokenStore());
                client.ConfigureBackchannel(http => http.ConfigurePrimaryHttpMessageHandler(() => loses));
            }
        );
        await program.Get<TokenhouseSessions>().StartAsync("hr", "ada", tokens.Json.GetProperty("refresh_token").GetString()!);
        loses.Next = true;
        (await program.Patiently(() => program.SessionToken())).Value.ShouldNotBeEmpty();
        loses.Sent.ShouldBe(2);
        program.Clock.Advance(TimeSpan.FromMinutes(6));
        (await program.SessionToken()).Value.ShouldNotBeEmpty();
    }

    private static void Acme(TokenhouseClientOptions options) =>
        (options.ClientId, options.ClientSecret, options.Scopes) = ("acme-live", "acme-live-demo-secret", ["Public.Application.Read"]);

    /// <summary>A program whose clock is its own: the server's stays with the other tests.</summary>
    private static Program Of(
        TestServer server,
        string datacentre,
        Action<TokenhouseClientOptions> with,
        Action<TokenhouseClientBuilder>? build = null
    ) =>
        new(
            $"http://login.{datacentre}.localhost:5080",
            with,
            client =>
            {
                client.ConfigureBackchannel(http => http.ConfigurePrimaryHttpMessageHandler(() => Handler(server)));
                build?.Invoke(client);
            }
        );

    private static SocketsHttpHandler Handler(TestServer server) =>
        new()
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync("127.0.0.1", server.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };

    /// <summary>Loses an answer after the server has done what it was asked for.</summary>
    private sealed class LosingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        public bool Next { get; set; }

        public int Sent { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent++;
            var response = await base.SendAsync(request, cancellationToken);
            if (!Next)
                return response;
            Next = false;
            response.Dispose();
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The answer was lost.");
        }
    }
}
