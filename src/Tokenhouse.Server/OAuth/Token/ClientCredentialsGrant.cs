using Tokenhouse.Core;
using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.OAuth.Token;

/// <summary>
/// A client acts for itself (RFC 6749, 4.4). It gets the requested scopes if client and contract have all of them and they
/// belong to one API. If it requests none, it gets all it has.
/// </summary>
public static class ClientCredentialsGrant
{
    public static Result<Grant, OAuthError> Decide(TokenRequest.ClientCredentials request, AuthenticatedClient client, DateTimeOffset now)
    {
        if (!client.Kind.MayActForItself())
            return OAuthError
                .UnauthorizedClient($"This client can't use the grant type client_credentials.")
                .Because(RefusalKind.GrantNotForKind, $"clients of the kind {client.Kind} can't use client_credentials");

        if (!client.Registered.Entitlement.ForClient(request.Scope, now).Ok(out var scope, out var error))
            return error;
        if (scope.LengthFault is { } tooLong)
            return tooLong;
        if (!client.Registered.Catalogue.HasOneApi(scope, request.Targets, out var audience, out error))
            return error;
        return new Grant(client.Id, audience, scope);
    }
}
