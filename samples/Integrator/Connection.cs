namespace Integrator;

/// <summary>
/// The tokens that a person's consent gave this application. In a real application, this is a row in your database next to the person's, with both tokens
/// encrypted: anyone who reads them can act for that person.
/// </summary>
public sealed record Connection(Dialect Dialect, Client Client, string AccessToken, DateTimeOffset ExpiresAt)
{
    /// <summary>Gets the next access token, once. The response contains the next refresh token.</summary>
    public required string RefreshToken { get; init; }

    /// <summary>The granted scope. In OAuthV2, an empty string means "everything the client may have".</summary>
    public required string Scope { get; init; }

    /// <summary>The person's permanent ID (<c>sub</c>), if <c>openid</c> was requested. Use it as your key, never an email address.</summary>
    public string? Person { get; init; }

    /// <summary>The last response of the token endpoint, only for this page.</summary>
    public required Reply Reply { get; init; }

    /// <summary>A margin before the expiry: the call takes time, and clocks differ.</summary>
    public bool IsStale(DateTimeOffset now) => now >= ExpiresAt - TimeSpan.FromSeconds(30);

    /// <summary>Without the tokens, because the record may end up in a log.</summary>
    public override string ToString() => $"{Client} in {Dialect.Name}";

    public static Connection From(Reply reply, Dialect dialect, Client client, DateTimeOffset now) =>
        new(dialect, client, reply.Required("access_token"), now.AddSeconds(reply.Seconds("expires_in")))
        {
            RefreshToken = reply.Required("refresh_token"),
            Scope = reply["scope"] ?? "",
            Reply = reply,
        };
}
