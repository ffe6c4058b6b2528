namespace Tokenhouse.Core;

/// <summary>A text from a request. The log shows it to the tenant only if the request proved the client's secret.</summary>
/// <param name="Text">What was sent.</param>
/// <param name="What">Our own description of it, for a request that proved nothing.</param>
public readonly record struct UntrustedText(string Text, string What)
{
    /// <summary>Without what was sent, which may be a secret.</summary>
    public override string ToString() => What;
}
