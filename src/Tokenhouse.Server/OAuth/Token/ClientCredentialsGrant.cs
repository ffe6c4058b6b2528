using Tokenhouse.Core;
using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.OAuth.Token;

/// <summary>
/// A client acts for itself (RFC 6749, 4.4). It gets the requested scopes if client and contract have all of them and they
/// belong to one API. If it requests none, it gets all it has. If it names an API, it gets only the scopes of that one (RFC 8707, 2.2).
/// </summary>
public static class ClientCredentialsGrant
{
    public static Result<Grant, OAuthError> Decide(TokenRequest.ClientCredentials request, AuthenticatedClient client, DateTimeOffset now)
    {
        if (!client.Kind.MayActForItself())
            return OAuthError
                .UnauthorizedClient($"This client can't use the grant type client_credentials.")
                .Because(RefusalKind.GrantNotForKind, $"clients of the kind {client.Kind} can't use client_credentials");

        if (client.Registered.Entitlement.TargetFault(request.Target, now) is { } fault)
            return fault;
        if (!client.Registered.Entitlement.ForClient(request.Scope, now).Ok(out var scope, out var error))
            return error;
        if (!client.Registered.Catalogue.ForOneApi(scope, request.Target).Ok(out var granted, out error))
            return error;
        if (granted.Scope.LengthFault is { } tooLong)
            return tooLong;
        return new Grant(client.Id, granted.Api, granted.Scope);
    }
}
