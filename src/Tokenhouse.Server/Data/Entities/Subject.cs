using System.Buffers.Text;
using System.Globalization;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>The key of a cache entry in the change feed.</summary>
/// <param name="Topic">The kind of entry.</param>
/// <param name="Key">The key; empty if there is only one, or for all of them.</param>
public readonly record struct Subject(Topic Topic, string Key = "")
{
    public static Subject Client(string id) => new(Topic.Client, id);

    public static Subject Tenant(long id) => new(Topic.Tenant, id.ToString(CultureInfo.InvariantCulture));

    public static readonly Subject Catalogue = new(Topic.Catalogue);

    public static readonly Subject SigningKeys = new(Topic.SigningKeys);

    /// <summary>Which tenants' clients can act for a person.</summary>
    public static Subject Account(Guid id) => new(Topic.Account, id.ToString("D"));

    /// <summary>A revoked access token, by the hash of its row.</summary>
    public static Subject Token(ReadOnlySpan<byte> hash) => new(Topic.Token, Base64Url.EncodeToString(hash));

    /// <summary>Too many access tokens were revoked at once to list them in the feed.</summary>
    public static readonly Subject Tokens = new(Topic.Token);
}
