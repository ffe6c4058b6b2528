using System.Net.Http.Headers;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Clients;

/// <summary><c>client_secret_basic</c>: id and secret, form-encoded, joined by a colon, then put into base64 (RFC 6749, 2.3.1).</summary>
internal sealed class ClientSecretBasicAuthenticator : ClientSecretAuthenticator
{
    public override AuthenticationMethods Method => AuthenticationMethods.Basic;

    public override bool IsUsed(HttpRequest request, Parameters parameters) =>
        request.Headers.Authorization.Count > 0 && !UnusedAuthorization.IsSent(request);

    public override Result<PresentedCredentials, OAuthError> Read(HttpRequest request, Parameters parameters)
    {
        if (request.Headers.Authorization.Count > 1)
            return OAuthError.TwoClientAuthentications();
        if (!Decode(request.Headers.Authorization.ToString()).Ok(out var presented, out var error))
            return error;
        if (parameters["client_id"] is { } named && named != presented.ClientId)
            return OAuthError
                .InvalidRequest($"The client_id in the body differs from the one in the Authorization header.")
                .Because(RefusalKind.MalformedCredentials, $"the client_id in the body differs from the one in the Authorization header");
        return presented;
    }

    private static Result<PresentedCredentials, OAuthError> Decode(string header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var value) || !value.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
            return OAuthError.NotBasic();

        var octets = new byte[value.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(value.Parameter ?? "", octets, out var length))
            return OAuthError.MalformedClientAuthentication($"The Authorization header isn't valid base64.");

        var pair = octets.AsSpan(0, length);
        var colon = pair.IndexOf((byte)':');
        if (colon < 0)
            return OAuthError.MalformedClientAuthentication(
                $"The Authorization header doesn't contain an ID and a secret joined by a colon."
            );

        var id = FormDecoder.DecodeText(pair[..colon]);
        var secret = FormDecoder.DecodeText(pair[(colon + 1)..]);
        if (id is null || secret is null)
            return OAuthError.MalformedClientAuthentication(
                $"The ID or the secret in the Authorization header isn't form-encoded UTF-8 (RFC 6749, 2.3.1)."
            );
        return new PresentedCredentials(id, new(secret));
    }
}
