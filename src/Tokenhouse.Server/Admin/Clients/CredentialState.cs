namespace Tokenhouse.Server.Admin.Clients;

/// <summary>Whether a credential can be used, and if not what it lacks.</summary>
public enum CredentialState
{
    Active,

    /// <summary>Its secrets all end within thirty days.</summary>
    Ending,

    /// <summary>None of its secrets works any more.</summary>
    Ended,

    /// <summary>Its first secret was not fetched yet.</summary>
    Waiting,

    Disabled,
}
