using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Tokens;

/// <summary>Authorization codes (RFC 6749, 4.1.2): issued here, looked up by <see cref="TokenStore"/>, spent by <see cref="RefreshTokenRotation"/>.</summary>
public sealed class AuthorizationCodes(IDbContextFactory<Db> dbs, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    /// <summary>How many ignored scopes are kept for the log: as many as the column holds.</summary>
    private const int MostIgnored = 40;

    /// <summary>Creates a code for a consent.</summary>
    public async Task<SecretText> Issue(AuthorizationCodeData authorizationCodeData, TokenFormat format)
    {
        var code = OpaqueToken.Make(format);
        var now = clock.GetUtcNow();
        await using var db = dbs.CreateDbContext();
        db.Codes.Add(
            new()
            {
                Hash = TextHash.Of(code),
                TenantId = authorizationCodeData.Client.Tenant.Id,
                Environment = authorizationCodeData.Client.Environment,
                ClientId = authorizationCodeData.Client.Id,
                AccountId = authorizationCodeData.AccountId,
                Dialect = authorizationCodeData.Dialect.Name,
                RedirectUri = authorizationCodeData.RedirectUri,
                Scope = authorizationCodeData.Scope.Granted.ToString(),
                Challenge = authorizationCodeData.Request.Challenge,
                Nonce = authorizationCodeData.Request.Nonce,
                IdTokenClaims = string.Join(' ', authorizationCodeData.Request.Claims.IdToken),
                // What is too long to be a scope may be anything, so the log doesn't get it. The first few show what is wrong.
                IgnoredScopes = string.Join(
                    ' ',
                    authorizationCodeData.Scope.Ignored.Where(name => name.Length <= StandardScopes.MaxLength).Take(MostIgnored)
                ),
                SessionId = authorizationCodeData.SessionId,
                AuthenticatedAt = authorizationCodeData.AuthenticatedAt,
                ExpiresAt = now + Lifetime,
                FamilyId = Guid.CreateVersion7(now),
            }
        );
        await db.SaveChangesAsync();
        return code;
    }
}
