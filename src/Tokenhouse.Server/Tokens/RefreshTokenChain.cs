using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>A spent refresh token and its successors, up to the family's unspent one.</summary>
internal sealed class RefreshTokenChain
{
    /// <summary>How many successors are followed. A client that spends more within its window isn't an honest one.</summary>
    private const int Most = 200;

    private readonly SecretText presented;
    private readonly List<RefreshToken> spent;

    private RefreshTokenChain(SecretText presented, List<RefreshToken> spent, RefreshToken? newest) =>
        (this.presented, this.spent, Newest) = (presented, spent, newest);

    /// <summary>The presented token.</summary>
    public RefreshToken First => spent[0];

    /// <summary>The unspent token at the end; null if it wasn't reached.</summary>
    public RefreshToken? Newest { get; }

    /// <summary>When each token was spent.</summary>
    public IReadOnlyList<DateTimeOffset> SpentAt => [.. spent.Select(token => token.SpentAt!.Value)];

    /// <summary>
    /// Follows the chain from a spent token on, each time by the key: a family may have any number of tokens. Only within the window are more than
    /// the token and its successor read.
    /// </summary>
    public static async Task<RefreshTokenChain> Read(Db db, SecretText presented, RefreshRepeatRule rule, DateTimeOffset now)
    {
        var hash = TextHash.Of(presented);
        var tokens = db.RefreshTokens.IgnoreQueryFilters([Db.OwnerFilter]).AsNoTracking();
        var chain = new List<RefreshToken> { await tokens.SingleAsync(token => token.Hash == hash) };
        var newest = await Following(chain[0]);
        while (newest is { SpentAt: not null } && chain.Count < Most && rule.IsInWindow(chain[^1].SpentAt!.Value, now))
        {
            chain.Add(newest);
            newest = await Following(newest);
        }
        return new(presented, chain, newest is { SpentAt: null } ? newest : null);

        Task<RefreshToken?> Following(RefreshToken spent) => tokens.SingleOrDefaultAsync(token => token.Hash == spent.SuccessorHash);
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
