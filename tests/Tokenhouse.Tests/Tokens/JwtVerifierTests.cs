using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Tokens;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Tokens;

/// <summary>What is remembered of verified tokens has a bound, and leaves when its time is over.</summary>
public sealed class JwtVerifierTests
{
    private static readonly ScopeSet Scope = new(["Public.Job.Read"]);

    [OuterTier]
    [Fact]
    [Trait("Category", "Security")]
    public async Task However_many_tokens_are_presented_no_more_are_remembered_than_its_capacity()
    {
        await using var server = await TestServer.Start(Database.Sqlite);
        var verifier = server.Services().GetRequiredService<JwtVerifier>();
        await Present(server, JwtVerifier.Capacity + 2_000);
        verifier.Remembered.ShouldBeInRange(JwtVerifier.Capacity / 2, JwtVerifier.Capacity);
    }

    [Fact]
    public async Task Nothing_is_remembered_that_was_not_believed_or_that_has_expired()
    {
        await using var server = await TestServer.Start(Database.Sqlite);
        var (services, site) = (server.Services(), Site(server));
        var (verifier, tokenValidator) = (services.GetRequiredService<JwtVerifier>(), services.GetRequiredService<TokenValidator>());
        foreach (var nonsense in (string[])["x", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
            (await tokenValidator.AccessToken(site, nonsense)).ShouldBeNull();
        verifier.Remembered.ShouldBe(0);

        await Present(server, 100);
        verifier.Remembered.ShouldBe(100);
        server.Clock.Advance(TimeSpan.FromMinutes(6));
        await Present(server, 1);
        await Eventually.True(() => Task.FromResult(verifier.Remembered == 1));
    }

    /// <summary>Has tokens made by the site's own key believed.</summary>
    private static async Task Present(TestServer server, int count)
    {
        var (services, site) = (server.Services(), Site(server));
        var client = (await services.GetRequiredService<ClientDirectory>().Registered("acme-live", TenantEnvironment.LIVE))!;
        var policy = client.Policy(Tokenhouse.Server.OAuth.Dialects.Connect.Dialect.Tokens);
        for (var i = 0; i < count; i++)
        {
            var token = services
                .GetRequiredService<JwtSigner>()
                .AccessToken(site, client, new("acme-live", "urn:tokenhouse:hr", Scope), policy, out _);
            (await services.GetRequiredService<TokenValidator>().AccessToken(site, token.Reveal())).ShouldNotBeNull();
        }
    }

    private static Site Site(TestServer server) =>
        server.Datacentres.Single(datacentre => datacentre.Datacentre.Name == "dc2").Datacentre.Site(TenantEnvironment.LIVE);
}
