using Tokenhouse.AspNetCore.Authorities;

namespace Tokenhouse.AspNetCore.Tokens;

/// <summary>
/// Believes what one authority says about an opaque token. Calls that bring the same token at the same time ask once, and for a few seconds the
/// answer is used again.
/// </summary>
internal sealed class OpaqueReader(
    KnownAuthorities authorities,
    Introspections introspections,
    TokenhouseOptions options,
    TimeProvider clock
)
{
    private const int LongestToken = 1024;
    private const int MostAnswers = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<(Authority, string Hash), Answer> answers = [];

    public Task<Result<BelievedToken>> ReadAsync(string text, HostString host, CancellationToken cancellationToken)
    {
        if (text.Length > LongestToken)
            return Task.FromResult<Result<BelievedToken>>(Refusals.Malformed);
        if (authorities.Introspecting(host) is not { } authority)
            return Task.FromResult<Result<BelievedToken>>(
                Refusals.NotValid("no authority is configured to be asked about opaque tokens at this host")
            );
        // The one who asked first may go away; the others still wait for the answer.
        return AnswerAsync(authority, text).WaitAsync(cancellationToken);
    }

    private Task<Result<BelievedToken>> AnswerAsync(Authority authority, string text)
    {
        var key = (authority, TokenHash.OfText(text));
        lock (gate)
        {
            if (answers.TryGetValue(key, out var known) && clock.GetUtcNow() < known.Until)
                return known.Token;
            if (answers.Count >= MostAnswers)
                answers.Clear(); // rare, and costs one more question for each token
            var asked = answers[key] = new();
            asked.Token = Task.Run(() => AskAsync(authority, text, asked));
            return asked.Token;
        }
    }

    private async Task<Result<BelievedToken>> AskAsync(Authority authority, string text, Answer answer)
    {
        var until = clock.GetUtcNow() + options.IntrospectionCacheLifetime; // from the question on
        try
        {
            var result = await introspections.AskAsync(authority, text);
            if (result.Ok(out var token, out var refusal))
            {
                var expiresAt = DateTimeOffset.UnixEpoch.AddSeconds(
                    Math.Clamp(token.ExpiresAt, 0, DateTimeOffset.MaxValue.ToUnixTimeSeconds())
                );
                answer.Until = until < expiresAt ? until : expiresAt;
                return clock.GetUtcNow() < expiresAt ? token : Refusals.Expired.About(token);
            }
            answer.Until = refusal.Status == StatusCodes.Status401Unauthorized ? until : DateTimeOffset.MinValue;
            return refusal;
        }
        catch (Exception)
        {
            answer.Until = DateTimeOffset.MinValue;
            throw;
        }
    }

    /// <summary>What was asked, and how long it holds: as long as it is under way, and then for its lifetime.</summary>
    private sealed class Answer
    {
        private long until = DateTimeOffset.MaxValue.UtcTicks;

        public Task<Result<BelievedToken>> Token { get; set; } = null!;

        public DateTimeOffset Until
        {
            get => new(Interlocked.Read(ref until), TimeSpan.Zero);
            set => Interlocked.Exchange(ref until, value.UtcTicks);
        }
    }
}
