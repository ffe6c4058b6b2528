using Microsoft.Extensions.Options;
using Tokenhouse.AspNetCore;

namespace Tokenhouse.Tests.AspNetCore;

/// <summary>Wrong options stop the start, with a sentence for each fault that says what to write.</summary>
public sealed class OptionsTests
{
    [Fact]
    public async Task Whoever_sets_nothing_is_told_all_that_is_needed() =>
        (
            await Faults(options =>
            {
                options.Environment = options.Audience = options.ClientId = options.ClientSecret = "";
            })
        ).ShouldBe([
            "Environment must be 'LIVE' or 'UAT', depending on which tokens this API accepts. There is no default.",
            "Audience must be the identifier of this API, such as 'urn:tokenhouse:hr'.",
            "ClientId must be the ID of this API's own client (kind api), such as 'hr-api'.",
            "Authorities must contain at least one issuer, such as 'https://login.dc2.example.com'.",
        ]);

    [Theory]
    [InlineData("live")]
    [InlineData("PROD")]
    public async Task An_environment_is_one_of_two(string environment) =>
        (await Fault(options => options.Environment = environment)).ShouldBe(
            "Environment must be 'LIVE' or 'UAT', depending on which tokens this API accepts. There is no default."
        );

    [Theory]
    [InlineData("http://login.dc2.example.com", "must begin with https. Use http only on loopback.")]
    [InlineData("ftp://login.dc2.example.com", "must begin with https. Use http only on loopback.")]
    [InlineData("login.dc2.example.com", "isn't an issuer. Write it exactly as published, such as 'https://login.dc2.example.com'.")]
    [InlineData(
        "https://login.dc2.example.com/",
        "isn't an issuer. Write it exactly as published, such as 'https://login.dc2.example.com'."
    )]
    [InlineData(
        "https://login.dc2.example.com?a=b",
        "isn't an issuer. Write it exactly as published, such as 'https://login.dc2.example.com'."
    )]
    public async Task An_authority_is_an_issuer_behind_TLS(string authority, string fault) =>
        (await Fault(options => options.Authorities = [authority])).ShouldBe($"Authorities: '{authority}' {fault}");

    [Theory]
    [InlineData("http://localhost:5080")]
    [InlineData("http://login.dc2.localhost:5080")]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://[::1]:5080")]
    [InlineData("https://login.dc2.example.com")]
    public async Task On_loopback_plain_http_will_do(string authority) =>
        (await Faults(options => options.Authorities = [authority])).ShouldBeEmpty();

    [Fact]
    public async Task Every_authority_needs_a_secret()
    {
        const string Other = "https://login.dc3.example.com";
        (
            await Fault(options =>
            {
                options.Authorities.Add(Other);
                options.ClientSecrets[options.Authorities[0]] = "one";
                options.ClientSecret = "";
            })
        ).ShouldBe(
            $"ClientSecret must be the secret of this API's own client at {Other}. Don't put it into source code or configuration files."
        );
        (await Fault(options => options.ClientSecrets[Other] = "two")).ShouldBe(
            $"ClientSecrets names '{Other}', which is not in Authorities."
        );
    }

    [Fact]
    public async Task An_authority_is_named_once() =>
        (await Fault(options => options.Authorities.Add(options.Authorities[0]))).ShouldBe(
            "Authorities contains 'https://login.dc2.example.com' twice."
        );

    [Fact]
    public async Task Several_authorities_need_to_be_told_apart_by_tenants()
    {
        const string Other = "https://login.dc3.example.com";
        (await Fault(With([]))).ShouldBe(
            "Tenants must say which tenants you accept from which authority, such as Tenants[\"200000-299999\"] = [\"https://login.dc2.example.com\"], because each datacentre numbers its own tenants. If your API identifies tenants by issuer and number together, set AcceptAnyTenant."
        );
        (await Fault(With(new() { ["218"] = ["https://login.dc2.example.com"] }))).ShouldBe(
            $"Tenants lists no tenant for '{Other}', so all of its tokens would be refused. Add the tenants it issues tokens for."
        );
        (await Faults(With([], options => options.AcceptAnyTenant = true))).ShouldBeEmpty();
        (await Faults(With(new() { ["218"] = ["https://login.dc2.example.com"], ["300000-399999"] = [Other] }))).ShouldBeEmpty();

        static Action<TokenhouseOptions> With(Dictionary<string, IList<string>> tenants, Action<TokenhouseOptions>? and = null) =>
            options =>
            {
                options.Authorities = ["https://login.dc2.example.com", Other];
                options.Tenants = tenants;
                and?.Invoke(options);
            };
    }

    [Theory]
    [InlineData("x", "Tenants: 'x' isn't a tenant number. Write a number such as '218', a range such as '200000-299999', or '*' for all.")]
    [InlineData("0", "Tenants: '0' isn't a tenant number. Write a number such as '218', a range such as '200000-299999', or '*' for all.")]
    [InlineData(
        "9-2",
        "Tenants: '9-2' isn't a tenant number. Write a number such as '218', a range such as '200000-299999', or '*' for all."
    )]
    [InlineData(
        "1-2-3",
        "Tenants: '1-2-3' isn't a tenant number. Write a number such as '218', a range such as '200000-299999', or '*' for all."
    )]
    [InlineData("218", "Tenants: 100-300 and 218 overlap. List each tenant once, with every authority that issues its tokens.")]
    [InlineData("300-301", "Tenants: 100-300 and 300-301 overlap. List each tenant once, with every authority that issues its tokens.")]
    [InlineData("*", "Tenants: * and 100-300 overlap. List each tenant once, with every authority that issues its tokens.")]
    public async Task A_tenant_is_named_once(string range, string fault) =>
        (
            await Fault(options =>
                options.Tenants = new Dictionary<string, IList<string>>(StringComparer.Ordinal)
                {
                    ["100-300"] = [options.Authorities[0]],
                    [range] = [options.Authorities[0]],
                }
            )
        ).ShouldBe(fault);

    [Fact]
    public async Task A_tenant_is_taken_from_an_authority() =>
        (
            await Fault(options =>
                options.Tenants = new Dictionary<string, IList<string>>(StringComparer.Ordinal)
                {
                    ["*"] = [options.Authorities[0], "https://login.dc3.example.com"],
                }
            )
        ).ShouldBe("Tenants: 'https://login.dc3.example.com' (for *) is not in Authorities.");

    [Fact]
    public async Task The_one_who_is_asked_about_opaque_tokens_is_an_authority()
    {
        const string Other = "https://login.dc3.example.com";
        (await Fault(options => options.IntrospectionAuthority = Other)).ShouldBe(
            $"IntrospectionAuthority is '{Other}', which is not in Authorities."
        );
        (await Fault(options => options.IntrospectionAuthorities["api.example.com"] = Other)).ShouldBe(
            $"IntrospectionAuthorities: '{Other}' (for api.example.com) is not in Authorities."
        );
        (
            await Fault(options =>
            {
                options.IntrospectionAuthority = options.Authorities[0];
                options.IntrospectionAuthorities["api.example.com"] = options.Authorities[0];
            })
        ).ShouldBe(
            "Set IntrospectionAuthority or IntrospectionAuthorities, but not both: each token is introspected at exactly one authority."
        );
    }

    [Fact]
    public async Task Durations_have_bounds()
    {
        (await Fault(options => options.IntrospectionCacheLifetime = TimeSpan.FromSeconds(61))).ShouldBe(
            "IntrospectionCacheLifetime must be from zero to one minute."
        );
        (await Fault(options => options.IntrospectionCacheLifetime = TimeSpan.FromSeconds(-1))).ShouldBe(
            "IntrospectionCacheLifetime must be from zero to one minute."
        );
        (await Fault(options => options.ClockSkew = TimeSpan.FromMinutes(6))).ShouldBe("ClockSkew must be from zero to five minutes.");
        (await Fault(options => options.StateInterval = TimeSpan.Zero)).ShouldBe(
            "StateInterval must be from 100 milliseconds to MaxStateAge."
        );
        (await Fault(options => options.MaxStateAge = TimeSpan.FromSeconds(1))).ShouldBe(
            "StateInterval must be from 100 milliseconds to MaxStateAge."
        );
        (await Fault(options => options.KeyRefreshInterval = TimeSpan.Zero)).ShouldBe("KeyRefreshInterval must be at least one second.");
        (await Fault(options => options.BackchannelTimeout = TimeSpan.Zero)).ShouldBe(
            "BackchannelTimeout must be more than zero and at most one minute."
        );
    }

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.1")]
    [InlineData("proxy.example.com")]
    public async Task A_proxy_is_a_network(string proxy) =>
        (await Fault(options => options.Proxies = [proxy])).ShouldBe($"Proxies: '{proxy}' isn't a network. Use the form '10.0.0.0/8'.");

    [Theory]
    [InlineData("a\"b")]
    [InlineData("a b")]
    [InlineData("ä")]
    public async Task An_audience_can_stand_in_a_challenge(string audience) =>
        (await Fault(options => options.Audience = audience)).ShouldBe(
            "Audience must be the identifier of this API, such as 'urn:tokenhouse:hr'."
        );

    private static async Task<string> Fault(Action<TokenhouseOptions> with) =>
        (
            await Faults(options =>
            {
                options.Authorities = ["https://login.dc2.example.com"];
                with(options);
            })
        ).Single();

    private static async Task<IEnumerable<string>> Faults(Action<TokenhouseOptions> with)
    {
        try
        {
            await using var api = await ProtectedApi.Start(options =>
            {
                options.BackchannelHttpHandler = new Unreachable();
                with(options);
            });
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return exception.Failures;
        }
    }

    /// <summary>These APIs call nobody.</summary>
    private sealed class Unreachable : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException("There is no network here.");
    }
}
