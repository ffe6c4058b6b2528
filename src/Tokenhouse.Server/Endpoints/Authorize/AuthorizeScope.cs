using Tokenhouse.Core;
using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.Endpoints.Authorize;

/// <summary>Decides what a client may ask a person for (RFC 6749, 3.3), and whether it may ask at all.</summary>
public static class AuthorizeScope
{
    public static Result<ScopeSet> Decide(AuthorizeRequest request, RegisteredClient client, Dialect dialect, DateTimeOffset now)
    {
        if (!client.Kind.MayActForPeople() || (client.Kind.IsPublic() && !dialect.Authentication.HasFlag(AuthenticationMethods.None)))
            return OAuthError
                .UnauthorizedClient($"This client may not use this authorization endpoint.")
                .Because(
                    RefusalKind.EndpointNotForKind,
                    $"clients of the kind {client.Kind} cannot use the code grant of {new Trusted(dialect.Name)}"
                );
        if (client.RequiresPkce && request.Challenge is null)
            return OAuthError
                .InvalidRequest($"This client must use PKCE: send code_challenge and code_challenge_method=S256.")
                .Because(RefusalKind.PkceMissing, $"the client must use PKCE, and no code_challenge was sent");

        if (request.Scope is null)
            return client.ScopesAt(now) is { Names.Count: > 0 } all
                ? OneApi(request, all, client)
                : OAuthError
                    .InvalidScope($"This client has no scope at the moment. Ask the vendor about the contract.")
                    .Because(client.Denial(now));

        var asked = new ScopeSet(request.Scope.Names.Where(name => name != Scopes.OfflineAccess));
        if (asked.Names.Count == 0)
            return OAuthError
                .InvalidScope($"The scope offline_access alone asks for nothing. Name what the client needs, or omit scope.")
                .Because(RefusalKind.ScopeMalformed, $"only offline_access was asked for, which is nothing by itself");
        foreach (var name in asked.Names)
            if (!client.MayHave(name, now))
                return OAuthError
                    .InvalidScope($"The scope '{new Untrusted(name, "...")}' is not available to this client.")
                    .Because(client.Denial(name, now));
        return OneApi(request, asked, client);
    }

    private static Result<ScopeSet> OneApi(AuthorizeRequest request, ScopeSet scope, RegisteredClient client) =>
        client.HasOneApi(scope, request.Targets, out _, out var refusal) ? scope : refusal;
}
