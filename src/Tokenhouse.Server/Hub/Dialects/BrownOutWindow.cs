namespace Tokenhouse.Server.Hub.Dialects;

/// <summary>A brown-out of a deprecated dialect, to remind its remaining users.</summary>
/// <param name="From">The start.</param>
/// <param name="Until">The end, exclusive.</param>
public sealed record BrownOutWindow(DateTimeOffset From, DateTimeOffset Until);
