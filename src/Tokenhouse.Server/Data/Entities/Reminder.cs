namespace Tokenhouse.Server.Data.Entities;

/// <summary>That people were told so many days before the end of a secret. The row is what keeps two servers from telling them twice.</summary>
public sealed class Reminder : IOwned
{
    public required Guid SecretId { get; init; }

    /// <summary>How many days before the end: 30, 7 or 1.</summary>
    public required int Days { get; init; }

    /// <summary>The end that was meant: when it is moved, people are told again.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public required long TenantId { get; init; }

    public required Environment Environment { get; init; }

    public required DateTimeOffset SentAt { get; init; }
}
