using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Data;

/// <summary>Keys, lengths and indexes of all tables.</summary>
internal static class Schema
{
    public const int ClientId = 100;
    public const int Name = 200;
    public const int Purpose = 1000;
    public const int ScopeName = StandardScopes.MaxLength;
    public const int MostScopes = 1000; // of a contract, a request or a credential: as many as one form can select
    public const int ApiIdentifier = ResourceIndicator.MaxLength;
    public const int ApiName = 100;
    public const int Slug = 63; // one label of a host name
    public const int DialectName = 32;
    public const int Path = 300;
    public const int Reason = 1000;
    public const int Code = 40;
    public const int CorrelationId = 64;
    private const int Kind = 32;
    private const int Network = 49; // the longest IPv6 address in CIDR notation
    private const int Address = 45; // the longest spelling of an IPv6 address
    public const int Person = 256; // an email address

    public static void Describe(ModelBuilder model, Db db)
    {
        Tenants(model);
        Catalogue(model);
        Clients(model);
        Allowlists(model);
        Operation(model);
        Usages(model);
        LastCalls(model);
        Refusals(model);
        UnprovedDays(model);
        SignIns(model);
        foreach (var versioned in model.Model.GetEntityTypes().Where(type => type.ClrType.IsAssignableTo(typeof(IVersioned))))
            versioned.FindProperty(nameof(IVersioned.Version))!.IsConcurrencyToken = true;
        foreach (var owned in model.Model.GetEntityTypes().Where(type => type.ClrType.IsAssignableTo(typeof(ITenantOwned))).ToList())
            Hide.MakeGenericMethod(owned.ClrType).Invoke(null, [model, db]);
    }

    private static void Tenants(ModelBuilder model)
    {
        model.Entity<Tenant>(tenant =>
        {
            tenant.Property(t => t.Id).ValueGeneratedNever();
            tenant.Property(t => t.Slug).HasMaxLength(Slug);
            tenant.HasIndex(t => t.Slug).IsUnique();
            tenant.Property(t => t.Name).HasMaxLength(Name);
            tenant.HasMany(t => t.Contracts).WithOne().HasForeignKey(c => c.TenantId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Contract>().HasIndex(c => new { c.TenantId, c.Environment });
    }

    private static void Catalogue(ModelBuilder model)
    {
        model.Entity<Api>(api =>
        {
            api.HasKey(a => a.Identifier);
            api.Property(a => a.Identifier).HasMaxLength(ApiIdentifier);
            api.Property(a => a.Name).HasMaxLength(ApiName);
            api.HasMany(a => a.Scopes).WithOne().HasForeignKey(s => s.ApiIdentifier).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Scope>().HasKey(s => s.Name);
        model.Entity<Scope>().Property(s => s.Name).HasMaxLength(ScopeName);
    }

    private static void Clients(ModelBuilder model)
    {
        model.Entity<Client>(client =>
        {
            client.HasKey(c => new { c.Environment, c.Id });
            client.Property(c => c.Id).HasMaxLength(ClientId);
            client.Property(c => c.Name).HasMaxLength(Name);
            // An ID is unique across both environments, except for an API's own client.
            client.HasIndex(c => c.Id).IsUnique().HasFilter($"\"{nameof(Client.Kind)}\" <> '{nameof(ClientKind.Api)}'");
            client.HasIndex(c => new { c.TenantId, c.Environment });
            client.Property(c => c.IdTokenAlgorithm).HasMaxLength(8);
            client.Property(c => c.Purpose).HasMaxLength(Purpose);
            client.Property(c => c.Owner).HasMaxLength(Person);
            client.Property(c => c.Contact).HasMaxLength(Person);
            client.Property(c => c.DisabledBy).HasMaxLength(Person);
            client.Property(c => c.GoLiveOf).HasMaxLength(ClientId);
            client.HasOne<Tenant>().WithMany().HasForeignKey(c => c.TenantId).OnDelete(DeleteBehavior.Restrict);
            client.HasOne<Api>().WithMany().HasForeignKey(c => c.ApiIdentifier).OnDelete(DeleteBehavior.Restrict);
            client
                .HasMany(c => c.LastCalls)
                .WithOne()
                .HasForeignKey(l => new { l.Environment, l.ClientId })
                .OnDelete(DeleteBehavior.Cascade);
            client.HasMany(c => c.Secrets).WithOne().HasForeignKey(s => new { s.Environment, s.ClientId }).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<Secret>(secret =>
        {
            secret.Property(s => s.Hash).HasMaxLength(32);
            secret.Property(s => s.Hint).HasMaxLength(8);
            secret.Property(s => s.Sealed).HasMaxLength(512);
            secret.Property(s => s.MadeBy).HasMaxLength(Person);
            // Includes the client, so that no database uses the tenant's index for one client's few rows.
            secret.HasIndex(s => new
            {
                s.TenantId,
                s.Environment,
                s.ClientId,
            });
            secret.HasIndex(s => s.ExpiresAt).HasFilter($"\"{nameof(Secret.ExpiresAt)}\" IS NOT NULL");
        });
    }

    private static void Allowlists(ModelBuilder model)
    {
        model.Entity<AllowedNetwork>(network =>
        {
            // Unique on each list. A tenant's own list has no client, and databases treat nulls as different.
            network
                .HasIndex(n => new
                {
                    n.TenantId,
                    n.Environment,
                    n.ClientId,
                    n.Network,
                })
                .IsUnique();
            network
                .HasIndex(n => new
                {
                    n.TenantId,
                    n.Environment,
                    n.Network,
                })
                .IsUnique()
                .HasFilter($"\"{nameof(AllowedNetwork.ClientId)}\" IS NULL");
            network.Property(n => n.Network).HasMaxLength(Network);
            network.Property(n => n.Label).HasMaxLength(200);
            network.Property(n => n.AddedBy).HasMaxLength(Person);
            network.HasOne<Tenant>().WithMany().HasForeignKey(n => n.TenantId).OnDelete(DeleteBehavior.Restrict);
            network.HasOne<Client>().WithMany().HasForeignKey(n => new { n.Environment, n.ClientId }).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<AllowlistExemption>(exemption =>
        {
            exemption.HasIndex(e => new
            {
                e.TenantId,
                e.Environment,
                e.ClientId,
            });
            exemption.Property(e => e.Reason).HasMaxLength(1000);
            exemption.Property(e => e.GrantedBy).HasMaxLength(Person);
            exemption.Property(e => e.WithdrawnBy).HasMaxLength(Person);
            exemption.HasOne<Client>().WithMany().HasForeignKey(e => new { e.Environment, e.ClientId }).OnDelete(DeleteBehavior.Restrict);
        });
    }

    private static void Operation(ModelBuilder model)
    {
        model.Entity<SigningKey>(key =>
        {
            key.Property(k => k.Id).HasMaxLength(64);
            key.Property(k => k.Algorithm).HasMaxLength(8);
            key.HasIndex(k => new
                {
                    k.Environment,
                    k.Algorithm,
                    k.Generation,
                })
                .IsUnique();
        });
        model.Entity<Change>().Property(c => c.Key).HasMaxLength(ClientId);
    }

    private static void Usages(ModelBuilder model) =>
        model.Entity<Usage>(usage =>
        {
            usage.HasKey(u => new
            {
                u.TenantId,
                u.Environment,
                u.ClientId,
                u.Dialect,
                u.Minute,
            });
            usage.HasIndex(u => u.Minute); // what is swept
            // The log of a tenant, and of a client.
            usage.HasIndex(u => new
            {
                u.TenantId,
                u.Minute,
                u.ClientId,
                u.Dialect,
                u.Environment,
            });
            usage.HasIndex(u => new
            {
                u.TenantId,
                u.ClientId,
                u.Minute,
            });
            usage.Property(u => u.ClientId).HasMaxLength(ClientId);
            usage.Property(u => u.Dialect).HasMaxLength(DialectName);
        });

    private static void LastCalls(ModelBuilder model) =>
        model.Entity<LastCall>(call =>
        {
            call.HasKey(c => new
            {
                c.TenantId,
                c.Environment,
                c.ClientId,
                c.Dialect,
            });
            call.HasIndex(c => new { c.Dialect, c.At }); // who still uses it
            call.Property(c => c.ClientId).HasMaxLength(ClientId);
            call.Property(c => c.Dialect).HasMaxLength(DialectName);
        });

    private static void Refusals(ModelBuilder model) =>
        model.Entity<Refusal>(refusal =>
        {
            refusal.HasIndex(r => r.At); // what is swept
            // A tenant's log, newest first, and its rare search values.
            refusal.HasIndex(r => new { r.TenantId, r.At });
            refusal.HasIndex(r => new
            {
                r.TenantId,
                r.ClientId,
                r.At,
            });
            refusal.HasIndex(r => new
            {
                r.TenantId,
                r.Kind,
                r.At,
            });
            refusal.HasIndex(r => new
            {
                r.TenantId,
                r.Address,
                r.At,
            });
            refusal.HasIndex(r => new
            {
                r.TenantId,
                r.CorrelationId,
                r.At,
            });
            refusal.Property(r => r.Operation).HasMaxLength(24);
            refusal.Property(r => r.Kind).HasMaxLength(Kind);
            refusal.Property(r => r.Person).HasMaxLength(Person);
            refusal.Property(r => r.ClientId).HasMaxLength(ClientId);
            refusal.Property(r => r.Dialect).HasMaxLength(DialectName);
            refusal.Property(r => r.ApiIdentifier).HasMaxLength(ApiIdentifier);
            refusal.Property(r => r.Path).HasMaxLength(Path);
            refusal.Property(r => r.Code).HasMaxLength(Code);
            refusal.Property(r => r.Reason).HasMaxLength(Reason);
            refusal.Property(r => r.Address).HasMaxLength(Address);
            refusal.Property(r => r.CorrelationId).HasMaxLength(CorrelationId);
        });

    private static void UnprovedDays(ModelBuilder model) =>
        model.Entity<UnprovedDay>(day =>
        {
            day.HasKey(d => new
            {
                d.TenantId,
                d.Environment,
                d.Kind,
                d.Day,
            });
            day.HasIndex(d => d.Day); // what is swept
            day.Property(d => d.Kind).HasMaxLength(Kind);
        });

    private static void SignIns(ModelBuilder model) =>
        model.Entity<SignIn>(signIn =>
        {
            signIn.HasIndex(s => s.At); // what is swept
            signIn.HasIndex(s => new { s.TenantId, s.At }); // the log of a tenant
            signIn.Property(s => s.Person).HasMaxLength(Person);
            signIn.Property(s => s.Address).HasMaxLength(Address);
            signIn.Property(s => s.CorrelationId).HasMaxLength(CorrelationId);
        });

    private static readonly System.Reflection.MethodInfo Hide = new Action<ModelBuilder, Db>(
        HideOthers<Client>
    ).Method.GetGenericMethodDefinition();

    private static void HideOthers<T>(ModelBuilder model, Db db)
        where T : class, ITenantOwned => model.Entity<T>().HasQueryFilter(Db.OwnerFilter, row => row.TenantId == db.Tenant);
}
