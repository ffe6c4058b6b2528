using System.Linq.Expressions;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Tenants;

/// <summary>A tenant in the list of all.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Slug">What begins its hosts.</param>
/// <param name="Name">What it is called.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="DisabledAt">Since when it is disabled; none: it is not.</param>
public sealed record TenantEntry(long Id, string Slug, string Name, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt)
{
    internal static readonly Expression<Func<Tenant, TenantEntry>> Of = row =>
        new(row.Id, row.Slug, row.Name, row.CreatedAt, row.DisabledAt);
}
