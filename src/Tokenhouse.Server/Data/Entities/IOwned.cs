namespace Tokenhouse.Server.Data.Entities;

/// <summary>
/// A row that belongs to one tenant in one environment. Rows of other tenants are filtered out of every query that does not
/// say otherwise; see <see cref="Db.Tenant"/>.
/// </summary>
public interface IOwned
{
    long TenantId { get; }

    Environment Environment { get; }
}
