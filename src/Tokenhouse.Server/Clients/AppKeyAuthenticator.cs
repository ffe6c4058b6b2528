using Tokenhouse.Core;

namespace Tokenhouse.Server.Clients;

/// <summary>An app ID and an app key in a JSON body, whose names the dialect translates. A dialect with this way supports no other.</summary>
internal sealed class AppKeyAuthenticator : ClientSecretAuthenticator
{
    public override AuthenticationMethods Method => AuthenticationMethods.AppKey;

    public override bool IsUsed(HttpRequest request, Parameters parameters) => parameters["client_secret"] is not null;

    public override Result<PresentedCredentials, OAuthError> Read(HttpRequest request, Parameters parameters) => FromParameters(parameters);
}
