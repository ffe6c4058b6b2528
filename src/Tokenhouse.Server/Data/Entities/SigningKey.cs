using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>
/// A key pair of a site. It is published as soon as it exists, signs from <see cref="SignsAt"/> until its successor
/// does, and stays published until the last token it signed has expired.
/// </summary>
public sealed class SigningKey : ICachedEntity
{
    /// <summary>The <c>kid</c>: the key's thumbprint (RFC 7638).</summary>
    public required string Id { get; init; }

    public required TenantEnvironment Environment { get; init; }

    /// <summary>As in RFC 7518: <c>ES256</c> or <c>RS256</c>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>The number of the key for its site and algorithm, so that two servers can't both create the next one.</summary>
    public required int Generation { get; init; }

    /// <summary>The private key in PKCS#8, sealed with Data Protection.</summary>
    public required byte[] Sealed { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset SignsAt { get; init; }

    public CacheKey Subject => CacheKey.SigningKeys;
}
