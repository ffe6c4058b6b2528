using System.Text.RegularExpressions;

namespace Tokenhouse.Core;

/// <summary>A tenant's two names: the stored number, and the slug that begins its hosts.</summary>
public sealed partial record TenantName(long Id, string Slug)
{
    /// <summary>Names that begin hosts of the installation itself, or could be mistaken for one.</summary>
    private static readonly string[] Reserved = ["hub", "login", "loginuat", "vendor", "www"];

    /// <summary>Why a new tenant can't have a slug, as a sentence that says what to write; null if it can.</summary>
    public static string? Fault(string slug) =>
        !HostLabel().IsMatch(slug) ? "A slug is part of host names. Use up to 63 lowercase letters and digits, with hyphens between them."
        : Reserved.Contains(slug) ? $"The slug {slug} is reserved for the installation. Choose another."
        : null;

    [GeneratedRegex(@"^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HostLabel();
}
