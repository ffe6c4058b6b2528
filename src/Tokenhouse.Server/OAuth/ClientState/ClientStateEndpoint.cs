using System.Buffers;
using Microsoft.Net.Http.Headers;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Server.OAuth.Dialects;

namespace Tokenhouse.Server.OAuth.ClientState;

/// <summary>
/// What an API must know about its callers between two tokens: which are disabled, which addresses are allowed, and which tokens are revoked. It polls every
/// few seconds for the versions of its tenants (<c>?by=tenant</c>) with the version of that index (RFC 9110, 13.1.2), and nearly always
/// learns that nothing changed. It then requests the changed tenants (<c>?tenant=218</c>). Without either, it gets everything at once.
/// </summary>
public sealed class ClientStateEndpoint(ClientAuthentication clients, ClientStateService states, EventRecorder activity)
{
    private const int MostTenants = 100;

    public async Task Handle(HttpContext http, Site site, Dialect dialect)
    {
        if ((await Ask(http, site, dialect)).Ok(out var state, out var error))
        {
            Answer(http, state);
            return;
        }
        activity.Refuse(http, site, dialect, EndpointKind.ClientState, error);
        ProtocolSerializer.WriteFailure(http, site, dialect, error);
    }

    private static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) =>
        request
            .GetTypedHeaders()
            .IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false));

    private async Task<Result<ClientStateDocument, OAuthError>> Ask(HttpContext http, Site site, Dialect dialect)
    {
        if (!ProtocolSerializer.ReadNothing(http.Request, dialect).Ok(out var parameters, out var error))
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
                .UnauthorizedClient($"Only an API's client can read the state of its callers.")
                .Because(RefusalKind.EndpointNotForKind, $"clients of the kind {client.Kind} can't read the state of others")
                .From(client.Caller);
        var query = http.Request.Query;
        if (query["by"] == "tenant")
            return await states.Index(site, api);
        if (query["tenant"] is not { Count: > 0 } asked)
            return await states.Whole(site, api);
        var tenants = asked.Select(text => WholeNumber.ReadLong(text) ?? 0).ToList();
        return tenants.Count > MostTenants || tenants.Contains(0)
            ? OAuthError.InvalidRequest($"The parameter 'tenant' must be a tenant number. You can send it at most {MostTenants} times.")
            : await states.Tenants(site, api, tenants);
    }

    private static void Answer(HttpContext http, ClientStateDocument state)
    {
        http.Response.Headers.CacheControl = "private, no-cache";
        if (state.Version is { } version)
        {
            var tag = new EntityTagHeaderValue($"\"{version}\"");
            http.Response.Headers.ETag = tag.ToString();
            if (IsKnown(http.Request, tag))
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }
        http.Response.ContentType = "application/json";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.ContentLength = state.Json.Length;
        http.Response.BodyWriter.Write(state.Json);
    }
}
