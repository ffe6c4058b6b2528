namespace Tokenhouse.Server.Hosting.Options;

/// <summary>A time at which a retired dialect rests.</summary>
/// <param name="From">Its first moment.</param>
/// <param name="Until">The first moment after it.</param>
public sealed record BrownOutOptions(DateTimeOffset From, DateTimeOffset Until);
