namespace Tokenhouse.Server.Data;

/// <summary>How long activity is kept, and how many unproved refusals.</summary>
/// <param name="Refusals">Refusals and sign-ins.</param>
/// <param name="Usages">Usage: the number of issued tokens.</param>
/// <param name="UnprovedADay">The number of different unproved refusals per tenant, environment and kind.</param>
public sealed record Retention(TimeSpan Refusals, TimeSpan Usages, int UnprovedADay);
