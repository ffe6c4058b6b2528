namespace Tokenhouse.Client;

/// <summary>
/// The authority didn't answer, is overloaded, or answered something that isn't a token. Trying again later may help. An
/// <see cref="HttpRequestException"/>, as if the API itself were unreachable.
/// </summary>
public sealed class TokenUnavailableException : HttpRequestException
{
    internal TokenUnavailableException(string clientName, string reason, Exception? cause = null)
        : base($"No token for '{clientName}': {reason}", cause) { }

    /// <summary>When the server wants to be asked again, if it said so.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>Whether the server may have carried out the request, so that a refresh token may be spent.</summary>
    internal bool MayHaveBeenCarriedOut { get; init; } = true;
}
