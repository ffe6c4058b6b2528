using Tokenhouse.AspNetCore.Authorities;

namespace Tokenhouse.AspNetCore.Tokens;

/// <summary>
/// Answers of authorities about opaque tokens, for as long as they may be used again. Bounded in all, and for each who causes them: what one causes
/// pushes out no answer of another. For one thread at a time.
/// </summary>
/// <param name="most">How many are kept.</param>
/// <param name="mostOfOne">How many of them for one cause.</param>
internal sealed class Answers(int most, int mostOfOne)
{
    private readonly Dictionary<(Authority, string Hash), Answer> answers = [];
    private readonly Dictionary<string, int> shares = new(StringComparer.Ordinal);
    private readonly Queue<Answer> inOrder = [];

    public Result<BelievedToken>? Find((Authority, string Hash) key, DateTimeOffset now) =>
        answers.TryGetValue(key, out var answer) && now < answer.Until ? answer.Result : default(Result<BelievedToken>?);

    /// <summary>Keeps an answer while there is room; without room the next call asks again.</summary>
    /// <param name="answer">What was answered, about which token, until when it holds, and whose share of the room it takes.</param>
    /// <param name="now">The time. Answers that no longer hold make room first.</param>
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
        if (ReferenceEquals(answers.GetValueOrDefault(dropped.Key), dropped)) // and not a later one about the same token
            answers.Remove(dropped.Key);
        if (--shares[dropped.Cause] == 0)
            shares.Remove(dropped.Cause);
    }

    /// <param name="Key">The token, at the authority that was asked.</param>
    /// <param name="Cause">The client of a good token, or the caller who brought another.</param>
    /// <param name="Result">The token, or why it is refused.</param>
    /// <param name="Until">How long it holds.</param>
    public sealed record Answer((Authority, string Hash) Key, string Cause, Result<BelievedToken> Result, DateTimeOffset Until);
}
