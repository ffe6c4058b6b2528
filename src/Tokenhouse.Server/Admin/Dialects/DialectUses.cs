using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Admin.Clients;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Dialects;

/// <summary>
/// Who used a dialect within 30 days. Use is counted by client and minute: the last of a client is one look into that table, so that the answer
/// takes as long as there are clients of tenants that have the dialect, however much they call. Counts are added up for the clients that are shown.
/// </summary>
internal sealed class DialectUses(IQueryable<Tenant> tenants, IQueryable<Client> clients, IQueryable<Usage> usages)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    /// <summary>A row for each client, with its last call to the minute.</summary>
    public IQueryable<Row> Of(string dialect, DateTimeOffset now)
    {
        var month = now - Month;
        var all =
            from tenant in tenants
            where tenant.Dialects.Contains(dialect)
            join client in clients on tenant.Id equals client.TenantId
            select new Row
            {
                TenantId = tenant.Id,
                Slug = tenant.Slug,
                Environment = client.Environment,
                ClientId = client.Id,
                Name = client.Name,
                LastCallAt = usages
                    .Where(usage =>
                        usage.TenantId == client.TenantId
                        && usage.Environment == client.Environment
                        && usage.ClientId == client.Id
                        && usage.Dialect == dialect
                    )
                    .Max(usage => (DateTimeOffset?)usage.Minute),
            };
        return all.Where(row => row.LastCallAt >= month);
    }

    /// <summary>The row with its counts.</summary>
    public async Task<DialectClient> Count(Row row, string dialect, DateTimeOffset now)
    {
        var (day, month) = (now - Day, now - Month);
        var own = usages.Where(usage =>
            usage.TenantId == row.TenantId
            && usage.Environment == row.Environment
            && usage.ClientId == row.ClientId
            && usage.Dialect == dialect
            && usage.Minute >= month
        );
        return new(
            row.Slug,
            ClientKey.Spelled(row.Environment),
            row.ClientId,
            row.Name,
            await own.Where(usage => usage.Minute >= day).SumAsync(usage => usage.Issued),
            await own.SumAsync(usage => usage.Issued),
            row.LastCallAt!.Value
        );
    }

    /// <summary>A client that used the dialect.</summary>
    internal sealed class Row
    {
        public required long TenantId { get; init; }

        public required string Slug { get; init; }

        public required Environment Environment { get; init; }

        public required string ClientId { get; init; }

        public required string Name { get; init; }

        public required DateTimeOffset? LastCallAt { get; init; }
    }
}
