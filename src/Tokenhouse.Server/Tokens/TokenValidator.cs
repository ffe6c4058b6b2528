using Tokenhouse.Core;
using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.Tokens;

/// <summary>
/// The only place that validates access tokens. A token must be from this site, not expired and not revoked; its client and tenant enabled, its person still a member.
/// Only scopes that client and contract still have count. The reason of a refusal goes to the event log; the bearer always gets the same
/// sentence.
/// </summary>
public sealed class TokenValidator(JwtVerifier verifier, AccessTokens tokens, ClientDirectory directory, TimeProvider clock)
{
    internal static readonly RefusalReason Unknown = new(
        RefusalKind.AccessTokenUnknown,
        $"this site didn't issue the token, or it was altered"
    );

    /// <summary>An access token, JWT or opaque; null if it isn't valid at this site.</summary>
    public async ValueTask<ValidatedToken?> AccessToken(Site site, string token) =>
        (await Validate(site, token)).Ok(out var believed, out _) ? believed : null;

    /// <summary>An access token, JWT or opaque. A token seen before costs neither a signature check nor a query.</summary>
    public async ValueTask<Result<ValidatedToken, OAuthError>> Validate(Site site, string token)
    {
        if (await verifier.Recognise(site.Environment, token) is { } jwt)
            return await FromJwt(site, jwt);
        return await tokens.Opaque(token) is { } stored ? await FromRow(site, stored) : Refuse(Unknown);
    }

    private async ValueTask<Result<ValidatedToken, OAuthError>> FromJwt(Site site, VerifiedJwt jwt)
    {
        if (await directory.Registered(jwt.ClientId, site.Environment) is not { } client || !IsOwn(site, client, jwt.Issuer))
            return Refuse(Unknown);
        var caller = new AttributedClient(client.Id, client.Tenant.Id);
        if (jwt.ExpiresAt <= clock.GetUtcNow())
            return Refuse(Expired(jwt.ExpiresAt), caller);
        var stored = await tokens.OfJwt(jwt.Id);
        if (stored?.Row.RevokedAt is { } revokedAt)
            return Refuse(Revoked(revokedAt), caller);
        if (jwt.IssuedAt < client.RevokedBefore)
            return Refuse(RevokedWithOthers(client), caller);
        if (FindRefusal(client, stored?.PersonIsMember != false) is { } doubt)
            return Refuse(doubt, caller);
        if (!Remaining(client, jwt.Scope, clock.GetUtcNow()).Ok(out var scope, out var error))
            return error;
        return new ValidatedToken(client, jwt.Subject, scope, jwt.ExpiresAt)
        {
            Audience = jwt.Audience,
            IssuedAt = jwt.IssuedAt,
            Issuer = jwt.Issuer,
            AccountId = stored?.Row.AccountId,
        };
    }

    private async ValueTask<Result<ValidatedToken, OAuthError>> FromRow(Site site, PresentedAccessToken stored)
    {
        var row = stored.Row;
        if (row.Environment != site.Environment || await directory.Registered(row.ClientId, site.Environment) is not { } client)
            return Refuse(Unknown);
        var caller = new AttributedClient(client.Id, client.Tenant.Id);
        if (row.ExpiresAt <= clock.GetUtcNow())
            return Refuse(Expired(row.ExpiresAt), caller);
        if (row.RevokedAt is { } revokedAt)
            return Refuse(Revoked(revokedAt), caller);
        if (row.IssuedAt < client.RevokedBefore)
            return Refuse(RevokedWithOthers(client), caller);
        if (FindRefusal(client, stored.PersonIsMember) is { } doubt)
            return Refuse(doubt, caller);
        if (!Remaining(client, row.Scope, clock.GetUtcNow()).Ok(out var scope, out var error))
            return error;
        return new ValidatedToken(client, row.AccountId?.ToString("D") ?? row.ClientId, scope, row.ExpiresAt)
        {
            Audience = row.Audience,
            IssuedAt = row.IssuedAt,
            Issuer = site.Datacentre.Site(site.Environment).Issuer,
            AccountId = row.AccountId,
        };
    }

    private static RefusalReason? FindRefusal(RegisteredClient client, bool personIsMember) =>
        client.Disablement
        ?? (personIsMember ? null : new(RefusalKind.NotAMember, $"the account was disabled, or is no longer a member of the tenant"));

    /// <summary>The scopes that client and contract still allow; the refusal if there are none.</summary>
    internal static Result<ScopeSet, OAuthError> Remaining(RegisteredClient client, string scope, DateTimeOffset now)
    {
        var names = scope.Split(' ');
        var remaining = client.Entitlement.Remaining(names, now);
        if (remaining.Names.Count > 0)
            return remaining;
        var lost = names.First(name => name != StandardScopes.OfflineAccess);
        return Refuse(client.Entitlement.Denial(lost, now), new(client.Id, client.Tenant.Id));
    }

    /// <summary>Whether the issuer is the site's, or the client's tenant's at this site.</summary>
    private static bool IsOwn(Site site, RegisteredClient client, string issuer) =>
        issuer == site.Datacentre.Site(site.Environment).Issuer
        || issuer == site.Datacentre.Site(site.Environment, new TenantName(client.Tenant.Id, client.Tenant.Slug)).Issuer;

    private static RefusalReason Expired(DateTimeOffset at) =>
        new(RefusalKind.AccessTokenExpired, $"the access token expired on {at:d MMMM yyyy HH:mm} UTC");

    private static RefusalReason Revoked(DateTimeOffset at) =>
        new(RefusalKind.AccessTokenRevoked, $"the access token was revoked on {at:d MMMM yyyy HH:mm} UTC");

    private static RefusalReason RevokedWithOthers(RegisteredClient client) =>
        new(
            RefusalKind.AccessTokenRevoked,
            $"the client revoked so many tokens that all tokens issued to it before {client.RevokedBefore:d MMMM yyyy HH:mm:ss} UTC are revoked"
        );

    internal static OAuthError Refuse(RefusalReason reason, AttributedClient? caller = null)
    {
        var refusal = OAuthError.InvalidToken($"The access token is unknown, expired or revoked.").Because(reason);
        return caller is null ? refusal : refusal.From(caller);
    }
}
