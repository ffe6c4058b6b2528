using Tokenhouse.Protocol;
using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.Tokens;

/// <summary>
/// The only place where a token is believed. It must be of this site, alive, not revoked; its client and tenant enabled, its person still a member,
/// and of its scopes only those count that client and contract still have.
/// </summary>
public sealed class Reader(JwtVerifier verifier, AccessTokens tokens, Issued issued, ClientDirectory directory, TimeProvider clock)
{
    /// <summary>
    /// An access token, JWT or opaque; null when it is good for nothing at this site. One that was seen before costs neither a signature nor a
    /// query.
    /// </summary>
    public async ValueTask<BelievedToken?> AccessToken(Site site, string token) =>
        await verifier.Verify(site.Environment, token) is { } jwt
            ? await FromJwt(site, jwt)
            : await FromRow(site, await tokens.Opaque(token));

    /// <summary>A refresh token that was not spent; null when it is good for nothing.</summary>
    public async Task<BelievedToken?> RefreshToken(Site site, string token)
    {
        var now = clock.GetUtcNow();
        if (await issued.RefreshToken(new(token)) is not { Row.SpentAt: null, Family.EndedAt: null, PersonIsMember: true } presented)
            return null;
        var family = presented.Family;
        if (presented.Row.ExpiresAt <= now || family.Environment != site.Environment)
            return null;
        if (await directory.Registered(family.ClientId, site.Environment) is not { IsEnabled: true } client)
            return null;
        var scope = Remaining(client, family.Scope, now);
        return scope.Names.Count == 0
            ? null
            : new(client, family.AccountId.ToString("D"), scope, presented.Row.ExpiresAt)
            {
                AccountId = family.AccountId,
                Issuer = site.Issuer,
            };
    }

    private async ValueTask<BelievedToken?> FromJwt(Site site, VerifiedJwt jwt)
    {
        if (
            await directory.Registered(jwt.ClientId, site.Environment) is not { IsEnabled: true } client
            || !IsOwn(site, client, jwt.Issuer)
        )
            return null;
        var stored = await tokens.OfJwt(jwt.Id);
        if (stored is { Row.RevokedAt: not null } or { PersonIsMember: false })
            return null;
        var scope = Remaining(client, jwt.Scope, clock.GetUtcNow());
        return scope.Names.Count == 0
            ? null
            : new(client, jwt.Subject, scope, jwt.ExpiresAt)
            {
                Audience = jwt.Audience,
                IssuedAt = jwt.IssuedAt,
                Issuer = jwt.Issuer,
                AccountId = stored?.Row.AccountId,
            };
    }

    private async ValueTask<BelievedToken?> FromRow(Site site, PresentedAccessToken? stored)
    {
        var now = clock.GetUtcNow();
        if (stored is not { Row.RevokedAt: null, PersonIsMember: true })
            return null;
        var row = stored.Row;
        if (row.ExpiresAt <= now || row.Environment != site.Environment)
            return null;
        if (await directory.Registered(row.ClientId, site.Environment) is not { IsEnabled: true } client)
            return null;
        var scope = Remaining(client, row.Scope, now);
        if (scope.Names.Count == 0)
            return null;
        return new(client, row.AccountId?.ToString("D") ?? row.ClientId, scope, row.ExpiresAt)
        {
            Audience = row.Audience,
            IssuedAt = row.IssuedAt,
            Issuer = site.Datacentre.Site(site.Environment).Issuer,
            AccountId = row.AccountId,
        };
    }

    private static ScopeSet Remaining(RegisteredClient client, string scope, DateTimeOffset now) =>
        new(scope.Split(' ').Where(name => client.MayHave(name, now)));

    /// <summary>Whether the issuer is the site's, or that of the client's tenant at this site.</summary>
    private static bool IsOwn(Site site, RegisteredClient client, string issuer) =>
        issuer == site.Datacentre.Site(site.Environment).Issuer
        || issuer == site.Datacentre.Site(site.Environment, new TenantName(client.Tenant.Id, client.Tenant.Slug)).Issuer;
}
