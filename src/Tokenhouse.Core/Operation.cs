namespace Tokenhouse.Core;

/// <summary>What a dialect has endpoints for.</summary>
public enum Operation
{
    /// <summary>RFC 6749, 3.1.</summary>
    Authorize,

    /// <summary>RFC 6749, 3.2.</summary>
    Token,

    /// <summary>RFC 7009.</summary>
    Revoke,

    /// <summary>RFC 7662.</summary>
    Introspect,

    /// <summary>OpenID Connect Core 1.0, 5.3.</summary>
    UserInfo,

    /// <summary>What an API must know of its callers between two tokens; ours.</summary>
    ClientState,

    /// <summary>Where an API reports whom it refused; ours.</summary>
    RefusalReport,
}
