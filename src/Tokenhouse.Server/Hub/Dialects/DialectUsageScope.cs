using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Dialects;

/// <summary>Whose usage of a dialect is reported.</summary>
internal static class DialectUsageScope
{
    /// <summary>All tenants, for callers who can <see cref="AdminOperations.ReadAcrossTenants{T}"/>.</summary>
    public static DialectUsageQuery All(Db db) =>
        new(
            db.Tenants,
            db.LastCalls.IgnoreQueryFilters([Db.OwnerFilter]),
            db.Clients.IgnoreQueryFilters([Db.OwnerFilter]),
            db.Usages.IgnoreQueryFilters([Db.OwnerFilter])
        );

    /// <summary>One tenant.</summary>
    public static DialectUsageQuery Of(Db db, long tenant) =>
        new(db.Tenants.Where(row => row.Id == tenant), db.LastCalls, db.Clients, db.Usages);
}
