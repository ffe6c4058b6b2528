using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>The lifetime of a new secret.</summary>
public sealed class SecretExpiry
{
    /// <summary>The available lifetimes, in days.</summary>
    public static readonly IReadOnlyList<int> Days = [30, 60, 90, 180, 365];

    /// <summary>The default.</summary>
    public const int Usual = 180;

    private readonly int? days;

    private SecretExpiry(int? days) => this.days = days;

    /// <summary>Null for no expiry.</summary>
    public static Result<SecretExpiry, Problem> Read(int? days) =>
        days is null || Days.Contains(days.Value)
            ? new SecretExpiry(days)
            : Problem.Invalid("days", $"A secret can work for {string.Join(", ", Days)} days, or have no expiry.");

    public DateTimeOffset? From(DateTimeOffset now) => days is { } count ? now.AddDays(count) : null;
}
