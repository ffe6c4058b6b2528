namespace Tokenhouse.Server.Admin.Clients;

/// <summary>From where a credential may be used, in short.</summary>
/// <param name="IsRequired">Whether it can be used from nowhere as long as no list has an entry.</param>
/// <param name="Own">How many networks its own list has.</param>
/// <param name="Tenants">How many networks the tenant's list has in its environment.</param>
/// <param name="ExemptUntil">Until when any address will do, where an operator allowed that.</param>
public sealed record AllowlistSummary(bool IsRequired, int Own, int Tenants, DateTimeOffset? ExemptUntil);
