namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>Whether a credential can be used, and if not, why.</summary>
public enum CredentialState
{
    Active,

    /// <summary>All its secrets expire within thirty days.</summary>
    Ending,

    /// <summary>It has no active secret.</summary>
    Ended,

    /// <summary>Its first secret hasn't been collected yet.</summary>
    Waiting,

    Disabled,
}
