using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Tests.Support;

/// <summary>
/// A tenant of dc3 in which every operation of the Hub's API that takes a body can be carried out: where, with which token, and with which body. An
/// operation that is added must be given one here.
/// </summary>
public sealed class ApiSamples
{
    private static int count;

    private readonly TestServer server;
    private readonly Dictionary<string, (string Path, JsonObject Body)> samples = [];
    private readonly Dictionary<string, bool> isOperators;
    private string operators = "";

    private ApiSamples(TestServer server, Tenant tenant)
    {
        (this.server, Tenant) = (server, tenant);
        isOperators = RouteTable
            .OfHub(server, "dc3")
            .Where(route => route.Metadata.GetMetadata<IEndpointNameMetadata>() is not null)
            .ToDictionary(
                route => route.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName,
                route => route.Metadata.GetMetadata<Permission>()!.Right is Right.Operate
            );
    }

    public Tenant Tenant { get; }

    /// <summary>The access token of a program of the tenant with every scope of the Hub.</summary>
    public string Token { get; private set; } = "";

    /// <summary>A credential of the tenant that has a secret, and one that has none yet.</summary>
    public Client Client { get; private set; } = null!;

    public Client Fresh { get; private set; } = null!;

    public static async Task<ApiSamples> Arrange(TestServer server)
    {
        var made = new ApiSamples(server, await server.Company("samples"));
        made.Token = await made.Another();
        made.operators = await made.Program(Datacentre.Vendor);
        await made.Credentials();
        await made.Lists();
        await made.Requests();
        await made.Operators();
        return made;
    }

    /// <summary>All operations that take a body, as the description of the API has them.</summary>
    public static async Task<IReadOnlyList<(string Name, string Method)>> Operations(TestServer server)
    {
        var document = (await server.Get(BrowserSession.Hub + "/openapi/v1.json")).Json;
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            where operation.Value.TryGetProperty("requestBody", out _)
            select (operation.Value.GetProperty("operationId").GetString()!, operation.Name.ToUpperInvariant()),
        ];
    }

    /// <summary>Another token of the same program.</summary>
    public Task<string> Another() => Program(Tenant.Id);

    /// <summary>The sample of an operation; the body is a copy.</summary>
    public (string Path, JsonObject Body) Of(string operation) =>
        samples.TryGetValue(operation, out var sample)
            ? (sample.Path, sample.Body.DeepClone().AsObject())
            : throw new InvalidOperationException($"{operation} takes a body and has no sample: add one to {nameof(ApiSamples)}.");

    /// <summary>Whether only operators can carry it out.</summary>
    public bool IsOperators(string operation) => isOperators[operation];

    public Task<Answer> Send(string operation, string method, JsonNode? body) => Send(operation, method, samples[operation].Path, body);

    /// <summary>Calls an operation with the token of who may carry it out.</summary>
    /// <param name="operation">The name of the operation.</param>
    /// <param name="method">Its method.</param>
    /// <param name="path">Its path below the API's.</param>
    /// <param name="body">The body, if it has one.</param>
    /// <param name="match">The value of <c>If-Match</c>, if it is sent.</param>
    public Task<Answer> Send(string operation, string method, string path, JsonNode? body, string? match = null) =>
        server.Call(TokenFor(operation), new(method), path, body, match);

    /// <summary>The token of who may carry an operation out.</summary>
    public string TokenFor(string operation) => isOperators[operation] ? operators : Token;

    /// <summary>How many changes were audited in the tenant and at the vendor: a change that was made is among them.</summary>
    public async Task<int> Changes() => (await server.AuditOf(Tenant.Id)).Count + (await server.AuditOf(Datacentre.Vendor)).Count;

    private async Task<string> Program(long tenant)
    {
        var id = "sample-program-" + tenant;
        string[] scopes = [.. HubScopes.Scopes.Where(scope => scope != HubScopes.SignIn)];
        await server.AddIntegrator(id, client => client.Scopes = [.. scopes], ClientKind.Machine, tenantId: tenant);
        var answer = await server.Token(BrowserSession.Dc3, id, id + "-demo-secret");
        return answer.Json.GetProperty("access_token").GetString()!;
    }

    private async Task Credentials()
    {
        var number = Interlocked.Increment(ref count);
        Client = await server.Credential(Tenant, ClientKind.Web, secret: $"the-secret-of-sample-{number}");
        Fresh = await server.Credential(Tenant);
        var secret = (await server.SecretsOf(Client))[0].Id;
        var one = $"/tenants/{Tenant.Slug}/credentials/live/{Client.Id}";
        Add(
            "ChangeCredential",
            one,
            """{"name":"Careers","purpose":"Shows jobs","owner":"ada@example.com","contact":"ada@example.com","redirect_uris":["https://careers.example/cb"],"post_logout_redirect_uris":["https://careers.example/bye"],"requires_pkce":true,"requires_allowlist":true,"sign_in_scopes":["openid","profile"],"has_claims_in_id_token":true,"version":null}"""
        );
        Add(
            "ChangeTokenSettings",
            one + "/token-settings",
            """{"id_token_algorithm":"ES256","refresh_grace_seconds":5,"idle_days":7,"family_days":30,"version":null}"""
        );
        Add("ChangeScopes", one + "/scopes", """{"scopes":["all"],"version":null}""");
        Add("ChangeSecretEnd", $"{one}/secrets/{secret}/end", """{"expires_at":null}""");
        Add("AddSecret", one + "/secrets", """{"days":30,"overlap":null}""");
        var fresh = $"/tenants/{Tenant.Slug}/credentials/live/{Fresh.Id}/hand-overs";
        var link = (await server.Call(Token, HttpMethod.Post, fresh)).Json.GetProperty("address").GetString()!;
        Add("FetchSecret", fresh + "/fetch", $$"""{"link":"{{link.Split("link=")[1]}}","days":30}""");
        Add("GrantExemption", one + "/exemptions", """{"reason":"It moves.","ends_at":"2026-12-31T00:00:00Z"}""");
        var another = await server.Credential(Tenant);
        Add("MakeHandOver", $"/tenants/{Tenant.Slug}/credentials/live/{another.Id}/hand-overs", "{}");
        var keys = server.Services("dc3").GetRequiredService<AppKeys>();
        var keyed = await server.Credential(
            Tenant,
            ClientKind.AppKey,
            with: row => row.Secrets.Add(keys.Seal(AppKeys.Make(), row.Id, row.TenantId, row.Environment, server.Clock.GetUtcNow()))
        );
        var app = (await server.SecretsOf(keyed))[0].Id;
        Add("RevealAppKey", $"/tenants/{Tenant.Slug}/credentials/live/{keyed.Id}/secrets/{app}/reveal", "{}");
        var person = await server.Account(await server.Member(Tenant, Role.Reader));
        Add("ChangeRole", $"/tenants/{Tenant.Slug}/people/{person.Id}/role", """{"role":"Developer","version":null}""");
        Add("Invite", $"/tenants/{Tenant.Slug}/invitations", $$"""{"email":"guest-{{number}}@example.com","role":"Reader"}""");
    }

    private async Task Lists()
    {
        foreach (
            var (add, label, path) in new[]
            {
                ("AddNetwork", "LabelNetwork", $"/tenants/{Tenant.Slug}/credentials/live/{Client.Id}/allowlist"),
                ("AddTenantNetwork", "LabelTenantNetwork", $"/tenants/{Tenant.Slug}/allowlist/live"),
            }
        )
        {
            var made = await server.Call(Token, HttpMethod.Post, path, JsonNode.Parse("""{"network":"127.0.0.1","label":"first"}"""));
            Add(add, path, """{"network":"198.51.100.77","label":"office"}""");
            Add(label, $"{path}/{made.Json.GetProperty("id").GetString()}", """{"label":"office"}""");
        }
    }

    private async Task Requests()
    {
        const string Draft =
            """{"kind":"web","environment":"uat","name":"Import","purpose":"Reads jobs once an hour.","scopes":["all"],"redirect_uris":["https://import.example/cb"],"requires_pkce":true,"networks":[],"owner":"ada@example.com","contact":"ada@example.com"}""";
        var all = $"/tenants/{Tenant.Slug}/requests";
        Add("MakeRequest", all, Draft);
        Add("EditRequest", $"{all}/{await Made()}", Draft[..^1] + ""","version":null}""");
        var waiting = await Made();
        (await server.Call(Token, HttpMethod.Post, $"{all}/{waiting}/submit")).Status.ShouldBe(200);
        Add("ApproveRequest", $"{all}/{waiting}/approve", """{"add_scopes":false}""");
        Add("ReturnRequest", $"{all}/{waiting}/return", """{"comment":"Say more."}""");
        Add("DeclineRequest", $"{all}/{waiting}/decline", """{"comment":"Not here."}""");

        async Task<string> Made() =>
            (await server.Call(Token, HttpMethod.Post, all, JsonNode.Parse(Draft))).Json.GetProperty("id").GetString()!;
    }

    private async Task Operators()
    {
        var number = Interlocked.Increment(ref count);
        Add(
            "ChangeTenant",
            "/tenants/" + Tenant.Slug,
            """{"name":"Samples","dialects":["Connect"],"requires_allowlist":true,"prefers_jwt":true,"approves_uat_itself":false,"idle_days":1,"family_days":1,"version":null}"""
        );
        await using var db = server.Db("dc3");
        db.Tenant = Tenant.Id;
        var contract = await db.Contracts.FirstAsync(row => row.Environment == TenantEnvironment.LIVE);
        const string Terms = "\"scopes\":[\"all\"],\"from\":\"2026-11-01\",\"last_day\":\"2099-12-31\"";
        Add("ChangeContract", $"/tenants/{Tenant.Slug}/contracts/{contract.Id}", $$"""{{{Terms}},"version":null}""");
        Add("AddContract", $"/tenants/{Tenant.Slug}/contracts", $$"""{"environment":"live",{{Terms}}}""");
        Add(
            "CreateTenant",
            "/tenants",
            $$"""{"name":"New","slug":"new-{{number}}","id":null,"dialects":["Connect"],"contracts":[{"environment":"live",{{Terms}}}]}"""
        );
        var api = "urn:sample:" + number;
        await server.Call(operators, HttpMethod.Post, "/catalogue/apis", JsonNode.Parse($$"""{"identifier":"{{api}}","name":"Sample"}"""));
        await server.Call(
            operators,
            HttpMethod.Post,
            "/catalogue/scopes",
            JsonNode.Parse($$"""{"api":"{{api}}","scope":"sample.{{number}}"}""")
        );
        Add("RenameApi", "/catalogue/apis", $$"""{"identifier":"{{api}}","name":"Renamed"}""");
        Add("ChangeTokenLifetime", "/catalogue/apis/token-lifetime", $$"""{"identifier":"{{api}}","seconds":600}""");
        Add("AddApi", "/catalogue/apis", $$"""{"identifier":"{{api}}:more","name":"More"}""");
        Add("AddScope", "/catalogue/scopes", $$"""{"api":"{{api}}","scope":"sample.{{number}}.more"}""");
        Add("RemoveScope", "/catalogue/scopes/remove", $$"""{"scope":"sample.{{number}}"}""");
        Add("AddApiClient", "/catalogue/clients", $$"""{"api":"{{api}}","environment":"live","id":"sample-{{number}}"}""");
    }

    private void Add(string operation, string path, string body) => samples.Add(operation, (path, JsonNode.Parse(body)!.AsObject()));
}
