extern alias client;

using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using client::Tokenhouse.Client;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.ClientPackage;

/// <summary>The sign-in of a program on a person's machine: the browser comes back to a loopback port.</summary>
public sealed class BrowserSignInTests : IAsyncLifetime
{
    private readonly MemoryRefreshTokenStore store = new();
    private readonly HttpClient browser = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private ScriptedAuthority authority = null!;
    private Program program = null!;

    public async ValueTask InitializeAsync()
    {
        authority = await ScriptedAuthority.Start();
        authority.Answer = (http, _) => ScriptedAuthority.Token(http, "access-1", 300, ",\"refresh_token\":\"refresh-1\"");
        program = new(
            authority.Origin,
            options =>
            {
                (options.IsPublic, options.ClientSecret, options.ClientId) = (true, null, "desktop");
                options.RedirectUri = "http://127.0.0.1/callback";
                options.Scopes = ["all"];
            },
            client => client.Services.AddSingleton<RefreshTokenStore>(store)
        );
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await program.DisposeAsync();
        await authority.DisposeAsync();
    }

    [Fact]
    public async Task A_person_signs_in_and_the_session_is_stored()
    {
        var (signIn, request) = Begin();
        var asked = Query(request);
        asked["response_type"].ShouldBe("code");
        asked["client_id"].ShouldBe("desktop");
        asked["scope"].ShouldBe("all");
        asked["redirect_uri"].ShouldMatch("^http://127.0.0.1:[0-9]+/callback$");
        asked["code_challenge_method"].ShouldBe("S256");
        request.GetLeftPart(UriPartial.Path).ShouldBe(authority.Origin + "/connect/authorize");

        var page = await browser.GetStringAsync(Return(request, "code=the-code"));
        page.ShouldContain("You are signed in. You can close this window.");
        await signIn;
        var exchange = authority.Received.Single();
        var verifier = exchange.Body.Split("code_verifier=")[1];
        exchange.ShouldBe(
            (
                "POST /connect/token",
                null,
                $"client_id=desktop&grant_type=authorization_code&code=the-code&redirect_uri={Uri.EscapeDataString(asked["redirect_uri"])}&code_verifier={verifier}"
            )
        );
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))).ShouldBe(asked["code_challenge"]);
        (await program.SessionToken()).Value.ShouldBe("access-1");
        authority.Requests.ShouldBe(1);
    }

    [Theory]
    [InlineData("another", "code=the-code")]
    [InlineData("", "code=the-code")]
    [Trait("Category", "Security")]
    public async Task An_answer_with_another_state_is_ignored_and_the_right_one_still_counts(string state, string rest)
    {
        var (signIn, request) = Begin();
        using (var wrong = await browser.GetAsync(Return(request, rest, state: state)))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await wrong.Content.ReadAsStringAsync()).ShouldContain("This page doesn&#39;t belong to a sign-in in progress.");
        }
        using (var twice = await browser.GetAsync(new Uri(Return(request, rest) + "&state=another")))
            twice.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        signIn.IsCompleted.ShouldBeFalse();
        authority.Requests.ShouldBe(0);
        await browser.GetStringAsync(Return(request, rest));
        await signIn;
    }

    [Theory]
    [InlineData("https://elsewhere.example")]
    [InlineData("")]
    [Trait("Category", "Security")]
    public async Task An_answer_of_another_authority_is_refused_before_its_code_is_used(string issuer)
    {
        var (signIn, request) = Begin();
        (await browser.GetStringAsync(Return(request, "code=the-code", issuer))).ShouldContain("The sign-in failed.");
        (await Should.ThrowAsync<TokenRefusedException>(() => signIn)).Error.ShouldBe("wrong_issuer");
        authority.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task A_person_who_declines_is_told_and_so_is_the_program()
    {
        var (signIn, request) = Begin();
        var page = await browser.GetStringAsync(
            Return(request, "error=access_denied&error_description=%3Cscript%3EThe+account+holder+declined.")
        );
        page.ShouldContain("The sign-in failed. No token for &#39;hr&#39;: &lt;script&gt;The account holder declined. (access_denied)");
        (await Should.ThrowAsync<TokenRefusedException>(() => signIn)).Error.ShouldBe("access_denied");
        store.Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task Connections_that_send_nothing_or_nonsense_do_not_disturb()
    {
        var (signIn, request) = Begin();
        var port = new Uri(Query(request)["redirect_uri"]).Port;
        using var silent = new TcpClient("127.0.0.1", port);
        using var nonsense = new TcpClient("127.0.0.1", port);
        await nonsense.GetStream().WriteAsync(new byte[20_000]);
        using (var other = await browser.GetAsync(new Uri($"http://127.0.0.1:{port}/favicon.ico")))
            other.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await browser.GetStringAsync(Return(request, "code=the-code"));
        await signIn;
    }

    [Fact]
    public async Task A_person_who_never_returns_is_not_waited_for_longer_than_ten_minutes()
    {
        var (signIn, _) = Begin();
        program.Clock.Advance(TimeSpan.FromMinutes(10));
        await Should.ThrowAsync<TimeoutException>(() => signIn);
    }

    /// <summary>The sign-in, and where it sent the browser.</summary>
    private (Task SignIn, Uri Request) Begin()
    {
        Uri? opened = null;
        var signIn = program.Get<BrowserSignIn>().SignInAsync("hr", "ada", address => opened = address).WaitAsync(Eventually.Patience);
        return (signIn, opened!);
    }

    private Uri Return(Uri request, string rest, string? issuer = null, string? state = null)
    {
        var asked = Query(request);
        var from = issuer ?? authority.Origin;
        return new(
            $"{asked["redirect_uri"]}?{rest}&state={Uri.EscapeDataString(state ?? asked["state"])}{(from.Length == 0 ? "" : "&iss=" + Uri.EscapeDataString(from))}"
        );
    }

    private static Dictionary<string, string> Query(Uri address) =>
        address
            .Query[1..]
            .Split('&')
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
}
