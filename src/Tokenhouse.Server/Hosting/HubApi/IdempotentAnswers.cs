using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hosting.HubApi;

/// <summary>
/// The answers to creations, for a day. Of two requests with one key the database lets one in. Answers are sealed: some hold a secret that is
/// shown once.
/// </summary>
internal sealed class IdempotentAnswers(IDbContextFactory<Db> dbs, IDataProtectionProvider protection, TimeProvider clock)
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly IDataProtector protector = protection.CreateProtector("Tokenhouse.IdempotentAnswer");

    /// <summary>Claims a key for a request, or tells what became of the one that had it.</summary>
    public async Task<Beginning> Begin(Actor actor, string key, byte[] request)
    {
        var now = clock.GetUtcNow();
        await using var db = dbs.CreateDbContext();
        db.Tenant = actor.Tenant.Id;
        await Rows(db, actor, key).Where(row => row.ExpiresAt <= now).ExecuteDeleteAsync();
        var claimed = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "IdempotencyKeys" ("TenantId", "ClientId", "Key", "RequestHash", "ExpiresAt")
            VALUES ({actor.Tenant.Id}, {actor.Name}, {key}, {request}, {(now + Kept).ToUnixTimeMilliseconds()})
            ON CONFLICT ("TenantId", "ClientId", "Key") DO NOTHING
            """
        );
        if (claimed == 1)
            return new Beginning.First();
        var row = await Rows(db, actor, key).AsNoTracking().SingleOrDefaultAsync();
        if (row is null || (row.Status is null && row.RequestHash.AsSpan().SequenceEqual(request)))
            return new Beginning.Underway();
        if (!row.RequestHash.AsSpan().SequenceEqual(request))
            return new Beginning.Other();
        return new Beginning.Answered(row.Status!.Value, row.Location, Unsealed(row, actor));
    }

    /// <summary>Keeps the answer for those who repeat the request.</summary>
    public async Task Keep(Actor actor, string key, Beginning.Answered answer)
    {
        var body = For(actor, key).Protect(answer.Body);
        await using var db = dbs.CreateDbContext();
        db.Tenant = actor.Tenant.Id;
        await Rows(db, actor, key)
            .ExecuteUpdateAsync(row =>
                row.SetProperty(k => k.Status, answer.Status).SetProperty(k => k.Location, answer.Location).SetProperty(k => k.Sealed, body)
            );
    }

    /// <summary>Gives the key free: nothing was done under it.</summary>
    public async Task Forget(Actor actor, string key)
    {
        await using var db = dbs.CreateDbContext();
        db.Tenant = actor.Tenant.Id;
        await Rows(db, actor, key).ExecuteDeleteAsync();
    }

    private byte[] Unsealed(IdempotencyKey row, Actor actor) => For(actor, row.Key).Unprotect(row.Sealed!);

    private IDataProtector For(Actor actor, string key) => protector.CreateProtector(actor.Tenant.Slug, actor.Name, key);

    private static IQueryable<IdempotencyKey> Rows(Db db, Actor actor, string key) =>
        db.IdempotencyKeys.Where(row => row.ClientId == actor.Name && row.Key == key);

    /// <summary>What there is to a key when a request comes with it.</summary>
    public abstract record Beginning
    {
        private Beginning() { }

        /// <summary>Nothing: it is the first.</summary>
        public sealed record First : Beginning;

        /// <summary>The same request, and no answer yet.</summary>
        public sealed record Underway : Beginning;

        /// <summary>Another request.</summary>
        public sealed record Other : Beginning;

        /// <summary>The same request, and its answer.</summary>
        public sealed record Answered(int Status, string? Location, byte[] Body) : Beginning;
    }
}
