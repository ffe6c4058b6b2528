namespace Tokenhouse.Server.Data.Entities;

/// <summary>
/// A row that belongs to one tenant. Queries hide other tenants' rows by default; see
/// <see cref="Db.Tenant"/>.
/// </summary>
public interface ITenantOwned
{
    long TenantId { get; }
}
