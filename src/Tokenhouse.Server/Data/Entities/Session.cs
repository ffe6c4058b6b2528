namespace Tokenhouse.Server.Data.Entities;

/// <summary>A browser in which a person is signed in. The cookie contains a random value, the row its hash. Without the row, there is no session.</summary>
public sealed class Session
{
    public required Guid Id { get; init; }

    public required byte[] TokenHash { get; init; }

    /// <summary>The same for the cookie of the Hub's host; null if this browser hasn't been there.</summary>
    public byte[]? HubTokenHash { get; set; }

    public required Guid AccountId { get; init; }

    /// <summary>How the person was authenticated (RFC 8176): <c>pwd</c>, <c>otp</c>, <c>hwk</c>, <c>user</c>.</summary>
    public required List<string> Methods { get; init; }

    public required DateTimeOffset AuthenticatedAt { get; init; }

    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>When it ends, however much it is used.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public required string Address { get; init; }

    /// <summary>The browser's name, so that the person can recognise it.</summary>
    public required string Browser { get; init; }
}
