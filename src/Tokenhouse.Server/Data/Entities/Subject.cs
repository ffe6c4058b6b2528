using System.Globalization;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>A thing that servers keep in memory, as the change feed names it.</summary>
/// <param name="Topic">Which kind of thing.</param>
/// <param name="Key">Which one; empty where there is only one.</param>
public readonly record struct Subject(Topic Topic, string Key = "")
{
    public static Subject Client(string id) => new(Topic.Client, id);

    public static Subject Tenant(long id) => new(Topic.Tenant, id.ToString(CultureInfo.InvariantCulture));

    public static readonly Subject Catalogue = new(Topic.Catalogue);

    public static readonly Subject SigningKeys = new(Topic.SigningKeys);
}
