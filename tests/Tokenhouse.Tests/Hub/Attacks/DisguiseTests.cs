using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Attacks;

/// <summary>No text that somebody writes for others looks like another text.</summary>
[Trait("Category", "Security")]
[Collection<AttackServers>]
public sealed class DisguiseTests(TestServers servers)
{
    [Theory]
    [InlineData("POST", "/acme/credentials/live/acme-live/allowlist", """{"network":"192.0.2.161","label":"{text}"}""")]
    [InlineData("POST", "/acme/requests", """{"kind":"machine","name":"{text}"}""")]
    [InlineData("POST", "/acme/requests", """{"kind":"machine","purpose":"{text}"}""")]
    [InlineData("POST", "/acme/invitations", """{"email":"{text}@example.com","role":"Reader"}""")]
    [InlineData("POST", "/../tenants", """{"name":"{text}","slug":"disguised"}""")]
    [InlineData("POST", "/../catalogue/apis", """{"identifier":"urn:disguised","name":"{text}"}""")]
    [InlineData(
        "PUT",
        "/acme/credentials/live/acme-live",
        """{"name":"{text}","purpose":"","owner":"","contact":"","redirect_uris":[],"post_logout_redirect_uris":[],"requires_pkce":false,"requires_allowlist":false,"sign_in_scopes":[],"has_claims_in_id_token":false,"version":null}"""
    )]
    public async Task What_turns_the_direction_of_a_text_is_no_part_of_it(string method, string path, string body)
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, Datacentre.Vendor, [.. HubScopes.Scopes.Where(scope => scope != HubScopes.SignIn)]);
        foreach (var letter in (string[])["\u202e", "\u2066"])
        {
            var answer = await program.Send(new(method), path, body.Replace("{text}", $"pay{letter}exe", StringComparison.Ordinal));
            answer.Status.ShouldBe(422, answer.Body);
        }
    }
}
