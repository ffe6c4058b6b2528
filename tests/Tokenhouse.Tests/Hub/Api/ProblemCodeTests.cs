using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Api;

/// <summary>Problems say what is wrong to programs too: by a code that stays the same when the words change.</summary>
[Collection<ApiServers>]
public sealed class ProblemCodeTests(TestServers servers)
{
    private const string List = "/acme/credentials/live/acme-live/allowlist";

    [Fact]
    public async Task Who_may_not_is_told_why_by_a_code()
    {
        var server = await servers.On();
        Code(await server.Get(HubProgram.Dc2 + "/api/v1/tenants/acme/overview")).ShouldBe("unauthenticated");
        Code(await server.Get(HubProgram.Dc2 + "/api/v1/tenants/acme/overview?client_secret=x")).ShouldBe("secret_in_url");
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.log.read");
        Code(await program.Get("/acme/overview")).ShouldBe("insufficient_scope");
        Code(await program.Get("/somebody-else/overview")).ShouldBe("not_found");
        using var request = new HttpRequestMessage(HttpMethod.Get, HubProgram.Dc2 + "/api/v1/tenants/acme/overview");
        request.Headers.Authorization = new("Bearer", "x");
        using var response = await server.Http.SendAsync(request);
        Code(await Answer.From(response)).ShouldBe("invalid_token");
    }

    [Theory]
    [InlineData("{", "malformed_body", "#")]
    [InlineData("[]", "malformed_body", "#")]
    [InlineData("{}", "malformed_body", "#/network")]
    [InlineData("""{"network":"nonsense","label":"x"}""", "validation_failed", "#/network")]
    public async Task What_is_wrong_with_a_body_is_told_by_a_code_and_by_its_place(string body, string code, string at)
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.allowlists.write");
        var answer = await program.Post(List, body);
        Code(answer).ShouldBe(code);
        answer.Json.GetProperty("errors")[0].GetProperty("pointer").GetString().ShouldBe(at);
    }

    private static string? Code(Answer answer) => answer.Json.GetProperty("code").GetString();
}
