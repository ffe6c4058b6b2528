using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace PaymentsApi;

/// <summary>The payment links of each tenant, in memory.</summary>
public static class PaymentLinks
{
    private static readonly ConcurrentDictionary<string, ImmutableList<PaymentLink>> ByTenant = new();

    public static IReadOnlyList<PaymentLink> Of(string tenant) => ByTenant.GetValueOrDefault(tenant, []);

    public static PaymentLink Add(string tenant, NewPaymentLink link) =>
        ByTenant.AddOrUpdate(tenant, _ => [Numbered(1, link)], (_, known) => known.Add(Numbered(known.Count + 1, link)))[^1];

    private static PaymentLink Numbered(int number, NewPaymentLink link) => new($"link-{number}", link.Amount, link.Currency);
}
