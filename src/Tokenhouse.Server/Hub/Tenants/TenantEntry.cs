using System.Linq.Expressions;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hub.Tenants;

/// <summary>A tenant in the list.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Slug">The first label of its hosts.</param>
/// <param name="Name">Its name.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="DisabledAt">Since when it is disabled; null if it isn't.</param>
public sealed record TenantEntry(long Id, string Slug, string Name, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt)
{
    internal static readonly Expression<Func<Tenant, TenantEntry>> Of = row =>
        new(row.Id, row.Slug, row.Name, row.CreatedAt, row.DisabledAt);
}
