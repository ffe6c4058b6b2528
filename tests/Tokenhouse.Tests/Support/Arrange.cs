using Microsoft.EntityFrameworkCore;
using Tokenhouse.Protocol;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Tests.Support;

/// <summary>Puts what a test needs into the database, and lets the servers hear of it.</summary>
public static class Arrange
{
    /// <summary>
    /// A client of the given id with the secret <c>{id}-secret</c>, in a tenant of its own unless one is named, with a contract
    /// for its scopes unless another is given.
    /// </summary>
    public static async Task<Tenant> Add(
        this House house,
        string id,
        List<string> scopes,
        List<string>? contract = null,
        ClientKind kind = ClientKind.Machine,
        Environment environment = Environment.LIVE
    )
    {
        var slug = id.ToLowerInvariant();
        await using var db = house.Db();
        if (await db.Clients.IgnoreQueryFilters().AnyAsync(client => client.Id == id))
            return await db.Tenants.SingleAsync(existing => existing.Slug == slug);
        var now = house.Clock.GetUtcNow();
        var tenant = new Tenant
        {
            Id = 1_000_000 + await db.Tenants.CountAsync(),
            Slug = slug,
            Name = id,
            Dialects = ["Connect"],
        };
        db.Tenants.Add(tenant);
        db.Contracts.Add(
            new()
            {
                Id = Guid.CreateVersion7(now),
                TenantId = tenant.Id,
                Environment = environment,
                Scopes = contract ?? scopes,
                From = now.AddDays(-1),
            }
        );
        db.Clients.Add(
            new()
            {
                Id = id,
                TenantId = tenant.Id,
                Environment = environment,
                Kind = kind,
                Name = id,
                Scopes = scopes,
                CreatedAt = now,
                Secrets = [Secret(id, tenant.Id, environment, id + "-secret", now)],
            }
        );
        await db.SaveChangesAsync();
        await house.HearOfChanges();
        return tenant;
    }

    public static Secret Secret(string clientId, long tenantId, Environment environment, string secret, DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            ClientId = clientId,
            TenantId = tenantId,
            Environment = environment,
            Hash = ClientSecret.Hash(new(secret)),
            Hint = ClientSecret.Hint(new(secret)),
            CreatedAt = now,
        };
}
