using Microsoft.EntityFrameworkCore;
using Tokenhouse.Protocol;

namespace Tokenhouse.Server.Data;

/// <summary>What every datacentre has from its first start: the tenant of the vendor.</summary>
public sealed class Foundation(IDbContextFactory<Db> dbs)
{
    /// <summary>The dialects that are on for the vendor's own clients.</summary>
    private static readonly List<string> VendorDialects = ["Connect"];

    public async Task Lay(CancellationToken cancellationToken)
    {
        await using var db = dbs.CreateDbContext();
        if (await HasVendor(db, cancellationToken))
            return;
        db.Tenants.Add(
            new()
            {
                Id = Datacentre.Vendor,
                Slug = "vendor",
                Name = "Vendor",
                Dialects = VendorDialects,
            }
        );
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            await using var again = dbs.CreateDbContext();
            if (!await HasVendor(again, cancellationToken))
                throw; // otherwise another server of this datacentre was first, which is as good
        }
    }

    private static Task<bool> HasVendor(Db db, CancellationToken cancellationToken) =>
        db.Tenants.AnyAsync(tenant => tenant.Id == Datacentre.Vendor, cancellationToken);
}
