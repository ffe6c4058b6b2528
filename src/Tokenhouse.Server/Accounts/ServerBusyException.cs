namespace Tokenhouse.Server.Accounts;

/// <summary>Too many passwords are waiting to be hashed. The response is 503, and nothing was done.</summary>
public sealed class ServerBusyException() : Exception("Too many passwords are waiting to be hashed.")
{
    /// <summary>The sentence for people.</summary>
    public const string Sentence = "We're busy right now. Try again in a few seconds.";

    /// <summary>When to try again, for <c>Retry-After</c>.</summary>
    public const string RetryAfter = "5";
}
