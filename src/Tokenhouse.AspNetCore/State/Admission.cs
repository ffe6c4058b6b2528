using Tokenhouse.AspNetCore.Tokens;

namespace Tokenhouse.AspNetCore.State;

/// <summary>
/// Whether the authority of a token still stands by its client, and whether the client may come from where it comes from. Without any client state
/// nobody is admitted: nobody knows who is restricted.
/// </summary>
internal sealed class Admission(Callers callers, TokenhouseOptions options, TimeProvider clock)
{
    /// <summary>The refusal; null when the client is admitted.</summary>
    public async Task<TokenhouseRefusal?> RefuseAsync(BelievedToken token, HttpContext http)
    {
        await token.Authority.WaitForFirstRoundAsync();
        if (token.Authority.Feed?.Latest is not { } latest)
            return Refusals.Unavailable("there is no client state of the authority yet");
        if (latest.State.IsDisabled(token.ClientId))
            return Refusals.NotValid("the client is disabled");
        if (latest.State.IsRevoked(token.Hash))
            return Refusals.NotValid("the token was revoked");
        var now = clock.GetUtcNow();
        if (latest.State.RestrictionOf(token.ClientId) is not { } restriction || restriction.IsExempt(now))
            return null;
        if (now - latest.At > options.MaxStateAge)
            return Refusals.StaleAllowlist();
        var address = callers.AddressOf(http);
        return address is not null && restriction.Admits(address) ? null : Refusals.Address(address);
    }
}
