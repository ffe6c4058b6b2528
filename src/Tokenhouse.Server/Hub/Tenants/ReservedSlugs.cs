using Tokenhouse.Core;

namespace Tokenhouse.Server.Hub.Tenants;

/// <summary>Slugs that tenants can't have, because people could mistake their hosts for the installation's own.</summary>
/// <param name="datacentres">The names of all datacentres of the installation.</param>
public sealed class ReservedSlugs(IEnumerable<string> datacentres)
{
    private readonly HashSet<string> taken = new(
        [.. datacentres, "account", "admin", "api", "apiuat", "localhost", "mail", "operator", "status", "support"],
        StringComparer.Ordinal
    );

    /// <summary>Why a new tenant can't have a slug, as a sentence that says what to write; null if it can.</summary>
    public string? Fault(string slug) =>
        TenantName.Fault(slug)
        ?? (taken.Contains(slug) ? $"The slug {slug} could be confused with a part of the installation. Choose another." : null);
}
