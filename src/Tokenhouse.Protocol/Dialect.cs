using System.Text.Json;

namespace Tokenhouse.Protocol;

/// <summary>
/// How one API spells OAuth on the wire: data and pure functions, nothing that could reach a client, a tenant, a clock or a
/// database. The core speaks RFC names and does not know which dialect it serves.
/// </summary>
public sealed record Dialect
{
    public required string Name { get; init; }

    /// <summary>Path of the token endpoint (RFC 6749, 3.2).</summary>
    public required string TokenPath { get; init; }

    public required TokenPolicy Tokens { get; init; }

    /// <summary>The <c>WWW-Authenticate</c> value of a 401, made for an issuer.</summary>
    public required Func<string, string> Challenge { get; init; }

    /// <summary>Writes the members of a success.</summary>
    public required Action<Utf8JsonWriter, TokenResponse> Success { get; init; }

    /// <summary>Writes the members of a failure.</summary>
    public required Action<Utf8JsonWriter, OAuthError> Failure { get; init; }
}
