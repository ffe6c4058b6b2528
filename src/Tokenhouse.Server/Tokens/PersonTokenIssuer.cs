using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>
/// Issues the tokens of a client that acts for a person: an access token, a refresh token and, with <c>openid</c>, an ID token. Spends the presented
/// code or refresh token.
/// </summary>
public sealed class PersonTokenIssuer(
    JwtSigner jwtSigner,
    RefreshTokenRotation refreshTokenRotation,
    PersonClaims personClaims,
    TimeProvider clock
)
{
    /// <summary>Creates the tokens of a grant for a person.</summary>
    public async Task<Result<TokenResponse, OAuthError>> Issue(
        Site site,
        AuthenticatedClient client,
        Grant grant,
        Dialect dialect,
        CancellationToken caller
    )
    {
        var presented = grant.Delegation ?? throw new ArgumentException("The grant isn't for a person.", nameof(grant));
        var policy = client.Registered.Policy(dialect.Tokens, grant.Audience).Within(Remaining(presented));
        var access = AccessToken(site, client.Registered, grant, policy, out var row);
        var identity = await IdToken(site, client.Registered, grant, policy, access);
        var spent = await refreshTokenRotation.Spend(presented, new(client.Registered, grant, dialect, policy, row), caller);
        if (!spent.Result.Ok(out var refresh, out var error))
            return error.From(client.Caller);
        return new TokenResponse(access, policy.AccessTokenLifetime, grant.Scope, client.Caller)
        {
            RefreshToken = refresh,
            Authorization = new(spent.ExpiresAt - clock.GetUtcNow(), Remaining(presented)),
            IdToken = identity,
            Note = spent.Note ?? (presented is Delegation.Code { IgnoredScopes: { Length: > 0 } ignored } ? Ignored(ignored) : null),
        };
    }

    /// <summary>How long the authorization is still valid; a moment for one that is over, whose code is about to be refused.</summary>
    private TimeSpan Remaining(Delegation presented) =>
        presented.EndsAt - clock.GetUtcNow() is var remaining && remaining > TimeSpan.FromSeconds(1) ? remaining : TimeSpan.FromSeconds(1);

    private static RefusalReason Ignored(string scopes) =>
        new(
            RefusalKind.ScopeIgnored,
            $"the sign-in requested scopes that aren't in the catalogue, and they were left out: {new UntrustedText(scopes, "the request proved no secret, so they aren't named")}"
        );

    private SecretText AccessToken(Site site, RegisteredClient client, Grant grant, TokenPolicy policy, out AccessToken row)
    {
        var id = "";
        var token = policy.AccessTokens is { } format
            ? OpaqueToken.Make(format)
            : jwtSigner.AccessToken(site, client, grant, policy, out id);
        var now = clock.GetUtcNow();
        row = new()
        {
            Hash = policy.AccessTokens is null ? OpaqueToken.HashOfId(id) : TextHash.Of(token),
            TenantId = client.Tenant.Id,
            Environment = client.Environment,
            ClientId = client.Id,
            FamilyId = grant.Delegation!.FamilyId,
            AccountId = grant.Delegation.AccountId,
            Audience = grant.Audience ?? site.Issuer,
            Scope = grant.Scope.ToString(),
            IssuedAt = now,
            ExpiresAt = now + policy.AccessTokenLifetime,
        };
        return token;
    }

    private async ValueTask<SecretText?> IdToken(Site site, RegisteredClient client, Grant grant, TokenPolicy policy, SecretText access)
    {
        if (grant.Delegation is not Delegation.Code code || !grant.Scope.Names.Contains(StandardScopes.OpenId))
            return null;
        var wanted = client.HasClaimsInIdToken ? StandardClaims.Names : code.IdTokenClaims;
        var claims = await personClaims.Of(client, grant.Scope, code.AccountId, wanted);
        return jwtSigner.IdToken(site, client, code, claims, access, policy.AccessTokenLifetime);
    }
}
