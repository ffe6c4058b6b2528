namespace Tokenhouse.AspNetCore.Transport;

/// <summary>The authorization server's response can't be used. The message says why, and contains no secret.</summary>
internal sealed class InvalidAuthorityResponseException(string message) : Exception(message);
