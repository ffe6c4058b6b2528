namespace Tokenhouse.AspNetCore.Authorities;

/// <summary>The authorization server's response can't be used. The message says why, and contains no secret.</summary>
internal sealed class UnusableAnswerException(string message) : Exception(message);
