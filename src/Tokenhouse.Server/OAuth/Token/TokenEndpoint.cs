using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.OAuth.Token;

/// <summary>The complete token endpoint (RFC 6749, 3.2). Each line is a step; each step returns here.</summary>
public sealed class TokenEndpoint(
    ClientAuthentication clients,
    TokenStore tokenStore,
    TokenIssuer tokenIssuer,
    EventRecorder activity,
    TimeProvider clock
)
{
    public async Task Handle(HttpContext http, Site site, Dialect dialect)
    {
        var outcome = await Exchange(http, site, dialect);
        activity.Record(http, site, dialect, outcome);
        ProtocolSerializer.Write(http, site, dialect, outcome);
    }

    private async ValueTask<Result<TokenResponse, OAuthError>> Exchange(HttpContext http, Site site, Dialect dialect)
    {
        if (!(await ProtocolSerializer.Read(http.Request, dialect)).Ok(out var parameters, out var error))
            return error;
        if (!(await clients.Authenticate(site, dialect, http.Request, parameters)).Ok(out var client, out error))
            return error;
        activity.Note(http, site, dialect, EndpointKind.Token, client.Caller, client.Note);
        Cors.Allow(http, client.Registered);
        if (!TokenRequest.Parse(parameters, dialect.GrantsAt(site)).Ok(out var request, out error))
            return error.From(client.Caller);
        if (!(await Decide(request, client, dialect)).Ok(out var grant, out error))
            return error.From(client.Caller);
        return await tokenIssuer.Issue(site, client, grant, dialect, http.RequestAborted);
    }

    private async ValueTask<Result<Grant, OAuthError>> Decide(TokenRequest request, AuthenticatedClient client, Dialect dialect) =>
        request switch
        {
            TokenRequest.ClientCredentials credentials => ClientCredentialsGrant.Decide(credentials, client, clock.GetUtcNow()),
            TokenRequest.AuthorizationCode code => AuthorizationCodeGrant.Decide(
                code,
                client,
                dialect,
                await tokenStore.Code(code.Code),
                clock.GetUtcNow()
            ),
            TokenRequest.RefreshToken refresh => RefreshTokenGrant.Decide(
                refresh,
                client,
                dialect,
                await tokenStore.RefreshToken(refresh.Token),
                clock.GetUtcNow()
            ),
            _ => throw new InvalidOperationException($"No grant answers {request.GetType().Name}."),
        };
}
