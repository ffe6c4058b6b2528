using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AspNetCore;

/// <summary>The client state: what ends a token before its time, and what happens when nobody tells.</summary>
public sealed class StateTests : IAsyncLifetime
{
    private FakeAuthority authority = null!;

    public async ValueTask InitializeAsync() => authority = await FakeAuthority.Start();

    public async ValueTask DisposeAsync() => await authority.DisposeAsync();

    public static string Hash(byte[] octets) => Base64Url.EncodeToString(SHA256.HashData(octets));

    [Fact]
    public async Task A_disabled_client_is_refused_and_an_enabled_one_again_admitted()
    {
        await using var api = await ProtectedApi.Start(authority);
        var token = authority.Token(api.Now);
        (await api.Call(token)).Status.ShouldBe(200);
        authority.State["disabled_clients"] = new JsonArray("acme-live");
        await api.HearOf(authority);
        var answer = await api.Call(token);
        answer.Status.ShouldBe(401);
        answer["WWW-Authenticate"].ShouldBe(ProtectedApi.Challenge("invalid_token", "The access token is not valid."));
        (await api.Call(authority.Token(api.Now, claims => claims["client_id"] = "another"))).Status.ShouldBe(200);
        authority.State["disabled_clients"] = new JsonArray();
        await api.HearOf(authority);
        (await api.Call(token)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_revoked_token_is_refused_and_no_other()
    {
        // What an opaque token of that text would be called is not the name of this one.
        authority.State["revoked_tokens"] = new JsonArray(Hash(Encoding.UTF8.GetBytes("two")), Hash([0xFF, .. "one"u8]));
        await using var api = await ProtectedApi.Start(authority);
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(401);
        (await api.Call(authority.Token(api.Now, claims => claims["jti"] = "two"))).Status.ShouldBe(200);
        (await api.Call(authority.Token(api.Now, claims => claims["jti"] = "One"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_state_that_did_not_change_is_not_sent_again_and_counts_as_new()
    {
        authority.Restrict("acme-live", exemptUntil: null, ["127.0.0.1/32"]);
        await using var api = await ProtectedApi.Start(authority);
        var answers = new List<int>();
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(200);
        authority.Instead["/state"] = http =>
        {
            http.Response.OnCompleted(() =>
            {
                lock (answers)
                    answers.Add(http.Response.StatusCode);
                return Task.CompletedTask;
            });
            return Task.FromResult(false);
        };
        for (var i = 0; i < 40; i++) // longer than MaxStateAge
            await api.HearOf(authority);
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(200);
        lock (answers)
            answers.ShouldAllBe(status => status == StatusCodes.Status304NotModified);
    }

    [Fact]
    public async Task A_site_and_its_tenants_hosts_are_asked_once()
    {
        await using var tenant = await FakeAuthority.Start();
        tenant.Metadata["client_state_endpoint"] = authority.Issuer + "/state";
        await using var api = await ProtectedApi.Start(options => options.Authorities = [authority.Issuer, tenant.Issuer]);
        (await api.Call(tenant.Token(api.Now))).Status.ShouldBe(200);
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(200);
        var before = authority.Calls("/state");
        await api.HearOf(authority);
        await api.HearOf(authority);
        authority.Calls("/state").ShouldBe(before + 2);
        tenant.Calls("/state").ShouldBe(0);
        authority.State["disabled_clients"] = new JsonArray("acme-live");
        await api.HearOf(authority);
        (await api.Call(tenant.Token(api.Now))).Status.ShouldBe(401);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_client_is_looked_for_in_the_state_of_the_authority_that_issued_its_token()
    {
        await using var other = await FakeAuthority.Start();
        await using var api = await ProtectedApi.Start(options => options.Authorities = [authority.Issuer, other.Issuer]);
        authority.State["disabled_clients"] = new JsonArray("acme-live");
        await api.HearOf(authority);
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(401);
        (await api.Call(other.Token(api.Now))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Each_authority_gets_its_own_secret_where_one_is_named()
    {
        await using var other = await FakeAuthority.Start();
        await using var api = await ProtectedApi.Start(options =>
        {
            options.Authorities = [authority.Issuer, other.Issuer];
            options.ClientSecrets[other.Issuer] = "another";
        });
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(200);
        (await api.Call(other.Token(api.Now))).Status.ShouldBe(503);
        api.Logs.Text.ShouldContain($"{other.Issuer}/state doesn't know this API. Check ClientId and ClientSecret.");
        api.Logs.Text.ShouldNotContain("another\"");
        api.Logs.Text.ShouldNotContain("s:cret");
        api.Logs.Text.ShouldNotContain("s%3Acret");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task What_the_APIs_own_way_to_the_authority_gives_up_ends_neither_the_API_nor_its_following()
    {
        using var handler = new Moody(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        await using var api = await ProtectedApi.Start(authority, options => options.BackchannelHttpHandler = handler);
        var token = authority.OpaqueToken(api.Now);
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(200);
        foreach (var mood in (Exception[])[new TaskCanceledException("a timeout of its own"), new InvalidDataException("no gzip")])
        {
            handler.Mood = mood;
            var before = handler.Failed;
            (await api.Call(token)).Status.ShouldBe(503);
            (await api.Call(authority.Token(api.Now), "/offers")).Status.ShouldBe(403); // which is reported
            api.Clock.Advance(TimeSpan.FromSeconds(5));
            await Eventually.True(() => Task.FromResult(handler.Failed >= before + 3)); // the question, the state, the report
            (await api.Call(authority.Token(api.Now))).Status.ShouldBe(200);
        }
        handler.Mood = null;
        authority.State["disabled_clients"] = new JsonArray("acme-live");
        await api.HearOf(authority);
        await Eventually.True(async () => (await api.Call(authority.Token(api.Now))).Status == 401);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("null")]
    [InlineData("<html>")]
    [InlineData("""{"environment":"UAT","audience":"urn:tokenhouse:hr"}""")]
    [InlineData("""{"environment":"LIVE","audience":"urn:tokenhouse:payments"}""")]
    [InlineData("""{"disabled_clients":null}""")]
    [InlineData("""{"disabled_clients":[null]}""")]
    [InlineData("""{"allowlists":{"tenant/1":[null]}}""")]
    [InlineData("""{"restricted_clients":{"a":null}}""")]
    [InlineData("""{"restricted_clients":{"a":{"allowlists":[null]}}}""")]
    [InlineData("""{"revoked_tokens":{}}""")]
    [InlineData("""{"allowlists":{"tenant/1":["10.0.0.0/33"]}}""")]
    [InlineData("""{"allowlists":{"tenant/1":["all"]}}""")]
    [InlineData("""{"allowlists":{"tenant/1":null}}""")]
    [InlineData("""{"restricted_clients":{"a":{"allowlists":["unknown"]}}}""")]
    [InlineData("""{"restricted_clients":{"a":{}}}""")]
    [Trait("Category", "Security")]
    public async Task A_state_that_cannot_be_read_or_is_anothers_is_no_state(string body)
    {
        authority.Instead["/state"] = async http =>
        {
            await http.Response.WriteAsync(Merged(body));
            return true;
        };
        await using var api = await ProtectedApi.Start(authority);
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(503);
        api.Logs.Text.ShouldContain($"Can't read the client state from {authority.Issuer}/state");

        authority.Instead.Clear();
        await api.HearOf(authority);
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(200);
        api.Logs.Text.ShouldContain($"The client state at {authority.Issuer}/state is readable again.");
    }

    [Fact]
    public async Task Without_any_state_nobody_is_admitted_and_nobody_loses_a_token()
    {
        authority.Metadata["client_state_endpoint"] = null;
        await using var api = await ProtectedApi.Start(authority);
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(503);
        (await api.Call(authority.OpaqueToken(api.Now))).Status.ShouldBe(503);
        (await api.Call(null)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task The_first_call_waits_for_the_first_state()
    {
        var (arrived, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        authority.Instead["/state"] = async _ =>
        {
            arrived.TrySetResult();
            await go.Task;
            return false;
        };
        await using var api = await ProtectedApi.Start(authority);
        var call = api.Call(authority.Token(api.Now));
        await arrived.Task;
        call.IsCompleted.ShouldBeFalse();
        go.SetResult();
        (await call).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_slow_authority_does_not_hold_up_another()
    {
        await using var slow = await FakeAuthority.Start();
        using var stop = new CancellationTokenSource();
        slow.Instead["/state"] = async _ =>
        {
            await Task.Delay(Timeout.Infinite, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            return false;
        };
        await using var api = await ProtectedApi.Start(options => options.Authorities = [slow.Issuer, authority.Issuer]);
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(200);
        authority.State["disabled_clients"] = new JsonArray("acme-live");
        var before = authority.Calls("/state");
        api.Clock.Advance(TimeSpan.FromSeconds(2));
        await Eventually.True(() => Task.FromResult(authority.Calls("/state") > before));
        await Eventually.True(async () => (await api.Call(authority.Token(api.Now))).Status == 401);
        await stop.CancelAsync();
    }

    /// <summary>A whole state with what is said instead, so that only that is wrong.</summary>
    private string Merged(string body)
    {
        if (body is "{}" || !body.StartsWith('{'))
            return body;
        var state = authority.State.DeepClone().AsObject();
        foreach (var (name, value) in JsonNode.Parse(body)!.AsObject())
            state[name] = value?.DeepClone();
        return state.ToJsonString();
    }

    private sealed class Moody(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private int failed;

        public Exception? Mood { get; set; }

        public int Failed => failed;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Mood is null)
                return base.SendAsync(request, cancellationToken);
            Interlocked.Increment(ref failed);
            return Task.FromException<HttpResponseMessage>(Mood);
        }
    }
}
