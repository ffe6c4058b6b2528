namespace Tokenhouse.Server.Data;

/// <summary>How long what happened is remembered.</summary>
/// <param name="Refusals">Requests that were refused, and sign-ins.</param>
/// <param name="Usages">How many tokens were issued.</param>
public sealed record Retention(TimeSpan Refusals, TimeSpan Usages);
