using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>
/// Determines a caller's rights in a tenant. Reads the database each time, so that a removed role stops working at once. A caller without rights
/// gets the same response as for a tenant that doesn't exist.
/// </summary>
public sealed class CallerResolver(IDbContextFactory<Db> dbs)
{
    /// <summary>A person in a tenant; null if they have no rights there.</summary>
    public async Task<Caller?> Person(SignedInAccount person, string tenant, HttpContext http)
    {
        await using var db = dbs.CreateDbContext();
        if (await Find(db, tenant) is not { } row)
            return null;
        var name = new TenantName(row.Id, row.Slug);
        var roles = await db
            .Memberships.AsNoTracking()
            .Where(seat => seat.AccountId == person.Account.Id && (seat.TenantId == name.Id || seat.TenantId == Datacentre.Vendor))
            .ToListAsync(http.RequestAborted);
        var rights = roles.Find(seat => seat.TenantId == name.Id) is { } own ? RoleRights.OfMember(own.Role, row) : new HashSet<Right>();
        if (roles.Find(seat => seat.TenantId == Datacentre.Vendor) is { } vendor)
            rights = RoleRights.WithOperator(rights, vendor.Role, isAtHome: name.Id == Datacentre.Vendor);
        return rights.Count == 0
            ? null
            : new(person.Account.Email!, name, rights, scopes: null)
            {
                TenantTitle = row.Name,
                TenantDisabledAt = row.DisabledAt,
                AccountId = person.Account.Id,
                Address = http.Connection.RemoteIpAddress,
                CorrelationId = http.TraceIdentifier,
            };
    }

    /// <summary>A program in a tenant: its own, or any tenant if it is the vendor's.</summary>
    public async Task<Caller?> Program(ValidatedToken token, string tenant, HttpContext http)
    {
        await using var db = dbs.CreateDbContext();
        if (await Find(db, tenant) is not { } row)
            return null;
        var name = new TenantName(row.Id, row.Slug);
        var home = token.Client.Tenant.Id;
        if (home != name.Id && home != Datacentre.Vendor)
            return null;
        var rights = new HashSet<Right>(home == name.Id ? RoleRights.OfMember(Role.Manager) : []);
        if (home == Datacentre.Vendor)
            rights.UnionWith(RoleRights.OfOperator(Role.Manager));
        return new(token.Client.Id, name, rights, new HashSet<string>(token.Scope.Names, StringComparer.Ordinal))
        {
            TenantTitle = row.Name,
            Address = http.Connection.RemoteIpAddress,
            CorrelationId = http.TraceIdentifier,
            IfMatch = IfMatchCondition.Of(http.Request),
        };
    }

    /// <summary>A person who accepts an invitation to a tenant. They have no rights there, and need none to accept it.</summary>
    internal static Caller ForInvited(Account account, Tenant tenant, HttpContext http) =>
        new(account.Email!, new(tenant.Id, tenant.Slug), RoleRights.OfMember(Role.Member), scopes: null)
        {
            TenantTitle = tenant.Name,
            AccountId = account.Id,
            Address = http.Connection.RemoteIpAddress,
            CorrelationId = http.TraceIdentifier,
        };

    /// <summary>A person's tenants with their role, by name.</summary>
    public async Task<IReadOnlyList<MembershipSummary>> Memberships(SignedInAccount person)
    {
        await using var db = dbs.CreateDbContext();
        return await (
            from membership in db.Memberships.AsNoTracking()
            join tenant in db.Tenants.AsNoTracking() on membership.TenantId equals tenant.Id
            where membership.AccountId == person.Account.Id && membership.Role != Role.Member
            orderby tenant.Name
            select new MembershipSummary(tenant.Id, tenant.Slug, tenant.Name, membership.Role)
        ).ToListAsync();
    }

    private static Task<Tenant?> Find(Db db, string slug) => db.Tenants.AsNoTracking().SingleOrDefaultAsync(row => row.Slug == slug);
}
