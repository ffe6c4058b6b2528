using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Data;

public sealed class SchemaTests(TestServers servers) : IClassFixture<TestServers>
{
    /// <summary>What belongs to no tenant, and to what it belongs instead.</summary>
    private static readonly Dictionary<Type, string> Level = new()
    {
        [typeof(Tenant)] = "datacentre",
        [typeof(Api)] = "datacentre",
        [typeof(Scope)] = "datacentre",
        [typeof(SigningKey)] = "site",
        [typeof(DataProtectionKey)] = "datacentre",
        [typeof(Change)] = "datacentre",
        [typeof(Lease)] = "datacentre",
        [typeof(Throttle)] = "datacentre",
        [typeof(Invitation)] = "tenant",
        [typeof(AuditEntry)] = "tenant",
        [typeof(IdempotencyKey)] = "tenant",
        [typeof(Account)] = "account",
        [typeof(Membership)] = "account",
        [typeof(Session)] = "account",
        [typeof(Link)] = "account",
        [typeof(IdentityUserClaim<Guid>)] = "account",
        [typeof(IdentityUserLogin<Guid>)] = "account",
        [typeof(IdentityUserToken<Guid>)] = "account",
        [typeof(IdentityUserPasskey<Guid>)] = "account",
        [typeof(IdentityPasskeyData)] = "account",
    };

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task Every_entity_is_owned_by_a_tenant_in_an_environment_or_its_level_is_known(Database database)
    {
        await using var db = (await servers.On(database)).Db();
        foreach (var entity in db.Model.GetEntityTypes())
        {
            entity.ClrType.IsAssignableTo(typeof(IEnvironmentOwned)).ShouldBe(!Level.ContainsKey(entity.ClrType), entity.Name);
            entity
                .ClrType.IsAssignableTo(typeof(ITenantOwned))
                .ShouldBe(Level.GetValueOrDefault(entity.ClrType, "tenant") == "tenant", entity.Name);
            if (!entity.ClrType.IsAssignableTo(typeof(ITenantOwned)))
                continue;
            entity.GetDeclaredQueryFilters().Select(filter => filter.Key).ShouldContain(Db.OwnerFilter, entity.Name);
            entity
                .GetIndexes()
                .Select(index => index.Properties)
                .Append(entity.FindPrimaryKey()!.Properties)
                .ShouldContain(
                    properties =>
                        properties[0].Name == nameof(ITenantOwned.TenantId)
                        && (
                            Level.ContainsKey(entity.ClrType)
                            || entity.ClrType == typeof(Refusal)
                            || entity.ClrType == typeof(SignIn)
                            || properties.Count >= 2 && properties[1].Name == nameof(IEnvironmentOwned.Environment)
                        ),
                    entity.Name
                );
        }
    }

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task Rows_of_others_are_invisible_and_without_a_tenant_all_are(Database database)
    {
        var server = await servers.On(database);
        await server.Add("owner-one", ["Public.Job.Read"]);
        var two = await server.Add("owner-two", ["Public.Job.Read"]);
        await using var db = server.Db();
        (await db.Clients.AnyAsync()).ShouldBeFalse();
        (await db.Secrets.AnyAsync()).ShouldBeFalse();
        (await db.Contracts.AnyAsync()).ShouldBeFalse();
        db.Tenant = two.Id;
        (await db.Clients.Select(client => client.Id).ToListAsync()).ShouldBe(["owner-two"]);
        (await db.Secrets.Select(secret => secret.ClientId).ToListAsync()).ShouldBe(["owner-two"]);
        (await db.Contracts.Select(contract => contract.TenantId).ToListAsync()).ShouldBe([two.Id]);
    }

    [Theory, OnEachDatabase]
    public async Task The_migrations_are_those_of_the_model(Database database)
    {
        await using var db = (await servers.On(database)).Db();
        db.Database.HasPendingModelChanges().ShouldBeFalse();
        (await db.Database.GetPendingMigrationsAsync()).ShouldBeEmpty();
    }

    [Theory, OnEachDatabase]
    public async Task A_client_id_is_unique_over_both_environments_but_for_the_clients_of_APIs(Database database)
    {
        var server = await servers.On(database);
        await server.Add("unique-id", ["Public.Job.Read"]);
        await using var db = server.Db();
        db.Tenant = 218;
        var acme = await db.Clients.AsNoTracking().FirstAsync();
        db.Clients.Add(
            new()
            {
                Id = "unique-id",
                TenantId = 218,
                Environment = TenantEnvironment.UAT,
                Kind = acme.Kind,
                Name = "",
                Scopes = [],
                CreatedAt = acme.CreatedAt,
            }
        );
        await Should.ThrowAsync<DbUpdateException>(() => db.SaveChangesAsync());
        (await db.Clients.IgnoreQueryFilters().CountAsync(client => client.Id == "hr-api")).ShouldBe(2);
    }

    [Theory, OnEachDatabase]
    public async Task Times_come_back_as_they_were_stored(Database database)
    {
        var server = await servers.On(database);
        var tenant = await server.Add("times", ["Public.Job.Read"]);
        var time = new DateTimeOffset(2026, 2, 28, 23, 59, 59, 123, TimeSpan.Zero);
        await using (var db = server.Db())
        {
            (await db.Tenants.SingleAsync(row => row.Id == tenant.Id)).DisabledAt = time;
            await db.SaveChangesAsync();
        }
        await using var again = server.Db();
        (await again.Tenants.SingleAsync(row => row.DisabledAt == time)).Slug.ShouldBe("times");
    }
}
