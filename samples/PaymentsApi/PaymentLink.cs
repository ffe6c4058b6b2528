namespace PaymentsApi;

/// <summary>A page where somebody pays. The amount is in minor units of the currency (cents).</summary>
public sealed record PaymentLink(string Id, long Amount, string Currency);
