namespace Tokenhouse.Server.Admin.Dialects;

/// <summary>A time at which a retired dialect does not answer, to remind those who still use it.</summary>
/// <param name="From">Its first moment.</param>
/// <param name="Until">The first moment after it.</param>
public sealed record Rest(DateTimeOffset From, DateTimeOffset Until);
