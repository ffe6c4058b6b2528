using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Dialects;

namespace Tokenhouse.Server.Endpoints.Authorize;

/// <summary>Reads authorization requests: those from a client, and those returning from our own pages.</summary>
public sealed class Arrivals(ClientDirectory directory, Tickets tickets, TimeProvider clock)
{
    public async ValueTask<Result<Arrival, OAuthError>> Read(HttpRequest request)
    {
        if (request.Query[Tickets.Name].ToString() is { Length: > 0 } ticket) // may be longer than a client's parameter
            return tickets.Open(ticket) is { } resumed && resumed.Path == request.Path
                ? resumed
                : OAuthError
                    .InvalidRequest($"This sign-in took too long, or its URL was altered. Go back to the application and start again.")
                    .Because(RefusalKind.SignInTookTooLong, $"the sign-in took too long, or its URL was altered");
        if (!(await Wire.ReadFromBrowser(request)).Ok(out var parameters, out var error))
            return error;
        return parameters.Encode().Length <= Tickets.LongestRequest
            ? new Arrival(request.Path, parameters, clock.GetUtcNow(), IsResumed: false)
            : OAuthError.InvalidRequest($"The authorization request is longer than {Tickets.LongestRequest} characters.");
    }

    /// <summary>Determines the client and redirect URI. A refusal is shown on our own page (RFC 6749, 4.1.2.1).</summary>
    public async ValueTask<Result<Recipient, OAuthError>> Recipient(Site site, Dialect dialect, Arrival arrival)
    {
        var parameters = arrival.Parameters;
        if (parameters["client_id"] is not { } id)
            return OAuthError.InvalidRequest($"The parameter 'client_id' is missing.");
        if (await directory.Registered(id, site.Environment) is not { } client)
            return await Unknown(site, id);

        var caller = new Caller(client.Id, client.Tenant.Id);
        if (client.Disablement is { } disablement)
            return Unknown(disablement).From(caller);
        if (!client.Tenant.Dialects.Contains(dialect.Name))
            return Unknown(new(RefusalKind.DialectNotEnabled, $"the tenant doesn't have the dialect {new Trusted(dialect.Name)}"))
                .From(caller);
        if (parameters["redirect_uri"] is not { } redirectUri)
            return OAuthError.InvalidRequest($"The parameter 'redirect_uri' is missing.").From(caller);
        if (!client.HasRedirectUri(redirectUri))
            return OAuthError
                .InvalidRequest($"This client hasn't registered this redirect_uri. It must match exactly.")
                .Because(RedirectUriDifference.Of(client.RedirectUris, redirectUri))
                .From(caller);
        return new Recipient(client, redirectUri, parameters["state"], parameters["response_mode"] is ResponseModes.FormPost);
    }

    /// <summary>Validates everything else. A refusal goes to the client.</summary>
    public Result<Pending, OAuthError> Check(Site site, Dialect dialect, Recipient recipient, Arrival arrival) =>
        Pending.From(site, dialect, recipient, arrival, clock.GetUtcNow());

    /// <summary>The client belongs to the other environment or doesn't exist. The response is the same; the tenant's log says which.</summary>
    private async ValueTask<OAuthError> Unknown(Site site, string id) =>
        await directory.Client(id, site.Environment) is { Row: var other }
            ? Unknown(
                    new(
                        RefusalKind.OtherEnvironment,
                        $"these are {other.Environment} credentials, but the call went to {site.Environment} ({new Trusted(site.Issuer)})"
                    )
                )
                .From(new(other.Id, other.TenantId))
            : Unknown(new(RefusalKind.UnknownClient, $"no client of this datacentre has the ID that was sent"));

    private static OAuthError Unknown(Reason reason) =>
        OAuthError.InvalidRequest($"Unknown client_id at this host. Check the ID and the host.").Because(reason);
}
