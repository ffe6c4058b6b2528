using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Bench.Pages;

/// <summary>Fills a datacentre as some years of business would.</summary>
internal sealed class DataSeeder(BenchServer server, Scale scale, Rows rows)
{
    private const int Chunk = 5_000;

    /// <summary>Fills it, unless it is filled already: a folder can be looked at again.</summary>
    public async Task Fill()
    {
        if (await IsDone())
            return;
        await AddAll(scale.Tenants - 1, rows.Tenant);
        await Widen();
        await AddAll(scale.Tenants - 1, rows.ManagerOfOther);
        await AddAll(scale.AcmePeople, rows.Colleague);
        await AddAll(scale.Clients, rows.Client);
        await AddAll(scale.Clients / 5, rows.Network);
        await AddAll(scale.Requests, rows.Request);
        await AddAll(scale.LogRows / 2, rows.Refusal);
        await AddAll(scale.LogRows / 2, rows.Usage);
        await AddLastCalls();
        await AddAll(scale.AcmeInvitations, rows.Invitation);
        await AddChanges();
        await LearnSizes();
    }

    private async Task<bool> IsDone()
    {
        await using var db = server.Db();
        return await db.Tenants.CountAsync() >= scale.Tenants;
    }

    private async Task AddAll<T>(int count, Func<int, T> row)
        where T : class
    {
        for (var begin = 0; begin < count; begin += Chunk)
        {
            await using var db = server.Db();
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            db.Set<T>().AddRange(Enumerable.Range(begin, Math.Min(Chunk, count - begin)).Select(row));
            await db.SaveChangesAsync();
        }
    }

    /// <summary>Acme speaks all dialects and has contracts for all scopes.</summary>
    private async Task Widen()
    {
        await using var db = server.Db();
        db.Tenant = Scale.Acme;
        var acme = await db.Tenants.Include(tenant => tenant.Contracts).SingleAsync(tenant => tenant.Id == Scale.Acme);
        acme.Dialects = [.. Rows.Dialects];
        await db.SaveChangesAsync();
    }

    /// <summary>Acme's audit: a chain, as changes one after the other would have made it.</summary>
    private async Task AddChanges()
    {
        await using var reading = server.Db();
        reading.Tenant = Scale.Acme;
        var last = await reading.Audit.OrderByDescending(entry => entry.Sequence).FirstOrDefaultAsync();
        var entries = new List<AuditEntry>();
        for (var index = 0; index < scale.AcmeChanges; index++)
            entries.Add(last = AuditChain.Link(last, rows.Change(index, (last?.Sequence ?? 0) + 1)));
        await AddAll(entries.Count, index => entries[index]);
    }

    /// <summary>As the server writes them beside each row of use.</summary>
    private async Task AddLastCalls()
    {
        await using var db = server.Db();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "LastCalls" ("TenantId", "Environment", "ClientId", "Dialect", "At")
            SELECT u."TenantId", u."Environment", u."ClientId", u."Dialect", MAX(u."Minute")
            FROM "Usages" u
            JOIN "Clients" c ON c."Environment" = u."Environment" AND c."Id" = u."ClientId"
            GROUP BY u."TenantId", u."Environment", u."ClientId", u."Dialect"
            """
        );
    }

    /// <summary>PostgreSQL plans by what it knows of its tables, and learns it by itself within minutes: here at once.</summary>
    private async Task LearnSizes()
    {
        await using var db = server.Db();
        if (db.Database.IsNpgsql())
            await db.Database.ExecuteSqlAsync($"ANALYZE");
    }
}
