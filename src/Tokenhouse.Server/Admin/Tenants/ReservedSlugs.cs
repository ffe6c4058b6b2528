using Tokenhouse.Core;

namespace Tokenhouse.Server.Admin.Tenants;

/// <summary>What cannot begin a tenant's hosts, because people would take them for the installation's own.</summary>
/// <param name="datacentres">The names of all datacentres of the installation.</param>
public sealed class ReservedSlugs(IEnumerable<string> datacentres)
{
    private readonly HashSet<string> taken = new(
        [.. datacentres, "account", "admin", "api", "apiuat", "localhost", "mail", "operator", "status", "support"],
        StringComparer.Ordinal
    );

    /// <summary>Why a new tenant cannot have a slug, as a sentence that says what to write; null when it can.</summary>
    public string? Fault(string slug) =>
        TenantName.Fault(slug)
        ?? (taken.Contains(slug) ? $"The slug {slug} would be taken for a part of the installation. Choose another." : null);
}
