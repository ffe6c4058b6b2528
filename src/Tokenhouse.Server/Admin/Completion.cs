namespace Tokenhouse.Server.Admin;

/// <summary>The output of a use case without a result.</summary>
public sealed class Completion
{
    public static readonly Completion Done = new();

    private Completion() { }
}
