using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Credentials;

/// <summary>What is said about a credential, its redirect URIs, its scopes and its switch.</summary>
[Collection<CredentialServers>]
public sealed class SettingsTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Secret = "a-secret-of-settings-01234";

    [Theory, OnEachDatabase]
    public async Task Settings_are_changed_audited_and_shown(Database database)
    {
        var (server, tenant, client) = await Arranged(database, ClientKind.Web);
        var session = await server.AtHub(tenant, Role.Developer);
        await session.OpenHub(tenant.At(client, "/change"));
        await session.Press(
            "/change",
            ("name", "Reporting"),
            ("purpose", "Reads\nonce a day"),
            ("owner", "ada@example.com"),
            ("contact", ""),
            ("redirectUris", "https://example.com/callback\n\nhttps://example.com/other\n"),
            ("postLogoutRedirectUris", " https://example.com/bye \n"),
            ("requiresPkce", "yes"),
            ("signInScopes", "openid"),
            ("signInScopes", "profile"),
            ("hasClaimsInIdToken", "yes")
        );
        session.Page.QuerySelector(".notice")!.TextContent.ShouldBe("Settings saved. They take effect within a second.");
        session.Heading.ShouldBe("Reporting");
        session.Texts("dd").ShouldContain("ada@example.com");
        session.Texts("dd").ShouldContain("openid, profile; ID tokens include name and email address");
        session
            .Page.QuerySelectorAll("dd code")
            .Select(code => code.TextContent)
            .ShouldBe(["https://example.com/callback", "https://example.com/other", "https://example.com/bye"]);
        var entry = (await server.AuditOf(tenant.Id)).ShouldHaveSingleItem();
        entry.Act.ShouldBe("credential.changed");
        entry.After.ShouldBe(
            """{"name":"Reporting","purpose":"Reads\nonce a day","owner":"ada@example.com","contact":"","redirectUris":["https://example.com/callback","https://example.com/other"],"postLogoutRedirectUris":["https://example.com/bye"],"requiresPkce":true,"requiresAllowlist":false,"signInScopes":["openid","profile"],"hasClaimsInIdToken":true}"""
        );
    }

    [Fact]
    public async Task What_cannot_be_taken_is_said_beside_its_field_and_nothing_is_changed()
    {
        var (server, tenant, client) = await Arranged(Databases.Default, ClientKind.Web);
        var session = await server.AtHub(tenant, Role.Developer);
        await session.OpenHub(tenant.At(client, "/change"));
        await session.Submit(
            "/change",
            ("name", ""),
            ("purpose", new string('x', 1001)),
            ("owner", "Ada <ada@example.com>"),
            ("contact", "nobody"),
            ("redirectUris", "https://good.example/cb\nhttp://bad.example/cb"),
            ("postLogoutRedirectUris", "https://good.example/a/../bye")
        );
        session.Answer.Status.ShouldBe(422);
        session
            .Faults()
            .ShouldBe(
                new Dictionary<string, string>
                {
                    ["name"] = "Enter a name that people will recognise.",
                    ["purpose"] = "A purpose can have at most 1000 characters.",
                    ["owner"] = "This isn't an email address. Enter one such as ada@example.com, or leave it empty.",
                    ["contact"] = "This isn't an email address. Enter one such as ada@example.com, or leave it empty.",
                    ["postLogoutRedirectUris"] =
                        "https://good.example/a/../bye: The path of a redirect URI can't contain '.', '..' or empty segments, even if they are encoded.",
                    ["redirectUris"] =
                        "http://bad.example/cb: A redirect URI with http must stay on this machine: http://127.0.0.1 or http://[::1]. Use https:// for any other host.",
                },
                ignoreOrder: true
            );
        ((IHtmlTextAreaElement)session.Page.QuerySelector("#redirectUris")!).Value.ShouldContain("http://bad.example/cb");
        (await server.AuditOf(tenant.Id)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ClientKind.Web, "email", "The other sign-in scopes need openid. Add openid, or remove them.")]
    [InlineData(ClientKind.Web, "all", "all isn't a sign-in scope. Use openid, profile, email.")]
    [InlineData(ClientKind.Machine, "openid", "This credential doesn't sign people in. Leave it empty.")]
    public async Task Scopes_about_the_person_are_for_clients_that_act_for_people(ClientKind kind, string scope, string sentence)
    {
        var (server, tenant, client) = await Arranged(Database.Sqlite, kind);
        var token = await server.HubToken(tenant.Id, "hub.credentials.write");
        var uris = kind is ClientKind.Web ? "\"https://example.com/cb\"" : "";
        var body =
            $$"""{"name":"A","purpose":"","owner":"","contact":"","redirect_uris":[{{uris}}],"post_logout_redirect_uris":[],"requires_pkce":false,"requires_allowlist":false,"sign_in_scopes":["{{scope}}"],"has_claims_in_id_token":{{(kind is ClientKind.Machine ? "true" : "false")}},"version":null}""";
        var answer = await server.Call(token, HttpMethod.Put, $"/tenants/{tenant.Slug}/credentials/live/{client.Id}", JsonNode.Parse(body));
        answer.Status.ShouldBe(422, answer.Body);
        answer.Body.ShouldContain(sentence);
        if (kind is ClientKind.Machine)
            answer.Body.ShouldContain("This credential doesn't get ID tokens. Set it to false.");
    }

    [Theory, OnEachDatabase]
    public async Task Who_was_overtaken_is_told_so(Database database)
    {
        var (server, tenant, client) = await Arranged(database, ClientKind.Machine);
        var session = await server.AtHub(tenant, Role.Developer);
        var slower = session.Window();
        await session.OpenHub(tenant.At(client, "/change"));
        await slower.OpenHub(tenant.At(client, "/change"));
        await session.Submit("/change", ("name", "First"), ("purpose", ""));
        await slower.Submit("/change", ("name", "Second"), ("purpose", ""));
        slower.Answer.Status.ShouldBe(412);
        await session.OpenHub(tenant.At(client));
        session.Heading.ShouldBe("First");
    }

    [Fact]
    public async Task Only_scopes_of_the_contract_are_given()
    {
        var (server, tenant, client) = await Arranged(Databases.Default, ClientKind.Machine);
        await server.Change(tenant, contract => contract.Scopes = ["all", "Public.Job.Read"]);
        var session = await server.AtHub(tenant, Role.Developer);
        await session.OpenHub(tenant.At(client, "/scopes"));
        session.Page.QuerySelectorAll("input[type=checkbox]").Select(box => box.GetAttribute("value")).ShouldBe(["all", "Public.Job.Read"]);
        await session.Press("/scopes", ("scopes", "Public.Job.Read"));
        session.Page.QuerySelectorAll(".scopes code").Select(code => code.TextContent).ShouldBe(["Public.Job.Read"]);
        (await server.Token(BrowserSession.Dc3, client.Id, Secret)).Json.GetProperty("scope").GetString().ShouldBe("Public.Job.Read");

        foreach (
            var (scope, sentence) in new[]
            {
                ("Public.Job.Write", "Public.Job.Write isn't in the LIVE contract. Submit a request for it."),
                ("made.up", "The scope made.up doesn't exist. Choose a scope of the contract."),
                ("openid", "openid is for signing people in, but this credential acts only for itself."),
                ("hub.sign-in", "hub.sign-in is reserved for the Hub itself."),
                ("hub.people.read", "Only Managers of the tenant can add and remove scopes of the Hub."),
            }
        )
        {
            await session.OpenHub(tenant.At(client, "/scopes"));
            await session.Press("/scopes", ("scopes", scope));
            (session.Answer.Status, session.Fault()).ShouldBe((422, sentence));
        }
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Scopes_of_the_Hub_are_given_by_Managers_to_LIVE_programs_and_stay_when_a_Developer_saves()
    {
        var (server, tenant, client) = await Arranged(Databases.Default, ClientKind.Machine);
        var manager = await server.AtHub(tenant, Role.Manager);
        await manager.OpenHub(tenant.At(client, "/scopes"));
        await manager.Press("/scopes", ("scopes", "all"), ("scopes", "hub.credentials.read"));
        manager.Page.QuerySelectorAll(".scopes code").Select(code => code.TextContent).ShouldBe(["all", "hub.credentials.read"]);

        var developer = await server.AtHub(tenant, Role.Developer);
        await developer.OpenHub(tenant.At(client, "/scopes"));
        await developer.Press("/scopes", ("scopes", "all"));
        developer.Page.QuerySelectorAll(".scopes code").Select(code => code.TextContent).ShouldBe(["hub.credentials.read", "all"]);
        await developer.Post(tenant.At(client, "/scopes"), ("scopes", "all"), ("shown", "scopes"), ("version", ""));
        developer.Fault().ShouldBe("Only Managers of the tenant can add and remove scopes of the Hub.");

        foreach (
            var (other, sentence) in new[]
            {
                (
                    await server.Credential(tenant, environment: TenantEnvironment.UAT),
                    "The scopes of the Hub are only for LIVE credentials, which manage both environments."
                ),
                (
                    await server.Credential(tenant, ClientKind.Web),
                    "The scopes of the Hub are only for credentials that act for themselves: machines and app keys."
                ),
            }
        )
        {
            await manager.OpenHub(tenant.At(other, "/scopes"));
            await manager.Press("/scopes", ("scopes", "hub.credentials.read"));
            manager.Fault().ShouldBe(sentence);
        }
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_disabled_credential_and_its_tokens_count_nowhere_until_it_is_enabled()
    {
        var (server, tenant, client) = await Arranged(Databases.Default, ClientKind.Machine);
        var token = (await server.Token(BrowserSession.Dc3, client.Id, Secret)).Json.GetProperty("access_token").GetString()!;
        (await IsActive(server, token)).ShouldBeTrue();
        var session = await server.AtHub(tenant, Role.Developer);
        await session.OpenHub(tenant.At(client, "/switch"));
        await session.Submit("/disable");
        session
            .Page.QuerySelector(".notice")!
            .TextContent.ShouldBe("Credential disabled. It gets no more tokens, and its existing tokens no longer work.");
        (await server.Token(BrowserSession.Dc3, client.Id, Secret)).Status.ShouldBe(401);
        (await IsActive(server, token)).ShouldBeFalse();

        await session.OpenHub(tenant.At(client, "/switch"));
        await session.Submit("/enable");
        (await server.Token(BrowserSession.Dc3, client.Id, Secret)).Status.ShouldBe(200);
        (await server.AuditOf(tenant.Id)).Select(entry => entry.Act).ShouldBe(["credential.disabled", "credential.enabled"]);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Readers_change_nothing()
    {
        var (server, tenant, client) = await Arranged(Databases.Default, ClientKind.Machine);
        var session = await server.AtHub(tenant, Role.Reader);
        await session.OpenHub(tenant.At(client));
        session.Page.QuerySelector("main form").ShouldBeNull();
        session
            .Page.QuerySelectorAll(".hub-page a.btn")
            .Select(link => link.TextContent)
            .ShouldBe(["Allowlist", "Postman environment", "Postman collection"]);
        foreach (var below in new[] { "/change", "/scopes", "/disable", "/enable" })
        {
            await session.Post(tenant.At(client, below), ("name", "x"), ("scopes", "all"));
            session.Answer.Status.ShouldBe(404, below);
            await session.OpenHub(tenant.At(client));
        }
        (await server.AuditOf(tenant.Id)).ShouldBeEmpty();
    }

    private async Task<(TestServer House, Tenant Tenant, Client Client)> Arranged(Database database, ClientKind kind)
    {
        var server = (await browserSessions.On(database)).Server;
        var tenant = await server.Company();
        return (server, tenant, await server.Credential(tenant, kind, secret: Secret));
    }

    /// <summary>What the API that the token is for is told about it.</summary>
    private static async Task<bool> IsActive(TestServer server, string token) =>
        (await server.Post(BrowserSession.Dc3 + "/connect/introspect", [("token", token)], basic: "invoices-api"))
            .Json.GetProperty("active")
            .GetBoolean();
}
