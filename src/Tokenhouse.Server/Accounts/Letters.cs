using Tokenhouse.Protocol;
using Tokenhouse.Server.Mail;

namespace Tokenhouse.Server.Accounts;

/// <summary>What is written to account holders. Addresses in it come from configuration, never from a request.</summary>
internal static class Letters
{
    public const string ResetPath = "/account/reset";
    public const string ConfirmPath = "/account/confirm";

    /// <summary>The parameter that holds the one-time value of a link.</summary>
    public const string Value = "link";

    public static Letter Reset(Site site, string to, string value) =>
        new(
            to,
            "Choose a new password",
            $"""
            Somebody, you perhaps, asked for a new password for this mail address at
            {site.Issuer}. Choose it here, within an hour:

            {site.Issuer}{ResetPath}?{Value}={value}

            If it was not you, do nothing: your password stays as it is.

            """
        );

    public static Letter Confirm(Site site, string to, string value) =>
        new(
            to,
            "Confirm your mail address",
            $"""
            Confirm that this mail address belongs to your account at
            {site.Issuer}. Open this, within an hour:

            {site.Issuer}{ConfirmPath}?{Value}={value}

            If you have no account there, do nothing.

            """
        );

    public static Letter News(Site site, string to, string what) =>
        new(
            to,
            "The sign-in of your account changed",
            $"""
            {what}

            If it was not you, choose a new password at once, and look through the
            sessions and the connected applications of your account:

            {site.Issuer}/account/forgot

            """
        );
}
