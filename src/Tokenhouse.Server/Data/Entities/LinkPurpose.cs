namespace Tokenhouse.Server.Data.Entities;

/// <summary>What a link in a mail is good for.</summary>
public enum LinkPurpose
{
    /// <summary>Choosing a new password without the old one.</summary>
    ResetPassword,

    /// <summary>Showing that the mail address is the person's.</summary>
    ConfirmEmail,
}
