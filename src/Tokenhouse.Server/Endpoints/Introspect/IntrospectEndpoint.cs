using System.Text.Json;
using Tokenhouse.Protocol;
using Tokenhouse.Server.Activity;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Dialects;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Endpoints.Introspect;

/// <summary>
/// Introspection (RFC 7662). An API asks about tokens made for it, a client about its own; about everything else the answer is that it is not
/// active, whatever it is.
/// </summary>
public sealed class IntrospectEndpoint(ClientAuthentication clients, Reader reader, EventLog activity)
{
    public async Task Handle(HttpContext http, Site site, Dialect dialect)
    {
        if ((await Ask(http, site, dialect)).Ok(out var answer, out var error))
        {
            Wire.Write(http, json => Describe(json, site, answer.Token));
            return;
        }
        activity.Refuse(http, site, dialect, error);
        Wire.WriteFailure(http, site, dialect, error);
    }

    private async Task<Result<Introspection>> Ask(HttpContext http, Site site, Dialect dialect)
    {
        if (!(await Wire.Read(http.Request, dialect)).Ok(out var parameters, out var error))
            return error;
        if (!(await clients.Authenticate(site, dialect, http.Request, parameters)).Ok(out var client, out error))
            return error;
        if (client.Kind.IsPublic())
            return OAuthError
                .InvalidClient.Because("a public client cannot prove who it is, so it learns nothing about tokens")
                .From(client.Caller);
        if (parameters["token"] is not { } token)
            return OAuthError.InvalidRequest("The parameter 'token' is missing.").From(client.Caller);
        return new Introspection(await Visible(site, client, token));
    }

    private async Task<BelievedToken?> Visible(Site site, AuthenticatedClient client, string token)
    {
        if (await reader.AccessToken(site, token) is { } access)
            return client.Kind is ClientKind.Api
                ? access.Audience == client.Registered.ApiIdentifier
                    ? access
                    : null
                : Own(client, access);
        return client.Kind is ClientKind.Api ? null : Own(client, await reader.RefreshToken(site, token));
    }

    private static BelievedToken? Own(AuthenticatedClient client, BelievedToken? token) =>
        token?.Client.Id == client.Id && token.Client.Tenant.Id == client.Tenant.Id ? token : null;

    private static void Describe(Utf8JsonWriter json, Site site, BelievedToken? token)
    {
        json.WriteBoolean("active", token is not null);
        if (token is null)
            return;
        json.WriteString("scope", token.Scope.ToString());
        json.WriteString("client_id", token.Client.Id);
        if (token.Audience is { } audience)
        {
            json.WriteString("token_type", "Bearer");
            json.WriteString("aud", audience);
        }
        json.WriteNumber("exp", token.ExpiresAt.ToUnixTimeSeconds());
        if (token.IssuedAt is { } issuedAt)
            json.WriteNumber("iat", issuedAt.ToUnixTimeSeconds());
        json.WriteString("sub", token.Subject);
        json.WriteString("iss", token.Issuer);
        json.WriteString("tenant", token.Client.Tenant.Slug);
        json.WriteNumber("tenant_id", token.Client.Tenant.Id);
        json.WriteString("environment", site.Environment.ToString());
        json.WriteString("datacentre", site.Datacentre.Name);
    }
}
