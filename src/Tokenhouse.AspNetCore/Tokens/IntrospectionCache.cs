using Tokenhouse.AspNetCore.Authorities;

namespace Tokenhouse.AspNetCore.Tokens;

/// <summary>
/// Cached answers of authorities about opaque tokens. Bounded in total and per cause, so that one cause
/// can't push out another's answers. Not thread-safe.
/// </summary>
/// <param name="most">How many are kept.</param>
/// <param name="mostOfOne">How many are kept per cause.</param>
internal sealed class IntrospectionCache(int most, int mostOfOne)
{
    private readonly Dictionary<(Authority, string Hash), Answer> answers = [];
    private readonly Dictionary<string, int> shares = new(StringComparer.Ordinal);
    private readonly Queue<Answer> inOrder = [];

    public Result<ValidatedToken>? Find((Authority, string Hash) key, DateTimeOffset now) =>
        answers.TryGetValue(key, out var answer) && now < answer.Until ? answer.Result : default(Result<ValidatedToken>?);

    /// <summary>Caches an answer if there is room. Otherwise the next call asks again.</summary>
    /// <param name="answer">The answer, its token, its expiry and its cause.</param>
    /// <param name="now">The time. Expired answers are removed first.</param>
    public void Keep(Answer answer, DateTimeOffset now)
    {
        while (inOrder.TryPeek(out var oldest) && oldest.Until <= now)
            Drop(inOrder.Dequeue());
        var share = shares.GetValueOrDefault(answer.Cause);
        if (answer.Until <= now || inOrder.Count >= most || share >= mostOfOne)
            return;
        answers[answer.Key] = answer;
        shares[answer.Cause] = share + 1;
        inOrder.Enqueue(answer);
    }

    private void Drop(Answer dropped)
    {
        if (ReferenceEquals(answers.GetValueOrDefault(dropped.Key), dropped)) // and not a later answer about the same token
            answers.Remove(dropped.Key);
        if (--shares[dropped.Cause] == 0)
            shares.Remove(dropped.Cause);
    }

    /// <param name="Key">The token and its authority.</param>
    /// <param name="Cause">The client of an active token, or the caller of another one.</param>
    /// <param name="Result">The token, or the refusal.</param>
    /// <param name="Until">Its expiry.</param>
    public sealed record Answer((Authority, string Hash) Key, string Cause, Result<ValidatedToken> Result, DateTimeOffset Until);
}
