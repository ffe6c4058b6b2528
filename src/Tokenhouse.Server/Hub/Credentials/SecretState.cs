namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>Whether a secret works.</summary>
public enum SecretState
{
    Live,

    /// <summary>It has expired.</summary>
    Expired,

    /// <summary>It was revoked.</summary>
    Ended,
}
