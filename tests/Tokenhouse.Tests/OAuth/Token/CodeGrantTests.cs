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
}
