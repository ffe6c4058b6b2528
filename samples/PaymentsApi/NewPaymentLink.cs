namespace PaymentsApi;

/// <summary>What a caller sends to have one made.</summary>
public sealed record NewPaymentLink(long Amount, string Currency);
