using System.Buffers.Text;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>
/// The database rows of access tokens, cached by their hashes. Follows the change feed, so that a revoked token is
/// refused everywhere within a second.
/// </summary>
public sealed class AccessTokens : ICacheInvalidationListener, IDisposable
{
    private const int Capacity = 10_000;

    private readonly IDbContextFactory<Db> dbs;
    private readonly MemberDirectory members;
    private readonly Cache<string, AccessToken> opaque;

    // Cached separately, because most have no row: made-up opaque tokens can't push them out.
    private readonly Cache<string, AccessToken> jwts;

    public AccessTokens(IDbContextFactory<Db> dbs, MemberDirectory members, CacheInvalidator cacheInvalidator)
    {
        (this.dbs, this.members) = (dbs, members);
        var rows = new LookupBatch<string, AccessToken>(Load);
        opaque = new("tokens", Capacity, rows.Find);
        jwts = new("jwts", Capacity, rows.Find);
        cacheInvalidator.Add(this);
    }

    /// <summary>The row of an opaque token; null if it isn't ours.</summary>
    public ValueTask<PresentedAccessToken?> Opaque(string token) => Find(opaque, TextHash.Of(token));

    /// <summary>The row of a verified JWT; null for a machine's that isn't revoked.</summary>
    public ValueTask<PresentedAccessToken?> OfJwt(string id) => Find(jwts, OpaqueToken.HashOfId(id));

    public ValueTask Changed(CacheKey cacheKey, CancellationToken cancellationToken)
    {
        if (cacheKey == CacheKey.Tokens)
            return Forget(cancellationToken);
        if (cacheKey.Kind is CacheKeyKind.Token)
        {
            opaque.Forget(cacheKey.Key);
            jwts.Forget(cacheKey.Key);
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask Forget(CancellationToken cancellationToken)
    {
        opaque.ForgetAll();
        jwts.ForgetAll();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        opaque.Dispose();
        jwts.Dispose();
    }

    private async ValueTask<PresentedAccessToken?> Find(Cache<string, AccessToken> rows, byte[] hash) =>
        await rows.Find(CacheKey.Token(hash).Key) is { } row
            ? new(row, row.AccountId is not { } account || await members.HasMember(row.TenantId, account))
            : null;

    private async Task<IReadOnlyDictionary<string, AccessToken>> Load(IReadOnlyList<string> keys)
    {
        var hashes = keys.Select(key => Base64Url.DecodeFromChars(key)).ToList();
        await using var db = dbs.CreateDbContext();
        var rows = await db
            .AccessTokens.IgnoreQueryFilters([Db.OwnerFilter])
            .AsNoTracking()
            .Where(token => EF.Parameter(hashes).Contains(token.Hash)) // one statement for any number
            .ToListAsync();
        return rows.ToDictionary(token => CacheKey.Token(token.Hash).Key);
    }
}
