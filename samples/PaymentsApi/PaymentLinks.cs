using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace PaymentsApi;

/// <summary>The payment links of each tenant, in memory.</summary>
public sealed class PaymentLinks
{
    private readonly ConcurrentDictionary<string, ImmutableList<PaymentLink>> byTenant = new();

    public IReadOnlyList<PaymentLink> Of(string tenantId) => byTenant.GetValueOrDefault(tenantId, []);

    public PaymentLink Add(string tenantId, NewPaymentLink link) =>
        byTenant.AddOrUpdate(tenantId, _ => [Numbered(1, link)], (_, known) => known.Add(Numbered(known.Count + 1, link)))[^1];

    private static PaymentLink Numbered(int number, NewPaymentLink link) => new($"link-{number}", link.Amount, link.Currency);
}
