namespace Tokenhouse.Server.Hub.Shared;

/// <summary>The output of a use case without a result.</summary>
public sealed class NoOutput
{
    public static readonly NoOutput Done = new();

    private NoOutput() { }
}
