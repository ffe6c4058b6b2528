using System.Collections.Concurrent;
using Tokenhouse.AspNetCore.Authorities;

namespace Tokenhouse.AspNetCore.Tokens;

/// <summary>
/// JWTs whose signature was verified, by the hash of their whole text: clients use one for minutes, and verifying is most of what a call costs. Only
/// as long as the authority publishes the very key; expiry and everything that can change is checked for every call.
/// </summary>
internal sealed class VerifiedTokens
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, (VerificationKey Key, BelievedToken Token)> tokens = new();

    public BelievedToken? Find(string text) =>
        tokens.TryGetValue(TokenHash.OfText(text), out var verified) && verified.Token.Authority.Publishes(verified.Key)
            ? verified.Token
            : null;

    public void Keep(string text, VerificationKey key, BelievedToken token)
    {
        if (tokens.Count >= Most)
            tokens.Clear(); // rare, and costs one more verification for each token
        tokens[TokenHash.OfText(text)] = (key, token);
    }
}
