namespace Tokenhouse.Server.Hosting.Options;

/// <summary>The server refuses to start. The message is a sentence that says what to do.</summary>
public sealed class StartRefusedException : Exception
{
    public StartRefusedException(string message)
        : base(message) { }

    public StartRefusedException(string message, Exception innerException)
        : base(message, innerException) { }
}
