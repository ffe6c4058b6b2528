using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>A reminder sent some days before a secret's expiry. The row prevents two servers from sending it twice.</summary>
public sealed class Reminder : IEnvironmentOwned
{
    public required Guid SecretId { get; init; }

    /// <summary>How many days before the expiry: 30, 7 or 1.</summary>
    public required int Days { get; init; }

    /// <summary>The expiry at that time. If it is changed, reminders are sent again.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public required long TenantId { get; init; }

    public required TenantEnvironment Environment { get; init; }

    public required DateTimeOffset SentAt { get; init; }
}
