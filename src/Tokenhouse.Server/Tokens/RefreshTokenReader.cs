using Tokenhouse.Core;
using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.Tokens;

/// <summary>
/// Validates refresh tokens without spending them. A token is valid if the endpoint that issued it would accept it: by its dialect's policy, as
/// currently lowered by tenant and client.
/// </summary>
public sealed class RefreshTokenReader(TokenStore tokens, ClientDirectory directory, IReadOnlyList<Dialect> dialects, TimeProvider clock)
{
    private readonly Dictionary<string, TokenPolicy> policies = dialects.ToDictionary(dialect => dialect.Name, dialect => dialect.Tokens);

    /// <summary>A refresh token that hasn't been spent.</summary>
    public async Task<Result<ValidatedToken, OAuthError>> Validate(Site site, string token)
    {
        if (await tokens.RefreshToken(new(token)) is not { } presented || presented.Family.Environment != site.Environment)
            return TokenValidator.Refuse(TokenValidator.Unknown);
        var (family, now) = (presented.Family, clock.GetUtcNow());
        if (
            !policies.TryGetValue(presented.Row.Dialect, out var issued)
            || await directory.Registered(family.ClientId, site.Environment) is not { } client
        )
            return TokenValidator.Refuse(TokenValidator.Unknown);
        var policy = client.Policy(issued);
        if ((RefreshTokenExpiry.Fault(presented, policy, now) ?? Spent(presented) ?? client.Disablement) is { } fault)
            return TokenValidator.Refuse(fault, new(client.Id, client.Tenant.Id));
        if (!TokenValidator.Remaining(client, family.Scope, now).Ok(out var scope, out var error))
            return error;
        return new ValidatedToken(client, family.AccountId.ToString("D"), scope, RefreshTokenExpiry.EndOf(presented, policy))
        {
            AccountId = family.AccountId,
            AuthorizationEndsAt = family.EndsBy(policy),
            Issuer = site.Issuer,
        };
    }

    private static RefusalReason? Spent(PresentedRefreshToken presented) =>
        presented.Row.SpentAt is { } spentAt
            ? new(RefusalKind.RefreshTokenReused, $"it was spent on {spentAt:d MMMM yyyy HH:mm:ss} UTC")
            : null;
}
