namespace Tokenhouse.Server.Data;

/// <summary>How long what happened is remembered, and how much of what anyone may have caused.</summary>
/// <param name="Refusals">Requests that were refused, and sign-ins.</param>
/// <param name="Usages">How many tokens were issued.</param>
/// <param name="UnprovedADay">How many different refusals of requests that proved nothing, of each tenant, environment and kind.</param>
public sealed record Retention(TimeSpan Refusals, TimeSpan Usages, int UnprovedADay);
