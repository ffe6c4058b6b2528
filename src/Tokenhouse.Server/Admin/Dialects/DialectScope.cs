using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Admin.Dialects;

/// <summary>Whose use of a dialect is looked at.</summary>
internal static class DialectScope
{
    /// <summary>That of all tenants, for those who may <see cref="Desk.Survey{T}"/>.</summary>
    public static DialectUses All(Db db) =>
        new(
            db.Tenants,
            db.LastCalls.IgnoreQueryFilters([Db.OwnerFilter]),
            db.Clients.IgnoreQueryFilters([Db.OwnerFilter]),
            db.Usages.IgnoreQueryFilters([Db.OwnerFilter])
        );

    /// <summary>That of one tenant.</summary>
    public static DialectUses Of(Db db, long tenant) => new(db.Tenants.Where(row => row.Id == tenant), db.LastCalls, db.Clients, db.Usages);
}
