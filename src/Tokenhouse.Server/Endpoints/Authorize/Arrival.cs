using Tokenhouse.Core;

namespace Tokenhouse.Server.Endpoints.Authorize;

/// <summary>An authorization request as it came.</summary>
/// <param name="Path">The endpoint.</param>
/// <param name="Parameters">What was sent.</param>
/// <param name="AskedAt">When: what the person did before then does not answer <c>prompt</c>.</param>
/// <param name="IsResumed">Whether the person was shown something for it already.</param>
public sealed record Arrival(string Path, Parameters Parameters, DateTimeOffset AskedAt, bool IsResumed)
{
    /// <summary>The account whose holder agreed to this very request; none yet.</summary>
    public Guid? AgreedBy { get; init; }
}
