using Tokenhouse.Protocol;

namespace Tokenhouse.Server.Activity;

/// <summary>Why a request was refused, and which API had to do with it.</summary>
/// <param name="Code">The error code that went over the wire.</param>
/// <param name="Reason">The exact reason, which did not.</param>
public sealed record RefusalCause(string Code, Reason Reason)
{
    /// <summary>The API that refused, or that asked about the token.</summary>
    public string? Api { get; init; }

    /// <summary>The endpoint of that API, as a pattern.</summary>
    public string? Path { get; init; }

    public static RefusalCause Of(OAuthError error) => new(error.Code, error.Reason);

    /// <summary>A sign-in that failed: a page said so, in no protocol's words.</summary>
    public static RefusalCause OfSignIn(Reason reason) => new("access_denied", reason);
}
