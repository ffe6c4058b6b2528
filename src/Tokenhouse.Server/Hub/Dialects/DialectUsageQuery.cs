using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Dialects;

/// <summary>
/// The clients that used a dialect in the last 30 days, by their last call, so that the cost depends on the number of clients, not on how much
/// they call. Counts are summed only for the shown clients.
/// </summary>
internal sealed class DialectUsageQuery(
    IQueryable<Tenant> tenants,
    IQueryable<LastCall> calls,
    IQueryable<Client> clients,
    IQueryable<Usage> usages
)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    /// <summary>A row for each client, with its last call to the minute.</summary>
    public IQueryable<Row> Of(string dialect, DateTimeOffset now)
    {
        var month = now - Month;
        return from call in calls
            where call.Dialect == dialect && call.At >= month
            join client in clients on new { call.Environment, Id = call.ClientId } equals new { client.Environment, client.Id }
            join tenant in tenants on client.TenantId equals tenant.Id
            where tenant.Dialects.Contains(dialect)
            select new Row
            {
                TenantId = tenant.Id,
                Slug = tenant.Slug,
                Environment = client.Environment,
                ClientId = client.Id,
                Name = client.Name,
                LastCallAt = call.At,
            };
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
        var counts = await own.GroupBy(_ => 1)
            .Select(all => new { Day = all.Sum(usage => usage.Minute >= day ? usage.Issued : 0), Month = all.Sum(usage => usage.Issued) })
            .SingleOrDefaultAsync();
        return new(
            row.Slug,
            ClientKey.Format(row.Environment),
            row.ClientId,
            row.Name,
            counts?.Day ?? 0,
            counts?.Month ?? 0,
            row.LastCallAt
        );
    }

    /// <summary>A client that used the dialect.</summary>
    internal sealed class Row
    {
        public required long TenantId { get; init; }

        public required string Slug { get; init; }

        public required TenantEnvironment Environment { get; init; }

        public required string ClientId { get; init; }

        public required string Name { get; init; }

        public required DateTimeOffset LastCallAt { get; init; }
    }
}
