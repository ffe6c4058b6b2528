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
        var members = db.CurrentMemberships();
        var found = await db
            .Codes.IgnoreQueryFilters([Db.OwnerFilter])
            .AsNoTracking()
            .Where(row => row.Hash == hash)
            .Select(row => new
            {
                row,
                isMember = members.Any(member => member.TenantId == row.TenantId && member.AccountId == row.AccountId),
            })
            .SingleOrDefaultAsync();
        return found is null ? null : new(found.row, found.isMember);
    }

    /// <summary>A refresh token with its family, spent or not; null if it isn't ours.</summary>
    public async Task<PresentedRefreshToken?> RefreshToken(SecretText token)
    {
        var hash = TextHash.Of(token);
        await using var db = dbs.CreateDbContext();
        var members = db.CurrentMemberships();
        var found = await (
            from row in db.RefreshTokens.IgnoreQueryFilters([Db.OwnerFilter]).AsNoTracking()
            join family in db.Families.IgnoreQueryFilters([Db.OwnerFilter]).AsNoTracking() on row.FamilyId equals family.Id
            where row.Hash == hash
            select new
            {
                row,
                family,
                isMember = members.Any(member => member.TenantId == family.TenantId && member.AccountId == family.AccountId),
            }
        ).SingleOrDefaultAsync();
        return found is null ? null : new(found.row, found.family, found.isMember);
    }
}
