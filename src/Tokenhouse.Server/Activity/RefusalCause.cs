using Tokenhouse.Protocol;

namespace Tokenhouse.Server.Activity;

/// <summary>Why a request was refused, and by whom if it was not this server.</summary>
/// <param name="Code">The error code that went over the wire.</param>
/// <param name="Reason">The exact reason in a sentence.</param>
public sealed record RefusalCause(string Code, string Reason)
{
    /// <summary>The API that refused.</summary>
    public string? Api { get; init; }

    /// <summary>The endpoint of that API, as a pattern.</summary>
    public string? Path { get; init; }

    public static RefusalCause Of(OAuthError error) => new(error.Code, error.Detail ?? error.Description);
}
