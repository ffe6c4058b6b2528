using Tokenhouse.Core;

namespace Tokenhouse.Server.Notifications;

/// <summary>Emails to account holders. URLs in them come from configuration, never from a request.</summary>
internal static class EmailTemplates
{
    public const string ResetPath = "/account/reset";
    public const string ConfirmPath = "/account/confirm";

    public const string InvitationPath = "/invitation";

    /// <summary>The parameter that holds the one-time value of a link.</summary>
    public const string Value = "link";

    public static EmailMessage Reset(Site site, string to, string value) =>
        new(
            to,
            "Choose a new password",
            $"""
            Someone (hopefully you) asked to reset the password for this email address at
            {site.Issuer}. Choose a new password within an hour:

            {site.Issuer}{ResetPath}?{Value}={value}

            If it wasn't you, ignore this email. Your password stays the same.

            """
        );

    public static EmailMessage Confirm(Site site, string to, string value) =>
        new(
            to,
            "Confirm your email address",
            $"""
            Confirm that this email address belongs to your account at
            {site.Issuer}. Open this link within an hour:

            {site.Issuer}{ConfirmPath}?{Value}={value}

            If you have no account there, ignore this email.

            """
        );

    public static EmailMessage News(Site site, string to, string what) =>
        new(
            to,
            "How you sign in to your account was changed",
            $"""
            {what}

            If it wasn't you, choose a new password now, and check the
            sessions and connected applications of your account:

            {site.Issuer}/account/forgot

            """
        );

    public static EmailMessage WrongCodes(Site site, string to, int codes) =>
        new(
            to,
            "Wrong codes were entered for your account",
            $"""
            Someone signed in to your account at {site.Issuer}
            with your password, then entered {codes} wrong codes. They are not signed in.

            If this was you, wait a few minutes and try again, or use a recovery code.

            If it wasn't you, someone knows your password. Choose a new one now:

            {site.Issuer}/account/forgot

            """
        );

    public static EmailMessage Invite(HubHost hub, string to, Welcome welcome) =>
        new(
            to,
            "You're invited to the Hub",
            $"""
            {welcome.InvitedBy} invites you to work with {welcome.Tenant}
            in the Hub at {hub.Address}. Accept the invitation within seven days:

            {Invitation(hub, welcome.Value)}

            If you weren't expecting this, ignore it. The invitation will expire.

            """
        );

    /// <summary>The link for the invited person.</summary>
    public static string Invitation(HubHost hub, string value) => $"{hub.Address}{InvitationPath}?{Value}={value}";

    /// <summary>The content of an invitation.</summary>
    /// <param name="Tenant">The tenant's name.</param>
    /// <param name="InvitedBy">The inviter's email address.</param>
    /// <param name="Value">The one-time value of the link.</param>
    public sealed record Welcome(string Tenant, string InvitedBy, string Value)
    {
        /// <summary>Without the value, which is a secret.</summary>
        public override string ToString() => $"an invitation to {Tenant}";
    }
}
