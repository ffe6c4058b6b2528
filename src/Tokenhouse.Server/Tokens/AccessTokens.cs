using System.Buffers.Text;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>
/// What the database knows of access tokens, in memory under the hashes of their rows. Follows the change feed, so that what was revoked is
/// believed nowhere a second later.
/// </summary>
public sealed class AccessTokens : IFollower, IDisposable
{
    private const int Capacity = 10_000;

    private readonly IDbContextFactory<Db> dbs;
    private readonly MemberDirectory members;
    private readonly Cache<string, AccessToken> opaque;

    // Apart, since most have no row: what was made up and presented as an opaque token pushes none of them out.
    private readonly Cache<string, AccessToken> jwts;

    public AccessTokens(IDbContextFactory<Db> dbs, MemberDirectory members, Followers followers)
    {
        (this.dbs, this.members) = (dbs, members);
        var rows = new LookupBatch<string, AccessToken>(Load);
        opaque = new("tokens", Capacity, rows.Find);
        jwts = new("jwts", Capacity, rows.Find);
        followers.Add(this);
    }

    /// <summary>An opaque token; null when it is none of ours.</summary>
    public ValueTask<PresentedAccessToken?> Opaque(string token) => Find(opaque, TextHash.Of(token));

    /// <summary>What is stored of a JWT that was verified: null for a machine's that was not revoked.</summary>
    public ValueTask<PresentedAccessToken?> OfJwt(string id) => Find(jwts, OpaqueToken.HashOfId(id));

    public ValueTask Changed(Subject subject, CancellationToken cancellationToken)
    {
        if (subject == Subject.Tokens)
            return Forget(cancellationToken);
        if (subject.Topic is Topic.Token)
        {
            opaque.Forget(subject.Key);
            jwts.Forget(subject.Key);
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
        await rows.Find(Subject.Token(hash).Key) is { } row
            ? new(row, row.AccountId is not { } account || await members.HasMember(row.TenantId, account))
            : null;

    private async Task<IReadOnlyDictionary<string, AccessToken>> Load(IReadOnlyList<string> keys)
    {
        var hashes = keys.Select(key => Base64Url.DecodeFromChars(key)).ToList();
        await using var db = dbs.CreateDbContext();
        var rows = await db
            .AccessTokens.IgnoreQueryFilters([Db.OwnerFilter])
            .AsNoTracking()
            .Where(token => EF.Parameter(hashes).Contains(token.Hash)) // one statement, however many they are
            .ToListAsync();
        return rows.ToDictionary(token => Subject.Token(token.Hash).Key);
    }
}
