namespace Tokenhouse.Client;

/// <summary>What differs from the client's options for one token. Each combination has its own token and cache entry.</summary>
public sealed record TokenRequestParameters
{
    /// <summary>
    /// Set this on <see cref="HttpRequestMessage.Options"/> to choose the token for one request, for example the session of the person it is for.
    /// </summary>
    public static readonly HttpRequestOptionsKey<TokenRequestParameters> Key = new("Tokenhouse.Client.Parameters");

    /// <summary>The scopes to ask for; the options' scopes if null.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>The API the token is for (RFC 8707); the options' resource if null.</summary>
    public string? Resource { get; init; }

    /// <summary>The session of the person the token is for, as you named it at sign-in. Null: the token is for the program itself.</summary>
    public string? Session { get; init; }

    /// <summary>
    /// Gets a new token even if the current one is valid, unless that one is less than 5 seconds old. You don't need this after a 401: the handler
    /// does it.
    /// </summary>
    public bool ForceRenewal { get; init; }
}
