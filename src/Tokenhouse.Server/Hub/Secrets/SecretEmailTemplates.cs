using System.Globalization;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Notifications;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>Emails about secrets to a credential's contact and owner. Plain ASCII: they identify the credential by ID and contain no secret.</summary>
internal static class SecretEmailTemplates
{
    public static EmailMessage HandOver(HandOverLink link) =>
        new(
            string.Join(", ", link.MailTo),
            $"The secret of {link.ClientId} is ready to collect",
            $"""
            The {link.Environment} credential {link.ClientId} is ready. Its secret is created
            when a Developer or Manager opens this link, signs in, and clicks the
            button. The link works once, until {Moment(link.ExpiresAt)}:

            {link.Address}

            You'll see the secret only once. Have a safe place ready to store it.

            """
        );

    public static EmailMessage Reminder(string to, Secret secret, int days, string page) =>
        new(
            to,
            $"A secret of {secret.ClientId} expires within {(days == 1 ? "a day" : $"{days} days")}",
            $"""
            The secret ending in {secret.Hint} of the {secret.Environment} credential {secret.ClientId}
            expires on {Moment(secret.ExpiresAt!.Value)}.

            Add a new secret and use it in your programs before this one expires. Or
            change its expiry if you want to keep it:

            {page}

            """
        );

    private static string Moment(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
