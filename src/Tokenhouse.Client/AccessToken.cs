namespace Tokenhouse.Client;

/// <summary>An access token that is valid now. Ask for it again before each call instead of keeping it.</summary>
public sealed class AccessToken
{
    internal AccessToken(string value, DateTimeOffset expiresAt, IReadOnlyList<string> scopes) =>
        (Value, ExpiresAt, Scopes) = (value, expiresAt, scopes);

    /// <summary>What goes into the <c>Authorization: Bearer</c> header. Never log it, and never parse it.</summary>
    public string Value { get; }

    /// <summary>When it expires, by the clock of this machine.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>The granted scopes, as the server answered them. Empty if it didn't say: then all requested scopes were granted.</summary>
    public IReadOnlyList<string> Scopes { get; }

    /// <summary>Without the token.</summary>
    public override string ToString() => $"*** until {ExpiresAt:u}";
}
