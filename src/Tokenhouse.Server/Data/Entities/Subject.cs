using System.Buffers.Text;
using System.Globalization;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>A thing that servers keep in memory, as the change feed names it.</summary>
/// <param name="Topic">Which kind of thing.</param>
/// <param name="Key">Which one; empty where there is only one, or where all of them are meant.</param>
public readonly record struct Subject(Topic Topic, string Key = "")
{
    public static Subject Client(string id) => new(Topic.Client, id);

    public static Subject Tenant(long id) => new(Topic.Tenant, id.ToString(CultureInfo.InvariantCulture));

    public static readonly Subject Catalogue = new(Topic.Catalogue);

    public static readonly Subject SigningKeys = new(Topic.SigningKeys);

    /// <summary>Whether a person may be acted for, and by the clients of which tenants.</summary>
    public static Subject Account(Guid id) => new(Topic.Account, id.ToString("D"));

    /// <summary>An access token that was revoked, by the hash of its row: the row is there to be read.</summary>
    public static Subject Token(ReadOnlySpan<byte> hash) => new(Topic.Token, Base64Url.EncodeToString(hash));

    /// <summary>More access tokens were revoked at once than the feed names one by one.</summary>
    public static readonly Subject Tokens = new(Topic.Token);
}
