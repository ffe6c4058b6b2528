namespace Tokenhouse.Server.Data.Entities;

/// <summary>A creation through the API that may be repeated: the same key from the same client gets the same answer.</summary>
public sealed class IdempotencyKey : IOfTenant
{
    /// <summary>The tenant of the client that sent it.</summary>
    public required long TenantId { get; init; }

    public required string ClientId { get; init; }

    public required string Key { get; init; }

    /// <summary>SHA-256 of method, path and body: another request under the same key is a mistake.</summary>
    public required byte[] RequestHash { get; init; }

    /// <summary>Null until the answer to the first request is kept, which may have been lost.</summary>
    public int? Status { get; set; }

    public string? Location { get; set; }

    /// <summary>The answer's body and what proved who got it, sealed with Data Protection; null once the body is no longer kept.</summary>
    public byte[]? Sealed { get; set; }

    /// <summary>Until when the body is kept: for two minutes where it has a secret. Null: kept by an earlier release, and not read.</summary>
    public DateTimeOffset? AnswerExpiresAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
