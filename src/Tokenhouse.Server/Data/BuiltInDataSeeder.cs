using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Data;

/// <summary>Built-in data of every datacentre: the vendor's tenant, the Hub's API with its scopes, and the Hub as a client.</summary>
public sealed class BuiltInDataSeeder(Datacentre datacentre, IDbContextFactory<Db> dbs, TimeProvider clock)
{
    /// <summary>The dialects enabled for the vendor's own clients.</summary>
    private static readonly List<string> VendorDialects = ["Connect"];

    /// <summary>Adds what is missing, at every start: a later release may need more, and the Hub's URL follows the configuration.</summary>
    public Task Seed(CancellationToken cancellationToken) => dbs.AddMissing(AddMissing, cancellationToken);

    private async Task AddMissing(Db db, CancellationToken cancellationToken)
    {
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
        await SeedApi(db, cancellationToken);
        await SeedClient(db, cancellationToken);
    }

    private static async Task SeedApi(Db db, CancellationToken cancellationToken)
    {
        if (!await db.Apis.AnyAsync(api => api.Identifier == HubScopes.Identifier, cancellationToken))
            db.Apis.Add(new() { Identifier = HubScopes.Identifier, Name = HubScopes.Name });
        var known = await db
            .Scopes.Select(scope => scope.Name)
            .Where(name => HubScopes.Scopes.Contains(name))
            .ToListAsync(cancellationToken);
        db.Scopes.AddRange(HubScopes.Scopes.Except(known).Select(name => new Scope { Name = name, ApiIdentifier = HubScopes.Identifier }));
    }

    private async Task SeedClient(Db db, CancellationToken cancellationToken)
    {
        var callback = datacentre.Hub.Callback;
        var client = await db
            .Clients.IgnoreQueryFilters([Db.OwnerFilter])
            .SingleOrDefaultAsync(row => row.Environment == TenantEnvironment.LIVE && row.Id == HubHost.ClientId, cancellationToken);
        if (client is null)
            db.Clients.Add(
                new()
                {
                    Id = HubHost.ClientId,
                    TenantId = Datacentre.Vendor,
                    Environment = TenantEnvironment.LIVE,
                    Kind = ClientKind.Browser,
                    Name = HubScopes.Name,
                    Scopes = [HubScopes.SignIn],
                    RedirectUris = [callback],
                    CreatedAt = clock.GetUtcNow(),
                }
            );
        else if (!client.RedirectUris.SequenceEqual([callback]))
            client.RedirectUris = [callback];
    }
}
