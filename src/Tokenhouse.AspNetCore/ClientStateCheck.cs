using Tokenhouse.AspNetCore.Tokens;

namespace Tokenhouse.AspNetCore;

/// <summary>
/// Whether a token's client is still enabled, the token not revoked, and the client's address allowed. Without any client state
/// every call is refused, because restricted clients aren't known. If the state is too old, restricted clients are refused first, and
/// later all clients: a revoked token is never accepted longer than <see cref="TokenhouseOptions.MaxRevocationAge"/>.
/// </summary>
internal sealed class ClientStateCheck(ClientIpResolver clientIpResolver, TokenhouseOptions options, TimeProvider clock)
{
    /// <summary>The refusal; null if the client is admitted.</summary>
    public async Task<TokenhouseRefusal?> RefuseAsync(ValidatedToken token, HttpContext http)
    {
        await token.Authority.WaitForFirstRoundAsync();
        if (token.Authority.Feed?.Latest is not { } latest)
            return Refusals.Unavailable("the authority's client state hasn't been read yet");
        var (state, at) = latest.Of(token.TenantId);
        if (state is null)
            return Refusals.Unavailable("the tenant's client state hasn't been read yet");
        if (state.IsDisabled(token.ClientId))
            return Refusals.NotValid("the client is disabled");
        if (state.IsRevoked(token.Hash, token.ClientId, token.IssuedAt))
            return Refusals.NotValid("the token was revoked");
        var now = clock.GetUtcNow();
        if (now - at > options.MaxRevocationAge)
            return Refusals.Unavailable("the client state is older than MaxRevocationAge");
        if (state.RestrictionOf(token.ClientId) is not { } restriction || restriction.IsExempt(now))
            return null;
        if (now - at > options.MaxStateAge)
            return Refusals.StaleAllowlist();
        var address = clientIpResolver.AddressOf(http);
        return address is not null && restriction.Admits(address) ? null : Refusals.Address(address);
    }
}
