using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Clients;

/// <summary>
/// What a client presented to authenticate itself: in the Authorization header or in the body, never in both (RFC 6749, 2.3). A public
/// client has no secret to present.
/// </summary>
internal sealed record Credentials(string ClientId, SecretText? Secret)
{
    public static Result<Credentials> Read(HttpRequest request, Parameters parameters, AuthenticationMethods taken)
    {
        if (parameters["client_assertion"] is not null || parameters["client_assertion_type"] is not null)
            return Malformed($"Client assertions are not supported. Send client_id and client_secret instead."); // not ignored beside a secret
        var header = request.Headers.Authorization;
        if (header.Count == 0 || !taken.HasFlag(AuthenticationMethods.Basic))
            return taken.HasFlag(AuthenticationMethods.Body) ? FromBody(parameters) : OnlyBasic();
        if (header.Count > 1 || parameters["client_secret"] is not null)
            return OAuthError
                .InvalidRequest($"Two client authentications were sent. Use the Authorization header or the body, not both.")
                .Because(RefusalKind.MalformedCredentials, $"two client authentications were sent");
        if (!FromBasic(header).Ok(out var credentials, out var error))
            return error;
        if (parameters["client_id"] is { } named && named != credentials.ClientId)
            return OAuthError
                .InvalidRequest($"The client_id of the body is not that of the Authorization header.")
                .Because(RefusalKind.MalformedCredentials, $"the client_id of the body is not that of the Authorization header");
        return credentials;
    }

    private static Result<Credentials> FromBody(Parameters parameters)
    {
        if (parameters["client_id"] is not { } id)
            return OAuthError
                .InvalidClient.Hint(
                    "Client authentication is missing. Send client_id and client_secret in the body, or in an Authorization: Basic header."
                )
                .Because(RefusalKind.NoCredentials, $"no client authentication was sent");
        return new Credentials(id, parameters["client_secret"] is { } secret ? new(secret) : null);
    }

    private static OAuthError OnlyBasic() =>
        OAuthError
            .InvalidClient.Hint("Client authentication is missing. Send client_id and client_secret in an Authorization: Basic header.")
            .Because(RefusalKind.NoCredentials, $"no Authorization header was sent, and this endpoint takes nothing else");

    /// <summary>Id and secret are form-encoded, joined by a colon, then put into base64 (RFC 6749, 2.3.1).</summary>
    private static Result<Credentials> FromBasic(StringValues header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var value) || !value.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
            return Malformed($"The Authorization header is not of the scheme Basic.");

        var octets = new byte[value.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(value.Parameter ?? "", octets, out var length))
            return Malformed($"The Authorization header does not hold valid base64.");

        var pair = octets.AsSpan(0, length);
        var colon = pair.IndexOf((byte)':');
        if (colon < 0)
            return Malformed($"The Authorization header does not hold an id and a secret joined by a colon.");

        var id = FormDecoder.DecodeText(pair[..colon]);
        var secret = FormDecoder.DecodeText(pair[(colon + 1)..]);
        if (id is null || secret is null)
            return Malformed($"The id or the secret in the Authorization header is not form-encoded UTF-8 (RFC 6749, 2.3.1).");
        return new Credentials(id, new(secret));
    }

    private static OAuthError Malformed(LogText description) =>
        OAuthError.InvalidClient.Hint(description.Full).Because(RefusalKind.MalformedCredentials, description);
}
