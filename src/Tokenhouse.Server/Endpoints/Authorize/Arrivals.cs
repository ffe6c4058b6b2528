using Tokenhouse.Protocol;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Dialects;

namespace Tokenhouse.Server.Endpoints.Authorize;

/// <summary>Reads authorization requests: those that come from a client, and those that come back from a page of ours.</summary>
public sealed class Arrivals(ClientDirectory directory, Tickets tickets, TimeProvider clock)
{
    public async ValueTask<Result<Arrival>> Read(HttpRequest request)
    {
        if (request.Query[Tickets.Name].ToString() is { Length: > 0 } ticket) // may be longer than a parameter of a client
            return tickets.Open(ticket) is { } resumed && resumed.Path == request.Path
                ? resumed
                : OAuthError.InvalidRequest(
                    "This sign-in took too long, or its address was altered. Go back to the application and begin again."
                );
        if (!(await Wire.ReadFromBrowser(request)).Ok(out var parameters, out var error))
            return error;
        return parameters.Encode().Length <= Tickets.LongestRequest
            ? new Arrival(request.Path, parameters, clock.GetUtcNow(), IsResumed: false)
            : OAuthError.InvalidRequest($"The authorization request is longer than {Tickets.LongestRequest} characters.");
    }

    /// <summary>Whom to answer. The refusal is for a page of our own (RFC 6749, 4.1.2.1).</summary>
    public async ValueTask<Result<Recipient>> Recipient(Site site, Dialect dialect, Arrival arrival)
    {
        var parameters = arrival.Parameters;
        if (parameters["client_id"] is not { } id)
            return OAuthError.InvalidRequest("The parameter 'client_id' is missing.");
        if (await directory.Registered(id, site.Environment) is not { } client)
            return Unknown("no client of this site has the id that was sent");

        var caller = new Caller(client.Id, client.Tenant.Id);
        if (!client.IsEnabled)
            return Unknown("the client or its tenant is disabled").From(caller);
        if (!client.Tenant.Dialects.Contains(dialect.Name))
            return Unknown($"the tenant does not have the dialect {dialect.Name}").From(caller);
        if (parameters["redirect_uri"] is not { } redirectUri)
            return OAuthError.InvalidRequest("The parameter 'redirect_uri' is missing.").From(caller);
        if (!client.HasRedirectUri(redirectUri))
            return OAuthError
                .InvalidRequest("The redirect_uri is not one that this client registered. It is compared to the letter.")
                .From(caller);
        return new Recipient(client, redirectUri, parameters["state"], parameters["response_mode"] is ResponseModes.FormPost);
    }

    /// <summary>Everything else about a request. The refusal is for the client.</summary>
    public Result<Pending> Check(Site site, Dialect dialect, Recipient recipient, Arrival arrival) =>
        Pending.From(site, dialect, recipient, arrival, clock.GetUtcNow());

    private static OAuthError Unknown(string reason) =>
        OAuthError.InvalidRequest("The client_id is not known here. Check the id and the host.").Because(reason);
}
