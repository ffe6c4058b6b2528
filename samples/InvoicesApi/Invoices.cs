namespace InvoicesApi;

/// <summary>The invoices of each tenant, by its number, in memory. This API accepts tokens from one authority, so a number identifies one tenant.</summary>
public static class Invoices
{
    private static readonly Dictionary<string, IReadOnlyList<Invoice>> ByTenant = new(StringComparer.Ordinal)
    {
        ["451"] = [new("2026-0001", "Fjord Paper", 129_00, "EUR"), new("2026-0002", "Nord Freight", 2_480_50, "EUR")],
    };

    public static IReadOnlyList<Invoice> Of(string? tenantId) => tenantId is null ? [] : ByTenant.GetValueOrDefault(tenantId, []);
}
