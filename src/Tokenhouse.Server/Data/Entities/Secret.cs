using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>One of a client's live secrets. Only its hash is stored, except for app keys, which can be shown again.</summary>
public sealed class Secret : IEnvironmentOwned, ICachedEntity
{
    public required Guid Id { get; init; }

    public required string ClientId { get; init; }

    public required long TenantId { get; init; }

    public required TenantEnvironment Environment { get; init; }

    /// <summary>SHA-256 of its UTF-8 bytes: enough for a random value, too little for a password.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>Its last characters, so that people can tell secrets apart.</summary>
    public required string Hint { get; init; }

    /// <summary>An app key, sealed with Data Protection.</summary>
    public byte[]? Sealed { get; init; }

    /// <summary>
    /// The scopes of the Hub that its client had when it was created. It works only with those, because its holder was entitled only to those.
    /// Null if created by an earlier release, for a client that hasn't got any since.
    /// </summary>
    public List<string>? HubScopes { get; set; }

    /// <summary>Who created it; empty if it came with the credential.</summary>
    public string MadeBy { get; init; } = "";

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>Written in batches, a second or two later.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    public SecretName Name => new(Hint, CreatedAt);

    public CacheKey Subject => CacheKey.Client(ClientId);
}
