using Tokenhouse.Core;

namespace Tokenhouse.Server.Tokens;

/// <summary>What came of presenting a single-use value.</summary>
/// <param name="Result">The refresh token to hand out, or the refusal.</param>
/// <param name="Reuse">Why the family must end, in a sentence for the tenant; null when it goes on.</param>
internal readonly record struct Spending(Result<SecretText, OAuthError> Result, string? Reuse = null)
{
    public static implicit operator Spending(SecretText refresh) => new(refresh);

    public static implicit operator Spending(OAuthError refusal) => new(refusal);
}
