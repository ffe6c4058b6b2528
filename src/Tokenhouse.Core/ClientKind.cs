namespace Tokenhouse.Core;

/// <summary>The kind of a client. It alone decides which grants the client can use.</summary>
public enum ClientKind
{
    /// <summary>A program that acts for itself.</summary>
    Machine,

    /// <summary>A web application with a secret, acting for people.</summary>
    Web,

    /// <summary>A public client in a browser, acting for people.</summary>
    Browser,

    /// <summary>A public client on a device, acting for people.</summary>
    Native,

    /// <summary>A program that logs in with an app ID and an app key.</summary>
    AppKey,

    /// <summary>An API that checks tokens issued for it, and gets none itself.</summary>
    Api,
}
