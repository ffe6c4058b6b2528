using Tokenhouse.Core;
using Tokenhouse.Server.Endpoints.Authorize;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Where a person goes after signing in: an application's request, or a page of the account.</summary>
/// <param name="Site">The site.</param>
/// <param name="Pending">The application's request; null if the person opened their own pages.</param>
/// <param name="Return">The page of the account.</param>
public sealed record Destination(Site Site, Pending? Pending, string Return)
{
    /// <summary>The requesting application's name, if any.</summary>
    public string? Client => Pending?.Recipient.Client.Name;

    /// <summary>An additional origin to which forms redirect.</summary>
    public string? FormTarget => Pending is null ? null : RedirectUri.FormTarget(Pending.Recipient.RedirectUri);
}
