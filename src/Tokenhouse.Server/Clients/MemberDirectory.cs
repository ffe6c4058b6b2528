using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Clients;

/// <summary>
/// Which tenants' clients can act for which people, in memory, for token validation. Follows the change feed, so that a
/// disabled account or a removed member is noticed on every server within a second.
/// </summary>
public sealed class MemberDirectory : ICacheInvalidationListener, IDisposable
{
    private const int Capacity = 10_000;

    private readonly IDbContextFactory<Db> dbs;
    private readonly Cache<string, long[]> members;

    public MemberDirectory(IDbContextFactory<Db> dbs, CacheInvalidator cacheInvalidator)
    {
        this.dbs = dbs;
        members = new("members", Capacity, Load);
        cacheInvalidator.Add(this);
    }

    /// <summary>Whether the account is enabled and a member of the tenant.</summary>
    public async ValueTask<bool> HasMember(long tenantId, Guid accountId) =>
        await members.Find(CacheKey.Account(accountId).Key) is { } tenants && tenants.Contains(tenantId);

    public ValueTask Changed(CacheKey cacheKey, CancellationToken cancellationToken)
    {
        if (cacheKey.Kind is CacheKeyKind.Account)
            members.Forget(cacheKey.Key);
        return ValueTask.CompletedTask;
    }

    public ValueTask Forget(CancellationToken cancellationToken)
    {
        members.ForgetAll();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => members.Dispose();

    private async Task<long[]?> Load(string key)
    {
        var id = Guid.ParseExact(key, "D");
        await using var db = dbs.CreateDbContext();
        var account = await db
            .Accounts.AsNoTracking()
            .Include(account => account.Memberships)
            .SingleOrDefaultAsync(account => account.Id == id && account.DisabledAt == null);
        return account?.Memberships.Select(membership => membership.TenantId).ToArray();
    }
}
