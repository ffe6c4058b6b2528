using System.Security.Cryptography;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Clients;

/// <summary>The common part of authentication with a secret: verifying it. Each subclass reads it from another part of the request.</summary>
internal abstract class ClientSecretAuthenticator : ClientAuthenticator
{
    // If the client doesn't exist, these are compared instead, so that an unknown ID takes as long as a wrong secret. Only the first request
    // with that ID also takes a query.
    private static readonly IReadOnlyList<Secret> NoSecrets = [];
    private static readonly byte[] NoHash = new byte[SHA256.HashSizeInBytes];

    public override OAuthError? Verify(PresentedCredentials presented, ClientSnapshot? known, DateTimeOffset now, out Secret? secret)
    {
        secret = Match(known?.Row.Secrets ?? NoSecrets, presented.Secret!);
        if (known is null)
            return OAuthError.InvalidClient.Because(RefusalKind.UnknownClient, $"no client of this datacentre has the ID that was sent");
        return Fault(known.Row, secret, now) is { } reason
            ? OAuthError.InvalidClient.Because(reason).From(new(known.Row.Id, known.Row.TenantId))
            : null;
    }

    /// <summary>The ID and secret, if they were sent as parameters.</summary>
    protected static Result<PresentedCredentials, OAuthError> FromParameters(Parameters parameters) =>
        parameters["client_id"] is { } id && parameters["client_secret"] is { } secret
            ? new PresentedCredentials(id, new(secret))
            : OAuthError.ClientAuthenticationMissing(inBody: true);

    /// <summary>Compares with each of the client's secrets in constant time.</summary>
    private static Secret? Match(IReadOnlyList<Secret> secrets, SecretText presented)
    {
        var hash = TextHash.Of(presented);
        Secret? match = null;
        CryptographicOperations.FixedTimeEquals(hash, NoHash);
        foreach (var secret in secrets)
            if (CryptographicOperations.FixedTimeEquals(hash, secret.Hash))
                match = secret;
        return match;
    }

    private static RefusalReason? Fault(Client client, Secret? secret, DateTimeOffset now)
    {
        if (secret is null)
            return client.Kind.IsPublic()
                ? new(RefusalKind.SecretOfPublicClient, $"a secret was sent, but a public client has none")
                : new(RefusalKind.WrongSecret, $"wrong secret: it matches none of this client's secrets");
        if (secret.DisabledAt is { } disabledAt)
            return new(RefusalKind.EndedSecret, $"{secret.Name.Text} was revoked on {disabledAt:d MMMM yyyy}");
        if (secret.ExpiresAt is { } expiresAt && expiresAt <= now)
            return new(RefusalKind.ExpiredSecret, $"{secret.Name.Text} expired on {expiresAt:d MMMM yyyy}");
        return null;
    }
}
