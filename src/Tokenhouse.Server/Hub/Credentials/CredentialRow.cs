using System.Linq.Expressions;
using System.Text.Json.Serialization;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>A credential in a list.</summary>
public sealed record CredentialRow
{
    /// <summary>How long before its last secret expires a credential counts as expiring.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromDays(30);

    /// <summary>The client ID.</summary>
    public required string Id { get; init; }

    /// <summary>Where it works.</summary>
    public required TenantEnvironment Environment { get; init; }

    /// <summary>Its kind, which decides which grants it can use.</summary>
    public required ClientKind Kind { get; init; }

    /// <summary>Its name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>The email address of the person responsible for it, or empty.</summary>
    public required string Owner { get; init; }

    /// <summary>Whether it works now.</summary>
    public required CredentialState State { get; init; }

    /// <summary>The number of active secrets.</summary>
    public required int LiveSecrets { get; init; }

    /// <summary>When the first of them expires; null if none does.</summary>
    public DateTimeOffset? NextEnd { get; init; }

    /// <summary>When it was last used; null if never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonIgnore]
    public ClientKey Key => new(ClientKey.Format(Environment), Id);

    /// <summary>The query for both databases. The last use is that of a secret, or of the last token if the credential has none.</summary>
    internal static Expression<Func<Client, CredentialRow>> Of(DateTimeOffset now)
    {
        var soon = now + Notice;
        return client =>
            new()
            {
                Id = client.Id,
                Environment = client.Environment,
                Kind = client.Kind,
                Name = client.Name,
                Owner = client.Owner,
                State =
                    client.DisabledAt != null ? CredentialState.Disabled
                    : client.Kind == ClientKind.Browser || client.Kind == ClientKind.Native ? CredentialState.Active
                    : !client.Secrets.Any() ? CredentialState.Waiting
                    : !client.Secrets.Any(secret => secret.DisabledAt == null && (secret.ExpiresAt == null || secret.ExpiresAt > now))
                        ? CredentialState.Ended
                    : client.Secrets.Any(secret => secret.DisabledAt == null && (secret.ExpiresAt == null || secret.ExpiresAt > soon))
                        ? CredentialState.Active
                    : CredentialState.Ending,
                LiveSecrets = client.Secrets.Count(secret =>
                    secret.DisabledAt == null && (secret.ExpiresAt == null || secret.ExpiresAt > now)
                ),
                NextEnd = client
                    .Secrets.Where(secret => secret.DisabledAt == null && secret.ExpiresAt > now)
                    .Min(secret => secret.ExpiresAt),
                LastUsedAt = client.Secrets.Max(secret => secret.LastUsedAt) ?? client.LastCalls.Max(call => (DateTimeOffset?)call.At),
                CreatedAt = client.CreatedAt,
            };
    }
}
