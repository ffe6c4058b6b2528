using Tokenhouse.Core;
using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.Tokens;

/// <summary>The only place that issues tokens. A client that acts for itself gets an access token; <see cref="PersonTokenIssuer"/> adds the rest for people.</summary>
public sealed class TokenIssuer(JwtSigner jwtSigner, PersonTokenIssuer forPeople)
{
    /// <summary>Creates the tokens of a grant, and spends the presented code or refresh token, unless the caller has gone.</summary>
    public ValueTask<Result<TokenResponse, OAuthError>> Issue(
        Site site,
        AuthenticatedClient client,
        Grant grant,
        Dialect dialect,
        CancellationToken caller
    ) =>
        grant.Delegation is null
            ? new(ForItself(site, client, grant, client.Registered.Policy(dialect.Tokens, grant.Audience)))
            : new(forPeople.Issue(site, client, grant, dialect, caller));

    private TokenResponse ForItself(Site site, AuthenticatedClient client, Grant grant, TokenPolicy policy) =>
        new(jwtSigner.AccessToken(site, client.Registered, grant, policy, out _), policy.AccessTokenLifetime, grant.Scope, client.Caller);
}
