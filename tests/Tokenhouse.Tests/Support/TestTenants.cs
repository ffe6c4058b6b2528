using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Tests.Support;

/// <summary>Tenants of the tests with their credentials, in dc3.</summary>
public static class TestTenants
{
    private static int count;

    /// <summary>
    /// Another tenant of the datacentre where people sign in, with a contract for the scope <c>all</c> and without members. Stays as it is when
    /// it is there already.
    /// </summary>
    public static async Task<Tenant> AddTenant(this TestServer server, string slug, Action<Tenant>? with = null)
    {
        await using var db = server.Db("dc3");
        if (await db.Tenants.SingleOrDefaultAsync(known => known.Slug == slug) is { } existing)
            return existing;
        var now = server.Clock.GetUtcNow();
        var tenant = new Tenant
        {
            Id = 2_000_000 + await db.Tenants.CountAsync(),
            Slug = slug,
            Name = slug,
            Dialects = ["Connect", "OAuthV2", "OAuth2Legacy"],
        };
        foreach (var environment in Enum.GetValues<TenantEnvironment>())
            tenant.Contracts.Add(
                new()
                {
                    Id = Guid.CreateVersion7(now),
                    TenantId = tenant.Id,
                    Environment = environment,
                    Scopes = ["all", "openid"],
                    From = now.AddDays(-1),
                }
            );
        with?.Invoke(tenant);
        db.Tenants.Add(tenant);
        await db.SaveChangesAsync();
        await server.HearOfChanges("dc3");
        return tenant;
    }

    /// <summary>A new tenant with a contract for <c>all</c> in both environments.</summary>
    public static Task<Tenant> Company(this TestServer server, string name = "company") =>
        server.AddTenant($"{name}-{Interlocked.Increment(ref count)}", tenant => tenant.Dialects.Add("AppKey"));

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

    /// <summary>The path of a credential's page.</summary>
    public static string At(this Tenant tenant, Client client, string below = "") =>
        $"/t/{tenant.Slug}/credentials/{client.Environment}/{client.Id}{below}";

    /// <summary>Changes the contracts of a tenant.</summary>
    public static Task Change(this TestServer server, Tenant tenant, Action<Contract> change) =>
        server.Change(async db =>
        {
            db.Tenant = tenant.Id;
            foreach (var contract in await db.Contracts.ToListAsync())
                change(contract);
        });

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
