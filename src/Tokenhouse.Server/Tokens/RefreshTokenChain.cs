using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>A spent refresh token and its successors, up to the family's unspent one.</summary>
internal sealed class RefreshTokenChain
{
    /// <summary>How many successors are followed. A client that spends more within its window isn't an honest one.</summary>
    private const int Most = 1_000;

    private readonly SecretText presented;
    private readonly List<RefreshToken> spent;

    private RefreshTokenChain(SecretText presented, List<RefreshToken> spent, RefreshToken? newest) =>
        (this.presented, this.spent, Newest) = (presented, spent, newest);

    /// <summary>The presented token.</summary>
    public RefreshToken First => spent[0];

    /// <summary>The unspent token at the end; null if the chain is longer than what was read.</summary>
    public RefreshToken? Newest { get; }

    /// <summary>When each token was spent.</summary>
    public IReadOnlyList<DateTimeOffset> SpentAt => [.. spent.Select(token => token.SpentAt!.Value)];

    /// <summary>Reads the chain from a spent token on. Only within the window are more than the token and its successor read.</summary>
    public static async Task<RefreshTokenChain> Read(Db db, SecretText presented, RefreshRepeatRule rule, DateTimeOffset now)
    {
        var hash = TextHash.Of(presented);
        var tokens = db.RefreshTokens.IgnoreQueryFilters([Db.OwnerFilter]).AsNoTracking();
        var first = await tokens.SingleAsync(token => token.Hash == hash);
        var next = await tokens.SingleOrDefaultAsync(token => token.Hash == first.SuccessorHash);
        if (next is not { SpentAt: not null } || !rule.IsInWindow(first.SpentAt!.Value, now))
            return new(presented, [first], next);

        var since = now - rule.Window;
        var others = await tokens
            .Where(token => token.FamilyId == first.FamilyId && (token.SpentAt == null || token.SpentAt > since))
            .OrderBy(token => token.SpentAt != null)
            .ThenBy(token => token.SpentAt)
            .Take(Most)
            .ToDictionaryAsync(token => Convert.ToHexString(token.Hash));
        var chain = new List<RefreshToken> { first };
        var newest = next;
        while (newest is { SpentAt: not null })
        {
            chain.Add(newest);
            newest = newest.SuccessorHash is { } following ? others.GetValueOrDefault(Convert.ToHexString(following)) : null;
        }
        return new(presented, chain, newest);
    }

    /// <summary>The newest token, unsealed from one to the next; null if one of them is erased.</summary>
    public SecretText? Unseal()
    {
        SecretText? value = presented;
        foreach (var token in spent)
        {
            if (token.Successor is not { } locked)
                return null;
            value = SealedSuccessor.Open(locked, value!);
        }
        return value;
    }
}
