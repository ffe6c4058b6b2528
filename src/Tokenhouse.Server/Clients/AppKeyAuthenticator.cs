using Tokenhouse.Core;

namespace Tokenhouse.Server.Clients;

/// <summary>An app id and an app key, which a dialect's body names (and the dialect translates): a login without any other way beside it.</summary>
internal sealed class AppKeyAuthenticator : ClientSecretAuthenticator
{
    public override AuthenticationMethods Method => AuthenticationMethods.AppKey;

    public override bool IsUsed(HttpRequest request, Parameters parameters) => parameters["client_secret"] is not null;

    public override Result<PresentedCredentials, OAuthError> Read(HttpRequest request, Parameters parameters) => FromParameters(parameters);
}
