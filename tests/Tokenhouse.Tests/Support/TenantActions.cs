using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Tests.Support;

/// <summary>Tenants of a test with credentials and people of their own, in dc3, and what they do in the Hub.</summary>
public static class TenantActions
{
    private static int count;

    /// <summary>A new tenant with a contract for <c>all</c> in both environments.</summary>
    public static Task<Tenant> Company(this TestServer server, string name = "company") =>
        server.AddTenant($"{name}-{Interlocked.Increment(ref count)}", tenant => tenant.Dialects.Add("AppKey"));

    /// <summary>Somebody with a role in the tenant, and in no other.</summary>
    public static Task<string> Colleague(this TestServer server, Tenant tenant, Role role) =>
        server.Person(account =>
        {
            account.Memberships.Clear();
            account.Memberships.Add(
                new()
                {
                    AccountId = account.Id,
                    TenantId = tenant.Id,
                    Role = role,
                    CreatedAt = account.CreatedAt,
                }
            );
        });

    /// <summary>Somebody of the vendor's staff.</summary>
    public static async Task<string> Staff(this TestServer server, Role role)
    {
        await using var db = server.Db("dc3");
        return await server.Colleague(await db.Tenants.SingleAsync(tenant => tenant.Id == Datacentre.Vendor), role);
    }

    /// <summary>A credential of the tenant; without a secret unless one is asked for.</summary>
    public static async Task<Client> Credential(
        this TestServer server,
        Tenant tenant,
        ClientKind kind = ClientKind.Machine,
        TenantEnvironment environment = TenantEnvironment.LIVE,
        string? secret = null,
        Action<Client>? with = null
    )
    {
        var number = Interlocked.Increment(ref count);
        var id = kind is ClientKind.AppKey ? $"{90_000_000 + number}" : $"dc3-{number}"; // an app id is eight digits
        return await server.AddIntegrator(
            id,
            client =>
            {
                client.Secrets.Clear();
                if (secret is not null)
                    client.Secrets.Add(Arrange.Secret(id, tenant.Id, environment, secret, server.Clock.GetUtcNow()));
                client.Scopes = ["all"];
                if (!kind.MayActForPeople())
                    client.RedirectUris = [];
                with?.Invoke(client);
            },
            kind,
            environment,
            tenant.Id
        );
    }

    /// <summary>A browser of somebody who is signed in to the Hub.</summary>
    public static async Task<BrowserSession> AtHub(this TestServer server, string email)
    {
        var session = new BrowserSession(server);
        await session.EnterHub(email);
        return session;
    }

    public static async Task<BrowserSession> AtHub(this TestServer server, Tenant tenant, Role role) =>
        await server.AtHub(await server.Colleague(tenant, role));

    /// <summary>The path of a credential's page.</summary>
    public static string At(this Tenant tenant, Client client, string below = "") =>
        $"/t/{tenant.Slug}/credentials/{(client.Environment is TenantEnvironment.LIVE ? "live" : "uat")}/{client.Id}{below}";

    public static Task OpenHub(this BrowserSession session, string path) => session.Open(BrowserSession.Hub + path);

    /// <summary>Changes the contracts of a tenant.</summary>
    public static Task Change(this TestServer server, Tenant tenant, Action<Contract> change) =>
        server.Change(async db =>
        {
            db.Tenant = tenant.Id;
            foreach (var contract in await db.Contracts.ToListAsync())
                change(contract);
        });

    /// <summary>Posts to a path that no form of the page leads to, with the page's own token.</summary>
    public static Task Post(this BrowserSession session, string path, params (string Name, string Value)[] fields)
    {
        var token = (IHtmlInputElement)session.Page.QuerySelector("header input[type=hidden]")!;
        return session.Go(
            new(HttpMethod.Post, BrowserSession.Hub + path)
            {
                Content = new FormUrlEncodedContent(
                    fields.Append((token.Name!, token.Value)).Select(field => KeyValuePair.Create(field.Item1, field.Item2))
                ),
            }
        );
    }

    /// <summary>The secret or link that the page shows.</summary>
    public static string Shown(this BrowserSession session) =>
        (session.Page.QuerySelector("#secret") as IHtmlInputElement)?.Value
        ?? throw new InvalidOperationException($"Nothing: {session.Answer}");

    /// <summary>What the page says is wrong.</summary>
    public static string? Fault(this BrowserSession session) => session.Page.QuerySelector(".notice-fault .d-block")?.TextContent;

    /// <summary>What was written down about a tenant, in order.</summary>
    public static Task<IReadOnlyList<AuditEntry>> AuditOf(this TestServer server, Tenant tenant) => server.AuditOf(tenant.Id);

    public static async Task<IReadOnlyList<Secret>> SecretsOf(this TestServer server, Client client)
    {
        await using var db = server.Db("dc3");
        db.Tenant = client.TenantId;
        return await db
            .Secrets.AsNoTracking()
            .Where(row => row.ClientId == client.Id && row.Environment == client.Environment)
            .OrderBy(row => row.CreatedAt)
            .ToListAsync();
    }
}
