namespace Tokenhouse.Core;

/// <summary>The operations for which a dialect can have endpoints.</summary>
public enum EndpointKind
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

    /// <summary>OpenID Connect RP-Initiated Logout 1.0, 2.</summary>
    EndSession,

    /// <summary>Our own: what an API must know about its callers between two tokens.</summary>
    ClientState,

    /// <summary>Our own: an API reports refused calls.</summary>
    RefusalReport,
}
