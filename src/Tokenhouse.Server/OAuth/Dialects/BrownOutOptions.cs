namespace Tokenhouse.Server.OAuth.Dialects;

/// <summary>A period in which a deprecated dialect is unavailable.</summary>
/// <param name="From">The start.</param>
/// <param name="Until">The end, exclusive.</param>
public sealed record BrownOutOptions(DateTimeOffset From, DateTimeOffset Until);
