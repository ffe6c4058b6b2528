namespace PaymentsApi;

/// <summary>The request to create a payment link.</summary>
public sealed record NewPaymentLink(long Amount, string Currency);
