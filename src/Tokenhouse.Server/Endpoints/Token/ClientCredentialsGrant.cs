using Tokenhouse.Core;
using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.Endpoints.Token;

/// <summary>
/// A client acts for itself (RFC 6749, 4.4): it gets the scopes it asks for, if client and contract have all of them and they
/// belong to one API. Asking for none means all it has.
/// </summary>
public static class ClientCredentialsGrant
{
    public static Result<Grant> Decide(TokenRequest.ClientCredentials request, AuthenticatedClient client, DateTimeOffset now)
    {
        if (!client.Kind.MayActForItself())
            return OAuthError
                .UnauthorizedClient($"This client may not use the grant type client_credentials.")
                .Because(RefusalKind.GrantNotForKind, $"clients of the kind {client.Kind} may not use client_credentials");

        if (!Scope(request, client.Registered, now).Ok(out var scope, out var error))
            return error;
        if (!client.Registered.HasOneApi(scope, request.Targets, out var audience, out error))
            return error;
        return new Grant(client.Id, audience, scope);
    }

    private static Result<ScopeSet> Scope(TokenRequest.ClientCredentials request, RegisteredClient client, DateTimeOffset now)
    {
        if (request.Scope is not { } asked)
        {
            var all = client.ScopesAt(now);
            return all.Names.Count > 0
                ? all
                : OAuthError
                    .InvalidScope($"This client has no scope at the moment. Ask the vendor about the contract.")
                    .Because(client.Denial(now));
        }
        foreach (var name in asked.Names)
            if (name == Scopes.OpenId)
                return OAuthError
                    .InvalidScope($"The scope '{new Trusted(name)}' is about a person, and there is none in this grant.")
                    .Because(
                        RefusalKind.ScopeOfPerson,
                        $"scope {new Trusted(name)} is about a person, and there is none in client_credentials"
                    );
            else if (!client.MayHave(name, now))
                return OAuthError
                    .InvalidScope($"The scope '{new Untrusted(name, "...")}' is not available to this client.")
                    .Because(client.Denial(name, now));
        return asked;
    }
}
