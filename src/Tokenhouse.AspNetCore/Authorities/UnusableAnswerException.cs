namespace Tokenhouse.AspNetCore.Authorities;

/// <summary>The authorization server answered, but with nothing that can be used. The message says what, and holds no secret.</summary>
internal sealed class UnusableAnswerException(string message) : Exception(message);
