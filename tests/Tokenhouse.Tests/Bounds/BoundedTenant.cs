using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Bounds;

/// <summary>A tenant of its own whose program does what fills it, and what everybody else is answered meanwhile.</summary>
public sealed class BoundedTenant
{
    private static int count;

    private string? token;
    private string? operating;

    private BoundedTenant(TestServer server, Tenant tenant) => (Server, Tenant) = (server, tenant);

    public TestServer Server { get; }

    public Tenant Tenant { get; }

    public TenantBounds Bounds => (TenantBounds)Server.Services("dc3").GetService(typeof(TenantBounds))!;

    public static async Task<BoundedTenant> Of(TestServer server)
    {
        var tenant = await server.AddTenant(
            $"bounded-{Interlocked.Increment(ref count)}",
            tenant => tenant.Contracts.ForEach(contract => contract.Scopes = [TenantBuilder.Read, "all", "openid"])
        );
        return new(server, tenant);
    }

    /// <summary>Calls the Hub's API as a program of the tenant.</summary>
    public async Task<Answer> Call(HttpMethod method, string path, object? body = null)
    {
        token ??= await Program();
        return await Server.Call(token, method, $"/tenants/{Tenant.Slug}{path}", body);
    }

    private async Task<string> Program()
    {
        List<string> scopes =
        [
            "hub.credentials.read",
            "hub.credentials.write",
            "hub.allowlists.write",
            "hub.requests.read",
            "hub.requests.write",
            "hub.people.read",
            "hub.people.write",
        ];
        var program = await Client("program", client => client.Scopes = scopes);
        var answer = await Server.Token(BrowserSession.Dc3, program.Id, program.Id + "-demo-secret");
        return answer.Json.GetProperty("access_token").GetString()!;
    }

    /// <summary>Calls the Hub's API as a program of the vendor.</summary>
    public async Task<Answer> ChangeAcrossTenants(HttpMethod method, string path, object? body = null)
    {
        operating ??= await Server.HubToken(Datacentre.Vendor, "hub.contracts.write", "hub.allowlists.write", "hub.requests.write");
        return await Server.Call(operating, method, $"/tenants/{Tenant.Slug}{path}", body);
    }

    /// <summary>Adds a client of the tenant with a secret.</summary>
    public Task<Client> Client(string name, Action<Client>? with = null, ClientKind kind = ClientKind.Machine) =>
        Server.AddIntegrator(
            $"{Tenant.Slug}-{name}",
            client =>
            {
                client.Scopes = [TenantBuilder.Read, "all"];
                if (!kind.MayActForPeople())
                    client.RedirectUris = [];
                with?.Invoke(client);
            },
            kind,
            tenantId: Tenant.Id
        );

    /// <summary>A draft for UAT.</summary>
    public Task<Answer> Draft() =>
        Call(
            HttpMethod.Post,
            "/requests",
            new
            {
                Environment = "uat",
                Kind = "machine",
                Name = "Payroll import",
                Purpose = "Reads the new jobs once an hour.",
                Scopes = (string[])[TenantBuilder.Read],
                RedirectUris = (string[])[],
                Networks = (string[])[],
                Owner = "owner@example.com",
                Contact = "contact@example.com",
            }
        );

    /// <summary>A request for UAT that was submitted, and what came of it.</summary>
    public async Task<Answer> Submit()
    {
        var draft = await Draft();
        draft.Status.ShouldBe(201, draft.Body);
        return await Call(HttpMethod.Post, $"/requests/{draft.Json.GetProperty("id").GetString()}/submit");
    }

    /// <summary>An access token of a client for itself.</summary>
    public async Task<string> Token(Client client)
    {
        var answer = await Server.Token(BrowserSession.Dc3, client.Id, client.Id + "-demo-secret", TenantBuilder.Read);
        answer.Status.ShouldBe(200, answer.Body);
        return answer.Json.GetProperty("access_token").GetString()!;
    }

    public async Task Revoke(Client client, string accessToken) =>
        (await Server.Post(BrowserSession.Dc3 + "/connect/revoke", [("token", accessToken)], client.Id)).Status.ShouldBe(200);

    public async Task<bool> IsActive(string accessToken) =>
        (await Server.Post(BrowserSession.Dc3 + "/connect/introspect", [("token", accessToken)], "hr-api"))
            .Json.GetProperty("active")
            .GetBoolean();

    /// <summary>What an API is told.</summary>
    public Task<Answer> State(string query) => State(Server, query);

    /// <summary>What another tenant and its people are answered: what it looks like must not depend on anybody's size.</summary>
    public static async Task<string> Elsewhere(TestServer server)
    {
        var answers = new StringBuilder();
        var machine = await server.Token(BrowserSession.Dc3, "nordia-machine", "nordia-machine-demo-secret", "all");
        answers.AppendLine(CultureInfo.InvariantCulture, $"token {machine.Status} {machine.Json.GetProperty("scope")}");
        var session = new BrowserSession(server);
        await session.EnterHub(await server.Person(account => account.Memberships[0].Role = Role.Reader), "/t/nordia/credentials");
        var lines = session
            .Lines()
            .Where(line => line is not ("never" or "no expiry") && !line.EndsWith(" 2026", StringComparison.Ordinal)); // when it was last used
        answers.AppendLine(CultureInfo.InvariantCulture, $"sign-in {session.Answer.Status} {string.Join(" | ", lines)}");
        var state = await State(server, $"?tenant={Arrange.Nordia}");
        answers.AppendLine(CultureInfo.InvariantCulture, $"state {state.Status} {state.Body}");
        return answers.ToString();
    }

    /// <summary>Gives the other tenant a machine that is restricted to where the tests are.</summary>
    public static async Task PrepareElsewhere(TestServer server)
    {
        await server.AddIntegrator("nordia-machine", client => (client.Scopes, client.RedirectUris) = (["all"], []), ClientKind.Machine);
        await server.Change(async db =>
        {
            if (!await db.AllowedNetworks.IgnoreQueryFilters().AnyAsync(row => row.ClientId == "nordia-machine"))
                db.AllowedNetworks.Add(Arrange.Network("127.0.0.1/32", Arrange.Nordia, "nordia-machine"));
        });
    }

    private static async Task<Answer> State(TestServer server, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, BrowserSession.Dc3 + "/connect/client-state" + query);
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes("hr-api:hr-api-demo-secret"))
        );
        using var response = await server.Http.SendAsync(request);
        return await Answer.From(response);
    }
}
