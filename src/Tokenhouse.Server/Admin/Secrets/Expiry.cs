using Tokenhouse.Core;

namespace Tokenhouse.Server.Admin.Secrets;

/// <summary>The lifetime of a new secret.</summary>
public sealed class Expiry
{
    /// <summary>The available lifetimes, in days.</summary>
    public static readonly IReadOnlyList<int> Days = [30, 60, 90, 180, 365];

    /// <summary>The default.</summary>
    public const int Usual = 180;

    private readonly int? days;

    private Expiry(int? days) => this.days = days;

    /// <summary>Null for no expiry.</summary>
    public static Result<Expiry, Problem> Read(int? days) =>
        days is null || Days.Contains(days.Value)
            ? new Expiry(days)
            : Problem.Invalid("days", $"A secret can work for {string.Join(", ", Days)} days, or have no expiry.");

    public DateTimeOffset? From(DateTimeOffset now) => days is { } count ? now.AddDays(count) : null;
}
