using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.OAuth.Revocation;

/// <summary>
/// Revocation (RFC 7009). 200 means that the token no longer works, or never did: at this server at once, at all others within a
/// second. If the revocation can't be stored, the response is 503, so that the client tries again.
/// </summary>
public sealed class RevokeEndpoint(ClientAuthentication clients, TokenRevocation tokenRevocation, EventRecorder activity)
{
    public async Task Handle(HttpContext http, Site site, Dialect dialect)
    {
        if (await Revoke(http, site, dialect) is { } error)
        {
            activity.Refuse(http, site, dialect, EndpointKind.Revoke, error);
            ProtocolSerializer.WriteFailure(http, site, dialect, error);
            return;
        }
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Pragma = "no-cache";
        http.Response.ContentLength = 0;
    }

    private async Task<OAuthError?> Revoke(HttpContext http, Site site, Dialect dialect)
    {
        if (!(await ProtocolSerializer.Read(http.Request, dialect)).Ok(out var parameters, out var error))
            return error;
        if (!(await clients.Authenticate(site, dialect, http.Request, parameters)).Ok(out var client, out error))
            return error;
        activity.Note(http, site, dialect, EndpointKind.Revoke, client.Caller, client.Note);
        Cors.Allow(http, client.Registered);
        if (parameters["token"] is not { } token)
            return OAuthError.InvalidRequest($"The parameter 'token' is missing.").From(client.Caller);
        await tokenRevocation.Revoke(client, token);
        return null;
    }
}
