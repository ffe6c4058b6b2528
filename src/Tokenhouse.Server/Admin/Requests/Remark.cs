namespace Tokenhouse.Server.Admin.Requests;

/// <summary>Why a request is returned or declined.</summary>
/// <param name="Comment">In words for the tenant.</param>
/// <param name="Version">The version that was read; none: it is not checked.</param>
public sealed record Remark(string? Comment, int? Version = null);
