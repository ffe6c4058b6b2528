using Tokenhouse.Core;
using Tokenhouse.Server.OAuth.Authorize;

namespace Tokenhouse.Server.AccountPages;

/// <summary>The status message after a form's redirect. The URL only contains its name.</summary>
internal static class StatusMessage
{
    public const string Name = "done";
    public const string Reset = "reset";
    public const string Password = "password";
    public const string Profile = "profile";
    public const string TwoFactorOff = "two-factor-off";
    public const string PasskeyAdded = "passkey-added";
    public const string PasskeyRemoved = "passkey-removed";
    public const string SessionEnded = "session-ended";
    public const string SessionsEnded = "sessions-ended";
    public const string ConfirmationSent = "confirmation-sent";
    public const string ResetSent = "reset-sent";
    public const string Withdrawn = "withdrawn";

    private static readonly Dictionary<string, string> Texts = new()
    {
        [Reset] = "Your new password is set. You were signed out everywhere. Sign in with the new password.",
        [Password] = "Password changed. You were signed out in all other browsers.",
        [Profile] = "Profile saved.",
        [TwoFactorOff] = "Two-factor sign-in is turned off.",
        [PasskeyAdded] = "Passkey added. You can now sign in with it.",
        [PasskeyRemoved] = "Passkey removed. Delete it on your device too.",
        [SessionEnded] = "That browser was signed out.",
        [SessionsEnded] = "All other browsers were signed out.",
        [ConfirmationSent] = "We sent you an email. Open the link in it within an hour.",
        [Withdrawn] = "The application no longer acts for you. Its access has ended.",
        [ResetSent] = "If there is an account with that email address, we sent an email to it. Open the link in it within an hour.",
    };

    public static string? Text(HttpContext http) => Texts.GetValueOrDefault(http.Request.Query[Name].ToString());

    /// <summary>Shows a page of the account after a form was handled, with what was done.</summary>
    public static void Show(HttpContext http, Site site, string page, string? done = null) =>
        AuthorizeResponse.Redirect(http, done is null ? site.Issuer + page : $"{site.Issuer}{page}?{Name}={done}");
}
