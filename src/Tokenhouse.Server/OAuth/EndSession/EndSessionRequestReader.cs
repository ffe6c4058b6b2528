using System.Text;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.OAuth.EndSession;

/// <summary>Checks requests to sign out (OpenID Connect RP-Initiated Logout 1.0, 2 and 3).</summary>
public sealed class EndSessionRequestReader(ClientDirectory directory, IdTokenHints hints)
{
    /// <summary>In UTF-8. Longer ones wouldn't fit into a URL after sealing, which makes them a third longer.</summary>
    private const int LongestReturn = Parameters.MaxTokenLength;

    public async ValueTask<Result<EndSessionRequest, OAuthError>> Read(HttpRequest request, Site site)
    {
        if (!(await ProtocolSerializer.ReadFromBrowser(request)).Ok(out var parameters, out var error))
            return error;
        IdTokenHint? hint = null;
        if (parameters["id_token_hint"] is { } token && (hint = await hints.Read(site, token)) is null)
            return OAuthError.InvalidRequest($"The parameter 'id_token_hint' must be an ID token that this site issued.");
        var named = parameters["client_id"];
        if (hint is not null && named is not null && named != hint.ClientId)
            return OAuthError.InvalidRequest($"The ID token in 'id_token_hint' wasn't issued to the client in 'client_id'.");
        RegisteredClient? client = null;
        if ((named ?? hint?.ClientId) is { } id && !(await Client(site, id)).Ok(out client, out error))
            return error;
        var uri = parameters["post_logout_redirect_uri"];
        var state = uri is null ? null : parameters["state"];
        return Fault(client, uri, state) is { } fault
            ? client is null
                ? fault
                : fault.From(new(client.Id, client.Tenant.Id))
            : new EndSessionRequest(client, uri, state, hint?.SessionId, Fault: null);
    }

    internal async ValueTask<Result<RegisteredClient, OAuthError>> Client(Site site, string id) =>
        await directory.Registered(id, site.Environment) is { IsEnabled: true } client
            ? client
            : OAuthError
                .InvalidRequest($"Unknown client_id at this host. Check the ID and the host.")
                .Because(RefusalKind.UnknownClient, $"this site has no client with the ID that was sent, or it is disabled");

    private static OAuthError? Fault(RegisteredClient? client, string? uri, string? state)
    {
        if (uri is null)
            return null;
        if (client is null)
            return OAuthError.InvalidRequest($"Send 'client_id' or 'id_token_hint' with 'post_logout_redirect_uri'.");
        if (!client.HasPostLogoutRedirectUri(uri))
            return OAuthError
                .InvalidRequest($"This client hasn't registered this post_logout_redirect_uri. It must match exactly.")
                .Because(RedirectUriDifference.Of(client.PostLogoutRedirectUris, uri, client.Kind, "post_logout_redirect_uri"));
        return Encoding.UTF8.GetByteCount(uri + state) > LongestReturn
            ? OAuthError.InvalidRequest($"'post_logout_redirect_uri' and 'state' are longer than {LongestReturn} bytes together.")
            : null;
    }
}
