namespace Tokenhouse.Core;

/// <summary>
/// A text that a log may always show: it is registered, configured, in the catalogue or written by this server. Text from a request
/// is <see cref="UntrustedText"/>, unless it equals such a text.
/// </summary>
public readonly record struct TrustedText(string Text);
