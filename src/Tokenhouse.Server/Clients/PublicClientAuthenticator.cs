using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Clients;

/// <summary><c>none</c>: a public client only names itself. Other clients that send only their ID learn that the secret is missing.</summary>
internal sealed class PublicClientAuthenticator : ClientAuthenticator
{
    public override AuthenticationMethods Method => AuthenticationMethods.None;

    public override bool IsUsed(HttpRequest request, Parameters parameters) => parameters["client_id"] is not null;

    public override Result<PresentedCredentials, OAuthError> Read(HttpRequest request, Parameters parameters) =>
        new PresentedCredentials(parameters["client_id"]!);

    public override OAuthError? Verify(PresentedCredentials presented, ClientSnapshot? known, DateTimeOffset now, out Secret? secret)
    {
        secret = null;
        if (known?.Row.Kind.IsPublic() == true)
            return null;
        var refusal = OAuthError
            .InvalidClient.Hint("The parameter 'client_secret' is missing.")
            .Because(RefusalKind.NoSecret, $"no client_secret was sent");
        return known is null ? refusal : refusal.From(new(known.Row.Id, known.Row.TenantId));
    }
}
