using System.Security.Cryptography;
using Tokenhouse.Client.Transport;

namespace Tokenhouse.Client.Caching;

/// <summary>An access token with its times: until when it is used, and from when on it is renewed in the background.</summary>
internal sealed class IssuedToken
{
    private static readonly TimeSpan LongestRenewalBase = TimeSpan.FromMinutes(20);

    private readonly Moment obtained;
    private readonly TimeSpan usableFor;
    private readonly TimeSpan renewedAfter;

    /// <param name="response">What the server answered.</param>
    /// <param name="requested">When it was asked, which isn't later than when it issued the token.</param>
    /// <param name="clockSkew">How much earlier than its expiry the token is no longer used.</param>
    public IssuedToken(TokenResponse response, Moment requested, TimeSpan clockSkew)
        : this(
            new AccessToken(
                response.AccessToken,
                requested.At + response.Lifetime,
                response.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            ),
            requested,
            clockSkew
        ) { }

    public IssuedToken(AccessToken token, Moment obtained, TimeSpan clockSkew)
    {
        (Access, this.obtained) = (token, obtained);
        var lifetime = token.ExpiresAt - obtained.At;
        var margin = lifetime / 10 < clockSkew ? lifetime / 10 : clockSkew;
        usableFor = Longer(lifetime - margin, TokenResponse.ShortestLifetime);
        // From a fifth to three tenths of the lifetime ahead, different for each token and process.
        var share = 0.2 + RandomNumberGenerator.GetInt32(100) / 1000.0;
        renewedAfter = Longer(
            lifetime - (lifetime < LongestRenewalBase ? lifetime : LongestRenewalBase) * share,
            TokenResponse.ShortestLifetime
        );
    }

    public AccessToken Access { get; }

    public DateTimeOffset ObtainedAt => obtained.At;

    public bool IsUsable(TimeProvider clock) => obtained.Age(clock) < usableFor;

    public bool IsDueForRenewal(TimeProvider clock) => obtained.Age(clock) >= renewedAfter;

    /// <summary>So new that another one wouldn't be better, even if an API doesn't accept it.</summary>
    public bool IsNew(TimeProvider clock) => obtained.Age(clock) < TokenResponse.ShortestLifetime;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
