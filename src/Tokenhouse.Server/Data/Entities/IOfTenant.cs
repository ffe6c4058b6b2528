namespace Tokenhouse.Server.Data.Entities;

/// <summary>
/// A row that belongs to one tenant. Rows of other tenants are filtered out of every query that does not say otherwise; see
/// <see cref="Db.Tenant"/>.
/// </summary>
public interface IOfTenant
{
    long TenantId { get; }
}
