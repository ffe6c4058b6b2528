namespace Tokenhouse.Core;

/// <summary>
/// A text that a log may show whoever sent the request: it is registered, configured, in the catalogue or written by this server. What a request
/// brought is <see cref="Untrusted"/>, unless it was found to equal such a text.
/// </summary>
public readonly record struct Trusted(string Text);
