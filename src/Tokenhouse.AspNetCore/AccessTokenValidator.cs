using Tokenhouse.AspNetCore.Authorities;
using Tokenhouse.AspNetCore.Tokens;

namespace Tokenhouse.AspNetCore;

/// <summary>Whether an access token is valid for a call to this API. The lines are the steps of RFC 9068, 4, in order.</summary>
internal sealed class AccessTokenValidator(
    JwtValidator jwts,
    OpaqueTokenValidator opaques,
    TenantSources tenants,
    ClientStateCheck clientStateCheck,
    TokenhouseOptions options
)
{
    public async Task<Result<ValidatedToken>> ValidateAsync(HttpContext http, string text)
    {
        var read = JwtValidator.IsJwt(text) ? await jwts.ReadAsync(text, http.RequestAborted) : await opaques.ReadAsync(text, http);
        if (!read.Ok(out var token, out var refusal))
            return refusal;
        if (token.Environment != options.Environment)
            return Refusals
                .InvalidToken(
                    $"The access token is for the other environment. This API serves {options.Environment}.",
                    "the token is for the other environment"
                )
                .About(token);
        if (token.Audience != options.Audience)
            return Refusals
                .InvalidToken("The access token was issued for another API.", "the token was issued for another API")
                .About(token);
        if (!tenants.Accept(token.TenantId, token.Authority))
            return Refusals.NotTaken().About(token);
        if (await clientStateCheck.RefuseAsync(token, http) is { } refused)
            return refused.About(token);
        return token;
    }
}
