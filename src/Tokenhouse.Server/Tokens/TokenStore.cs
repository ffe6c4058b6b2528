using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Tokens;

/// <summary>Looks up an issued value that a client presents. Spends nothing.</summary>
public sealed class TokenStore(IDbContextFactory<Db> dbs)
{
    /// <summary>A code's row, spent or not; null if it isn't ours.</summary>
    public async Task<PresentedCode?> Code(SecretText code)
    {
        var hash = TextHash.Of(code);
        await using var db = dbs.CreateDbContext();
        var row = await db.Codes.IgnoreQueryFilters([Db.OwnerFilter]).AsNoTracking().SingleOrDefaultAsync(known => known.Hash == hash);
        return row is null ? null : new(row, await db.HasMember(row.TenantId, row.AccountId));
    }

    /// <summary>A refresh token with its family, spent or not; null if it isn't ours.</summary>
    public async Task<PresentedRefreshToken?> RefreshToken(SecretText token)
    {
        var hash = TextHash.Of(token);
        await using var db = dbs.CreateDbContext();
        var found = await (
            from row in db.RefreshTokens.IgnoreQueryFilters([Db.OwnerFilter]).AsNoTracking()
            join family in db.Families.IgnoreQueryFilters([Db.OwnerFilter]).AsNoTracking() on row.FamilyId equals family.Id
            where row.Hash == hash
            select new { row, family }
        ).SingleOrDefaultAsync();
        return found is null ? null : new(found.row, found.family, await db.HasMember(found.family.TenantId, found.family.AccountId));
    }
}
