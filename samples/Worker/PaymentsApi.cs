using System.Net.Http.Json;

namespace Worker;

/// <summary>The payment provider's API. Nothing here deals with tokens.</summary>
public sealed class PaymentsApi(HttpClient http)
{
    public async Task CreateLink(int amount, string currency, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync("/v1/payment-link", new { amount, currency }, cancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
