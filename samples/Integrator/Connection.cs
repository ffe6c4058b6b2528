namespace Integrator;

/// <summary>
/// What a person's agreement gave this application. In a real one it is a row of your database, beside the person's, and both tokens are
/// encrypted: whoever reads them acts for that person.
/// </summary>
public sealed record Connection(Dialect Dialect, Client Client, string AccessToken, DateTimeOffset ExpiresAt)
{
    /// <summary>Gets the next access token, once. Its successor comes with that one.</summary>
    public required string RefreshToken { get; init; }

    /// <summary>What was granted. OAuthV2 spells "everything that the client may have" as an empty string.</summary>
    public required string Scope { get; init; }

    /// <summary>The person's lasting id (<c>sub</c>), where <c>openid</c> was asked for. Use it as your key, never a mail address.</summary>
    public string? Person { get; init; }

    /// <summary>The last answer of the token endpoint as it came, for this page alone.</summary>
    public required Reply Reply { get; init; }

    /// <summary>Before the end: the call still has to travel, and clocks differ.</summary>
    public bool IsStale(DateTimeOffset now) => now >= ExpiresAt - TimeSpan.FromSeconds(30);

    /// <summary>Without the tokens: a record that ends up in a log must not take them along.</summary>
    public override string ToString() => $"{Client} in {Dialect.Name}";

    public static Connection From(Reply reply, Dialect dialect, Client client, DateTimeOffset now) =>
        new(dialect, client, reply.Required("access_token"), now.AddSeconds(reply.Seconds("expires_in")))
        {
            RefreshToken = reply.Required("refresh_token"),
            Scope = reply["scope"] ?? "",
            Reply = reply,
        };
}
