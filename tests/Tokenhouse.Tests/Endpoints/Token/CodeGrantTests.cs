using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Endpoints.Token;

public sealed class CodeGrantTests(Houses houses) : IClassFixture<Houses>
{
    [Fact]
    public async Task A_person_signs_in_agrees_and_the_client_gets_tokens()
    {
        var house = await houses.On();
        var visitor = new Visitor(house);
        await visitor.Authorize(Visitor.Link());

        visitor.Left!.GetLeftPart(UriPartial.Path).ShouldBe(Visitor.Callback);
        visitor.Response.Keys.ShouldBe(["code", "state", "iss"]);
        (visitor.Response["state"], visitor.Response["iss"]).ShouldBe(("xyz", Visitor.Dc3));

        var answer = await house.Post(
            Visitor.Dc3 + "/connect/token",
            [("grant_type", "authorization_code"), ("code", visitor.Response["code"]), ("redirect_uri", Visitor.Callback)],
            basic: "nordia-erp"
        );
        answer.Status.ShouldBe(200, answer.Body);
        answer
            .Json.EnumerateObject()
            .Select(member => member.Name)
            .ShouldBe(["access_token", "expires_in", "token_type", "scope", "refresh_token"]);
        answer.Json.GetProperty("scope").GetString().ShouldBe("all");
    }
}
