namespace Tokenhouse.Server.Hub.Requests;

/// <summary>Why a request is returned or declined.</summary>
/// <param name="Comment">The reason for the tenant.</param>
public sealed record Remark(string? Comment);
