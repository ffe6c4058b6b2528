using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Hub.Tenants;

/// <summary>
/// The numbers and slugs of all datacentres in this process, from which a new tenant must differ. Only used when a tenant is created:
/// the protocol never looks anything up across datacentres, and security doesn't depend on this.
/// </summary>
public sealed class TenantRegistry : IDisposable
{
    private readonly ConcurrentDictionary<string, IDbContextFactory<Db>> databases = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turn = new(1);

    public void Add(string datacentre, IDbContextFactory<Db> dbs) => databases[datacentre] = dbs;

    /// <summary>Creates one tenant at a time, so that none appears at another datacentre between the check and the commit.</summary>
    public async Task<T> RunExclusively<T>(Func<Task<T>> create)
    {
        await turn.WaitAsync();
        try
        {
            return await create();
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Another datacentre that has a tenant with the number; null if there is none.</summary>
    public Task<string?> HolderOf(long id, string datacentre) => Holder(datacentre, db => db.Tenants.AnyAsync(row => row.Id == id));

    /// <summary>Another datacentre that has a tenant with the slug; null if there is none.</summary>
    public Task<string?> HolderOf(string slug, string datacentre) => Holder(datacentre, db => db.Tenants.AnyAsync(row => row.Slug == slug));

    public void Dispose() => turn.Dispose();

    private async Task<string?> Holder(string datacentre, Func<Db, Task<bool>> has)
    {
        foreach (var (name, dbs) in databases)
        {
            if (name == datacentre)
                continue;
            await using var db = dbs.CreateDbContext();
            if (await has(db))
                return name;
        }
        return null;
    }
}
