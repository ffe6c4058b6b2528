namespace Integrator;

/// <summary>The server's response must not be used. The message says why.</summary>
public sealed class UnusableException(string message) : Exception(message);
