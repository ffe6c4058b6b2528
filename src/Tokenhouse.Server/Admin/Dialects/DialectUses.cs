using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Dialects;

/// <summary>Sums up how dialects were used. The last call is known to the minute, as use is counted by the minute.</summary>
internal static class DialectUses
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    /// <summary>A row for each client that used a dialect within 30 days.</summary>
    /// <param name="usages">Those of one tenant, or of all.</param>
    /// <param name="dialect">Its name.</param>
    /// <param name="now">The moment.</param>
    public static IQueryable<Row> Of(IQueryable<Usage> usages, string dialect, DateTimeOffset now)
    {
        var (day, month) = (now - Day, now - Month);
        return usages
            .Where(usage => usage.Dialect == dialect && usage.Minute >= month)
            .GroupBy(usage => new
            {
                usage.TenantId,
                usage.Environment,
                usage.ClientId,
            })
            .Select(client => new Row
            {
                TenantId = client.Key.TenantId,
                Environment = client.Key.Environment,
                ClientId = client.Key.ClientId,
                LastDay = client.Sum(usage => usage.Minute >= day ? usage.Issued : 0),
                LastMonth = client.Sum(usage => usage.Issued),
                LastCallAt = client.Max(usage => usage.Minute),
            });
    }

    /// <summary>The same with names.</summary>
    public static IQueryable<Named> WithNames(IQueryable<Row> rows, IQueryable<Tenant> tenants, IQueryable<Client> clients) =>
        from row in rows
        join tenant in tenants on row.TenantId equals tenant.Id
        join client in clients on new { row.Environment, Id = row.ClientId } equals new { client.Environment, client.Id }
        select new Named
        {
            Slug = tenant.Slug,
            Name = client.Name,
            Row = row,
        };

    /// <summary>A client's use.</summary>
    internal sealed class Row
    {
        public required long TenantId { get; init; }
        public required Environment Environment { get; init; }
        public required string ClientId { get; init; }
        public required long LastDay { get; init; }
        public required long LastMonth { get; init; }
        public required DateTimeOffset LastCallAt { get; init; }
    }

    /// <summary>A client's use, and whose it is.</summary>
    internal sealed class Named
    {
        public required string Slug { get; init; }
        public required string Name { get; init; }
        public required Row Row { get; init; }

        public DialectClient Entry() =>
            new(Slug, Clients.ClientKey.Spelled(Row.Environment), Row.ClientId, Name, Row.LastDay, Row.LastMonth, Row.LastCallAt);
    }
}
