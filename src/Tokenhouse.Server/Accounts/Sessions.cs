using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Shared;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Sessions: who is signed in, in which browser. A session is a row. Without the row, the cookie means nothing, so ending it here ends it on
/// every server at once.
/// </summary>
public sealed class Sessions(Datacentre datacentre, IDbContextFactory<Db> dbs, TenantBounds bounds, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);
    public static readonly TimeSpan IdleLifetime = TimeSpan.FromHours(2);

    private static readonly TimeSpan SeenPrecision = TimeSpan.FromMinutes(1);

    private readonly HostCookie cookie = new(datacentre, "tokenhouse-session");

    /// <summary>The person whose browser sent the request; null if no one is signed in.</summary>
    public async Task<SignedInAccount?> Current(HttpContext http)
    {
        if (cookie.Read(http) is not { } token)
            return null;
        var hash = TextHash.Of(token);
        return await Find(http, session => session.TokenHash == hash);
    }

    /// <summary>The person of a session by one of its cookies, updating when they were last seen; null if it has ended.</summary>
    internal async Task<SignedInAccount?> Find(HttpContext http, Expression<Func<Session, bool>> its)
    {
        var now = clock.GetUtcNow();
        await using var db = dbs.CreateDbContext();
        var found = await (
            from session in Alive(db, now).AsNoTracking().Where(its)
            join account in db.Accounts.AsNoTracking() on session.AccountId equals account.Id
            where account.DisabledAt == null
            select new { session, account }
        ).SingleOrDefaultAsync(http.RequestAborted);
        if (found is null)
            return null;
        if (found.session.SeenAt < now - SeenPrecision)
        {
            await db
                .Sessions.Where(session => session.Id == found.session.Id)
                .ExecuteUpdateAsync(session => session.SetProperty(s => s.SeenAt, now), http.RequestAborted);
            await See(db, found.account.Id, now);
        }
        return new(found.account, found.session);
    }

    /// <summary>
    /// Starts a session in this browser, and ends its previous one. For the same person it keeps the ID, so that clients still know it by its
    /// <c>sid</c>; nothing else of the previous one is kept.
    /// </summary>
    public async Task Begin(HttpContext http, Account account, params string[] methods)
    {
        var (now, token) = (clock.GetUtcNow(), RandomText.Base64Url());
        var agent = http.Request.Headers.UserAgent.ToString();
        await using var db = dbs.CreateDbContext();
        var id = await Replace(db, http, account.Id) ?? Guid.CreateVersion7(now);
        db.Sessions.Add(
            new()
            {
                Id = id,
                TokenHash = TextHash.Of(token),
                AccountId = account.Id,
                Methods = [.. methods],
                AuthenticatedAt = now,
                SeenAt = now,
                ExpiresAt = now + Lifetime,
                Address = ClientAddress.Format(http.Connection.RemoteIpAddress),
                Browser = Shortened(agent),
            }
        );
        await db.SaveChangesAsync(http.RequestAborted);
        var others = db.Sessions.Where(session => session.AccountId == account.Id && session.Id != id);
        var surplus = others.OrderByDescending(session => session.AuthenticatedAt).Skip(bounds.SessionsOfAccount - 1).Select(row => row.Id);
        await db.Sessions.Where(session => surplus.Contains(session.Id)).ExecuteDeleteAsync(http.RequestAborted);
        await See(db, account.Id, now);
        cookie.Write(http, token);
    }

    /// <summary>Ends the session of this browser, and returns its ID if it is the person's. Of two simultaneous sign-ins, one gets it.</summary>
    private async Task<Guid?> Replace(Db db, HttpContext http, Guid accountId)
    {
        if (cookie.Read(http) is not { } token)
            return null;
        var hash = TextHash.Of(token);
        var previous = await Alive(db, clock.GetUtcNow())
            .Where(session => session.TokenHash == hash && session.AccountId == accountId)
            .Select(session => (Guid?)session.Id)
            .SingleOrDefaultAsync(http.RequestAborted);
        return await db.Sessions.Where(session => session.TokenHash == hash).ExecuteDeleteAsync(http.RequestAborted) == 1 ? previous : null;
    }

    /// <summary>Ends the session of this browser, if there is one.</summary>
    public async Task End(HttpContext http)
    {
        if (cookie.Read(http) is not { } token)
            return;
        var hash = TextHash.Of(token);
        await using var db = dbs.CreateDbContext();
        await db.Sessions.Where(session => session.TokenHash == hash).ExecuteDeleteAsync(http.RequestAborted);
        cookie.Delete(http);
    }

    /// <summary>Ends a session of the account, wherever it is.</summary>
    public async Task End(Guid accountId, Guid sessionId)
    {
        await using var db = dbs.CreateDbContext();
        await db.Sessions.Where(session => session.AccountId == accountId && session.Id == sessionId).ExecuteDeleteAsync();
    }

    /// <summary>Ends all sessions of the account but one.</summary>
    public async Task EndOthers(Guid accountId, Guid? kept)
    {
        await using var db = dbs.CreateDbContext();
        await db.Sessions.Where(session => session.AccountId == accountId && session.Id != kept).ExecuteDeleteAsync();
    }

    /// <summary>The account's sessions, last used first.</summary>
    public async Task<IReadOnlyList<Session>> List(Guid accountId)
    {
        var now = clock.GetUtcNow();
        await using var db = dbs.CreateDbContext();
        return await Alive(db, now)
            .AsNoTracking()
            .Where(session => session.AccountId == accountId)
            .OrderByDescending(session => session.SeenAt)
            .ToListAsync();
    }

    /// <summary>Stored in the account, so that it outlives its sessions.</summary>
    private static Task<int> See(Db db, Guid accountId, DateTimeOffset now) =>
        db
            .Accounts.Where(account => account.Id == accountId)
            .ExecuteUpdateAsync(account => account.SetProperty(a => a.SeenAt, now), CancellationToken.None);

    /// <summary>The sessions that haven't expired.</summary>
    internal static IQueryable<Session> Alive(Db db, DateTimeOffset now) =>
        db.Sessions.Where(session => session.ExpiresAt > now && session.SeenAt > now - IdleLifetime);

    /// <summary>Never cuts within a character, because half a character can't be stored.</summary>
    private static string Shortened(string agent) =>
        agent.Length <= AccountSchema.Browser ? agent
        : char.IsHighSurrogate(agent[AccountSchema.Browser - 1]) ? agent[..(AccountSchema.Browser - 1)]
        : agent[..AccountSchema.Browser];
}
