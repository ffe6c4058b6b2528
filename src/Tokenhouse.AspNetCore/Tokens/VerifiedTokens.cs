using System.Collections.Concurrent;
using Tokenhouse.AspNetCore.Authorities;

namespace Tokenhouse.AspNetCore.Tokens;

/// <summary>
/// JWTs with a verified signature, by the hash of their whole text: clients use one for minutes, and verification is most of the cost of a call. Valid only
/// while the authority publishes the same key. Expiry and everything else that can change is checked for every call.
/// </summary>
internal sealed class VerifiedTokens
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, (VerificationKey Key, ValidatedToken Token)> tokens = new();

    public ValidatedToken? Find(string text) =>
        tokens.TryGetValue(TokenHash.OfText(text), out var verified) && verified.Token.Authority.Publishes(verified.Key)
            ? verified.Token
            : null;

    public void Keep(string text, VerificationKey key, ValidatedToken token)
    {
        if (tokens.Count >= Most)
            tokens.Clear(); // rare, and only costs one more verification per token
        tokens[TokenHash.OfText(text)] = (key, token);
    }
}
