using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Notifications;

/// <summary>
/// One-time links in emails. Viewing one changes nothing, because mail scanners open every link. It is spent by one conditional
/// update in the transaction that uses it.
/// </summary>
public sealed class EmailLinks(IDbContextFactory<Db> dbs, ILookupNormalizer normalizer, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>The maximum number of pending links to one mailbox.</summary>
    public const int MostAlive = 5;

    /// <summary>The enabled account that has an email address.</summary>
    public async Task<Account?> Holder(string email)
    {
        var normal = normalizer.NormalizeEmail(email);
        await using var db = dbs.CreateDbContext();
        return await db.Accounts.AsNoTracking().SingleOrDefaultAsync(row => row.NormalizedEmail == normal && row.DisabledAt == null);
    }

    /// <summary>A new one; null if too many of its kind are pending.</summary>
    public async Task<string?> Make(Guid accountId, LinkPurpose purpose)
    {
        var (now, value) = (clock.GetUtcNow(), RandomText.Base64Url());
        await using var db = dbs.CreateDbContext();
        if (await Alive(db, purpose, now).CountAsync(link => link.AccountId == accountId) >= MostAlive)
            return null;
        db.Links.Add(
            new()
            {
                Hash = TextHash.Of(value),
                Purpose = purpose,
                AccountId = accountId,
                CreatedAt = now,
                ExpiresAt = now + Lifetime,
            }
        );
        await db.SaveChangesAsync();
        return value;
    }

    /// <summary>Its account, if it can be spent.</summary>
    public async Task<Account?> Find(string value, LinkPurpose purpose)
    {
        var hash = TextHash.Of(value);
        await using var db = dbs.CreateDbContext();
        return await (
            from link in Alive(db, purpose, clock.GetUtcNow())
            join account in db.Accounts.AsNoTracking() on link.AccountId equals account.Id
            where link.Hash == hash && account.DisabledAt == null
            select account
        ).SingleOrDefaultAsync();
    }

    /// <summary>Spends it in the caller's transaction. Of many simultaneous attempts, one succeeds.</summary>
    public async Task<bool> Spend(Db db, string value, LinkPurpose purpose)
    {
        var (hash, now) = (TextHash.Of(value), clock.GetUtcNow());
        return await Alive(db, purpose, now)
                .Where(link => link.Hash == hash)
                .ExecuteUpdateAsync(link => link.SetProperty(l => l.SpentAt, now)) == 1;
    }

    /// <summary>Spends all of an account's links of a kind, in the caller's transaction.</summary>
    public async Task SpendAll(Db db, Guid accountId, LinkPurpose purpose)
    {
        var now = clock.GetUtcNow();
        await db
            .Links.Where(link => link.AccountId == accountId && link.Purpose == purpose && link.SpentAt == null)
            .ExecuteUpdateAsync(link => link.SetProperty(l => l.SpentAt, now));
    }

    private static IQueryable<Link> Alive(Db db, LinkPurpose purpose, DateTimeOffset now) =>
        db.Links.Where(link => link.Purpose == purpose && link.SpentAt == null && link.ExpiresAt > now);
}
