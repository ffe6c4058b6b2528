using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Admin.Dialects;

/// <summary>Whose usage of a dialect is reported.</summary>
internal static class DialectScope
{
    /// <summary>All tenants, for callers who can <see cref="Desk.Survey{T}"/>.</summary>
    public static DialectUses All(Db db) =>
        new(
            db.Tenants,
            db.LastCalls.IgnoreQueryFilters([Db.OwnerFilter]),
            db.Clients.IgnoreQueryFilters([Db.OwnerFilter]),
            db.Usages.IgnoreQueryFilters([Db.OwnerFilter])
        );

    /// <summary>One tenant.</summary>
    public static DialectUses Of(Db db, long tenant) => new(db.Tenants.Where(row => row.Id == tenant), db.LastCalls, db.Clients, db.Usages);
}
