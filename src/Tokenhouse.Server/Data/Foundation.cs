using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Data;

/// <summary>Built-in data of every datacentre: the vendor's tenant, the Hub's API with its scopes, and the Hub as a client.</summary>
public sealed class Foundation(Datacentre datacentre, IDbContextFactory<Db> dbs, TimeProvider clock)
{
    /// <summary>The dialects enabled for the vendor's own clients.</summary>
    private static readonly List<string> VendorDialects = ["Connect"];

    /// <summary>Adds what is missing, at every start: a later release may need more, and the Hub's URL follows the configuration.</summary>
    public async Task Lay(CancellationToken cancellationToken)
    {
        await using var db = dbs.CreateDbContext();
        await using var transaction = await db.BeginAlone(cancellationToken);
        if (!await db.Tenants.AnyAsync(tenant => tenant.Id == Datacentre.Vendor, cancellationToken))
            db.Tenants.Add(
                new()
                {
                    Id = Datacentre.Vendor,
                    Slug = "vendor",
                    Name = "Vendor",
                    Dialects = VendorDialects,
                }
            );
        await LayApi(db, cancellationToken);
        await LayClient(db, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task LayApi(Db db, CancellationToken cancellationToken)
    {
        if (!await db.Apis.AnyAsync(api => api.Identifier == HubApi.Identifier, cancellationToken))
            db.Apis.Add(new() { Identifier = HubApi.Identifier, Name = HubApi.Name });
        var known = await db.Scopes.Select(scope => scope.Name).Where(name => HubApi.Scopes.Contains(name)).ToListAsync(cancellationToken);
        db.Scopes.AddRange(HubApi.Scopes.Except(known).Select(name => new Scope { Name = name, ApiIdentifier = HubApi.Identifier }));
    }

    private async Task LayClient(Db db, CancellationToken cancellationToken)
    {
        var callback = datacentre.Hub.Callback;
        var client = await db
            .Clients.IgnoreQueryFilters([Db.OwnerFilter])
            .SingleOrDefaultAsync(row => row.Environment == Environment.LIVE && row.Id == Core.Hub.ClientId, cancellationToken);
        if (client is null)
            db.Clients.Add(
                new()
                {
                    Id = Core.Hub.ClientId,
                    TenantId = Datacentre.Vendor,
                    Environment = Environment.LIVE,
                    Kind = ClientKind.Browser,
                    Name = HubApi.Name,
                    Scopes = [HubApi.SignIn],
                    RedirectUris = [callback],
                    CreatedAt = clock.GetUtcNow(),
                }
            );
        else if (!client.RedirectUris.SequenceEqual([callback]))
            client.RedirectUris = [callback];
    }
}
