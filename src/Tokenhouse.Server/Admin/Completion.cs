namespace Tokenhouse.Server.Admin;

/// <summary>The output of what has none: it was done.</summary>
public sealed class Completion
{
    public static readonly Completion Done = new();

    private Completion() { }
}
