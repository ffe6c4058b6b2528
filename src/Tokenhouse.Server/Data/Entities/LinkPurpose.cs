namespace Tokenhouse.Server.Data.Entities;

/// <summary>The purpose of a link in an email.</summary>
public enum LinkPurpose
{
    /// <summary>Reset the password.</summary>
    ResetPassword,

    /// <summary>Confirm the email address.</summary>
    ConfirmEmail,
}
