using Tokenhouse.AspNetCore.Authorities;

namespace Tokenhouse.AspNetCore.Tokens;

/// <summary>
/// Validates an opaque token at one authority. Simultaneous calls with the same token ask once, and for a few seconds the
/// answer is reused. Inventing tokens costs nothing, so each caller's introspections in progress are bounded, and answers about
/// invented tokens are cached separately.
/// </summary>
internal sealed class OpaqueTokenValidator(
    AuthorityRegistry authorities,
    IntrospectionClient introspectionClient,
    ClientIpResolver clientIpResolver,
    TokenhouseOptions options,
    TimeProvider clock
)
{
    private const int LongestToken = 1024;
    private const int MostAtOnce = 64;
    private const int MostAtOnceOfOne = 16;

    private readonly Lock gate = new();
    private readonly Dictionary<(Authority, string Hash), Question> questions = [];
    private readonly IntrospectionCache good = new(most: 10_000, mostOfOne: 1_000);
    private readonly IntrospectionCache bad = new(most: 10_000, mostOfOne: 1_000);

    public Task<Result<ValidatedToken>> ReadAsync(string text, HttpContext http)
    {
        if (text.Length > LongestToken)
            return Task.FromResult<Result<ValidatedToken>>(Refusals.Malformed);
        if (authorities.Introspecting(http.Request.Host) is not { } authority)
            return Task.FromResult<Result<ValidatedToken>>(Refusals.NotValid("no authority is configured for opaque tokens at this host"));
        // The first caller may disconnect while others still wait for the answer.
        return AnswerAsync(authority, text, clientIpResolver.NetworkOf(http)).WaitAsync(http.RequestAborted);
    }

    private Task<Result<ValidatedToken>> AnswerAsync(Authority authority, string text, string caller)
    {
        var key = (authority, TokenHash.OfText(text));
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if ((good.Find(key, now) ?? bad.Find(key, now)) is { } known)
                return Task.FromResult(known);
            if (questions.TryGetValue(key, out var asked))
                return asked.Answer;
            if (questions.Count >= MostAtOnce || questions.Values.Count(question => question.Caller == caller) >= MostAtOnceOfOne)
                return Task.FromResult<Result<ValidatedToken>>(
                    Refusals.Unavailable("too many opaque tokens are being introspected at the same time")
                );
            return (questions[key] = new(caller, Task.Run(() => AskAsync(key, text, caller)))).Answer;
        }
    }

    private async Task<Result<ValidatedToken>> AskAsync((Authority Authority, string Hash) key, string text, string caller)
    {
        var until = clock.GetUtcNow() + options.IntrospectionCacheLifetime; // counted from the request
        IntrospectionCache.Answer? answer = null;
        try
        {
            var result = await introspectionClient.AskAsync(key.Authority, text);
            if (!result.Ok(out var token, out var refusal))
            {
                if (refusal.Status == StatusCodes.Status401Unauthorized)
                    answer = new(key, caller, refusal, until);
                return refusal;
            }
            var expiresAt = DateTimeOffset.UnixEpoch.AddSeconds(
                Math.Clamp(token.ExpiresAt, 0, DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            );
            answer = new(key, $"{key.Authority.Name} {token.ClientId}", token, until < expiresAt ? until : expiresAt);
            return clock.GetUtcNow() < expiresAt ? token : Refusals.Expired.About(token);
        }
        finally
        {
            Answered(key, answer);
        }
    }

    /// <summary>A failed introspection isn't cached: the next call asks again.</summary>
    private void Answered((Authority, string Hash) key, IntrospectionCache.Answer? answer)
    {
        lock (gate)
        {
            questions.Remove(key);
            if (answer is not null)
                (answer.Result.Ok(out _, out _) ? good : bad).Keep(answer, clock.GetUtcNow());
        }
    }

    /// <param name="Caller">The caller.</param>
    /// <param name="Answer">The pending answer.</param>
    private sealed record Question(string Caller, Task<Result<ValidatedToken>> Answer);
}
