using Tokenhouse.Core;

namespace Tokenhouse.Server.Tokens;

/// <summary>How long a refresh token is valid: one rule for the token endpoint and introspection.</summary>
public static class RefreshTokenExpiry
{
    /// <summary>When a token expires under a policy, which may have been lowered since it was issued.</summary>
    public static DateTimeOffset EndOf(PresentedRefreshToken presented, TokenPolicy policy) =>
        presented.Family.EndsBy(policy) is var end && end < presented.Row.ExpiresAt ? end : presented.Row.ExpiresAt;

    /// <summary>Why it is no longer valid; null if it is, unless it was spent.</summary>
    public static RefusalReason? Fault(PresentedRefreshToken presented, TokenPolicy policy, DateTimeOffset now)
    {
        var (token, family) = (presented.Row, presented.Family);
        if (family.EndedAt is { } endedAt)
            return new(
                RefusalKind.FamilyEnded,
                $"its family ended on {endedAt:d MMMM yyyy HH:mm} UTC: {new TrustedText(family.EndReason ?? "")}"
            );
        if (family.EndsBy(policy) is var end && end <= now)
            return new(RefusalKind.RefreshTokenExpired, $"the lifetime of its family ended on {end:d MMMM yyyy HH:mm} UTC");
        if (token.SpentAt is null && token.ExpiresAt <= now)
            return new(RefusalKind.RefreshTokenExpired, $"it expired on {token.ExpiresAt:d MMMM yyyy HH:mm} UTC");
        if (!presented.PersonIsMember)
            return new(RefusalKind.NotAMember, $"the account was disabled, or is no longer a member of the tenant");
        return null;
    }
}
