using Tokenhouse.Client.Caching;
using Tokenhouse.Client.Transport;

namespace Tokenhouse.Client.Sessions;

/// <summary>A session as it is stored, before it is sealed: its tokens, and how often the refresh token was sent without an answer.</summary>
internal sealed record StoredSession
{
    public required string RefreshToken { get; init; }

    public string? AccessToken { get; init; }

    public DateTimeOffset ObtainedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public string[] Scopes { get; init; } = [];

    /// <summary>When the refresh token was first sent; null if it wasn't, or if it certainly wasn't spent.</summary>
    public DateTimeOffset? FirstSentAt { get; init; }

    public DateTimeOffset LastSentAt { get; init; }

    /// <summary>How many of the repeats that the server counts were used.</summary>
    public int Repeats { get; init; }

    /// <exception cref="InvalidOperationException">There is no refresh token in the answer.</exception>
    public static StoredSession From(TokenResponse response, DateTimeOffset requestedAt, string? previous = null) =>
        new()
        {
            RefreshToken =
                response.RefreshToken ?? previous ?? throw new InvalidOperationException("The authority's response has no refresh token."),
            AccessToken = response.AccessToken,
            ObtainedAt = requestedAt,
            ExpiresAt = requestedAt + response.Lifetime,
            Scopes = response.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        };

    /// <summary>The access token, if it can still be used.</summary>
    public IssuedToken? Current(TimeSpan clockSkew, TimeProvider clock)
    {
        var age = clock.GetUtcNow() - ObtainedAt;
        if (AccessToken is null || age < TimeSpan.Zero)
            return null;
        var obtained = new Moment(ObtainedAt, clock.GetTimestamp() - (long)(age.TotalSeconds * clock.TimestampFrequency));
        var token = new IssuedToken(new AccessToken(AccessToken, ExpiresAt, Scopes), obtained, clockSkew);
        return token.IsUsable(clock) ? token : null;
    }

    public override string ToString() => "***";
}
