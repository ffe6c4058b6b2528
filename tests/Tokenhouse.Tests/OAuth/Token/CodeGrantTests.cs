using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Token;

[Collection<TokenServers>]
public sealed class CodeGrantTests(TestServers servers)
{
    [Fact]
    public async Task A_person_signs_in_agrees_and_the_client_gets_tokens()
    {
        var server = await servers.On();
        var session = new BrowserSession(server);
        await session.Authorize(BrowserSession.Link());

        session.Left!.GetLeftPart(UriPartial.Path).ShouldBe(BrowserSession.Callback);
        session.Response.Keys.ShouldBe(["code", "state", "iss"]);
        (session.Response["state"], session.Response["iss"]).ShouldBe(("xyz", BrowserSession.Dc3));

        var answer = await server.Post(
            BrowserSession.Dc3 + "/connect/token",
            [("grant_type", "authorization_code"), ("code", session.Response["code"]), ("redirect_uri", BrowserSession.Callback)],
            basic: "nordia-erp"
        );
        answer.Status.ShouldBe(200, answer.Body);
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
        answer.Json.GetProperty("scope").GetString().ShouldBe("all");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task The_response_of_a_sign_in_is_JSON_with_bearer_and_ID_token_that_is_stored_nowhere()
    {
        var session = new BrowserSession(await servers.On());
        var integrator = new Integrator(session.Server);
        var code = await integrator.Code(session, ("scope", "openid"));
        var answer = await integrator.Redeem(code);
        answer.Status.ShouldBe(200, answer.Body);
        answer.Json.GetProperty("token_type").GetString().ShouldBe("Bearer");
        answer.Json.GetProperty("access_token").GetString().ShouldNotBeNullOrEmpty();
        answer.Json.GetProperty("id_token").GetString().ShouldNotBeNullOrEmpty();
        var refused = await integrator.Redeem(code);
        (refused.Status, refused.Body).ShouldBe((400, Integrator.SpentCode));
        foreach (var response in (Answer[])[answer, refused])
            (response["Content-Type"], response["Cache-Control"]).ShouldBe(("application/json", "no-store"));
    }
}
