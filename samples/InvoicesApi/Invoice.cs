namespace InvoicesApi;

/// <summary>An invoice. The amount is in minor units of the currency (cents).</summary>
public sealed record Invoice(string Number, string Supplier, long Amount, string Currency);
