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
        await using var transaction = await db.BeginAlone(cancellationToken);
        if (await db.Tenants.AnyAsync(tenant => tenant.Id == Datacentre.Vendor, cancellationToken))
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
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
