namespace Tokenhouse.Server.Pages;

/// <summary>Marks a page for people, which exists only on the site's own hosts, not on tenants' hosts.</summary>
internal sealed class SitePage
{
    public static readonly SitePage Marker = new();

    private SitePage() { }
}
