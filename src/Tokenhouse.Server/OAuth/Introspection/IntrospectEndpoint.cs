using System.Text.Json;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.OAuth.Introspection;

/// <summary>
/// Introspection (RFC 7662). An API can introspect tokens issued for it, a client its own. Any other token is reported as not
/// active.
/// </summary>
public sealed class IntrospectEndpoint(
    ClientAuthentication clients,
    TokenValidator tokenValidator,
    RefreshTokenReader refreshTokens,
    EventRecorder activity,
    TimeProvider clock
)
{
    public async Task Handle(HttpContext http, Site site, Dialect dialect)
    {
        if (!(await Read(http, site, dialect)).Ok(out var question, out var error))
        {
            activity.Refuse(http, site, dialect, EndpointKind.Introspect, error);
            ProtocolSerializer.WriteFailure(http, site, dialect, error);
            return;
        }
        if (!(await Visible(site, question)).Ok(out var token, out var reason)) // only for the event log
            activity.Refuse(http, site, dialect, EndpointKind.Introspect, reason, question.Client.Registered.ApiIdentifier);
        ProtocolSerializer.Write(http, json => Describe(json, site, token));
    }

    private async Task<Result<IntrospectionResponse, OAuthError>> Read(HttpContext http, Site site, Dialect dialect)
    {
        if (!(await ProtocolSerializer.Read(http.Request, dialect)).Ok(out var parameters, out var error))
            return error;
        if (!(await clients.Authenticate(site, dialect, http.Request, parameters)).Ok(out var client, out error))
            return error;
        activity.Note(http, site, dialect, EndpointKind.Introspect, client.Caller, client.Note);
        if (client.Kind.IsPublic())
            return OAuthError
                .InvalidClient.Because(RefusalKind.EndpointNotForKind, $"a public client can't authenticate, so it can't introspect tokens")
                .From(client.Caller);
        if (parameters["token"] is not { } token)
            return OAuthError.InvalidRequest($"The parameter 'token' is missing.").From(client.Caller);
        return new IntrospectionResponse(client, token);
    }

    /// <summary>The token, if it is valid and the caller may introspect it. If an API asked, the reason is logged for the token's client.</summary>
    private async Task<Result<ValidatedToken, OAuthError>> Visible(Site site, IntrospectionResponse question)
    {
        var (client, api) = (question.Client, question.Client.Registered.ApiIdentifier);
        var isAccess = (await tokenValidator.Validate(site, question.Token)).Ok(out var token, out var error);
        if (client.Kind is ClientKind.Api)
            return !isAccess ? error!.From(error.Caller ?? client.Caller)
                : token!.Audience == api ? token
                : Inactive(
                        new(
                            RefusalKind.OfAnotherApi,
                            $"the access token is for {new TrustedText(token.Audience ?? "")}, and {new TrustedText(api ?? "")} asked about it"
                        )
                    )
                    .From(new(token.Client.Id, token.Client.Tenant.Id));
        if (error is { Reason.Kind: RefusalKind.AccessTokenUnknown })
            (await refreshTokens.Validate(site, question.Token)).Ok(out token, out error);
        var holder = token is null ? error!.Caller : new(token.Client.Id, token.Client.Tenant.Id);
        if (holder is not null && (holder.ClientId != client.Id || holder.TenantId != client.Tenant.Id))
            return Inactive(new(RefusalKind.OfAnotherClient, $"the token was issued to another client")).From(client.Caller);
        return token is null ? error!.From(client.Caller) : token;
    }

    private static OAuthError Inactive(RefusalReason reason) => OAuthError.InvalidToken($"The token isn't active.").Because(reason);

    private void Describe(Utf8JsonWriter json, Site site, ValidatedToken? token)
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
        if (token.AuthorizationEndsAt is { } endsAt)
        {
            var now = clock.GetUtcNow();
            json.WriteNumber("refresh_token_timeout", (long)(token.ExpiresAt - now).TotalSeconds);
            json.WriteNumber("authorization_expires_in", (long)(endsAt - now).TotalSeconds);
        }
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
