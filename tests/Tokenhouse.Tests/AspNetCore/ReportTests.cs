using System.Text;
using System.Text.Json.Nodes;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AspNetCore;

/// <summary>What the authorization server is told about refusals at the API, and what it is not.</summary>
public sealed class ReportTests : IAsyncLifetime
{
    private FakeAuthority authority = null!;

    public async ValueTask InitializeAsync() => authority = await FakeAuthority.Start();

    public async ValueTask DisposeAsync() => await authority.DisposeAsync();

    [Fact]
    public async Task A_refusal_is_reported_with_client_reason_pattern_address_and_correlation_id()
    {
        await using var api = await ProtectedApi.Start(authority);
        var at = api.Now.ToUnixTimeSeconds();
        var refused = await api.Call(authority.Token(api.Now), "/v3/451/jobs?name=private");
        var report = (await Reported(api, 1)).Single();
        report
            .ToJsonString()
            .ShouldBe(
                $$"""{"client_id":"acme-live","code":"insufficient_scope","reason":"the path names another tenant","path":"/v3/{tenantId}/jobs","address":"127.0.0.1","correlation_id":"{{refused.CorrelationId}}","at":{{at}},"count":1}"""
            );
        api.Logs.Text.ShouldContain(
            $"Refused with 403 insufficient_scope: the path names another tenant (client acme-live, /v3/{{tenantId}}/jobs, {refused.CorrelationId})."
        );
    }

    [Fact]
    public async Task The_reason_is_exact_and_the_client_only_named_when_the_token_was_verified()
    {
        await using var api = await ProtectedApi.Start(authority);
        await api.Call(authority.Token(api.Now, claims => claims["exp"] = 1));
        await api.Call(authority.Token(api.Now, claims => claims["environment"] = "UAT"));
        await api.Call(authority.Token(api.Now, claims => claims["aud"] = "urn:tokenhouse:payments"));
        await api.Call(authority.Token(api.Now), "/offers");
        await api.Call(authority.Token(api.Now), "/policy");
        await api.Call(authority.Token(api.Now) + "x");
        await api.Call(authority.Token(api.Now, claims => claims["iss"] = "http://127.0.0.1:1"));
        await api.Call(authority.Token(api.Now, claims => claims.Remove("jti")));
        await api.Call("a.b");
        await api.Call("unknown");
        await api.Call(authority.OpaqueToken(api.Now, answer => answer["environment"] = "UAT"));
        authority.State["disabled_clients"] = new JsonArray("acme-live");
        await api.HearOf(authority);
        await api.Call(authority.Token(api.Now));
        var reports = await Reported(api, 12);
        reports
            .Select(report => $"{report["client_id"]} {report["code"]}: {report["reason"]}")
            .Order(StringComparer.Ordinal)
            .ShouldBe([
                " invalid_token: a required claim is missing",
                " invalid_token: the authority says that the token isn't active",
                " invalid_token: the issuer isn't one of the configured authorities",
                " invalid_token: the token is malformed",
                " invalid_token: the token's signature, type or algorithm isn't that of one of the authority's access tokens",
                "acme-live insufficient_scope: an authorization policy of the API was not met",
                "acme-live insufficient_scope: scope Public.Offer.Read Public.Offer.Write is missing",
                "acme-live invalid_token: the client is disabled",
                "acme-live invalid_token: the token has expired",
                "acme-live invalid_token: the token is for the other environment",
                "acme-live invalid_token: the token was issued for another API",
            ]);
        // The JWT and the opaque token of the other environment are one entry.
        reports.Single(report => (string?)report["reason"] == "the token is for the other environment")["count"]!
            .GetValue<int>()
            .ShouldBe(2);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task No_token_and_no_path_leaves_with_a_report_or_into_the_log()
    {
        await using var api = await ProtectedApi.Start(authority);
        var (jwt, opaque) = (authority.Token(api.Now, claims => claims["aud"] = "urn:other"), "_0XBPWQQ_canary");
        await api.Call(jwt, "/v3/4711-canary/jobs?canary=1");
        await api.Call(opaque, "/v3/4711-canary/jobs");
        await Reported(api, 2);
        var told = string.Concat(authority.Reports.Select(report => report.ToJsonString()));
        foreach (var text in (string[])[told, api.Logs.Text.Replace("canary=1", "", StringComparison.Ordinal)])
        {
            text.ShouldNotContain(jwt);
            text.ShouldNotContain(jwt.Split('.')[2]);
            text.ShouldNotContain(opaque);
        }
        told.ShouldNotContain("4711");
    }

    /// <summary>The authorization server shows reports to tenants: what a caller wrote is in none of them, wherever they wrote it.</summary>
    [Fact]
    [Trait("Category", "Security")]
    public async Task No_word_of_a_caller_is_in_a_report()
    {
        const string Word = "Zqxwordzqx";
        await using var api = await ProtectedApi.Start(authority);
        foreach (var claim in authority.Claims(api.Now).Select(claim => claim.Key).ToList())
        {
            var (header, claims) = (authority.Tokens.Header(), authority.Claims(api.Now));
            (header["kid"], claims[claim]) = (Word, Word);
            foreach (var token in (string[])[AccessTokens.WithoutSignature(header, claims), authority.Tokens.Sign(header, claims), Word])
                await api.Call(token, $"/v3/{Word}/jobs?{Word}={Word}", ("User-Agent", Word), ("X-Correlation-Id", Word), (Word, Word));
        }
        await Reported(api, 2);
        string.Concat(authority.Reports.Select(report => report.ToJsonString())).ShouldNotContain(Word, Case.Insensitive);
    }

    [Fact]
    public async Task Who_brought_no_token_was_asked_for_one_and_not_refused()
    {
        await using var api = await ProtectedApi.Start(authority);
        await api.Call(null);
        await api.Call("a.b");
        (await Reported(api, 1)).Single()["reason"]!.GetValue<string>().ShouldBe("the token is malformed");
    }

    [Fact]
    public async Task What_is_refused_before_it_is_known_whom_to_tell_is_told_then()
    {
        var known = new TaskCompletionSource();
        authority.Instead["/.well-known/oauth-authorization-server"] = async _ =>
        {
            await known.Task;
            return false;
        };
        await using var api = await ProtectedApi.Start(authority);
        await api.Call("a.b");
        api.Clock.Advance(TimeSpan.FromSeconds(5));
        known.SetResult();
        (await Reported(api, 1)).Single()["reason"]!.GetValue<string>().ShouldBe("the token is malformed");
    }

    [Fact]
    public async Task The_same_refusal_is_told_once_with_a_count()
    {
        await using var api = await ProtectedApi.Start(authority);
        var first = await api.Call("a.b");
        for (var i = 0; i < 9; i++)
            await api.Call("a.b");
        var report = (await Reported(api, 1)).Single();
        report["count"]!.GetValue<int>().ShouldBe(10);
        report["correlation_id"]!.GetValue<string>().ShouldBe(first.CorrelationId);
    }

    [Fact]
    public async Task Many_refusals_go_in_calls_of_a_hundred_and_64_KB_at_most_and_too_many_are_dropped()
    {
        var longest = 0L;
        authority.Instead["/refusals"] = http =>
        {
            longest = Math.Max(longest, http.Request.ContentLength!.Value);
            return Task.FromResult(false);
        };
        await using var api = await ProtectedApi.Start(authority, options => options.Proxies = ["127.0.0.0/8"]);
        for (var i = 0; i < 1_050; i++)
            await api.Call("a.b", ProtectedApi.Jobs, ("X-Forwarded-For", $"2001:db8:1111:2222:3333:4444:5555:{i:x}"));
        (await Reported(api, 1_000)).Count.ShouldBe(1_000);
        authority.Reports.ShouldAllBe(call => call["refusals"]!.AsArray().Count <= 100);
        longest.ShouldBeLessThanOrEqualTo(64 * 1024);
        await Eventually.True(() =>
            Task.FromResult(api.Logs.Text.Contains("50 kinds of refusals weren't reported.", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task While_the_authorization_server_does_not_take_them_calls_go_on_and_reports_are_dropped()
    {
        await using var api = await ProtectedApi.Start(authority);
        authority.Instead["/refusals"] = http =>
        {
            http.Response.StatusCode = 500;
            return Task.FromResult(true);
        };
        (await api.Call("a.b")).Status.ShouldBe(401);
        await Passed(api);
        await Eventually.True(() =>
            Task.FromResult(api.Logs.Text.Contains("1 kinds of refusals weren't reported.", StringComparison.Ordinal))
        );
        authority.Instead.Clear();
        await Passed(api);
        authority.Reports.ShouldBeEmpty(); // not told later
        await api.Call("c.d");
        (await Reported(api, 1)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Switched_off_nothing_is_told()
    {
        await using var api = await ProtectedApi.Start(authority, options => options.ReportRefusals = false);
        (await api.Call("a.b")).Status.ShouldBe(401);
        await Passed(api);
        await Passed(api);
        authority.Calls("/refusals").ShouldBe(0);
    }

    [Fact]
    public async Task The_last_ones_are_told_when_the_API_stops()
    {
        var api = await ProtectedApi.Start(authority);
        (await api.Call(authority.Token(api.Now), "/offers")).Status.ShouldBe(403);
        await api.DisposeAsync();
        authority.Reports.Single()["refusals"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Each_authority_is_told_about_its_own_clients()
    {
        await using var other = await FakeAuthority.Start();
        await using var api = await ProtectedApi.Start(options => options.Authorities = [authority.Issuer, other.Issuer]);
        await api.Call(other.Token(api.Now), "/offers");
        await api.Call(authority.Token(api.Now), "/policy");
        api.Clock.Advance(TimeSpan.FromSeconds(5));
        await Eventually.True(() => Task.FromResult(!authority.Reports.IsEmpty && !other.Reports.IsEmpty));
        Text(authority).ShouldContain("/policy");
        Text(authority).ShouldNotContain("/offers");
        Text(other).ShouldContain("/offers");
        Text(other).ShouldNotContain("/policy");

        static string Text(FakeAuthority told) =>
            told.Reports.Aggregate(new StringBuilder(), (text, call) => text.Append(call.ToJsonString())).ToString();
    }

    /// <summary>The reports, once so many came or five seconds have passed.</summary>
    private async Task<List<JsonObject>> Reported(ProtectedApi api, int count)
    {
        List<JsonObject> All() =>
            [.. authority.Reports.SelectMany(call => call["refusals"]!.AsArray()).Select(report => report!.AsObject())];
        api.Clock.Advance(TimeSpan.FromSeconds(5));
        await Eventually.True(() => Task.FromResult(All().Sum(report => report["count"]!.GetValue<int>()) >= count));
        return All();
    }

    private static async Task Passed(ProtectedApi api)
    {
        api.Clock.Advance(TimeSpan.FromSeconds(5));
        await api.Settle();
    }
}
