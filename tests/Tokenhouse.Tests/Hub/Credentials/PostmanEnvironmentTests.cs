using System.Text.Json;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hosting.Commands;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Credentials;

/// <summary>The Postman environment of a credential, and the collection that it is for.</summary>
[Collection<CredentialServers>]
public sealed class PostmanEnvironmentTests(TestServers servers)
{
    private const string Secret = "a-secret-of-postman-0123456789-x";
    private const string Callback = "https://app.example.com/callback";

    private static readonly string[] Scopes = ["Public.Job.Read", "Public.Job.Write", "payments.read"];

    [Theory]
    [InlineData(ClientKind.Machine, "machine_client_id", "scope=Public.Job.Read Public.Job.Write;resource=urn:tokenhouse:hr")]
    [InlineData(
        ClientKind.Web,
        "web_client_id",
        $"person_scope=Public.Job.Read Public.Job.Write openid profile email;redirect_uri={Callback}"
    )]
    [InlineData(
        ClientKind.Native,
        "web_client_id",
        $"person_scope=Public.Job.Read Public.Job.Write openid profile email;redirect_uri={Callback}"
    )]
    [InlineData(ClientKind.AppKey, "app_id", "app_key_resource=urn:tokenhouse:hr")]
    public async Task It_has_everything_that_the_collection_needs_for_the_credential(ClientKind kind, string id, string others)
    {
        var (server, tenant, client) = await Arranged(kind);
        var answer = await server.Call(await Token(server, tenant), HttpMethod.Get, Path(tenant, client));
        answer.Status.ShouldBe(200, answer.Body);
        answer["Content-Disposition"].ShouldStartWith($"attachment; filename={client.Id}-UAT.postman_environment.json");
        answer["Cache-Control"].ShouldBe("no-store");
        answer.Json.GetProperty("name").GetString().ShouldBe($"Tokenhouse {client.Id} UAT");
        answer.Json.GetProperty("_postman_variable_scope").GetString().ShouldBe("environment");
        var secret = kind is ClientKind.AppKey ? "app_key" : id.Replace("_id", "_secret", StringComparison.Ordinal);
        Values(answer).ShouldBe(["base_url=http://loginuat.dc3.localhost:5080", $"{id}={client.Id}", $"{secret}=", .. others.Split(';')]);
    }

    [Theory]
    [InlineData(ClientKind.Machine)]
    [InlineData(ClientKind.Web)]
    [InlineData(ClientKind.Browser)]
    [InlineData(ClientKind.AppKey)]
    [InlineData(ClientKind.Api)]
    [Trait("Category", "Security")]
    public async Task It_has_no_secret_and_only_variables_of_the_collection(ClientKind kind)
    {
        var (server, tenant, client) = await Arranged(kind);
        var answer = await server.Call(await Token(server, tenant), HttpMethod.Get, Path(tenant, client));
        answer.Body.ShouldNotContain(Secret);
        var collection = PostmanCommand.Files()["tokenhouse.postman_collection.json"];
        var hidden = new List<string>();
        foreach (var value in answer.Json.GetProperty("values").EnumerateArray())
        {
            var name = value.GetProperty("key").GetString()!;
            collection.ShouldContain($"{{{{{name}}}}}");
            value.GetProperty("enabled").GetBoolean().ShouldBeTrue();
            if (value.GetProperty("type").GetString() == "secret")
                hidden.Add(name + value.GetProperty("value").GetString());
        }
        hidden.ShouldHaveSingleItem().ShouldMatch("^(machine_client_secret|web_client_secret|api_client_secret|app_key)$");
    }

    [Fact]
    public async Task A_scope_outside_the_contract_is_left_out_because_its_request_would_be_refused()
    {
        var server = await servers.On();
        var tenant = await server.Company("postman");
        var client = await server.Credential(tenant, environment: TenantEnvironment.UAT, with: row => row.Scopes = ["hub.log.read"]);
        var answer = await server.Call(await Token(server, tenant), HttpMethod.Get, Path(tenant, client));
        Values(answer)
            .ShouldBe(["base_url=http://loginuat.dc3.localhost:5080", $"machine_client_id={client.Id}", "machine_client_secret="]);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Whoever_may_read_the_credential_downloads_it_from_its_page_and_no_one_else()
    {
        var server = await servers.On();
        var office = await TenantBuilder.Open(server);
        var client = await server.Credential(office.Tenant, secret: Secret);
        var reader = await office.Reader();
        await reader.OpenHub(office.Tenant.At(client));
        var links = reader.Page.QuerySelectorAll("main a").ToLookup(link => link.TextContent, link => link.GetAttribute("href"));
        links["Postman environment"].ShouldBe([office.Tenant.At(client, "/postman")]);
        links["Postman collection"].ShouldBe(["/openapi/postman_collection.json"]);
        await reader.OpenHub(office.Tenant.At(client, "/postman"));
        (reader.Answer.Status, reader.Answer["Content-Disposition"]!.Split(';')[0]).ShouldBe((200, "attachment"));
        Values(reader.Answer).ShouldContain($"machine_client_id={client.Id}");

        var stranger = await office.Stranger();
        await stranger.OpenHub(office.Tenant.At(client, "/postman"));
        stranger.Answer.Status.ShouldBe(404);
        stranger.Answer.Body.ShouldNotContain(client.Id);
        var program = await server.HubToken(office.Tenant.Id, "hub.log.read");
        (await server.Call(program, HttpMethod.Get, Path(office.Tenant, client))).Status.ShouldBe(403);
        var another = await server.HubToken(Arrange.Nordia, "hub.credentials.read");
        (await server.Call(another, HttpMethod.Get, Path(office.Tenant, client))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_collection_is_the_documented_one_and_calls_UAT_of_this_datacentre()
    {
        var server = await servers.On();
        var answer = await server.Get(BrowserSession.Hub + "/openapi/postman_collection.json");
        answer.Status.ShouldBe(200);
        answer["Content-Disposition"].ShouldStartWith("attachment; filename=tokenhouse.postman_collection.json");
        var documented = PostmanCommand.Files()["tokenhouse.postman_collection.json"];
        JsonElement
            .DeepEquals(
                answer.Json,
                JsonDocument
                    .Parse(
                        documented.Replace(
                            "https://loginuat.dc2.example.com",
                            "http://loginuat.dc3.localhost:5080",
                            StringComparison.Ordinal
                        )
                    )
                    .RootElement
            )
            .ShouldBeTrue();
    }

    private async Task<(TestServer Server, Tenant Tenant, Client Client)> Arranged(ClientKind kind)
    {
        var server = await servers.On();
        var tenant = (await TenantBuilder.Open(server, row => row.Contracts.ForEach(contract => contract.Scopes = [.. Scopes]))).Tenant;
        var client = await server.Credential(
            tenant,
            kind,
            TenantEnvironment.UAT,
            kind.IsPublic() ? null : Secret,
            row =>
            {
                (row.Scopes, row.SwitchedOffScopes) = (kind is ClientKind.Api ? [] : [.. Scopes], []);
                row.RedirectUris = kind.MayActForPeople() ? [Callback] : [];
            }
        );
        return (server, tenant, client);
    }

    private static Task<string> Token(TestServer server, Tenant tenant) => server.HubToken(tenant.Id, "hub.credentials.read");

    private static string Path(Tenant tenant, Client client) =>
        $"/tenants/{tenant.Slug}/credentials/{client.Environment}/{client.Id}/postman";

    private static IEnumerable<string> Values(Answer answer) =>
        answer.Json.GetProperty("values").EnumerateArray().Select(value => $"{value.GetProperty("key")}={value.GetProperty("value")}");
}
