using System.Buffers.Text;
using System.Globalization;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>The key of a cache entry in the change feed.</summary>
/// <param name="Kind">The kind of entry.</param>
/// <param name="Key">The key; empty if there is only one, or for all of them.</param>
public readonly record struct CacheKey(CacheKeyKind Kind, string Key = "")
{
    public static CacheKey Client(string id) => new(CacheKeyKind.Client, id);

    public static CacheKey Tenant(long id) => new(CacheKeyKind.Tenant, id.ToString(CultureInfo.InvariantCulture));

    public static readonly CacheKey Catalogue = new(CacheKeyKind.Catalogue);

    public static readonly CacheKey SigningKeys = new(CacheKeyKind.SigningKeys);

    /// <summary>Which tenants' clients can act for a person.</summary>
    public static CacheKey Account(Guid id) => new(CacheKeyKind.Account, id.ToString("D"));

    /// <summary>A revoked access token, by the hash of its row.</summary>
    public static CacheKey Token(ReadOnlySpan<byte> hash) => new(CacheKeyKind.Token, Base64Url.EncodeToString(hash));

    /// <summary>Too many access tokens were revoked at once to list them in the feed.</summary>
    public static readonly CacheKey Tokens = new(CacheKeyKind.Token);
}
