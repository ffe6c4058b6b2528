namespace Tokenhouse.Core;

/// <summary>The client authentication methods (RFC 6749, 2.3.1) that a dialect supports.</summary>
[Flags]
public enum AuthenticationMethods
{
    /// <summary>Public clients identify themselves in the body: <c>none</c>.</summary>
    None = 1,

    /// <summary><c>client_secret_basic</c>.</summary>
    Basic = 2,

    /// <summary><c>client_secret_post</c>.</summary>
    Body = 4,

    /// <summary>An app id and an app key; a dialect that has it has no other.</summary>
    AppKey = 8,
}
