using Tokenhouse.Core;
using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.OAuth.Authorize;

/// <summary>Decides which scopes a client can request from a person (RFC 6749, 3.3), and whether it can request any.</summary>
public static class AuthorizeScope
{
    public static Result<ScopeDecision, OAuthError> Decide(
        AuthorizeRequest request,
        RegisteredClient client,
        Dialect dialect,
        DateTimeOffset now
    )
    {
        if (!client.Kind.MayActForPeople() || (client.Kind.IsPublic() && !dialect.Authentication.HasFlag(AuthenticationMethods.None)))
            return OAuthError
                .UnauthorizedClient($"This client can't use this authorization endpoint.")
                .Because(
                    RefusalKind.EndpointNotForKind,
                    $"clients of the kind {client.Kind} can't use the code grant of {new TrustedText(dialect.Name)}"
                );
        if (client.RequiresPkce && request.Challenge is null)
            return OAuthError
                .InvalidRequest($"This client must use PKCE: send code_challenge and code_challenge_method=S256.")
                .Because(RefusalKind.PkceMissing, $"the client must use PKCE, but no code_challenge was sent");

        if (client.Entitlement.TargetFault(request.Target, now) is { } fault)
            return fault;
        if (!client.Entitlement.ForPerson(request.Scope, request.Claims, now).Ok(out var scope, out var error))
            return error;
        if (!client.Catalogue.ForOneApi(scope.Granted, request.Target).Ok(out var granted, out error))
            return error;
        if (granted.Scope.LengthFault is { } tooLong)
            return tooLong;
        return scope with { Granted = granted.Scope };
    }
}
