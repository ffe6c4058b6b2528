namespace Tokenhouse.Server.Admin.Dialects;

/// <summary>A brown-out of a deprecated dialect, to remind its remaining users.</summary>
/// <param name="From">The start.</param>
/// <param name="Until">The end, exclusive.</param>
public sealed record Rest(DateTimeOffset From, DateTimeOffset Until);
