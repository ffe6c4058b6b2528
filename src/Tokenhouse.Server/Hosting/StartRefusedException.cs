namespace Tokenhouse.Server.Hosting;

/// <summary>The server does not start; the message is a sentence that says what to do about it.</summary>
public sealed class StartRefusedException : Exception
{
    public StartRefusedException(string message)
        : base(message) { }

    public StartRefusedException(string message, Exception innerException)
        : base(message, innerException) { }
}
