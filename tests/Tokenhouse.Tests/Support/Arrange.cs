using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Tests.Support;

/// <summary>Puts what a test needs into the database, and lets the servers hear of it.</summary>
public static class Arrange
{
    /// <summary>The tenant whose people sign in.</summary>
    public const long Nordia = 451;

    /// <summary>
    /// A client of the given id with the secret <c>{id}-secret</c>, in a tenant of its own unless one is named, with a contract
    /// for its scopes unless another is given.
    /// </summary>
    public static async Task<Tenant> Add(
        this TestServer server,
        string id,
        List<string> scopes,
        List<string>? contract = null,
        ClientKind kind = ClientKind.Machine,
        TenantEnvironment environment = TenantEnvironment.LIVE
    )
    {
        var slug = id.ToLowerInvariant();
        await using var db = server.Db();
        if (await db.Clients.IgnoreQueryFilters().AnyAsync(client => client.Id == id))
            return await db.Tenants.SingleAsync(existing => existing.Slug == slug);
        var now = server.Clock.GetUtcNow();
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
        if (kind is ClientKind.AppKey)
            db.AllowedNetworks.Add(Network("127.0.0.1/32", tenant.Id, id, environment));
        await db.SaveChangesAsync();
        await server.HearOfChanges();
        return tenant;
    }

    /// <summary>
    /// A client of the tenant whose people sign in at <see cref="BrowserSession.Dc3"/>, or of another, that acts for people: with the secret
    /// <c>{id}-demo-secret</c> if its kind has one. Stays as it is when it is there already.
    /// </summary>
    public static async Task<Client> AddIntegrator(
        this TestServer server,
        string id,
        Action<Client>? with = null,
        ClientKind kind = ClientKind.Web,
        TenantEnvironment environment = TenantEnvironment.LIVE,
        long tenantId = Nordia
    )
    {
        await using var db = server.Db("dc3");
        if (await db.Clients.IgnoreQueryFilters().SingleOrDefaultAsync(known => known.Id == id) is { } existing)
            return existing;
        var now = server.Clock.GetUtcNow();
        var client = new Client
        {
            Id = id,
            TenantId = tenantId,
            Environment = environment,
            Kind = kind,
            Name = id,
            Scopes = ["all", "openid"],
            RedirectUris = [BrowserSession.Callback],
            CreatedAt = now,
            Secrets = kind.IsPublic() ? [] : [Secret(id, tenantId, environment, id + "-demo-secret", now)],
        };
        with?.Invoke(client);
        db.Clients.Add(client);
        if (kind is ClientKind.AppKey)
            db.AllowedNetworks.Add(Network("127.0.0.1/32", tenantId, id, environment));
        await db.SaveChangesAsync();
        await server.HearOfChanges("dc3");
        return client;
    }

    /// <summary>Changes rows of the datacentre where people sign in, and lets the server hear of it.</summary>
    public static async Task Change(this TestServer server, Func<Db, Task> change)
    {
        await using var db = server.Db("dc3");
        await change(db);
        await db.SaveChangesAsync();
        await server.HearOfChanges("dc3");
    }

    public static Task Change(this TestServer server, string clientId, Action<Client> change) =>
        server.Change(async db => change(await db.Clients.IgnoreQueryFilters().SingleAsync(client => client.Id == clientId)));

    /// <summary>An entry of a client's allowlist, or of the tenant's own.</summary>
    public static AllowedNetwork Network(
        string network,
        long tenantId,
        string? clientId = null,
        TenantEnvironment environment = TenantEnvironment.LIVE
    ) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            TenantId = tenantId,
            Environment = environment,
            ClientId = clientId,
            Network = network,
            Label = "test",
            AddedBy = "test",
            AddedAt = DateTimeOffset.UnixEpoch,
        };

    /// <summary>What the server writes beside each row of use, for those that were put into the database: the last call of each client.</summary>
    public static async Task RememberLastCalls(this TestServer server)
    {
        await using var db = server.Db("dc3");
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "LastCalls" ("TenantId", "Environment", "ClientId", "Dialect", "At")
            SELECT u."TenantId", u."Environment", u."ClientId", u."Dialect", MAX(u."Minute")
            FROM "Usages" u
            JOIN "Clients" c ON c."Environment" = u."Environment" AND c."Id" = u."ClientId"
            GROUP BY u."TenantId", u."Environment", u."ClientId", u."Dialect"
            ON CONFLICT ("TenantId", "Environment", "ClientId", "Dialect") DO UPDATE SET "At" = excluded."At"
            """
        );
    }

    public static AllowlistExemption Exemption(long tenantId, string clientId, DateTimeOffset endsAt) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            TenantId = tenantId,
            Environment = TenantEnvironment.LIVE,
            ClientId = clientId,
            Reason = "dynamic addresses",
            GrantedBy = "operator",
            GrantedAt = DateTimeOffset.UnixEpoch,
            EndsAt = endsAt,
        };

    /// <summary>Copies of the one access token of a client that lives, so that its family has that many more.</summary>
    public static async Task MultiplyAccessTokens(this TestServer server, string clientId, int by)
    {
        await using var db = server.Db("dc3");
        var one = await db
            .AccessTokens.IgnoreQueryFilters()
            .AsNoTracking()
            .SingleAsync(token => token.ClientId == clientId && token.RevokedAt == null);
        db.AccessTokens.AddRange(
            Enumerable
                .Range(0, by)
                .Select(i => new AccessToken
                {
                    Hash = TextHash.Of($"copy {i} of {clientId}"),
                    TenantId = one.TenantId,
                    Environment = one.Environment,
                    ClientId = one.ClientId,
                    FamilyId = one.FamilyId,
                    AccountId = one.AccountId,
                    Audience = one.Audience,
                    Scope = one.Scope,
                    IssuedAt = one.IssuedAt,
                    ExpiresAt = one.ExpiresAt,
                })
        );
        await db.SaveChangesAsync();
    }

    /// <summary>Has another server hold the lease of the sweeper, so that rows whose time is over stay to be seen.</summary>
    public static async Task KeepFromSweeping(this TestServer server, string datacentre = "dc2")
    {
        var until = server.Clock.GetUtcNow().AddYears(1);
        await using var db = server.Db(datacentre);
        await db.Leases.Where(lease => lease.Name == "sweep").ExecuteDeleteAsync();
        db.Leases.Add(
            new()
            {
                Name = "sweep",
                Holder = "another server",
                Until = until,
            }
        );
        await db.SaveChangesAsync();
    }

    public static Secret Secret(string clientId, long tenantId, TenantEnvironment environment, string secret, DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            ClientId = clientId,
            TenantId = tenantId,
            Environment = environment,
            Hash = TextHash.Of(secret),
            Hint = ClientSecret.Hint(new(secret)),
            CreatedAt = now,
        };
}
