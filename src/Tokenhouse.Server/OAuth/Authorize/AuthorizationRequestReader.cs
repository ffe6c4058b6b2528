using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.OAuth.Authorize;

/// <summary>Reads authorization requests: those from a client, and those returning from our own pages.</summary>
public sealed class AuthorizationRequestReader(
    ClientDirectory directory,
    AuthorizeRequestState authorizeRequestState,
    IdTokenHints hints,
    TimeProvider clock
)
{
    public async ValueTask<Result<IncomingAuthorizeRequest, OAuthError>> Read(HttpRequest request)
    {
        if (request.Query[AuthorizeRequestState.Name].ToString() is { Length: > 0 } ticket) // may be longer than a client's parameter
            return authorizeRequestState.Open(ticket) is { } resumed && resumed.Path == request.Path
                ? resumed
                : OAuthError
                    .InvalidRequest($"This sign-in took too long, or its URL was altered. Go back to the application and start again.")
                    .Because(RefusalKind.SignInTookTooLong, $"the sign-in took too long, or its URL was altered");
        if (!(await ProtocolSerializer.ReadFromBrowser(request)).Ok(out var parameters, out var error))
            return error;
        return parameters.Encode().Length <= AuthorizeRequestState.LongestRequest
            ? new IncomingAuthorizeRequest(request.Path, parameters, clock.GetUtcNow(), IsResumed: false)
            : OAuthError.InvalidRequest($"The authorization request is longer than {AuthorizeRequestState.LongestRequest} characters.");
    }

    /// <summary>Determines the client, redirect URI and response mode. A refusal is shown on our own page (RFC 6749, 4.1.2.1).</summary>
    public async ValueTask<Result<ResponseTarget, OAuthError>> Recipient(
        Site site,
        Dialect dialect,
        IncomingAuthorizeRequest incomingAuthorizeRequest
    )
    {
        var parameters = incomingAuthorizeRequest.Parameters;
        if (parameters["client_id"] is not { } id)
            return OAuthError.InvalidRequest($"The parameter 'client_id' is missing.");
        if (await directory.Registered(id, site.Environment) is not { } client)
            return await Unknown(site, id);

        var caller = new AttributedClient(client.Id, client.Tenant.Id);
        if (client.Disablement is { } disablement)
            return Unknown(disablement).From(caller);
        if (!client.Tenant.Dialects.Contains(dialect.Name))
            return Unknown(new(RefusalKind.DialectNotEnabled, $"the tenant doesn't have the dialect {new TrustedText(dialect.Name)}"))
                .From(caller);
        if (parameters["redirect_uri"] is not { } redirectUri)
            return OAuthError.InvalidRequest($"The parameter 'redirect_uri' is missing.").From(caller);
        if (!client.HasRedirectUri(redirectUri))
            return OAuthError
                .InvalidRequest($"This client hasn't registered this redirect_uri. It must match exactly.")
                .Because(client.RedirectUriFault(redirectUri))
                .From(caller);
        var mode = parameters["response_mode"];
        return ResponseModes.Fault(mode) is { } fault
            ? fault.From(caller)
            : new ResponseTarget(client, redirectUri, parameters["state"], mode is ResponseModes.FormPost);
    }

    /// <summary>Validates everything else. A refusal goes to the client.</summary>
    public async ValueTask<Result<ValidatedAuthorizeRequest, OAuthError>> Check(
        Site site,
        Dialect dialect,
        ResponseTarget responseTarget,
        IncomingAuthorizeRequest incomingAuthorizeRequest
    )
    {
        if (
            !ValidatedAuthorizeRequest
                .From(site, dialect, responseTarget, incomingAuthorizeRequest, clock.GetUtcNow())
                .Ok(out var validatedAuthorizeRequest, out var error)
        )
            return error;
        if (validatedAuthorizeRequest.Request.IdTokenHint is not { } token)
            return validatedAuthorizeRequest;
        return await hints.Read(site, token) is { } hint && hint.ClientId == responseTarget.Client.Id
            ? validatedAuthorizeRequest with
            {
                Hint = hint,
            }
            : OAuthError.InvalidRequest($"The parameter 'id_token_hint' must be an ID token that this site issued to this client.");
    }

    /// <summary>The client belongs to the other environment or doesn't exist. The response is the same; the tenant's log says which.</summary>
    private async ValueTask<OAuthError> Unknown(Site site, string id) =>
        await directory.Client(id, site.Environment) is { Row: var other }
            ? Unknown(
                    new(
                        RefusalKind.OtherEnvironment,
                        $"these are {other.Environment} credentials, but the call went to {site.Environment} ({new TrustedText(site.Issuer)})"
                    )
                )
                .From(new(other.Id, other.TenantId))
            : Unknown(new(RefusalKind.UnknownClient, $"no client of this datacentre has the ID that was sent"));

    private static OAuthError Unknown(RefusalReason reason) =>
        OAuthError.InvalidRequest($"Unknown client_id at this host. Check the ID and the host.").Because(reason);
}
