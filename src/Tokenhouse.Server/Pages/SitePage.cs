namespace Tokenhouse.Server.Pages;

/// <summary>Marks a page of people, which is on the site's own hosts only and not on those of tenants.</summary>
internal sealed class SitePage
{
    public static readonly SitePage Marker = new();

    private SitePage() { }
}
