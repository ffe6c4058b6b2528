namespace Tokenhouse.Server.Admin.Secrets;

/// <summary>Whether a secret works.</summary>
public enum SecretState
{
    Live,

    /// <summary>Its end came.</summary>
    Expired,

    /// <summary>Somebody ended it.</summary>
    Ended,
}
