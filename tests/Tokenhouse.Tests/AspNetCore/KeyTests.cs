using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Tokenhouse.Tests.AspNetCore;

/// <summary>How keys come, change and stay (RFC 8414, RFC 7517).</summary>
public sealed class KeyTests : IAsyncLifetime
{
    private const string Keys = "/keys";

    private FakeAuthority authority = null!;

    public async ValueTask InitializeAsync() => authority = await FakeAuthority.Start();

    public async ValueTask DisposeAsync() => await authority.DisposeAsync();

    [Fact]
    public async Task Keys_are_read_before_the_first_call_and_not_for_each()
    {
        await using var api = await ProtectedApi.Start(authority);
        for (var i = 0; i < 20; i++)
            (await api.Call(authority.Token(api.Now))).Status.ShouldBe(200);
        authority.Calls(Keys).ShouldBe(1);
    }

    [Fact]
    public async Task An_unknown_key_is_asked_for_once_in_a_minute_at_most()
    {
        await using var api = await ProtectedApi.Start(authority);
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(200);
        using var next = new AccessTokens { KeyId = "second" };
        string Fresh() => next.Sign(next.Header(), authority.Claims(api.Now));

        api.Clock.Advance(TimeSpan.FromMinutes(1)); // since the start
        await api.Settle();
        for (var i = 0; i < 10; i++)
            (await api.Call(Fresh())).Status.ShouldBe(401);
        authority.Calls(Keys).ShouldBe(2);

        authority.Keys = [.. authority.Tokens.PublicKeys().Select(key => key!.DeepClone()), next.PublicKeys()[0]!.DeepClone()];
        (await api.Call(Fresh())).Status.ShouldBe(401); // too soon
        api.Clock.Advance(TimeSpan.FromMinutes(1));
        await api.Settle();
        (await api.Call(Fresh())).Status.ShouldBe(200);
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(200);
        authority.Calls(Keys).ShouldBe(3);
    }

    [Fact]
    public async Task Calls_that_bring_an_unknown_key_at_once_ask_once()
    {
        await using var api = await ProtectedApi.Start(authority);
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(200);
        api.Clock.Advance(TimeSpan.FromMinutes(1));
        await api.Settle();
        var (arrived, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        authority.Instead[Keys] = async _ =>
        {
            arrived.TrySetResult();
            await go.Task;
            return false;
        };
        using var next = new AccessTokens { KeyId = "second" };
        var calls = Enumerable.Range(0, 10).Select(_ => api.Call(next.Sign(next.Header(), authority.Claims(api.Now)))).ToList();
        await arrived.Task;
        go.SetResult();
        (await Task.WhenAll(calls)).ShouldAllBe(answer => answer.Status == 401);
        authority.Calls(Keys).ShouldBe(2);
    }

    [Fact]
    public async Task While_the_authority_is_away_known_keys_verify_and_unknown_ones_do_not_cost_the_token()
    {
        await using var api = await ProtectedApi.Start(authority, options => options.MaxRevocationAge = TimeSpan.FromDays(1));
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(200);
        authority.IsAway = true;
        api.Clock.Advance(TimeSpan.FromHours(2));
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(200);
        await api.Settle();

        using var next = new AccessTokens { KeyId = "second" };
        var answer = await api.Call(next.Sign(next.Header(), authority.Claims(api.Now)));
        answer.Status.ShouldBe(503);
        answer["Retry-After"].ShouldBe("2");
        answer["WWW-Authenticate"].ShouldBeNull();
        answer.Body.ShouldBe(
            $$"""{"title":"Service Unavailable","status":503,"detail":"The access token can't be checked at the moment. Keep it and try again.","error":"temporarily_unavailable","correlation_id":"{{answer.CorrelationId}}"}"""
        );
    }

    [Fact]
    public async Task A_withdrawn_key_ends_within_a_quarter_of_an_hour()
    {
        await using var api = await ProtectedApi.Start(authority);
        var token = authority.Token(api.Now, claims => claims["exp"] = api.Now.AddHours(1).ToUnixTimeSeconds());
        (await api.Call(token)).Status.ShouldBe(200);
        using var next = new AccessTokens { KeyId = "second" };
        authority.Keys = next.PublicKeys();
        api.Clock.Advance(TimeSpan.FromMinutes(15));
        await Tokenhouse.Tests.Support.Eventually.True(() => Task.FromResult(authority.Calls(Keys) == 2));
        await api.Settle();
        (await api.Call(token)).Status.ShouldBe(401); // verified before or not
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(401);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Another_key_under_the_same_name_is_another_key()
    {
        await using var api = await ProtectedApi.Start(authority);
        var token = authority.Token(api.Now, claims => claims["exp"] = api.Now.AddHours(1).ToUnixTimeSeconds());
        (await api.Call(token)).Status.ShouldBe(200);
        authority.Tokens = new();
        api.Clock.Advance(TimeSpan.FromMinutes(15));
        await Tokenhouse.Tests.Support.Eventually.True(() => Task.FromResult(authority.Calls(Keys) == 2));
        await api.Settle();
        (await api.Call(token)).Status.ShouldBe(401);
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("issuer", "http://127.0.0.1:1", "belongs to another issuer. Check the spelling of the authority.")]
    [InlineData("issuer", null, "belongs to another issuer. Check the spelling of the authority.")]
    [InlineData("jwks_uri", null, "has no jwks_uri.")]
    [InlineData("jwks_uri", "http://keys.example/keys", "has a jwks_uri that is neither https nor loopback.")]
    [InlineData("jwks_uri", "file:///etc/passwd", "has a jwks_uri that is neither https nor loopback.")]
    [InlineData("jwks_uri", "/keys", "has a jwks_uri that is neither https nor loopback.")]
    [InlineData("client_state_endpoint", "http://state.example", "has a client_state_endpoint that is neither https nor loopback.")]
    [InlineData("introspection_endpoint", "http://state.example", "has a introspection_endpoint that is neither https nor loopback.")]
    [Trait("Category", "Security")]
    public async Task Metadata_of_another_or_that_leads_elsewhere_is_not_believed(string name, string? value, string why)
    {
        authority.Metadata[name] = value;
        await using var api = await ProtectedApi.Start(authority);
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(503);
        authority.Calls(Keys).ShouldBe(0);
        api.Logs.Text.ShouldContain($"Can't read the metadata and keys of {authority.Issuer}: The metadata of {authority.Issuer} {why}");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Redirects_are_not_followed()
    {
        authority.Instead[Keys] = http =>
        {
            http.Response.Redirect(authority.Issuer + "/lure");
            return Task.FromResult(true);
        };
        await using var api = await ProtectedApi.Start(authority);
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(503);
        authority.Calls("/lure").ShouldBe(0);
        api.Logs.Text.ShouldContain($"{authority.Issuer}/keys answered with status 302.");
    }

    [Theory]
    [InlineData("""{"keys":[]}""", "has no key for ES256 or RS256.")]
    [InlineData("""{"keys":[{"kty":"oct","k":"AAAA","kid":"first","alg":"HS256"}]}""", "has no key for ES256 or RS256.")]
    [InlineData("""{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA","kid":"first","use":"enc"}]}""", "has no key for ES256 or RS256.")]
    [InlineData("<html>", "answered with invalid JSON")]
    [Trait("Category", "Security")]
    public async Task Keys_that_cannot_verify_an_access_token_are_no_keys(string body, string why)
    {
        authority.Instead[Keys] = async http =>
        {
            await http.Response.WriteAsync(body);
            return true;
        };
        await using var api = await ProtectedApi.Start(authority);
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(503);
        api.Logs.Text.ShouldContain($"{authority.Issuer}/keys {why}");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task An_endless_answer_ends_at_256_KB()
    {
        var sent = 0;
        authority.Instead[Keys] = async http =>
        {
            var part = new byte[64 * 1024];
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.Body.WriteAsync(part, http.RequestAborted);
                sent += part.Length;
            }
            return true;
        };
        await using var api = await ProtectedApi.Start(authority);
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(503);
        api.Logs.Text.ShouldContain("answered with more than 262144 bytes.");
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_not_waited_for_longer_than_configured()
    {
        var (arrived, over) = (new TaskCompletionSource(), new TaskCompletionSource());
        authority.Instead[Keys] = async _ =>
        {
            arrived.TrySetResult();
            await over.Task;
            return true;
        };
        await using var api = await ProtectedApi.Start(authority, options => options.BackchannelTimeout = TimeSpan.FromSeconds(5));
        var call = api.Call(authority.Token(api.Now));
        await arrived.Task;
        await Tokenhouse.Tests.Support.Eventually.True(api.Clock, TimeSpan.FromSeconds(5), () => Task.FromResult(call.IsCompleted));
        (await call).Status.ShouldBe(503);
        api.Logs.Text.ShouldContain($"{authority.Issuer}/keys didn't answer within 5 s.");
        over.SetResult(); // a server waits for its requests when it stops
    }

    [Fact]
    public async Task Once_the_authority_is_there_calls_get_through()
    {
        authority.IsAway = true;
        await using var api = await ProtectedApi.Start(authority);
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(503);
        authority.IsAway = false;
        await Tokenhouse.Tests.Support.Eventually.True(
            api.Clock,
            TimeSpan.FromSeconds(2),
            async () => (await api.Call(authority.Token(api.Now))).Status == 200
        );
        api.Logs.Text.ShouldContain($"The metadata and keys of {authority.Issuer} are readable again.");
    }

    [Fact]
    public async Task A_key_whose_algorithm_is_not_said_verifies_the_one_of_its_type()
    {
        var keys = authority.Tokens.PublicKeys();
        keys[0]!.AsObject().Remove("alg");
        authority.Keys = keys;
        await using var api = await ProtectedApi.Start(authority);
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(200);
        var header = authority.Tokens.Header();
        header["alg"] = (JsonNode)"RS256";
        (await api.Call(authority.Tokens.Sign(header, authority.Claims(api.Now)))).Status.ShouldBe(401);
    }
}
