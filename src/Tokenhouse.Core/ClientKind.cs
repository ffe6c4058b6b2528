namespace Tokenhouse.Core;

/// <summary>What a client is. The grants it may use follow from this alone.</summary>
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

    /// <summary>A program that logs in with an app id and an app key.</summary>
    AppKey,

    /// <summary>An API that checks the tokens made for it, and gets none itself.</summary>
    Api,
}
