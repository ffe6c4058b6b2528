using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Admin.Tenants;

/// <summary>
/// The tenants of all datacentres that this process runs, as far as a new one must differ from them. Asked when a tenant is created and never
/// otherwise: the protocol looks nothing up across datacentres, and no security rests on what is found here.
/// </summary>
public sealed class TenantRegistry : IDisposable
{
    private readonly ConcurrentDictionary<string, IDbContextFactory<Db>> databases = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turn = new(1);

    public void Add(string datacentre, IDbContextFactory<Db> dbs) => databases[datacentre] = dbs;

    /// <summary>One tenant at a time, so that none appears at another datacentre between the check and the commit.</summary>
    public async Task<T> Alone<T>(Func<Task<T>> create)
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

    /// <summary>Another datacentre that has a tenant with the number; null: none has.</summary>
    public Task<string?> HolderOf(long id, string datacentre) => Holder(datacentre, db => db.Tenants.AnyAsync(row => row.Id == id));

    /// <summary>Another datacentre that has a tenant with the slug; null: none has.</summary>
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
