using Tokenhouse.Core;
using Tokenhouse.Server.OAuth.Authorize;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Where a person goes after signing in: an application's request, or a page of the account.</summary>
/// <param name="Site">The site.</param>
/// <param name="ValidatedAuthorizeRequest">The application's request; null if the person opened their own pages.</param>
/// <param name="Return">The page of the account.</param>
public sealed record ReturnUrl(Site Site, ValidatedAuthorizeRequest? ValidatedAuthorizeRequest, string Return)
{
    /// <summary>The requesting application's name, if any.</summary>
    public string? Client => ValidatedAuthorizeRequest?.ResponseTarget.Client.Name;

    /// <summary>Whether a person may go there; false if the application means another.</summary>
    public bool IsFor(Guid accountId) => ValidatedAuthorizeRequest?.IsFor(accountId) != false;

    /// <summary>An additional origin to which forms redirect.</summary>
    public string? FormTarget =>
        ValidatedAuthorizeRequest is null ? null : RedirectUri.FormTarget(ValidatedAuthorizeRequest.ResponseTarget.RedirectUri);
}
