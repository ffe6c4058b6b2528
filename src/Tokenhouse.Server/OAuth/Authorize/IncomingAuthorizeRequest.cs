using Tokenhouse.Core;

namespace Tokenhouse.Server.OAuth.Authorize;

/// <summary>An authorization request as received.</summary>
/// <param name="Path">The endpoint.</param>
/// <param name="Parameters">What was sent.</param>
/// <param name="AskedAt">When it was received. Earlier actions of the person don't satisfy <c>prompt</c>.</param>
/// <param name="IsResumed">Whether the person has already seen a page for it.</param>
public sealed record IncomingAuthorizeRequest(string Path, Parameters Parameters, DateTimeOffset AskedAt, bool IsResumed)
{
    /// <summary>The account that the person chose for this very request; null if they haven't yet.</summary>
    public Guid? SelectedBy { get; init; }

    /// <summary>The account whose holder agreed to this very request; null if none has yet.</summary>
    public Guid? AgreedBy { get; init; }
}
