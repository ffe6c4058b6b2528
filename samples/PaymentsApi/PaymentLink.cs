namespace PaymentsApi;

/// <summary>A payment page. The amount is in minor units of the currency (cents).</summary>
public sealed record PaymentLink(string Id, long Amount, string Currency);
