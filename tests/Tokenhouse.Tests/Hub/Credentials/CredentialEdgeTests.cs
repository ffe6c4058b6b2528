using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Credentials;

/// <summary>What programs send about credentials that cannot be taken, by the names under which they sent it; and what is changed from two sides.</summary>
[Collection<CredentialServers>]
public sealed class CredentialEdgeTests(TestServers servers)
{
    private const string Secret = "a-secret-of-the-edges-0123";

    [Fact]
    public async Task Each_wrong_field_is_answered_under_its_own_name()
    {
        var (server, tenant, client) = await Arranged(Databases.Default, ClientKind.Web);
        var token = await server.HubToken(Datacentre.Vendor, "hub.credentials.read", "hub.credentials.write");
        var answer = await server.Call(
            token,
            HttpMethod.Put,
            At(tenant, client),
            new
            {
                Name = " ",
                Purpose = new string('x', 1001),
                Owner = "nobody",
                Contact = new string('c', 250) + "@example.com",
                RedirectUris = (string[])[],
                PostLogoutRedirectUris = (string[])["https://careers.example/bye#top"],
                RequiresPkce = false,
                RequiresAllowlist = false,
                SignInScopes = (string[])[],
                HasClaimsInIdToken = false,
                Version = (int?)null,
            }
        );
        answer.Status.ShouldBe(422);
        answer
            .Json.GetProperty("fields")
            .EnumerateObject()
            .ToDictionary(field => field.Name, field => field.Value.GetString())
            .ShouldBe(
                new Dictionary<string, string?>
                {
                    ["name"] = "Enter a name that people will recognise.",
                    ["purpose"] = "A purpose can have at most 1000 characters.",
                    ["owner"] = "This isn't an email address. Enter one such as ada@example.com, or leave it empty.",
                    ["contact"] = "This isn't an email address. Enter one such as ada@example.com, or leave it empty.",
                    ["post_logout_redirect_uris"] =
                        "https://careers.example/bye#top: A redirect URI can't have a fragment. Remove # and what follows it.",
                    ["redirect_uris"] = "Enter at least one redirect URI: the address to which people return after they have signed in.",
                },
                ignoreOrder: true
            );
        (await server.AuditOf(tenant.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_end_of_a_secret_is_answered_under_its_name_too()
    {
        var (server, tenant, client) = await Arranged(Databases.Default);
        var token = await server.HubToken(Datacentre.Vendor, "hub.credentials.read", "hub.credentials.write");
        var id = (await server.SecretsOf(client)).Single().Id;
        foreach (
            var (at, sentence) in new[]
            {
                (server.Clock.GetUtcNow(), "Choose a time in the future. To stop the secret now, revoke it."),
                (server.Clock.GetUtcNow().AddYears(11), "Choose a time within 10 years, or no expiry."),
            }
        )
        {
            var answer = await server.Call(token, HttpMethod.Put, $"{At(tenant, client)}/secrets/{id}/end", new { ExpiresAt = at });
            (answer.Status, answer.Json.GetProperty("fields").GetProperty("expires_at").GetString()).ShouldBe((422, sentence));
        }
    }

    [Theory]
    [InlineData("/credentials/test/{id}")]
    [InlineData("/credentials/uat/{id}")]
    [InlineData("/credentials/Live/{id}")]
    [InlineData("/credentials/live/{id}x")]
    [InlineData("/credentials/live/hub")]
    public async Task A_credential_has_one_address(string path)
    {
        var (server, tenant, client) = await Arranged(Databases.Default);
        var token = await server.HubToken(Datacentre.Vendor, "hub.credentials.read", "hub.credentials.write");
        var address = $"/tenants/{tenant.Slug}{path.Replace("{id}", client.Id, StringComparison.Ordinal)}";
        (await server.Call(token, HttpMethod.Get, address)).Status.ShouldBe(404);
        foreach (var below in (string[])["/disable", "/enable"])
            (await server.Call(token, HttpMethod.Post, address + below)).Status.ShouldBe(404, below);
    }

    [Theory]
    [InlineData("\"0\"", 200)]
    [InlineData("*", 200)]
    [InlineData("\"1\"", 412)]
    [InlineData("\"zero\"", 412)]
    [InlineData("\"99999999999999999999\"", 412)]
    public async Task Scopes_are_changed_as_they_were_read_or_not_at_all(string match, int status)
    {
        var (server, tenant, client) = await Arranged(Databases.Default);
        await server.Change(tenant, contract => contract.Scopes = ["all", "Public.Job.Read"]);
        var token = await server.HubToken(Datacentre.Vendor, "hub.credentials.read", "hub.credentials.write");
        var answer = await server.Call(
            token,
            HttpMethod.Put,
            At(tenant, client) + "/scopes",
            new { Scopes = (string[])["Public.Job.Read", "Public.Job.Read"], Version = (int?)null },
            match
        );
        answer.Status.ShouldBe(status);
        await server.HearOfChanges("dc3");
        (await server.Token(BrowserSession.Dc3, client.Id, Secret))
            .Json.GetProperty("scope")
            .GetString()
            .ShouldBe(status == 200 ? "Public.Job.Read" : "all");
        if (status != 200)
            return;
        answer["ETag"].ShouldBe("\"1\"");
        var entry = (await server.AuditOf(tenant.Id)).ShouldHaveSingleItem();
        (entry.Act, entry.Before, entry.After).ShouldBe(
            ("credential.scopes-changed", """{"scopes":["all"]}""", """{"scopes":["Public.Job.Read"]}""")
        );
    }

    [Fact]
    public async Task What_the_contract_lost_a_credential_keeps_in_name_and_gets_no_token_for()
    {
        var (server, tenant, client) = await Arranged(Databases.Default);
        await server.Change(tenant, contract => contract.Scopes = ["Public.Job.Read"]);
        var token = await server.HubToken(Datacentre.Vendor, "hub.credentials.read", "hub.credentials.write");
        var put = await server.Call(
            token,
            HttpMethod.Put,
            At(tenant, client) + "/scopes",
            new { Scopes = (string[])["all", "Public.Job.Read"], Version = (int?)null }
        );
        put.Json.GetProperty("scopes")
            .GetRawText()
            .ShouldBe("""[{"name":"all","is_covered":false},{"name":"Public.Job.Read","is_covered":true}]""");
        await server.HearOfChanges("dc3");
        (await server.Token(BrowserSession.Dc3, client.Id, Secret)).Json.GetProperty("scope").GetString().ShouldBe("Public.Job.Read");
        var session = await server.AtHub(tenant, Role.Reader);
        await session.OpenHub(tenant.At(client));
        session.Texts(".scopes li").ShouldBe(["all not in the contract", "Public.Job.Read"]);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task No_secret_is_in_the_audit_or_in_any_answer_but_the_one_that_makes_it()
    {
        var (server, tenant, client) = await Arranged(Databases.Default);
        var own = await server.HubToken(tenant.Id, "hub.credentials.read", "hub.credentials.write", "hub.audit.read");
        var made = (await server.Call(own, HttpMethod.Post, At(tenant, client) + "/secrets", new { Days = 30 })).Json;
        var secret = made.GetProperty("secret").GetString()!;
        await server.Call(
            own,
            HttpMethod.Put,
            $"{At(tenant, client)}/secrets/{made.GetProperty("id")}/end",
            new { ExpiresAt = (string?)null }
        );
        await server.Call(own, HttpMethod.Delete, $"{At(tenant, client)}/secrets/{made.GetProperty("id")}");
        foreach (
            var path in (string[])
                [
                    At(tenant, client),
                    $"/tenants/{tenant.Slug}/credentials",
                    $"/tenants/{tenant.Slug}/audit",
                    $"/tenants/{tenant.Slug}/overview",
                ]
        )
        {
            var answer = await server.Call(own, HttpMethod.Get, path);
            (answer.Status, answer.Body.Contains(secret, StringComparison.Ordinal)).ShouldBe((200, false), path);
        }
        var entries = await server.AuditOf(tenant.Id);
        entries.Select(entry => entry.Act).ShouldBe(["secret.added", "secret.end-changed", "secret.ended"]);
        entries.ShouldAllBe(entry => !$"{entry.Before}{entry.After}".Contains(secret));
    }

    private static string At(Tenant tenant, Client client) => $"/tenants/{tenant.Slug}/credentials/live/{client.Id}";

    private async Task<(TestServer House, Tenant Tenant, Client Client)> Arranged(Database database, ClientKind kind = ClientKind.Machine)
    {
        var server = await servers.On(database);
        var tenant = await server.Company("edges");
        return (server, tenant, await server.Credential(tenant, kind, secret: Secret));
    }
}
