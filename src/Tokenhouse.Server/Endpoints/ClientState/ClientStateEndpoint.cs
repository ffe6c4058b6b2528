using System.Buffers;
using Microsoft.Net.Http.Headers;
using Tokenhouse.Protocol;
using Tokenhouse.Server.Activity;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Dialects;

namespace Tokenhouse.Server.Endpoints.ClientState;

/// <summary>
/// What an API must know about its callers between two tokens: who is disabled, who may call from where, and which tokens were revoked. It asks every
/// few seconds and names the version it has (RFC 9110, 13.1.2), so that it is nearly always told that nothing changed.
/// </summary>
public sealed class ClientStateEndpoint(ClientAuthentication clients, ClientStates states, EventLog activity)
{
    public async Task Handle(HttpContext http, Site site, Dialect dialect)
    {
        if ((await Ask(http, site, dialect)).Ok(out var state, out var error))
        {
            Answer(http, state);
            return;
        }
        activity.Refuse(http, site, dialect, Operation.ClientState, error);
        Wire.WriteFailure(http, site, dialect, error);
    }

    private async Task<Result<ClientStateDocument>> Ask(HttpContext http, Site site, Dialect dialect)
    {
        if (!Wire.ReadNothing(http.Request, dialect).Ok(out var parameters, out var error))
            return error;
        if (
            !(await clients.Authenticate(site, dialect with { Authentication = AuthenticationMethods.Basic }, http.Request, parameters)).Ok(
                out var client,
                out error
            )
        )
            return error;
        if (client is not { Kind: ClientKind.Api, Registered.ApiIdentifier: { } api })
            return OAuthError
                .UnauthorizedClient($"Only the client of an API may ask about its callers.")
                .Because(RefusalKind.EndpointNotForKind, $"clients of the kind {client.Kind} may not read the state of others")
                .From(client.Caller);
        return await states.Of(site, api);
    }

    private static void Answer(HttpContext http, ClientStateDocument state)
    {
        var tag = new EntityTagHeaderValue($"\"{state.Version}\"");
        http.Response.Headers.ETag = tag.ToString();
        http.Response.Headers.CacheControl = "private, no-cache";
        if (
            http
                .Request.GetTypedHeaders()
                .IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false))
        )
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        http.Response.ContentType = "application/json";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.ContentLength = state.Json.Length;
        http.Response.BodyWriter.Write(state.Json);
    }
}
