using AngleSharp.Html.Dom;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Credentials;

/// <summary>What is said about a credential, its redirect URIs, its scopes and its switch.</summary>
public sealed class SettingsTests(Visitors visitors) : IClassFixture<Visitors>
{
    private const string Secret = "a-secret-of-settings-01234";

    [Theory, OnEachDatabase]
    public async Task Settings_are_changed_audited_and_shown(Database database)
    {
        var (house, tenant, client) = await Arranged(database, ClientKind.Web);
        var visitor = await house.AtHub(tenant, Role.Developer);
        await visitor.OpenHub(tenant.At(client, "/change"));
        await visitor.Press(
            "/change",
            ("name", "Reporting"),
            ("purpose", "Reads\nonce a day"),
            ("owner", "ada@example.com"),
            ("contact", ""),
            ("redirectUris", "https://example.com/callback\n\nhttps://example.com/other\n"),
            ("requiresPkce", "yes")
        );
        visitor.Page.QuerySelector(".notice")!.TextContent.ShouldBe("Settings saved. They take effect within a second.");
        visitor.Heading.ShouldBe("Reporting");
        visitor.Texts("dd").ShouldContain("ada@example.com");
        visitor
            .Page.QuerySelectorAll("dd code")
            .Select(code => code.TextContent)
            .ShouldBe(["https://example.com/callback", "https://example.com/other"]);
        var entry = (await house.AuditOf(tenant)).ShouldHaveSingleItem();
        entry.Act.ShouldBe("credential.changed");
        entry.After.ShouldBe(
            """{"name":"Reporting","purpose":"Reads\nonce a day","owner":"ada@example.com","contact":"","redirectUris":["https://example.com/callback","https://example.com/other"],"requiresPkce":true,"requiresAllowlist":false}"""
        );
    }

    [Theory, OnEachDatabase]
    public async Task What_cannot_be_taken_is_said_beside_its_field_and_nothing_is_changed(Database database)
    {
        var (house, tenant, client) = await Arranged(database, ClientKind.Web);
        var visitor = await house.AtHub(tenant, Role.Developer);
        await visitor.OpenHub(tenant.At(client, "/change"));
        await visitor.Submit(
            "/change",
            ("name", ""),
            ("purpose", new string('x', 1001)),
            ("owner", "Ada <ada@example.com>"),
            ("contact", "nobody"),
            ("redirectUris", "https://good.example/cb\nhttp://bad.example/cb")
        );
        visitor.Answer.Status.ShouldBe(422);
        visitor
            .Faults()
            .ShouldBe(
                new Dictionary<string, string>
                {
                    ["name"] = "Enter a name that people will recognise.",
                    ["purpose"] = "A purpose can have at most 1000 characters.",
                    ["owner"] = "This isn't an email address. Enter one such as ada@example.com, or leave it empty.",
                    ["contact"] = "This isn't an email address. Enter one such as ada@example.com, or leave it empty.",
                    ["redirectUris"] =
                        "http://bad.example/cb: A redirect URI must begin with https://, or with http://127.0.0.1 or http://[::1] for the same machine.",
                },
                ignoreOrder: true
            );
        ((IHtmlTextAreaElement)visitor.Page.QuerySelector("#redirectUris")!).Value.ShouldContain("http://bad.example/cb");
        (await house.AuditOf(tenant)).ShouldBeEmpty();
    }

    [Theory, OnEachDatabase]
    public async Task Who_was_overtaken_is_told_so(Database database)
    {
        var (house, tenant, client) = await Arranged(database, ClientKind.Machine);
        var visitor = await house.AtHub(tenant, Role.Developer);
        var slower = visitor.Window();
        await visitor.OpenHub(tenant.At(client, "/change"));
        await slower.OpenHub(tenant.At(client, "/change"));
        await visitor.Submit("/change", ("name", "First"), ("purpose", ""));
        await slower.Submit("/change", ("name", "Second"), ("purpose", ""));
        slower.Answer.Status.ShouldBe(412);
        await visitor.OpenHub(tenant.At(client));
        visitor.Heading.ShouldBe("First");
    }

    [Theory, OnEachDatabase]
    public async Task Only_scopes_of_the_contract_are_given(Database database)
    {
        var (house, tenant, client) = await Arranged(database, ClientKind.Machine);
        await house.Change(tenant, contract => contract.Scopes = ["all", "Public.Job.Read"]);
        var visitor = await house.AtHub(tenant, Role.Developer);
        await visitor.OpenHub(tenant.At(client, "/scopes"));
        visitor.Page.QuerySelectorAll("input[type=checkbox]").Select(box => box.GetAttribute("value")).ShouldBe(["all", "Public.Job.Read"]);
        await visitor.Press("/scopes", ("scopes", "Public.Job.Read"));
        visitor.Page.QuerySelectorAll(".scopes code").Select(code => code.TextContent).ShouldBe(["Public.Job.Read"]);
        (await house.Token(Visitor.Dc3, client.Id, Secret)).Json.GetProperty("scope").GetString().ShouldBe("Public.Job.Read");

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
            await visitor.OpenHub(tenant.At(client, "/scopes"));
            await visitor.Press("/scopes", ("scopes", scope));
            (visitor.Answer.Status, visitor.Fault()).ShouldBe((422, sentence));
        }
    }

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task Scopes_of_the_Hub_are_given_by_Managers_to_LIVE_programs_and_stay_when_a_Developer_saves(Database database)
    {
        var (house, tenant, client) = await Arranged(database, ClientKind.Machine);
        var manager = await house.AtHub(tenant, Role.Manager);
        await manager.OpenHub(tenant.At(client, "/scopes"));
        await manager.Press("/scopes", ("scopes", "all"), ("scopes", "hub.credentials.read"));
        manager.Page.QuerySelectorAll(".scopes code").Select(code => code.TextContent).ShouldBe(["all", "hub.credentials.read"]);

        var developer = await house.AtHub(tenant, Role.Developer);
        await developer.OpenHub(tenant.At(client, "/scopes"));
        await developer.Press("/scopes", ("scopes", "all"));
        developer.Page.QuerySelectorAll(".scopes code").Select(code => code.TextContent).ShouldBe(["hub.credentials.read", "all"]);
        await developer.Post(tenant.At(client, "/scopes"), ("scopes", "all"), ("shown", "scopes"), ("version", ""));
        developer.Fault().ShouldBe("Only Managers of the tenant can add and remove scopes of the Hub.");

        foreach (
            var (other, sentence) in new[]
            {
                (
                    await house.Credential(tenant, environment: Environment.UAT),
                    "The scopes of the Hub are only for LIVE credentials, which manage both environments."
                ),
                (
                    await house.Credential(tenant, ClientKind.Web),
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

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task A_disabled_credential_and_its_tokens_count_nowhere_until_it_is_enabled(Database database)
    {
        var (house, tenant, client) = await Arranged(database, ClientKind.Machine);
        var token = (await house.Token(Visitor.Dc3, client.Id, Secret)).Json.GetProperty("access_token").GetString()!;
        (await IsActive(house, token)).ShouldBeTrue();
        var visitor = await house.AtHub(tenant, Role.Developer);
        await visitor.OpenHub(tenant.At(client, "/switch"));
        await visitor.Submit("/disable");
        visitor
            .Page.QuerySelector(".notice")!
            .TextContent.ShouldBe("Credential disabled. It gets no more tokens, and its existing tokens no longer work.");
        (await house.Token(Visitor.Dc3, client.Id, Secret)).Status.ShouldBe(401);
        (await IsActive(house, token)).ShouldBeFalse();

        await visitor.OpenHub(tenant.At(client, "/switch"));
        await visitor.Submit("/enable");
        (await house.Token(Visitor.Dc3, client.Id, Secret)).Status.ShouldBe(200);
        (await house.AuditOf(tenant)).Select(entry => entry.Act).ShouldBe(["credential.disabled", "credential.enabled"]);
    }

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task Readers_change_nothing(Database database)
    {
        var (house, tenant, client) = await Arranged(database, ClientKind.Machine);
        var visitor = await house.AtHub(tenant, Role.Reader);
        await visitor.OpenHub(tenant.At(client));
        visitor.Page.QuerySelector("main form").ShouldBeNull();
        visitor.Page.QuerySelectorAll(".hub-page a.btn").Select(link => link.TextContent).ShouldBe(["Allowlist"]);
        foreach (var below in new[] { "/change", "/scopes", "/disable", "/enable" })
        {
            await visitor.Post(tenant.At(client, below), ("name", "x"), ("scopes", "all"));
            visitor.Answer.Status.ShouldBe(404, below);
            await visitor.OpenHub(tenant.At(client));
        }
        (await house.AuditOf(tenant)).ShouldBeEmpty();
    }

    private async Task<(House House, Tenant Tenant, Client Client)> Arranged(Database database, ClientKind kind)
    {
        var house = (await visitors.On(database)).House;
        var tenant = await house.Company();
        return (house, tenant, await house.Credential(tenant, kind, secret: Secret));
    }

    /// <summary>What the API that the token is for is told about it.</summary>
    private static async Task<bool> IsActive(House house, string token) =>
        (await house.Post(Visitor.Dc3 + "/connect/introspect", [("token", token)], basic: "invoices-api"))
            .Json.GetProperty("active")
            .GetBoolean();
}
