using Tokenhouse.Core;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Token;

/// <summary>Grants follow from the client's kind alone: each pair has its answer, and what is not listed is denied.</summary>
[Trait("Category", "Security")]
[Collection<TokenServers>]
public sealed class GrantKindTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    [Theory]
    [InlineData(ClientKind.Machine)]
    [InlineData(ClientKind.AppKey)]
    [InlineData(ClientKind.Api)]
    public async Task Who_acts_for_nobody_may_not_redeem_codes_or_refresh_tokens(ClientKind kind)
    {
        var session = await browserSessions.On();
        var integrator = await Of(session.Server, kind);

        (await integrator.Redeem("any")).Body.ShouldBe(Unauthorized("authorization_code"));
        (await integrator.Refresh("any")).Body.ShouldBe(Unauthorized("refresh_token"));
    }

    [Theory]
    [InlineData(ClientKind.Web)]
    [InlineData(ClientKind.Browser)]
    [InlineData(ClientKind.Native)]
    [InlineData(ClientKind.Api)]
    public async Task Who_acts_for_people_or_is_an_api_may_not_act_for_itself(ClientKind kind)
    {
        var session = await browserSessions.On();

        var answer = await (await Of(session.Server, kind)).Ask(("grant_type", "client_credentials"));

        (answer.Status, answer.Body).ShouldBe((400, Unauthorized("client_credentials")));
    }

    [Theory]
    [InlineData(ClientKind.Machine)]
    [InlineData(ClientKind.AppKey)]
    [InlineData(ClientKind.Api)]
    public async Task Who_acts_for_nobody_cannot_ask_a_person(ClientKind kind)
    {
        var session = await browserSessions.On();

        await session.Open((await Of(session.Server, kind)).Link());

        session.Response["error"].ShouldBe("unauthorized_client");
        session.Response["error_description"].ShouldBe("This client can't use this authorization endpoint.");
    }

    [Theory]
    [InlineData(ClientKind.Web)]
    [InlineData(ClientKind.Browser)]
    [InlineData(ClientKind.Native)]
    public async Task Who_acts_for_people_gets_tokens_for_a_code_and_for_a_refresh_token(ClientKind kind)
    {
        var session = await browserSessions.On();
        var integrator = await Of(session.Server, kind);

        var tokens = await integrator.Tokens(session);

        (await integrator.Refresh(tokens.Json.GetProperty("refresh_token").GetString()!)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData(ClientKind.Browser)]
    [InlineData(ClientKind.Native)]
    public async Task A_public_client_cannot_use_a_dialect_that_takes_secrets_only(ClientKind kind)
    {
        var session = await browserSessions.On();
        var integrator = await Of(session.Server, kind, OAuth2Legacy.Dialect);

        await session.Open(integrator.Link());
        session.Response["error"].ShouldBe("unauthorized_client");

        (await integrator.Redeem("any")).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData("client_secret", "anything")]
    [InlineData("client_secret", "nordia-erp-demo-secret")]
    public async Task A_public_client_that_sends_a_secret_is_refused(string name, string value)
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server, Integrator.Native);
        var code = await integrator.Code(session);

        (await integrator.Redeem(code, (name, value))).Body.ShouldBe(
            """{"error":"invalid_client","error_description":"Client authentication failed. Check the client ID and the secret, and that both belong to this host."}"""
        );
        (
            await session.Server.Post(BrowserSession.Dc3 + "/connect/token", [("grant_type", "refresh_token")], basic: Integrator.Native)
        ).Status.ShouldBe(401);
        (await integrator.Redeem(code)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_confidential_client_cannot_leave_its_secret_out()
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server);
        var code = await integrator.Code(session);

        var withoutSecret = new Integrator(session.Server) { IsPublic = true };

        Refused(await withoutSecret.Redeem(code, ("code_verifier", null)));
        var tokens = await integrator.Redeem(code);
        tokens.Status.ShouldBe(200);
        var refresh = tokens.Json.GetProperty("refresh_token").GetString()!;
        Refused(await withoutSecret.Refresh(refresh));
        (await integrator.Refresh(refresh)).Status.ShouldBe(200);

        static void Refused(Answer answer) =>
            (answer.Status, answer.Body).ShouldBe(
                (401, """{"error":"invalid_client","error_description":"The parameter 'client_secret' is missing."}""")
            );
    }

    [Fact]
    public async Task A_public_client_at_the_wrong_host_proved_nothing_and_is_told_nothing()
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server, Integrator.Native) { Origin = "http://loginuat.dc3.localhost:5080" };

        var answer = await integrator.Refresh("any");

        (answer.Status, answer.Body).ShouldBe(
            (
                401,
                """{"error":"invalid_client","error_description":"Client authentication failed. Check the client ID and the secret, and that both belong to this host."}"""
            )
        );
    }

    [Theory]
    [InlineData("password")]
    [InlineData("implicit")]
    [InlineData("Authorization_Code")]
    [InlineData("urn:ietf:params:oauth:grant-type:jwt-bearer")]
    public async Task No_other_grant_exists(string grant)
    {
        var session = await browserSessions.On();

        (await new Integrator(session.Server).Ask(("grant_type", grant))).Body.ShouldBe(
            """{"error":"unsupported_grant_type","error_description":"Unsupported grant type. Supported: client_credentials, authorization_code, refresh_token."}"""
        );
    }

    private static async Task<Integrator> Of(TestServer server, ClientKind kind, Dialect? dialect = null)
    {
        var id = $"kind-{kind.ToString().ToLowerInvariant()}";
        await server.AddIntegrator(id, kind: kind);
        return new(server, id) { IsPublic = kind.IsPublic(), Dialect = dialect ?? Connect.Dialect };
    }

    private static string Unauthorized(string grant) =>
        $$"""{"error":"unauthorized_client","error_description":"This client can't use the grant type {{grant}}."}""";
}
