using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>
/// The claims about a person that granted scopes release (OpenID Connect Core 1.0, 5.4), as the account is now. Claims without a value are left out
/// (5.3.2).
/// </summary>
public sealed class PersonClaims(IDbContextFactory<Db> dbs)
{
    private static readonly IReadOnlyDictionary<string, object> None = new Dictionary<string, object>();

    /// <param name="client">The client.</param>
    /// <param name="scope">The granted scopes.</param>
    /// <param name="accountId">The person.</param>
    public Task<IReadOnlyDictionary<string, object>> Of(RegisteredClient client, ScopeSet scope, Guid accountId) =>
        Of(client, scope, accountId, StandardClaims.Names);

    /// <param name="client">The client.</param>
    /// <param name="scope">The granted scopes.</param>
    /// <param name="accountId">The person.</param>
    /// <param name="wanted">The claims that are needed.</param>
    public async Task<IReadOnlyDictionary<string, object>> Of(
        RegisteredClient client,
        ScopeSet scope,
        Guid accountId,
        IReadOnlyCollection<string> wanted
    )
    {
        var released = StandardClaims.Names.Where(name => wanted.Contains(name) && IsReleased(name, client, scope)).ToHashSet();
        if (released.Count == 0)
            return None;
        await using var db = dbs.CreateDbContext();
        return await db.Accounts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == accountId) is { } account
            ? All(account).Where(claim => released.Contains(claim.Key)).ToDictionary()
            : None;
    }

    private static bool IsReleased(string claim, RegisteredClient client, ScopeSet scope) =>
        StandardClaims.ScopeOf(claim) is { } releasedBy
        && scope.Names.Contains(releasedBy)
        && client.Catalogue.IsSignIn(releasedBy)
        // People sign in with their email address: a client that doesn't get it by `email` doesn't get it by another name either.
        && (claim != StandardClaims.PreferredUsername || client.Entitlement.SignIn.Contains(StandardScopes.Email));

    private static Dictionary<string, object> All(Account account)
    {
        var claims = new Dictionary<string, object>
        {
            [StandardClaims.Name] = account.Name,
            [StandardClaims.PreferredUsername] = account.Email!,
            [StandardClaims.UpdatedAt] = (account.ProfileChangedAt ?? account.CreatedAt).ToUnixTimeSeconds(),
            [StandardClaims.Email] = account.Email!,
            [StandardClaims.EmailVerified] = account.EmailConfirmed,
        };
        if (account.Locale is { } locale)
            claims[StandardClaims.Locale] = locale;
        return claims;
    }
}
