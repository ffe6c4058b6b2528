using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Tokens;

/// <summary>Authorization codes (RFC 6749, 4.1.2): issued here, looked up by <see cref="Issued"/>, spent by <see cref="Families"/>.</summary>
public sealed class Codes(IDbContextFactory<Db> dbs, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    /// <summary>Creates a code for a consent.</summary>
    public async Task<SecretText> Issue(Agreement agreement, Spelling spelling)
    {
        var code = OpaqueToken.Make(spelling);
        var now = clock.GetUtcNow();
        await using var db = dbs.CreateDbContext();
        db.Codes.Add(
            new()
            {
                Hash = TextHash.Of(code),
                TenantId = agreement.Client.Tenant.Id,
                Environment = agreement.Client.Environment,
                ClientId = agreement.Client.Id,
                AccountId = agreement.AccountId,
                Dialect = agreement.Dialect.Name,
                RedirectUri = agreement.RedirectUri,
                Scope = agreement.Scope.ToString(),
                Challenge = agreement.Request.Challenge,
                Nonce = agreement.Request.Nonce,
                SessionId = agreement.SessionId,
                AuthenticatedAt = agreement.AuthenticatedAt,
                ExpiresAt = now + Lifetime,
                FamilyId = Guid.CreateVersion7(now),
            }
        );
        await db.SaveChangesAsync();
        return code;
    }
}
