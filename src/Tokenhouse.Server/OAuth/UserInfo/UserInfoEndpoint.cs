using System.Net.Http.Headers;
using System.Text.Json;
using Tokenhouse.Core;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.OAuth.UserInfo;

/// <summary>
/// Returns who the person is (OpenID Connect Core 1.0, 5.3), for a client whose access token has <c>openid</c>: what the token's scopes release. The
/// token is read from the header only.
/// </summary>
public sealed class UserInfoEndpoint(TokenValidator tokenValidator, PersonClaims personClaims, EventRecorder activity, TimeProvider clock)
{
    public async Task Handle(HttpContext http, Site site, Dialect dialect)
    {
        if (Cors.AllowAnyone(http, "GET, POST", "Authorization")) // an asterisk doesn't cover Authorization
            return;
        if ((await Read(http.Request, site)).Ok(out var token, out var error))
        {
            var about = await personClaims.Of(token.Client, token.Scope, token.AccountId!.Value);
            ProtocolSerializer.Write(http, json => Describe(json, token, about));
            return;
        }
        activity.Refuse(http, site, dialect, EndpointKind.UserInfo, error);
        ProtocolSerializer.WriteBearerFailure(http, site, dialect, error);
    }

    private static void Describe(Utf8JsonWriter json, ValidatedToken token, IReadOnlyDictionary<string, object> about)
    {
        json.WriteString("sub", token.Subject);
        json.WriteString("tenant", token.Client.Tenant.Slug);
        json.WriteNumber("tenant_id", token.Client.Tenant.Id);
        foreach (var (name, value) in about)
        {
            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value);
        }
    }

    private async Task<Result<ValidatedToken, OAuthError>> Read(HttpRequest request, Site site)
    {
        if (request.Query.ContainsKey("access_token"))
            return OAuthError
                .InvalidRequest($"The access token was sent in the URL, where it ends up in logs. Send it in an Authorization header.")
                .Because(RefusalKind.SecretInUrl, $"the access token was sent in the URL, where it ends up in logs");
        if (ProtocolSerializer.SecretInQuery(request) is { } secret)
            return secret;
        var header = request.Headers.Authorization;
        if (
            header.Count != 1
            || !AuthenticationHeaderValue.TryParse(header, out var value)
            || !value.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
            || string.IsNullOrEmpty(value.Parameter)
        )
            return OAuthError
                .InvalidToken($"Send an access token in an Authorization: Bearer header.")
                .Because(RefusalKind.AccessTokenMissing, $"no access token was sent in an Authorization: Bearer header");
        if (!(await tokenValidator.Validate(site, value.Parameter)).Ok(out var token, out var error))
            return error;
        if (!token.Client.Admit(request.HttpContext.Connection.RemoteIpAddress, clock.GetUtcNow()).Ok(out _, out error))
            return OAuthError.InsufficientScope(error).From(new(token.Client.Id, token.Client.Tenant.Id));
        if (token.AccountId is null || !token.Scope.Names.Contains(StandardScopes.OpenId))
            return OAuthError
                .InsufficientScope($"The access token doesn't have the scope openid.")
                .Because(RefusalKind.ScopeMissing, $"the access token doesn't have the scope openid")
                .From(new(token.Client.Id, token.Client.Tenant.Id));
        return token;
    }
}
