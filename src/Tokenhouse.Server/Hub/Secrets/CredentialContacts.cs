using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>The recipients of emails about a credential.</summary>
internal static class CredentialContacts
{
    /// <summary>Its contact and owner, if set, without duplicates.</summary>
    public static IReadOnlyList<string> ContactEmails(this Client client) =>
        [.. new[] { client.Contact, client.Owner }.Where(address => address.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
}
