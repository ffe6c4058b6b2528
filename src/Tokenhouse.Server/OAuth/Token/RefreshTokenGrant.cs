using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.OAuth.Token;

/// <summary>
/// A client continues to act for a person (RFC 6749, 6). The token must be its own, of an active family, and from a dialect that this one accepts.
/// The scope can shrink for one access token, but never grow; the family keeps what was granted (RFC 8707, 2.2). Reuse is detected when the token is spent.
/// </summary>
public static class RefreshTokenGrant
{
    public static Result<Grant, OAuthError> Decide(
        TokenRequest.RefreshToken request,
        AuthenticatedClient client,
        Dialect dialect,
        PresentedRefreshToken? presented,
        DateTimeOffset now
    )
    {
        if (!client.Kind.MayActForPeople())
            return OAuthError
                .UnauthorizedClient($"This client can't use the grant type refresh_token.")
                .Because(RefusalKind.GrantNotForKind, $"clients of the kind {client.Kind} can't use refresh_token");
        if (presented is null)
            return Invalid(new(RefusalKind.RefreshTokenUnknown, $"this datacentre didn't issue it, or it expired long ago"));
        if (Fault(client, dialect, presented, now) is { } fault)
            return Invalid(fault);

        var family = presented.Family;
        if (!client.Registered.Entitlement.Again(new(family.Scope.Split(' ')), request.Scope, now).Ok(out var scope, out var error))
            return error;
        if (!client.Registered.Catalogue.ForOneApi(scope, request.Target).Ok(out var granted, out error))
            return error;
        if (granted.Scope.LengthFault is { } tooLong)
            return tooLong;
        return new Grant(family.AccountId.ToString("D"), granted.Api, granted.Scope)
        {
            Delegation = new Delegation.Refresh(request.Token)
            {
                AccountId = family.AccountId,
                FamilyId = family.Id,
                AuthenticatedAt = family.AuthenticatedAt,
                EndsAt = family.EndsBy(client.Registered.Policy(dialect.Tokens)),
            },
        };
    }

    private static RefusalReason? Fault(AuthenticatedClient client, Dialect dialect, PresentedRefreshToken presented, DateTimeOffset now)
    {
        var (token, family) = (presented.Row, presented.Family);
        if (family.ClientId != client.Id || family.TenantId != client.Tenant.Id || family.Environment != client.Registered.Environment)
            return new(RefusalKind.OfAnotherClient, $"it was issued to another client");
        if (!dialect.Takes(token.Dialect))
            return new(
                RefusalKind.OfAnotherDialect,
                $"it was issued through {new TrustedText(token.Dialect)}, and {new TrustedText(dialect.Name)} doesn't accept those"
            );
        return RefreshTokenExpiry.Fault(presented, client.Registered.Policy(dialect.Tokens), now);
    }

    private static OAuthError Invalid(RefusalReason reason) =>
        OAuthError
            .InvalidGrant($"The refresh token isn't valid. Send the person to the authorization endpoint again.")
            .Because(reason.Kind, $"the refresh token isn't valid: {reason}");
}
