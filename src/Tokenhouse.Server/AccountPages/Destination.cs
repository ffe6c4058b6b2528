using Tokenhouse.Core;
using Tokenhouse.Server.Endpoints.Authorize;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Where a person is on the way to while signing in: an application that asks, or a page of the account.</summary>
/// <param name="Site">Where they are.</param>
/// <param name="Pending">What the application asks; null when the person came to their own pages.</param>
/// <param name="Return">The page of the account.</param>
public sealed record Destination(Site Site, Pending? Pending, string Return)
{
    /// <summary>The application's name, if one asks.</summary>
    public string? Client => Pending?.Recipient.Client.Name;

    /// <summary>An origin besides our own that forms on the way lead to by redirects.</summary>
    public string? FormTarget => Pending is null ? null : RedirectUri.FormTarget(Pending.Recipient.RedirectUri);
}
