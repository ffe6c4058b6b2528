namespace Tokenhouse.Server.Data.Entities;

/// <summary>A repeatable creation through the API: the same key from the same client gets the same response.</summary>
public sealed class IdempotencyKey : ITenantOwned
{
    /// <summary>The tenant of the client that sent it.</summary>
    public required long TenantId { get; init; }

    public required string ClientId { get; init; }

    public required string Key { get; init; }

    /// <summary>SHA-256 of method, path and body: another request with the same key is an error.</summary>
    public required byte[] RequestHash { get; init; }

    /// <summary>Null until the response to the first request is stored. It may have been lost.</summary>
    public int? Status { get; set; }

    public string? Location { get; set; }

    /// <summary>The response's body and the hash of the access token that got it, sealed with Data Protection; null once the body is erased.</summary>
    public byte[]? Sealed { get; set; }

    /// <summary>Until when the body is stored: two minutes if it has a secret. Null if it was stored by an earlier release, and isn't read.</summary>
    public DateTimeOffset? AnswerExpiresAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
