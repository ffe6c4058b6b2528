using System.Globalization;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Mail;

namespace Tokenhouse.Server.Admin.Secrets;

/// <summary>Emails about secrets to a credential's contact and owner. Plain ASCII: they identify the credential by ID and contain no secret.</summary>
internal static class SecretLetters
{
    public static Letter HandOver(HandOverLink link) =>
        new(
            string.Join(", ", link.MailTo),
            $"The secret of {link.ClientId} is ready to be fetched",
            $"""
            The {link.Environment} credential {link.ClientId} is ready. Its secret does not exist
            yet: it is made when a Developer or Manager opens this, signs in, and asks
            for it. The link works once, until {Moment(link.ExpiresAt)}:

            {link.Address}

            The secret is shown once. Have a safe place for it at hand.

            """
        );

    public static Letter Reminder(string to, Secret secret, int days, string page) =>
        new(
            to,
            $"A secret of {secret.ClientId} ends within {(days == 1 ? "a day" : $"{days} days")}",
            $"""
            The secret ending in {secret.Hint} of the {secret.Environment} credential {secret.ClientId}
            stops working on {Moment(secret.ExpiresAt!.Value)}.

            Add a new one, let your programs use it, and this one may end. Or move its
            end, if it is to go on:

            {page}

            """
        );

    private static string Moment(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
