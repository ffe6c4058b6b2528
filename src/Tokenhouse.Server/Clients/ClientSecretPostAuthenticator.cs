using Tokenhouse.Core;

namespace Tokenhouse.Server.Clients;

/// <summary><c>client_secret_post</c>: id and secret in the body (RFC 6749, 2.3.1).</summary>
internal sealed class ClientSecretPostAuthenticator : ClientSecretAuthenticator
{
    public override AuthenticationMethods Method => AuthenticationMethods.Body;

    public override bool IsUsed(HttpRequest request, Parameters parameters) => parameters["client_secret"] is not null;

    public override Result<PresentedCredentials, OAuthError> Read(HttpRequest request, Parameters parameters) => FromParameters(parameters);
}
