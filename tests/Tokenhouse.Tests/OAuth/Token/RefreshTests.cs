using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Token;

/// <summary>A refresh token is exchanged for the next one, and for an access token within what was agreed (RFC 6749, 6).</summary>
[Collection<TokenServers>]
public sealed class RefreshTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    [Theory]
    [InlineData(Integrator.Web)]
    [InlineData(Integrator.Native)]
    public async Task Each_refresh_hands_out_the_next_token_and_spends_the_one_before(string client)
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server, client);
        var token = (await integrator.Tokens(session)).Json.GetProperty("refresh_token").GetString()!;
        var seen = new HashSet<string> { token };
        for (var i = 0; i < 5; i++)
        {
            session.Server.Clock.Advance(TimeSpan.FromMinutes(1));
            var answer = await integrator.Refresh(token);
            answer
                .Json.EnumerateObject()
                .Select(member => member.Name)
                .ShouldBe([
                    "access_token",
                    "expires_in",
                    "token_type",
                    "scope",
                    "refresh_token",
                    "refresh_token_timeout",
                    "authorization_expires_in",
                ]);
            token = answer.Json.GetProperty("refresh_token").GetString()!;
            seen.Add(token).ShouldBeTrue();
            seen.Add(answer.Json.GetProperty("access_token").GetString()!).ShouldBeTrue();
        }
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_refresh_may_ask_for_less_and_never_for_more()
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server);
        var token = Token(await integrator.Tokens(session, ("scope", "all openid")));

        var less = await integrator.Refresh(token, ("scope", "openid offline_access")); // as clients that repeat what they asked for
        less.Json.GetProperty("scope").GetString().ShouldBe("openid");
        var again = await integrator.Refresh(Token(less));
        again.Json.GetProperty("scope").GetString().ShouldBe("all openid"); // what was agreed is unchanged

        var narrow = Token(await integrator.Tokens(session, ("scope", "all")));
        (await integrator.Refresh(narrow, ("scope", "all openid"))).Body.ShouldBe(
            """{"error":"invalid_scope","error_description":"The scope 'openid' wasn't granted before. A refresh can only request less."}"""
        );
        (await integrator.Refresh(narrow, ("scope", "payments.read"))).Status.ShouldBe(400);
        (await integrator.Refresh(narrow, ("scope", "offline_access"))).Status.ShouldBe(400);
        (await integrator.Refresh(narrow)).Json.GetProperty("scope").GetString().ShouldBe("all"); // nothing was spent
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_scope_that_left_the_contract_is_refused_and_nothing_is_spent()
    {
        var session = await browserSessions.On();
        var server = session.Server;
        var tenant = await server.AddTenant("refresh-contract");
        await server.AddMember(tenant);
        await server.AddIntegrator("refresh-contract", tenantId: tenant.Id);
        var integrator = new Integrator(server, "refresh-contract");
        var code = await integrator.Code(session);
        var token = Token(await integrator.Tokens(session, ("scope", "all openid")));

        await Contract(["openid"]);
        var refused = """{"error":"invalid_scope","error_description":"The scope 'all' is no longer available to this client."}""";
        (await integrator.Refresh(token)).Body.ShouldBe(refused);
        (await integrator.Redeem(code)).Body.ShouldBe(refused);
        (await integrator.Refresh(token, ("scope", "openid"))).Status.ShouldBe(200);

        await Contract(["all", "openid"]);
        (await integrator.Redeem(code)).Status.ShouldBe(200);

        Task Contract(List<string> scopes) =>
            server.Change(async db =>
                (
                    await db
                        .Contracts.IgnoreQueryFilters()
                        .SingleAsync(row => row.TenantId == tenant.Id && row.Environment == TenantEnvironment.LIVE)
                ).Scopes = scopes
            );
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("_1XBPWQQ_00000000-0000-0000-0000-000000000000")]
    public async Task What_is_no_refresh_token_is_refused(string token)
    {
        var session = await browserSessions.On();
        (await new Integrator(session.Server).Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task One_kind_of_value_never_passes_for_another()
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server);
        var code = await integrator.Code(session);
        (await integrator.Refresh(code)).Body.ShouldBe(Integrator.WrongRefreshToken);
        var tokens = (await integrator.Redeem(code)).Json;

        (await integrator.Redeem(tokens.GetProperty("refresh_token").GetString()!)).Body.ShouldBe(Integrator.WrongCode);
        (await integrator.Refresh(tokens.GetProperty("access_token").GetString()!)).Body.ShouldBe(Integrator.WrongRefreshToken);
        (await integrator.Refresh(tokens.GetProperty("refresh_token").GetString()!)).Status.ShouldBe(200);
    }

    private static string Token(Answer answer) => answer.Json.GetProperty("refresh_token").GetString()!;
}
