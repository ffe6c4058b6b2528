using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Tokenhouse.Tests.AspNetCore;

/// <summary>Opaque tokens: one authority is asked, seldom, and silence is no permission (RFC 7662).</summary>
public sealed class OpaqueTests : IAsyncLifetime
{
    private const string Introspect = "/introspect";

    private FakeAuthority authority = null!;

    public async ValueTask InitializeAsync() => authority = await FakeAuthority.Start();

    public async ValueTask DisposeAsync() => await authority.DisposeAsync();

    [Fact]
    public async Task What_the_authority_says_about_a_token_is_what_the_API_knows()
    {
        await using var api = await ProtectedApi.Start(authority);
        var token = authority.OpaqueToken(api.Now, answer => answer["jti"] = "not an identifier of this token");
        (await api.Call(token, "/who")).Body.ShouldBe(
            $"""
            iss={authority.Issuer}
            client_id=acme-live
            sub=acme-live
            aud=urn:tokenhouse:hr
            scope=Public.Job.Read
            scope=Public.Job.Write
            tenant=acme
            tenant_id=218
            environment=LIVE
            datacentre=dc2
            exp={api.Now.ToUnixTimeSeconds() + 300}
            name=acme-live
            """
        );
        (await api.Call(token)).Body.ShouldBe("jobs");
        (await api.Call(token, "/v3/451/jobs")).Status.ShouldBe(403);
        (await api.Call(token, "/offers")).Status.ShouldBe(403);
    }

    [Theory]
    [InlineData("active", "false", 401)]
    [InlineData("active", "\"true\"", 503)]
    [InlineData("active", null, 503)]
    [InlineData("environment", "\"UAT\"", 401)]
    [InlineData("aud", "\"urn:tokenhouse:payments\"", 401)]
    [InlineData("iss", "\"http://127.0.0.1:1\"", 401)]
    [InlineData("iss", null, 401)]
    [InlineData("client_id", null, 401)]
    [InlineData("sub", null, 401)]
    [InlineData("aud", null, 401)]
    [InlineData("exp", null, 401)]
    [InlineData("scope", null, 401)]
    [InlineData("tenant_id", null, 401)]
    [InlineData("tenant_id", "\"218\"", 401)]
    [InlineData("environment", null, 401)]
    [InlineData("exp", "1", 401)]
    [InlineData("exp", "-9223372036854775808", 401)]
    [Trait("Category", "Security")]
    public async Task An_answer_that_is_not_whole_or_about_something_else_is_no_permission(string name, string? json, int status)
    {
        await using var api = await ProtectedApi.Start(authority);
        var token = authority.OpaqueToken(
            api.Now,
            answer =>
            {
                if (json is null)
                    answer.Remove(name);
                else
                    answer[name] = JsonNode.Parse(json);
            }
        );
        (await api.Call(token)).Status.ShouldBe(status);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("""{"active":true,"active":false}""")]
    [InlineData("")]
    [Trait("Category", "Security")]
    public async Task An_answer_that_cannot_be_read_costs_nobody_their_token(string body)
    {
        await using var api = await ProtectedApi.Start(authority);
        authority.Instead[Introspect] = async http =>
        {
            await http.Response.WriteAsync(body);
            return true;
        };
        (await api.Call(authority.OpaqueToken(api.Now))).Status.ShouldBe(503);
    }

    [Fact]
    public async Task Calls_with_one_token_at_one_time_ask_once()
    {
        await using var api = await ProtectedApi.Start(authority, options => options.IntrospectionCacheLifetime = TimeSpan.Zero);
        var (arrived, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        authority.Instead[Introspect] = async _ =>
        {
            arrived.TrySetResult();
            await go.Task;
            return false;
        };
        var (token, other) = (authority.OpaqueToken(api.Now), authority.OpaqueToken(api.Now));
        var calls = Enumerable.Range(0, 20).Select(_ => api.Call(token)).ToList();
        await arrived.Task;
        var another = api.Call(other);
        await Tokenhouse.Tests.Support.Eventually.True(() => Task.FromResult(authority.Calls(Introspect) == 2));
        go.SetResult();
        (await Task.WhenAll([.. calls, another])).ShouldAllBe(answer => answer.Status == 200);
        // Those that came after the answer ask for themselves: it is not kept.
        authority.Calls(Introspect).ShouldBeLessThan(12);
        (await api.Call(token)).Status.ShouldBe(200);
        var before = authority.Calls(Introspect);
        (await api.Call(token)).Status.ShouldBe(200);
        authority.Calls(Introspect).ShouldBe(before + 1);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Of_many_tokens_of_one_caller_only_so_many_are_asked_about_and_others_are_asked_about_as_before()
    {
        await using var api = await ProtectedApi.Start(authority, options => options.Proxies = ["127.0.0.0/8"]);
        var go = new TaskCompletionSource();
        authority.Instead[Introspect] = async _ =>
        {
            await go.Task;
            return false;
        };
        var flood = Enumerable.Range(0, 80).Select(i => api.Call($"invented-{i}", ProtectedApi.Jobs, From("2001:db8:1:1::", i))).ToList();
        await Tokenhouse.Tests.Support.Eventually.True(() => Task.FromResult(flood.Count(call => call.IsCompleted) == 80 - 16));
        var honest = Enumerable
            .Range(0, 16)
            .Select(i => api.Call(authority.OpaqueToken(api.Now), ProtectedApi.Jobs, From("203.0.113.7")))
            .ToList();
        await Tokenhouse.Tests.Support.Eventually.True(() => Task.FromResult(authority.Calls(Introspect) == 32));
        go.SetResult();
        (await Task.WhenAll(honest)).ShouldAllBe(answer => answer.Status == 200);
        var answers = await Task.WhenAll(flood);
        answers.Count(answer => answer.Status == 503).ShouldBe(80 - 16); // and a token that may be good is not lost
        answers.Count(answer => answer.Status == 401).ShouldBe(16);
        authority.Calls(Introspect).ShouldBe(32);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Of_all_callers_only_so_many_tokens_are_asked_about_at_a_time()
    {
        await using var api = await ProtectedApi.Start(authority, options => options.Proxies = ["127.0.0.0/8"]);
        var go = new TaskCompletionSource();
        authority.Instead[Introspect] = async _ =>
        {
            await go.Task;
            return false;
        };
        var calls = Enumerable
            .Range(0, 80)
            .Select(i => api.Call(authority.OpaqueToken(api.Now), ProtectedApi.Jobs, From($"203.0.113.{i % 10}")))
            .ToList();
        await Tokenhouse.Tests.Support.Eventually.True(() => Task.FromResult(calls.Count(call => call.IsCompleted) == 80 - 64));
        go.SetResult();
        var answers = await Task.WhenAll(calls);
        answers.Count(answer => answer.Status == 503).ShouldBe(80 - 64);
        answers.Count(answer => answer.Status == 200).ShouldBe(64);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Invented_tokens_push_out_no_answer_about_a_good_one()
    {
        await using var api = await ProtectedApi.Start(authority, options => options.IntrospectionCacheLifetime = TimeSpan.FromSeconds(60));
        var token = authority.OpaqueToken(api.Now);
        (await api.Call(token)).Status.ShouldBe(200);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 11_000), // more than are kept
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (i, _) => (await api.Call($"invented-{i}")).Status.ShouldBe(401)
        );
        var asked = authority.Calls(Introspect);
        (await api.Call(token)).Status.ShouldBe(200);
        authority.Calls(Introspect).ShouldBe(asked);
        // One caller's invented tokens take up only a part of the room for such: others' are remembered as before.
        (await api.Call("invented-0")).Status.ShouldBe(401);
        authority.Calls(Introspect).ShouldBe(asked);
        (await api.Call("invented-10999")).Status.ShouldBe(401);
        authority.Calls(Introspect).ShouldBe(asked + 1);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task One_clients_many_tokens_push_out_no_answer_about_anothers()
    {
        await using var api = await ProtectedApi.Start(authority, options => options.IntrospectionCacheLifetime = TimeSpan.FromSeconds(60));
        foreach (var _ in Enumerable.Range(0, 1_001))
            (await api.Call(authority.OpaqueToken(api.Now))).Status.ShouldBe(200);
        var other = authority.OpaqueToken(api.Now, answer => answer["client_id"] = "another");
        (await api.Call(other)).Status.ShouldBe(200);
        var asked = authority.Calls(Introspect);
        (await api.Call(other)).Status.ShouldBe(200);
        authority.Calls(Introspect).ShouldBe(asked);
        // When the first ones no longer hold, there is room again.
        api.Clock.Advance(TimeSpan.FromSeconds(60));
        var again = authority.OpaqueToken(api.Now);
        (await api.Call(again)).Status.ShouldBe(200);
        asked = authority.Calls(Introspect);
        (await api.Call(again)).Status.ShouldBe(200);
        authority.Calls(Introspect).ShouldBe(asked);
    }

    [Fact]
    public async Task An_answer_is_used_again_for_as_long_as_configured()
    {
        await using var api = await ProtectedApi.Start(authority, options => options.IntrospectionCacheLifetime = TimeSpan.FromSeconds(10));
        var token = authority.OpaqueToken(api.Now);
        (await api.Call(token)).Status.ShouldBe(200);
        authority.Opaque.Clear();
        api.Clock.Advance(TimeSpan.FromSeconds(9));
        (await api.Call(token)).Status.ShouldBe(200);
        authority.Calls(Introspect).ShouldBe(1);
        api.Clock.Advance(TimeSpan.FromSeconds(1));
        (await api.Call(token)).Status.ShouldBe(401);
        (await api.Call(token)).Status.ShouldBe(401); // a no is used again too
        authority.Calls(Introspect).ShouldBe(2);
    }

    [Fact]
    public async Task No_answer_outlives_its_token()
    {
        await using var api = await ProtectedApi.Start(authority, options => options.IntrospectionCacheLifetime = TimeSpan.FromSeconds(60));
        var token = authority.OpaqueToken(api.Now, answer => answer["exp"] = api.Now.ToUnixTimeSeconds() + 20);
        (await api.Call(token)).Status.ShouldBe(200);
        api.Clock.Advance(TimeSpan.FromSeconds(19));
        (await api.Call(token)).Status.ShouldBe(200);
        api.Clock.Advance(TimeSpan.FromSeconds(1));
        (await api.Call(token)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_revocation_in_the_client_state_ends_an_answer_that_is_still_kept()
    {
        await using var api = await ProtectedApi.Start(authority, options => options.IntrospectionCacheLifetime = TimeSpan.FromSeconds(60));
        var token = authority.OpaqueToken(api.Now);
        (await api.Call(token)).Status.ShouldBe(200);
        authority.State["revoked_tokens"] = new JsonArray(StateTests.Hash(System.Text.Encoding.UTF8.GetBytes(token)));
        await api.HearOf(authority);
        (await api.Call(token)).Status.ShouldBe(401);
        authority.Calls(Introspect).ShouldBe(1);
    }

    [Fact]
    public async Task While_the_authority_is_away_opaque_tokens_are_not_accepted_and_not_lost()
    {
        await using var api = await ProtectedApi.Start(authority);
        var token = authority.OpaqueToken(api.Now);
        (await api.Call(token)).Status.ShouldBe(200);
        authority.IsAway = true;
        api.Clock.Advance(TimeSpan.FromSeconds(3));
        var answer = await api.Call(token);
        answer.Status.ShouldBe(503);
        answer["Retry-After"].ShouldBe("2");
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(200);
        authority.IsAway = false;
        (await api.Call(token)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Wrong_credentials_of_the_API_are_its_own_fault_and_not_the_callers()
    {
        await using var api = await ProtectedApi.Start(authority, options => options.ClientSecret = "wrong");
        (await api.Call(authority.OpaqueToken(api.Now))).Status.ShouldBe(503);
        api.Logs.Text.ShouldContain("doesn't know this API. Check ClientId and ClientSecret.");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Exactly_one_authority_is_asked_whoever_might_know()
    {
        await using var other = await FakeAuthority.Start();
        await using var fixedly = await ProtectedApi.Start(options =>
        {
            options.Authorities = [authority.Issuer, other.Issuer];
            options.IntrospectionAuthority = other.Issuer;
        });
        (await fixedly.Call(authority.OpaqueToken(fixedly.Now))).Status.ShouldBe(401);
        (await fixedly.Call(other.OpaqueToken(fixedly.Now))).Status.ShouldBe(200);
        (authority.Calls(Introspect), other.Calls(Introspect)).ShouldBe((0, 2));

        await using var byHost = await ProtectedApi.Start(options =>
        {
            options.Authorities = [authority.Issuer, other.Issuer];
            options.IntrospectionAuthorities = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["api.dc2.example"] = authority.Issuer,
                ["api.dc3.example"] = other.Issuer,
            };
        });
        (string, string) At(string host) => ("Host", host);
        (await byHost.Call(authority.OpaqueToken(byHost.Now), ProtectedApi.Jobs, At("API.dc2.example:8080"))).Status.ShouldBe(200);
        (await byHost.Call(authority.OpaqueToken(byHost.Now), ProtectedApi.Jobs, At("api.dc3.example"))).Status.ShouldBe(401);
        (authority.Calls(Introspect), other.Calls(Introspect)).ShouldBe((1, 3));
        (await byHost.Call(authority.OpaqueToken(byHost.Now), ProtectedApi.Jobs, At("api.dc4.example"))).Status.ShouldBe(401);
        (authority.Calls(Introspect), other.Calls(Introspect)).ShouldBe((1, 3));

        await using var nobody = await ProtectedApi.Start(options => options.Authorities = [authority.Issuer, other.Issuer]);
        (await nobody.Call(authority.OpaqueToken(nobody.Now))).Status.ShouldBe(401);
        (authority.Calls(Introspect), other.Calls(Introspect)).ShouldBe((1, 3));
        (await nobody.Call(authority.Token(nobody.Now))).Status.ShouldBe(200);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_JWT_and_what_looks_like_one_are_never_sent_anywhere()
    {
        await using var api = await ProtectedApi.Start(authority);
        await api.Call(authority.Token(api.Now));
        await api.Call("a.b");
        await api.Call(new string('a', 1025));
        authority.Calls(Introspect).ShouldBe(0);
    }

    /// <summary>As the proxy of the API names a caller; an IPv6 caller has a network full of addresses.</summary>
    private static (string, string) From(string address, int host = 0) =>
        ("X-Forwarded-For", address.EndsWith(':') ? $"{address}{host:x}" : address);
}
