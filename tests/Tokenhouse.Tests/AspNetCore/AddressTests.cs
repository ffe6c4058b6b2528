using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AspNetCore;

/// <summary>Allowlists at the API: from where a client's token is good.</summary>
[Trait("Category", "Security")]
public sealed class AddressTests : IAsyncLifetime
{
    private const string Header = "X-Forwarded-For";

    private FakeAuthority authority = null!;

    public async ValueTask InitializeAsync() => authority = await FakeAuthority.Start();

    public async ValueTask DisposeAsync() => await authority.DisposeAsync();

    [Fact]
    public async Task An_address_off_the_list_is_refused_and_named()
    {
        authority.Restrict("acme-live", exemptUntil: null, ["203.0.113.0/24", "2001:db8::/32"]);
        await using var api = await ProtectedApi.Start(authority);
        var answer = await api.Call(authority.Token(api.Now));
        answer.Status.ShouldBe(403);
        answer["WWW-Authenticate"]
            .ShouldBe(ProtectedApi.Challenge("unauthorized_client", "The IP address 127.0.0.1 isn't on this client's allowlist."));
        (await api.Call(authority.OpaqueToken(api.Now))).Status.ShouldBe(403);
        (await api.Call(authority.Token(api.Now, claims => claims["client_id"] = "another"))).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("203.0.113.7", 200)]
    [InlineData("203.0.113.7:50123", 200)]
    [InlineData("::ffff:203.0.113.7", 200)]
    [InlineData("[::ffff:203.0.113.7]:443", 200)]
    [InlineData("2001:db8::1", 200)]
    [InlineData("198.51.100.1, 203.0.113.7", 200)] // what the caller wrote itself does not count
    [InlineData("203.0.113.7, 198.51.100.1", 403)]
    [InlineData("203.0.113.7, 127.0.0.1", 200)] // another proxy
    [InlineData("198.51.100.1", 403)]
    [InlineData("::ffff:198.51.100.1", 403)]
    [InlineData("127.0.0.1", 403)]
    [InlineData(null, 403)]
    [InlineData("", 403)]
    [InlineData(",", 403)]
    [InlineData("203.0.113.7,", 403)]
    [InlineData("unknown", 403)]
    [InlineData("203.0.113", 403)]
    [InlineData("203.0.113.007", 403)]
    [InlineData("203.0.113.7 198.51.100.1", 403)]
    [InlineData("203.0.113.7;127.0.0.1", 403)]
    [InlineData("for=203.0.113.7", 403)]
    [InlineData("3405803783", 403)]
    [InlineData("localhost", 403)]
    public async Task Behind_a_proxy_the_address_is_what_the_proxy_says_or_else_unknown(string? forwarded, int status)
    {
        authority.Restrict("acme-live", exemptUntil: null, ["203.0.113.0/24", "2001:db8::/32"]);
        await using var api = await ProtectedApi.Start(authority, options => options.Proxies = ["127.0.0.0/8"]);
        (string, string)[] headers = forwarded is null ? [] : [(Header, forwarded)];
        (await api.Call(authority.Token(api.Now), ProtectedApi.Jobs, headers)).Status.ShouldBe(status);
    }

    [Fact]
    public async Task Of_several_headers_the_last_one_is_the_proxys()
    {
        authority.Restrict("acme-live", exemptUntil: null, ["203.0.113.0/24"]);
        await using var api = await ProtectedApi.Start(authority, options => options.Proxies = ["127.0.0.0/8"]);
        async Task<int> Status(string first, string second) =>
            (
                await RawHttp.SendFixture(
                    api.Port,
                    $"GET {ProtectedApi.Jobs}\nHost: localhost\nAuthorization: Bearer {authority.Token(api.Now)}\n{Header}: {first}\n{Header}: {second}\n\n"
                )
            ).Status;
        (await Status("203.0.113.7", "198.51.100.1")).ShouldBe(403);
        (await Status("198.51.100.1", "203.0.113.7")).ShouldBe(200);
        (await Status("203.0.113.7", "nonsense")).ShouldBe(403);
    }

    [Fact]
    public async Task Without_configured_proxies_a_header_says_nothing()
    {
        authority.Restrict("acme-live", exemptUntil: null, ["203.0.113.0/24"]);
        await using var api = await ProtectedApi.Start(authority);
        (await api.Call(authority.Token(api.Now), ProtectedApi.Jobs, (Header, "203.0.113.7"))).Status.ShouldBe(403);
        authority.Restrict("acme-live", exemptUntil: null, ["127.0.0.1/32"]);
        await api.HearOf(authority);
        (await api.Call(authority.Token(api.Now), ProtectedApi.Jobs, (Header, "203.0.113.7"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_address_that_cannot_be_determined_is_said_to_be()
    {
        authority.Restrict("acme-live", exemptUntil: null, ["0.0.0.0/0", "::/0"]);
        await using var api = await ProtectedApi.Start(authority, options => options.Proxies = ["127.0.0.0/8"]);
        var answer = await api.Call(authority.Token(api.Now), ProtectedApi.Jobs, (Header, "nonsense"));
        answer.Status.ShouldBe(403);
        answer["WWW-Authenticate"]!.ShouldContain("The request's IP address can't be determined.");
        // A client without a list may come from there all the same.
        var other = authority.Token(api.Now, claims => claims["client_id"] = "another");
        (await api.Call(other, ProtectedApi.Jobs, (Header, "nonsense"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task All_lists_must_contain_the_address_and_an_empty_one_contains_none()
    {
        await using var api = await ProtectedApi.Start(authority);
        async Task Admits(bool expected, params string[][] lists)
        {
            authority.Restrict("acme-live", exemptUntil: null, lists);
            await api.HearOf(authority);
            (await api.Call(authority.Token(api.Now))).Status.ShouldBe(expected ? 200 : 403);
        }
        await Admits(true, ["127.0.0.1/32"], ["127.0.0.0/8", "::1/128"]);
        await Admits(false, ["127.0.0.1/32"], ["10.0.0.0/8"]);
        await Admits(false, ["127.0.0.1/32"], []);
        await Admits(false, []);
        await Admits(false);
        await Admits(true, ["::ffff:127.0.0.1/128"]);
    }

    [Fact]
    public async Task An_exempted_client_may_come_from_anywhere_until_its_date()
    {
        await using var api = await ProtectedApi.Start(authority);
        authority.Restrict("acme-live", api.Now.AddSeconds(10).ToUnixTimeSeconds(), []);
        await api.HearOf(authority);
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(200);
        api.Clock.Advance(TimeSpan.FromSeconds(7));
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(200);
        api.Clock.Advance(TimeSpan.FromSeconds(1));
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(403);
    }

    [Fact]
    public async Task When_the_state_grows_old_restricted_clients_are_refused_and_others_are_not()
    {
        authority.Restrict("acme-live", exemptUntil: null, ["127.0.0.1/32"]);
        await using var api = await ProtectedApi.Start(authority);
        string Other() => authority.Token(api.Now, claims => claims["client_id"] = "another");
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(200);
        authority.IsAway = true;
        api.Clock.Advance(TimeSpan.FromSeconds(60));
        (await api.Call(authority.Token(api.Now))).Status.ShouldBe(200);
        api.Clock.Advance(TimeSpan.FromSeconds(1));
        var answer = await api.Call(authority.Token(api.Now));
        answer.Status.ShouldBe(403);
        answer["WWW-Authenticate"]
            .ShouldBe(ProtectedApi.Challenge("unauthorized_client", "This client's allowlist can't be checked at the moment."));
        (await api.Call(Other())).Status.ShouldBe(200);
        authority.IsAway = false;
        await Eventually.True(api.Clock, TimeSpan.FromSeconds(2), async () => (await api.Call(authority.Token(api.Now))).Status == 200);
    }
}
