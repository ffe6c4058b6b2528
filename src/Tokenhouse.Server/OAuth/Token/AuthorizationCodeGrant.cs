using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.OAuth.Token;

/// <summary>
/// A client exchanges the code that it got through a person's consent (RFC 6749, 4.1.3; RFC 7636, 4.6). The code must have been issued to this
/// client, through this dialect, for this redirect URI, and for this verifier. A mismatch doesn't spend the code.
/// </summary>
public static class AuthorizationCodeGrant
{
    public static Result<Grant, OAuthError> Decide(
        TokenRequest.AuthorizationCode request,
        AuthenticatedClient client,
        Dialect dialect,
        PresentedCode? presented,
        DateTimeOffset now
    )
    {
        if (!client.Kind.MayActForPeople())
            return OAuthError
                .UnauthorizedClient($"This client can't use the grant type authorization_code.")
                .Because(RefusalKind.GrantNotForKind, $"clients of the kind {client.Kind} can't use authorization_code");
        if (client.Registered.IsHub)
            return OAuthError
                .UnauthorizedClient($"This client can't use the grant type authorization_code.")
                .Because(RefusalKind.GrantNotForKind, $"the Hub spends its codes itself, and no token is created from them");
        if (presented is null)
            return Invalid(new(RefusalKind.CodeUnknown, $"this datacentre didn't issue it, or it expired long ago"));
        var code = presented.Row;
        if (code.ClientId != client.Id || code.TenantId != client.Tenant.Id || code.Environment != client.Registered.Environment)
            return Invalid(new(RefusalKind.OfAnotherClient, $"it was issued to another client"));
        // A spent code continues, even if other checks fail: using it again ends what the first use created.
        if (code.SpentAt is null && Fault(request, dialect, presented, now) is { } fault)
            return Invalid(fault);
        var agreed = new ScopeSet(code.Scope.Split(' '));
        if (!client.Registered.Entitlement.Again(agreed, asked: null, now).Ok(out var scope, out var error) && code.SpentAt is null)
            return error;
        if (!client.Registered.Catalogue.ForOneApi(scope ?? agreed, request.Target).Ok(out var granted, out error) && code.SpentAt is null)
            return error;

        return new Grant(code.AccountId.ToString("D"), granted?.Api, granted?.Scope ?? agreed)
        {
            Delegation = new Delegation.Code(request.Code, code.Nonce)
            {
                AccountId = code.AccountId,
                FamilyId = code.FamilyId,
                AuthenticatedAt = code.AuthenticatedAt,
                EndsAt = code.AuthenticatedAt + client.Registered.Policy(dialect.Tokens).FamilyLifetime,
                SessionId = code.SessionId,
                IdTokenClaims = code.IdTokenClaims.Split(' '),
                IgnoredScopes = code.IgnoredScopes,
            },
        };
    }

    private static RefusalReason? Fault(
        TokenRequest.AuthorizationCode request,
        Dialect dialect,
        PresentedCode presented,
        DateTimeOffset now
    )
    {
        var code = presented.Row;
        if (code.Dialect != dialect.Name)
            return new(
                RefusalKind.OfAnotherDialect,
                $"it was issued through {new TrustedText(code.Dialect)}, but presented through {new TrustedText(dialect.Name)}"
            );
        if (code.ExpiresAt <= now)
            return new(RefusalKind.CodeExpired, $"it expired {(int)(now - code.ExpiresAt).TotalSeconds} seconds ago");
        if (code.RedirectUri != request.RedirectUri)
            return new(RefusalKind.RedirectUriMismatch, $"the redirect_uri differs from that of the authorization request");
        if (code.Challenge is null && request.Verifier is not null)
            return new(RefusalKind.PkceMismatch, $"a code_verifier was sent, but the authorization request had no code_challenge");
        if (code.Challenge is not null && request.Verifier is null)
            return new(RefusalKind.PkceMissing, $"the code_verifier is missing");
        if (code.Challenge is not null && !CodeChallenge.Proves(request.Verifier!, code.Challenge))
            return new(RefusalKind.PkceMismatch, $"the code_verifier doesn't match the code_challenge");
        if (!presented.PersonIsMember)
            return new(RefusalKind.NotAMember, $"the account was disabled, or is no longer a member of the tenant");
        return null;
    }

    private static OAuthError Invalid(RefusalReason reason) =>
        OAuthError
            .InvalidGrant(
                $"The authorization code isn't valid for this request. Check redirect_uri and code_verifier, or ask the person again."
            )
            .Because(reason.Kind, $"the authorization code isn't valid: {reason}");
}
