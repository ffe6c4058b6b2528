namespace Tokenhouse.Server.Accounts;

/// <summary>Too many passwords wait to be hashed: the answer is 503, and nothing was done.</summary>
public sealed class ServerBusyException() : Exception("Too many passwords wait to be hashed.")
{
    /// <summary>What people read.</summary>
    public const string Sentence = "We're busy right now. Try again in a few seconds.";

    /// <summary>When the next try is worth it, for <c>Retry-After</c>.</summary>
    public const string RetryAfter = "5";
}
