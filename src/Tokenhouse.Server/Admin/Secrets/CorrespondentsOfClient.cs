using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Secrets;

/// <summary>Who is written to about a credential.</summary>
internal static class CorrespondentsOfClient
{
    /// <summary>Its contact and its owner, as far as they were named, each once.</summary>
    public static IReadOnlyList<string> Correspondents(this Client client) =>
        [.. new[] { client.Contact, client.Owner }.Where(address => address.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
}
