using Tokenhouse.Core;

namespace Tokenhouse.Server.Tokens;

/// <summary>The result of presenting a single-use value.</summary>
/// <param name="Result">The refresh token to return, or the refusal.</param>
/// <param name="Reuse">Why the family must end, in a sentence for the tenant; null if it continues.</param>
/// <param name="Note">What the tenant's log says beside a success; null if nothing.</param>
internal readonly record struct RedemptionResult(Result<SecretText, OAuthError> Result, string? Reuse = null, RefusalReason? Note = null)
{
    /// <summary>When the refresh token expires if it isn't used.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Whether the presented refresh token was spent now, and not before.</summary>
    public bool IsRotated { get; init; }

    public static implicit operator RedemptionResult(OAuthError refusal) => new(refusal);
}
